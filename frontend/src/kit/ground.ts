/** Maps: the city's own polygons as the ground, one pin; for choosing a place, or for showing where it is. */
import "maplibre-gl/dist/maplibre-gl.css";

import {
  Map as MapLibre,
  Marker,
  NavigationControl,
  type SourceSpecification,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

import { approximateLayers, noteOn } from "./approximate";
import { circle } from "./circle";
import { dots } from "./dots";
import { comma } from "./numbers";
import { sayPlace } from "./say-place";
import { streetLayers, streetSource } from "./streets";
import { token } from "./tokens";

setWorkerUrl(workerUrl);

/** What a template tells a map by data attributes (all text). */
export interface Told {
  areas: string;
  lat: string;
  lon: string;
  zoom: string;
  mode: "pick" | "show";
  /** Kind and URL of the street map's tiles; empty without a street map. */
  tiles?: string;
  /** Whom the street map's data must be credited to. */
  credit?: string;
  language: string;
  outside: string;
}

const STREETS = "streets";

async function style(told: Told): Promise<StyleSpecification> {
  const label = `name_${told.language}`;
  const ink = token("--color-base-content");
  const turquoise = token("--color-primary");
  const paper = token("--color-base-100");
  const hasTiles = Boolean(told.tiles);
  const streets: Record<string, SourceSpecification> = {};
  if (told.tiles) streets[STREETS] = await streetSource(told.tiles);
  const layers = told.tiles
    ? streetLayers(STREETS, told.tiles, told.language)
    : approximateLayers("areas", label).flat();
  const under = layers.filter((layer) => layer.type !== "symbol");
  const over = layers.filter((layer) => layer.type === "symbol");
  return {
    version: 8,
    sources: {
      // Tiles as large as the city: an area that two tiles share would bear its name twice.
      areas: { type: "geojson", data: told.areas, maxzoom: 10, tolerance: 0.02 },
      ...streets,
    },
    layers: [
      {
        id: "ground",
        type: "background",
        paint: { "background-color": token(hasTiles ? "--map-land" : "--color-base-200") },
      },
      ...(hasTiles ? under : []),
      {
        id: "district",
        type: "fill",
        source: "areas",
        filter: ["==", ["get", "kind"], "district"],
        paint: {
          "fill-color": turquoise,
          "fill-opacity": hasTiles
            ? 0.04
            : ["interpolate", ["linear"], ["%", ["to-number", ["get", "order"], 0], 4], 0, 0.08, 3, 0.2],
        },
      },
      ...(hasTiles ? [] : under),
      {
        id: "neighbourhood-line",
        type: "line",
        source: "areas",
        filter: ["==", ["get", "kind"], "neighbourhood"],
        paint: { "line-color": turquoise, "line-opacity": 0.35, "line-width": 1, "line-dasharray": [2, 2] },
      },
      {
        id: "district-line",
        type: "line",
        source: "areas",
        filter: ["==", ["get", "kind"], "district"],
        paint: { "line-color": turquoise, "line-opacity": 0.75, "line-width": 1.75 },
      },
      ...over,
      {
        id: "district-name",
        type: "symbol",
        source: "areas",
        filter: ["==", ["get", "kind"], "district"],
        maxzoom: 12.2,
        layout: { "text-field": ["get", label], "text-font": ["Vazirmatn"], "text-size": 14 },
        paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
      },
      {
        id: "neighbourhood-name",
        type: "symbol",
        source: "areas",
        filter: ["==", ["get", "kind"], "neighbourhood"],
        minzoom: 12.2,
        ...(hasTiles ? { maxzoom: 15.5 } : {}),
        layout: { "text-field": ["get", label], "text-font": ["Vazirmatn"], "text-size": 13 },
        paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
      },
    ],
  };
}

function pin(): HTMLElement {
  const element = document.createElement("div");
  const icon = document.querySelector<HTMLTemplateElement>("#map-pin-shape");
  if (icon) element.append(icon.content.cloneNode(true));
  return element;
}

/** A map of the city's ground in `element`, with its zoom buttons and nothing on it yet. */
export async function bare(element: HTMLElement, told: Told): Promise<MapLibre> {
  await document.fonts.load("600 16px Vazirmatn", "منطقه District");
  const map = new MapLibre({
    container: element,
    style: await style(told),
    center: [Number(told.lon), Number(told.lat)],
    zoom: Number(told.zoom),
    minZoom: 8,
    maxZoom: 18,
    attributionControl: false,
    cooperativeGestures: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: {
      "NavigationControl.ZoomIn": element.dataset.zoomIn ?? "Zoom in",
      "NavigationControl.ZoomOut": element.dataset.zoomOut ?? "Zoom out",
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  credit(element, told);
  if (!told.tiles) noteOn(map, element);
  map.getCanvas().setAttribute("aria-label", element.getAttribute("aria-label") ?? "");
  const keys = element.nextElementSibling?.matches(".map-keys") ? element.nextElementSibling.id : "";
  if (keys) map.getCanvas().setAttribute("aria-describedby", keys);
  return map;
}

/** The licence of the street map's data asks for its name on every drawing. */
function credit(element: HTMLElement, told: Told): void {
  if (!told.tiles || !told.credit) return;
  const note = document.createElement("p");
  note.className = "map-credit";
  note.textContent = told.credit;
  element.append(note);
}

/** Puts a map into `element`; in mode "pick" it writes the hidden `lat` and `lon` of its form and says where it is. */
export async function draw(element: HTMLElement): Promise<void> {
  const told = element.dataset as unknown as Told;
  const centre: [number, number] = [Number(told.lon), Number(told.lat)];
  const map = await bare(element, told);
  const marker = new Marker({ element: pin(), anchor: "bottom", draggable: told.mode === "pick" });
  if (element.dataset.pinned === "yes") marker.setLngLat(centre).addTo(map);
  if (told.mode === "pick") picking(element, map, marker, told);
  else dots(map);
}

function picking(element: HTMLElement, map: MapLibre, marker: Marker, told: Told): void {
  const form = element.closest("form");
  const said = form?.querySelector<HTMLElement>("[data-map-said]");
  const field = (name: string) => form?.querySelector<HTMLInputElement>(`input[name=${name}]`);
  const label = `name_${told.language}`;

  const say = (lon: number, lat: number) => {
    const found = map.queryRenderedFeatures(map.project([lon, lat]), { layers: ["district"] })[0];
    const inner = map
      .querySourceFeatures("areas", { filter: ["==", ["get", "kind"], "neighbourhood"] })
      .find((area) => area.geometry.type === "Polygon" && holds(area.geometry.coordinates[0] as number[][], lon, lat));
    const words = [found?.properties[label], inner?.properties[label]].filter(Boolean).join(comma());
    if (!said) return;
    said.textContent = words || told.outside;
    void sayPlace(said, lat, lon);
  };
  const choose = (lon: number, lat: number) => {
    marker.setLngLat([lon, lat]).addTo(map);
    const latField = field("lat");
    const lonField = field("lon");
    if (latField && lonField) {
      latField.value = lat.toFixed(6);
      lonField.value = lon.toFixed(6);
      element.dispatchEvent(new Event("change", { bubbles: true }));
    }
    say(lon, lat);
  };
  marker.on("dragend", () => {
    const { lng, lat } = marker.getLngLat();
    choose(lng, lat);
  });
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", (event) => choose(event.lngLat.lng, event.lngLat.lat));
  // A keyboard moves the map below the middle; Enter puts the pin there.
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const middle = map.getCenter();
    choose(middle.lng, middle.lat);
  });
  element.addEventListener("place:go", ((event: CustomEvent<{ lat: number; lon: number; accuracy?: number }>) => {
    const { lat, lon, accuracy = 0 } = event.detail;
    map.once("moveend", () => {
      choose(lon, lat);
      circle(map, lon, lat, accuracy);
    });
    map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 15) });
  }) as EventListener);
  element.addEventListener("place:look", ((event: CustomEvent<{ lat: number; lon: number; zoom?: number }>) => {
    const { lat, lon, zoom = 14 } = event.detail;
    map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), zoom) });
  }) as EventListener);
  if (field("lat")?.value) map.once("idle", () => say(Number(field("lon")?.value), Number(field("lat")?.value)));
}

/** Even-odd test of a point against one ring. */
function holds(ring: number[][], x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? [];
    const [xj = 0, yj = 0] = ring[j] ?? [];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) isInside = !isInside;
  }
  return isInside;
}
