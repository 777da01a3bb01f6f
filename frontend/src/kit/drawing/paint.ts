/** What a drawing shows on the map: all areas, those that changed, the chosen one, and the one that is being drawn. */
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";

import { token } from "../tokens";
import { collection, type Feature, type Point } from "./shapes";

export interface Drawn {
  /** All areas, under the names that the ground writes on them; none where the areas are not the city's. */
  all: Feature[] | undefined;
  changed: Feature[];
  chosen: Feature[];
  pending: Point[];
}

/** Adds the layers of a drawing on top of the ground. */
export function addLayers(map: MapLibre): void {
  const [accent, warning] = [token("--color-accent"), token("--color-warning")];
  map.addSource("changed", { type: "geojson", data: collection([]) });
  map.addSource("chosen", { type: "geojson", data: collection([]) });
  map.addSource("pending", { type: "geojson", data: collection([]) });
  map.addLayer({
    id: "changed",
    type: "line",
    source: "changed",
    paint: { "line-color": warning, "line-width": 3 },
  });
  map.addLayer({
    id: "chosen",
    type: "fill",
    source: "chosen",
    paint: { "fill-color": accent, "fill-opacity": 0.25 },
  });
  map.addLayer({
    id: "chosen-line",
    type: "line",
    source: "chosen",
    paint: { "line-color": accent, "line-width": 2.5 },
  });
  map.addLayer({
    id: "pending",
    type: "line",
    source: "pending",
    paint: { "line-color": accent, "line-width": 2.5, "line-dasharray": [2, 1] },
  });
  map.addLayer({
    id: "pending-corner",
    type: "circle",
    source: "pending",
    paint: { "circle-color": accent, "circle-radius": 5 },
  });
}

/** Shows a drawing in the layers that `addLayers` added. */
export function paint(map: MapLibre, drawn: Drawn): void {
  const set = (name: string, features: unknown[]) =>
    (map.getSource(name) as GeoJSONSource | undefined)?.setData(collection(features) as never);
  if (drawn.all) set("areas", drawn.all);
  set("changed", drawn.changed);
  set("chosen", drawn.chosen);
  set("pending", pendingLine(drawn.pending));
}

/** The corners set so far: a line, or a point while there is one alone. */
export function pendingLine(corners: Point[]): Feature[] {
  if (corners.length === 0) return [];
  const geometry =
    corners.length > 1
      ? { type: "LineString", coordinates: corners }
      : { type: "Point", coordinates: corners[0] as Point };
  return [{ type: "Feature", properties: {}, geometry }];
}
