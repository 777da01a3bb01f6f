/** The list of an inspector's visits, with the state of each, and what is not in it any more. */
import { differenceTable } from "../kit/day/difference";
import { at, choose, dayOf, digits, nameOf, placeIn, put, shape, show } from "../kit/day/draw";
import { drawHead, saidOf } from "../kit/day/head";
import type { Item } from "../kit/outbox-base";
import { differences, entryOf, strays, type VisitState, visitState } from "./finding";
import type { Day, KeptDay, Visit } from "./types";

export const placeOf = ({ area, address }: Visit) => placeIn(area, address);

/** The text of a value of a finding, as the day has it. */
export const wordsOf = (day: Day | undefined) => (field: string, value: string) =>
  (field === "finding" && nameOf(day?.findings.find((choice) => choice.value === value))) || value;

export async function drawList(root: HTMLElement, kept: KeptDay | undefined, items: Item[], waiting: number) {
  const visits = kept?.day.visits ?? [];
  const person = kept?.day.person ?? "";
  const states = visits.map((visit) => visitState(visit, entryOf(visit.code, person, items)));
  const done = states.filter((state) => state === "done").length;
  await drawHead(root, kept, { count: visits.length, done, waiting });
  const today = kept?.day.on ?? "";
  const rows = visits.map((visit, index) => row(visit, index, states[index] ?? "todo", today));
  at(root, "[data-stops]").replaceChildren(...rows);
  show(root, "[data-empty]", kept !== undefined && visits.length === 0);
  show(
    root,
    "[data-day-map]",
    visits.some(({ lat }) => lat !== null),
  );
  drawStrays(root, strays(kept?.day, person, items), kept?.day);
}

function row(visit: Visit, index: number, state: VisitState, today: string): HTMLElement {
  const line = shape("row");
  at<HTMLAnchorElement>(line, "[data-open]").href = `#${visit.code}`;
  line.dataset.stop = visit.code;
  line.dataset.is = state;
  put(line, "place", digits(index + 1));
  put(line, "name", nameOf(visit.topic));
  put(line, "where", placeOf(visit));
  drawDue(line, visit, today);
  show(line, "[data-urgent]", visit.is_urgent);
  choose(line, "data-case-state", state);
  return line;
}

/** By when the visit is to be made, in a colour once that is today. */
export function drawDue(line: HTMLElement, { due_on }: Visit, today: string): void {
  put(line, "due", due_on ? dayOf(due_on) : "");
  show(line, "[data-due]", Boolean(due_on));
  at(line, "[data-due]").classList.toggle("tone-red", due_on !== "" && due_on <= today);
}

function drawStrays(root: HTMLElement, items: Item[], day: Day | undefined): void {
  show(root, "[data-strays]", items.length > 0);
  const lines = items.map((item) => {
    const line = shape("stray");
    put(line, "order", item.command?.order ?? "");
    put(line, "said", saidOf(item));
    choose(line, "data-case-state", item.state);
    if (item.state === "conflict") differenceTable(line, differences(item, undefined), wordsOf(day), true);
    return line;
  });
  at(root, "[data-stray-list]").replaceChildren(...lines);
}
