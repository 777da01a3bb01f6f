/** Covers on a photo: drawn by pointer or touch, moved and resized by the arrow keys, kept in the form's numbers. */

const WHOLE = 100; // per cent of a side
const LEAST = 0.5;
const STEP = 1;
const SIDES = ["left", "top", "width", "height"] as const;
const NEW: Box = { left: 40, top: 40, width: 20, height: 20 };

type Side = (typeof SIDES)[number];
type Box = Record<Side, number>;

const covering = document.querySelector<HTMLFormElement>("[data-covering]");
const photo = covering?.querySelector<HTMLElement>("[data-cover-stage]");
const rectangle = covering?.querySelector<HTMLTemplateElement>("[data-cover-shape]")?.content.firstElementChild;
if (covering && photo && rectangle instanceof HTMLElement) start(covering, photo, rectangle);

/** Connects the rectangles on the photo with the rows of numbers in the form. */
export function start(form: HTMLFormElement, stage: HTMLElement, shape: HTMLElement): void {
  const drawn = new Map<HTMLElement, HTMLElement>(); // row of numbers → rectangle on the photo
  const remover = form.querySelector<HTMLButtonElement>("[data-cover-remove]");
  const adder = form.querySelector<HTMLButtonElement>("[data-cover-add]");
  const voice = form.querySelector<HTMLElement>("[data-cover-said]");
  let chosen: HTMLElement | undefined; // the row of the cover that had the focus last

  const rows = () => [...form.querySelectorAll<HTMLElement>("[data-cover-row]")];
  const typed = (row: HTMLElement, side: Side) =>
    row.querySelector<HTMLInputElement>(`[name="${side}"]`)?.value.trim() ?? "";
  const type = (row: HTMLElement, side: Side, value: string) => {
    const field = row.querySelector<HTMLInputElement>(`[name="${side}"]`);
    if (field) field.value = value;
  };
  const isEmpty = (row: HTMLElement) => SIDES.every((side) => !typed(row, side));
  const numberOf = (row: HTMLElement) => row.querySelector(".cover-number")?.textContent?.trim() ?? "";
  const rowOf = (target: EventTarget | null) =>
    [...drawn].find(([, rectangle]) => target instanceof Node && rectangle.contains(target))?.[0];

  function boxOf(row: HTMLElement): Box | null {
    const box = { ...NEW };
    for (const side of SIDES) {
      const text = typed(row, side);
      box[side] = text ? Number(latin(text)) : Number.NaN;
    }
    return Object.values(box).every(Number.isFinite) ? box : null;
  }

  function write(row: HTMLElement, wanted: Box): void {
    const box = inside(wanted);
    for (const side of SIDES) type(row, side, String(Math.round(box[side] * 10) / 10));
    draw(row);
  }

  function draw(row: HTMLElement): void {
    const box = boxOf(row);
    let rectangle = drawn.get(row);
    if (!box) {
      rectangle?.remove();
      drawn.delete(row);
      return;
    }
    if (!rectangle) {
      rectangle = shape.cloneNode(true) as HTMLElement;
      rectangle.setAttribute("aria-label", `${rectangle.getAttribute("aria-label")} ${numberOf(row)}`);
      rectangle.addEventListener("focus", () => choose(row));
      stage.append(rectangle);
      drawn.set(row, rectangle);
    }
    for (const side of SIDES) rectangle.style.setProperty(side, `${box[side]}%`);
  }

  function choose(row: HTMLElement | undefined): void {
    chosen = row;
    for (const [each, rectangle] of drawn) rectangle.classList.toggle("is-chosen", each === row);
    if (remover) remover.disabled = !row;
  }

  /** Tells screen readers where the chosen cover lies now. */
  function say(row: HTMLElement, words: string | undefined): void {
    const box = boxOf(row) ?? NEW;
    const values: Record<string, string> = { number: numberOf(row) };
    for (const side of SIDES) values[side] = localised(Math.round(box[side]));
    if (voice) voice.textContent = (words ?? "").replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  }

  /** An empty row; the last one is copied when all are taken. */
  function freeRow(): HTMLElement | undefined {
    const [free, last] = [rows().find(isEmpty), rows().at(-1)];
    if (free || !last) return free;
    const more = last.cloneNode(true) as HTMLElement;
    for (const side of SIDES) type(more, side, "");
    const number = more.querySelector(".cover-number");
    if (number) number.textContent = localised(rows().length + 1);
    last.after(more);
    return more;
  }

  function remove(row: HTMLElement): void {
    say(row, voice?.dataset.removed);
    for (const side of SIDES) type(row, side, "");
    draw(row);
    choose(undefined);
    adder?.focus();
  }

  stage.addEventListener("pointerdown", (event) => {
    // A second finger zooms the page; it draws nothing.
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    const from = placeOf(event, stage);
    const held = rowOf(event.target);
    const before = held && boxOf(held);
    const isResized = event.target instanceof Element && Boolean(event.target.closest("[data-cover-grip]"));
    let row = held;
    stage.setPointerCapture(event.pointerId);

    const move = (moved: PointerEvent) => {
      if (moved.pointerId !== event.pointerId) return;
      const to = placeOf(moved, stage);
      if (row && before) {
        const [across, down] = [to.x - from.x, to.y - from.y];
        if (isResized) write(row, resized(before, across, down));
        else write(row, { ...before, left: before.left + across, top: before.top + down });
        return;
      }
      const width = Math.abs(to.x - from.x);
      const height = Math.abs(to.y - from.y);
      if (!row && (width < LEAST || height < LEAST)) return;
      row ??= freeRow();
      if (row) write(row, { left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width, height });
    };
    const end = (ended: PointerEvent) => {
      if (ended.pointerId !== event.pointerId) return;
      for (const kind of ["pointerup", "pointercancel"] as const) stage.removeEventListener(kind, end);
      stage.removeEventListener("pointermove", move);
      if (ended.type === "pointercancel" && row) {
        // The browser took the gesture for a zoom: everything is as it was.
        if (before) write(row, before);
        else remove(row);
      } else if (row) drawn.get(row)?.focus();
      else choose(undefined);
    };
    stage.addEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel"] as const) stage.addEventListener(kind, end);
  });

  stage.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    const box = row && boxOf(row);
    if (!row || !box) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(row);
      return;
    }
    const across = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    const down = event.key === "ArrowDown" ? STEP : event.key === "ArrowUp" ? -STEP : 0;
    if (!across && !down) return;
    event.preventDefault();
    if (event.shiftKey) write(row, resized(box, across, down));
    else write(row, { ...box, left: box.left + across, top: box.top + down });
    say(row, voice?.dataset.moved);
  });

  form.addEventListener("input", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-cover-row]");
    if (row) draw(row);
  });
  adder?.addEventListener("click", () => {
    const row = freeRow();
    if (!row) return;
    write(row, NEW);
    drawn.get(row)?.focus();
    say(row, voice?.dataset.moved);
  });
  remover?.addEventListener("click", () => {
    if (chosen) remove(chosen);
  });
  for (const part of form.querySelectorAll<HTMLElement>("[data-with-script]")) part.hidden = false;
  // A fault is about a number, so the numbers stay in sight then.
  const numbers = form.querySelector<HTMLDetailsElement>("[data-cover-numbers]");
  if (numbers && !document.querySelector("[role=alert]")) numbers.open = false;
  rows().forEach(draw);
}

