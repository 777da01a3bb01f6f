/** The list of the day's stops, with the state of each, and what is not in it any more. */
import type { Item } from "../kit/outbox-base";
import { differenceTable } from "./difference";
import { at, choose, dayOf, digits, momentOf, nameOf, put, shape, show, timeOf } from "./draw";
import { megabytes, NEARLY, room } from "./meter";
import { SKEW_TOLD } from "./shift";
import { entriesOf, stopState, strays } from "./states";
import type { KeptDay, Stop } from "./types";

export const stopName = (stop: Stop) => stop.title || nameOf(stop.topic) || nameOf(stop.cases[0]?.topic);
export const stopPlace = (stop: Stop) => [nameOf(stop.area), stop.address].filter(Boolean).join(" · ");
export const stopDue = (stop: Stop) => (stop.due_at ? momentOf(stop.due_at) : "");

/** Draws the head and the rows; returns nothing, changes `root` alone. */
export async function drawList(root: HTMLElement, kept: KeptDay | undefined, items: Item[], waiting: number) {
  const stops = kept?.day.stops ?? [];
  const person = kept?.day.person ?? "";
  const states = stops.map((stop) => stopState(stop, entriesOf(stop.number, person, items)));
  const done = states.filter((state) => state === "done").length;
  put(root, "day", kept ? dayOf(kept.day.on) : "");
  put(root, "count", kept ? (root.dataset.many ?? "").replace("#", digits(stops.length)) : "");
  const words = (root.dataset.ofDone ?? "").replace("#1", digits(done)).replace("#2", digits(stops.length));
  put(root, "done", kept ? words : "");
  const progress = at<HTMLProgressElement>(root, "[data-progress]");
  progress.max = Math.max(1, stops.length);
  progress.value = done;
  put(root, "waiting", digits(waiting));
  show(root, "[data-waiting-count]", waiting > 0);
  put(root, "fetched", kept ? timeOf(kept.fetchedAt) : "—");
  const skew = kept?.skew ?? 0;
  show(root, "[data-skew]", Math.abs(skew) > SKEW_TOLD);
  put(root, "skew", digits(Math.round(Math.abs(skew) / 60_000)));
  at(root, "[data-stops]").replaceChildren(...stops.map((stop, index) => row(stop, index, states[index] ?? "todo")));
  show(root, "[data-empty]", kept !== undefined && stops.length === 0);
  show(
    root,
    "[data-crew-map]",
    stops.some(({ lat }) => lat !== null),
  );
  drawStrays(root, strays(kept?.day, person, items));
  const name = document.querySelector("[data-crew-name]");
  if (name) name.textContent = kept?.day.crews.map((crew) => crew.name).join(" · ") ?? "";
  await drawRoom(root);
}

function row(stop: Stop, index: number, state: string): HTMLElement {
  const line = shape("row");
  at<HTMLAnchorElement>(line, "[data-open]").href = `#${stop.number}`;
  line.dataset.stop = stop.number;
  line.dataset.is = state;
  put(line, "place", digits(index + 1));
  put(line, "name", stopName(stop));
  put(line, "where", stopPlace(stop));
  put(line, "due", stopDue(stop));
  show(line, "[data-urgent]", stop.urgency === "U");
  choose(line, "data-state", state);
  return line;
}

function drawStrays(root: HTMLElement, items: Item[]): void {
  show(root, "[data-strays]", items.length > 0);
  const lines = items.map((item) => {
    const line = shape("stray");
    put(line, "order", item.command?.order ?? "");
    put(line, "said", saidOf(item));
    choose(line, "data-case-state", item.state);
    if (item.state === "conflict") differenceTable(line, item, undefined, undefined);
    return line;
  });
  at(root, "[data-stray-list]").replaceChildren(...lines);
}

/** What the server said of an entry, in the page's language. */
export const saidOf = (item: Item | undefined) => (item?.said ? nameOf(item.said) : (item?.words ?? ""));

async function drawRoom(root: HTMLElement): Promise<void> {
  const { used, quota, waiting } = await room().catch(() => ({ used: 0, quota: 0, waiting: 0 }));
  const share = quota ? used / quota : 0;
  at<HTMLMeterElement>(root, "[data-room]").value = share;
  show(root, "[data-room-known]", quota > 0);
  put(root, "used", digits(megabytes(used)));
  put(root, "quota", digits(megabytes(quota)));
  put(root, "photos", digits(megabytes(waiting)));
  show(root, "[data-room-low]", share > NEARLY);
}
