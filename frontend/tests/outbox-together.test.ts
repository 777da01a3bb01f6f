/** Reports on the phone while others send, delete or sign in at the same time. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test } from "vitest";

import { all, type Item, keepReport, remove, reopen } from "../src/kit/outbox";
import { withBase } from "../src/kit/outbox-base";
import { flush } from "../src/kit/outbox-sending";
import { html, Server } from "./outbox-server";

let server: Server;
beforeEach(() => {
  server = new Server();
});

const photo = (words: string) => new File([words], `${words}.jpg`, { type: "image/jpeg" });
const only = async () => (await all())[0] as Item;
const states = async () => (await all()).map(({ state }) => state);

/** Keeps a report as the form does; `at` is when (ms). */
async function store(key: string, at: number, photos: File[] = [], more: Partial<Item> = {}): Promise<void> {
  const fields: Item["fields"] = [
    ["text", `words of ${key}`],
    ["key", key],
  ];
  const item = await keepReport(more.fields ?? fields, photos);
  await withBase((base) => base.put("items", { ...item, keptAt: at, ...more }));
}

test("two who send at once send each report once", async () => {
  await store("a", 1);
  expect(await Promise.all([flush(), flush()])).toEqual([0, 0]);
  expect(server.requests.filter((each) => each === "POST /report/")).toHaveLength(1);
  // Afterwards a new round begins.
  await store("b", 2);
  await flush();
  expect(server.reports.size).toBe(2);
});

test("what a person deletes while another is being sent is not sent", async () => {
  await store("a", 1);
  await store("b", 2);
  server.trouble = (method, address) => {
    if (method === "POST" && address === "/report/") {
      server.trouble = () => undefined;
      return remove({ key: "b", kind: "report" }).then(() => html(500));
    }
    return undefined;
  };
  expect(await flush()).toBe(1);
  expect((await all()).map(({ key }) => key)).toEqual(["a"]);
});

test("what is being sent at this moment is not deleted", async () => {
  await store("a", 1);
  let isGone: boolean | undefined;
  server.trouble = (method, address) => {
    if (method !== "POST" || address !== "/report/") return undefined;
    server.trouble = () => undefined;
    return remove({ key: "a", kind: "report" }).then((gone) => {
      isGone = gone;
      return html(500);
    });
  };
  await flush();
  expect(isGone).toBe(false);
  expect(await states()).toEqual(["waiting"]);
});

test("what was written by a colleague waits for that person, and what nobody signed goes with anybody", async () => {
  await store("a", 1, [], { person: "staff:1" });
  await store("b", 2);
  server.person = "staff:2";
  expect(await flush()).toBe(1);
  expect((await all()).map(({ key, state, why }) => [key, state, why])).toEqual([
    ["a", "waiting", "signin"],
    ["b", "sent", undefined],
  ]);
  expect(server.reports.get("b")?.fields.person).toBe("");
  server.person = "staff:1";
  expect(await flush()).toBe(0);
  expect(server.reports.get("a")?.fields.person).toBe("staff:1");
});

test("a photo that cannot be read any more is said, and the words can be sent without it", async () => {
  await store("a", 1, [photo("one")]);
  const read = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError"));
  try {
    expect(await flush()).toBe(0);
    expect(await only()).toMatchObject({ state: "refused", fault: "photo" });
    expect(await reopen("a")).toBe("opened");
  } finally {
    Blob.prototype.arrayBuffer = read;
  }
});
