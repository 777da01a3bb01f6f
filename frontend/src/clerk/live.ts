/** Keeps an open inbox or case up to date by server-sent events; without them everything works by a reload. */

import { addressOf, type Hearer, Line } from "../kit/line";
import { caseHearer } from "./live/case";
import { listHearer } from "./live/list";

const bar = document.querySelector<HTMLElement>("[data-live]");
const told = bar?.dataset.live;
if (bar && told && "EventSource" in window) {
  const code = bar.dataset.code;
  const url = addressOf(told);
  if (code) url.searchParams.set("case", code);
  url.searchParams.set("since", bar.dataset.since ?? "0");
  const sign = document.querySelector<HTMLElement>("[data-live-state]");
  const hearer: Hearer = code ? caseHearer(bar) : listHearer(bar);
  new Line(url, {
    ...hearer,
    state(isOpen) {
      if (sign) sign.dataset.liveState = isOpen ? "open" : "cut";
    },
    ended() {
      if (sign) sign.dataset.liveState = "over";
    },
    noticed() {
      document.querySelectorAll<HTMLElement>("[data-notices]").forEach((count) => {
        const next = Number(count.dataset.notices ?? 0) + 1;
        count.dataset.notices = String(next);
        count.hidden = false;
        count.textContent = new Intl.NumberFormat(document.documentElement.lang).format(next);
      });
    },
  });
}
