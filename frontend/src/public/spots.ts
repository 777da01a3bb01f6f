/** The public map: cases as spots and clusters that lead to their pages; the list and the address follow the view. */
import { type GeoJSONSource, type MapGeoJSONFeature, type Map as MapLibre, Marker, Popup } from "maplibre-gl";

import { bare, type Told } from "../kit/ground";
import { numberLocale } from "../kit/numbers";
import { token } from "../kit/tokens";
import { topicIcons } from "./map-icons";

interface Line {
  href: string;
  topic: string;
  when: string;
  state: string;
}
const EMPTY = { type: "FeatureCollection" as const, features: [] };
const WAIT = 350;

function layers(map: MapLibre): void {
  const [open, late, finished] = [token("--color-primary"), token("--color-error"), token("--color-success")];
  const [paper, ink] = [token("--color-base-100"), token("--color-base-content")];
  const count = ["coalesce", ["get", "all"], ["get", "count"]];
  const isOne = ["==", count, 1];
  map.addSource("cases", {
    type: "geojson",
    data: EMPTY,
    cluster: true,
    clusterRadius: 44,
    clusterMaxZoom: 15,
    clusterProperties: { all: ["+", ["get", "count"]] },
  });
  map.addLayer({
    id: "spots",
    type: "circle",
    source: "cases",
    paint: {
      "circle-color": [
        "case",
        ["!", isOne],
        paper,
        ["match", ["get", "kind"], "late", late, "finished", finished, open],
      ],
      "circle-radius": [
        "case",
        isOne,
        14,
        ["interpolate", ["linear"], ["log10", count], 0, 12, 1, 16, 2, 21, 3, 27, 4, 33],
      ],
      "circle-stroke-color": ["case", isOne, paper, open],
      "circle-stroke-width": ["case", isOne, 2, 2.5],
    },
  } as never);
  map.addLayer({
    id: "words",
    type: "symbol",
    source: "cases",
    layout: {
      "text-field": ["case", isOne, "", ["number-format", count, { locale: numberLocale() }]],
      "text-font": ["Vazirmatn"],
      "text-size": 13,
      "text-allow-overlap": true,
      "text-padding": 10,
    },
    paint: { "text-color": ink },
  } as never);
  // One case shows its topic by its picture; beside it stands a sign where it is late or finished.
  map.addLayer({
    id: "pictures",
    type: "symbol",
    source: "cases",
    filter: isOne,
    layout: {
      "icon-image": ["get", "icon"],
      "icon-size": 0.72,
      "icon-allow-overlap": true,
      "text-field": ["match", ["get", "kind"], "late", "!", "finished", "✓", ""],
      "text-font": ["Vazirmatn"],
      "text-size": 15,
      "text-offset": [0.95, -0.85],
      "text-allow-overlap": true,
    },
    paint: {
      "text-color": ["match", ["get", "kind"], "late", late, finished],
      "text-halo-color": paper,
      "text-halo-width": 2.5,
    },
  } as never);
}

function leaflet(lines: Line[], count: number, more: string): HTMLElement {
  const box = document.createElement("div");
  for (const line of lines) {
    const row = document.createElement("p");
    const link = document.createElement("a");
    const about = document.createElement("span");
    row.className = "popup-line";
    link.href = line.href;
    link.textContent = line.topic;
    about.textContent = `${line.state} · ${line.when}`;
    row.append(link, about);
    box.append(row);
  }
  if (count > lines.length) {
    const rest = document.createElement("p");
    rest.className = "popup-line";
    rest.textContent = more;
    box.append(rest);
  }
  return box;
}

/** Where the reader is. */
function here(): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "here-mark";
  return mark;
}

