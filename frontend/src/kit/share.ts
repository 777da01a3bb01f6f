/** A button that hands the link of its box to the device's own sharing; where there is none, it stays hidden. */

/** Wakes the boxes in `root`. */
export function ready(root: ParentNode): void {
  if (!("share" in navigator)) return;
  root.querySelectorAll<HTMLElement>("[data-share-title]:not([data-share-ready])").forEach((box) => {
    const button = box.querySelector<HTMLElement>("[data-share-button]");
    if (!button) return;
    box.dataset.shareReady = "yes";
    button.hidden = false;
    button.addEventListener("click", () => {
      // Closing the device's dialog rejects the promise; nothing is wrong then.
      navigator.share({ title: box.dataset.shareTitle, url: box.dataset.copy }).catch(() => undefined);
    });
  });
}
