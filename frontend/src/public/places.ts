/** The address box as a combobox (ARIA APG, "list autocomplete with manual selection"); without this it takes plain words. */
import { written } from "../kit/numbers";

export interface Place {
  name: string;
  more: string;
  /** What to beware of: the alley is not on the map, the point is approximate. */
  note: string;
  lat: number | null;
  lon: number | null;
  zoom: number;
  area: string;
  isPoint: boolean;
}

const REST = 220; // ms after the last letter
const SHORTEST = 2;

/** Suggests places under the box, those near the point of `near` first; `go` is told which one was chosen. */
export function placeFinder(
  form: HTMLFormElement,
  go: (place: Place) => void,
  near: () => { lat: string; lon: string } | undefined = () => undefined,
): void {
  const box = form.querySelector<HTMLInputElement>("[data-place-finder] input");
  const host = box?.closest<HTMLElement>("[data-place-finder]");
  if (!box || !host) return;
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = "place-list";
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", host.dataset.label ?? "");
  list.hidden = true;
  said.className = "sr-only";
  said.setAttribute("role", "status");
  box.after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
  })) {
    box.setAttribute(name, value);
  }
  let found: Place[] = [];
  let at = -1;
  let timer = 0;
  let asking: AbortController | undefined;

  const close = () => {
    window.clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (next: number) => {
    at = found.length ? (next + found.length) % found.length : -1;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const here = list.children[at];
    if (!here) return;
    box.setAttribute("aria-activedescendant", here.id);
    here.scrollIntoView({ block: "nearest" });
  };
  const choose = (place: Place) => {
    box.value = place.name;
    said.textContent = place.note;
    said.className = place.note ? "place-none" : "sr-only";
    close();
    go(place);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const lay = () => {
    list.replaceChildren(
      ...found.map((place, index) => {
        const item = document.createElement("li");
        const more = document.createElement("span");
        item.id = `place-${index}`;
        item.className = "option";
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.append(place.name, more);
        more.className = "choice-more";
        more.textContent = [place.more, place.note].filter(Boolean).join(" · ");
        // Before the box loses the focus.
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => choose(place));
        return item;
      }),
    );
    list.hidden = found.length === 0;
    at = -1;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", String(found.length > 0));
    const count = written(found.length);
    // That nothing is known by this name is for every eye.
    const none = host.dataset.none ?? "";
    said.className = found.length || !none ? "sr-only" : "place-none";
    said.textContent = found.length ? (host.dataset.count ?? "").replace("#", count) : none;
  };
  const ask = async () => {
    const typed = box.value.trim();
    said.className = "sr-only";
    said.textContent = "";
    if (typed.length < SHORTEST) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const asked = new URLSearchParams({ q: typed, ...near() });
      const answer = await fetch(`${host.dataset.placeFinder}?${asked}`, { signal: asking.signal });
      if (!answer.ok) return close();
      found = ((await answer.json()) as { places: Place[] }).places;
      if (document.activeElement === box) lay();
    } catch {
      // No line, or a newer question: the words stand for themselves.
    }
  };
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), REST);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return void ask();
      mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? found.length - 1 : at - 1);
    } else if (event.key === "Enter" && isOpen && found[at]) {
      event.preventDefault(); // and no step further
      choose(found[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });
}
