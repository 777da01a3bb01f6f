/** The check of the record in the browser: signatures, growth and inclusion, and what is found when something was done. */
import { sign } from "node:crypto";
import { beforeAll, expect, test } from "vitest";

import { type Bytes, concat, hex, sha256, unbase64, utf8 } from "../src/public/record/bytes";
import { check, headOfLink } from "../src/public/record/checking";
import { isSigned, isSignedPlainly } from "../src/public/record/ed25519";
import { type Key, keyOf } from "../src/public/record/notes";
import { leafHash, pathOf } from "../src/public/record/tree";
import {
  base64,
  continuing,
  hash,
  LOG,
  type Log,
  logOf,
  type Made,
  made,
  NAME,
  note,
  readerOf,
  rootOf,
} from "./record-log";

let key: Key;

async function told(record: Made, seen: Made[] = [], files: string[] = [], given = key): Promise<string[]> {
  const results: string[] = [];
  const read = readerOf(record.files);
  const heads = seen.map((one) => ({ size: one.entries.length, root: one.roots[0] as Bytes }));
  const tell = (name: string, isGood: boolean): number => results.push(`${isGood ? "" : "!"}${name}`);
  await check(read, given, () => heads, files, tell);
  return results;
}

/** An event's entry, and a slip that promises it, signed by a log. */
async function slipBy(log: Log): Promise<[Bytes, string]> {
  const [blind, digest] = [hash(utf8("blind")), hash(utf8("event"))];
  const entry = await sha256(blind, digest);
  const text = `${log.name}\nslip\n${base64(entry)}\nblind ${hex(blind)}\nhash ${hex(digest)}\ntime 1\n`;
  return [entry, note(text, log)];
}

beforeAll(async () => {
  key = await keyOf(LOG.key);
});

test("a signature is checked by the browser and by plain arithmetic alike", async () => {
  const message = utf8("words");
  const { raw } = LOG;
  const signature = new Uint8Array(sign(null, message, LOG.secret));
  const other = signature.slice();
  other[3] = (other[3] ?? 0) ^ 1;
  for (const judge of [isSigned, isSignedPlainly]) {
    expect(await judge(raw, message, signature)).toBe(true);
    expect(await judge(raw, utf8("other"), signature)).toBe(false);
    expect(await judge(raw, message, other)).toBe(false);
    expect(await judge(raw, message, signature.slice(1))).toBe(false);
  }
});

test.each([
  [1, 2],
  [7, 8],
  [8, 300],
  [255, 256],
  [256, 257],
  [300, 70_000],
])(
  "a record of %i entries that grew to %i begins with its head",
  async (small, large) => {
    expect(await told(made(large), [made(small)])).toEqual(["signed", "grown"]);
  },
  60_000,
);

test("a changed past, a shorter record and a forged head are found", async () => {
  expect(await told(made(700, 12), [made(300)])).toEqual(["signed", "!two"]);
  expect(await told(made(300, 12), [made(300)])).toEqual(["signed", "!two"]);
  expect(await told(made(200), [made(300)])).toEqual(["signed", "!cut"]);
  const forged = made(300);
  forged.files.set("checkpoint", utf8(forged.note.replace(/\n300\n/, "\n301\n")));
  expect(await told(forged)).toEqual(["!forged"]);
  const torn = made(700);
  torn.files.delete(pathOf("0", 0, 256));
  expect((await told(torn, [made(100)]))[1]).toMatch(/^!/);
});

test("a slip is kept or its promise is seen to be broken", async () => {
  const [entry, slip] = await slipBy(LOG);
  expect(await told(made(300), [], [slip])).toEqual(["signed", "!promised"]);
  const record = made(300);
  const entries = [...record.entries];
  entries[299] = entry;
  const leaves = await Promise.all(entries.map(leafHash));
  const root = rootOf(leaves);
  record.files.set(
    pathOf("entries", 1, 44),
    concat(...entries.slice(256).flatMap((one) => [new Uint8Array([0, 32]), one])),
  );
  record.files.set(pathOf("0", 1, 44), concat(...leaves.slice(256)));
  record.files.set("checkpoint", utf8(note(`${NAME}\n300\n${base64(root)}\n`)));
  expect(await told(record, [], [slip])).toEqual(["signed", "kept"]);
});

