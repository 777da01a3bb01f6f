/** Short messages leave by themselves after eight seconds, or at once when asked. */

const SHOWN_MS = 8000;
const LEAVING_MS = 75; // as toasts.css has it

/** Wakes the messages in `root`. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-toast]:not([data-ready])").forEach((toast) => {
    toast.dataset.ready = "yes";
    toast.querySelector("button")?.addEventListener("click", () => leave(toast));
    window.setTimeout(() => leave(toast), SHOWN_MS);
  });
}

function leave(toast: HTMLElement): void {
  toast.classList.add("is-leaving");
  window.setTimeout(() => (toast.hidden = true), LEAVING_MS);
}
