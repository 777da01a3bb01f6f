/** The keys of the operator's screen: Enter twice keeps a simple report; digits choose at the read-back. */
import { keysAreOn } from "../kit/keys";
import { open } from "./line";

const PATIENCE = 1500; // ms

interface OpenForm {
  element: HTMLFormElement;
  settle(): Promise<void>;
}

export const deskKeys: { form: OpenForm | undefined; listen(desk: HTMLElement, work: HTMLElement): void } = {
  form: undefined,
  listen(desk, work) {
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "F2") act(event, () => next(desk, work));
      else if (event.key === "F7") act(event, () => nextPlace(work));
      else if (event.key === "F8") act(event, () => press(work, "[data-follow]"));
      else if (event.key === "F4") act(event, () => press(work, "[data-answer]"));
      else if (event.key === "F9") act(event, () => toColleague(desk, work, event.shiftKey));
      else if (this.form) inForm(event, this.form);
    });
  },
};

function inForm(event: KeyboardEvent, form: OpenForm): void {
  const target = event.target as HTMLElement;
  const send = form.element.querySelector<HTMLElement>("[data-send]");
  if (event.key === "Enter" && target.matches("[data-pass-fold] select")) {
    act(event, () => form.element.querySelector<HTMLElement>("[data-pass]")?.focus());
    return;
  }
  if (
    event.key === "Enter" &&
    !event.shiftKey &&
    target.matches(
      "[data-says], [data-typeahead-box], [name=address], [name=name], [name=case_code], [name=notes], select",
    )
  ) {
    if (event.defaultPrevented) return; // a place out of the list was taken
    // The last words are read first, but a slow house must not hold the keyboard.
    act(event, () => void Promise.race([form.settle(), rest()]).then(() => send?.focus()));
    return;
  }
  if (event.key === "Escape" && !event.defaultPrevented && form.element.contains(target)) {
    act(event, () => form.element.querySelector<HTMLElement>("[data-says]")?.focus());
    return;
  }
  if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select") || !keysAreOn() || event.shiftKey)
    return;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit === undefined) return;
  const field = {
    "4": "[data-typeahead-box=topic], [name=topic]",
    "5": "[name=address]",
    "6": "[name=outcome]:checked",
  }[digit];
  const found = form.element.querySelector<HTMLElement>(field ?? `[data-part=""] [data-key="${digit}"]`);
  if (!found) return;
  act(event, () => (field ? found.focus() : found.click()));
}

function rest(): Promise<void> {
  return new Promise((done) => window.setTimeout(done, PATIENCE));
}

function act(event: KeyboardEvent, deed: () => void): void {
  event.preventDefault();
  deed();
}

function press(work: HTMLElement, what: string): void {
  work.querySelector<HTMLElement>(what)?.click();
}

/** The place of an earlier report of the caller; pressed again, that of the one before. */
function nextPlace(work: HTMLElement): void {
  const places = [...work.querySelectorAll<HTMLElement>("[data-card] [data-place-again]")];
  const here = places.findIndex((place) => place.getAttribute("aria-pressed") === "true");
  places[(here + 1) % places.length]?.click();
}

/**
 * Opens the part in which the call goes to a colleague, at the list of colleagues. While one is asked first it goes to
 * the button that gives them the call, which Enter presses: a key too many gives nothing away. Shift takes it back.
 */
function toColleague(desk: HTMLElement, work: HTMLElement, isBack: boolean): void {
  if (isBack) {
    desk.querySelector<HTMLElement>("[data-end=back]")?.click();
    return;
  }
  const give = desk.querySelector<HTMLElement>("[data-end=give]");
  const fold = work.querySelector<HTMLDetailsElement>("[data-pass-fold]");
  if (give) give.focus();
  if (give || !fold) return;
  fold.open = true;
  fold.querySelector<HTMLElement>("select")?.focus();
}

/** The next contact in hand after the one that is open, around and around. */
function next(desk: HTMLElement, work: HTMLElement): void {
  const tabs = [...desk.querySelectorAll<HTMLAnchorElement>("a[data-contact]")];
  const here = work.querySelector<HTMLElement>("[data-open]")?.dataset.open;
  const tab = tabs[(tabs.findIndex((one) => one.dataset.contact === here) + 1) % tabs.length];
  if (tab && tab.dataset.contact !== here) void open(tab.href);
}
