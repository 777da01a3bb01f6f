/** Dialogs that a link opens: without this script the link leads to the same words further down the page. */

/** Makes `data-opens="id"` open that dialog; anything with `data-closes` inside closes it. */
export function ready(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-opens]:not([data-ready])").forEach((opener) => {
    const dialog = document.getElementById(opener.dataset.opens ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    opener.dataset.ready = "yes";
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    // A link that is a button is pressed by the space bar too.
    opener.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (target === dialog || target.closest("[data-closes]")) {
        event.preventDefault();
        dialog.close();
      }
    });
  });
}
