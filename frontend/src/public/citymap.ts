/**
 * The page of the public map: what needs a script appears, filters apply at once, the map of the cases is drawn, and the
 * search box moves it.
 */
import { drawWhenSeen } from "../kit/seen";
import { narrowAtOnce } from "./narrowing";
import { placeFinder } from "./places";

document.querySelectorAll<HTMLElement>("[data-with-script]").forEach((part) => (part.hidden = false));
drawWhenSeen(document.querySelectorAll<HTMLElement>("[data-city-map]"), () => import("./spots"));
const filters = document.querySelector<HTMLFormElement>("form[data-map-filters]");
if (filters) narrowAtOnce(filters);

const search = document.querySelector<HTMLFormElement>("form[data-place-search]");
const map = document.querySelector<HTMLElement>("[data-city-map]");
if (search && map) {
  placeFinder(
    search,
    ({ lat, lon, zoom, area }) => {
      if (lat === null || lon === null) {
        if (area) window.location.assign(`?${new URLSearchParams({ area })}`);
        return;
      }
      // A map that is not drawn yet begins there; a phone's sketch gives way to it.
      Object.assign(map.dataset, { lat: String(lat), lon: String(lon), zoom: String(zoom) });
      map.dispatchEvent(new CustomEvent("place:look", { detail: { lat, lon, zoom } }));
      map.querySelector<HTMLButtonElement>("[data-map-open]")?.click();
      map.scrollIntoView({ block: "nearest" });
    },
    () => {
      const { lat, lon } = map.dataset;
      return lat && lon ? { lat: Number(lat).toFixed(3), lon: Number(lon).toFixed(3) } : undefined;
    },
  );
}
