/** A witness in its browser: what it signs, what it refuses to sign, and what its key file remembers. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test, vi } from "vitest";

import { Fault, utf8 } from "../src/public/record/bytes";
import { keyOf } from "../src/public/record/notes";
import { headToSign, type NewestHead } from "../src/public/record/signing";
import { Witness } from "../src/public/record/witness";
import { continuing, LOG, logOf, type Made, made, NAME, readerOf } from "./record-log";

const vectors = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../tests/witness_vectors.json"), "utf8"));
const file = JSON.stringify(vectors.key_file);
const empty = readerOf(new Map());

async function opened(content = file): Promise<Witness> {
  const witness = await Witness.opened(content, vectors.passphrase);
  if (!witness) throw new Error("no key file");
  return witness;
}

async function newest(record: Made, signed: string[] = [], mayFollow = false, key = LOG.key): Promise<NewestHead> {
  return headToSign(readerOf(record.files), await keyOf(key), signed, mayFollow);
}

async function fault(asked: Promise<unknown>): Promise<[string, Record<string, string>]> {
  const found = await asked.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return found instanceof Fault ? [found.message, found.values] : ["none", {}];
}

test("what it signs is what the city and the file for Python check", async () => {
  const witness = await opened();
  expect(witness.text).toBe(vectors.key);
  const log = await keyOf(vectors.log);
  const head = { note: vectors.note, size: 0, root: new Uint8Array(32), log };
  expect(await witness.sign(head, vectors.time)).toBe(`${vectors.note}${vectors.signature}\n`);
});

test("a key file opens with its passphrase alone, and with nothing else", async () => {
  const made = await Witness.made("panel.example", "پنج واژه که کسی نمی‌داند");
  expect((await Witness.opened(made.content, "پنج واژه که کسی نمی‌داند"))?.text).toBe(made.text);
  await expect(Witness.opened(made.content, "پنج واژه که کسی می‌داند")).rejects.toThrow();
  expect(made.fileName).toBe("witness-key-panel.example.json");
  for (const content of [
    "",
    "{}",
    "null",
    JSON.stringify({ ...vectors.key_file, peygir: "drop box key 1" }),
    JSON.stringify({ ...vectors.key_file, name: "two words" }),
    JSON.stringify({ ...vectors.key_file, name: undefined }),
    JSON.stringify({ ...vectors.key_file, rounds: 1 }),
  ])
    expect(await Witness.opened(content, vectors.passphrase)).toBeUndefined();
});

test.each([
  [1, 2],
  [8, 300],
  [300, 300],
  [300, 700],
])("a head of %i entries leads to one of %i", async (small, large) => {
  const head = await newest(made(large), [made(small).note]);
  expect([head.size, head.note]).toEqual([large, made(large).note]);
});

test("a head that does not begin with the last one is not signed", async () => {
  const [fork, values] = [made(700, 12), { size: "300", newest: "700", signed: made(300).note }];
  expect(await fault(newest(fork, [made(300).note]))).toEqual(["two", { ...values, shown: fork.note }]);
  expect(await fault(newest(fork, [made(700).note]))).toMatchObject(["two", { size: "700", newest: "700" }]);
  expect(await fault(newest(made(200), [made(300).note]))).toMatchObject(["cut", { size: "300", newest: "200" }]);
  // It begins with one of the heads that were signed, but not with the other.
  const later = await fault(newest(made(700, 500), [made(300).note, made(600).note]));
  expect(later).toMatchObject(["two", { size: "600", newest: "700" }]);
  const forged = made(300);
  forged.files.set("checkpoint", utf8(forged.note.replace(/\n300\n/, "\n301\n")));
  expect((await fault(newest(forged)))[0]).toBe("forged");
  const torn = made(700);
  torn.files.delete("tile/0/000");
  expect((await fault(newest(torn, [made(100).note])))[0]).not.toBe("none");
  const another = made(700, -1, logOf("other.example/record"));
  expect((await fault(newest(another, [made(300).note])))[0]).not.toBe("none");
});

test("a new log is signed once its beginning is known and leads back to the last head", async () => {
  const [before, next] = [made(300), logOf(`${NAME}/2`)];
  const record = continuing(before, next, [next, LOG]);
  expect((await newest(record)).log.name).toBe(next.name);
  expect((await fault(newest(record, [made(100).note])))[0]).toBe("follows");
  expect((await newest(record, [made(100).note], true)).size).toBe(20);
  expect((await fault(newest(record, [made(100, 5).note], true)))[0]).toBe("two");
  // A key that did not sign what follows leads nowhere; the new key comes from somebody else then.
  const lost = continuing(before, next, [next]);
  expect(await fault(newest(lost, [made(100).note], true))).toEqual(["ended", { name: next.name }]);
  expect((await newest(lost, [made(100).note], true, next.key)).size).toBe(20);
  expect((await fault(newest(made(20, -1, next), [made(100).note], true, next.key)))[0]).toBe("another");
  // A log that says it continues another history than the one which lies there.
  const forked = continuing(made(300, 5), next, [next, LOG], LOG, 1, before);
  expect((await fault(newest(forked, [made(100).note], true)))[0]).toBe("before");
});

test("file, browser and record remember what was signed last", async () => {
  const store = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => store.get(name) ?? null,
    setItem: (name: string, value: string) => store.set(name, value),
  });
  const witness = await opened();
  expect(await witness.signed(empty, 0)).toEqual([]);
  const signed = await witness.sign(await newest(made(300)), 1_764_400_000);
  expect(witness.log).toBe(LOG.key);
  expect(await witness.signed(empty, 0)).toEqual([made(300).note]);
  // An older copy of the file, in the same browser and in another one.
  expect(await (await opened()).signed(empty, 0)).toEqual([made(300).note]);
  store.clear();
  expect(await (await opened()).signed(empty, 0)).toEqual([]);
  expect(await (await opened(witness.content)).signed(empty, 0)).toEqual([made(300).note]);
  const shown = new Map([["head/300", utf8(signed)]]);
  expect(await (await opened()).signed(readerOf(shown), 300)).toEqual([signed]);
  shown.set("head/300", utf8(signed.replace("\n300\n", "\n299\n")));
  expect(await (await opened()).signed(readerOf(shown), 300)).toEqual([]);
  vi.unstubAllGlobals();
});
