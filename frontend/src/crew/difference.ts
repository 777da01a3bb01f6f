/** Two versions side by side: what the file says, and what this phone says. */
import type { Item } from "../kit/outbox-base";
import { at, digits, nameOf, show } from "./draw";
import { type Difference, differences } from "./states";
import type { Choice, Day, DayCase } from "./types";

/** Fills the table of `root`; `each` is the case as the list has it, undefined for an order that is not in it. */
export function differenceTable(root: HTMLElement, entry: Item, each: DayCase | undefined, day: Day | undefined): void {
  const body = at(root, "[data-rows]");
  const rows = differences(entry, each);
  show(root, "[data-difference]", true);
  body.replaceChildren(
    ...rows.map((one) => {
      const line = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = body.dataset[one.field] ?? "";
      line.append(head, ...[one.file, one.phone].map((value, side) => cell(body, one, value, side, each, day)));
      return line;
    }),
  );
}

function cell(
  body: HTMLElement,
  { field }: Difference,
  value: string,
  side: number,
  each: DayCase | undefined,
  day: Day | undefined,
): HTMLElement {
  const box = document.createElement("td");
  box.dir = "auto";
  const isGone = side === 0 && !each && field === "result";
  const nothing = isGone ? body.dataset.gone : body.dataset.nothing;
  if (field === "photos" && value) box.textContent = digits(Number(value));
  else box.textContent = labelled(field, value, day) || (nothing ?? "");
  return box;
}

function labelled(field: string, value: string, day: Day | undefined): string {
  const choices: Record<string, Choice[] | undefined> = { result: day?.results, reason: day?.reasons };
  return nameOf(choices[field]?.find((choice) => choice.value === value)) || value;
}
