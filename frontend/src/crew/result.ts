/** The form of a case's result: what is entered is kept on the phone at once, photos too, and becomes one command. */
import { answersIn, fieldBox, fillAnswers, labelOf } from "../kit/day/answers";
import { at, choose, nameOf, radio, shape, show } from "../kit/day/draw";
import type { Page } from "../kit/day/page";
import { bytesOf } from "../kit/day/photo";
import { placeNow } from "../kit/day/place";
import { isReadable } from "../kit/outbox";
import { keepWork, workOf } from "./day-base";
import { enterResult, missingIn } from "./entering";
import { signaturePad } from "./signature";
import { type Choice, type Day, type DayCase, NOTHING, type Picture, type Role, type Stop, type Work } from "./types";

const KEEP_AFTER = 400; // ms after the last key

export class ResultForm {
  private work: Work = NOTHING;
  private stop?: Stop;
  private each?: DayCase;
  private timer = 0;
  private keeping = Promise.resolve();
  private urls: string[] = [];
  private readonly pad: ReturnType<typeof signaturePad>;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly day: Day,
    private readonly page: Page,
  ) {
    this.pad = signaturePad(at<HTMLCanvasElement>(form, "canvas"));
    const results = at(form, "[data-results]");
    results.replaceChildren(...day.results.map((choice) => radio("result", choice)));
    options(at(form, "[data-reasons]"), day.reasons);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    for (const input of form.querySelectorAll<HTMLInputElement>("[data-take]"))
      input.addEventListener("change", () => void this.take(input));
    at(form, "canvas").addEventListener("signed", () => void this.sign());
    at(form, "[data-unsign]").addEventListener("click", () => {
      this.pad.clear();
      void this.replace("sign");
    });
  }

  /** Fills the form with what was begun for the case. */
  async open(stop: Stop, each: DayCase): Promise<void> {
    [this.stop, this.each] = [stop, each];
    const { form } = this;
    const allowed = this.day.stand_ins.filter(({ value }) => each.needs.stand_ins.includes(value));
    options(at(form, "[data-stand-ins]"), allowed);
    at(form, "[data-fields]").replaceChildren(...each.needs.fields.map(fieldBox));
    this.work = await workOf(this.day.person, stop.number, each.code);
    for (const [name, value] of Object.entries(this.work)) {
      const box = form.elements.namedItem(name);
      if (typeof value === "string" && box && "value" in box) box.value = value;
    }
    fillAnswers(form, this.work.answers);
    this.arrange();
    this.shelf();
  }

  update(stop: Stop, each: DayCase, isOpen: boolean): void {
    [this.stop, this.each] = [stop, each];
    this.form.hidden = !isOpen;
  }

  leave(): void {
    this.urls.forEach((url) => URL.revokeObjectURL(url));
    this.urls = [];
  }

  /** Takes over what stands in the boxes, and keeps it a moment later. */
  private changed(): void {
    const data = new FormData(this.form);
    const text = (name: string) => String(data.get(name) ?? "");
    const answers = answersIn(this.form, this.each?.needs.fields ?? []);
    const names = ["result", "reason", "note", "until", "stand_in"] as const;
    const changed = Object.fromEntries(names.map((name) => [name, text(name)]));
    this.work = { ...this.work, ...changed, answers };
    this.arrange();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), KEEP_AFTER);
  }

  private arrange(): void {
    const { form, work, each } = this;
    for (const part of form.querySelectorAll<HTMLElement>("[data-only]"))
      part.hidden = part.dataset.only !== work.result;
    const takesDay = this.day.reasons.find(({ value }) => value === work.reason)?.takes_day ?? false;
    show(form, "[data-only-day]", work.result === "not_possible" && takesDay);
    show(form, "[data-signature]", work.result === "fixed" && Boolean(each?.needs.signature));
    show(form, "[data-stand-in]", work.result === "fixed" && Boolean(each?.needs.stand_ins.length));
    choose(form, "data-note-help", work.result === "fixed" ? "fixed" : "other");
    show(form, "[data-missing]", false);
  }

  /** Keeps what was begun, one time after the other. */
  private keep(): Promise<void> {
    window.clearTimeout(this.timer);
    const [stop, each, work] = [this.stop, this.each, this.work];
    if (!stop || !each) return this.keeping;
    this.keeping = this.keeping.then(async () => {
      await this.page.kept(() => keepWork(this.day.person, stop.number, each.code, work));
    });
    return this.keeping;
  }

  private async take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    const role = input.dataset.take as Role;
    input.value = "";
    if (!file) return;
    const bytes = await bytesOf(file);
    if (!bytes) return this.say("photo");
    const picture: Picture = {
      role,
      file: bytes,
      name: file.name || `${role}.jpg`,
      taken_at: new Date().toISOString(),
    };
    await this.replace(role, picture);
    // The place takes seconds; the picture is safe by then.
    const place = await placeNow();
    if (place.lat !== undefined && this.work.pictures.includes(picture))
      await this.replace(role, { ...picture, ...place });
  }

  private async sign(): Promise<void> {
    const file = await this.pad.picture();
    const taken_at = new Date().toISOString();
    if (file) await this.replace("sign", { role: "sign", file, name: "signature.png", taken_at });
  }

  private async replace(role: Role, picture?: Picture): Promise<void> {
    const pictures = this.work.pictures.filter((one) => one.role !== role);
    this.work = { ...this.work, pictures: picture ? [...pictures, picture] : pictures };
    await this.keep();
    this.shelf();
  }

  /** The pictures that were taken, small, each with a button to take it away. */
  private shelf(): void {
    this.leave();
    const lines = this.work.pictures
      .filter(({ role }) => role !== "sign")
      .map(({ role, file }) => {
        const line = shape("taken");
        const url = URL.createObjectURL(file);
        this.urls.push(url);
        at<HTMLImageElement>(line, "img").src = url;
        choose(line, "data-role", role);
        at(line, "[data-drop]").addEventListener("click", () => void this.replace(role));
        return line;
      });
    at(this.form, "[data-taken]").replaceChildren(...lines);
  }

  private async submit(): Promise<void> {
    this.changed();
    await this.keep();
    const [stop, each] = [this.stop, this.each];
    if (!stop || !each || this.form.dataset.busy) return;
    const missing = missingIn(each, this.work);
    if (missing) return this.say(missing);
    for (const { file } of this.work.pictures) if (!(await isReadable(file))) return this.say("photo");
    this.form.dataset.busy = "yes";
    // Nothing that is found out later belongs to it any more; a full phone gives it back.
    const { work } = this;
    this.work = NOTHING;
    if (!(await this.page.kept(() => enterResult(this.day.person, stop, each, work)))) this.work = work;
    delete this.form.dataset.busy;
  }

  private say(missing: string): void {
    const slot = at(this.form, "[data-missing]");
    const [kind, code] = missing.split(":");
    const field = this.each?.needs.fields.find((one) => one.code === code);
    slot.textContent = `${slot.dataset[kind ?? ""] ?? ""} ${field ? labelOf(field) : ""}`.trim();
    slot.hidden = false;
  }
}

function options(select: HTMLElement, choices: Choice[]): void {
  for (const choice of choices) select.append(new Option(nameOf(choice), choice.value));
}
