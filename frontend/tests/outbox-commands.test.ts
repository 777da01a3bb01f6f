/** Commands that wait on the phone: order, people, sessions that end, conflicts, refusals and photos. */
import "fake-indexeddb/auto";

import { createHash } from "node:crypto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, keepCommand, photosOf } from "../src/kit/outbox";
import { withBase } from "../src/kit/outbox-base";
import { MOST_AT_ONCE } from "../src/kit/outbox-patience";
import { flush } from "../src/kit/outbox-sending";
import { html, json, lineIsCut, Server } from "./outbox-server";

const START = Date.UTC(2026, 4, 3, 6, 0);
const HOUR = 3_600_000;
const CODE = "0500000001";

let server: Server;
beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ["Date"] });
  server = new Server();
});
afterEach(() => {
  vi.useRealTimers();
});

const note = (order = CODE) => ({ order, base_version: 1, body: { verb: "note", note: "words" } });
const photo = (name: string) => new File([`picture of ${name}`], `${name}.jpg`, { type: "image/jpeg" });
const digest = (name: string) => createHash("sha256").update(`picture of ${name}`).digest("hex");

test("commands get the next number of their person's branch, also when two are made at once", async () => {
  const made = await Promise.all([keepCommand("staff:1", note()), keepCommand("staff:1", note())]);
  const other = await keepCommand("staff:2", note());
  expect(made.map(({ command }) => command?.seq).sort()).toEqual([1, 2]);
  expect(other.command?.seq).toBe(1);
  expect(other.command?.device).toBe(made[0]?.command?.device);
  expect(other.command?.branch).not.toBe(made[0]?.command?.branch);
});

test("the same uuid is sent until the server has answered, in the order of the numbers whatever the clock says", async () => {
  const keys: string[] = [];
  for (const at of [START, START - 9 * HOUR, START + 9 * HOUR]) {
    vi.setSystemTime(at);
    keys.push((await keepCommand("staff:1", note())).key);
  }
  server.person = "staff:1";
  server.trouble = (_method, address, request) => {
    if (address !== "/outbox/commands/") return undefined;
    server.trouble = () => undefined;
    return fetch(address, request).then(lineIsCut);
  };
  expect(await flush()).toBe(3);
  expect((await all()).map(({ why }) => why)).toEqual(["line", "line", "line"]);
  expect(await flush()).toBe(0);
  for (const batch of server.batches) expect(batch.map(({ uuid }) => uuid)).toEqual(keys);
  expect(server.batches[0]?.[0]).not.toHaveProperty("person");
  // What is settled is not sent again.
  await flush();
  expect(server.batches).toHaveLength(2);
});

test("many go in several requests, none of them too long", async () => {
  for (let made = 0; made < MOST_AT_ONCE + 3; made += 1) await keepCommand("staff:1", note());
  server.person = "staff:1";
  expect(await flush()).toBe(0);
  expect(server.batches.map((batch) => batch.length)).toEqual([MOST_AT_ONCE, 3]);
});

test("what another person of this phone entered waits until that person signs in", async () => {
  await keepCommand("staff:1", note());
  await keepCommand("staff:2", note());
  server.person = "staff:2";
  expect(await flush()).toBe(1);
  expect(server.batches[0]).toHaveLength(1);
  const states = Object.fromEntries((await all()).map(({ command, state, why }) => [command?.person, [state, why]]));
  expect(states).toEqual({ "staff:1": ["waiting", "signin"], "staff:2": ["sent", undefined] });
  server.person = "staff:1";
  expect(await flush()).toBe(0);
});

const SIGNED_OUT = [
  ["302", () => new Response(null, { status: 302, headers: { Location: "/staff/login/" } })],
  ["401", () => html(401)],
  ["403", () => html(403)],
] as const;
test.each(SIGNED_OUT)("a session that ended in the middle (%s) drops nothing and says so", async (_, answer) => {
  await keepCommand("staff:1", note(), [photo("one")]);
  server.person = "staff:1";
  server.trouble = (_method, address) => (address === "/outbox/commands/" ? answer() : undefined);
  expect(await flush()).toBe(1);
  expect((await all())[0]).toMatchObject({ state: "waiting", photos: 1 });
  expect(await photosOf((await all())[0]?.key as string)).toHaveLength(1);
  server.trouble = () => undefined;
  server.person = ""; // nobody has signed in again yet
  expect(await flush()).toBe(1);
  expect((await all())[0]).toMatchObject({ state: "waiting", why: "signin" });
  server.person = "staff:1";
  expect(await flush()).toBe(0);
});

test.each([
  ["500", () => html(500)],
  ["502", () => html(502)],
  ["a hotel's page", () => html(200)],
  ["a hotel's JSON", () => json({ results: "none" })],
  ["an empty list", () => json({ results: [] })],
])("%s in place of the server's answer drops nothing", async (_, answer) => {
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.trouble = (_method, address) => (address === "/outbox/commands/" ? answer() : undefined);
  expect(await flush()).toBe(1);
  expect((await all())[0]).toMatchObject({ state: "waiting", tries: 1, command: { body: { note: "words" } } });
  server.trouble = () => undefined;
  expect(await flush()).toBe(0);
});

