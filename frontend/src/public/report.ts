/** The report form as four steps: without this script it is one page that works all the same. */
import "./waiting";

import { keep } from "../kit/outbox";
import { recount, sendWaiting, wakeLater } from "../kit/phone";
import { keptDraft } from "./draft";
import { photoShelf } from "./photos";
import { placeFinder } from "./places";
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
  document.querySelector<HTMLElement>("[data-stepper]")?.removeAttribute("hidden");
  form.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-next], [data-back]");
    if (!button) return;
    if ("back" in button.dataset) show(at - 1, true);
    else if (isGood(sections[at])) show(at + 1, true);
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
    const faulty = sections.findIndex((section) => section.querySelector(".field-error:not(:empty)"));
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
    // A landmark is a place to pin; a neighbourhood only where to look for it.
    if (chosen.isPoint) place(chosen.lat, chosen.lon);
    else look(form, chosen.lat, chosen.lon);
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
  return false;
}

function clearFault(target: HTMLElement): void {
  const section = target.closest<HTMLElement>("[data-step]");
  section?.querySelectorAll<HTMLElement>("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  section?.querySelectorAll<HTMLElement>(".field-error").forEach((slot) => slot.replaceChildren());
}

/** Marks a point as the place: on the map where there is one, else in the form's own fields. */
function pinning(form: HTMLFormElement): (lat: number, lon: number) => void {
  return (lat, lon) => {
    const map = form.querySelector<HTMLElement>("[data-map]");
    const set = (name: string, value: number) => {
      const box = form.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (box) box.value = value.toFixed(6);
    };
    set("lat", lat);
    set("lon", lon);
    const said = form.querySelector<HTMLElement>("[data-map-said]");
    if (said) said.textContent = said.dataset.marked ?? "";
    // A map that is not drawn yet begins there.
    if (map) Object.assign(map.dataset, { lat: String(lat), lon: String(lon), zoom: "15", pinned: "yes" });
    map?.dispatchEvent(new CustomEvent("place:go", { detail: { lat, lon } }));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
}

/** Moves the map there and marks nothing. */
function look(form: HTMLFormElement, lat: number, lon: number): void {
  const map = form.querySelector<HTMLElement>("[data-map]");
  if (map && !map.dataset.pinned) Object.assign(map.dataset, { lat: String(lat), lon: String(lon), zoom: "14" });
  map?.dispatchEvent(new CustomEvent("place:look", { detail: { lat, lon } }));
}

function myPlace(form: HTMLFormElement, place: (lat: number, lon: number) => void): void {
  const button = form.querySelector<HTMLButtonElement>("[data-my-place]");
  const said = form.querySelector<HTMLElement>("[data-map-said]");
  button?.addEventListener("click", () => {
    button.classList.add("htmx-request");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.classList.remove("htmx-request");
        place(coords.latitude, coords.longitude);
      },
      () => {
        button.classList.remove("htmx-request");
        if (said) said.textContent = button.dataset.failed ?? "";
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

/** Asks whether the place in a photo is the place of the report: offered, never taken. */
function offer(
  form: HTMLFormElement,
  point: { lat: number; lon: number },
  place: (lat: number, lon: number) => void,
): void {
  const box = form.querySelector<HTMLElement>("[data-photo-place]");
  if (!box) return;
  const known = form.querySelector<HTMLInputElement>("[name=lat]")?.value;
  box.hidden = false;
  box.querySelectorAll<HTMLElement>("[data-when-known]").forEach((part) => (part.hidden = !known));
  const [yes, no] = ["[data-photo-yes]", "[data-photo-no]"].map((name) => box.querySelector<HTMLElement>(name));
  if (!yes || !no) return;
  yes.onclick = () => {
    place(point.lat, point.lon);
    box.hidden = true;
  };
  no.onclick = () => (box.hidden = true);
}

/** On its way: where no answer comes, the report is kept on the phone, and sent later under the same key. */
function sending(form: HTMLFormElement, show: (step: number) => void, faulty: () => number): void {
  const isShell = "shell" in form.dataset;
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (navigator.onLine) return;
    event.preventDefault(); // no line: neither hints nor the report itself would arrive
    if (event.target === form) void stay(form);
  });
  form.addEventListener("submit", (event) => {
    if (!isShell) return;
    event.preventDefault();
    const wrong = faulty();
    if (wrong >= 0) show(wrong);
    else if (hasConsent(form)) void stay(form);
  });
  for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(kind, ((event: CustomEvent<{ xhr?: XMLHttpRequest }>) => {
      if (event.target === form) void stay(form);
    }) as EventListener);
  }
  form.addEventListener("htmx:beforeOnLoad", ((event: CustomEvent<{ xhr: XMLHttpRequest }>) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) form.dispatchEvent(new Event("report:sent"));
  }) as EventListener);
}

/** A number is kept only with its owner's consent; the house says so where there is a line, and here where not. */
function hasConsent(form: HTMLFormElement): boolean {
  const value = form.querySelector<HTMLInputElement>("[name=phone]")?.value.trim();
  const consent = form.querySelector<HTMLInputElement>("[name=consent]");
  if (!value || !consent || consent.checked) return true;
  const slot = form.querySelector<HTMLElement>("#error-consent");
  if (slot) slot.textContent = form.dataset.consent ?? "";
  consent.focus();
  return false;
}

async function stay(form: HTMLFormElement): Promise<void> {
  try {
    await keep(form);
  } catch {
    // A browser that forbids storage: the words stay in the form.
    const words = document.createElement("p");
    words.className = "notice tone-red";
    words.setAttribute("role", "alert");
    words.textContent = form.dataset.lost ?? "";
    const slot = form.querySelector<HTMLElement>("#form-faults");
    slot?.replaceChildren(words);
    slot?.scrollIntoView({ block: "center" });
    return;
  }
  form.dispatchEvent(new Event("report:sent"));
  form.hidden = true;
  document.querySelectorAll<HTMLElement>("[data-stepper], [data-draft-back]").forEach((part) => (part.hidden = true));
  const panel = document.querySelector<HTMLElement>("[data-kept]");
  if (panel) {
    panel.hidden = false;
    panel.querySelector<HTMLElement>("h2")?.focus();
    panel.scrollIntoView({ block: "start" });
  }
  await recount();
  void wakeLater();
  if (navigator.onLine) void sendWaiting();
}
