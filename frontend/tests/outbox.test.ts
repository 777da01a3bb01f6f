/** Reports that wait on the phone: kept, sent one after the other, and what each answer of the server makes of them. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test } from "vitest";

import { all, draft, type Item, keepReport, photosOf, reopen } from "../src/kit/outbox";
import { withBase } from "../src/kit/outbox-base";
import { flush } from "../src/kit/outbox-sending";
import { html, json, lineIsCut, Server, type Trouble } from "./outbox-server";

let server: Server;
beforeEach(() => {
  server = new Server();
});

const photo = (words: string) => new File([words], `${words}.jpg`, { type: "image/jpeg" });
const only = async () => (await all())[0] as Item;
const states = async () => (await all()).map(({ state }) => state);
const sentKeys = () => [...server.reports.keys()];

/** Keeps a report as the form does; `at` is when (ms). */
async function store(key: string, at: number, photos: File[] = [], more: Partial<Item> = {}): Promise<void> {
  const fields: Item["fields"] = [
    ["text", `words of ${key}`],
    ["key", key],
  ];
  const item = await keepReport(more.fields ?? fields, photos);
  await withBase((base) => base.put("items", { ...item, keptAt: at, ...more }));
}

/** Trouble with reports alone, as often as there are answers; afterwards the server answers. */
function troubles(...answers: (() => Response | Promise<Response>)[]): Trouble {
  return (method, address) => (method === "POST" && address === "/report/" ? answers.shift()?.() : undefined);
}

test("reports are listed oldest first, whatever their keys", async () => {
  await store("a", 30);
  await store("b", 10);
  await store("c", 20);
  expect((await all()).map(({ key }) => key)).toEqual(["b", "c", "a"]);
});

test("a report that is accepted keeps its code and forgets what it said", async () => {
  await store("a", 1);
  expect(await flush()).toBe(0);
  expect(server.reports.get("a")?.fields).toEqual({ text: "words of a", key: "a", person: "" });
  expect(await only()).toMatchObject({ state: "sent", code: "0500000001", address: "/report/done/0500000001/" });
  expect((await only()).fields).toEqual([]);
});

test.each([true, false])(
  "photos go with the report, and leave the phone when the server has each (in parts: %s)",
  async (parts) => {
    server.takesParts = parts;
    await store("a", 1, [photo("one"), photo("two")]);
    expect(await flush()).toBe(0);
    expect(server.reports.get("a")?.photos).toHaveLength(2);
    expect(server.uploads.size).toBe(parts ? 2 : 0);
    expect(await photosOf("a")).toEqual([]);
  },
);

test.each([
  ["no photo", () => []],
  ["one of two", (photos: string[]) => photos.slice(1)],
  ["another one", (photos: string[]) => [photos[0], "0".repeat(64)]],
  ["one of them twice", (photos: string[]) => [photos[0], photos[0]]],
  ["nothing that is a list", () => "both"],
])("a receipt that acknowledges %s lets nothing go", async (_, received) => {
  await store("a", 1, [photo("one"), photo("two")]);
  const digests = (await photosOf("a")).map(({ sha256 }) => sha256);
  const receipt = { key: "a", code: "0500000001", shown: "", address: "/", photos: received(digests) };
  server.trouble = troubles(() => json(receipt));
  expect(await flush()).toBe(1);
  expect(await photosOf("a")).toHaveLength(2);
  expect(await only()).toMatchObject({
    state: "waiting",
    why: "busy",
    fields: [
      ["text", "words of a"],
      ["key", "a"],
    ],
  });
  // The next time the receipt is whole.
  expect(await flush()).toBe(0);
  expect(await photosOf("a")).toEqual([]);
});

test.each([
  ["of another report", { key: "b", code: "0500000001", photos: [] }],
  ["without a code", { key: "a", photos: [] }],
  ["with a code that is none", { key: "a", code: "undefined", photos: [] }],
  ["that is empty", {}],
])("a receipt %s is none", async (_, receipt) => {
  await store("a", 1);
  server.trouble = troubles(() => json(receipt));
  expect(await flush()).toBe(1);
  expect(await only()).toMatchObject({ state: "waiting", tries: 1 });
});

test("a report that is refused keeps its words and photos, says why, and can be corrected as a new one", async () => {
  await store("a", 1, [photo("one")]);
  server.faults = ["No place.", "No topic."];
  expect(await flush()).toBe(0);
  expect(await only()).toMatchObject({ state: "refused", words: "No place. No topic.", photos: 1 });
  expect(await photosOf("a")).toHaveLength(1);
  expect(await reopen("a")).toBe("opened");
  expect(await draft()).toMatchObject({ replaces: "a", fields: [["text", "words of a"]] });
  expect(await photosOf("a")).toHaveLength(1); // until the corrected one takes its place
  await keepReport(
    [
      ["text", "better"],
      ["key", "b"],
    ],
    (await draft())?.photos ?? [],
    { replaces: "a" },
  );
  expect((await all()).map(({ key }) => key)).toEqual(["b"]);
  expect([await photosOf("a"), await photosOf("b")].map((each) => each.length)).toEqual([0, 1]);
});

