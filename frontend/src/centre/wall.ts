/** The wall of the centre: asks for its board when the stream says so, or now and then, and lets its clocks run. */
import { addressOf, Line } from "../kit/line";

const LEAST_MS = 400;
const CUT_POLL_MS = 5_000;
const POLL_MS = 30_000;

const frame = document.querySelector<HTMLElement>("[data-wall]");
if (frame) {
  const told = frame.dataset.wall;
  const sign = document.querySelector<HTMLElement>("[data-live-state]");
  const digits = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });
  const pairs = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2 });
  // The house's clock is right; a screen's own may go wrong.
  let ahead = 0;
  let askedAt = 0;
  let timer = 0;
  let isOpen = false;
  let isAsking = false;

  const setClock = () => {
    const at = Number(frame.querySelector<HTMLElement>("[data-at]")?.dataset.at);
    if (at) ahead = at * 1000 - Date.now();
  };

  const tick = () => {
    for (const one of frame.querySelectorAll<HTMLElement>("[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() + ahead) / 1000 - Number(one.dataset.since)));
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
      const head = hours ? `${digits.format(hours)}:${pairs.format(minutes)}` : digits.format(minutes);
      one.textContent = `${head}:${pairs.format(seconds % 60)}`;
    }
  };

  const ask = async () => {
    timer = 0;
    if (isAsking) return askSoon();
    isAsking = true;
    askedAt = Date.now();
    const answer = await fetch(location.href, { headers: { "X-Live": "1" } }).catch(() => null);
    isAsking = false;
    if (answer?.ok && !answer.redirected) {
      const isFolded = !frame.querySelector("details")?.open;
      frame.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
      const table = frame.querySelector("details");
      if (table && !isFolded) table.open = true;
      setClock();
      tick();
    }
  };

  const askSoon = () => {
    if (!timer) timer = window.setTimeout(() => void ask(), Math.max(0, askedAt + LEAST_MS - Date.now()));
  };

  const look = (open: boolean) => {
    isOpen = open;
    if (sign) sign.dataset.liveState = open ? "open" : "cut";
    if (open) askSoon(); // what happened while the line was cut
  };

  setClock();
  askedAt = Date.now();
  window.setInterval(tick, 1_000);
  window.setInterval(() => {
    if (!document.hidden && Date.now() - askedAt >= (isOpen ? POLL_MS : CUT_POLL_MS)) askSoon();
  }, 1_000);
  if (told && "EventSource" in window) {
    const url = addressOf(told);
    url.searchParams.set("wall", "1");
    new Line(url, {
      state: look,
      woken: askSoon,
      ended() {
        isOpen = false;
        if (sign) sign.dataset.liveState = "over";
      },
    });
  }
}
