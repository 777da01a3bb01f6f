/** What lies on a crew's phone: kept through an update, deleted at the end of the shift or when the key is withdrawn. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test, vi } from "vitest";

import { CREW, keepWork, workOf } from "../src/crew/day-base";
import { enterResult, enterStep, finishIfComplete } from "../src/crew/entering";
import { type KeptDay, NOTHING } from "../src/crew/types";
import { clearDay, keepDay, keepThumb, keptDay, keptThumbs, noteKeyHolder, thumbOf } from "../src/kit/day/base";
import { contact } from "../src/kit/day/contact";
import { all, keepReport, NotKept, photosOf } from "../src/kit/outbox";
import { sha256Of, withBase } from "../src/kit/outbox-base";
import { flush } from "../src/kit/outbox-sending";
import { aCase, aDay, aStop } from "./crew-day";
import { json, lineIsCut, Server } from "./outbox-server";

vi.mock("../src/kit/phone", () => ({ recount: async () => undefined, wakeLater: async () => undefined }));

const ME = "staff:7";
const stop = aStop({ steps: [] });
const each = stop.cases[0] ?? aCase("0");
const UNTIL = Date.parse("2026-05-03T11:00:00Z");
const kept = (given: Partial<KeptDay> = {}): KeptDay => ({
  version: "v1",
  day: aDay(stop),
  fetchedAt: 0,
  until: UNTIL,
  skew: 0,
  ...given,
});
const photo = (words: string) => new File([words], "a.jpg", { type: "image/jpeg" });

let server: Server;
beforeEach(() => {
  server = new Server();
  server.person = ME;
});

/** The database as the second version of the app left it, with one command that waits. */
function secondVersion(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("peygir", 2);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      const base = opening.result;
      base.createObjectStore("draft", { keyPath: "id" });
      base.createObjectStore("items", { keyPath: "key" });
      base.createObjectStore("photos", { keyPath: "id" }).createIndex("item", "item");
      base.createObjectStore("facts", { keyPath: "id" });
    };
    opening.onsuccess = () => {
      const work = opening.result.transaction(["items", "photos", "facts", "draft"], "readwrite");
      work
        .objectStore("items")
        .put({ key: "a", kind: "report", person: "", fields: [], photos: 1, keptAt: 1, state: "waiting", tries: 0 });
      work.objectStore("photos").put({ id: "a:0", item: "a", order: 0, name: "x", file: photo("x"), sha256: "" });
      work.objectStore("facts").put({ id: "device", value: "the-device" });
      work.objectStore("draft").put({ id: "current", fields: [["text", "begun"]], photos: [], at: 1 });
      work.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

test("the third version of the database has everything of the second, and room for a day", async () => {
  await secondVersion();
  expect((await all()).map(({ key, photos }) => [key, photos])).toEqual([["a", 1]]);
  expect(await photosOf("a")).toHaveLength(1);
  expect((await withBase((base) => base.get("facts", "device")))?.value).toBe("the-device");
  expect(await withBase((base) => base.count("draft"))).toBe(1);
  await keepDay(CREW, kept());
  expect((await keptDay(CREW))?.day.stops).toHaveLength(1);
});

test("a new list takes the place of the old one, and pictures that are not part of it go", async () => {
  const [mine, other] = [each.photos[0]?.thumb ?? "", "/crew/photo/0/report/2/thumb/"];
  await keepThumb(mine, photo("mine"));
  await keepThumb(other, photo("other"));
  await keepDay(CREW, kept());
  expect(await keptThumbs()).toEqual([mine]);
  expect(await (await thumbOf(mine))?.text()).toBe("mine");
});

test("what was begun outlives the page with its photos, byte for byte, and becomes one command", async () => {
  const picture = {
    role: "after" as const,
    file: photo("bytes"),
    name: "a.jpg",
    taken_at: "2026-05-03T06:00:00Z",
    lat: 1,
    lon: 2,
  };
  await keepWork(ME, stop.number, each.code, { ...NOTHING, result: "fixed", pictures: [picture] });
  const begun = await workOf(ME, stop.number, each.code);
  const item = await enterResult(ME, stop, each, begun);
  const sha256 = await sha256Of(photo("bytes"));
  expect(item.command?.photos).toEqual([sha256]);
  expect(item.command?.body.pictures).toEqual([
    { sha256, role: "after", taken_at: "2026-05-03T06:00:00Z", lat: 1, lon: 2 },
  ]);
  expect(await workOf(ME, stop.number, each.code)).toEqual(NOTHING);
  expect(await finishIfComplete(ME, stop, await all())).toBe(true);
  expect(await finishIfComplete(ME, stop, await all())).toBe(false);
  expect((await all()).map(({ command }) => [command?.seq, command?.body.verb])).toEqual([
    [1, "order_result"],
    [2, "order_finish"],
  ]);
  await flush(true);
  expect(server.batches.flat().map(({ seq }) => seq)).toEqual([1, 2]);
  // The state of a case that was sent stays readable, the words and photos are gone.
  expect((await all()).map(({ state, command }) => [state, command?.body])).toEqual([
    ["sent", { verb: "order_result", case: each.code, result: "fixed" }],
    ["sent", { verb: "order_finish" }],
  ]);
});

test("a full phone says so, and what was begun is still there", async () => {
  await keepWork(ME, stop.number, each.code, { ...NOTHING, result: "partly", note: "half" });
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...given) {
    if (this.name === "items") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  });
  const begun = await workOf(ME, stop.number, each.code);
  await expect(enterResult(ME, stop, each, begun)).rejects.toBeInstanceOf(NotKept);
  vi.restoreAllMocks();
  expect((await workOf(ME, stop.number, each.code)).note).toBe("half");
  expect(await all()).toEqual([]);
});

