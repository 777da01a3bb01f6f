/** A text box that says how many letters are left, from `data-count` letters on. */

/** Wakes the boxes in `root`. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLTextAreaElement>("textarea[data-count]:not([data-ready])").forEach((box) => {
    box.dataset.ready = "yes";
    const said = document.createElement("p");
    said.className = "field-help";
    said.setAttribute("role", "status");
    box.after(said);
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    const say = () => {
      const isNear = box.value.length >= Number(box.dataset.count);
      const left = numbers.format(Math.max(0, box.maxLength - box.value.length));
      said.textContent = isNear ? (box.dataset.countWords ?? "#").replace("#", left) : "";
    };
    box.addEventListener("input", say);
    say();
  });
}
