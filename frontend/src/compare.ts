/** Before and after under one handle: without this script the two photos stand side by side. */

/** Lays the two photos of every `data-compare` over each other, divided where the range says. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-compare]:not([data-ready])").forEach((figure) => {
    const range = figure.querySelector<HTMLInputElement>("input[type=range]");
    if (!range) return;
    figure.dataset["ready"] = "yes";
    const digits = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa" : "en");
    const move = () => {
      figure.style.setProperty("--at", `${range.value}%`);
      range.setAttribute("aria-valuetext", (range.dataset["words"] ?? "").replace("{share}", digits.format(Number(range.value))));
    };
    range.addEventListener("input", move);
    figure.classList.add("is-laid");
    figure.querySelector<HTMLElement>("[data-compare-handle]")?.removeAttribute("hidden");
    move();
  });
}