function start(element: HTMLElement, map: MapLibre): void {
  const told = element.dataset;
  const filters = document.querySelector<HTMLFormElement>("[data-map-filters]");
  const list = document.querySelector<HTMLElement>("#map-list");
  const status = document.querySelector<HTMLElement>("[data-map-status]");
  let running = new AbortController();
  let waiting = 0;
  let searched: Marker | undefined;
  // Who asked what is near has the list by distance, until the map is moved by hand.
  let near = told.nearLat && told.nearLon ? { lat: told.nearLat, lon: told.nearLon, near: "1" } : undefined;

  const chosen = () =>
    new URLSearchParams([...new FormData(filters ?? undefined)].map(([name, value]) => [name, String(value)]));
  const view = () => {
    const { lat, lng } = map.getCenter();
    return { lat: lat.toFixed(4), lon: lng.toFixed(4), zoom: map.getZoom().toFixed(2) };
  };
  const look = async () => {
    running.abort();
    running = new AbortController();
    const bounds = map.getBounds();
    const asked = chosen();
    asked.delete("area"); // the view says where
    for (const [side, degrees] of [
      ["west", bounds.getWest()],
      ["south", bounds.getSouth()],
      ["east", bounds.getEast()],
      ["north", bounds.getNorth()],
    ] as const)
      asked.set(side, degrees.toFixed(3));
    const listed = new URLSearchParams({ ...Object.fromEntries(asked), ...near });
    try {
      const [spots, lines] = await Promise.all(
        [`${told.cases}?${asked}`, `${told.list}?${listed}`].map((address) =>
          fetch(address, { signal: running.signal }),
        ),
      );
      if (!spots?.ok || !lines?.ok) throw new Error("refused");
      const [found, words] = await Promise.all([spots.json(), lines.text()]);
      (map.getSource("cases") as GeoJSONSource).setData(found);
      if (list) list.innerHTML = words;
      if (status) status.textContent = list?.querySelector("p")?.textContent ?? "";
    } catch (fault) {
      if ((fault as Error).name !== "AbortError" && list) list.textContent = told.lost ?? "";
    }
  };
  const moved = () => {
    const kept = chosen();
    for (const [name, value] of [...kept]) if (!value) kept.delete(name);
    for (const [name, value] of Object.entries({ ...view(), ...near })) kept.set(name, value);
    Object.assign(told, { lat: kept.get("lat") ?? "", lon: kept.get("lon") ?? "" }); // a search begins where one looks
    window.history.replaceState(null, "", `?${kept}`);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void look(), WAIT);
  };
  const open = (feature: MapGeoJSONFeature, popup: Popup) => {
    const [lon, lat] = (feature.geometry as unknown as { coordinates: [number, number] }).coordinates;
    // A spot of GeoJSON keeps its list; one that went through a tile of bytes has it as text.
    const kept: unknown = feature.properties.lines ?? [];
    const lines = (typeof kept === "string" ? JSON.parse(kept) : kept) as Line[];
    if (feature.properties.cluster || lines.length === 0) {
      map.easeTo({ center: [lon, lat], zoom: Math.min(map.getZoom() + 2, 17) });
      return;
    }
    popup
      .setLngLat([lon, lat])
      .setDOMContent(leaflet(lines, Number(feature.properties.count), told.more ?? ""))
      .addTo(map);
  };

  map.on("load", () => {
    topicIcons(map, told.icons ?? "", token("--color-base-100"));
    layers(map);
    const popup = new Popup({ maxWidth: "18rem", focusAfterOpen: true });
    map.on("click", "spots", (event) => {
      const feature = event.features?.[0];
      if (feature) open(feature, popup);
    });
    map.on("mouseenter", "spots", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "spots", () => (map.getCanvas().style.cursor = ""));
    map.on("moveend", moved);
    map.on("dragend", () => (near = undefined));
    if (near)
      new Marker({ element: here(), anchor: "center" }).setLngLat([Number(near.lon), Number(near.lat)]).addTo(map);
    element.addEventListener("place:look", ((event: CustomEvent<{ lat: number; lon: number; zoom: number }>) => {
      const { lat, lon, zoom } = event.detail;
      near = undefined;
      searched?.remove();
      searched = new Marker({ element: here(), anchor: "center" }).setLngLat([lon, lat]).addTo(map);
      map.jumpTo({ center: [lon, lat], zoom });
    }) as EventListener);
    map.once("idle", () => map.resize()); // the box may have got its height after the map was made
    void look();
  });
  // The page narrows itself; the map follows, and goes where another neighbourhood was chosen.
  element.dataset.drawn = "yes";
  element.addEventListener("narrowed", () => moved());
  element.addEventListener("placed", () => {
    near = undefined;
    map.jumpTo({ center: [Number(told.lon), Number(told.lat)], zoom: Number(told.zoom) });
    moved();
  });
}

/** Draws the map of the cases into `element`. */
export async function draw(element: HTMLElement): Promise<void> {
  start(element, await bare(element, element.dataset as unknown as Told));
}
