/** Signed notes, checkpoints, proofs and slips of a transparency log (C2SP). */
import { type Bytes, base64, concat, Fault, hex, same, sha256, unbase64, unhex, utf8 } from "./bytes";
import { isSigned } from "./ed25519";

/** A public key with its name, and the four bytes by which a signature names it. */
export interface Key {
  name: string;
  id: Bytes;
  public: Bytes;
}

/** How large a log was, and the root over it. */
export interface Head {
  size: number;
  root: Bytes;
}

export const NUMBER = /^(0|[1-9][0-9]{0,14})$/;

/** Reads a key as it is written: name, id in hex and base64, joined by "+". Throws Fault. */
export async function keyOf(text: string): Promise<Key> {
  const [name = "", written = "", ...rest] = text.trim().split("+");
  const raw = unbase64(rest.join("+"));
  const id = (await sha256(utf8(`${name}\n`), raw)).slice(0, 4);
  if (!name || raw.length !== 33 || raw[0] !== 1 || !same(id, unhex(written))) throw new Fault("key");
  return { name, id, public: raw.slice(1) };
}

/** A key as it is written, and its id; `type` is 1 for a log, 4 for a witness. */
export async function keyText(name: string, type: number, key: Bytes): Promise<[string, Bytes]> {
  const raw = concat(new Uint8Array([type]), key);
  const id = (await sha256(utf8(`${name}\n`), raw)).slice(0, 4);
  return [`${name}+${hex(id)}+${base64(raw)}`, id];
}

/** The text of a note that one of the keys has signed. Throws Fault. */
export async function opened(note: string, keys: Key[]): Promise<string> {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new Fault("unreadable");
  const text = note.slice(0, at + 1);
  let isOurs = false;
  for (const line of note.slice(at + 2, -1).split("\n")) {
    const [dash, name, encoded = ""] = line.split(" ");
    if (dash !== "—") throw new Fault("unreadable");
    const raw = unbase64(encoded);
    const key = keys.find((one) => one.name === name && same(raw.slice(0, 4), one.id));
    if (!key) continue;
    if (!(await isSigned(key.public, utf8(text), raw.slice(4)))) throw new Fault("forged");
    isOurs = true;
  }
  if (!isOurs) throw new Fault("unsigned");
  return text;
}

/** The keys that a record has had, oldest first, of which the given one is one; each step is signed by both keys. */
export async function keysOf(read: (path: string) => Promise<Bytes>, key: Key): Promise<Key[]> {
  const steps: [Key, Key][] = [];
  for (let number = 1; ; number += 1) {
    const raw = await read(`keys/${number}`).catch(() => null);
    if (!raw) break;
    const note = new TextDecoder().decode(raw);
    const [origin, kind, before = "", after = ""] = note.split("\n");
    const [old, next] = [await keyOf(before), await keyOf(after)];
    await opened(note, [old]);
    await opened(note, [next]);
    if (origin !== key.name || kind !== "key" || old.name !== key.name || next.name !== key.name)
      throw new Fault("key");
    steps.push([old, next]);
  }
  const keys = [key];
  for (const [old, next] of steps) if (same(old.id, (keys.at(-1) as Key).id)) keys.push(next);
  for (const [old, next] of steps.reverse()) if (same(next.id, (keys[0] as Key).id)) keys.unshift(old);
  return keys;
}

/** Reads a checkpoint that one of the keys signed. Throws Fault. */
export async function headOf(note: string, keys: Key[]): Promise<Head> {
  const [origin, size = "", root = ""] = (await opened(note, keys)).split("\n");
  const raw = unbase64(root);
  if (origin !== keys[0]?.name || !NUMBER.test(size) || raw.length !== 32) throw new Fault("unreadable");
  return { size: Number(size), root: raw };
}

/** What a proof or a slip says: the entry of the event, and for a proof its place, hashes and checkpoint. */
export interface Receipt {
  entry: Bytes;
  index: number;
  hashes: Bytes[];
  note: string;
}

/** Reads a proof (c2sp.org/tlog-proof with the parts of the entry). Throws Fault. */
export async function proofOf(text: string): Promise<Receipt> {
  const at = text.indexOf("\n\n");
  const [heading, extra = "", index = "", ...lines] = text.slice(0, at).split("\n");
  if (heading !== "c2sp.org/tlog-proof@v1" || !extra.startsWith("extra ") || !index.startsWith("index ")) {
    throw new Fault("unreadable");
  }
  const place = index.slice(6);
  const parts: unknown = JSON.parse(new TextDecoder().decode(unbase64(extra.slice(6))));
  const { blind, hash } = parts as { blind?: unknown; hash?: unknown };
  if (!NUMBER.test(place) || typeof blind !== "string" || typeof hash !== "string") throw new Fault("unreadable");
  const entry = await sha256(concat(unhex(blind), unhex(hash)));
  return { entry, index: Number(place), hashes: lines.map(unbase64), note: text.slice(at + 2) };
}

/** Reads a slip that one of the keys signed; returns the entry that it promises. Throws Fault. */
export async function slipOf(note: string, keys: Key[]): Promise<Bytes> {
  const [origin, kind, entry = "", ...lines] = (await opened(note, keys)).split("\n");
  const parts = new Map(lines.map((line) => line.split(" ", 2) as [string, string]));
  if (origin !== keys[0]?.name || kind !== "slip") throw new Fault("unreadable");
  const made = await sha256(unhex(parts.get("blind") ?? ""), unhex(parts.get("hash") ?? ""));
  if (!same(made, unbase64(entry))) throw new Fault("forged");
  return made;
}
