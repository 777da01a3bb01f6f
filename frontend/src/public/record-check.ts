/** The page that checks the public record in the browser: heads that were seen, proofs and slips, against the files. */
import { type Bytes, Fault, hex, same, unbase64 } from "./record/bytes";
import { type Head, headOf, type Key, keyOf, keysOf, proofOf, slipOf } from "./record/notes";
import { leafHash, partsOf, type Reading, Tree } from "./record/tree";

const SEEN = "peygir-record-heads";
const MOST_SEEN = 30;
const MOST_BUNDLES = 4000;
type Told = (name: string, isGood: boolean, values?: Record<string, string>) => void;

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

async function checkFile(read: Reading, keys: Key[], tree: Tree, newest: Head, text: string, tell: Told): Promise<void> {
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

function kept(name: string): Head[] {
  try {
    const rows = JSON.parse(localStorage.getItem(`${SEEN} ${name}`) ?? "[]") as [number, string][];
    return rows.map(([size, root]) => ({ size, root: unbase64(root) }));
  } catch {
    return [];
  }
}

function keep(name: string, head: Head): void {
  const rows = kept(name).filter((one) => one.size !== head.size);
  const text = (root: Bytes): string => btoa(String.fromCharCode(...root));
  const newest = [...rows, head].slice(-MOST_SEEN).map((one) => [one.size, text(one.root)]);
  try {
    localStorage.setItem(`${SEEN} ${name}`, JSON.stringify(newest));
  } catch {
    // A browser that keeps nothing still checks.
  }
}

/** Wakes the page. */
export function ready(page: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string): T => page.querySelector(`[data-record="${name}"]`) as T;
  const words = JSON.parse(document.getElementById("record-words")?.textContent ?? "{}") as Record<string, string>;
  const [results, drop, key] = [part("results"), part("drop"), part<HTMLInputElement>("key")];
  const [chosen, folder] = [part<HTMLInputElement>("files"), part<HTMLInputElement>("folder")];
  const digits = (text: string): string =>
    document.documentElement.lang === "fa" ? text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[Number(digit)] ?? digit) : text;

  const tell: Told = (name, isGood, values = {}) => {
    const row = document.createElement("li");
    row.className = `notice ${isGood ? "tone-green" : "tone-red"}`;
    const text = (words[name] ?? words.unreadable ?? name).replace(/\{(\w+)\}/g, (_all, word: string) =>
      word === "root" ? (values[word] ?? "") : digits(values[word] ?? ""),
    );
    row.textContent = `${isGood ? "✓" : "✗"} ${text}`;
    results.append(row);
  };

  const run = async (): Promise<void> => {
    results.replaceChildren();
    page.setAttribute("aria-busy", "true");
    const linked = headOfLink(location.hash);
    const copy = [...(folder.files ?? [])];
    try {
      const read = copy.length ? fromFiles(copy) : fromAddress(page.dataset.address ?? "");
      const files = await Promise.all([...(chosen.files ?? [])].map((file) => file.text()));
      const own = await keyOf(key.value);
      const seen = linked ? [linked, ...kept(own.name)] : kept(own.name);
      const head = await check(read, own, seen, files, tell);
      if (head && !results.querySelector(".tone-red")) keep(own.name, head);
    } catch (fault) {
      tell(fault instanceof Fault ? fault.message : "unreadable", false);
    }
    page.removeAttribute("aria-busy");
  };
  part("run").addEventListener("click", () => void run());
  part("run").hidden = false;
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer) return;
    chosen.files = event.dataTransfer.files;
    void run();
  });
  if (page.dataset.address && location.protocol !== "file:") void run();
}

document.querySelectorAll<HTMLElement>("[data-record-check]").forEach(ready);
