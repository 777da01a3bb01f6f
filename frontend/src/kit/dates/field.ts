/** A day picker beside a plain text box: the box works alone, the calendar writes into it. */
import { gregorian, jalali, persian, read, type Serial, written } from "./calendar";
import { type Asked, Picker } from "./picker";

interface Box {
  input: HTMLInputElement;
  button: HTMLButtonElement;
  min: Serial | null;
  max: Serial | null;
  range: Box[]; // first day, last day; empty for a single day
}

const dayOf = (text: string | undefined) => read(text ?? "");
let picker: Picker | null = null;

/** Gives every box in `root` that takes a day its button. */
export function ready(root: ParentNode): void {
  const shape = document.querySelector<HTMLTemplateElement>("template[data-date-shape]");
  if (!shape) return;
  picker ??= new Picker(shape);
  const ranges = new Map<Element, Box[]>();
  root.querySelectorAll<HTMLElement>("[data-date]:not([data-ready])").forEach((place) => {
    const input = place.querySelector<HTMLInputElement>("input");
    const button = shape.content.querySelector("[data-date-open]")?.cloneNode(true) as HTMLButtonElement | undefined;
    if (!input || !button) return;
    place.dataset.ready = "yes";
    place.append(button);
    const group = place.closest("[data-date-range]");
    const range = group ? (ranges.get(group) ?? []) : [];
    if (group) ranges.set(group, range);
    const box: Box = { input, button, min: dayOf(place.dataset.min), max: dayOf(place.dataset.max), range };
    if (group) range.push(box);
    name(box, shape);
    input.addEventListener("change", () => name(box, shape));
    button.addEventListener("click", () => open(box, shape));
    input.addEventListener("keydown", (event) => {
      if (!event.altKey || event.key !== "ArrowDown") return;
      event.preventDefault();
      open(box, shape);
    });
  });
}

/** The button says what it does, for which box, and which day is chosen. */
function name({ input, button }: Box, shape: HTMLTemplateElement): void {
  const chosen = read(input.value);
  const label = input.labels?.[0]?.textContent?.trim() ?? "";
  const words =
    chosen === null || !picker
      ? (shape.dataset.choose ?? "")
      : `${shape.dataset.change ?? ""} ${picker.spoken(chosen)}`;
  button.setAttribute("aria-label", label ? `${label}: ${words}` : words);
}

function open(box: Box, shape: HTMLTemplateElement): void {
  const [first, last] = box.range;
  const isFirst = box === first;
  const asked: Asked = {
    chosen: read(box.input.value),
    other: box.range.length > 1 ? read((isFirst ? last : first)?.input.value ?? "") : null,
    min: box === last && first ? (read(first.input.value) ?? box.min) : box.min,
    max: box.max,
    words: box.range.length < 2 ? "" : ((isFirst ? shape.dataset.first : shape.dataset.last) ?? ""),
    near: box.input,
    take(day) {
      write(box, day, shape);
      if (!isFirst || !last) return null;
      // A range goes on to its last day; one that lies before the new first day is taken away.
      const end = read(last.input.value);
      if (end !== null && end < day) write(last, null, shape);
      return () => open(last, shape);
    },
  };
  picker?.open(asked);
}

function write(box: Box, day: Serial | null, shape: HTMLTemplateElement): void {
  const calendar = shape.dataset.calendar === "jalali" ? jalali : gregorian;
  const text = day === null ? "" : written(calendar, day);
  box.input.value = calendar === jalali ? persian(text) : text;
  box.input.dispatchEvent(new Event("input", { bubbles: true }));
  box.input.dispatchEvent(new Event("change", { bubbles: true }));
}
