/** What a day's page keeps in the phone's own stores: the day, its small pictures, and what was begun for a case. */
import { all, remove } from "../outbox";
import { withBase, writing } from "../outbox-base";
import { announce } from "../outbox-locks";
import type { AnyDay, DayKind, Kept } from "./types";

const AREAS = "areas";
const PHONE = "phone";

export async function keptDay<D extends AnyDay>({ slot }: DayKind<D>): Promise<Kept<D> | undefined> {
  return (await withBase((base) => base.get("day", slot)))?.value as Kept<D> | undefined;
}

/** Keeps the day; the pictures that are not part of it any more go. Throws NotKept. */
export async function keepDay<D extends AnyDay>({ slot, pictures }: DayKind<D>, kept: Kept<D>): Promise<void> {
  const wanted = new Set(pictures(kept.day));
  await writing(["day", "thumbs"], async (tables) => {
    await tables.objectStore("day").put({ id: slot, value: kept });
    const thumbs = tables.objectStore("thumbs");
    for (const id of await thumbs.getAllKeys()) if (!wanted.has(id)) await thumbs.delete(id);
  });
}

/** The polygons of the city, for a map without a connection. */
export async function keptAreas(): Promise<unknown> {
  return (await withBase((base) => base.get("day", AREAS)))?.value;
}
export const keepAreas = (value: unknown) => withBase((base) => base.put("day", { id: AREAS, value }));

export const thumbOf = async (address: string) => (await withBase((base) => base.get("thumbs", address)))?.blob;
export const keepThumb = (id: string, blob: Blob) => withBase((base) => base.put("thumbs", { id, blob }));
export const keptThumbs = () => withBase((base) => base.getAllKeys("thumbs"));

/** Whether this browser ever had a key, and of whom. */
export async function keyHolder(): Promise<string> {
  return String((await withBase((base) => base.get("day", PHONE)))?.value ?? "");
}
export const noteKeyHolder = (person: string) => withBase((base) => base.put("day", { id: PHONE, value: person }));

/** What a person began for a thing of the day (`id` names both); `nothing` for one that nobody has touched. */
export async function workOf<W extends object>(id: string, nothing: W): Promise<W> {
  const row = await withBase((base) => base.get("work", id));
  return { ...nothing, ...(row?.value as Partial<W> | undefined) };
}

/** Keeps what was begun. Throws NotKept: on a full phone nothing that was there is lost. */
export const keepWork = (id: string, person: string, value: object) =>
  writing(["work"], (tables) => tables.objectStore("work").put({ id, person, value }));

export const dropWork = (id: string) => withBase((base) => base.delete("work", id));

/** How many cases something was begun for, by this person. */
export async function begunBy(person: string): Promise<number> {
  return (await withBase((base) => base.getAll("work"))).filter((row) => row.person === person).length;
}

/** Deletes the day of this kind with its pictures, and what was sent of this person: the shift is over. */
export async function clearDay({ slot }: Pick<DayKind<AnyDay>, "slot">, person: string): Promise<void> {
  await writing(["day", "thumbs"], async (tables) => {
    await tables.objectStore("day").delete(slot);
    await tables.objectStore("day").delete(AREAS);
    await tables.objectStore("thumbs").clear();
  });
  for (const item of await all())
    if (item.kind === "command" && item.person === person && item.state === "sent") await remove(item);
  announce();
}

/** Deletes everything of this person, sent or not: the key was withdrawn. False if an entry is being sent just now. */
export async function wipe(person: string): Promise<boolean> {
  await writing(["day", "thumbs", "work"], async (tables) => {
    const days = tables.objectStore("day");
    for (const id of await days.getAllKeys()) if (id !== PHONE) await days.delete(id);
    await tables.objectStore("thumbs").clear();
    const work = tables.objectStore("work");
    for (const row of await work.getAll()) if (row.person === person) await work.delete(row.id);
  });
  let isGone = true;
  for (const item of await all())
    if (item.kind === "command" && item.person === person) isGone = (await remove(item)) && isGone;
  announce();
  return isGone;
}
