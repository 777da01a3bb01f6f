/** When the server asks for patience, and what a wrong clock makes of that. */
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, keepReport } from "../src/kit/outbox";
import { pauseOf } from "../src/kit/outbox-answers";
import { LONGEST_PAUSE } from "../src/kit/outbox-patience";
import { flush } from "../src/kit/outbox-sending";
import { html, json, Server } from "./outbox-server";

let server: Server;
const START = Date.UTC(2026, 4, 3, 6, 0);
beforeEach(async () => {
  vi.useFakeTimers({ now: START, toFake: ["Date"] });
  server = new Server();
  await keepReport([["text", "words"]], [new File(["one"], "one.jpg")]);
});
afterEach(() => {
  vi.useRealTimers();
});

const NOT_NOW = [
  ["429 at the report", "/report/", 429],
  ["503 at the report", "/report/", 503],
  ["429 at the token", "/report/token/", 429],
  ["429 at a photo", "/uploads/", 429],
  ["503 at a photo", "/uploads/", 503],
] as const;

test.each(NOT_NOW)("%s with Retry-After is waited for", async (_, where, status) => {
  server.trouble = (_method, address) =>
    address === where ? json({ fa: "نه", en: "no", faults: ["no"] }, status, { "Retry-After": "120" }) : undefined;
  expect(await flush()).toBe(1);
  expect((await all())[0]).toMatchObject({ state: "waiting", why: "busy" });
  server.trouble = () => undefined;
  server.requests.length = 0;
  vi.setSystemTime(START + 119_000);
  expect(await flush()).toBe(1);
  expect(server.requests).toEqual([]);
  vi.setSystemTime(START + 121_000);
  expect(await flush()).toBe(0);
});

test("a person who presses the button does not wait for it", async () => {
  server.trouble = () => html(503, { "Retry-After": "600" });
  await flush();
  server.trouble = () => undefined;
  expect(await flush()).toBe(1);
  expect(await flush(true)).toBe(0);
});

test.each([
  ["back by a year", -365 * 86_400_000],
  ["on by a year", 365 * 86_400_000],
])("a clock that was set %s ends a pause", async (_, by) => {
  server.trouble = () => html(503, { "Retry-After": "600" });
  await flush();
  server.trouble = () => undefined;
  vi.setSystemTime(START + by);
  expect(await flush()).toBe(0);
  expect(server.reports.size).toBe(1);
});

test("without Retry-After the next round tries again", async () => {
  server.trouble = (_method, address) => (address === "/report/" ? html(503) : undefined);
  await flush();
  server.trouble = () => undefined;
  expect(await flush()).toBe(0);
});

test.each([
  ["5", 5000],
  [" 5 ", 5000],
  ["999999", LONGEST_PAUSE],
  [new Date(START + 60_000).toUTCString(), 60_000],
  [new Date(START - 60_000).toUTCString(), 0],
  ["soon", 0],
  ["", 0],
  [null, 0],
])("Retry-After %s", (header, wait) => {
  expect(pauseOf(header, START)).toBe(wait);
});
