/**
 * Before a street map is loaded: the broad lines and names that the city ships, for the whole city only. They are true
 * to some hundred metres, so nearer in they give way to a sentence.
 */
import type { LayerSpecification, Map as MapLibre } from "maplibre-gl";

import { token } from "./tokens";

/** The last zoom at which the whole city is seen and a few hundred metres mislead nobody. */
const WHOLE_CITY = 12;
const BEYOND = WHOLE_CITY + 0.01;

type Width = [near: number, far: number];

/** The layers of lines, to lie under the borders, then those of names. */
export function approximateLayers(source: string, label: string): [LayerSpecification[], LayerSpecification[]] {
  const of = (...kinds: string[]) => ["in", ["get", "kind"], ["literal", kinds]] as never;
  const line = (id: string, kinds: string[], colour: string, [far, near]: Width) =>
    ({
      id,
      type: "line",
      source,
      maxzoom: BEYOND,
      filter: of(...kinds),
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": token(colour),
        "line-width": ["interpolate", ["linear"], ["zoom"], 9, far, WHOLE_CITY, near],
      },
    }) as LayerSpecification;
  const name = (id: string, kinds: string[], minzoom: number, size: number, layout: object) =>
    ({
      id,
      type: "symbol",
      source,
      minzoom,
      maxzoom: BEYOND,
      filter: of(...kinds),
      layout: { "text-field": ["get", label], "text-font": ["Vazirmatn"], "text-size": size, ...layout },
      paint: {
        "text-color": token("--color-base-content"),
        "text-halo-color": token("--color-base-100"),
        "text-halo-width": 1.4,
      },
    }) as LayerSpecification;
  const along = { "symbol-placement": "line-center", "text-max-angle": 60, "text-padding": 1 };
  const dot = {
    id: "approximate-dot",
    type: "circle",
    source,
    minzoom: 10.5,
    maxzoom: BEYOND,
    filter: of("square", "garden", "landmark"),
    paint: {
      "circle-radius": 3,
      "circle-color": ["match", ["get", "kind"], "garden", token("--color-success"), token("--map-rail")],
    },
  } as LayerSpecification;
  return [
    [
      line("approximate-river", ["river"], "--map-water", [2, 7]),
      line("approximate-edge", ["axis", "ring"], "--map-edge", [2, 7]),
      line("approximate-axis", ["axis"], "--map-lane", [1, 5]),
      line("approximate-ring", ["ring"], "--map-avenue", [1, 5]),
      dot,
    ],
    [
      name("approximate-name", ["square", "garden", "landmark"], 11, 11, {
        "text-anchor": "top",
        "text-offset": [0, 0.4],
        "text-max-width": 7,
      }),
      // Last, so that a street keeps its name where both have no room.
      name("approximate-line-name", ["axis", "ring", "river"], 10.5, 11, along),
    ],
  ];
}

/** Says that the lines are approximate, and nearer in that there is no street map; the page gives the words. */
export function noteOn(map: MapLibre, element: HTMLElement): void {
  const { approximate = "", noStreets = "" } = element.dataset;
  if (!noStreets) return;
  const note = document.createElement("p");
  note.className = "map-note";
  note.setAttribute("role", "status");
  note.dir = getComputedStyle(document.documentElement).direction;
  element.append(note);
  const say = () => {
    const hasLines = map.getLayer("approximate-axis") && map.querySourceFeatures("areas", IS_LINE).length > 0;
    const words = map.getZoom() > WHOLE_CITY ? noStreets : hasLines ? approximate : "";
    if (note.textContent !== words) note.textContent = words;
  };
  map.on("zoomend", say);
  map.once("idle", say);
}

const IS_LINE = { filter: ["==", ["geometry-type"], "LineString"] as never };
