/** Calls in hand: asked for when the live stream says so, so that a card is there before the phone is picked up. */
import { addressOf, Line } from "../kit/line";

const CUT_POLL_MS = 5_000;
const POLL_MS = 30_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
const PATIENCE_MS = 10_000;

/** What is to be kept before another contact takes the screen. */
export const fetching: { flush: (() => Promise<void>) | undefined } = { flush: undefined };

/** Brings a contact (or what is most urgent) to the screen, once what was typed is kept. */
export async function open(address: string): Promise<void> {
  await fetching.flush?.();
  await window.htmx.ajax("get", address, { target: "#work", swap: "innerHTML" });
}

/** Keeps the tabs as the line tells, and opens a call that rings when nothing else is in hand. */
export function follow(desk: HTMLElement, work: HTMLElement): void {
  const nav = desk.querySelector<HTMLElement>("#console-tabs");
  const said = desk.querySelector<HTMLElement>("[data-console-said]");
  const sign = document.querySelector<HTMLElement>("[data-live-state]");
  const known = new Set(ids(desk));
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let askedAt = Date.now();
  let [isOpen, isAsking, isWanted, isOver] = [false, false, false, false];
  const askIn = (ms: number) => {
    if (!timer && !isOver) timer = window.setTimeout(() => void ask(), ms);
  };
  const end = () => {
    isOver = true;
    if (sign)
      sign.dataset.liveState = "over"; // what is typed stays to be copied
    else window.location.reload();
  };
  const ask = async () => {
    timer = 0;
    isWanted = isAsking; // news that come while it is asked are asked for again
    if (isAsking) return;
    isAsking = true;
    askedAt = Date.now();
    const isHeard = await look().catch(() => false); // the house does not answer; what is typed stays here meanwhile
    isAsking = false;
    wait = isHeard ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS);
    if (!isHeard) askIn(wait);
    else if (isWanted) askIn(0);
  };
  /** Whether the house answered. */
  const look = async (): Promise<boolean> => {
    const address = new URL(desk.dataset.line ?? "", window.location.href);
    address.searchParams.set("seen", nav?.querySelector<HTMLElement>("[data-tabs]")?.dataset.seen ?? "");
    address.searchParams.set("open", work.querySelector<HTMLElement>("[data-open]")?.dataset.open ?? "");
    const answer = await fetch(address, {
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.redirected)
      end(); // signed out
    else if (answer.status === 200 && nav) show(nav, await answer.text());
    return answer.ok;
  };
  const show = (tabs: HTMLElement, html: string) => {
    const before = ids(desk);
    const held =
      document.activeElement instanceof HTMLElement && tabs.contains(document.activeElement)
        ? document.activeElement
        : undefined;
    tabs.innerHTML = html;
    // A button that is drawn again keeps the keyboard; with one that is gone the hands go back to the words.
    const end = held?.dataset.end;
    const again =
      end && (tabs.querySelector<HTMLElement>(`[data-end="${end}"]`) ?? work.querySelector<HTMLElement>("[data-says]"));
    if (again) again.focus();
    heed();
    passedOn(before);
  };
  /** How asking a colleague first ends: the tabs come back with what was refused, if anything; the form stays. */
  const endAsking = async (form: HTMLFormElement, action: string) => {
    const address = new URL(action, window.location.href);
    address.searchParams.set("open", work.querySelector<HTMLElement>("[data-open]")?.dataset.open ?? "");
    const sent = {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    const answer = await fetch(address, sent).catch(() => undefined);
    const html = answer && !answer.redirected ? await answer.text() : "";
    if (answer?.redirected)
      end(); // signed out
    else if (nav && html.startsWith("<div data-tabs")) show(nav, html); // a page of its own (404) is none of ours
    askIn(wait);
  };
  nav?.addEventListener("submit", (event) => {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>("form[data-ends]");
    if (!form) return;
    event.preventDefault();
    // Not `formAction`: of a button without one of its own it is the page's address.
    void endAsking(form, event.submitter?.getAttribute("formaction") ?? form.action);
  });
  const heed = () => {
    const fresh = [...desk.querySelectorAll<HTMLAnchorElement>("a[data-contact]")].filter(
      (tab) => !known.has(tab.dataset.contact ?? ""),
    );
    fresh.forEach((tab) => known.add(tab.dataset.contact ?? ""));
    const ringing = fresh.find((tab) => tab.dataset.stage === "ringing");
    const first = ringing ?? fresh[0];
    if (!first) return;
    if (said) said.textContent = (ringing ? desk.dataset.rings : desk.dataset.came) ?? "";
    // A code that is being read aloud gives way to a ringing phone alone; a form that is filled in, to nobody.
    if (work.querySelector("[data-idle]") || (ringing && work.querySelector("[data-done]"))) void open(first.href);
  };
  // Told aloud how it goes with a call that is passed on; once a colleague has it, it leaves the screen.
  let spoken = "";
  const passedOn = (before: string[]) => {
    const words = [...desk.querySelectorAll<HTMLElement>("[data-pass-said]")]
      .map((one) => one.textContent ?? "")
      .join(" ");
    if (said && words && words !== spoken) said.textContent = words;
    spoken = words;
    const here = work.querySelector<HTMLElement>("[data-open]")?.dataset.open ?? "";
    // What was just pressed here brings its own answer: a second one would take away what is typed after the first.
    const isAnswering = work.querySelector(".htmx-request") !== null;
    if (before.includes(here) && !ids(desk).includes(here) && !isAnswering) void open(desk.dataset.home ?? "");
  };
  // The stream tells at once; where it is cut or there is none, one asks now and then.
  window.setInterval(() => {
    if (Date.now() - askedAt >= (isOpen ? POLL_MS : CUT_POLL_MS)) askIn(0);
  }, 1_000);
  const told = desk.dataset.live;
  if (!told || !("EventSource" in window)) return;
  const url = addressOf(told);
  url.searchParams.set("console", "1");
  new Line(url, {
    isKept: true,
    handed: () => askIn(0),
    state(open) {
      isOpen = open;
      if (sign && !isOver) sign.dataset.liveState = open ? "open" : "cut";
    },
    ended: end,
  });
}

function ids(desk: HTMLElement): string[] {
  return [...desk.querySelectorAll<HTMLElement>("a[data-contact]")].map((tab) => tab.dataset.contact ?? "");
}
