/** Single keys on a case's page: to the next case and back, take in hand, answer, done. Nothing is sent by a key but "a". */
import { isTyping, keysAreOn, setUpKeysDialog, singleKey } from "../kit/keys";

const follow = (which: string) => () => document.querySelector<HTMLAnchorElement>(`a[data-turn="${which}"]`)?.click();

/** Opens the form of one of these moves, the first that is possible, and puts the cursor into a field of it. */
function open(verbs: string[], fields: string[]): void {
  const form = verbs.map((verb) => document.querySelector<HTMLFormElement>(`form#move-${verb}`)).find(Boolean);
  if (!form) return;
  const part = form.closest("details");
  if (part) part.open = true;
  const names = fields.map((name) => `[name="${name}"]`);
  const field = names.map((name) => form.querySelector<HTMLElement>(name)).find(Boolean);
  field?.focus({ preventScroll: true });
  (part ?? form).scrollIntoView({ block: "start" });
}

/** What each key does; "a" presses the button that has no form. */
export const CASE_KEYS: Record<string, () => void> = {
  j: follow("next"),
  k: follow("previous"),
  a: () => document.querySelector<HTMLFormElement>("form#move-accept")?.requestSubmit(),
  r: () => open(["finish", "decline", "schedule"], ["note"]),
  d: () => open(["finish"], ["photo", "form"]),
};

export function caseKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-keys]");
  setUpKeysDialog(dialog);
  document.querySelectorAll<HTMLElement>("[data-keys-open]").forEach((one) => {
    one.hidden = false;
  });
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || document.querySelector("dialog[open]") || !keysAreOn()) return;
    const key = singleKey(event);
    const deed = key === "?" ? () => dialog?.showModal() : CASE_KEYS[key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
