/** A button that copies `data-copy` of its box, and says so for two seconds; without this script it is not there. */

const SHOWN_MS = 2000;

/** Wakes the boxes in `root`. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-copy]:not([data-ready])").forEach((box) => {
    const button = box.querySelector<HTMLElement>("[data-copy-button]");
    if (!button) return;
    box.dataset.ready = "yes";
    button.hidden = false;
    button.addEventListener("click", () => void copy(box));
  });
}

async function copy(box: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(box.dataset.copy ?? "");
  say(box, true);
  window.setTimeout(() => say(box, false), SHOWN_MS);
}

function say(box: HTMLElement, isCopied: boolean): void {
  box.querySelectorAll<HTMLElement>("[data-copy-before]").forEach((part) => (part.hidden = isCopied));
  box.querySelectorAll<HTMLElement>("[data-copy-after]").forEach((part) => (part.hidden = !isCopied));
}
