/** What a stop looks like with what waits on this phone laid over it: nothing counts as done before the server has it. */
import type { Difference } from "../kit/day/types";
import { waits } from "../kit/outbox";
import type { Item } from "../kit/outbox-base";
import type { Day, DayCase, Material, Step, Stop } from "./types";

/** Of a case: not begun, kept here, on its way, with a person who decides, not accepted, received, in the file. */
export type CaseState = "open" | "waiting" | "sending" | "conflict" | "refused" | "received" | "done";
export type StopState = "todo" | "under_way" | "waiting" | "conflict" | "refused" | "ready" | "done";

/** The commands of this person on an order, in the order in which they were made. */
export function entriesOf(order: string, person: string, items: Item[]): Item[] {
  return items
    .filter((item) => item.kind === "command" && item.command?.order === order && item.command.person === person)
    .sort((one, other) => (one.command?.seq ?? 0) - (other.command?.seq ?? 0));
}

const verbOf = (item: Item) => String(item.command?.body.verb ?? "");

/** The last result that this phone has for a case. */
export function resultEntry(each: Pick<DayCase, "code">, entries: Item[]): Item | undefined {
  return entries.filter((item) => verbOf(item) === "order_result" && item.command?.body.case === each.code).at(-1);
}

export function caseState(each: DayCase, entries: Item[]): CaseState {
  const entry = resultEntry(each, entries);
  if (entry?.state === "conflict") return "conflict";
  if (entry?.state === "sending") return "sending";
  if (entry && waits(entry)) return "waiting";
  if (!each.is_open) return "done";
  if (entry?.state === "refused") return "refused";
  if (entry?.state === "sent" && !entry.choice) return "received";
  return "open";
}

/** Whether a result may be entered: none is on its way, and the file has none. */
export const mayEnter = (state: CaseState) => state === "open" || state === "refused";

/** The checklist with what was ticked here and is not in the list yet. */
export function stepsOf(stop: Pick<Stop, "steps">, entries: Item[]): (Step & { isWaiting: boolean })[] {
  const ticked = new Map<number, Item>();
  for (const item of entries)
    if (verbOf(item) === "order_step" && item.state !== "refused") ticked.set(Number(item.command?.body.step), item);
  return stop.steps.map((step) => {
    const entry = ticked.get(step.position);
    const isDone = entry ? entry.command?.body.is_done !== false : step.is_done;
    return { ...step, is_done: isDone, isWaiting: entry !== undefined && waits(entry) };
  });
}

/** The material of the file, and what waits here. */
export function materialsOf(stop: Pick<Stop, "materials">, entries: Item[]): (Material & { isWaiting: boolean })[] {
  const here = entries.filter((item) => verbOf(item) === "order_material" && waits(item));
  const text = (item: Item, name: string) => String(item.command?.body[name] ?? "");
  return [
    ...stop.materials.map((one) => ({ ...one, isWaiting: false })),
    ...here.map((item) => ({
      item: text(item, "item"),
      quantity: text(item, "quantity"),
      measure: text(item, "measure"),
      isWaiting: true,
    })),
  ];
}

const hasFinish = (entries: Item[]) =>
  entries.some((item) => verbOf(item) === "order_finish" && item.state !== "refused" && item.state !== "conflict");
const hasStart = (entries: Item[]) =>
  entries.some((item) => verbOf(item) === "order_start" && (waits(item) || item.state === "sent"));

/** Whether every case has its result and every required step is ticked, so that the stop can be finished. */
export function isComplete(stop: Stop, entries: Item[]): boolean {
  const hasResults = stop.cases.every((each) => !mayEnter(caseState(each, entries)));
  return hasResults && stepsOf(stop, entries).every((step) => step.is_done || !step.is_required);
}

/** Whether "finished in the street" is to be entered now. */
export function needsFinish(stop: Stop, entries: Item[]): boolean {
  const isInStreet = stop.state === "sent" || stop.state === "under_way";
  return isInStreet && !hasFinish(entries) && isComplete(stop, entries);
}

/** Whether a result waits here to be sent whose stop is complete, and "finished" was not entered after it. */
export function isUnfinished(stop: Stop, entries: Item[]): boolean {
  return entries.some((entry) => verbOf(entry) === "order_result" && waits(entry)) && needsFinish(stop, entries);
}

/** Whether "we are here" can be entered. */
export const mayStart = (stop: Stop, entries: Item[]) => stop.state === "sent" && !hasStart(entries);

export function stopState(stop: Stop, entries: Item[]): StopState {
  const states = stop.cases.map((each) => caseState(each, entries));
  if (states.includes("conflict") || entries.some(({ state }) => state === "conflict")) return "conflict";
  if (states.includes("refused") || entries.at(-1)?.state === "refused") return "refused";
  if (entries.some(waits)) return "waiting";
  if (stop.state === "finished" || stop.state === "settled") return "done";
  if (needsFinish(stop, entries)) return "ready";
  return stop.state === "under_way" || hasStart(entries) || states.some((state) => state !== "open")
    ? "under_way"
    : "todo";
}

/** What the two versions say; undefined in place of the case where the order is not in the list any more. */
export function differences(entry: Item, each: DayCase | undefined): Difference[] {
  const body = entry.command?.body ?? {};
  const text = (name: string) => String(body[name] ?? "");
  const rows: Difference[] = [
    { field: "result", file: each?.result ?? "", phone: text("result") },
    { field: "reason", file: each?.reason ?? "", phone: text("reason") },
    { field: "note", file: "", phone: text("note") || text("form") },
    { field: "photos", file: "", phone: entry.photos ? String(entry.photos) : "" },
  ];
  return rows.filter(({ file, phone }) => file !== phone);
}

/** The entries of this person on orders that are not in the list, and that are not settled. */
export function strays(day: Day | undefined, person: string, items: Item[]): Item[] {
  const listed = new Set(day?.stops.map(({ number }) => number));
  return items.filter(
    (item) =>
      item.kind === "command" &&
      item.command?.person === person &&
      String(item.command.body.verb).startsWith("order_") &&
      !listed.has(item.command.order) &&
      item.state !== "sent",
  );
}
