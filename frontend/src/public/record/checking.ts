/** Checks a record against heads that were seen, and against proofs and slips that somebody kept. */
import { type Bytes, Fault, hex, same, unbase64 } from "./bytes";
import { type Head, headOf, type Key, keysOf, proofOf, slipOf } from "./notes";
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

/** Checks a record of a key against heads that were seen and files that somebody kept; tells each result. */
export async function check(read: Reading, key: Key, seen: Head[], files: string[], tell: Told): Promise<Head | null> {
  const name = (fault: unknown): string => (fault instanceof Fault ? fault.message : "unreadable");
  let [newest, keys]: [Head, Key[]] = [{ size: 0, root: new Uint8Array(0) }, [key]];
  try {
    keys = await keysOf(read, key);
    // A key that another has followed signs no newer heads.
    newest = await headOf(new TextDecoder().decode(await read("checkpoint")), keys.slice(-1));
    tell("signed", true, { size: String(newest.size), root: hex(newest.root) });
  } catch (fault) {
    tell(name(fault), false, { what: "checkpoint" });
    return null;
  }
  const tree = new Tree(read, newest.size);
  for (const head of seen) {
    await tree.checkGrowth(head, newest).then(
      () => tell("grown", true, { size: String(head.size) }),
      (fault: unknown) => tell(name(fault), false, { size: String(head.size), newest: String(newest.size) }),
    );
  }
  for (const text of files) {
    await checkFile(read, keys, tree, newest, text, tell).catch((fault: unknown) => tell(name(fault), false, {}));
  }
  return newest;
}

async function checkFile(
  read: Reading,
  keys: Key[],
  tree: Tree,
  newest: Head,
  text: string,
  tell: Told,
): Promise<void> {
  if (text.startsWith("c2sp.org/tlog-proof@v1\n")) {
    const proof = await proofOf(text);
    const head = await headOf(proof.note, keys);
    const root = await Tree.rootOf(await leafHash(proof.entry), proof.index, head.size, proof.hashes);
    if (!same(root, head.root)) throw new Fault("proof");
    await tree.checkGrowth(head, newest);
    tell("included", true, { index: String(proof.index), size: String(head.size) });
  } else if (text.split("\n")[1] === "slip") {
    const entry = await slipOf(text, keys);
    const index = await placeOf(read, newest.size, entry);
    if (index < 0) throw new Fault("promised");
    const root = await Tree.rootOf(await leafHash(entry), index, newest.size, await tree.inclusion(index));
    if (!same(root, newest.root)) throw new Fault("tile");
    tell("kept", true, { index: String(index) });
  } else {
    const head = await headOf(text, keys);
    await tree.checkGrowth(head, newest);
    tell("grown", true, { size: String(head.size) });
  }
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