test.each(["later", "", undefined])("a result that this app does not know (%s) changes nothing", async (result) => {
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.become = () => ({ result });
  expect(await flush()).toBe(1);
  expect((await all())[0]).toMatchObject({ state: "waiting", why: "busy" });
});

test("one that the server cannot read at all is refused by itself, and the others go", async () => {
  await keepCommand("staff:1", note());
  const bad = await keepCommand("staff:1", note("bad"));
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.trouble = (_method, address, request) => {
    const isBad = address === "/outbox/commands/" && String(request.body).includes('"order":"bad"');
    return isBad ? json({ faults: ["Not understood."] }, 422) : undefined;
  };
  expect(await flush()).toBe(0);
  const states = Object.fromEntries((await all()).map(({ key, state, words }) => [key, [state, words]]));
  expect(states[bad.key]).toEqual(["refused", "Not understood."]);
  expect(Object.values(states).filter(([state]) => state === "sent")).toHaveLength(2);
});

test("an answer without one of the commands leaves that one waiting", async () => {
  const made = [await keepCommand("staff:1", note()), await keepCommand("staff:1", note())];
  server.person = "staff:1";
  server.become = ({ uuid }) => (uuid === made[0]?.key ? { result: "applied" } : undefined);
  expect(await flush()).toBe(1);
});

test("a conflict is asked for again until a person has decided", async () => {
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.become = () => ({ result: "conflict" });
  expect(await flush()).toBe(0);
  expect((await all())[0]?.state).toBe("conflict");
  server.trouble = lineIsCut;
  await flush(true);
  expect((await all())[0]?.state).toBe("conflict"); // without a connection it is what it was
  server.trouble = () => undefined;
  server.become = () => ({ result: "conflict", choice: "file" });
  vi.setSystemTime(START + HOUR);
  await flush();
  expect((await all())[0]).toMatchObject({ state: "sent", choice: "file" });
});

test("a refused command keeps what it said and the server's sentence in both languages", async () => {
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.become = () => ({ result: "refused" });
  await flush();
  const said = { fa: "جمله", en: "sentence" };
  expect((await all())[0]).toMatchObject({ state: "refused", said, command: { body: { note: "words" } } });
});

test("a photo leaves the phone only when the server names its digest with the command", async () => {
  const { key } = await keepCommand("staff:1", note(), [photo("one"), photo("two")]);
  server.person = "staff:1";
  server.become = () => ({ result: "applied", photos: [digest("one")] });
  expect(await flush()).toBe(1);
  expect(await photosOf(key)).toHaveLength(2);
  server.become = () => ({ result: "applied" });
  expect(await flush()).toBe(0);
  expect(await photosOf(key)).toEqual([]);
});

test("a photo that the server has forgotten meanwhile is sent once more", async () => {
  const { key } = await keepCommand("staff:1", note(), [photo("one")]);
  server.person = "staff:1";
  server.become = () => ({ result: "waiting" });
  expect(await flush()).toBe(1);
  server.uploads.clear();
  server.become = () => ({ result: "applied" });
  expect(await flush()).toBe(0);
  expect([...server.uploads.values()].map((each) => each.sha256)).toEqual([digest("one")]);
  expect(await photosOf(key)).toEqual([]);
});

test("a photo that the server will never take is for the person; the other commands go", async () => {
  const bad = await keepCommand("staff:1", note(), [photo("one")]);
  await keepCommand("staff:1", note());
  server.person = "staff:1";
  server.trouble = (method, address) =>
    method === "POST" && address === "/uploads/" ? json({ fa: "نه", en: "Not a photo." }, 415) : undefined;
  await flush();
  const states = Object.fromEntries((await all()).map(({ key, state, said }) => [key, [state, said?.en]]));
  expect(states[bad.key]).toEqual(["refused", "Not a photo."]);
  expect(
    Object.values(states)
      .map(([state]) => state)
      .sort(),
  ).toEqual(["refused", "sent"]);
});

test("a branch of the phone outlives the app's restart", async () => {
  const first = await keepCommand("staff:1", note());
  const again = await withBase((base) => base.get("facts", "branch:staff:1"));
  expect(again?.value).toBe(first.command?.branch);
});

test.each([413, 500])(
  "a list that the server does not take (%s) goes one by one, so that the others arrive",
  async (status) => {
    const bad = await keepCommand("staff:1", note());
    await keepCommand("staff:1", note());
    server.person = "staff:1";
    server.trouble = (_method, address, request) =>
      address === "/outbox/commands/" && String(request.body).includes(bad.key) ? html(status) : undefined;
    expect(await flush()).toBe(1);
    expect((await all()).find(({ key }) => key === bad.key)).toMatchObject({ state: "waiting", why: "busy" });
  },
);
