/** The administrator's areas: a map to draw on, and a map of what a new one changes. */
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";

import { edit } from "./drawing/editor";
import { bare, type Told } from "./ground";
import { token } from "./tokens";

interface Shape {
  properties: { role: string; area: string; name?: string };
  geometry: { coordinates: unknown };
}

document.querySelectorAll<HTMLElement>("[data-drawing]").forEach((root) => {
  root.hidden = false;
  // It may stand in a part of the form that is folded: it is drawn when it is seen.
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    edit(root).catch(() => root.querySelector("[data-drawing-map]")?.classList.add("is-without-map"));
  });
  watch.observe(root);
});

/** Slanted lines, so that what is lost is not told by its colour alone. */
function hatch(colour: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.strokeStyle = colour;
  pen.lineWidth = 3;
  for (const shift of [-12, 0, 12]) {
    pen.beginPath();
    pen.moveTo(shift, 12);
    pen.lineTo(shift + 12, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, 12, 12);
}

function difference(map: MapLibre, shapes: Shape[], select: HTMLSelectElement | null): void {
  const [gained, lost, ink] = [token("--color-primary"), token("--color-accent"), token("--color-base-content")];
  map.addImage("hatch", hatch(lost));
  map.addSource("shapes", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  const of = (...roles: string[]) => ["in", ["get", "role"], ["literal", roles]] as never;
  map.addLayer({
    id: "gained",
    type: "fill",
    source: "shapes",
    filter: of("gained", "moved"),
    paint: { "fill-color": gained, "fill-opacity": 0.55 },
  });
  map.addLayer({
    id: "lost",
    type: "fill",
    source: "shapes",
    filter: of("lost", "nowhere"),
    paint: { "fill-pattern": "hatch" },
  });
  map.addLayer({
    id: "lost-line",
    type: "line",
    source: "shapes",
    filter: of("lost", "nowhere"),
    paint: { "line-color": lost, "line-width": 2 },
  });
  map.addLayer({
    id: "old",
    type: "line",
    source: "shapes",
    filter: of("old"),
    paint: { "line-color": ink, "line-opacity": 0.6, "line-width": 1.5, "line-dasharray": [3, 2] },
  });
  map.addLayer({
    id: "new",
    type: "line",
    source: "shapes",
    filter: of("new"),
    paint: { "line-color": ink, "line-width": 2 },
  });
  const show = () => {
    const area = select?.value ?? "";
    const shown = shapes.filter(({ properties: one }) =>
      ["old", "new"].includes(one.role)
        ? one.area === area || (!area && one.area.startsWith("district:"))
        : one.area === area,
    );
    (map.getSource("shapes") as GeoJSONSource).setData({ type: "FeatureCollection", features: shown } as never);
    document.querySelectorAll<HTMLElement>("[data-difference-all]").forEach((part) => (part.hidden = area !== ""));
    document.querySelectorAll<HTMLElement>("[data-difference-one]").forEach((part) => (part.hidden = area === ""));
    const corners = shown
      .filter((one) => area || ["moved", "nowhere"].includes(one.properties.role))
      .flatMap((one) => points(one.geometry.coordinates));
    if (corners.length === 0) return;
    const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
    map.fitBounds(
      [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ],
      { padding: 60, animate: false, maxZoom: 15 },
    );
  };
  select?.addEventListener("change", show);
  show();
}

function points(coordinates: unknown): [number, number][] {
  if (!Array.isArray(coordinates)) return [];
  if (typeof coordinates[0] === "number") return [coordinates as [number, number]];
  return coordinates.flatMap(points);
}

document.querySelectorAll<HTMLElement>("[data-difference]").forEach((element) => {
  const told = JSON.parse(document.getElementById("difference-shapes")?.textContent ?? "{}") as { features?: Shape[] };
  element.hidden = false;
  bare(element, element.dataset as unknown as Told)
    .then(async (map) => {
      await map.once("load");
      map.resize();
      difference(map, told.features ?? [], document.querySelector("[data-difference-choose]"));
      document.querySelectorAll<HTMLElement>("[data-difference-choice]").forEach((part) => (part.hidden = false));
      document.querySelector("[data-difference-sketch]")?.remove();
      element.dataset.ready = "yes";
    })
    .catch(() => (element.hidden = true));
});