const today = (now: string, more: object = {}) => json({ phone: "known", now, version: "v1", ...more });

test("the end of the shift deletes what was sent, and nothing that waits", async () => {
  await keepDay(CREW, kept());
  await keepThumb(each.photos[0]?.thumb ?? "", photo("x"));
  await enterStep(ME, stop, 1, true);
  server.trouble = (_method, address) =>
    address.startsWith("/crew/today/") ? today("2026-05-03T11:00:01Z") : undefined;
  expect(await contact(CREW)).toBe("fresh"); // one entry waits: all stays
  await flush(true);
  expect(await contact(CREW)).toBe("over");
  expect([await keptDay(CREW), await keptThumbs(), await all()]).toEqual([undefined, [], []]);
});

test("before the end, or without a connection, the list stays; a new one is kept", async () => {
  await keepDay(CREW, kept());
  server.trouble = (_method, address) =>
    address.startsWith("/crew/today/") ? today("2026-05-03T10:00:00Z") : undefined;
  expect(await contact(CREW)).toBe("fresh");
  expect((await keptDay(CREW))?.fetchedAt).toBe(Date.parse("2026-05-03T10:00:00Z"));
  server.trouble = (_method, address) =>
    address.startsWith("/crew/today/") ? today("2026-05-03T10:00:00Z", { version: "v2", day: aDay() }) : undefined;
  expect(await contact(CREW)).toBe("fresh");
  expect((await keptDay(CREW))?.day.stops).toEqual([]);
});

test("a line that is cut, and a hotel's page, change nothing", async () => {
  vi.useFakeTimers({ now: UNTIL - 1, toFake: ["Date"] });
  await keepDay(CREW, kept());
  server.trouble = lineIsCut;
  expect(await contact(CREW)).toBe("line");
  server.trouble = () => new Response("<h1>hotel</h1>", { headers: { "Content-Type": "text/html" } });
  expect(await contact(CREW)).toBe("line");
  expect((await keptDay(CREW))?.version).toBe("v1");
  vi.useRealTimers();
});

test("a session that ended keeps everything; a key that was withdrawn leaves nothing, and says so", async () => {
  await keepDay(CREW, kept());
  await noteKeyHolder(ME);
  await keepWork(ME, stop.number, each.code, { ...NOTHING, note: "begun" });
  await enterStep(ME, stop, 1, true);
  await keepReport([["key", "r"]], []);
  let phone = "known";
  server.trouble = (_method, address) => {
    if (address.startsWith("/crew/today/")) return json({}, 401);
    return address.startsWith("/crew/phone/") ? json({ phone, now: "2026-05-03T08:00:00Z" }) : undefined;
  };
  expect(await contact(CREW)).toBe("signin");
  expect(await all()).toHaveLength(2);
  phone = "withdrawn";
  expect(await contact(CREW)).toBe("withdrawn");
  expect(await keptDay(CREW)).toBeUndefined();
  expect((await workOf(ME, stop.number, each.code)).note).toBe("");
  expect((await all()).map(({ key }) => key)).toEqual(["r"]); // what nobody signed stays
  expect(server.requests).toContain("POST /crew/phone/");
});

test("a browser without a key asks for one, once", async () => {
  let state = "none";
  server.trouble = (method, address) => {
    if (address === "/crew/key/" && method === "POST") {
      state = "known";
      return json({ phone: "known" });
    }
    const now = "2026-05-03T08:00:00Z";
    if (!address.startsWith("/crew/today/")) return undefined;
    return state === "known" ? today(now, { day: aDay(stop) }) : json({ phone: state, now });
  };
  expect(await contact(CREW)).toBe("fresh");
  expect((await keptDay(CREW))?.day.person).toBe(ME);
  expect(server.requests.filter((one) => one === "POST /crew/key/")).toHaveLength(1);
});

test("clearing a day leaves what others keep on the same phone", async () => {
  await keepDay(CREW, kept());
  await enterStep("staff:8", stop, 1, true);
  await clearDay(CREW, ME);
  expect((await all()).map(({ person }) => person)).toEqual(["staff:8"]);
});
