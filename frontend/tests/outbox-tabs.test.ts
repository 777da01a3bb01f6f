/** Two tabs, or a page and the service worker, send at once: each has the scripts of its own, the phone has one outbox. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test, vi } from "vitest";

import { all, keepCommand, keepReport, photosOf, remove } from "../src/kit/outbox";
import { html, lineIsCut, Server } from "./outbox-server";

let server: Server;
beforeEach(() => {
  server = new Server();
});

const photo = (words: string) => new File([words], `${words}.jpg`, { type: "image/jpeg" });
const store = (key: string, photos: File[] = []) =>
  keepReport(
    [
      ["text", key],
      ["key", key],
    ],
    photos,
  );
const posts = () => server.requests.filter((each) => each === "POST /report/").length;

/** The script that sends, as another page of the same browser has it. */
async function another(): Promise<typeof import("../src/kit/outbox-sending")> {
  vi.resetModules();
  return import("../src/kit/outbox-sending");
}

/** The browser's locks: one holder for each name, given back when its work ends. */
function locks(): void {
  const held = new Map<string, Promise<unknown>>();
  vi.stubGlobal("navigator", {
    locks: {
      async request(name: string, options: LockOptions, work: (lock: object | null) => Promise<unknown>) {
        if (held.has(name) && options.ifAvailable) return work(null);
        while (held.has(name)) await held.get(name)?.catch(() => undefined);
        const working = work({ name }).finally(() => held.delete(name));
        held.set(name, working);
        return working;
      },
    },
  });
}

test("with the browser's locks one of them sends, and the other leaves it alone", async () => {
  locks();
  await store("a", [photo("one")]);
  await store("b");
  const [page, worker] = [await another(), await another()];
  await Promise.all([page.flush(), worker.flush()]);
  expect(posts()).toBe(2);
  expect(server.uploads.size).toBe(1);
  expect((await all()).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("a page waits for the worker that is sending, and then sends what came since", async () => {
  locks();
  vi.stubGlobal("document", { documentElement: { lang: "fa" } });
  vi.stubGlobal("dispatchEvent", () => true);
  await store("a");
  const [worker, page] = [await another(), await another()];
  let isThere: Promise<unknown> = Promise.resolve();
  server.trouble = (method, address) => {
    if (method !== "POST" || address !== "/report/") return undefined;
    server.trouble = () => undefined;
    isThere = store("b").then(() => page.flush()); // a person presses the button while the worker is at it
    return new Promise((resolve) => setTimeout(() => resolve(html(500)), 20));
  };
  await worker.flush();
  await isThere;
  expect([...server.reports.keys()].sort()).toEqual(["a", "b"]);
});

test("without locks (a page without https) both send, and the server has each report once", async () => {
  vi.stubGlobal("navigator", {});
  await store("a", [photo("one")]);
  await store("b");
  const [page, other] = [await another(), await another()];
  await Promise.all([page.flush(), other.flush()]);
  await page.flush();
  expect([...server.reports.keys()].sort()).toEqual(["a", "b"]);
  expect((await all()).map(({ state, code }) => [state, Boolean(code)])).toEqual([
    ["sent", true],
    ["sent", true],
  ]);
  expect(await photosOf("a")).toEqual([]);
});

test.each([
  ["loses its connection", lineIsCut],
  ["hears a fault", () => html(500)],
])("one that %s after the other has the receipt changes nothing any more", async (_, late) => {
  vi.stubGlobal("navigator", {});
  await store("a", [photo("one")]);
  const [page, other] = [await another(), await another()];
  let isSettled: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => (isSettled = resolve));
  server.trouble = (method, address) => {
    if (method !== "POST" || address !== "/report/") return undefined;
    server.trouble = () => undefined;
    return settled.then(late); // the first hears nothing until the second is done
  };
  const first = page.flush();
  await vi.waitFor(() => expect(posts()).toBe(1));
  await other.flush();
  isSettled();
  await first;
  const [item] = await all();
  expect(item).toMatchObject({ state: "sent", code: "0500000001", fields: [] });
  expect(server.reports.size).toBe(1);
});

test("what a person deletes in one tab does not come back from the other", async () => {
  vi.stubGlobal("navigator", {});
  await store("a");
  const page = await another();
  server.trouble = (method, address) => {
    if (method !== "POST" || address !== "/report/") return undefined;
    return remove({ key: "a", kind: "report" }).then(() => html(500)); // its own scripts: without locks nothing holds it
  };
  await page.flush();
  expect(await all()).toEqual([]);
});

test("a command that is being sent cannot be deleted; afterwards it can", async () => {
  locks();
  const item = await keepCommand("staff:1", { order: "0500000001", base_version: null, body: { verb: "note" } });
  server.person = "staff:1";
  const page = await another();
  let isGone: boolean | undefined;
  server.become = () => ({ result: "applied" });
  server.trouble = (_method, address) => {
    if (address !== "/outbox/commands/") return undefined;
    server.trouble = () => undefined;
    return remove(item).then((gone) => {
      isGone = gone;
      return html(500);
    });
  };
  expect(await page.flush()).toBe(1);
  expect(isGone).toBe(false);
  expect(await remove(item)).toBe(true);
  expect(await all()).toEqual([]);
});
