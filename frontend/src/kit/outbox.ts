/** Reports and commands that wait on this phone until the server has them; pages and the service worker share them. */
import {
  type Command,
  type Draft,
  drawn,
  type Item,
  type Photo,
  sha256Of,
  type Writing,
  withBase,
  writing,
} from "./outbox-base";
import { flag, flagged } from "./outbox-flag";
import { alone } from "./outbox-locks";
import { DRAFT_LIVES } from "./outbox-patience";

export { type Command, type Draft, type Item, NotKept, type Photo, type State } from "./outbox-base";

/** Everything that is kept here, oldest first. */
export async function all(): Promise<Item[]> {
  const items = await withBase((base) => base.getAll("items"));
  return items.sort((one, other) => one.keptAt - other.keptAt || (one.command?.seq ?? 0) - (other.command?.seq ?? 0));
}

/** Whether the server still has to hear of an item. */
export const waits = ({ state }: Item) => state === "waiting" || state === "sending";

/** Whether an item would be lost with the phone: the server has no version of it. */
export const isOnlyHere = (item: Item) => waits(item) || item.state === "refused";

export const itemOf = (key: string) => withBase((base) => base.get("items", key));

/** The photos of an item, in their order. */
export async function photosOf(key: string): Promise<Photo[]> {
  const photos = await withBase((base) => base.getAllFromIndex("photos", "item", key));
  return photos.sort((one, other) => one.order - other.order);
}

/** Deletes an item with its photos: one that was sent, or that a person gives up. False while it is being sent. */
export async function remove({ key, kind }: Pick<Item, "key" | "kind">): Promise<boolean> {
  const lock = kind === "command" ? "commands" : `item:${key}`;
  const gone = await alone(lock, async () => {
    await discard(key);
    return true;
  });
  return gone ?? false;
}

/** Deletes an item with its photos; for who holds its lock. */
export const discard = (key: string) => writing(["items", "photos"], (tables) => cleared(tables, key));

/** Deletes an item and its photos within a transaction. */
async function cleared(tables: Writing, key: string): Promise<void> {
  await tables.objectStore("items").delete(key);
  await clearedPhotos(tables, key);
}

/** Deletes the photos of an item within a transaction. */
export async function clearedPhotos(tables: Writing, key: string): Promise<void> {
  const photos = tables.objectStore("photos");
  for (const id of await photos.index("item").getAllKeys(key)) await photos.delete(id);
}

// Who somebody is stays out of a draft: a phone is lent, and a shared computer remembers.
const PRIVATE = new Set(["phone", "name", "for_name", "for_relation", "consent", "key", "join", "heard", "about_unit"]);
export const isPrivate = (field: string) => PRIVATE.has(field);

export const draft = () => withBase((base) => base.get("draft", "current"));
export const isFresh = ({ at }: Draft) => Date.now() - at < DRAFT_LIVES;
export const saveDraft = (one: Draft) => withBase((base) => base.put("draft", one));
export const dropDraft = () => withBase((base) => base.delete("draft", "current"));

/** The form's words and photos, without its token: that will be too old by the time it is sent. */
export function contents(form: HTMLFormElement): Pick<Draft, "fields" | "photos"> {
  const fields: [string, string][] = [];
  const photos: File[] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") {
      if (value.size) photos.push(value);
    } else if (name !== "csrfmiddlewaretoken") fields.push([name, value]);
  }
  return { fields, photos };
}

/** How a report is kept: who of the staff wrote it, where it goes if it is another form, how often it was sent without an
 * answer, which item it replaces.
 */
interface Keeping {
  person?: string;
  to?: string;
  tries?: number;
  replaces?: string;
}

/** Keeps the report of a form; the form's own key makes every later sending the same report. Throws NotKept. */
export function keep(form: HTMLFormElement, keeping: Keeping = {}): Promise<Item> {
  const { fields, photos } = contents(form);
  return keepReport(fields, photos, { person: form.dataset.person, ...keeping });
}

