/** One visit: what was said and done, and the form of the finding; everything is kept here first. */
import { answersIn, fieldBox, fillAnswers, labelOf } from "../kit/day/answers";
import { keepWork, workOf } from "../kit/day/base";
import { differenceTable } from "../kit/day/difference";
import { at, choose, digits, lineOf, nameOf, put, radio, shape, show } from "../kit/day/draw";
import { saidOf } from "../kit/day/head";
import type { Page, View } from "../kit/day/page";
import { bytesOf } from "../kit/day/photo";
import { photosInto } from "../kit/day/thumbs";
import { isReadable } from "../kit/outbox";
import type { Item } from "../kit/outbox-base";
import { differences, enterFinding, entryOf, mayEnter, missingIn, visitState, workId } from "./finding";
import { drawDue, placeOf, wordsOf } from "./list";
import { type Day, NOTHING, type Visit, type Work } from "./types";

const KEEP_AFTER = 400; // ms after the last key

export class VisitView implements View<Visit> {
  readonly element = shape("visit");
  readonly hash: string;
  private readonly form = at<HTMLFormElement>(this.element, "[data-form]");
  private work: Work = NOTHING;
  private isOpened = false;
  private timer = 0;
  private keeping = Promise.resolve();
  private urls: string[] = [];
  private taken = "";

  constructor(
    private readonly day: Day,
    private visit: Visit,
    index: number,
    private readonly page: Page,
  ) {
    this.hash = visit.code;
    const { element, form } = this;
    element.dataset.case = visit.code;
    put(element, "place", digits(index + 1));
    put(element, "name", nameOf(visit.topic));
    put(element, "code", visit.code);
    put(element, "where", placeOf(visit));
    put(element, "unit", nameOf(visit.unit));
    drawDue(element, visit, day.on);
    const way = at<HTMLAnchorElement>(element, "[data-way]");
    way.hidden = visit.lat === null;
    way.href = `geo:${visit.lat},${visit.lon}?q=${visit.lat},${visit.lon}`;
    at(element, "[data-said]").replaceChildren(...visit.said.map(lineOf));
    put(element, "answer", visit.answer);
    show(element, "[data-answered]", Boolean(visit.answer));
    at(form, "[data-findings]").replaceChildren(...day.findings.map((choice) => radio("finding", choice)));
    at(form, "[data-fields]").replaceChildren(...(visit.form?.fields ?? []).map(fieldBox));
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    const input = at<HTMLInputElement>(form, "[data-take]");
    input.addEventListener("change", () => void this.take(input));
  }

  leave(): void {
    for (const url of this.urls) URL.revokeObjectURL(url);
    if (this.taken) URL.revokeObjectURL(this.taken);
  }

  async draw(visit: Visit, items: Item[]): Promise<void> {
    this.visit = visit;
    if (!this.isOpened) await this.open();
    const entry = entryOf(visit.code, this.day.person, items);
    const state = visitState(visit, entry);
    const { element } = this;
    choose(element, "data-case-state", state);
    const finding = visit.finding || String(entry?.command?.body.finding ?? "");
    show(element, "[data-finding-said]", Boolean(finding) && state !== "todo");
    put(element, "finding", wordsOf(this.day)("finding", finding));
    const words = at(element, "[data-words]");
    words.textContent = state === "refused" || state === "conflict" ? saidOf(entry) : "";
    words.hidden = !words.textContent;
    show(element, "[data-difference]", false);
    if (state === "conflict" && entry)
      differenceTable(element, differences(entry, visit), wordsOf(this.day), !visit.finding);
    this.form.hidden = !mayEnter(state);
  }

  /** Fills the form with what was begun. */
  private async open(): Promise<void> {
    this.isOpened = true;
    const { visit, form, day } = this;
    this.work = await workOf(workId(day.person, visit.code), NOTHING);
    for (const name of ["finding", "note"] as const) {
      const box = form.elements.namedItem(name);
      if (box && "value" in box) box.value = this.work[name];
    }
    fillAnswers(form, this.work.answers);
    this.arrange();
    this.shelf();
    this.urls = await photosInto(at(this.element, "[data-photos]"), visit.photos);
  }

  /** Takes over what stands in the boxes, and keeps it a moment later. */
  private changed(): void {
    const data = new FormData(this.form);
    const answers = answersIn(this.form, this.visit.form?.fields ?? []);
    const [finding, note] = ["finding", "note"].map((name) => String(data.get(name) ?? ""));
    this.work = { ...this.work, finding: finding ?? "", note: note ?? "", answers };
    this.arrange();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), KEEP_AFTER);
  }

  private arrange(): void {
    const { finding } = this.work;
    show(this.form, "[data-fields]", finding !== "" && finding !== "not_seen" && this.visit.form !== null);
    show(this.form, "[data-missing]", false);
  }

  /** Keeps what was begun, one time after the other. */
  private keep(): Promise<void> {
    window.clearTimeout(this.timer);
    const [{ code }, { person }, work] = [this.visit, this.day, this.work];
    this.keeping = this.keeping.then(async () => {
      await this.page.kept(() => keepWork(workId(person, code), person, work));
    });
    return this.keeping;
  }

  private async take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const bytes = await bytesOf(file);
    if (!bytes) return this.say("photo");
    await this.replace({ file: bytes, name: file.name || "photo.jpg" });
  }

  private async replace(photo?: Work["photo"]): Promise<void> {
    const { photo: _former, ...rest } = this.work;
    this.work = photo ? { ...rest, photo } : rest;
    await this.keep();
    this.shelf();
  }

  /** The picture that was taken, small, with a button to take it away. */
  private shelf(): void {
    if (this.taken) URL.revokeObjectURL(this.taken);
    const { photo } = this.work;
    this.taken = photo ? URL.createObjectURL(photo.file) : "";
    const box = at(this.form, "[data-taken]");
    box.replaceChildren();
    if (!photo) return;
    const line = shape("taken");
    at<HTMLImageElement>(line, "img").src = this.taken;
    at(line, "[data-drop]").addEventListener("click", () => void this.replace());
    box.append(line);
  }

  private async submit(): Promise<void> {
    this.changed();
    await this.keep();
    if (this.form.dataset.busy) return;
    const { visit, work, day } = this;
    const missing = missingIn(visit, work);
    if (missing) return this.say(missing);
    if (work.photo && !(await isReadable(work.photo.file))) return this.say("photo");
    this.form.dataset.busy = "yes";
    // Nothing that is found out later belongs to it any more; a full phone gives it back.
    this.work = NOTHING;
    if (!(await this.page.kept(() => enterFinding(day.person, visit, work)))) this.work = work;
    delete this.form.dataset.busy;
  }

  private say(missing: string): void {
    const slot = at(this.form, "[data-missing]");
    const [kind, code] = missing.split(":");
    const field = this.visit.form?.fields.find((one) => one.code === code);
    slot.textContent = `${slot.dataset[kind ?? ""] ?? ""} ${field ? labelOf(field) : ""}`.trim();
    slot.hidden = false;
  }
}
