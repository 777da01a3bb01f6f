/** The calendar as a dialog, by the date picker pattern of the ARIA Authoring Practices; one for the whole page. */
import { type Calendar, gregorian, iso, jalali, moved, persian, read, type Serial, weekday } from "./calendar";
import { type DayOff, daysOff } from "./offdays";

/** What is asked of it: the day there is, the other end of a range, the limits, and what becomes of the answer. */
export interface Asked {
  chosen: Serial | null;
  other: Serial | null;
  min: Serial | null;
  max: Serial | null;
  words: string;
  near: HTMLElement;
  take(day: Serial): (() => void) | null;
}

const ROOMY = "(min-width: 40rem)";

export class Picker {
  private readonly dialog: HTMLDialogElement;
  private readonly grid: HTMLElement;
  private readonly said: DOMStringMap;
  private readonly calendar: Calendar;
  private readonly months: string[];
  private readonly weekdays: string[];
  private readonly today: Serial;
  private readonly off = new Map<Serial, DayOff>();
  private at: Serial = 0;
  private asked: Asked | null = null;

  constructor(shape: HTMLTemplateElement) {
    this.said = shape.dataset;
    this.calendar = this.said.calendar === "jalali" ? jalali : gregorian;
    this.months = (this.said.months ?? "").split("|");
    this.weekdays = (this.said.weekdays ?? "").split("|");
    this.today = read(this.said.today ?? "") ?? 0;
    this.dialog = shape.content.querySelector("dialog")?.cloneNode(true) as HTMLDialogElement;
    this.grid = this.part("grid").querySelector("tbody") as HTMLElement;
    document.body.append(this.dialog);
    this.dialog.addEventListener("click", (event) => this.pressed(event));
    this.part("grid").addEventListener("keydown", (event) => this.typed(event));
  }

  /** «سه‌شنبه ۳ آذر ۱۴۰۵». */
  spoken(serial: Serial): string {
    const { year, month, day } = this.calendar.of(serial);
    return this.digits(`${this.weekdays[weekday(serial)] ?? ""} ${day} ${this.months[month - 1] ?? ""} ${year}`);
  }

  open(asked: Asked): void {
    this.asked = asked;
    this.at = this.within(asked.chosen ?? asked.other ?? this.today);
    const words = this.part("asked");
    words.textContent = asked.words;
    words.hidden = !asked.words;
    this.part<HTMLButtonElement>("today").disabled = !this.mayBe(this.today);
    if (!this.dialog.open) this.dialog.showModal();
    this.draw();
    this.place(asked.near);
    this.focus();
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.dialog.querySelector<T>(`[data-date-${name}]`) as T;
  }

  private digits(text: string | number): string {
    return this.said.digits === "fa" ? persian(text) : String(text);
  }

  private mayBe(day: Serial): boolean {
    const { min = null, max = null } = this.asked ?? {};
    return (min === null || day >= min) && (max === null || day <= max);
  }

  /** The nearest day that the calendar and the limits know. */
  private within(day: Serial): Serial {
    const { min = null, max = null } = this.asked ?? {};
    const first = this.calendar.serial({ year: this.calendar.first, month: 1, day: 1 });
    const last = this.calendar.serial({ year: this.calendar.last + 1, month: 1, day: 1 }) - 1;
    return Math.min(Math.max(day, first, min ?? first), last, max ?? last);
  }

  private pressed(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const button = target.closest("button");
    if (target === this.dialog && isOutside(event, this.dialog)) this.dialog.close();
    if (!button) return;
    if ("dateClose" in button.dataset) this.dialog.close();
    if ("dateToday" in button.dataset) this.go(this.today, true);
    if (button.dataset.step) this.go(moved(this.calendar, this.at, Number(button.dataset.step)), false);
    if (button.dataset.day) this.choose(read(button.dataset.day));
  }

