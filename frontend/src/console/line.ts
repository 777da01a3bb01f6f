/** Calls in hand: asked for more than once a second, so that a card is there before the phone is picked up. */

const EVERY = 600; // ms
const SLOWEST = 5000;

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
  let wait = EVERY;
  const known = new Set(ids(desk));
  const ask = async () => {
    const address = new URL(desk.dataset["line"] ?? "", window.location.href);
    address.searchParams.set("seen", nav?.querySelector<HTMLElement>("[data-tabs]")?.dataset["seen"] ?? "");
    address.searchParams.set("open", work.querySelector<HTMLElement>("[data-open]")?.dataset["open"] ?? "");
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      if (answer.redirected) return window.location.reload(); // signed out
      wait = answer.ok ? EVERY : Math.min(wait * 2, SLOWEST);
      if (answer.status === 200 && nav) {
        const before = ids(desk);
        nav.innerHTML = await answer.text();
        heed();
        passedOn(before);
      }
    } catch {
      wait = Math.min(wait * 2, SLOWEST); // the house does not answer; what is typed stays here meanwhile
    }
    window.setTimeout(() => void ask(), wait);
  };
  const heed = () => {
    const fresh = [...desk.querySelectorAll<HTMLAnchorElement>("a[data-contact]")].filter((tab) => !known.has(tab.dataset["contact"] ?? ""));
    fresh.forEach((tab) => known.add(tab.dataset["contact"] ?? ""));
    const ringing = fresh.find((tab) => tab.dataset["stage"] === "ringing");
    const first = ringing ?? fresh[0];
    if (!first) return;
    if (said) said.textContent = (ringing ? desk.dataset["rings"] : desk.dataset["came"]) ?? "";
    // A code that is being read aloud gives way to a ringing phone alone; a form that is filled in, to nobody.
    if (work.querySelector("[data-idle]") || (ringing && work.querySelector("[data-done]"))) void open(first.href);
  };
  // Told aloud how it goes with a call that is passed on; once a colleague has it, it leaves the screen.
  let told = "";
  const passedOn = (before: string[]) => {
    const words = [...desk.querySelectorAll<HTMLElement>("[data-pass-said]")].map((one) => one.textContent ?? "").join(" ");
    if (said && words && words !== told) said.textContent = words;
    told = words;
    const here = work.querySelector<HTMLElement>("[data-open]")?.dataset["open"] ?? "";
    if (before.includes(here) && !ids(desk).includes(here)) void open(desk.dataset["home"] ?? "");
  };
  window.setTimeout(() => void ask(), EVERY);
}

function ids(desk: HTMLElement): string[] {
  return [...desk.querySelectorAll<HTMLElement>("a[data-contact]")].map((tab) => tab.dataset["contact"] ?? "");
}
