/** The report form as four steps: without this script it is one page that works all the same. */
import "./waiting";

import { keptDraft } from "./draft";
import { photoShelf } from "./photos";
import { placeFinder } from "./places";
import { look, myPlace, offer, pinning } from "./report-place";
import { sending } from "./report-sending";
import { topicFinder } from "./topics";

const form = document.querySelector<HTMLFormElement>("form[data-report]");
if (form) steps(form);

function steps(form: HTMLFormElement): void {
  const sections = [...form.querySelectorAll<HTMLElement>("[data-step]")];
  const marks = [...document.querySelectorAll<HTMLElement>("[data-stepper] > li")];
  let at = Math.max(
    0,
    sections.findIndex((section) => section.querySelector("[aria-invalid=true]")),
  );

  const show = (next: number, isAsked: boolean) => {
    at = Math.min(Math.max(next, 0), sections.length - 1);
    sections.forEach((section, index) => (section.hidden = index !== at));
    // What others reported from there, and what the city knows of it, stands before the photos.
    if (isAsked && sections[at]?.dataset.step === "photos") form.dispatchEvent(new CustomEvent("report:known"));
    marks.forEach((mark, index) => {
      mark.classList.toggle("is-done", index < at);
      if (index === at) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    if (!isAsked) return;
    sections[at]?.querySelector<HTMLElement>("h2")?.focus();
    form.scrollIntoView({ block: "start" });
  };

  form.classList.add("is-stepped");
  form.querySelectorAll<HTMLElement>("[data-with-script]").forEach((element) => (element.hidden = false));
  form.querySelectorAll<HTMLElement>("[data-without-script]").forEach((element) => (element.hidden = true));
  form.querySelectorAll<HTMLElement>("[data-find-place]").forEach((element) => element.remove());
  document.querySelector<HTMLElement>("[data-stepper]")?.removeAttribute("hidden");
  form.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-next], [data-back]");
    if (!button) return;
    if ("back" in button.dataset) show(at - 1, true);
    else if (isGood(sections[at])) show(at + 1, true);
  });
  // The summary of faults leads to their fields, also to those of a step that is not shown.
  form.addEventListener("click", (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>("#form-faults a[href^='#']");
    const field = link && form.querySelector<HTMLElement>(`[id="${CSS.escape(link.hash.slice(1))}"]`);
    const step = sections.findIndex((section) => section.contains(field ?? null));
    if (!field || step < 0) return;
    event.preventDefault();
    show(step, true);
    field.focus();
  });
  // Enter in a text box of an early step goes on; only the last step sends.
  form.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== "Enter" || event.defaultPrevented || at === sections.length - 1) return;
    if (!target.matches("input:not([type=file])")) return; // there it opens the shelf of files
    event.preventDefault();
    if (isGood(sections[at])) show(at + 1, true);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return; // a hint came, not the answer to the report
    const faulty = sections.findIndex((section) => section.querySelector(".field-error:not(:empty, [hidden])"));
    if (faulty >= 0) show(faulty, true);
  });
  form.addEventListener("htmx:afterSettle", (event) => knownFirst(event.target as HTMLElement));
  sending(
    form,
    (step) => show(step, true),
    () => sections.findIndex((section) => !isGood(section)),
  );
  form.addEventListener("input", (event) => clearFault(event.target as HTMLElement));
  form.addEventListener("change", (event) => clearFault(event.target as HTMLElement));

  topicFinder(form);
  const place = pinning(form);
  placeFinder(form, (chosen) => {
    const area = form.querySelector<HTMLSelectElement>("[name=area]");
    if (area && chosen.area && area.querySelector(`option[value="${CSS.escape(chosen.area)}"]`))
      area.value = chosen.area;
    if (chosen.lat === null || chosen.lon === null) return;
    // A landmark or an alley is a place to pin; a neighbourhood or a long street only where to look for it.
    if (chosen.isPoint) place(chosen.lat, chosen.lon);
    else look(form, chosen.lat, chosen.lon, chosen.zoom);
  });
  const lay = photoShelf(form, (point) => offer(form, point, place));
  myPlace(form, place);
  void keptDraft(form, lay);
  show(at, false);
}

/** What is known already stands above the step's heading, and comes after it: who is still there is led up to it. */
function knownFirst(panel: HTMLElement): void {
  if (panel.id === "known" && document.activeElement?.id === "step-photos")
    panel.querySelector<HTMLElement>("#known-title")?.focus();
}

/** True when what a step needs is there; otherwise the fault stands beside its field and has the focus. */
function isGood(section: HTMLElement | undefined): boolean {
  if (!section) return true;
  if (section.dataset.step === "where") {
    const value = (name: string) =>
      section.closest("form")?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim();
    const isAboutNoPlace = section.querySelector<HTMLInputElement>("[name=no_place]")?.checked;
    if (isAboutNoPlace || value("lat") || value("address") || value("area")) return true;
    return fault(section, "place");
  }
  if (section.dataset.step === "what") {
    const text = section.querySelector<HTMLTextAreaElement>("[name=text]");
    if (text?.value.trim() || section.querySelector("[name=topic]:checked:not([value=''])")) return true;
    return fault(section, "text");
  }
  return true;
}

function fault(section: HTMLElement, name: string): false {
  const slot = section.querySelector<HTMLElement>(`#error-${name}`);
  if (slot)
    slot.textContent = slot.dataset.words ?? slot.closest<HTMLElement>("[data-fault-words]")?.dataset.faultWords ?? "";
  const field = section.querySelector<HTMLElement>(`[name=${name}], [aria-describedby~=error-${name}]`);
  field?.setAttribute("aria-invalid", "true");
  // A place is said in one of several ways: the first of them is where to go on.
  (field ?? section.querySelector<HTMLElement>("input.box"))?.focus();
  slot?.scrollIntoView({ block: "center" });
  return false;
}

function clearFault(target: HTMLElement): void {
  const section = target.closest<HTMLElement>("[data-step]");
  section?.querySelectorAll<HTMLElement>("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  section?.querySelectorAll<HTMLElement>(".field-error").forEach((slot) => slot.replaceChildren());
}