/** Keeps a report with its photos in place of the draft, in one transaction. Throws NotKept. */
export async function keepReport(fields: [string, string][], files: File[], keeping: Keeping = {}): Promise<Item> {
  const key = fields.find(([name]) => name === "key")?.[1] || drawn().replaceAll("-", "");
  const item: Item = {
    key,
    kind: "report",
    person: keeping.person ?? "",
    fields: [...fields.filter(([name]) => name !== "key"), ["key", key]],
    photos: files.length,
    keptAt: Date.now(),
    state: "waiting",
    tries: keeping.tries ?? 0,
    ...(keeping.to ? { to: keeping.to } : {}),
  };
  const photos = await digested(key, files);
  flag(Math.max(1, flagged())); // first: a browser that is killed in between looks for it the next time
  await writing(["items", "photos", "draft"], async (tables) => {
    await clearedPhotos(tables, key);
    await tables.objectStore("items").put(item);
    for (const photo of photos) await tables.objectStore("photos").put(photo);
    await tables.objectStore("draft").delete("current");
    if (keeping.replaces && keeping.replaces !== key) await cleared(tables, keeping.replaces);
  });
  void persist();
  return item;
}

/** Keeps a command of a signed-in person, under the next number of this person's branch. Throws NotKept.
 *
 * Its photos need digests, so it cannot be kept by a page without https.
 */
export async function keepCommand(
  person: string,
  entry: Pick<Command, "order" | "base_version" | "body">,
  files: File[] = [],
): Promise<Item> {
  const now = Date.now();
  const key = drawn();
  const photos = await digested(key, files);
  if (photos.some(({ sha256 }) => !sha256)) throw new Error("no digests without https");
  flag(Math.max(1, flagged()));
  const item = await writing(["items", "photos", "facts"], async (tables) => {
    const facts = tables.objectStore("facts");
    const fact = async (id: string, first: () => string | number) => {
      const known = await facts.get(id);
      if (known) return known.value;
      const value = first();
      await facts.put({ id, value });
      return value;
    };
    const device = String(await fact("device", drawn));
    const branch = String(await fact(`branch:${person}`, drawn));
    const seq = Number(await fact(`seq:${branch}`, () => 0)) + 1;
    await facts.put({ id: `seq:${branch}`, value: seq });
    const made_at = new Date(now).toISOString();
    const digests = photos.map(({ sha256 }) => sha256);
    const command: Command = { person, device, branch, seq, made_at, ...entry, photos: [...new Set(digests)] };
    const kept: Item = {
      key,
      kind: "command",
      person,
      fields: [],
      command,
      photos: photos.length,
      keptAt: now,
      state: "waiting",
      tries: 0,
    };
    await tables.objectStore("items").put(kept);
    for (const photo of photos) await tables.objectStore("photos").put(photo);
    return kept;
  });
  void persist();
  return item;
}

function digested(key: string, files: File[]): Promise<Photo[]> {
  return Promise.all(
    files.map(async (file, order) => ({
      id: `${key}:${order}`,
      item: key,
      order,
      name: file.name,
      file,
      sha256: await sha256Of(file),
    })),
  );
}

/** Asks the browser not to throw it away when the phone is short of room. */
async function persist(): Promise<void> {
  const storage = globalThis.navigator?.storage; // none in a page without https
  if (typeof storage?.persist === "function") await storage.persist().catch(() => false);
}

/** Back into the form: a report that was refused becomes the draft. The item stays until the corrected report takes its
 * place. "gone" for anything that was not refused: of that nobody can tell that it has not arrived. "asks" where another
 * draft would be lost, unless the person is sure; a correction that was begun already goes on.
 *
 * A photo that cannot be read any more stays behind.
 */
export async function reopen(key: string, isSure = false): Promise<"opened" | "asks" | "gone"> {
  const item = await itemOf(key);
  if (item?.state !== "refused") return "gone";
  const known = await draft();
  if (known?.replaces === key) return "opened";
  if (known && isFresh(known) && !isSure) return "asks";
  const photos: File[] = [];
  for (const { file, name } of await photosOf(key))
    if (await isReadable(file)) photos.push(new File([file], name, { type: file.type }));
  const fields = item.fields.filter(([name]) => !isPrivate(name));
  await saveDraft({ id: "current", fields, photos, at: Date.now(), replaces: key });
  return "opened";
}

/** Whether the browser still gives the bytes of a file: those of a chosen one may have been moved or deleted. */
export const isReadable = (file: Blob) =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(() => true)
    .catch(() => false);
