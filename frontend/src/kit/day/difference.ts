/** Two versions side by side: what the file says, and what this phone says. */
import { at, digits, show } from "./draw";
import type { Difference } from "./types";

/** Fills the table of `root`; `words` gives the text of a value, `isGone` says that the thing is not in the list. */
export function differenceTable(
  root: HTMLElement,
  rows: Difference[],
  words: (field: string, value: string) => string,
  isGone: boolean,
): void {
  const body = at(root, "[data-rows]");
  show(root, "[data-difference]", true);
  body.replaceChildren(
    ...rows.map((one) => {
      const line = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = body.dataset[one.field] ?? "";
      const nothing = body.dataset.nothing ?? "";
      const missing = isGone && body.dataset.gone && one === rows[0] ? body.dataset.gone : nothing;
      line.append(head, cell(one, one.file, words, missing), cell(one, one.phone, words, nothing));
      return line;
    }),
  );
}

function cell(
  { field }: Difference,
  value: string,
  words: (field: string, value: string) => string,
  nothing: string,
): HTMLElement {
  const box = document.createElement("td");
  box.dir = "auto";
  if (field === "photos" && value) box.textContent = digits(Number(value));
  else box.textContent = words(field, value) || nothing;
  return box;
}
