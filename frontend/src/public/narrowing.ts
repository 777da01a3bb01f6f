/** The filters of the public map apply at once: the page of the new choice is fetched, and its list put in place. */

const PLACE = ["lat", "lon", "zoom"] as const;

/** The address of the page with what a form chooses; empty choices are left out. */
export function addressOf(form: HTMLFormElement): string {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) chosen.set(name, String(value));
  return `${new URL(form.action).pathname}?${chosen}`;
}

/** Applies each change of the form; where the new page cannot be had, the browser opens it instead. */
export function narrowAtOnce(form: HTMLFormElement): void {
  let running = new AbortController();
  const apply = async (isPlaced: boolean) => {
    running.abort();
    running = new AbortController();
    const address = addressOf(form);
    const map = document.querySelector<HTMLElement>("[data-city-map]");
    if (map?.dataset.drawn && !isPlaced) {
      map.dispatchEvent(new Event("narrowed"));
      return;
    }
    const answer = await fetch(address, { signal: running.signal });
    if (!answer.ok) throw new Error("refused");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#map-list", ".map-ask .sketch"]) {
      const [here, there] = [document.querySelector(part), page.querySelector(part)];
      if (here && there) here.replaceWith(there);
    }
    window.history.replaceState(null, "", address);
    const status = document.querySelector<HTMLElement>("[data-map-status]");
    if (status) status.textContent = document.querySelector("#map-list p")?.textContent?.trim() ?? "";
    const place = page.querySelector<HTMLElement>("[data-city-map]");
    if (!map || !place || !isPlaced) return;
    for (const name of PLACE) map.dataset[name] = place.dataset[name] ?? "";
    map.dispatchEvent(new Event("placed"));
  };
  const changed = (event: Event) => {
    const name = event.target instanceof HTMLSelectElement ? event.target.name : "";
    apply(name === "area").catch((fault: unknown) => {
      if ((fault as Error).name !== "AbortError") window.location.assign(addressOf(form));
    });
  };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed(event);
  });
}
