/** A box whose direction follows its words has none while it is empty: it begins where the page's lines begin. */

function settle(told: EventTarget | null): void {
  if (!(told instanceof HTMLInputElement || told instanceof HTMLTextAreaElement)) return;
  if (told.dir === "auto") told.classList.toggle("is-empty", told.value === "");
}

export function emptyBoxes(): void {
  for (const event of ["focusin", "input"]) document.addEventListener(event, (one) => settle(one.target));
  settle(document.activeElement);
}
