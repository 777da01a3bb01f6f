/** The browser's encryption of the drop box: opens what the server has sealed, and what it has sealed itself. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

import {
  fingerprint,
  fromBase64,
  makeKeyFile,
  openKeyFile,
  openPart,
  readKeyFile,
  sealMessage,
  toBase64,
  unseal,
} from "../src/inspectorate/sealing";

const vectors = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../tests/drop_box_vectors.json"), "utf8"));
const read = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

test("what the server has sealed opens with the key file", async () => {
  const file = readKeyFile(JSON.stringify(vectors.key_file));
  if (!file) throw new Error("no key file");
  const open = await openKeyFile(file, vectors.passphrase);
  const contentKey = await unseal(open, fromBase64(vectors.seal));
  expect(toBase64(contentKey)).toBe(vectors.content_key);
  const [text, picture] = vectors.parts.map(fromBase64);
  expect(read(await openPart(contentKey, 0, text, vectors.context)).text).toBe(vectors.text);
  expect(toBase64(await openPart(contentKey, 1, picture, vectors.context))).toBe(vectors.file);
  await expect(openPart(contentKey, 0, text, "00112233445566aa:2")).rejects.toThrow();
  await expect(openPart(contentKey, 1, text, vectors.context)).rejects.toThrow();
});

test("a key file opens with its passphrase alone", async () => {
  const file = await makeKeyFile("پنج واژه که کسی نمی‌داند");
  const open = await openKeyFile(file, "پنج واژه که کسی نمی‌داند");
  await expect(openKeyFile(file, "پنج واژه که کسی می‌داند")).rejects.toThrow();
  await expect(crypto.subtle.exportKey("pkcs8", open.privateKey)).rejects.toThrow();
  const sealed = await sealMessage(
    "پاسخ",
    [{ name: "a.pdf", kind: "", content: new Uint8Array(70_000) }],
    [open.publicKey],
    "x:1",
  );
  const [seal] = sealed.seals;
  if (!seal) throw new Error("no seal");
  expect(seal.length).toBe(80);
  const contentKey = await unseal(open, seal);
  const [first, second] = sealed.parts;
  if (!first || !second) throw new Error("no parts");
  expect([first.length, second.length]).toEqual([4096 + 16, 2 * 65_536 + 16]);
  expect(read(await openPart(contentKey, 0, first, "x:1"))).toEqual({
    v: 1,
    text: "پاسخ",
    files: [{ name: "a.pdf", kind: "", bytes: 70_000 }],
  });
  expect((await openPart(contentKey, 1, second, "x:1")).length).toBe(70_000);
});

test("anything else is no key file", () => {
  const { key_file: file } = vectors;
  for (const content of [
    "",
    "{}",
    "[]",
    "null",
    JSON.stringify({ ...file, peygir: "x" }),
    JSON.stringify({ ...file, rounds: 1 }),
    JSON.stringify({ ...file, public: "AA==" }),
  ])
    expect(readKeyFile(content)).toBeUndefined();
});

test("the fingerprint is the first half of SHA-256 in groups of four", async () => {
  const print = await fingerprint(fromBase64(vectors.public));
  expect(print.replaceAll(" ", "")).toBe(vectors.fingerprint.slice(0, 32));
});
