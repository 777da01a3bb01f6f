/** Areas as rings of corners; a corner that several areas share moves, comes and goes in all of them. */

export type Point = [number, number];
/** Corners in order, without the first one again at the end. */
export type Ring = Point[];

export interface Area {
  key: string;
  about: Record<string, unknown>;
  polygons: Ring[][];
  isNew: boolean;
}
export interface Feature {
  type: "Feature";
  properties: Record<string, unknown>;
  geometry: { type: string; coordinates: unknown };
}

/** About a metre: drawn borders are rounded, so corners this near are the same one. */
export const TOUCH = 1e-5;
/** A map of more corners than this is not searched for corners that lie on others' sides. */
const MOST = 8000;

export const near = (one: Point, other: Point): boolean =>
  Math.abs(one[0] - other[0]) < TOUCH && Math.abs(one[1] - other[1]) < TOUCH;
const rounded = ([lon, lat]: Point): Point => [Number(lon.toFixed(6)), Number(lat.toFixed(6))];

export function ringsOf(area: Area): Ring[] {
  return area.polygons.flat();
}

/** The south-western and north-eastern corners of the box around an area; none for an area without corners. */
export function boundsOf(area: Area): [Point, Point] | undefined {
  const corners = ringsOf(area).flat();
  if (corners.length === 0) return undefined;
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ];
}

export function read(feature: Feature, isNew = false): Area {
  const about = feature.properties;
  const { type, coordinates } = feature.geometry;
  const polygons = (type === "Polygon" ? [coordinates] : coordinates) as number[][][][];
  const open = (ring: number[][]): Ring => {
    const points = ring.map(([lon = 0, lat = 0]) => [lon, lat] as Point);
    const [first, last] = [points[0], points.at(-1)];
    return first && last && points.length > 1 && near(first, last) ? points.slice(0, -1) : points;
  };
  return {
    key: `${String(about.kind ?? "")}:${String(about.code ?? "")}`,
    about,
    polygons: polygons.map((rings) => rings.map(open)),
    isNew,
  };
}

export function geometry(area: Area): Feature["geometry"] {
  const closed = area.polygons.map((rings) => rings.map((ring) => (ring[0] ? [...ring, ring[0]] : [])));
  return closed.length === 1
    ? { type: "Polygon", coordinates: closed[0] }
    : { type: "MultiPolygon", coordinates: closed };
}

export function feature(area: Area, properties: Record<string, unknown>): Feature {
  return { type: "Feature", properties, geometry: geometry(area) };
}

export function collection(features: unknown[]): { type: "FeatureCollection"; features: unknown[] } {
  return { type: "FeatureCollection", features };
}

/** The GeoJSON text of areas, as a form sends it; empty where there are none. What only the map needs is left out. */
export function written(areas: Area[]): string {
  if (areas.length === 0) return "";
  const about = (area: Area) =>
    Object.fromEntries(Object.entries(area.about).filter(([name]) => name !== "order" && name !== "name"));
  return JSON.stringify(collection(areas.map((area) => feature(area, about(area)))));
}

/** Gives each side the corners of other areas that lie on it, so that a border moves without leaving a gap. */
export function joined(areas: Area[]): void {
  const corners = areas.flatMap((area) => ringsOf(area).flat());
  if (corners.length > MOST) return;
  for (const area of areas) {
    for (const ring of ringsOf(area)) {
      for (let place = ring.length - 1; place >= 0; place--) {
        const [from, to] = [ring[place] as Point, ring[(place + 1) % ring.length] as Point];
        const found: [number, Point][] = [];
        for (const corner of corners) {
          const along = share(from, to, corner);
          if (along !== null && !found.some(([, known]) => near(known, corner))) found.push([along, corner]);
        }
        found.sort(([one], [other]) => one - other);
        ring.splice(place + 1, 0, ...found.map(([, corner]) => [...corner] as Point));
      }
    }
  }
}

/** How far along a side a corner lies that is on it but at neither end; null for any other. */
function share(from: Point, to: Point, corner: Point): number | null {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const long = x * x + y * y;
  if (long === 0 || near(from, corner) || near(to, corner)) return null;
  const along = ((corner[0] - from[0]) * x + (corner[1] - from[1]) * y) / long;
  if (along <= 0 || along >= 1) return null;
  return near(corner, [from[0] + along * x, from[1] + along * y]) ? along : null;
}

/** Moves a corner in every area that has it. */
export function move(areas: Area[], from: Point, to: Point): void {
  const there = rounded(to);
  for (const area of areas) {
    for (const ring of ringsOf(area)) {
      ring.forEach((corner, place) => {
        if (near(corner, from)) ring[place] = [...there];
      });
    }
  }
}

/** Sets a corner on a side, in every area that has this side. */
export function insert(areas: Area[], from: Point, to: Point, at: Point): void {
  const there = rounded(at);
  for (const area of areas) {
    for (const ring of ringsOf(area)) {
      for (let place = ring.length - 1; place >= 0; place--) {
        const [one, other] = [ring[place] as Point, ring[(place + 1) % ring.length] as Point];
        if ((near(one, from) && near(other, to)) || (near(one, to) && near(other, from)))
          ring.splice(place + 1, 0, [...there]);
      }
    }
  }
}

/** Takes a corner away in every area that has it; whether any ring kept it, because a shape needs three. */
export function remove(areas: Area[], at: Point): boolean {
  const rings = areas.flatMap(ringsOf).filter((ring) => ring.some((corner) => near(corner, at)));
  if (rings.some((ring) => ring.length <= 3)) return false;
  for (const ring of rings) {
    for (let place = ring.length - 1; place >= 0; place--) if (near(ring[place] as Point, at)) ring.splice(place, 1);
  }
  return true;
}

/** Corners that fell together are one. */
export function tidied(areas: Area[]): void {
  for (const area of areas) {
    for (const ring of ringsOf(area)) {
      for (let place = ring.length - 1; place >= 0 && ring.length > 3; place--) {
        if (near(ring[place] as Point, ring[(place + 1) % ring.length] as Point)) ring.splice(place, 1);
      }
    }
  }
}

/** The corner nearest to a point among all areas, within so many degrees; the point itself where there is none. */
export function snapped(areas: Area[], at: Point, within: number, but?: Point): Point {
  let best: Point = at;
  let least = within;
  for (const area of areas) {
    for (const corner of ringsOf(area).flat()) {
      const far = Math.hypot(corner[0] - at[0], corner[1] - at[1]);
      if (far < least && !(but && near(corner, but))) [best, least] = [corner, far];
    }
  }
  return rounded(best);
}

/** The polygons in a GeoJSON text, whatever wraps them; none for a text that is something else. */
export function featuresOf(text: string): Feature[] {
  try {
    const found = JSON.parse(text) as { type?: string; features?: Feature[] };
    const isFeature = found.type === "Feature";
    const listed =
      found.type === "FeatureCollection"
        ? (found.features ?? [])
        : [(isFeature ? found : { type: "Feature", properties: {}, geometry: found }) as Feature];
    return listed.filter(
      (one) =>
        ["Polygon", "MultiPolygon"].includes(one.geometry?.type) &&
        Array.isArray(one.geometry.coordinates) &&
        one.properties,
    );
  } catch {
    return [];
  }
}
