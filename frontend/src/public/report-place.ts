/** The place of a report: marked on the map, found by the phone, or offered from a photo. */
import { sayPlace } from "../kit/say-place";

/** Marks a point as the place: on the map where there is one, else in the form's own fields. */
export function pinning(form: HTMLFormElement): (lat: number, lon: number, accuracy?: number) => void {
  return (lat, lon, accuracy = 0) => {
    const map = form.querySelector<HTMLElement>("[data-map]");
    const set = (name: string, value: number) => {
      const box = form.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (box) box.value = value.toFixed(6);
    };
    set("lat", lat);
    set("lon", lon);
    const said = form.querySelector<HTMLElement>("[data-map-said]");
    if (said) said.textContent = said.dataset.marked ?? "";
    if (said && !map?.querySelector("canvas")) void sayPlace(said, lat, lon); // a drawn map says it itself
    // A map that is not drawn yet begins there.
    if (map) Object.assign(map.dataset, { lat: String(lat), lon: String(lon), zoom: "15", pinned: "yes" });
    map?.dispatchEvent(new CustomEvent("place:go", { detail: { lat, lon, accuracy } }));
    // The point says which neighbourhood it is.
    const area = form.querySelector<HTMLElement>("[data-area]");
    if (area) area.hidden = true;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
}

/** Moves the map there and marks nothing. */
export function look(form: HTMLFormElement, lat: number, lon: number, zoom = 14): void {
  const map = form.querySelector<HTMLElement>("[data-map]");
  if (map && !map.dataset.pinned)
    Object.assign(map.dataset, { lat: String(lat), lon: String(lon), zoom: String(zoom) });
  map?.dispatchEvent(new CustomEvent("place:look", { detail: { lat, lon, zoom } }));
}

/** Marks the place of the phone when its button is pressed. */
export function myPlace(form: HTMLFormElement, place: (lat: number, lon: number, accuracy?: number) => void): void {
  const button = form.querySelector<HTMLButtonElement>("[data-my-place]");
  const said = form.querySelector<HTMLElement>("[data-map-said]");
  button?.addEventListener("click", () => {
    button.classList.add("htmx-request");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.classList.remove("htmx-request");
        place(coords.latitude, coords.longitude, coords.accuracy);
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
export function offer(
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
