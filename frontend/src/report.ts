/** The report form as four steps: without this script it is one page that works all the same. */
import { photoShelf } from "./photos";
import { topicFinder } from "./topics";

const form = document.querySelector<HTMLFormElement>("form[data-report]");
if (form) steps(form);

function steps(form: HTMLFormElement): void {
  const sections = [...form.querySelectorAll<HTMLElement>("[data-step]")];
  const marks = [...document.querySelectorAll<HTMLElement>("[data-stepper] > li")];
  let at = Math.max(0, sections.findIndex((section) => section.querySelector("[aria-invalid=true]")));

  const show = (next: number, isAsked: boolean) => {
    at = Math.min(Math.max(next, 0), sections.length - 1);
    sections.forEach((section, index) => (section.hidden = index !== at));
    // What others reported from there, and what the city knows of it, stands before the photos.
    if (isAsked && sections[at]?.dataset["step"] === "photos") form.dispatchEvent(new CustomEvent("report:known"));
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
    if (event.key !== "Enter" || target.tagName !== "INPUT" || at === sections.length - 1) return;
    event.preventDefault();
    if (isGood(sections[at])) show(at + 1, true);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return; // a hint came, not the answer to the report
    const faulty = sections.findIndex((section) => section.querySelector(".field-error:not(:empty)"));
    if (faulty >= 0) show(faulty, true);
  });
  // No answer at all, or a fault of ours: the words stay, and the key makes the second try the same report.
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(kind, (event) => {
      if (event.target !== form) return;
      const slot = form.querySelector<HTMLElement>("#form-faults");
      const words = document.createElement("p");
      words.className = "notice tone-red";
      words.setAttribute("role", "alert");
      words.textContent = form.dataset["lost"] ?? "";
      slot?.replaceChildren(words);
      slot?.scrollIntoView({ block: "center" });
    });
  }
  form.addEventListener("input", (event) => clearFault(event.target as HTMLElement));
  form.addEventListener("change", (event) => clearFault(event.target as HTMLElement));

  topicFinder(form);
  photoShelf(form);
  myPlace(form);
  kept(form);
  show(at, false);
}

/** True when what a step needs is there; otherwise the fault stands beside its field and has the focus. */
function isGood(section: HTMLElement | undefined): boolean {
  if (!section) return true;
  if (section.dataset["step"] === "where") {
    const value = (name: string) => section.closest("form")?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim();
    const isAboutNoPlace = section.querySelector<HTMLInputElement>("[name=no_place]")?.checked;
    if (isAboutNoPlace || value("lat") || value("address") || value("area")) return true;
    return fault(section, "place");
  }
  if (section.dataset["step"] === "what") {
    const text = section.querySelector<HTMLTextAreaElement>("[name=text]");
    if (text?.value.trim() || section.querySelector("[name=topic]:checked:not([value=''])")) return true;
    return fault(section, "text");
  }
  return true;
}

function fault(section: HTMLElement, name: string): false {
  const slot = section.querySelector<HTMLElement>(`#error-${name}`);
  if (slot) slot.textContent = slot.dataset["words"] ?? slot.closest<HTMLElement>("[data-fault-words]")?.dataset["faultWords"] ?? "";
  const field = section.querySelector<HTMLElement>(`[name=${name}], [aria-describedby~=error-${name}]`);
  field?.setAttribute("aria-invalid", "true");
  field?.focus();
  return false;
}

function clearFault(target: HTMLElement): void {
  const section = target.closest<HTMLElement>("[data-step]");
  section?.querySelectorAll<HTMLElement>("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  section?.querySelectorAll<HTMLElement>(".field-error").forEach((slot) => slot.replaceChildren());
}

function myPlace(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("[data-my-place]");
  const said = form.querySelector<HTMLElement>("[data-map-said]");
  button?.addEventListener("click", () => {
    button.classList.add("htmx-request");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.classList.remove("htmx-request");
        const map = form.querySelector<HTMLElement>("[data-map]");
        map?.dispatchEvent(new CustomEvent("place:go", { detail: { lat: coords.latitude, lon: coords.longitude } }));
      },
      () => {
        button.classList.remove("htmx-request");
        if (said) said.textContent = button.dataset["failed"] ?? "";
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

/** Words and choices outlive a reload in this tab (never the phone number); sending the report forgets them. */
function kept(form: HTMLFormElement): void {
  const names = ["text", "address", "area", "lat", "lon"];
  const key = "report-draft";
  const field = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`);
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, string>;
    for (const name of names) {
      const box = field(name);
      if (box && !box.value && draft[name]) box.value = draft[name];
    }
    form.addEventListener("change", () => {
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(names.map((name) => [name, field(name)?.value ?? ""]))));
    });
    form.addEventListener("htmx:beforeOnLoad", ((event: CustomEvent<{ xhr: XMLHttpRequest }>) => {
      if (event.detail.xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(key);
    }) as EventListener);
  } catch {
    // A browser that forbids storage keeps no draft; the form itself is not touched.
  }
}
