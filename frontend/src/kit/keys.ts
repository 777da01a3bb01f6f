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
