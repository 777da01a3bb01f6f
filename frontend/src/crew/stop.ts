/** One stop: what was said, steps, material, and the result of each case; everything is kept here first. */
import { differenceTable } from "../kit/day/difference";
import { at, choose, digits, lineOf, nameOf, put, shape, show } from "../kit/day/draw";
import { saidOf } from "../kit/day/head";
import type { Page, View } from "../kit/day/page";
import { photosInto } from "../kit/day/thumbs";
import type { Item } from "../kit/outbox-base";
import { callButton } from "./call";
import { enterFinish, enterMaterial, enterStart, enterStep, quantityOf } from "./entering";
import { stopDue, stopName, stopPlace, wordsOf } from "./list";
import { ResultForm } from "./result";
import {
  caseState,
  differences,
  entriesOf,
  isComplete,
  materialsOf,
  mayEnter,
  mayStart,
  needsFinish,
  resultEntry,
  stepsOf,
  stopState,
} from "./states";
import type { Day, DayCase, Stop } from "./types";

/** A stop on the screen; forms stay as they are while the rest is drawn anew. */
export class StopView implements View<Stop> {
  readonly hash: string;
  readonly element = shape("stop");
  private readonly forms = new Map<string, ResultForm>();
  private readonly cases = new Map<string, HTMLElement>();
  private readonly ticked = new Map<number, boolean>();
  private urls: string[] = [];
  private stop: Stop;

  constructor(
    private readonly day: Day,
    index: number,
    private readonly page: Page,
  ) {
    this.stop = day.stops[index] as Stop;
    this.hash = this.stop.number;
    const [stop, { element }] = [this.stop, this];
    put(element, "place", digits(index + 1));
    put(element, "name", stopName(stop));
    put(element, "number", stop.number);
    put(element, "where", stopPlace(stop));
    put(element, "due", stopDue(stop));
    put(element, "asset", stop.asset ?? "");
    show(element, "[data-asset]", Boolean(stop.asset));
    const way = at<HTMLAnchorElement>(element, "[data-way]");
    way.hidden = stop.lat === null;
    way.href = `geo:${stop.lat},${stop.lon}?q=${stop.lat},${stop.lon}`;
    at(element, "[data-start]").addEventListener("click", () => this.enter(() => enterStart(day.person, this.stop)));
    at(element, "[data-finish-now]").addEventListener("click", () =>
      this.enter(() => enterFinish(day.person, this.stop)),
    );
    at<HTMLFormElement>(element, "[data-material]").addEventListener("submit", (event) => this.material(event));
  }

  /** The photos of the page are let go of. */
  leave(): void {
    this.urls.forEach((url) => URL.revokeObjectURL(url));
    for (const form of this.forms.values()) form.leave();
  }

  private enter(work: () => Promise<unknown>): void {
    void this.page.kept(work);
  }

  /** Draws with the list and the entries as they are now. */
  async draw(stop: Stop, items: Item[]): Promise<void> {
    this.stop = stop;
    const entries = entriesOf(stop.number, this.day.person, items);
    const { element } = this;
    choose(element, "data-state", stopState(stop, entries));
    show(element, "[data-start]", mayStart(stop, entries));
    show(element, "[data-finish]", needsFinish(stop, entries));
    const hasResults = stop.cases.every((each) => !mayEnter(caseState(each, entries)));
    show(element, "[data-steps-missing]", hasResults && !isComplete(stop, entries));
    this.drawSteps(entries);
    this.drawMaterials(entries);
    for (const each of stop.cases) await this.drawCase(each, entries);
  }

  private drawSteps(entries: Item[]): void {
    const steps = stepsOf(this.stop, entries);
    const isOver = this.stop.state === "settled";
    show(this.element, "[data-with-steps]", steps.length > 0);
    const list = at(this.element, "[data-steps]");
    const lines = steps.map((step, index) => {
      const line = (list.children[index] as HTMLElement | undefined) ?? shape("step");
      const box = at<HTMLInputElement>(line, "input");
      put(line, "text", step.text);
      show(line, "[data-required]", step.is_required);
      show(line, "[data-waits]", step.isWaiting);
      box.checked = this.ticked.get(step.position) ?? step.is_done;
      box.disabled = isOver;
      box.onchange = () => void this.tick(step.position, box.checked);
      return line;
    });
    lines.forEach((line, index) => {
      if (list.children[index] !== line) list.append(line);
    });
  }

  /** Until it is kept, the box stays as the person left it, whatever is drawn meanwhile. */
  private async tick(position: number, isDone: boolean): Promise<void> {
    this.ticked.set(position, isDone);
    const kept = await this.page.kept(() => enterStep(this.day.person, this.stop, position, isDone));
    if (!kept || this.ticked.get(position) === isDone) this.ticked.delete(position);
  }

  private drawMaterials(entries: Item[]): void {
    const lines = materialsOf(this.stop, entries).map((used) => {
      const line = shape("material");
      const quantity = Number(used.quantity);
      put(
        line,
        "text",
        `${used.item} — ${Number.isFinite(quantity) ? digits(quantity) : used.quantity} ${used.measure}`,
      );
      show(line, "[data-waits]", used.isWaiting);
      return line;
    });
    at(this.element, "[data-materials]").replaceChildren(...lines);
    show(this.element, "[data-material]", this.stop.state !== "settled");
  }

  private material(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = (name: string) => String(new FormData(form).get(name) ?? "").trim();
    const quantity = quantityOf(text("quantity"));
    const isWrong = !quantity || !text("item") || !text("measure");
    show(form, "[data-wrong]", isWrong);
    if (isWrong) return;
    this.enter(async () => {
      await enterMaterial(this.day.person, this.stop, text("item"), quantity, text("measure"));
      form.reset();
    });
  }

  private async drawCase(each: DayCase, entries: Item[]): Promise<void> {
    const known = this.cases.get(each.code);
    const part = known ?? (await this.newCase(each));
    const state = caseState(each, entries);
    const entry = resultEntry(each, entries);
    choose(part, "data-case-state", state);
    const result = each.is_open ? String(entry?.command?.body.result ?? "") : each.result;
    const reason = each.is_open ? String(entry?.command?.body.reason ?? "") : each.reason;
    show(part, "[data-result-said]", Boolean(result) && state !== "open");
    put(part, "result", nameOf(this.day.results.find(({ value }) => value === result)));
    put(part, "reason", nameOf(this.day.reasons.find(({ value }) => value === reason)));
    show(part, "[data-call]", Boolean(each.may_call) && mayEnter(state));
    const words = at(part, "[data-words]");
    words.textContent = state === "refused" || state === "conflict" ? saidOf(entry) : "";
    words.hidden = !words.textContent;
    show(part, "[data-difference]", false);
    if (state === "conflict" && entry) differenceTable(part, differences(entry, each), wordsOf(this.day), false);
    this.forms.get(each.code)?.update(this.stop, each, mayEnter(state));
  }

  private async newCase(each: DayCase): Promise<HTMLElement> {
    const part = shape("case");
    this.cases.set(each.code, part);
    part.dataset.case = each.code;
    put(part, "topic", nameOf(each.topic) || stopName(this.stop));
    put(part, "code", each.code);
    at(part, "[data-said]").replaceChildren(...each.said.map(lineOf));
    at(this.element, "[data-cases]").append(part);
    callButton(part, this.stop, each);
    const form = new ResultForm(at(part, "[data-form]"), this.day, this.page);
    this.forms.set(each.code, form);
    await form.open(this.stop, each);
    this.urls.push(...(await photosInto(at(part, "[data-photos]"), each.photos)));
    return part;
  }
}