test("a proof is checked against its own head and the newest", async () => {
  const [blind, digest] = [hash(utf8("blind")), hash(utf8("event"))];
  const entry = await sha256(blind, digest);
  const leaf = await leafHash(entry);
  const other = hash(utf8("other"));
  const root = hash(new Uint8Array([1]), other, leaf);
  const extra = base64(utf8(JSON.stringify({ blind: hex(blind), hash: hex(digest) })));
  const head = note(`${NAME}\n2\n${base64(root)}\n`);
  const proof = `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex 1\n${base64(other)}\n\n${head}`;
  const files = new Map([["checkpoint", utf8(head)]]);
  const record: Made = { files, roots: [root], entries: [], note: head };
  expect(await told(record, [], [proof])).toEqual(["signed", "included"]);
  expect(await told(record, [], [proof.replace("index 1", "index 0")])).toEqual(["signed", "!proof"]);
  expect(await told(made(9), [], [proof])).toEqual(["signed", "!two"]);
});

test("what is of the log before a new one is checked there", async () => {
  const [before, next, third] = [made(300), logOf(`${NAME}/2`), logOf(`${NAME}/3`)];
  const [entry, slip] = await slipBy(LOG);
  const record = continuing(before, next, [next, LOG]);
  const all = ["signed", "continued"];
  // By the key of either log; a head that a link names without its log is found in the log that has it.
  for (const given of [key, await keyOf(next.key)]) {
    expect(await told(record, [made(100)], [made(200).note, slip], given)).toEqual([
      ...all,
      "grown",
      "grown",
      "!promised",
    ]);
    expect(await told(record, [made(100, 5)], [made(200, 5).note], given)).toEqual([...all, "!two", "!two"]);
  }
  const kept = made(300, -1, LOG, entry);
  expect(await told(continuing(kept, next, [next, LOG]), [], [slip])).toEqual([...all, "kept"]);
  const twice = continuing(record, third, [third, next], next, 2);
  expect(await told(twice, [made(100)], [record.note])).toEqual(["signed", "continued", "continued", "grown", "grown"]);
});

test("a new log that does not continue the old one as it was is found", async () => {
  const [before, next] = [made(300), logOf(`${NAME}/2`)];
  const read = async (record: Made): Promise<string[]> => told(record, [], [], await keyOf(next.key));
  expect(await read(continuing(made(300, 5), next, [next, LOG], LOG, 1, before))).toEqual(["signed", "!before"]);
  expect(await read(continuing(made(200), next, [next, LOG], LOG, 1, before))).toEqual(["signed", "!before"]);
  const gone = continuing(before, next, [next, LOG]);
  gone.files.delete("log/1/checkpoint");
  expect((await read(gone))[1]).toMatch(/^!/);
  const uncommitted = continuing(before, next, [next, LOG]);
  for (const [path, content] of made(20, -1, next).files) uncommitted.files.set(path, content);
  expect(await read(uncommitted)).toEqual(["signed", "!tile"]);
  // The old key did not sign what follows: who trusts that key alone hears so, who has the new one goes on.
  const lost = continuing(before, next, [next]);
  expect(await told(lost)).toEqual(["signed", "!ended"]);
  expect(await read(lost)).toEqual(["signed", "continued"]);
  expect(
    await told(continuing(before, next, [next, LOG]), [], [], await keyOf(logOf("other.example/record").key)),
  ).toEqual(["signed", "!unsigned"]);
});

test("a printed head leads to the page by its link", () => {
  const root = hash(utf8("root"));
  const text = base64(root).replace(/\+/g, "-").replace(/\//g, "_").replace(/=$/, "");
  expect(headOfLink(`#12.${text}`)).toEqual({ size: 12, root: unbase64(base64(root)) });
  for (const wrong of ["", "#", "#12", `#x.${text}`, `#12.${text}a`]) expect(headOfLink(wrong)).toBeNull();
});