  private typed(event: KeyboardEvent): void {
    // An arrow goes where it points: in Persian the next day is on the left.
    const next = getComputedStyle(this.dialog).direction === "rtl" ? -1 : 1;
    const months = (count: number) => moved(this.calendar, this.at, event.shiftKey ? 12 * count : count) - this.at;
    const steps: Record<string, () => number> = {
      ArrowRight: () => next,
      ArrowLeft: () => -next,
      ArrowUp: () => -7,
      ArrowDown: () => 7,
      Home: () => -weekday(this.at),
      End: () => 6 - weekday(this.at),
      PageUp: () => months(-1),
      PageDown: () => months(1),
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.go(this.at + step(), true);
  }

  private go(day: Serial, isFocused: boolean): void {
    this.at = this.within(day);
    this.draw();
    if (isFocused) this.focus();
  }

  private choose(day: Serial | null): void {
    if (day === null || !this.asked || !this.mayBe(day)) return;
    const goOn = this.asked.take(day);
    if (goOn) goOn();
    else this.dialog.close();
  }

  private focus(): void {
    this.grid.querySelector<HTMLElement>("button[tabindex='0']")?.focus();
  }

  private draw(): void {
    const { year, month } = this.calendar.of(this.at);
    const first = this.calendar.serial({ year, month, day: 1 });
    const last = first + this.calendar.monthLength(year, month) - 1;
    const heading = this.digits(`${this.months[month - 1] ?? ""} ${year}`);
    if (this.part("month").textContent !== heading) this.part("month").textContent = heading;
    const rows: HTMLElement[] = [];
    for (let start = first - weekday(first); start <= last; start += 7) {
      const row = document.createElement("tr");
      for (let day = start; day < start + 7; day += 1)
        row.append(day < first || day > last ? document.createElement("td") : this.cell(day));
      rows.push(row);
    }
    this.grid.replaceChildren(...rows);
    this.mark(first, last);
    const [oldest = 0, newest = 0] = (this.said.years ?? "").split(" ").map(Number);
    void daysOff(this.said.address ?? "", this.said.digits ?? "", first, last, [oldest, newest]).then((off) => {
      off.forEach((why, day) => this.off.set(day, why));
      const now = this.calendar.of(this.at);
      if (now.year === year && now.month === month) this.mark(first, last);
    });
  }

  private cell(day: Serial): HTMLElement {
    const { chosen = null, other = null } = this.asked ?? {};
    const cell = document.createElement("td");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "date-day";
    button.textContent = this.digits(this.calendar.of(day).day);
    button.dataset.day = iso(day);
    button.tabIndex = day === this.at ? 0 : -1;
    if (day === this.today) button.setAttribute("aria-current", "date");
    if (!this.mayBe(day)) button.setAttribute("aria-disabled", "true");
    cell.setAttribute("aria-selected", String(day === chosen || day === other));
    const isBetween =
      chosen !== null && other !== null && day > Math.min(chosen, other) && day < Math.max(chosen, other);
    cell.classList.toggle("is-between", isBetween);
    cell.append(button);
    return cell;
  }

  /** Days off: said in the day's name, dotted in the grid, and named below it. */
  private mark(first: Serial, last: Serial): void {
    const named: HTMLElement[] = [];
    this.grid.querySelectorAll<HTMLButtonElement>("button[data-day]").forEach((button) => {
      const day = read(button.dataset.day ?? "") ?? 0;
      const off = this.off.get(day);
      button.classList.toggle("is-off", Boolean(off));
      button.classList.toggle("is-holiday", Boolean(off && !off.isWeekly));
      button.setAttribute("aria-label", [this.spoken(day), off?.name].filter(Boolean).join(this.said.comma ?? ", "));
      if (off && !off.isWeekly) {
        const line = document.createElement("li");
        const number = document.createElement("b");
        number.textContent = button.textContent;
        line.append(number, ` ${off.name}`);
        named.push(line);
      }
    });
    this.part("offs").replaceChildren(...named);
    this.part("offs").hidden = named.length === 0 || first > last;
  }

  /** Below its box where there is room for that; on a phone it is a sheet at the foot of the screen. */
  private place(near: HTMLElement): void {
    const style = this.dialog.style;
    style.removeProperty("left");
    style.removeProperty("top");
    if (!window.matchMedia(ROOMY).matches) return;
    const box = near.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.dialog;
    const isRtl = getComputedStyle(this.dialog).direction === "rtl";
    const left = Math.min(Math.max(isRtl ? box.right - width : box.left, 8), window.innerWidth - width - 8);
    const below = box.bottom + 6;
    const top = below + height <= window.innerHeight - 8 ? below : Math.max(8, box.top - height - 6);
    style.left = `${left}px`;
    style.top = `${Math.min(top, Math.max(8, window.innerHeight - height - 8))}px`;
  }
}

function isOutside({ clientX, clientY }: MouseEvent, element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
