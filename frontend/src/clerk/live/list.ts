/** An open inbox that keeps up: changed rows change in their place, new ones wait behind a quiet bar. */
import type { CaseNews, Hearer } from "../../kit/line";

const LEAST_MS = 250;
const EACH_MS = 25;
const BETWEEN_MS = 1_500;
/** After a failure one asks as if so many had been told at once. */
const AGAIN_AS = 400;

const codeOf = (row: Element) =>
  row
    .querySelector("a.row-link")
    ?.getAttribute("href")
    ?.match(/\/case\/(\d+)\//)?.[1] ?? "";
const wordsOf = (row: Element) => (row.textContent ?? "").replace(/\s+/g, " ").trim();
const rowsOf = (root: ParentNode) => [...root.querySelectorAll<HTMLTableRowElement>("[data-rows] tbody tr")];

/** What the list does with news; `bar` is the element of `ui/live_sign.html`. */
export function listHearer(bar: HTMLElement): Hearer {
  // A filter may have brought another list, at another address, since the page was opened.
  const listNow = () => document.querySelector<HTMLElement>("[data-live-list]");
  const words = bar.querySelector<HTMLElement>("[data-live-words]");
  const button = bar.querySelector<HTMLButtonElement>("[data-live-show]");
  const states = new Set((bar.dataset.states ?? "").split(" "));
  const isPlain = () => !location.search;
  const changed = new Set<string>();
  let fresh = new Set<string>();
  let latest: Document | null = null;
  let timer = 0;
  let askedAt = 0;

  const say = () => {
    const count = new Intl.NumberFormat(document.documentElement.lang).format(fresh.size);
    if (words)
      words.textContent = (fresh.size === 1 ? bar.dataset.one : bar.dataset.many)?.replace("{n}", count) ?? count;
    bar.hidden = fresh.size === 0;
  };

  const mark = (row: HTMLTableRowElement, state: string) => {
    const shape = document.querySelector<HTMLTemplateElement>(`template[data-state-mark="${CSS.escape(state)}"]`);
    const here = row.querySelector("[data-state]");
    if (shape && here && here.getAttribute("data-state") !== state) {
      here.replaceChildren(shape.content.cloneNode(true));
      here.setAttribute("data-state", state);
      row.classList.add("is-news");
    }
  };

  const gone = (row: HTMLTableRowElement) => {
    if (row.classList.contains("is-gone")) return;
    row.classList.add("is-gone");
    const note = document.createElement("p");
    note.className = "text-sm font-semibold";
    note.textContent = bar.dataset.gone ?? "";
    row.querySelector("a.row-link")?.closest("td")?.append(note);
  };

  /** Lays a newly fetched page over this one, as far as the cases in `told` go. */
  const lay = (page: Document, told: Set<string>) => {
    latest = page;
    document.querySelectorAll<HTMLElement>("[data-live-part]").forEach((part) => {
      const other = page.getElementById(part.id);
      if (other && wordsOf(other) !== wordsOf(part))
        part.replaceChildren(...[...other.childNodes].map((one) => document.importNode(one, true)));
    });
    const now = new Map(rowsOf(page).map((row) => [codeOf(row), row]));
    const shown = new Set<string>();
    const later: string[] = [];
    for (const row of rowsOf(document)) {
      const code = codeOf(row);
      shown.add(code);
      const other = now.get(code);
      if (!other) {
        if (told.has(code)) gone(row);
      } else if (told.has(code) && row.contains(document.activeElement)) {
        // Whoever is in the row is not thrown out of it; it is changed when they leave.
        later.push(code);
        row.addEventListener("focusout", () => askSoon(1), { once: true });
      } else if (told.has(code)) {
        const differs = wordsOf(other) !== wordsOf(row) || row.classList.contains("is-news");
        const next = document.importNode(other, true);
        const ticked = row.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked;
        const box = next.querySelector<HTMLInputElement>("input[type=checkbox]");
        if (ticked && box) box.checked = true;
        if (differs) next.classList.add("is-news");
        // Where the keyboard stands, and what is picked, stay as they were.
        for (const kept of ["is-at", "is-picked"]) if (row.classList.contains(kept)) next.classList.add(kept);
        row.replaceWith(next);
        window.htmx?.process(next);
      }
    }
    later.forEach((code) => changed.add(code));
    fresh = new Set([...now.keys()].filter((code) => code && !shown.has(code)));
    say();
  };

  const ask = async () => {
    timer = 0;
    askedAt = Date.now();
    // What changes while the page is on its way is asked for again.
    const told = new Set(changed);
    changed.clear();
    const at = location.href;
    const answer = await fetch(at, { headers: { "X-Live": "1" } }).catch(() => null);
    if (at !== location.href) {
      // Another list stands here meanwhile: what came belongs to the one before.
      told.forEach((code) => changed.add(code));
      askSoon(1);
    } else if (answer?.ok && !answer.redirected) {
      lay(new DOMParser().parseFromString(await answer.text(), "text/html"), told);
    } else {
      told.forEach((code) => changed.add(code));
      if (!answer?.redirected) askSoon(AGAIN_AS);
    }
  };

  /** When many are told at once, they do not all ask at once. */
  const askSoon = (told: number) => {
    if (timer) return;
    const rest = Math.max(0, askedAt + BETWEEN_MS - Date.now());
    timer = window.setTimeout(() => void ask(), rest + LEAST_MS + Math.random() * told * EACH_MS);
  };

  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (!(event.target as HTMLElement).querySelector?.("[data-live-list]")) return;
    fresh = new Set();
    say();
  });

  button?.addEventListener("click", async () => {
    const wanted = new Set(fresh);
    await ask(); // what was laid before may be older than the last news
    const list = listNow();
    const other = latest?.querySelector("[data-live-list]");
    if (!list || !other) {
      location.reload();
      return;
    }
    list.replaceChildren(...[...other.childNodes].map((one) => document.importNode(one, true)));
    window.htmx?.process(list);
    const firstNew = rowsOf(document).filter((row) => wanted.has(codeOf(row)));
    firstNew.forEach((row) => row.classList.add("is-news"));
    firstNew[0]?.querySelector<HTMLAnchorElement>("a.row-link")?.focus();
    fresh = new Set();
    say();
  });

  return {
    changed(news: CaseNews) {
      changed.add(news.code);
      const row = rowsOf(document).find((one) => codeOf(one) === news.code);
      if (row) mark(row, news.state);
      else if (isPlain() && states.has(news.state) && listNow()) {
        fresh.add(news.code);
        say();
      }
      askSoon(news.told);
    },
    gone(code: string) {
      const row = rowsOf(document).find((one) => codeOf(one) === code);
      if (row) gone(row);
      fresh.delete(code);
      say();
      askSoon(1);
    },
    reset() {
      rowsOf(document).forEach((row) => changed.add(codeOf(row)));
      askSoon(40);
    },
  };
}
