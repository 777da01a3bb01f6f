/** What a witness does: checks that a record begins with what it signed before, and signs the newest head (C2SP). */
import { type Bytes, base64, concat, Fault, same, unbase64, utf8 } from "./bytes";
import { isSigned } from "./ed25519";
import { type Head, headOf, type Key, keyOf, keysOf, NUMBER, opened } from "./notes";
import { type Reading, Tree } from "./tree";

const TIME = 8;
const ID = 4;

/** The newest head as the log alone signed it, and the key by which it did. */
export interface NewestHead extends Head {
  note: string;
  log: Key;
}

/** What a log says that it continues: its own key, the key and the last head of the log before, and where that lies. */
interface Beginning {
  note: string;
  key: Key;
  old: Key;
  head: Head;
  files: string;
}

/** A witness's public half: its name, the id of its key, and the key. */
export type WitnessKey = Key;

/**
 * Reads the newest head of the log of a key and checks that it begins with every head that was signed before.
 *
 * `mayFollow`: the city began a new log, and the witness knows why. Throws Fault; then nothing may be signed. Where
 * a head that was signed is contradicted, its `values` hold both: `signed` and `shown`.
 */
export async function headToSign(read: Reading, given: Key, signed: string[], mayFollow: boolean): Promise<NewestHead> {
  const begun = await beginningOf(read);
  const key = begun && begun.key.name !== given.name ? await followed(read, begun, given) : given;
  const keys = await keysOf(read, key);
  const whole = new TextDecoder().decode(await read("checkpoint"));
  const log = keys.at(-1) as Key;
  const newest = await headOf(whole, [log]);
  const note = ownPart(whole, keys);
  for (const last of signed) {
    await checkBegins(read, begun, keys, newest, last, mayFollow).catch((fault: unknown) => {
      const [name, values] = fault instanceof Fault ? [fault.message, fault.values] : ["missing", {}];
      throw new Fault(name, { ...values, newest: String(newest.size), shown: note, signed: last });
    });
  }
  return { ...newest, note, log };
}

/** The line of a signature over a head at a moment (seconds since 1970). */
export async function cosign(note: string, witness: WitnessKey, key: CryptoKey, at: number): Promise<string> {
  const moment = new Uint8Array(TIME);
  new DataView(moment.buffer).setBigUint64(0, BigInt(at));
  const signature = await crypto.subtle.sign({ name: "Ed25519" }, key, cosigned(textOf(note), at));
  return `— ${witness.name} ${base64(concat(witness.id, moment, new Uint8Array(signature)))}`;
}

/** Whether a head carries a signature by a witness. */
export async function isCosigned(note: string, witness: WitnessKey): Promise<boolean> {
  const text = textOf(note);
  for (const line of note.slice(text.length + 1).split("\n")) {
    const [, name, encoded = ""] = line.split(" ");
    if (name !== witness.name) continue;
    const raw = unbase64(encoded);
    if (!same(raw.slice(0, ID), witness.id) || raw.length <= ID + TIME) continue;
    const at = Number(new DataView(raw.buffer).getBigUint64(ID));
    if (await isSigned(witness.public, cosigned(text, at), raw.slice(ID + TIME))) return true;
  }
  return false;
}

function cosigned(text: string, at: number): Bytes {
  return utf8(`cosignature/v1\ntime ${at}\n${text}`);
}

function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf("\n\n") + 1);
}

/** A head with the signatures of these keys' name alone. */
function ownPart(note: string, keys: Key[]): string {
  const text = textOf(note);
  const lines = note.slice(text.length + 1).split("\n");
  const own = lines.filter((line) => line.split(" ")[1] === keys[0]?.name);
  return `${text}\n${own.map((line) => `${line}\n`).join("")}`;
}

async function checkBegins(
  read: Reading,
  begun: Beginning | null,
  keys: Key[],
  newest: Head,
  last: string,
  mayFollow: boolean,
): Promise<void> {
  let [files, log, end] = [read, keys, newest];
  if (last.split("\n", 1)[0] !== keys[0]?.name) {
    if (!begun) throw new Fault("another");
    if (!mayFollow) throw new Fault("follows");
    files = under(read, begun.files);
    [log, end] = [await keysOf(files, begun.old), begun.head];
  }
  const head = await headOf(last, log);
  await new Tree(files, end.size).checkGrowth(head, end).catch((fault: unknown) => {
    throw new Fault(fault instanceof Fault ? fault.message : "missing", { size: String(head.size) });
  });
}

async function beginningOf(read: Reading): Promise<Beginning | null> {
  const raw = await read("beginning").catch(() => null);
  if (!raw) return null;
  const note = new TextDecoder().decode(raw);
  const [origin, kind, next = "", size = "", root = "", before = "", files = ""] = note.split("\n");
  const key = await keyOf(next);
  if (kind !== "begins" || key.name !== origin || !NUMBER.test(size) || !/^files log\/[1-9][0-9]{0,3}$/.test(files)) {
    throw new Fault("unreadable");
  }
  await opened(note, [key]);
  const head = { size: Number(size), root: unbase64(root) };
  return { note, key, old: await keyOf(before), head, files: files.slice("files ".length) };
}

/** The key of the log that continues the one of a key, if that key said so. Throws Fault. */
async function followed(read: Reading, begun: Beginning, given: Key): Promise<Key> {
  const before = await keysOf(under(read, begun.files), given);
  await opened(begun.note, before.slice(-1)).catch(() => {
    throw new Fault("ended", { name: begun.key.name });
  });
  return begun.key;
}

function under(read: Reading, folder: string): Reading {
  return (path) => read(`${folder}/${path}`);
}
