/** Checks a record against heads that were seen, and against proofs and slips that somebody kept. */
import { type Bytes, Fault, hex, same, unbase64 } from "./bytes";
import { type Log, logOfNote, logsBefore, nameOf, newestLog } from "./logs";
import { type Head, headOf, type Key, proofOf, slipOf } from "./notes";
import { leafHash, partsOf, type Reading, Tree } from "./tree";

const MOST_BUNDLES = 4000;
export type Told = (name: string, isGood: boolean, values?: Record<string, string>) => void;

/** What stands in a link that a printed head leads to: size, point, root in base64 for addresses. */
export function headOfLink(fragment: string): Head | null {
  const found = /^#?([0-9]{1,15})\.([A-Za-z0-9_-]{43})$/.exec(fragment);
  if (!found) return null;
  const text = (found[2] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  return { size: Number(found[1]), root: unbase64(`${text}=`) };
}

/** A head that was seen; one from a printed link does not name its log. */
export interface SeenHead extends Head {
  name?: string;
}

/**
 * Checks a record of a key against heads that were seen and files that somebody kept; tells each result.
 *
 * `seen` gets the names of the newest log and of those that it continues; what is of one of them is checked there.
 * Returns the newest log, or null without one.
 */
export async function check(
  read: Reading,
  key: Key,
  seen: (names: string[]) => SeenHead[],
  files: string[],
  tell: Told,
): Promise<Log | null> {
  const tellFault = (fault: unknown, values: Record<string, string> = {}): void =>
    fault instanceof Fault
      ? tell(fault.message, false, { ...values, ...fault.values })
      : tell("unreadable", false, values);
  let newest: Log;
  try {
    newest = await newestLog(read, key);
    tell("signed", true, { size: String(newest.head.size), root: hex(newest.head.root) });
  } catch (fault) {
    tellFault(fault, { what: "checkpoint" });
    return null;
  }
  const logs = [newest];
  try {
    logs.push(...(await logsBefore(newest, key)));
    for (const log of logs.slice(1)) tell("continued", true, { name: nameOf(log), size: String(log.head.size) });
  } catch (fault) {
    tellFault(fault);
  }
  for (const head of seen(logs.map(nameOf))) {
    const log = head.name ? logs.find((one) => nameOf(one) === head.name) : await logOfHead(logs, head);
    await (log ?? newest).tree.checkGrowth(head, (log ?? newest).head).then(
      () => tell("grown", true, { size: String(head.size) }),
      (fault: unknown) => tellFault(fault, { size: String(head.size), newest: String((log ?? newest).head.size) }),
    );
  }
  for (const text of files) await checkFile(logs, text, tell).catch((fault: unknown) => tellFault(fault));
  return newest;
}

/** The newest of these logs that begins with a head; where none does, the newest that is as large. */
async function logOfHead(logs: Log[], head: Head): Promise<Log | undefined> {
  for (const log of logs) {
    const isGrown = await log.tree.checkGrowth(head, log.head).then(
      () => true,
      () => false,
    );
    if (isGrown) return log;
  }
  return logs.find((log) => log.head.size >= head.size);
}

async function checkFile(logs: Log[], text: string, tell: Told): Promise<void> {
  const newest = logs[0] as Log;
  if (text.startsWith("c2sp.org/tlog-proof@v1\n")) {
    const proof = await proofOf(text);
    const { keys, tree, head: last } = logOfNote(logs, proof.note) ?? newest;
    const head = await headOf(proof.note, keys);
    const root = await Tree.rootOf(await leafHash(proof.entry), proof.index, head.size, proof.hashes);
    if (!same(root, head.root)) throw new Fault("proof");
    await tree.checkGrowth(head, last);
    tell("included", true, { index: String(proof.index), size: String(head.size) });
  } else if (text.split("\n")[1] === "slip") {
    const entry = await slipOf(text, (logOfNote(logs, text) ?? newest).keys);
    tell("kept", true, { index: String(await placeIn(logs, entry)) });
  } else {
    const { keys, tree, head: last } = logOfNote(logs, text) ?? newest;
    const head = await headOf(text, keys);
    await tree.checkGrowth(head, last);
    tell("grown", true, { size: String(head.size) });
  }
}

/** The place of an entry in one of the logs: one of the last day before a new log may stand in the new one. */
async function placeIn(logs: Log[], entry: Bytes): Promise<number> {
  for (const { read, head, tree } of logs) {
    const index = await placeOf(read, head.size, entry);
    if (index < 0) continue;
    const root = await Tree.rootOf(await leafHash(entry), index, head.size, await tree.inclusion(index));
    if (!same(root, head.root)) throw new Fault("tile");
    return index;
  }
  throw new Fault("promised");
}

/** The place of an entry, looked for from the newest on; -1 where it is not there. */
async function placeOf(read: Reading, size: number, entry: Bytes): Promise<number> {
  const last = Math.ceil(size / 256) - 1;
  for (let number = last; number >= 0 && number > last - MOST_BUNDLES; number -= 1) {
    const parts = await partsOf(read, "entries", number, Math.min(256, size - number * 256));
    const at = parts.findIndex((part) => same(part, entry));
    if (at >= 0) return number * 256 + at;
  }
  return -1;
}

/** Reads the record's files at an address. */
export function fromAddress(address: string): Reading {
  return async (path) => {
    const answer = await fetch(`${address}/${path}`, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Fault("missing");
    return new Uint8Array(await answer.arrayBuffer());
  };
}

/** Reads the record's files among those that somebody chose: a folder with a copy. */
export function fromFiles(files: File[]): Reading {
  const paths = new Map(files.map((file) => [(file.webkitRelativePath || file.name).replace(/^[^/]*\//, ""), file]));
  return async (path) => {
    const file = paths.get(path);
    if (!file) throw new Fault("missing");
    return new Uint8Array(await file.arrayBuffer());
  };
}
