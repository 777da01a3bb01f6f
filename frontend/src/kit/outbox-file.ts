/** What is only on this phone, as one file: saved for whoever can enter it elsewhere, and taken in again. */
import { all, isOnlyHere, itemOf, photosOf } from "./outbox";
import { type Command, type Item, type Photo, sha256Of, writing } from "./outbox-base";
import { flag, flagged } from "./outbox-flag";

const FORM = "peygir-outbox";
const VERSION = 1;
const KEY = /^[0-9A-Za-z-]{8,40}$/;
const SHA256 = /^([0-9a-f]{64})?$/;

/** The file is none of ours, or of a later version. */
export class NotOurFile extends Error {}

/** The file, and the names of the photos that this phone cannot read any more. */
interface Saved {
  file: Blob;
  missing: string[];
}

/** What became of a file that was taken in: so many entries are new here, known already, or damaged. */
interface TakenIn {
  fresh: number;
  known: number;
  damaged: number;
}

/** Everything that only this phone has, with its photos (base64, each with its SHA-256), as JSON. */
export async function exported(): Promise<Saved> {
  const missing: string[] = [];
  const parts: BlobPart[] = [`{"form": "${FORM}", "version": ${VERSION}, "items": [\n`];
  for (const item of (await all()).filter(isOnlyHere)) {
    const photos: string[] = [];
    for (const { file, name, sha256 } of await photosOf(item.key)) {
      const base64 = await base64Of(file).catch(() => undefined);
      if (base64 === undefined) missing.push(name);
      else photos.push(JSON.stringify({ name, type: file.type, sha256, base64 }));
    }
    const { key, kind, person, fields, command, keptAt } = item;
    const rest = JSON.stringify({ key, kind, person, fields, command, keptAt });
    // One entry after the other becomes a Blob, which the browser may write to disk: photos need not fit into memory.
    parts.push(new Blob([parts.length > 1 ? ",\n" : "", rest.slice(0, -1), `,"photos":[${photos.join(",")}]}`]));
  }
  return { file: new Blob([...parts, "\n]}\n"], { type: "application/json" }), missing };
}

/** Takes in what such a file holds; what is here already, by its key, stays as it is. Throws NotOurFile and NotKept.
 *
 * Keys stay the same, so that an entry which two phones send is one for the server.
 */
export async function takenIn(file: Blob): Promise<TakenIn> {
  const result: TakenIn = { fresh: 0, known: 0, damaged: 0 };
  for (const entry of await entriesOf(file)) {
    const read = await readEntry(entry).catch(() => undefined);
    if (!read) result.damaged += 1;
    else if (await itemOf(read.item.key)) result.known += 1;
    else {
      flag(Math.max(1, flagged()));
      await writing(["items", "photos"], async (tables) => {
        await tables.objectStore("items").put(read.item);
        for (const photo of read.photos) await tables.objectStore("photos").put(photo);
      });
      result.fresh += 1;
    }
  }
  return result;
}

async function entriesOf(file: Blob): Promise<unknown[]> {
  const read = await file
    .text()
    .then((text) => JSON.parse(text) as { form?: string; version?: number; items?: unknown[] } | null)
    .catch(() => null);
  if (read?.form !== FORM || read.version !== VERSION || !Array.isArray(read.items)) throw new NotOurFile();
  return read.items;
}

interface Entry extends Pick<Item, "key" | "kind" | "person" | "fields" | "keptAt"> {
  command?: Command;
  photos: { name: string; type: string; sha256: string; base64: string }[];
}

/** An entry as it is kept here. Throws where anything is not as it was saved. */
async function readEntry(given: unknown): Promise<{ item: Item; photos: Photo[] }> {
  const entry = given as Entry;
  const isText = (value: unknown) => typeof value === "string";
  const areFields = entry.fields.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText));
  const isKind = entry.kind === "report" || (entry.kind === "command" && typeof entry.command?.seq === "number");
  if (!KEY.test(entry.key) || !isKind || !areFields || !isText(entry.person)) throw new NotOurFile();
  const photos: Photo[] = [];
  for (const [order, { name, type, sha256, base64 }] of entry.photos.entries()) {
    const file = new Blob([bytesOf(base64)], { type: String(type) });
    const now = await sha256Of(file);
    if (!SHA256.test(sha256) || (sha256 && now && now !== sha256)) throw new NotOurFile();
    photos.push({ id: `${entry.key}:${order}`, item: entry.key, order, name: String(name), file, sha256: now });
  }
  const { key, kind, person, fields, command } = entry;
  const keptAt = Number(entry.keptAt) || Date.now();
  const item: Item = { key, kind, person, fields, photos: photos.length, keptAt, state: "waiting", tries: 0 };
  return { item: command ? { ...item, command } : item, photos };
}

async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
