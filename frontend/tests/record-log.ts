/** A record as its files, made without the code that reads it, and signed by a key of its own. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { type Bytes, concat, hex, utf8 } from "../src/public/record/bytes";
import { pathOf } from "../src/public/record/tree";

export const NAME = "city.example/record";
export const base64 = (raw: Uint8Array): string => Buffer.from(raw).toString("base64");
export const hash = (...parts: Uint8Array[]): Bytes => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return new Uint8Array(digest.digest());
};

/** A log's key under a name. */
export interface Log {
  name: string;
  key: string;
  secret: KeyObject;
  raw: Bytes;
  line: (text: string) => string;
}

/** A fresh key for a log of this name. */
export function logOf(name: string): Log {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const typed = concat(new Uint8Array([1]), raw);
  const id = hash(utf8(`${name}\n`), typed).slice(0, 4);
  const line = (text: string): string =>
    `— ${name} ${base64(concat(id, new Uint8Array(sign(null, utf8(text), privateKey))))}\n`;
  return { name, key: `${name}+${hex(id)}+${base64(typed)}`, secret: privateKey, raw, line };
}

export const LOG = logOf(NAME);
export const note = (text: string, ...logs: Log[]): string =>
  `${text}\n${(logs.length ? logs : [LOG]).map((log) => log.line(text)).join("")}`;

export interface Made {
  files: Map<string, Bytes>;
  roots: Bytes[];
  entries: Bytes[];
  note: string;
}

export function rootOf(leaves: Bytes[]): Bytes {
  if (leaves.length === 1) return leaves[0] as Bytes;
  const middle = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return hash(new Uint8Array([1]), rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle)));
}

/** A record of so many entries, as its files; `first` takes the place of the first entry. */
export function made(size: number, change = -1, log = LOG, first?: Bytes): Made {
  const entries = Array.from({ length: size }, (_all, at) => hash(utf8(`entry ${at}${at === change ? "!" : ""}`)));
  if (first) entries[0] = first;
  const files = new Map<string, Bytes>();
  let [level, hashes] = [0, entries.map((entry) => hash(new Uint8Array([0]), entry))];
  const leaves = hashes;
  for (let at = 0; at < size; at += 256) {
    const part = entries.slice(at, at + 256);
    const bundle = concat(...part.flatMap((entry) => [new Uint8Array([0, 32]), entry]));
    files.set(pathOf("entries", at / 256, part.length), bundle);
  }
  while (hashes.length) {
    const above: Bytes[] = [];
    for (let at = 0; at < hashes.length; at += 256) {
      const part = hashes.slice(at, at + 256);
      files.set(pathOf(String(level), at / 256, part.length), concat(...part));
      if (part.length === 256) above.push(rootOf(part));
    }
    [level, hashes] = [level + 1, above];
  }
  const root = rootOf(leaves);
  const text = note(`${log.name}\n${size}\n${base64(root)}\n`, log);
  files.set("checkpoint", utf8(text));
  return { files, roots: [root], entries, note: text };
}

/** A record of 20 entries under another name that says that it continues `before`; its beginning, signed by these. */
export function continuing(before: Made, next: Log, signers: Log[], old = LOG, number = 1, says = before): Made {
  const root = base64(says.roots[0] as Bytes);
  const lines = [next.name, "begins", next.key, says.entries.length, root, old.key, `files log/${number}`];
  const text = `${[...lines, "why restored", "note x"].join("\n")}\n`;
  const record = made(20, -1, next, hash(utf8(text)));
  for (const [path, content] of before.files)
    record.files.set(path.startsWith("log/") ? path : `log/${number}/${path}`, content);
  record.files.set("beginning", utf8(note(text, ...signers)));
  return record;
}

/** Reads files by their paths. */
export function readerOf(files: Map<string, Bytes>): (path: string) => Promise<Bytes> {
  return async (path) => {
    const file = files.get(path);
    if (!file) throw new Error(path);
    return file;
  };
}
