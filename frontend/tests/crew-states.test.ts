/** What a stop looks like with what waits here laid over it, what a result needs, and when a shift is over. */
import { expect, test } from "vitest";
import { missingIn, quantityOf, resultBody } from "../src/crew/entering";
import {
  caseState,
  differences,
  isComplete,
  isUnfinished,
  materialsOf,
  needsFinish,
  resultEntry,
  stepsOf,
  stopState,
  strays,
} from "../src/crew/states";
import { NOTHING, type Picture, type Work } from "../src/crew/types";
import { tilesAround } from "../src/kit/day/area-tiles";
import { isOver, LONGEST_UNSEEN, OVERTIME, skewOf, untilOf } from "../src/kit/day/shift";
import type { Item } from "../src/kit/outbox-base";
import { aCase, aDay, aStop, NO_NEEDS } from "./crew-day";

let seq = 0;
function entry(body: Record<string, unknown>, state: Item["state"] = "waiting", more: Partial<Item> = {}): Item {
  seq += 1;
  const command = {
    person: "staff:7",
    device: "d",
    branch: "b",
    seq,
    order: "W-1405-000001",
    base_version: 7,
    made_at: "",
    body,
    photos: [],
  };
  return {
    key: `k${seq}`,
    kind: "command",
    person: "staff:7",
    fields: [],
    command,
    photos: 0,
    keptAt: seq,
    state,
    tries: 0,
    ...more,
  };
}
const result = (value: string, state: Item["state"] = "waiting", more: Partial<Item> = {}) =>
  entry({ verb: "order_result", case: "0512345678", result: value }, state, more);
const tick = (step: number, isDone: boolean, state: Item["state"] = "waiting") =>
  entry({ verb: "order_step", step, is_done: isDone }, state);
const one = aCase("0512345678");

test.each([
  [[], {}, "open"],
  [[result("fixed")], {}, "waiting"],
  [[result("fixed", "sending")], {}, "sending"],
  [[result("fixed", "conflict")], { is_open: false, result: "partly" }, "conflict"],
  [[result("fixed", "refused")], {}, "refused"],
  [[result("fixed", "refused"), result("partly")], {}, "waiting"],
  [[result("fixed", "sent")], {}, "received"],
  [[result("fixed", "sent", { choice: "file" })], {}, "open"],
  [[result("fixed", "sent")], { is_open: false, result: "fixed" }, "done"],
  [[], { is_open: false, result: "fixed" }, "done"],
] as [Item[], object, string][])("the state of a case %#", (entries, given, state) => {
  expect(caseState({ ...one, ...given }, entries)).toBe(state);
});

test("nothing is with the office before the server has it", () => {
  const stop = aStop({ steps: [] });
  const entries = [result("fixed")];
  expect(stopState(stop, [])).toBe("todo");
  expect(stopState(stop, entries)).toBe("waiting");
  expect(stopState(stop, [result("fixed", "sent"), entry({ verb: "order_finish" })])).toBe("waiting");
  expect(stopState(aStop({ state: "finished" }), [])).toBe("done");
  expect(stopState(stop, [result("fixed", "sent")])).toBe("ready");
  expect(stopState(stop, [result("fixed", "conflict")])).toBe("conflict");
  expect(stopState(stop, [result("fixed", "refused")])).toBe("refused");
});

test("steps show what was ticked here last, also where it was taken back", () => {
  const steps = stepsOf(aStop(), [tick(1, true, "sent"), tick(2, true), tick(2, false)]);
  expect(steps.map(({ is_done, isWaiting }) => [is_done, isWaiting])).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(stepsOf(aStop(), [tick(1, true, "refused")])[0]?.is_done).toBe(false);
});

test("a stop can be finished once each case has a result and the required steps are ticked, and once", () => {
  const stop = aStop();
  expect(isComplete(stop, [result("fixed")])).toBe(false);
  expect(isComplete(stop, [result("fixed"), tick(1, true)])).toBe(true);
  expect(needsFinish(stop, [result("fixed"), tick(1, true)])).toBe(true);
  expect(needsFinish(stop, [result("fixed"), tick(1, true), entry({ verb: "order_finish" })])).toBe(false);
  expect(needsFinish(stop, [result("fixed"), tick(1, true), entry({ verb: "order_finish" }, "refused")])).toBe(true);
  expect(needsFinish(aStop({ state: "finished" }), [])).toBe(false);
  const two = aStop({ steps: [], cases: [one, aCase("0512345686")] });
  expect(needsFinish(two, [result("fixed")])).toBe(false);
});

test("a stop that was left right after its result is found again at the next start", () => {
  const stop = aStop();
  expect(isUnfinished(stop, [result("fixed"), tick(1, true)])).toBe(true);
  expect(isUnfinished(stop, [result("fixed")])).toBe(false);
  expect(isUnfinished(stop, [result("fixed"), tick(1, true), entry({ verb: "order_finish" })])).toBe(false);
  const ofOthers = aStop({ cases: [{ ...one, is_open: false }] });
  expect(isUnfinished(ofOthers, [tick(1, true)])).toBe(false);
});

test("material of the file and material that waits stand together", () => {
  const stop = aStop({ materials: [{ item: "cement", quantity: "2", measure: "bag" }] });
  const waiting = entry({ verb: "order_material", item: "sand", quantity: "1.5", measure: "m³" });
  const sent = entry({ verb: "order_material" }, "sent");
  expect(materialsOf(stop, [waiting, sent]).map(({ item, isWaiting }) => [item, isWaiting])).toEqual([
    ["cement", false],
    ["sand", true],
  ]);
});

