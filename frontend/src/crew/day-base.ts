/** What a crew's phone keeps in its own stores: the day, its small pictures, and what was begun for a case. */
import { all, remove } from "../kit/outbox";
import { withBase, writing } from "../kit/outbox-base";
import { announce } from "../kit/outbox-locks";
import { type Day, type KeptDay, NOTHING, type Work } from "./types";

const DAY = "day";
const AREAS = "areas";
const PHONE = "phone";

export async function keptDay(): Promise<KeptDay | undefined> {
  return (await withBase((base) => base.get("day", DAY)))?.value as KeptDay | undefined;
}

/** Keeps the day; the pictures that are not part of it any more go. Throws NotKept. */
export async function keepDay(kept: KeptDay): Promise<void> {
  const wanted = new Set(addressesIn(kept.day));
  await writing(["day", "thumbs"], async (tables) => {
    await tables.objectStore("day").put({ id: DAY, value: kept });
    const thumbs = tables.objectStore("thumbs");
    for (const id of await thumbs.getAllKeys()) if (!wanted.has(id)) await thumbs.delete(id);
  });
}

/** The addresses of the small pictures of a day. */
export const addressesIn = (day: Day): string[] =>
  day.stops.flatMap((stop) => stop.cases.flatMap((each) => each.photos.map(({ thumb }) => thumb)));

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

const idOf = (person: string, order: string, code: string) => `${person} ${order} ${code}`;

/** What was begun for a case; nothing yet, for one that nobody has touched. */
export async function workOf(person: string, order: string, code: string): Promise<Work> {
  const row = await withBase((base) => base.get("work", idOf(person, order, code)));
  return { ...NOTHING, ...(row?.value as Partial<Work> | undefined) };
}

/** Keeps what was begun. Throws NotKept: on a full phone nothing that was there is lost. */
export const keepWork = (person: string, order: string, code: string, value: Work) =>
  writing(["work"], (tables) => tables.objectStore("work").put({ id: idOf(person, order, code), person, value }));

export const dropWork = (person: string, order: string, code: string) =>
  withBase((base) => base.delete("work", idOf(person, order, code)));

/** How many cases something was begun for, by this person. */
export async function begunBy(person: string): Promise<number> {
  return (await withBase((base) => base.getAll("work"))).filter((row) => row.person === person).length;
}

/** Deletes the day with its pictures, and what was sent of this person: the shift is over. */
export async function clearDay(person: string): Promise<void> {
  await writing(["day", "thumbs"], async (tables) => {
    await tables.objectStore("day").delete(DAY);
    await tables.objectStore("day").delete(AREAS);
    await tables.objectStore("thumbs").clear();
  });
  for (const item of await all())
    if (item.kind === "command" && item.person === person && item.state === "sent") await remove(item);
  announce();
}

/** Deletes everything of this person, sent or not: the key was withdrawn. False if an entry is being sent just now. */
export async function wipe(person: string): Promise<boolean> {
  await clearDay(person);
  await writing(["work"], async (tables) => {
    const work = tables.objectStore("work");
    for (const row of await work.getAll()) if (row.person === person) await work.delete(row.id);
  });
  let isGone = true;
  for (const item of await all())
    if (item.kind === "command" && item.person === person) isGone = (await remove(item)) && isGone;
  announce();
  return isGone;
}
