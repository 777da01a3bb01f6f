/** The newest log of a record and those that it continues, after a restore or a lost key (docs/record.md). */
import { type Bytes, Fault, same, sha256, unbase64, utf8 } from "./bytes";
import { type Head, headOf, type Key, keyOf, keysOf, NUMBER, opened } from "./notes";
import { leafHash, partsOf, type Reading, Tree } from "./tree";

/** One log: its files, its keys oldest first, its last head with the note that says it, and its tree. */
export interface Log {
  read: Reading;
  keys: Key[];
  head: Head;
  note: string;
  tree: Tree;
  begun: Beginning | null;
}

/** What a log says that it continues: its own key, the key and the last head of the log before, and where that lies. */
interface Beginning {
  note: string;
  key: Key;
  old: Key;
  head: Head;
  files: string;
}

/** The name of a log. */
export const nameOf = (log: Log): string => log.keys[0]?.name ?? "";

/** The newest log. `given` is the key that the reader trusts, of this log or of one that it continues. Throws Fault. */
export async function newestLog(read: Reading, given: Key): Promise<Log> {
  const begun = await beginningOf(read);
  return logOf(read, begun && begun.key.name !== given.name ? begun.key : given, begun);
}

/**
 * The logs that a log continues, newest first; each is as it was when the next began. Throws Fault.
 *
 * Where `given` is the key of one of them, every later log must have been signed by the one before: else `ended`.
 */
export async function logsBefore(newest: Log, given: Key): Promise<Log[]> {
  const logs = [newest];
  for (let log = newest; log.begun; ) {
    const { old, head, files } = log.begun;
    await checkFirst(log, log.begun);
    const read: Reading = (path) => newest.read(`${files}/${path}`);
    const before = await logOf(read, old.name === given.name ? given : old, await beginningOf(read));
    if (before.head.size !== head.size || !same(before.head.root, head.root)) {
      throw new Fault("before", { name: nameOf(before) });
    }
    logs.push(before);
    log = before;
  }
  const at = logs.findIndex((log) => nameOf(log) === given.name);
  if (at < 0) throw new Fault("unsigned");
  for (let later = at - 1; later >= 0; later -= 1) {
    const [next, before] = [logs[later] as Log, logs[later + 1] as Log];
    await opened(next.begun?.note ?? "", before.keys.slice(-1)).catch(() => {
      throw new Fault("ended", { name: nameOf(next) });
    });
  }
  return logs.slice(1);
}

/** The log of these that a head, proof or slip is of, by the first line of what was signed. */
export function logOfNote(logs: Log[], note: string): Log | undefined {
  const name = note.split("\n", 1)[0];
  return logs.find((log) => nameOf(log) === name);
}

async function logOf(read: Reading, key: Key, begun: Beginning | null): Promise<Log> {
  const keys = await keysOf(read, key);
  const note = new TextDecoder().decode(await read("checkpoint"));
  // A key that another has followed signs no newer heads.
  const head = await headOf(note, keys.slice(-1));
  return { read, keys, head, note, tree: new Tree(read, head.size), begun };
}

async function beginningOf(read: Reading): Promise<Beginning | null> {
  const raw: Bytes | null = await read("beginning").catch(() => null);
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

/** The first entry of a log commits to what it says that it continues, and one of its keys says so. */
async function checkFirst(log: Log, begun: Beginning): Promise<void> {
  const text = begun.note.slice(0, begun.note.lastIndexOf("\n\n") + 1);
  const [entry] = await partsOf(log.read, "entries", 0, Math.min(256, log.head.size));
  const isCommitted = entry && same(entry, await sha256(utf8(text)));
  if (!isCommitted || !log.keys.some((key) => same(key.public, begun.key.public))) throw new Fault("tile");
  const root = await Tree.rootOf(await leafHash(entry), 0, log.head.size, await log.tree.inclusion(0));
  if (!same(root, log.head.root)) throw new Fault("tile");
}
