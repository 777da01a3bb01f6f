/** An inspector's visits on a phone: what a finding becomes, what is missing, and what a visit looks like meanwhile. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test, vi } from "vitest";

import {
  differences,
  enterFinding,
  entryOf,
  findingBody,
  mayEnter,
  missingIn,
  strays,
  VISITS,
  visitState,
  workId,
} from "../src/inspector/finding";
import { type Day, NOTHING, type Visit, type Work } from "../src/inspector/types";
import { keepDay, keepThumb, keepWork, keptDay, keptThumbs, workOf } from "../src/kit/day/base";
import { contact } from "../src/kit/day/contact";
import type { FormField } from "../src/kit/day/types";
import { all, photosOf } from "../src/kit/outbox";
import { type Item, sha256Of } from "../src/kit/outbox-base";
import { flush } from "../src/kit/outbox-sending";
import { json, Server } from "./outbox-server";

vi.mock("../src/kit/phone", () => ({ recount: async () => undefined, wakeLater: async () => undefined }));

const ME = "staff:7";
const UNTIL = "2026-05-03T20:29:59Z";
const words = (text: string) => ({ fa: text, en: text });
const LEVEL: FormField = {
  code: "level",
  label_fa: "هم‌سطح",
  label_en: "Level",
  type: "yes_no",
  is_required: true,
  unit: "",
  choices: [],
};
const aVisit = (code: string, given: Partial<Visit> = {}): Visit => ({
  code,
  version: 5,
  topic: words("pothole"),
  unit: words("district 1"),
  area: words("centre"),
  address: "",
  lat: 29.6,
  lon: 52.5,
  due_on: "2026-05-04",
  is_urgent: false,
  said: ["a hole"],
  answer: "filled",
  photos: [{ kind: "work", thumb: `/inspector/photo/${code}/work/1/thumb/`, full: "" }],
  finding: "",
  form: { id: 3, fields: [LEVEL] },
  ...given,
});
const aDay = (...visits: Visit[]): Day => ({
  person: ME,
  on: "2026-05-03",
  until: UNTIL,
  visits,
  findings: ["fixed", "not_fixed", "not_seen"].map((value) => ({ value, ...words(value) })),
  map: { areas: "", tiles: "", credit: "", lat: 29.6, lon: 52.5 },
});
const visit = aVisit("0512345678");
const work = (given: Partial<Work> = {}): Work => ({
  ...NOTHING,
  finding: "fixed",
  answers: { level: "yes" },
  ...given,
});
const entry = (state: Item["state"], given: Partial<Item> = {}): Item => ({
  key: state,
  kind: "command",
  person: ME,
  fields: [],
  command: {
    person: ME,
    device: "d",
    branch: "b",
    seq: 1,
    order: visit.code,
    base_version: 5,
    made_at: "",
    body: { verb: "inspect", finding: "not_fixed", note: "a hole" },
    photos: [],
  },
  photos: 1,
  keptAt: 1,
  state,
  tries: 0,
  ...given,
});

let server: Server;
beforeEach(() => {
  server = new Server();
  server.person = ME;
});

test("a finding names the form that was shown, and leaves out what is empty", () => {
  expect(findingBody(visit, work({ note: " " }))).toEqual({
    verb: "inspect",
    finding: "fixed",
    form: 3,
    answers: { level: "yes" },
  });
  expect(findingBody(visit, work({ finding: "not_seen", note: "gate", answers: { level: "" } }))).toEqual({
    verb: "inspect",
    finding: "not_seen",
    note: "gate",
    form: 3,
  });
  expect(findingBody(aVisit("1", { form: null }), work())).toEqual({ verb: "inspect", finding: "fixed" });
});

test.each([
  [{}, ""],
  [{ finding: "" }, "finding"],
  [{ answers: {} }, "field:level"],
  [{ finding: "not_fixed" }, "note"],
  [{ finding: "not_fixed", note: "  " }, "note"],
  [{ finding: "not_fixed", note: "a hole" }, ""],
  [{ finding: "not_seen", answers: {} }, "note"],
  [{ finding: "not_seen", answers: {}, note: "the gate is shut" }, ""],
])("what is missing in %j is %s", (given, missing) => {
  expect(missingIn(visit, work(given))).toBe(missing);
});

test("a visit is done only once the server has it", () => {
  const done = aVisit("1", { finding: "fixed" });
  expect(visitState(visit, undefined)).toBe("todo");
  expect(visitState(visit, entry("waiting"))).toBe("waiting");
  expect(visitState(visit, entry("sending"))).toBe("sending");
  expect(visitState(visit, entry("sent"))).toBe("done");
  expect(visitState(visit, entry("sent", { choice: "file" }))).toBe("todo");
  expect(visitState(visit, entry("refused"))).toBe("refused");
  expect(visitState(done, undefined)).toBe("done");
  expect(visitState(done, entry("conflict"))).toBe("conflict");
  expect((["todo", "refused", "waiting", "sending", "conflict", "done"] as const).filter(mayEnter)).toEqual([
    "todo",
    "refused",
  ]);
});

test("two versions stand beside each other, also for a place that is not in the list any more", () => {
  const mine = entry("conflict");
  expect(differences(mine, aVisit(visit.code, { finding: "fixed" }))).toEqual([
    { field: "finding", file: "fixed", phone: "not_fixed" },
    { field: "note", file: "", phone: "a hole" },
    { field: "photos", file: "", phone: "1" },
  ]);
  expect(strays(aDay(visit), ME, [mine])).toEqual([]);
  expect(strays(aDay(), ME, [mine, entry("sent")])).toEqual([mine]);
  expect(strays(aDay(), "staff:8", [mine])).toEqual([]);
  expect(differences(mine, undefined)[0]).toEqual({ field: "finding", file: "", phone: "not_fixed" });
});

test("what was begun outlives the page with its photo, and becomes one command that is sent once", async () => {
  const photo = { file: new Blob(["bytes"], { type: "image/jpeg" }), name: "a.jpg" };
  await keepWork(workId(ME, visit.code), ME, work({ finding: "not_fixed", note: "a hole", photo }));
  const begun = await workOf(workId(ME, visit.code), NOTHING);
  const item = await enterFinding(ME, visit, begun);
  expect(item.command?.photos).toEqual([await sha256Of(photo.file)]);
  expect([item.command?.order, item.command?.base_version]).toEqual([visit.code, 5]);
  expect(await photosOf(item.key)).toHaveLength(1);
  expect(await workOf(workId(ME, visit.code), NOTHING)).toEqual(NOTHING);
  await flush(true);
  await flush(true);
  expect(server.batches.flat().map(({ seq }) => seq)).toEqual([1]);
  const [kept] = await all();
  expect(kept?.command?.body).toEqual({ verb: "inspect", finding: "not_fixed" });
  expect(visitState(visit, entryOf(visit.code, ME, kept ? [kept] : []))).toBe("done");
});

test("the day goes with its end once nothing waits, and a withdrawn key takes everything", async () => {
  const kept = { version: "v1", day: aDay(visit), fetchedAt: 0, until: Date.parse(UNTIL), skew: 0 };
  await keepDay(VISITS, kept);
  await keepThumb(visit.photos[0]?.thumb ?? "", new Blob(["thumb"]));
  await enterFinding(ME, visit, work());
  server.trouble = (_method, address) =>
    address.startsWith("/inspector/today/")
      ? json({ phone: "known", now: "2026-05-03T21:00:00Z", version: "v1" })
      : undefined;
  expect(await contact(VISITS)).toBe("fresh"); // one finding waits: all stays
  await flush(true);
  expect(await contact(VISITS)).toBe("over");
  expect([await keptDay(VISITS), await keptThumbs(), await all()]).toEqual([undefined, [], []]);
  await keepDay(VISITS, kept);
  await keepWork(workId(ME, visit.code), ME, work());
  await enterFinding(ME, aVisit("2"), work());
  server.trouble = (method, address) => {
    if (method === "GET" && address.startsWith("/inspector/today/")) return json({}, 401);
    return address.startsWith("/crew/phone/") ? json({ phone: "withdrawn", now: "2026-05-03T08:00:00Z" }) : undefined;
  };
  expect(await contact(VISITS)).toBe("withdrawn");
  expect([await keptDay(VISITS), await keptThumbs(), await all()]).toEqual([undefined, [], []]);
  expect(await workOf(workId(ME, visit.code), NOTHING)).toEqual(NOTHING);
  expect(server.requests).toContain("POST /crew/phone/");
});