test("two versions are told as a difference, and an order that is gone says so", () => {
  const mine = entry({ verb: "order_result", case: "0512345678", result: "fixed", form: "filled" }, "conflict", {
    photos: 2,
  });
  const theirs = aCase("0512345678", { is_open: false, result: "not_possible", reason: "weather" });
  expect(differences(mine, theirs)).toEqual([
    { field: "result", file: "not_possible", phone: "fixed" },
    { field: "reason", file: "weather", phone: "" },
    { field: "note", file: "", phone: "filled" },
    { field: "photos", file: "", phone: "2" },
  ]);
  expect(resultEntry(one, [mine])).toBe(mine);
  expect(strays(aDay(), "staff:7", [mine, result("fixed", "sent")])).toEqual([mine]);
  expect(strays(aDay(aStop()), "staff:7", [mine])).toEqual([]);
  expect(strays(aDay(), "staff:8", [mine])).toEqual([]);
});

const work = (given: Partial<Work>): Work => ({ ...NOTHING, ...given });
const picture = (role: Picture["role"]): Picture => ({ role, file: new Blob(["x"]), name: "x", taken_at: "" });

test.each([
  [{}, {}, "result"],
  [{ result: "fixed" }, {}, "evidence"],
  [{ result: "fixed", note: "done" }, {}, ""],
  [{ result: "fixed", pictures: [picture("after")] }, {}, ""],
  [{ result: "fixed", pictures: [picture("after")] }, { before: true }, "before"],
  [{ result: "fixed", pictures: [picture("after")], stand_in: "dark" }, { before: true }, ""],
  [{ result: "fixed", note: "done" }, { after: true }, "after"],
  [{ result: "fixed", note: "done" }, { signature: true }, "sign"],
  [{ result: "fixed", note: "done", pictures: [picture("sign")] }, { signature: true }, ""],
  [{ result: "not_possible" }, {}, "reason"],
  [{ result: "not_possible", reason: "weather" }, {}, ""],
  [{ result: "partly" }, {}, "note"],
] as [Partial<Work>, object, string][])("what a result needs %#", (given, needs, missing) => {
  expect(missingIn(aCase("0512345678", { needs: { ...NO_NEEDS, ...needs } }), work(given))).toBe(missing);
});

test("a required field of the topic is asked for by its code", () => {
  const field = {
    code: "area",
    label_fa: "متراژ",
    label_en: "Area",
    type: "number" as const,
    is_required: true,
    unit: "m²",
    choices: [],
  };
  const each = aCase("0512345678", { needs: { ...NO_NEEDS, fields: [field] } });
  expect(missingIn(each, work({ result: "fixed", note: "done" }))).toBe("field:area");
  const filled = work({ result: "fixed", note: "done", answers: { area: "3" } });
  expect(missingIn(each, filled)).toBe("");
  expect(resultBody(each, filled, []).answers).toEqual({ area: "3" });
});

test("the body holds what belongs to the result, and nothing that is empty", () => {
  const shots = [{ sha256: "ab", role: "after" as const, taken_at: "2026-05-03T06:00:00Z" }];
  expect(resultBody(one, work({ result: "fixed", note: " filled ", reason: "weather" }), shots)).toEqual({
    verb: "order_result",
    case: "0512345678",
    case_version: 4,
    result: "fixed",
    form: "filled",
    pictures: shots,
  });
  const blocked = work({ result: "not_possible", reason: "weather", until: "2026-05-09", stand_in: "dark" });
  expect(resultBody(one, blocked, [])).toEqual({
    verb: "order_result",
    case: "0512345678",
    case_version: 4,
    result: "not_possible",
    reason: "weather",
    until: "2026-05-09T12:00:00Z",
  });
});

test.each([
  ["۱٫۵", "1.5"],
  [" 2 ", "2"],
  ["1,250", "1250"],
  ["0", ""],
  ["-3", ""],
  ["two", ""],
])("a quantity %s", (text, plain) => expect(quantityOf(text)).toBe(plain));

test("the server says when a shift is over; a wrong clock alone deletes nothing for a day", () => {
  const kept = { until: 1_000_000, skew: 0 };
  expect(isOver(kept, 999_999, 9e12)).toBe(false);
  expect(isOver(kept, 1_000_001, 0)).toBe(true);
  expect(isOver(kept, undefined, 1_000_000 + LONGEST_UNSEEN)).toBe(false);
  expect(isOver(kept, undefined, 1_000_001 + LONGEST_UNSEEN)).toBe(true);
  const ahead = { until: 1_000_000, skew: LONGEST_UNSEEN };
  expect(isOver(ahead, undefined, 1_000_001 + LONGEST_UNSEEN)).toBe(false);
  expect(skewOf(5_000, 6_000, 8_000)).toBe(2_000);
  const end = new Date(2_000_000).toISOString();
  expect(untilOf(end, 1_000_000)).toBe(2_000_000);
  expect(untilOf(end, 3_000_000)).toBe(3_000_000 + OVERTIME);
});

test("the tiles around the stops: each once, the coarse ones first, none for a stop without a place", () => {
  const tiles = tilesAround([
    { lat: 29.6, lon: 52.5 },
    { lat: 29.6001, lon: 52.5001 },
    { lat: null, lon: null },
  ]);
  expect(tiles.length).toBe(4 * 9);
  expect(tiles[0]?.z).toBe(12);
  expect(tiles).toContainEqual({ z: 12, x: 2645, y: 1695 });
  const many = Array.from({ length: 200 }, (_, index) => ({ lat: 29 + index / 50, lon: 52 }));
  expect(tilesAround(many).length).toBeLessThanOrEqual(400);
});
