/** Single keys as commands: a person may switch them off, for they are pressed by mistake and by speech (WCAG 2.1.4). */

const KEPT = "peygir-keys";

export function keysAreOn(): boolean {
  return window.localStorage.getItem(KEPT) !== "off";
}

/** The dialog that lists the keys, with the switch for them. */
export function setUpKeysDialog(dialog: HTMLDialogElement | null): void {
  if (!dialog) return;
  const box = dialog.querySelector<HTMLInputElement>("[data-keys-on]");
  if (box) {
    box.checked = keysAreOn();
    box.addEventListener("change", () => window.localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  }
  document.querySelector("[data-keys-open]")?.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

/** The parts of a key press that say which command is meant. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Whether somebody is typing there: then a letter is a letter. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(checkbox|radio|file|submit|button)$/.test(target.type))
  );
}

/** The single key that is pressed, "" for none: by its letter, or by its place, for on a Persian keyboard «j» types «ت». */
export function singleKey(event: Pressed): string {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  if (event.key === "?" || event.key === "؟") return "?";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(event.code)?.[1];
  return place && event.key.length === 1 ? place.toLowerCase() : "";
}
