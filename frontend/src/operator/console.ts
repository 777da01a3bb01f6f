/** The operator's screen: calls come to it by themselves, the form fills as words arrive, and the keyboard is enough. */

import { setUpKeysDialog } from "../kit/keys";
import { filling } from "./filling";
import { deskKeys } from "./keyboard";
import { fetching, follow, open } from "./line";
import { typeahead } from "./typeahead";

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

const desk = document.querySelector<HTMLElement>("[data-console]");
const work = document.querySelector<HTMLElement>("#work");

if (desk && work) {
  setUpKeysDialog(document.querySelector<HTMLDialogElement>("dialog[data-keys]"));
  const wake = () => {
    const form = work.querySelector<HTMLFormElement>("form[data-console-form]");
    if (form) typeahead(form);
    const filled = form ? filling(form) : undefined;
    fetching.flush = filled?.flush;
    deskKeys.form = form && filled ? { element: form, settle: filled.settle } : undefined;
    work.querySelector<HTMLElement>("[data-focus]")?.focus();
    const told = work.querySelector<HTMLElement>("[data-open]")?.dataset.open ?? "";
    desk.querySelectorAll<HTMLElement>("[data-contact]").forEach((tab) => {
      if (tab.dataset.contact === told) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
  };
  wake();
  work.addEventListener("htmx:afterSettle", (event) => {
    if (event.target === work) wake();
  });
  deskKeys.listen(desk, work);
  follow(desk, work);
  // A tab opens in its place; a new window is still the reader's to ask for.
  desk.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("a[data-contact], a[data-next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    // The one that is open already stays as it is, with what is unfolded in it.
    const here = work.querySelector<HTMLElement>("[data-open]")?.dataset.open;
    if (!link.dataset.contact || link.dataset.contact !== here) void open(link.href);
  });
}
