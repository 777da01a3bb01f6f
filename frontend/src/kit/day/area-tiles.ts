/** The street map of the day's area, fetched ahead so that the map is there without a connection. */
import type { Point } from "./types";

export interface Tile {
  z: number;
  x: number;
  y: number;
}

/** The zooms at which a crew looks for an address; the map draws higher ones from the last. */
export const ZOOMS = [12, 13, 14, 15];
/** Most tiles: about 6 MB of a street map. */
export const MOST_TILES = 400;

const column = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z);
function row(lat: number, z: number): number {
  const angle = (lat * Math.PI) / 180;
  return Math.floor(((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * 2 ** z);
}

/** The tiles around the stops (Web Mercator, https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames): each with its
 * eight neighbours, the coarse ones first, each once, and no more than MOST_TILES.
 */
export function tilesAround(stops: Pick<Point, "lat" | "lon">[]): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const z of ZOOMS)
    for (const { lat, lon } of stops) {
      if (lat === null || lon === null || Math.abs(lat) > 85) continue;
      const [x, y] = [column(lon, z), row(lat, z)];
      for (const dx of [-1, 0, 1])
        for (const dy of [-1, 0, 1]) {
          const tile = { z, x: x + dx, y: y + dy };
          if (tiles.size < MOST_TILES && tile.x >= 0 && tile.y >= 0 && tile.x < 2 ** z && tile.y < 2 ** z)
            tiles.set(`${z}/${tile.x}/${tile.y}`, tile);
        }
    }
  return [...tiles.values()];
}

/** Reads the tiles once, by which the service worker keeps them; only a PMTiles file of our own is kept. */
export async function fetchTiles(told: string, stops: Point[]): Promise<number> {
  const [kind, url] = [told.slice(0, told.indexOf(":")), told.slice(told.indexOf(":") + 1)];
  if (kind !== "pmtiles" || !url.startsWith("/")) return 0;
  const { PMTiles } = await import("pmtiles");
  const file = new PMTiles(new URL(url, location.href).href);
  const header = await file.getHeader();
  let count = 0;
  for (const { z, x, y } of tilesAround(stops)) {
    if (z < header.minZoom || z > header.maxZoom) continue;
    await file.getZxy(z, x, y);
    count += 1;
  }
  return count;
}
