/** A file box says "choose a file" in the language of the page, not of the browser; without a script the box stays. */

const PLAIN = 'input[type="file"].file-plain, input[type="file"].box';
const WITH_A_BUTTON = "label, [data-photo-pick], .sr-only";

/** Puts a button in the page's words before each plain file box, and the names of the chosen files beside it. */
export function fileWords(root: ParentNode = document): void {
  const words = document.body.dataset.chooseFile ?? "";
  if (!words) return;
  for (const input of root.querySelectorAll<HTMLInputElement>(PLAIN)) {
    if (!input.id || input.closest(WITH_A_BUTTON)) continue;
    const shelf = document.createElement("span");
    const button = document.createElement("label");
    const names = document.createElement("span");
    shelf.className = "file-shelf";
    button.className = "btn btn-plain btn-sm";
    button.htmlFor = input.id;
    button.textContent = words;
    names.className = "text-sm quiet";
    names.dir = "auto";
    names.setAttribute("aria-live", "polite");
    shelf.append(button, names);
    input.classList.add("sr-only");
    input.after(shelf);
    const show = () => {
      names.textContent = [...(input.files ?? [])].map((file) => file.name).join(", ");
    };
    input.addEventListener("change", show);
    show();
  }
}
