/** Before and after under one handle: without this script the two photos stand side by side. */
import { written } from "./numbers";

const SLIP = 4; // pixels that a finger may slip while it only taps

/** Lays the two photos of every `data-compare` over each other, divided where the range says. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-compare]:not([data-ready])").forEach((figure) => {
    const range = figure.querySelector<HTMLInputElement>("input[type=range]");
    if (!range) return;
    figure.dataset.ready = "yes";
    const move = () => {
      figure.style.setProperty("--at", `${range.value}%`);
      range.setAttribute(
        "aria-valuetext",
        (range.dataset.words ?? "").replace("{share}", written(Number(range.value))),
      );
    };
    range.addEventListener("input", move);
    figure.classList.add("is-laid");
    figure.querySelector<HTMLElement>("[data-compare-handle]")?.removeAttribute("hidden");
    const stage = figure.querySelector<HTMLElement>(".compare-stage");
    if (stage) drawn(stage, range, move);
    move();
  });
}

/** The line follows a finger or the mouse over the photos themselves; a tap still opens the photo. */
function drawn(stage: HTMLElement, range: HTMLInputElement, move: () => void): void {
  let from: number | undefined;
  let isDrawn = false;
  stage.addEventListener("dragstart", (event) => event.preventDefault());
  stage.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = event.clientX;
    isDrawn = false;
  });
  stage.addEventListener("pointermove", (event) => {
    if (from === undefined || (!isDrawn && Math.abs(event.clientX - from) <= SLIP)) return;
    if (!isDrawn) stage.setPointerCapture(event.pointerId);
    isDrawn = true;
    const { left, width } = stage.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    range.value = String(Math.round(100 * (getComputedStyle(stage).direction === "rtl" ? 1 - share : share)));
    move();
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (from = undefined));
  stage.addEventListener("click", (event) => isDrawn && event.preventDefault(), true);
}
