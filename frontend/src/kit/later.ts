/** Parts that only some pages have: their scripts are fetched where such a part stands, and when one arrives later. */

interface Part {
  ready(root: ParentNode): void;
}

const PARTS: [selector: string, fetched: () => Promise<Part>][] = [
  ["[data-date]", () => import("./dates/field")],
  ["[data-viewer]", () => import("./viewer")],
  ["[data-compare]", () => import("./compare")],
  ["[data-opens]", () => import("./dialogs")],
  ["textarea[data-count]", () => import("./count")],
  ["[data-copy]", () => import("./copy")],
  ["[data-share-title]", () => import("./share")],
  ["[data-wait]", () => import("./wait")],
  ["[data-passkey]", () => import("./passkey")],
  ["[data-toast]", () => import("./toasts")],
];

function look(root: ParentNode): void {
  for (const [selector, fetched] of PARTS) {
    if (root.querySelector(selector)) void fetched().then((part) => part.ready(root));
  }
}

/** Wakes the parts of this page, and of whatever htmx brings into it. */
export function partsOnDemand(): void {
  look(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    const { parentElement } = event.target as HTMLElement; // the piece itself may be the part
    if (parentElement) look(parentElement);
  });
}
