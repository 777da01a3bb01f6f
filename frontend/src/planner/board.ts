/** The day's board: orders are dragged between crews, and the page follows what colleagues and the planner do. */
import { addressOf, Line } from "../kit/line";

const LEAST_MS = 500;
const CALCULATED_MS = 1_500;
const CUT_POLL_MS = 15_000;

const frame = document.querySelector<HTMLElement>("[data-board]");
if (frame) {
  const told = frame.dataset.board;
  const sign = document.querySelector<HTMLElement>("[data-live-state]");
  let dragged: HTMLElement | null = null;
  let askedAt = Date.now();
  let timer = 0;
  let isOpen = false;

  /** Someone who types or drags is not interrupted: the answer comes when they are done. */
  const isBusy = () => dragged !== null || frame.querySelector("select:focus, input:focus") !== null;

  const ask = async () => {
    timer = 0;
    if (isBusy()) return askSoon();
    askedAt = Date.now();
    const answer = await fetch(location.href, { headers: { "X-Live": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || isBusy()) return;
    const map = frame.querySelector("[data-map]");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    // The map that is drawn stays: its list draws the pins anew when the page is loaded again.
    if (map) fresh.querySelector("[data-map]")?.replaceWith(map);
    frame.replaceChildren(...fresh.childNodes);
    lookAgain();
  };

  const askSoon = (ms = LEAST_MS) => {
    if (!timer) timer = window.setTimeout(() => void ask(), Math.max(50, askedAt + ms - Date.now()));
  };

  /** Without the line, a proposal that is being calculated is asked for. */
  const lookAgain = () => {
    if (frame.querySelector("[data-calculated]")) askSoon(CALCULATED_MS);
  };

  const laneOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>("[data-lane]") : null;

  /** The row before which an order is dropped; none: at the end. */
  const before = (lane: HTMLElement, y: number) =>
    [...lane.querySelectorAll<HTMLElement>("[data-order]")].find((row) => {
      const box = row.getBoundingClientRect();
      return row !== dragged && y < box.top + box.height / 2;
    });

  const move = async (row: HTMLElement, lane: HTMLElement, next: HTMLElement | undefined) => {
    const form = row.querySelector<HTMLFormElement>("form[data-give]");
    if (!form) return;
    const orders = [...lane.querySelectorAll<HTMLElement>("[data-order][draggable]")].filter((one) => one !== row);
    const place = next ? orders.findIndex((one) => one === next || Boolean(next.compareDocumentPosition(one) & 4)) : -1;
    const values = new FormData(form);
    values.set("crew", lane.dataset.lane ?? "");
    values.set("position", String((place < 0 ? orders.length : place) + 1));
    // A refusal is told by the next page, like every message.
    await fetch(form.action, { method: "POST", body: values, headers: { "X-Live": "1" } }).catch(() => null);
    location.reload();
  };

  frame.addEventListener("dragstart", (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[draggable=true]") : null;
    if (!row?.dataset.order) return;
    dragged = row;
    row.classList.add("opacity-50");
    event.dataTransfer?.setData("text/plain", row.dataset.order);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  frame.addEventListener("dragover", (event) => {
    if (dragged && laneOf(event.target)) event.preventDefault();
  });
  frame.addEventListener("drop", (event) => {
    const lane = laneOf(event.target);
    if (!dragged || !lane) return;
    event.preventDefault();
    void move(dragged, lane, before(lane, event.clientY));
  });
  frame.addEventListener("dragend", () => {
    dragged?.classList.remove("opacity-50");
    dragged = null;
  });

  lookAgain();
  window.setInterval(() => {
    if (!document.hidden && !isOpen && Date.now() - askedAt >= CUT_POLL_MS) askSoon();
  }, 1_000);
  if (told && "EventSource" in window) {
    const url = addressOf(told);
    url.searchParams.set("board", "1");
    new Line(url, {
      state(open) {
        isOpen = open;
        if (sign) sign.dataset.liveState = open ? "open" : "cut";
        if (open) askSoon();
      },
      woken: () => askSoon(),
      ended() {
        isOpen = false;
        if (sign) sign.dataset.liveState = "over";
      },
    });
  }
}
