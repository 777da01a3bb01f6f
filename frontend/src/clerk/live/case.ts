/** A case's open page that says when a colleague changed the case, or is looking at it too. */
import type { CaseNews, Hearer, Person } from "../../kit/line";
import { refreshParts } from "./parts";

/** What the page does with news; `bar` is the element of `ui/live_sign.html`. */
export function caseHearer(bar: HTMLElement): Hearer {
  const code = bar.dataset.code ?? "";
  let seen = Number(bar.dataset.number ?? 0);
  const words = bar.querySelector<HTMLElement>("[data-live-words]");
  const present = document.querySelector<HTMLElement>("[data-present]");
  const say = (text: string | undefined) => {
    if (words) words.textContent = text ?? "";
    bar.hidden = false;
  };
  let timer = 0;

  const tell = async () => {
    timer = 0;
    const asked = new URLSearchParams({ after: String(seen), version: bar.dataset.version ?? "" });
    const answer = await fetch(`${bar.dataset.news}?${asked}`, { headers: { "X-Live": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || !words) return say(bar.dataset.one);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lines = page.querySelector("[data-news]");
    // What follows from the own command needs no press: the parts of the page that show it are made anew.
    if (lines?.hasAttribute("data-news-quiet") && bar.hidden && (await refreshParts())) {
      seen = Number(bar.dataset.number ?? seen);
      return;
    }
    say(bar.dataset.one);
    if (lines) words.replaceChildren(document.importNode(lines, true));
  };
  bar.querySelector("[data-live-show]")?.addEventListener("click", () => {
    // What is typed is kept as drafts before the page is made anew.
    const kept = new CustomEvent<Promise<unknown>[]>("drafts:keep", { detail: [] });
    document.dispatchEvent(kept);
    void Promise.allSettled(kept.detail).then(() => location.reload());
  });

  return {
    changed(news: CaseNews) {
      if (news.code !== code || news.number <= seen) return;
      if (!timer) timer = window.setTimeout(() => void tell(), 200 + Math.random() * news.told * 25);
    },
    gone(gone: string) {
      if (gone === code) say(bar.dataset.gone);
    },
    reset() {
      say(bar.dataset.one);
    },
    present(people: Person[]) {
      if (!present) return;
      const lang = document.documentElement.lang;
      const names = new Intl.ListFormat(lang, { type: "conjunction" }).format(
        people.map((one) => (lang === "fa" ? one.fa : one.en)),
      );
      const box = present.querySelector("[data-present-words]");
      const shape = people.length > 1 ? present.dataset.many : present.dataset.one;
      if (box) box.textContent = people.length ? (shape ?? "{n}").replace("{n}", names) : "";
      present.hidden = people.length === 0;
    },
  };
}
