/** A button that can be pressed after `data-wait` seconds, and says how many are left; without this script at once. */

import { written } from "./numbers";

const SECOND_MS = 1000;

/** Wakes the buttons in `root`. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLButtonElement>("[data-wait]:not([data-ready])").forEach((button) => {
    button.dataset.ready = "yes";
    const shown = button.querySelector<HTMLElement>("[data-wait-left]");
    const until = Date.now() + Number(button.dataset.wait) * SECOND_MS;
    button.disabled = true;
    const timer = window.setInterval(tick, SECOND_MS);
    tick();

    // By the clock, not by counting: a phone that slept must not wait again.
    function tick(): void {
      const left = Math.ceil((until - Date.now()) / SECOND_MS);
      button.disabled = left > 0;
      if (shown) shown.textContent = left > 0 ? `(${written(left)})` : "";
      if (left <= 0) window.clearInterval(timer);
    }
  });
}