test.each(["waiting", "sending", "sent"] as const)(
  "what is %s is never opened again: it may have arrived",
  async (state) => {
    await store("a", 1, [], { state });
    expect(await reopen("a")).toBe("gone");
    expect(await all()).toHaveLength(1);
  },
);

test("only what waits is sent, also what was being sent when the browser was killed", async () => {
  await store("a", 1, [], { state: "sent" });
  await store("b", 2, [], { state: "refused" });
  await store("c", 3, [], { state: "sending" });
  await flush();
  expect(sentKeys()).toEqual(["c"]);
});

test("the answer was lost: the same key again is the same report", async () => {
  await store("a", 1, [photo("one")]);
  const original = server.trouble;
  server.trouble = (method, address, request) => {
    if (address !== "/report/" || method !== "POST") return undefined;
    server.trouble = original;
    return fetch(address, request).then(lineIsCut);
  };
  expect(await flush()).toBe(1);
  expect(await only()).toMatchObject({ state: "waiting", why: "line" });
  expect(await photosOf("a")).toHaveLength(1);
  expect(await flush()).toBe(0);
  expect(server.reports.size).toBe(1);
  expect(server.uploads.size).toBe(1); // the photo was not sent twice either
});

test("without a connection nothing more is tried, and everything says so", async () => {
  await store("a", 1);
  await store("b", 2);
  server.trouble = lineIsCut;
  expect(await flush()).toBe(2);
  expect(server.requests).toHaveLength(1);
  expect((await all()).map(({ why }) => why)).toEqual(["line", "line"]);
});

test("a connection that is lost in between ends the round", async () => {
  await store("a", 1);
  await store("b", 2);
  await store("c", 3);
  let reports = 0;
  server.trouble = (method, address) =>
    address === "/report/" && method === "POST" && ++reports > 1 ? lineIsCut() : undefined;
  expect(await flush()).toBe(2);
  expect(await states()).toEqual(["sent", "waiting", "waiting"]);
  server.trouble = () => undefined;
  expect(await flush()).toBe(0);
  expect(sentKeys().sort()).toEqual(["a", "b", "c"]);
});

test.each([
  ["500", () => html(500)],
  ["502", () => html(502)],
  ["400", () => html(400)],
  ["409", () => json({ faults: ["busy"] }, 409)],
  ["a refusal that is not the server's", () => html(422)],
])("a report that always fails (%s) holds up no other one", async (_, answer) => {
  await store("bad", 1);
  await store("good", 2);
  server.trouble = (method, address, request) =>
    method === "POST" && address === "/report/" && (request.body as FormData).get("key") === "bad"
      ? answer()
      : undefined;
  expect(await flush()).toBe(1);
  expect(sentKeys()).toEqual(["good"]);
  await store("next", 3);
  await flush();
  expect(sentKeys()).toEqual(["good", "next"]);
  expect((await all()).find(({ key }) => key === "bad")).toMatchObject({ state: "waiting", why: "busy", tries: 2 });
  // And it is sent all the same when the server has recovered.
  server.trouble = () => undefined;
  expect(await flush()).toBe(0);
  expect(sentKeys()).toContain("bad");
});

test.each([
  ["a hotel's page", () => html(200)],
  ["a hotel's JSON", () => json({ welcome: true })],
  ["a page with the wrong type", () => new Response("<h1>", { headers: { "Content-Type": "application/json" } })],
  ["a way to a sign-in page", () => Response.redirect("http://hotel.example/", 302)],
])("%s in place of the server takes nothing", async (_, answer) => {
  await store("a", 1, [photo("one")]);
  server.trouble = answer;
  expect(await flush()).toBe(1);
  server.trouble = troubles(answer);
  expect(await flush()).toBe(1);
  server.trouble = (_method, address) => (address.startsWith("/uploads/") ? answer() : undefined);
  expect(await flush()).toBe(1);
  expect(await photosOf("a")).toHaveLength(1);
  expect(server.reports.size).toBe(0);
  server.trouble = () => undefined;
  expect(await flush()).toBe(0);
});

test.each([
  ["with a sentence", () => json({ faults: ["Too large."] }, 413), "Too large."],
  ["by a proxy", () => html(413), ""],
])("what is too large (413 %s) is for the person to change", async (_, answer, words) => {
  await store("a", 1);
  server.trouble = troubles(answer);
  expect(await flush()).toBe(0);
  expect(await only()).toMatchObject({ state: "refused", fault: "large", words });
});

test("a report that cannot join a case any more is sent as one of its own", async () => {
  const fields: Item["fields"] = [
    ["text", "words"],
    ["join", "0400"],
    ["key", "a"],
  ];
  await store("a", 1, [], { fields });
  server.trouble = troubles(() => json({ faults: ["This case has ended."] }, 422));
  expect(await flush()).toBe(0);
  expect(server.reports.get("a")?.fields.join).toBeUndefined();
  expect(await states()).toEqual(["sent"]);
});

test("an empty join is none: the refusal stands", async () => {
  const fields: Item["fields"] = [
    ["join", ""],
    ["key", "a"],
  ];
  await store("a", 1, [], { fields });
  server.faults = ["No words."];
  await flush();
  expect(server.requests.filter((each) => each === "POST /report/")).toHaveLength(1);
  expect(await states()).toEqual(["refused"]);
});