/** The box with sides of at least LEAST, moved into the photo. */
function inside(box: Box): Box {
  const width = Math.min(Math.max(box.width, LEAST), WHOLE);
  const height = Math.min(Math.max(box.height, LEAST), WHOLE);
  const left = Math.min(Math.max(box.left, 0), WHOLE - width);
  const top = Math.min(Math.max(box.top, 0), WHOLE - height);
  return { left, top, width, height };
}

/** The box with its lower right corner moved, as far as the photo goes. */
function resized(box: Box, across: number, down: number): Box {
  return {
    ...box,
    width: Math.min(Math.max(box.width + across, LEAST), WHOLE - box.left),
    height: Math.min(Math.max(box.height + down, LEAST), WHOLE - box.top),
  };
}

/** Where a pointer is on the photo, in per cent of its sides. */
function placeOf(event: PointerEvent, stage: HTMLElement): { x: number; y: number } {
  const frame = stage.getBoundingClientRect();
  const share = (distance: number, side: number) => Math.min(Math.max((distance / side) * WHOLE, 0), WHOLE);
  return { x: share(event.clientX - frame.left, frame.width), y: share(event.clientY - frame.top, frame.height) };
}

function localised(value: number): string {
  return value.toLocaleString(document.documentElement.lang, { useGrouping: false });
}

function latin(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[٫,]/g, ".");
}
