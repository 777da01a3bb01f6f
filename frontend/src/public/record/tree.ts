/** The tree of a log, read from its tiles: consistency and inclusion (RFC 9162, section 2.1). */
import { type Bytes, Fault, same, sha256 } from "./bytes";
import type { Head } from "./notes";

export type Reading = (path: string) => Promise<Bytes>;
const WIDTH = 256;
const [LEAF, NODE] = [new Uint8Array([0]), new Uint8Array([1])];

/** The hash of an entry. */
export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(LEAF, entry);
const node = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(NODE, left, right);

/** The path of a tile, or of a bundle of entries. */
export function pathOf(level: string, number: number, width: number): string {
  const parts = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    parts.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${parts.join("/")}${width === WIDTH ? "" : `.p/${width}`}`;
}

/** The hashes of a tile, or the entries of a bundle. Throws Fault where they are cut off. */
export async function partsOf(read: Reading, level: string, number: number, width: number): Promise<Bytes[]> {
  const raw = await read(pathOf(level, number, width)).catch(() => read(pathOf(level, number, WIDTH)));
  const [parts, head] = [[] as Bytes[], level === "entries" ? 2 : 0];
  for (let at = 0; at + head + 32 <= raw.length && parts.length < width; at += head + 32) {
    if (head && ((raw[at] ?? 0) !== 0 || raw[at + 1] !== 32)) throw new Fault("tile");
    parts.push(raw.slice(at + head, at + head + 32));
  }
  if (parts.length < width) throw new Fault("tile");
  return parts;
}

/** Reads the hashes of a log of so many entries. */
export class Tree {
  constructor(
    private readonly read: Reading,
    readonly size: number,
  ) {}

  /** Throws Fault unless a log with the head `later` begins with the head `earlier`; both within this tree. */
  async checkGrowth(earlier: Head, later: Head): Promise<void> {
    if (earlier.size > later.size) throw new Fault("cut");
    if (earlier.size === later.size) {
      if (!same(earlier.root, later.root)) throw new Fault("two");
      return;
    }
    if (earlier.size && !(await this.isGrown(earlier, later))) throw new Fault("two");
  }

  /** The hash over a log's entries from the hash of one, its place and its neighbours' hashes. Throws Fault. */
  static async rootOf(leaf: Bytes, index: number, size: number, hashes: Bytes[]): Promise<Bytes> {
    let [at, last, hash] = [index, size - 1, leaf];
    if (at > last) throw new Fault("proof");
    for (const part of hashes) {
      if (!last) throw new Fault("proof");
      if (at % 2 || at === last) {
        hash = await node(part, hash);
        while (at && at % 2 === 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
      } else {
        hash = await node(hash, part);
      }
      [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    }
    if (last) throw new Fault("proof");
    return hash;
  }

  /** The hashes that lead from the entry at a place to the root, from the tiles. */
  async inclusion(index: number): Promise<Bytes[]> {
    const ranges: [number, number][] = [];
    let [start, end] = [0, this.size];
    while (end - start > 1) {
      const middle = start + split(end - start);
      if (index < middle) {
        ranges.unshift([middle, end]);
        end = middle;
      } else {
        ranges.unshift([start, middle]);
        start = middle;
      }
    }
    return Promise.all(ranges.map(([first, last]) => this.range(first, last)));
  }

  private async isGrown(earlier: Head, later: Head): Promise<boolean> {
    const proof = await this.growth(earlier.size, later.size);
    const isPower = Number.isInteger(Math.log2(earlier.size));
    const parts = isPower ? [earlier.root, ...proof] : proof;
    let [at, last] = [earlier.size - 1, later.size - 1];
    while (at % 2) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    const head = parts.shift();
    if (!head) return false;
    let [first, second] = [head, head];
    for (const part of parts) {
      if (!last) return false;
      if (at % 2 || at === last) {
        [first, second] = [await node(part, first), await node(part, second)];
        while (at && at % 2 === 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
      } else {
        second = await node(second, part);
      }
      [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    }
    return !last && same(first, earlier.root) && same(second, later.root);
  }

  private async growth(size: number, later: number): Promise<Bytes[]> {
    const ranges: [number, number][] = [];
    let [start, end, isWhole] = [0, later, true];
    while (size !== end) {
      const middle = start + split(end - start);
      if (size <= middle) {
        ranges.unshift([middle, end]);
        end = middle;
      } else {
        ranges.unshift([start, middle]);
        [start, isWhole] = [middle, false];
      }
    }
    if (!isWhole) ranges.unshift([start, end]);
    return Promise.all(ranges.map(([first, last]) => this.range(first, last)));
  }

  private async range(start: number, end: number): Promise<Bytes> {
    const hashes: Bytes[] = [];
    for (let at = start; at < end; ) {
      let height = Math.floor(Math.log2(end - at));
      while (at % 2 ** height) height -= 1;
      hashes.push(await this.hashAt(at, height));
      at += 2 ** height;
    }
    let result = hashes.pop() as Bytes;
    while (hashes.length) result = await node(hashes.pop() as Bytes, result);
    return result;
  }

  private async hashAt(first: number, height: number): Promise<Bytes> {
    const [level, inside] = [Math.floor(height / 8), height % 8];
    const place = Math.floor(first / 256 ** level);
    const [number, at] = [Math.floor(place / WIDTH), place % WIDTH];
    const width = Math.min(WIDTH, Math.floor(this.size / 256 ** level) - number * WIDTH);
    let row = (await partsOf(this.read, String(level), number, width)).slice(at, at + 2 ** inside);
    while (row.length > 1) {
      const above: Bytes[] = [];
      for (let pair = 0; pair < row.length; pair += 2)
        above.push(await node(row[pair] as Bytes, row[pair + 1] as Bytes));
      row = above;
    }
    return row[0] as Bytes;
  }
}

function split(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}
