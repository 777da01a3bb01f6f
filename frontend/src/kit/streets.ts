/** The streets under a map: the source of the tiles that the page names, and layers in our colours and its language. */
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";

import { token } from "./tokens";

type Step = number | [zoom: number, width: number][];

/** Class of a street → from which zoom, its width by zoom, and its colour. Drawn in this order, the widest last. */
const STREETS: [classes: string[], minzoom: number, width: Step, colour: string][] = [
  [
    ["path", "track"],
    15,
    [
      [15, 0.8],
      [18, 3],
    ],
    "--map-lane",
  ],
  [
    ["service", "pedestrian"],
    14,
    [
      [14, 1],
      [18, 8],
    ],
    "--map-lane",
  ],
  [
    ["minor"],
    13,
    [
      [13, 1],
      [15, 4],
      [18, 16],
    ],
    "--map-lane",
  ],
  [
    ["tertiary"],
    12,
    [
      [12, 1.2],
      [15, 6],
      [18, 20],
    ],
    "--map-street",
  ],
  [
    ["secondary"],
    11,
    [
      [11, 1.2],
      [15, 7],
      [18, 24],
    ],
    "--map-street",
  ],
  [
    ["primary"],
    10,
    [
      [10, 1.2],
      [15, 9],
      [18, 28],
    ],
    "--map-avenue",
  ],
  [
    ["motorway", "trunk"],
    9,
    [
      [9, 1.2],
      [15, 10],
      [18, 32],
    ],
    "--map-avenue",
  ],
];
const RASTER_TILE = 256;

/** The source of `kind:URL`; the reader of PMTiles is fetched where there is such a file. */
export async function streetSource(told: string): Promise<SourceSpecification> {
  const [kind, url] = [told.slice(0, told.indexOf(":")), told.slice(told.indexOf(":") + 1)];
  if (kind === "raster") return { type: "raster", tiles: [url], tileSize: RASTER_TILE };
  if (kind === "vector") return { type: "vector", tiles: [url], minzoom: 9, maxzoom: 16 };
  const { openTiles } = await import("./tile-file");
  return openTiles(new URL(url, location.href).href);
}

/** The layers over `source`, bottom first; of raster tiles one. */
export function streetLayers(source: string, told: string, language: string): LayerSpecification[] {
  if (told.startsWith("raster:")) return [{ id: "streets", type: "raster", source }];
  return [...grounds(source), ...lines(source), ...names(source, language)];
}

function width(step: Step, by = 0): never {
  if (typeof step === "number") return (step + by) as never;
  return ["interpolate", ["exponential", 1.5], ["zoom"], ...step.flatMap(([zoom, wide]) => [zoom, wide + by])] as never;
}

function grounds(source: string): LayerSpecification[] {
  const area = ["==", ["geometry-type"], "Polygon"] as never;
  const [green, water, built] = [token("--map-green"), token("--map-water"), token("--map-built")];
  return [
    { id: "green", type: "fill", source, "source-layer": "green", paint: { "fill-color": green } },
    { id: "water", type: "fill", source, "source-layer": "water", filter: area, paint: { "fill-color": water } },
    {
      id: "river",
      type: "line",
      source,
      "source-layer": "water",
      filter: ["!", area] as never,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": water,
        "line-width": width([
          [9, 1],
          [15, 3],
          [18, 8],
        ]),
      },
    },
    {
      id: "buildings",
      type: "fill",
      source,
      "source-layer": "buildings",
      minzoom: 15,
      paint: { "fill-color": built, "fill-outline-color": token("--map-edge") },
    },
    {
      id: "plaza",
      type: "fill",
      source,
      "source-layer": "streets",
      filter: area,
      paint: { "fill-color": token("--map-lane") },
    },
  ];
}

function lines(source: string): LayerSpecification[] {
  const street = (id: string, classes: string[], minzoom: number, step: Step, colour: string, by: number) =>
    ({
      id,
      type: "line",
      source,
      "source-layer": "streets",
      minzoom,
      filter: ["in", ["get", "class"], ["literal", classes]],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": token(colour), "line-width": width(step, by) },
    }) as LayerSpecification;
  return [
    ...STREETS.map(([classes, minzoom, step]) =>
      street(`${classes[0]}-edge`, classes, minzoom, step, "--map-edge", 1.2),
    ),
    {
      id: "rail",
      type: "line",
      source,
      "source-layer": "rail",
      paint: { "line-color": token("--map-rail"), "line-width": 1.4, "line-dasharray": [4, 2] },
    },
    ...STREETS.map(([classes, minzoom, step, colour]) =>
      street(classes[0] as string, classes, minzoom, step, colour, 0),
    ),
  ];
}

function names(source: string, language: string): LayerSpecification[] {
  const [ink, paper] = [token("--color-base-content"), token("--map-land")];
  const text = ["coalesce", ["get", `name_${language}`], ["get", "name"]] as never;
  const label = (id: string, layer: string, minzoom: number, size: Step, more: object = {}) =>
    ({
      id,
      type: "symbol",
      source,
      "source-layer": layer,
      minzoom,
      layout: { "text-field": text, "text-font": ["Vazirmatn"], "text-size": width(size), ...more },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.4 },
    }) as LayerSpecification;
  const along = { "symbol-placement": "line", "text-max-angle": 30, "symbol-spacing": 300 };
  const main = ["in", ["get", "class"], ["literal", ["motorway", "trunk", "primary", "secondary", "tertiary"]]];
  return [
    {
      ...label(
        "street-name",
        "streets",
        15,
        [
          [15, 11],
          [18, 14],
        ],
        along,
      ),
      filter: ["!", main],
    } as LayerSpecification,
    {
      ...label(
        "avenue-name",
        "streets",
        12,
        [
          [12, 11],
          [18, 15],
        ],
        along,
      ),
      filter: main,
    } as LayerSpecification,
    label("river-name", "water", 13, 12, along),
    label("landmark-name", "landmarks", 14, 12, { "text-max-width": 8 }),
    label(
      "place-name",
      "places",
      9,
      [
        [9, 12],
        [14, 15],
      ],
      { "text-max-width": 8 },
    ),
  ];
}
