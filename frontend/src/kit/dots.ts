/** The cases around a place as numbered dots on its map; the list beside it is their legend. */
import { LngLatBounds, type Map as MapLibre, Marker } from "maplibre-gl";

/** Draws a dot for each row of the list, now and when the list arrives later. */
export function dots(map: MapLibre): void {
  let drawn: Marker[] = [];
  const draw = () => {
    drawn.forEach((marker) => marker.remove());
    drawn = [...document.querySelectorAll<HTMLElement>("[data-dots] [data-lat]")].reverse().map((row) => {
      const link = row.querySelector("a");
      const dot = document.createElement("a");
      dot.className = row.dataset.ended ? "map-dot is-ended" : row.dataset.late ? "map-dot is-late" : "map-dot";
      dot.href = link?.href ?? "";
      dot.textContent = row.querySelector(".around-number")?.textContent ?? "";
      dot.title = link?.textContent ?? "";
      // Each stands in the list as a link already: by keyboard and screen reader one goes there.
      dot.tabIndex = -1;
      dot.setAttribute("aria-hidden", "true");
      return new Marker({ element: dot }).setLngLat([Number(row.dataset.lon), Number(row.dataset.lat)]).addTo(map);
    });
  };
  draw();
  if (drawn.length && document.querySelector("[data-dots-fit]")) {
    const bounds = new LngLatBounds();
    for (const marker of drawn) bounds.extend(marker.getLngLat());
    map.fitBounds(bounds, { padding: 40, maxZoom: 15, animate: false });
  }
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if ((event.target as HTMLElement).closest("#around")) draw();
  });
}
