/** What lies on the phone: photos beside their report, the draft, a full disk, updates of the database, other tabs. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import {
  all,
  draft,
  dropDraft,
  type Item,
  keepCommand,
  keepReport,
  NotKept,
  photosOf,
  remove,
  reopen,
  saveDraft,
} from "../src/kit/outbox";
import { sha256Of, withBase } from "../src/kit/outbox-base";
import { BASE_WITHIN } from "../src/kit/outbox-patience";
import { flush } from "../src/kit/outbox-sending";
import { Server } from "./outbox-server";

let server: Server;
beforeEach(() => {
  server = new Server();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const photo = (words: string) => new File([words], `${words}.jpg`, { type: "image/jpeg" });

/** Keeps a report as the form does; `at` is when (ms). */
async function store(key: string, at: number, photos: File[] = [], state: Item["state"] = "waiting"): Promise<void> {
  const item = await keepReport(
    [
      ["text", `words of ${key}`],
      ["key", key],
    ],
    photos,
  );
  await withBase((base) => base.put("items", { ...item, keptAt: at, state }));
}

/** A phone on which these stores take nothing more. */
function full(...stores: string[]): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...given) {
    if (stores.includes(this.name)) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  });
}

const whyNot = (work: Promise<unknown>) =>
  work.then(
    () => "kept",
    (fault: unknown) => (fault instanceof NotKept ? fault.why : String(fault)),
  );

test("a report that is opened again becomes the draft, with its photos and without its key", async () => {
  await store("a", 1, [photo("one")], "refused");
  await store("b", 2);
  expect(await reopen("a")).toBe("opened");
  expect(await draft()).toMatchObject({ id: "current", fields: [["text", "words of a"]], replaces: "a" });
  expect((await draft())?.photos).toHaveLength(1);
  expect(await reopen("b")).toBe("gone");
});

test("a report that is opened again puts nobody's name into the draft, and loses no newer draft", async () => {
  const fields: [string, string][] = [
    ["text", "words"],
    ["phone", "09170000000"],
    ["name", "Sara"],
    ["key", "a"],
  ];
  await withBase(async (base) => base.put("items", { ...(await keepReport(fields, [])), state: "refused" }));
  await saveDraft({ id: "current", fields: [["text", "of today"]], photos: [], at: Date.now() });
  expect(await reopen("a")).toBe("asks");
  expect((await draft())?.fields).toEqual([["text", "of today"]]);
  expect(await reopen("a", true)).toBe("opened");
  expect((await draft())?.fields).toEqual([["text", "words"]]);
  await saveDraft({ id: "current", fields: [["text", "better words"]], photos: [], at: Date.now(), replaces: "a" });
  expect(await reopen("a")).toBe("opened"); // its correction was begun already
  expect((await draft())?.fields).toEqual([["text", "better words"]]);
});

test("there is one draft, and it can be forgotten", async () => {
  expect(await draft()).toBeUndefined();
  await saveDraft({ id: "current", fields: [["text", "first"]], photos: [], at: 1 });
  await saveDraft({ id: "current", fields: [["text", "second"]], photos: [], at: 2 });
  expect((await draft())?.fields).toEqual([["text", "second"]]);
  await dropDraft();
  expect(await draft()).toBeUndefined();
});

test("what is kept takes the draft's place: nobody sends the same words a second time", async () => {
  await saveDraft({ id: "current", fields: [["text", "words"]], photos: [], at: 1 });
  await store("a", 1);
  expect(await draft()).toBeUndefined();
});

test("a report that is kept twice under its key is one, with the photos of the last time", async () => {
  await store("a", 1, [photo("one"), photo("two")]);
  await store("a", 2, [photo("three")]);
  expect(await all()).toHaveLength(1);
  expect((await photosOf("a")).map(({ name }) => name)).toEqual(["three.jpg"]);
});

test("a report that is removed is gone with its photos, and the others stay", async () => {
  await store("a", 1, [photo("one")]);
  await store("b", 2, [photo("two")]);
  expect(await remove({ key: "a", kind: "report" })).toBe(true);
  await remove({ key: "never there", kind: "report" });
  expect((await all()).map(({ key }) => key)).toEqual(["b"]);
  expect([await photosOf("a"), await photosOf("b")].map((each) => each.length)).toEqual([0, 1]);
});

