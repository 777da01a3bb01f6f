/** Photos seen one after the other, large: without this script each is a plain link to its picture. */
import { written } from "./numbers";

interface Shown {
  dialog: HTMLDialogElement;
  links: HTMLAnchorElement[];
  at: number;
}

let shown: Shown | null = null;

/** Opens the photos of every `data-viewer` list in one dialog. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-viewer]:not([data-ready])").forEach((list) => {
    list.dataset.ready = "yes";
    list.addEventListener("click", (event) => {
      const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[href]");
      // Who asks for a tab of its own gets one.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      const dialog = theDialog();
      if (!dialog) return;
      event.preventDefault();
      const links = [...list.querySelectorAll<HTMLAnchorElement>("a[href]")];
      shown = { dialog, links, at: links.indexOf(link) };
      dialog.showModal();
      show(shown.at);
    });
  });
}

/** The page's one viewer, out of its template at the first photo that is opened. */
function theDialog(): HTMLDialogElement | null {
  const there = document.querySelector<HTMLDialogElement>("dialog[data-viewer-dialog]");
  if (there) return there;
  const shape = document.querySelector<HTMLTemplateElement>("template[data-viewer-shape]");
  const dialog = shape?.content.querySelector("dialog")?.cloneNode(true) as HTMLDialogElement | undefined;
  if (!dialog) return null;
  document.body.append(dialog);
  const image = part<HTMLImageElement>(dialog, "image");
  image.addEventListener("load", () => state(dialog, "there"));
  image.addEventListener("error", () => state(dialog, "failed"));
  dialog.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const button = target.closest("button");
    if (target === dialog || (button && "viewerClose" in button.dataset)) dialog.close();
    else if (button?.dataset.turn) turn(Number(button.dataset.turn));
  });
  dialog.addEventListener("keydown", (event) => {
    const next = getComputedStyle(dialog).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") turn(event.key === next ? 1 : -1);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show((shown?.links.length ?? 1) - 1);
    else return;
    event.preventDefault();
  });
  return dialog;
}

function part<T extends HTMLElement = HTMLElement>(dialog: HTMLElement, name: string): T {
  return dialog.querySelector<T>(`[data-viewer-${name}]`) as T;
}

function state(dialog: HTMLElement, now: "loading" | "there" | "failed"): void {
  dialog.dataset.state = now;
  part(dialog, "wait").hidden = now !== "loading";
  part(dialog, "failed").hidden = now !== "failed";
  part(dialog, "image").hidden = now === "failed";
}

function turn(by: number): void {
  if (shown) show(Math.min(Math.max(shown.at + by, 0), shown.links.length - 1));
}

function show(at: number): void {
  if (!shown) return;
  const { dialog, links } = shown;
  const link = links[at];
  if (!link) return;
  shown.at = at;
  const image = part<HTMLImageElement>(dialog, "image");
  const alt = link.querySelector("img")?.alt ?? link.textContent?.trim() ?? "";
  state(dialog, "loading");
  image.alt = alt;
  image.src = link.href;
  if (image.complete && image.naturalWidth) state(dialog, "there");
  part(dialog, "words").textContent = alt;
  const count = part(dialog, "count");
  count.textContent = (count.dataset.words ?? "")
    .replace("{at}", written(at + 1))
    .replace("{all}", written(links.length));
  part<HTMLAnchorElement>(dialog, "whole").href = link.href;
  // A button that has the focus is not taken away: it says that it does nothing now.
  dialog.querySelectorAll<HTMLButtonElement>("[data-turn]").forEach((button) => {
    const there = at + Number(button.dataset.turn);
    button.setAttribute("aria-disabled", String(there < 0 || there >= links.length));
    button.hidden = links.length < 2;
  });
}
