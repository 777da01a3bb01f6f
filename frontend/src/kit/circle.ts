/** How exactly a device knows where it is: a circle of that radius around the pin. */
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";

import { token } from "./tokens";

const CORNERS = 64;
const METRES_PER_DEGREE = 111_320;
/** Below this a circle would hide under the pin. */
const SMALLEST = 15;

/** Draws the circle in place of an earlier one; a radius of 0 takes it away. */
export function circle(map: MapLibre, lon: number, lat: number, metres: number): void {
  const ring = Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    const north = (metres / METRES_PER_DEGREE) * Math.sin(angle);
    const east = ((metres / METRES_PER_DEGREE) * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180);
    return [lon + east, lat + north];
  });
  const data = {
    type: "FeatureCollection" as const,
    features:
      metres < SMALLEST
        ? []
        : [{ type: "Feature" as const, properties: {}, geometry: { type: "Polygon" as const, coordinates: [ring] } }],
  };
  const known = map.getSource<GeoJSONSource>("accuracy");
  if (known) {
    known.setData(data);
    return;
  }
  map.addSource("accuracy", { type: "geojson", data });
  const colour = token("--color-primary");
  map.addLayer({
    id: "accuracy",
    type: "fill",
    source: "accuracy",
    paint: { "fill-color": colour, "fill-opacity": 0.15 },
  });
  map.addLayer({ id: "accuracy-line", type: "line", source: "accuracy", paint: { "line-color": colour } });
}