/** The database as the first version of the app left it. */
function formerApp(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("peygir", 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "key" });
      opening.result.createObjectStore("draft", { keyPath: "id" });
    };
    opening.onsuccess = () => {
      const work = opening.result.transaction(["outbox", "draft"], "readwrite");
      const fields = [
        ["text", "old words"],
        ["key", "a"],
      ];
      work.objectStore("outbox").put({ key: "a", fields, photos: [photo("one")], keptAt: 1, state: "waiting" });
      const done = { key: "b", fields: [], photos: [], keptAt: 2, state: "sent", code: "0502", shown: "۰۵۰۲" };
      work.objectStore("outbox").put(done);
      work.objectStore("draft").put({ id: "current", fields: [["text", "begun"]], photos: [], at: 1 });
      work.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

test("what the first version of the app kept is there after the update, and is sent", async () => {
  await formerApp();
  expect((await all()).map(({ key, state, kind, photos, tries }) => [key, state, kind, photos, tries])).toEqual([
    ["a", "waiting", "report", 1, 0],
    ["b", "sent", "report", 0, 0],
  ]);
  expect((await draft())?.fields).toEqual([["text", "begun"]]);
  expect(await flush()).toBe(0);
  expect(server.reports.get("a")).toMatchObject({
    fields: { text: "old words" },
    photos: [await sha256Of(photo("one"))],
  });
});

test("an update that fails half-way changes nothing, and is done the next time", async () => {
  await formerApp();
  full("photos");
  expect(await whyNot(all())).not.toBe("kept");
  vi.restoreAllMocks();
  expect((await all()).map(({ key }) => key)).toEqual(["a", "b"]);
  expect(await photosOf("a")).toHaveLength(1);
});

test("an old page that holds the database is said, and the update comes when it is closed", async () => {
  await formerApp();
  const old = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open("peygir", 1);
    opening.onsuccess = () => resolve(opening.result);
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const kept = whyNot(keepReport([["text", "new"]], []));
  await vi.advanceTimersByTimeAsync(BASE_WITHIN + 1);
  expect(await kept).toBe("held");
  vi.useRealTimers();
  old.close();
  await new Promise((resolve) => setTimeout(resolve, 50)); // the late opening closes what it opened
  expect((await all()).map(({ key }) => key)).toEqual(["a", "b"]);
});

test("a page lets go of the database when a newer version asks for it", async () => {
  await store("a", 1);
  const newer = withBase(
    (base) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("peygir", base.version + 1);
        opening.onsuccess = () => {
          resolve(opening.result.version);
          opening.result.close();
        };
        opening.onerror = () => reject(opening.error);
      }),
  );
  expect(await newer).toBe(4);
  // This page is the older one now: it says so, and loses nothing.
  expect(await whyNot(all())).toBe("old");
  expect(await whyNot(keepReport([["text", "new"]], []))).toBe("old");
});

test("a browser that keeps nothing (a private window) is told from a full phone", async () => {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("denied", "SecurityError");
    },
  });
  expect(await whyNot(keepReport([["text", "new"]], []))).toBe("none");
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("indexedDB", undefined);
  expect(await whyNot(all())).toBe("none");
});

test("a full phone keeps nothing of the new entry, and all of the old ones", async () => {
  await store("a", 1, [photo("one")]);
  full("photos");
  expect(await whyNot(keepReport([["key", "b"]], [photo("two")]))).toBe("full");
  expect(await whyNot(keepCommand("staff:1", { order: "x", base_version: 1, body: {} }, [photo("two")]))).toBe("full");
  vi.restoreAllMocks();
  expect((await all()).map(({ key }) => key)).toEqual(["a"]);
  expect(await photosOf("a")).toHaveLength(1);
  // The number that the command would have had is the next one's: there is no gap.
  const next = await keepCommand("staff:1", { order: "x", base_version: 1, body: {} });
  expect(next.command?.seq).toBe(1);
});

test("a phone without any room still sends what it has", async () => {
  await store("a", 1, [photo("one")]);
  full("items", "photos", "facts");
  await flush().catch(() => undefined);
  expect(server.reports.get("a")?.photos).toHaveLength(1);
  expect(await photosOf("a")).toEqual([]); // the server has it: that makes room
  vi.restoreAllMocks();
  expect(await flush()).toBe(0);
  expect(server.reports.size).toBe(1);
  expect((await all())[0]?.state).toBe("sent");
});

test("the browser is asked not to throw it away", async () => {
  const persist = vi.fn(() => Promise.resolve(true));
  vi.stubGlobal("navigator", { storage: { persist } });
  await store("a", 1);
  expect(persist).toHaveBeenCalled();
  vi.unstubAllGlobals();
});
