/** The places of the day on the map, with their numbers; without a connection it draws what was fetched ahead. */
import { LngLatBounds, Marker } from "maplibre-gl";

import { bare, type Told } from "../ground";
import { digits } from "./draw";
import type { AnyDay, Point } from "./types";

const NOTHING = { type: "FeatureCollection", features: [] };

/** Draws into `box`; `areas` are the polygons of the city as they were kept. */
export async function drawDay(box: HTMLElement, day: AnyDay, points: Point[], areas: unknown): Promise<void> {
  const stops = points.flatMap(({ hash, lat, lon }, index) =>
    lat === null || lon === null ? [] : [{ hash, index, at: [lon, lat] as [number, number] }],
  );
  const told: Told = {
    areas: (areas ?? NOTHING) as never,
    lat: String(stops[0]?.at[1] ?? day.map.lat),
    lon: String(stops[0]?.at[0] ?? day.map.lon),
    zoom: "13",
    mode: "show",
    tiles: day.map.tiles,
    credit: day.map.credit,
    language: document.documentElement.lang,
    outside: "",
  };
  const map = await bare(box, told);
  const bounds = new LngLatBounds();
  for (const stop of stops) {
    const link = document.createElement("a");
    link.href = `#${stop.hash}`;
    link.className = "day-pin number";
    link.textContent = digits(stop.index + 1);
    new Marker({ element: link }).setLngLat(stop.at).addTo(map);
    bounds.extend(stop.at);
  }
  if (stops.length > 1) map.fitBounds(bounds, { padding: 40, maxZoom: 15, animate: false });
}
