/** What a witness does: checks that a record begins with what it signed before, and signs the newest head (C2SP). */
import { type Bytes, base64, concat, Fault, same, unbase64, utf8 } from "./bytes";
import { isSigned } from "./ed25519";
import { type Log, logOfNote, logsBefore, newestLog } from "./logs";
import { type Head, headOf, type Key } from "./notes";
import type { Reading } from "./tree";

const TIME = 8;
const ID = 4;

/** The newest head as the log alone signed it, and the key by which it did. */
export interface NewestHead extends Head {
  note: string;
  log: Key;
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
  const log = await newestLog(read, given);
  const logs = [log, ...(await logsBefore(log, given))];
  const note = ownPart(log.note, log.keys);
  for (const last of signed) {
    await checkBegins(logs, last, mayFollow).catch((fault: unknown) => {
      const [name, values] = fault instanceof Fault ? [fault.message, fault.values] : ["missing", {}];
      throw new Fault(name, { ...values, newest: String(log.head.size), shown: note, signed: last });
    });
  }
  return { ...log.head, note, log: log.keys.at(-1) as Key };
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

async function checkBegins(logs: Log[], last: string, mayFollow: boolean): Promise<void> {
  const log = logOfNote(logs, last);
  if (!log) throw new Fault("another");
  if (log !== logs[0] && !mayFollow) throw new Fault("follows");
  const head = await headOf(last, log.keys);
  await log.tree.checkGrowth(head, log.head).catch((fault: unknown) => {
    throw new Fault(fault instanceof Fault ? fault.message : "missing", { size: String(head.size) });
  });
}
