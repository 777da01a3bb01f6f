/** The file of what is only on a phone: saved byte for byte, taken in elsewhere, and never entered twice. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

import { all, keepCommand, keepReport, photosOf } from "../src/kit/outbox";
import { sha256Of, withBase } from "../src/kit/outbox-base";
import { exported, NotOurFile, takenIn } from "../src/kit/outbox-file";
import { flush } from "../src/kit/outbox-sending";
import { Server } from "./outbox-server";

let server: Server;
beforeEach(() => {
  server = new Server();
});

const photo = (words: string) => new File([words], `${words}.jpg`, { type: "image/jpeg" });
const report = (key: string, photos: File[] = []) =>
  keepReport(
    [
      ["text", `words of ${key}`],
      ["key", key],
    ],
    photos,
  );

/** Another phone, or a computer of the office. */
const elsewhere = () => vi.stubGlobal("indexedDB", new IDBFactory());

test("it holds what the server does not have, photos byte for byte, and nothing else", async () => {
  await report("aaaaaaaa", [photo("one")]);
  for (const [key, state] of [
    ["bbbbbbbb", "sent"],
    ["cccccccc", "conflict"],
    ["dddddddd", "refused"],
  ] as const) {
    const item = await report(key);
    await withBase((base) => base.put("items", { ...item, state }));
  }
  const saved = JSON.parse(await (await exported()).file.text());
  expect(saved.items.map(({ key }: { key: string }) => key).sort()).toEqual(["aaaaaaaa", "dddddddd"]);
  const one = saved.items.find(({ key }: { key: string }) => key === "aaaaaaaa");
  expect(one.fields).toEqual([
    ["text", "words of aaaaaaaa"],
    ["key", "aaaaaaaa"],
  ]);
  expect(one.photos[0]).toMatchObject({ name: "one.jpg", type: "image/jpeg", base64: btoa("one") });
  expect(one.photos[0].sha256).toBe(await sha256Of(photo("one")));
});

test("a photo that cannot be read any more is named, and all the rest is in the file", async () => {
  await report("aaaaaaaa", [photo("one"), photo("two")]);
  await report("bbbbbbbb");
  vi.spyOn(Blob.prototype, "arrayBuffer").mockRejectedValueOnce(new DOMException("moved", "NotReadableError"));
  const { file, missing } = await exported();
  vi.restoreAllMocks();
  expect(missing).toEqual(["one.jpg"]);
  const { items } = JSON.parse(await file.text()) as { items: { key: string; photos: { name: string }[] }[] };
  expect(items.map(({ key, photos }) => [key, photos.map(({ name }) => name)])).toEqual([
    ["aaaaaaaa", ["two.jpg"]],
    ["bbbbbbbb", []],
  ]);
});

test("taken in elsewhere, it is sent from there, and what both send is one report", async () => {
  await report("aaaaaaaa", [photo("one"), photo("two")]);
  const { file } = await exported();
  const phone = indexedDB;
  elsewhere();
  expect(await takenIn(file)).toEqual({ fresh: 1, known: 0, damaged: 0 });
  expect(await takenIn(file)).toEqual({ fresh: 0, known: 1, damaged: 0 });
  expect((await photosOf("aaaaaaaa")).map(({ name }) => name)).toEqual(["one.jpg", "two.jpg"]);
  expect(await flush()).toBe(0);
  vi.stubGlobal("indexedDB", phone);
  expect(await flush()).toBe(0);
  expect(server.reports.size).toBe(1);
  expect((await all())[0]?.code).toBe("0500000001");
});

test("a command keeps its uuid, number and branch, and goes in no session but its person's", async () => {
  const made = await keepCommand("staff:1", { order: "0500000001", base_version: 1, body: { verb: "accept" } }, [
    photo("one"),
  ]);
  const { file } = await exported();
  elsewhere();
  await takenIn(file);
  expect((await all())[0]).toMatchObject({ key: made.key, command: made.command, photos: 1, state: "waiting" });
  server.person = "staff:2";
  expect(await flush()).toBe(1);
  server.person = "staff:1";
  expect(await flush()).toBe(0);
  expect(server.batches[0]?.[0]).toMatchObject({ uuid: made.key, seq: 1, branch: made.command?.branch });
});

test("a damaged entry is left out and counted; the others come", async () => {
  await report("aaaaaaaa", [photo("one")]);
  await report("bbbbbbbb");
  const text = (await (await exported()).file.text()).replace(btoa("one"), btoa("two"));
  elsewhere();
  expect(await takenIn(new Blob([text]))).toEqual({ fresh: 1, known: 0, damaged: 1 });
  expect((await all()).map(({ key }) => key)).toEqual(["bbbbbbbb"]);
});

test.each([
  "",
  "<html>",
  "[]",
  "null",
  '{"form":"other","version":1,"items":[]}',
  '{"form":"peygir-outbox","version":2,"items":[]}',
  '{"form":"peygir-outbox","version":1,"items":{}}',
])("another file (%s) is none of ours", async (text) => {
  await expect(takenIn(new Blob([text]))).rejects.toBeInstanceOf(NotOurFile);
});

test.each([
  null,
  {},
  { key: "../../x", kind: "report", person: "", fields: [], photos: [] },
  { key: "aaaaaaaa", kind: "other", person: "", fields: [], photos: [] },
  { key: "aaaaaaaa", kind: "command", person: "", fields: [], photos: [] },
  { key: "aaaaaaaa", kind: "report", person: "", fields: [["text", 1]], photos: [] },
  { key: "aaaaaaaa", kind: "report", person: "", fields: [], photos: [{ base64: "%", sha256: "" }] },
])("an entry that is none (%j) breaks nothing", async (entry) => {
  const file = new Blob([JSON.stringify({ form: "peygir-outbox", version: 1, items: [entry] })]);
  expect(await takenIn(file)).toEqual({ fresh: 0, known: 0, damaged: 1 });
  expect(await all()).toEqual([]);
});
