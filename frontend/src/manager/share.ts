/** Handing out cases: one box that chooses all of them, and says by itself when all are chosen. */

const all = document.querySelector<HTMLInputElement>("#all");
const boxes = () => [...document.querySelectorAll<HTMLInputElement>("input[name=case][type=checkbox]")];

function look(): void {
  if (!all) return;
  const chosen = boxes().filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && chosen < boxes().length;
}

if (all) {
  // Without this script every box is pressed by hand; so the box for all appears only with it.
  all.closest<HTMLElement>("[data-share-all]")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    boxes().forEach((box) => {
      box.checked = all.checked;
    });
  });
  document.addEventListener("change", (event) => {
    if ((event.target as HTMLElement).matches("input[name=case]")) look();
  });
  look();
}
