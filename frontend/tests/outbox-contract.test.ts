/** Commands that wait on the phone, by the table of the contract (tests/sync_cases.json), which the server keeps too. */
import "fake-indexeddb/auto";

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, type Item, keepCommand, photosOf } from "../src/kit/outbox";
import { flush } from "../src/kit/outbox-sending";
import { html, lineIsCut, Server } from "./outbox-server";

interface Step {
  send?: string[];
  expect?: Record<string, string>;
  choice?: Record<string, string>;
  lost?: boolean;
  upload?: string[];
  hours?: number;
  clock?: number;
}
interface Given {
  seq: number;
  body: Record<string, unknown>;
  person?: string;
  branch?: string;
  order?: string;
  base?: number | null;
  made?: number | null;
  photos?: string[];
}
interface Case {
  name: string;
  person?: string;
  commands: Record<string, Given>;
  steps: Step[];
  left?: string[];
}

const TABLE = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../tests/sync_cases.json"), "utf8"))
  .cases as Case[];
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

const STATE: Record<string, Item["state"]> = {
  applied: "sent",
  applied_soft: "sent",
  conflict: "conflict",
  waiting: "waiting",
  refused: "refused",
};
const photo = (name: string) => new File([`picture of ${name}`], `${name}.jpg`, { type: "image/jpeg" });
const digest = (name: string) => createHash("sha256").update(`picture of ${name}`).digest("hex");

test.each(TABLE.map((each) => [each.name, each] as const))("the page keeps the contract: %s", async (_, given) => {
  // The phone makes the commands in their order, by a clock that may be wrong; what arrives when is the table's.
  const names = Object.keys(given.commands).sort(
    (one, other) => (given.commands[one]?.seq ?? 0) - (given.commands[other]?.seq ?? 0),
  );
  const byName = (name: string) => given.commands[name] as Given;
  const keys: Record<string, string> = {};
  const owners = new Set<string>();
  for (const name of names) {
    const { body, person = given.person ?? "clerk", branch = "first", order = CODE, base = 1, made } = byName(name);
    const owner = `${person} ${branch}${byNumber(name) ? ` ${name}` : ""}`;
    owners.add(owner);
    vi.setSystemTime(START + (made ?? 0) * HOUR);
    const files = (byName(name).photos ?? []).map(photo);
    keys[name] = (await keepCommand(owner, { order, base_version: base, body }, files)).key;
  }
  // Two tabs that gave the same number are two branches here: this phone gives each number once.
  function byNumber(name: string): boolean {
    const { seq, branch } = byName(name);
    return names.some((other) => other < name && byName(other).seq === seq && byName(other).branch === branch);
  }
  vi.setSystemTime(START);
  const nameOf = (key: string) => names.find((name) => keys[name] === key) as string;
  const sent = new Map<string, string>(); // by key: it is the same however often it goes
  const arrived = new Set<string>(); // names of photos
  const last: Record<string, string> = {};
  const choices: Record<string, string> = {};
  let step: Step = {};
  server.become = (command) => {
    const name = nameOf(command.uuid);
    const now = JSON.stringify(command);
    expect(sent.get(command.uuid) ?? now).toBe(now);
    sent.set(command.uuid, now);
    expect(command.photos).toEqual((byName(name).photos ?? []).map(digest));
    return now && step.send?.includes(name) ? { result: last[name], choice: choices[name] ?? "" } : undefined;
  };

  for (step of given.steps) {
    vi.setSystemTime(Date.now() + (step.hours ?? 0) * HOUR + 1000);
    step.upload?.forEach((name) => arrived.add(name));
    Object.assign(choices, step.choice);
    if (!step.send) continue;
    Object.assign(last, step.expect);
    // A photo that has not arrived by the table does not come through now.
    const isLate = names.some((name) => byName(name).photos?.some((each) => !arrived.has(each)));
    server.trouble = (method, address) => {
      if (isLate && method === "PATCH") return html(502);
      return step.lost && address === "/outbox/commands/" ? lineIsCut() : undefined;
    };
    for (const owner of owners) {
      server.person = owner;
      await flush(true);
    }
    const kept = await all();
    expect(kept).toHaveLength(names.length); // nothing is lost, nothing is there twice
    for (const item of kept.filter(({ state }) => state !== "sent")) {
      expect(item.command?.body).toEqual(byName(nameOf(item.key)).body);
      expect((await photosOf(item.key)).map(({ sha256 }) => sha256)).toEqual(item.command?.photos);
    }
  }
  const kept = await all();
  const left = given.left ?? names.filter((name) => STATE[last[name] as string] !== "sent");
  for (const name of names) {
    const item = kept.find(({ key }) => key === keys[name]) as Item;
    const isLeft = left.includes(name);
    expect([name, item.state]).toEqual([name, isLeft ? STATE[last[name] as string] : "sent"]);
    if (isLeft) continue;
    expect(item.command?.body).toEqual({ verb: byName(name).body.verb }); // what it said is gone from the phone
    expect(await photosOf(item.key)).toEqual([]);
    expect(item.choice).toBe(choices[name]);
  }
  // Numbers within a branch, without a gap; the order never follows the clock.
  for (const branch of new Set(kept.map(({ command }) => command?.branch))) {
    const numbers = kept.filter(({ command }) => command?.branch === branch).map(({ command }) => command?.seq ?? 0);
    expect(numbers.sort((one, other) => one - other)).toEqual(numbers.map((_number, index) => index + 1));
  }
});
