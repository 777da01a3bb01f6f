/** A case's page: drafts, commands without a connection, names of colleagues, answers from templates, the place's history. */

import { photoPicks } from "../kit/photo-pick";
import { caseKeys } from "./case-keys";
import { keepDrafts } from "./drafts";
import { nameColleagues } from "./mentions";
import { keepCommands } from "./offline";

keepDrafts();
keepCommands();
nameColleagues();
photoPicks();
caseKeys();

// A template has filled in the answer: it is typed, as if by hand, and so kept and shown as the citizen will read it.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.target as HTMLElement;
  if (!target.matches("textarea")) return;
  target.closest("form")?.querySelector("[data-proposal]")?.remove();
  target.dispatchEvent(new Event("input", { bubbles: true }));
});
// Opening an answer's form shows the message at once.
document.querySelectorAll<HTMLDetailsElement>("details.move").forEach((part) => {
  part.addEventListener(
    "toggle",
    () => part.open && part.querySelector("form")?.dispatchEvent(new Event("preview:now")),
  );
});
document.addEventListener("click", (event) => {
  const more = (event.target as HTMLElement).closest("[data-around-more]");
  if (!more) return;
  document.querySelectorAll(".around-row.is-more").forEach((row) => row.classList.remove("is-more"));
  document.querySelectorAll<HTMLElement>(".around-row")[5]?.querySelector("a")?.focus();
  more.remove();
});
