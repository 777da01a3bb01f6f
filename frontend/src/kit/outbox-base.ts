/** The phone's own database: what waits, its photos, the draft, and what the phone knows of itself. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";

import { BASE } from "./outbox-flag";
import { BASE_WITHIN } from "./outbox-patience";

const VERSION = 3;

export type State = "waiting" | "sending" | "conflict" | "refused" | "sent";

/** Why an item waits: for a connection, for the server, for a sign-in, for an earlier entry or a photo. */
export type Why = "line" | "busy" | "signin" | "order";

/** A command on a case, as docs/offline.md has it; `photos` are the SHA-256 (hex) of its photos. */
export interface Command {
  person: string;
  device: string;
  branch: string;
  seq: number;
  order: string;
  base_version: number | null;
  made_at: string;
  body: Record<string, unknown>;
  photos: string[];
}

/** One report or command that waits; after sending, its answer in place of what it said. */
export interface Item {
  key: string; // of a command: its uuid
  kind: "report" | "command";
  person: string; // who of the staff made it, "" for nobody: it is sent in no other session
  fields: [string, string][]; // of a report: its form
  to?: string; // where the form goes, if it is no report: a site visit of the citizens' panel
  command?: Command;
  photos: number; // how many lie beside it
  keptAt: number;
  state: State;
  tries: number; // without an answer
  why?: Why;
  fault?: "photo" | "large"; // what the phone itself found: a photo cannot be read, the server takes nothing so large
  words?: string; // what the server said, for people
  said?: { fa: string; en: string }; // the same, of a command
  choice?: string; // of who decided a conflict
  code?: string;
  shown?: string;
  address?: string;
}

/** A photo of an item; it goes when the server has acknowledged its SHA-256 (hex). */
export interface Photo {
  id: string;
  item: string;
  order: number;
  name: string;
  file: Blob;
  sha256: string; // "" where the browser cannot tell
  upload?: string; // the address of its upload, once that has begun
  sent?: number; // its bytes that the server has
}

/** What was typed and not yet sent; the phone number is never part of it. */
export interface Draft {
  id: "current";
  fields: [string, string][];
  photos: File[];
  at: number;
  replaces?: string; // the key of the refused report that it corrects
}

/** A report as the first version of this database held it. */
interface Former {
  key: string;
  fields: [string, string][];
  photos: File[];
  keptAt: number;
  state: "waiting" | "refused" | "sent";
  words?: string;
  code?: string;
  shown?: string;
  address?: string;
}

interface Tables extends DBSchema {
  items: { key: string; value: Item };
  photos: { key: string; value: Photo; indexes: { item: string } };
  draft: { key: string; value: Draft };
  facts: { key: string; value: { id: string; value: string | number } };
  day: { key: string; value: { id: string; value: unknown } }; // the work of the day, of a crew's phone
  thumbs: { key: string; value: { id: string; blob: Blob } }; // its pictures, by address
  work: { key: string; value: Begun }; // what was entered for a case of it, and is no command yet
  outbox: { key: string; value: Former }; // of version 1
}

/** What was entered for a case and is no command yet, photos included; `value` is the page's own. */
export interface Begun {
  id: string;
  person: string;
  value: unknown;
}

type Base = IDBPDatabase<Tables>;
type Store = "items" | "photos" | "draft" | "facts" | "day" | "thumbs" | "work";
export type Writing = IDBPTransaction<Tables, Store[], "readwrite">;

/** Nothing was kept, and nothing that was there is lost. `full`: no room is left on the phone; `held`: a page of an older
 * version keeps the database from being updated; `old`: this page is the older one; `none`: the browser keeps nothing.
 */
export class NotKept extends Error {
  constructor(readonly why: "full" | "held" | "old" | "none") {
    super(why);
  }
}

/** Calls `work` with the database, and closes it: an open one would hold up the next version of the app. */
export async function withBase<T>(work: (base: Base) => Promise<T>): Promise<T> {
  const base = await opened();
  try {
    return await work(base);
  } catch (fault) {
    throw isFull(fault) ? new NotKept("full") : fault;
  } finally {
    base.close();
  }
}

const isFull = (fault: unknown) => (fault as { name?: string } | null)?.name === "QuotaExceededError";

function opened(): Promise<Base> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    let broken: unknown;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new NotKept("held"));
    }, BASE_WITHIN);
    const opening = async () =>
      openDB<Tables>(BASE, VERSION, {
        // An update that fails is taken back as a whole: what the former version kept stays as it was.
        upgrade: (base, from, _to, change) => {
          change.done.catch(() => undefined); // the opening itself tells
          upgraded(base, from, change).catch((fault: unknown) => {
            broken = fault;
            change.abort();
          });
        },
        blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
      });
    opening()
      .then((base) => (isLate ? base.close() : resolve(base)))
      .catch((fault: unknown) => {
        const isOld = (fault as { name?: string } | null)?.name === "VersionError";
        reject(new NotKept(isOld ? "old" : isFull(broken ?? fault) ? "full" : "none"));
      })
      .finally(() => clearTimeout(timer));
  });
}

/** Does `work` in one transaction: all of it happens, or nothing, and it is on disk when this resolves, also if the
 * battery is empty then. Throws NotKept on a full phone.
 */
export function writing<T>(stores: Store[], work: (tables: Writing) => Promise<T>): Promise<T> {
  return withBase(async (base) => {
    const tables = base.transaction(stores, "readwrite", { durability: "strict" });
    const done = tables.done.then(
      () => undefined,
      (fault: unknown) => ({ fault: fault ?? tables.error }),
    );
    try {
      const result = await work(tables);
      const failed = await done;
      if (failed) throw failed.fault;
      return result;
    } catch (fault) {
      try {
        tables.abort();
      } catch {
        // It has ended already, with nothing written.
      }
      await done;
      throw isFull(tables.error) ? tables.error : fault;
    }
  });
}

/** Makes the stores, and moves what waits in those of the first version; all of it happens, or nothing.
 *
 * Those of the second version stay as they are.
 */
async function upgraded(
  base: Base,
  from: number,
  change: IDBPTransaction<Tables, (Store | "outbox")[], "versionchange">,
): Promise<void> {
  for (const name of ["day", "thumbs", "work"] as const) base.createObjectStore(name, { keyPath: "id" });
  if (from === 2) return;
  if (from < 1) base.createObjectStore("draft", { keyPath: "id" });
  const items = base.createObjectStore("items", { keyPath: "key" });
  const photos = base.createObjectStore("photos", { keyPath: "id" });
  photos.createIndex("item", "item");
  base.createObjectStore("facts", { keyPath: "id" });
  if (from < 1) return;
  for (const former of await change.objectStore("outbox").getAll()) {
    const { photos: files, ...rest } = former;
    await items.put({ ...rest, kind: "report", person: "", tries: 0, photos: files.length });
    for (const [order, file] of files.entries())
      await photos.put({
        id: `${former.key}:${order}`,
        item: former.key,
        order,
        name: file.name || `photo-${order + 1}`,
        file,
        sha256: "",
      });
  }
  base.deleteObjectStore("outbox");
}

/** The SHA-256 of a file (hex); "" where the browser has no such function (a page without https). */
export async function sha256Of(file: Blob): Promise<string> {
  if (!globalThis.crypto?.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A random name: a UUID, also where the browser gives none (a page without https). */
export function drawn(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
