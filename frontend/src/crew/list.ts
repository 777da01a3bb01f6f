/** The list of the day's stops, with the state of each, and what is not in it any more. */
import { differenceTable } from "../kit/day/difference";
import { at, choose, digits, momentOf, nameOf, placeIn, put, shape, show } from "../kit/day/draw";
import { drawHead, saidOf } from "../kit/day/head";
import type { Item } from "../kit/outbox-base";
import { differences, entriesOf, stopState, strays } from "./states";
import type { Choice, Day, KeptDay, Stop } from "./types";

export const stopName = (stop: Stop) => stop.title || nameOf(stop.topic) || nameOf(stop.cases[0]?.topic);
export const stopPlace = (stop: Stop) => placeIn(stop.area, stop.address);
export const stopDue = (stop: Stop) => (stop.due_at ? momentOf(stop.due_at) : "");

/** Draws the head and the rows; returns nothing, changes `root` alone. */
export async function drawList(root: HTMLElement, kept: KeptDay | undefined, items: Item[], waiting: number) {
  const stops = kept?.day.stops ?? [];
  const person = kept?.day.person ?? "";
  const states = stops.map((stop) => stopState(stop, entriesOf(stop.number, person, items)));
  const done = states.filter((state) => state === "done").length;
  await drawHead(root, kept, { count: stops.length, done, waiting });
  at(root, "[data-stops]").replaceChildren(...stops.map((stop, index) => row(stop, index, states[index] ?? "todo")));
  show(root, "[data-empty]", kept !== undefined && stops.length === 0);
  show(
    root,
    "[data-day-map]",
    stops.some(({ lat }) => lat !== null),
  );
  drawStrays(root, strays(kept?.day, person, items));
  const name = document.querySelector("[data-day-name]");
  if (name) name.textContent = kept?.day.crews.map((crew) => crew.name).join(" · ") ?? "";
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
    if (item.state === "conflict") differenceTable(line, differences(item, undefined), wordsOf(undefined), true);
    return line;
  });
  at(root, "[data-stray-list]").replaceChildren(...lines);
}

/** The text of a value of a result, as the day has it. */
export const wordsOf = (day: Day | undefined) => (field: string, value: string) => {
  const choices: Record<string, Choice[] | undefined> = { result: day?.results, reason: day?.reasons };
  return nameOf(choices[field]?.find((choice) => choice.value === value)) || value;
};
