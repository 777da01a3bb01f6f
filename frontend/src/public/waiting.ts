/** The list of what waits on this phone: each entry with its pictures and its state, and what can be done about it. */

import { comma, dayLocale, written } from "../kit/numbers";
import { all, type Item, isOnlyHere, NotKept, type Photo, photosOf, remove, reopen, waits } from "../kit/outbox";
import { exported, NotOurFile, takenIn } from "../kit/outbox-file";
import { MANY_TRIES } from "../kit/outbox-patience";
import { CHANGED, recount, sendWaiting } from "../kit/phone";

const isPersian = () => document.documentElement.lang === "fa";
const moment = (at: number) =>
  new Intl.DateTimeFormat(dayLocale(), { dateStyle: "medium", timeStyle: "short" }).format(at);

/** All that only this phone has, as a file, for whoever can enter it elsewhere; and a sentence on what is not in it. */
async function handOver(root: HTMLElement): Promise<void> {
  const { file, missing } = await exported();
  const slot = root.querySelector<HTMLElement>("[data-export-said]");
  if (slot) {
    slot.hidden = !missing.length;
    slot.textContent = `${slot.dataset.missing} ${missing.join(comma())}`;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `peygir-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The entries of such a file, and a sentence on what became of them. */
async function takeIn(root: HTMLElement, input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  const slot = root.querySelector<HTMLElement>("[data-import-said]");
  if (!file || !slot) return;
  const words = (name: string) => slot.dataset[name] ?? "";
  try {
    const { fresh, known, damaged } = await takenIn(file);
    const parts: [number, string][] = [
      [fresh, "fresh"],
      [known, "known"],
      [damaged, "damaged"],
    ];
    const said = parts.filter(([count]) => count).map(([count, name]) => words(name).replace("#", written(count)));
    slot.textContent = said.join(" ") || words("empty");
  } catch (fault) {
    slot.textContent = words(fault instanceof NotOurFile ? "foreign" : fault instanceof NotKept ? fault.why : "none");
  }
  input.value = "";
  await recount();
  await sendWaiting(true).catch(() => undefined);
}

async function tryNow(button: HTMLElement, first = ""): Promise<void> {
  button.classList.add("htmx-request");
  await sendWaiting(true, first).catch(() => undefined);
  button.classList.remove("htmx-request");
}

/** Draws the list, one drawing after the other: an entry that has not changed stays as it is, with its pictures. */
class WaitingList {
  private drawing = Promise.resolve();
  private readonly drawn = new Map<string, { line: HTMLElement; as: string; urls: string[] }>();

  constructor(private readonly root: HTMLElement) {}

  redraw(): void {
    this.drawing = this.drawing.then(() => this.draw()).catch(() => undefined);
  }

  private async draw(): Promise<void> {
    const list = this.root.querySelector<HTMLElement>("[data-waiting-list]");
    const shape = this.root.querySelector<HTMLTemplateElement>("[data-waiting-shape]");
    if (!list || !shape) return;
    const fault = this.root.querySelector<HTMLElement>("[data-waiting-fault]");
    let items: Item[] = [];
    try {
      items = await all();
      if (fault) fault.hidden = true;
    } catch (cause) {
      if (fault) {
        fault.hidden = false;
        fault.textContent = fault.dataset[cause instanceof NotKept ? cause.why : "none"] ?? "";
      }
    }
    const lines: HTMLElement[] = [];
    for (const item of items) lines.push(await this.line(shape, item));
    for (const [key, { urls }] of this.drawn)
      if (!items.some((item) => item.key === key)) {
        urls.forEach((url) => URL.revokeObjectURL(url));
        this.drawn.delete(key);
      }
    lines.forEach((line, index) => {
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
    });
    while (list.children.length > lines.length) list.lastElementChild?.remove();
    this.showParts(items);
  }

  private showParts(items: Item[]): void {
    const around = this.root.closest<HTMLElement>("[data-kept]") ?? this.root;
    const show = (mark: string, isShown: boolean) =>
      around.querySelectorAll<HTMLElement>(`[data-when-${mark}]`).forEach((part) => (part.hidden = !isShown));
    show("none", items.length === 0);
    show("waiting", items.some(waits));
    show("unsent", items.some(isOnlyHere));
    show("sent", items.length > 0 && items.every(({ state }) => state === "sent"));
  }

  private async line(shape: HTMLTemplateElement, item: Item): Promise<HTMLElement> {
    const photos = item.photos ? await photosOf(item.key).catch((): Photo[] => []) : [];
    const as = JSON.stringify([item, photos.map(({ sent }) => sent), document.documentElement.lang]);
    const known = this.drawn.get(item.key);
    if (known?.as === as) return known.line;
    const line = shape.content.firstElementChild?.cloneNode(true) as HTMLElement;
    const urls = fill(line, item, photos);
    known?.urls.forEach((url) => URL.revokeObjectURL(url));
    this.drawn.set(item.key, { line, as, urls });
    return line;
  }
}

/** Fills the line of an entry; returns the addresses made for its pictures. */
function fill(line: HTMLElement, item: Item, photos: Photo[]): string[] {
  const put = (name: string, words: string) =>
    line.querySelectorAll<HTMLElement>(`[data-put=${name}]`).forEach((place) => (place.textContent = words));
  const show = (selector: string, isShown: boolean) =>
    line.querySelectorAll<HTMLElement>(selector).forEach((part) => (part.hidden = part.hidden || !isShown));
  const mark = markOf(item);
  line.dataset.state = item.state;
  show("[data-when]", false);
  line.querySelectorAll<HTMLElement>("[data-when]").forEach((part) => {
    part.hidden = !part.dataset.when?.split(" ").includes(mark);
  });
  show("[data-of-report]", item.kind === "report");
  show("[data-of-command]", item.kind === "command");
  show("[data-change]", !item.to); // only a report is corrected in the report's form
  show("[data-many-tries]", item.tries >= MANY_TRIES);
  show("[data-choice]", false);
  line.querySelectorAll<HTMLElement>(`[data-choice=${item.choice || "none"}]`).forEach((part) => (part.hidden = false));
  line
    .querySelectorAll<HTMLElement>("[data-fault]")
    .forEach((part) => (part.hidden = part.dataset.fault !== item.fault));
  put("text", textOf(item));
  put("when", moment(item.keptAt));
  put("words", wordsOf(item));
  put("code", item.shown ?? item.code ?? "");
  const done = photos.filter(({ file, sent }) => (sent ?? 0) >= file.size).length;
  put("done", written(done));
  put("of", written(photos.length));
  show("[data-with-photos]", photos.length > 0);
  const address = item.address ?? (pageOf(item.code) || pageOf(item.command?.order));
  line.querySelectorAll<HTMLAnchorElement>("[data-open]").forEach((open) => {
    if (address.startsWith("/")) open.href = address;
    else open.hidden = true;
  });
  act(line, item);
  return pictures(line, photos);
}

/** The page of a case's code, or of a work order's number in the crew's day; "" for a name that the phone gave. */
function pageOf(code = ""): string {
  if (/^\d{10}$/.test(code)) return `/desk/case/${code}/`;
  return /^W-\d+-\d+$/.test(code) ? `/crew/#${code}` : "";
}

/** The state as the template names it: why an entry waits is a state of its own there. */
function markOf({ state, why }: Item): string {
  return state === "waiting" && (why === "signin" || why === "busy" || why === "order") ? why : state;
}

function textOf({ fields, command }: Item): string {
  const field = (name: string) => fields.find(([known]) => known === name)?.[1] ?? "";
  const body = command?.body ?? {};
  return (
    field("text") ||
    field("address") ||
    field("note") ||
    String(body.note ?? body.text ?? body.form ?? command?.order ?? "")
  );
}

const wordsOf = ({ said, words }: Item) => (said && (isPersian() ? said.fa : said.en)) || words || "";

function act(line: HTMLElement, item: Item): void {
  const on = (name: string, work: (button: HTMLElement) => void) => {
    const button = line.querySelector<HTMLElement>(`[data-${name}]`);
    button?.addEventListener("click", () => work(button));
  };
  on("drop", (button) => {
    // What was never sent is gone for good: it is asked once more, in the button itself.
    const sure = item.tries ? button.dataset.perhaps : button.dataset.sure;
    if (item.state !== "sent" && !button.dataset.asked) {
      button.dataset.asked = "yes";
      button.textContent = sure ?? "";
    } else
      void remove(item).then((isGone) => {
        if (!isGone) button.textContent = button.dataset.held ?? "";
        return recount();
      });
  });
  on("again", (button) => void tryNow(button, item.key));
  on("change", (button) => {
    void reopen(item.key, !!button.dataset.asked).then((result) => {
      if (result === "opened") location.assign("/report/?correct");
      else if (result === "gone") void recount();
      else {
        button.dataset.asked = "yes";
        button.textContent = button.dataset.sure ?? "";
      }
    });
  });
}

/** The photos of an entry, each with a sign when the server has it; a format that the browser cannot draw has its name. */
function pictures(line: HTMLElement, photos: Photo[]): string[] {
  const shelf = line.querySelector<HTMLElement>("[data-pictures]");
  const shape = shelf?.querySelector<HTMLTemplateElement>("template");
  if (!shelf || !shape || !photos.length) return [];
  shelf.hidden = false;
  return photos.map(({ file, name, sent }) => {
    const url = URL.createObjectURL(file);
    const part = shape.content.firstElementChild?.cloneNode(true) as HTMLElement;
    const image = part.querySelector("img");
    const words = part.querySelector<HTMLElement>("[data-name]");
    if (words) words.textContent = name;
    if (image) {
      image.alt = name;
      image.addEventListener("error", () => part.classList.add("is-blind"));
      image.src = url;
    }
    const share = file.size ? Math.min((sent ?? 0) / file.size, 1) : 0;
    const meter = part.querySelector<HTMLProgressElement>("progress");
    if (meter) {
      meter.value = share;
      meter.hidden = share === 0 || share === 1;
    }
    part.querySelectorAll<HTMLElement>("[data-arrived]").forEach((sign) => (sign.hidden = share < 1));
    shelf.append(part);
    return url;
  });
}

document.querySelectorAll<HTMLElement>("[data-waiting]").forEach((root) => {
  const list = new WaitingList(root);
  root.querySelectorAll<HTMLElement>("[data-with-script]").forEach((part) => (part.hidden = false));
  window.addEventListener(CHANGED, () => list.redraw());
  if ("BroadcastChannel" in window) {
    const channel = new BroadcastChannel(CHANGED); // another tab, or the worker, is sending
    channel.addEventListener("message", () => list.redraw());
  }
  root
    .querySelector("[data-try]")
    ?.addEventListener("click", (event) => void tryNow(event.currentTarget as HTMLElement));
  root.querySelector("[data-export]")?.addEventListener("click", () => void handOver(root));
  const input = root.querySelector<HTMLInputElement>("[data-import]");
  input?.addEventListener("change", () => void takeIn(root, input));
  const leaving = root.querySelector<HTMLElement>("[data-leaving]");
  if (leaving) leaving.hidden = location.hash !== "#leaving";
  list.redraw();
});
