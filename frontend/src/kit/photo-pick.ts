/** A photo that is chosen for a command is seen before it is sent. */

/** Puts a preview and a plain button in place of the browser's own file box; without a script that box stays. */
export function photoPicks(root: ParentNode = document): void {
  for (const pick of root.querySelectorAll<HTMLElement>("[data-photo-pick]")) {
    const input = pick.querySelector<HTMLInputElement>("input[type=file]");
    const shape = pick.querySelector<HTMLTemplateElement>("template");
    if (!input || !shape) continue;
    const shelf = document.importNode(shape.content, true).firstElementChild as HTMLElement;
    const image = shelf.querySelector("img");
    const name = shelf.querySelector("[data-photo-name]");
    const drop = shelf.querySelector<HTMLButtonElement>("[data-photo-drop]");
    shelf.querySelector("label")?.setAttribute("for", input.id);
    input.classList.add("sr-only");
    input.after(shelf);
    const show = () => {
      const file = input.files?.[0];
      if (image) {
        URL.revokeObjectURL(image.src);
        image.hidden = !file;
        // Some phones' pictures no browser shows; the name is enough then.
        image.onerror = () => {
          image.hidden = true;
        };
        if (file) image.src = URL.createObjectURL(file);
        else image.removeAttribute("src");
      }
      if (name) name.textContent = file?.name ?? "";
      if (drop) drop.hidden = !file;
    };
    input.addEventListener("change", show);
    drop?.addEventListener("click", () => {
      input.value = "";
      show();
      input.focus();
    });
    show();
  }
}
