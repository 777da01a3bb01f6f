/** Areas that share corners: moved, split, joined and read together. */
import { describe, expect, test } from "vitest";

import {
  type Area,
  boundsOf,
  featuresOf,
  geometry,
  insert,
  joined,
  move,
  near,
  type Point,
  type Ring,
  read,
  remove,
  ringsOf,
  snapped,
  TOUCH,
  tidied,
  written,
} from "../src/kit/drawing/shapes";

const area = (key: string, ...rings: Ring[]): Area => ({
  key,
  about: { code: key, kind: "district" },
  polygons: [rings.map((ring) => ring.map((corner) => [...corner] as Point))],
  isNew: false,
});
const WEST: Ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const EAST: Ring = [
  [1, 0],
  [2, 0],
  [2, 1],
  [1, 1],
];
const neighbours = (): [Area, Area] => [area("west", WEST), area("east", EAST)];

describe("reading and writing", () => {
  test("a ring loses the corner that closes it, and gets it back", () => {
    const closed = [...WEST, [0, 0]];
    const drawn = { type: "Polygon", coordinates: [closed] };
    const found = read({ type: "Feature", properties: { kind: "district", code: "d01" }, geometry: drawn });
    expect(found).toMatchObject({ key: "district:d01", polygons: [[WEST]], isNew: false });
    expect(geometry(found)).toEqual(drawn);
  });

  test("several polygons stay several, holes stay holes", () => {
    const hole: Ring = [
      [0.2, 0.2],
      [0.4, 0.2],
      [0.4, 0.4],
    ];
    const coordinates = [
      [
        [...WEST, WEST[0]],
        [...hole, hole[0]],
      ],
      [[...EAST, EAST[0]]],
    ];
    const found = read({ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } }, true);
    expect(found).toMatchObject({ key: ":", isNew: true });
    expect(ringsOf(found)).toHaveLength(3);
    expect(geometry(found)).toEqual({ type: "MultiPolygon", coordinates });
  });

  test("a ring that is not closed is read as it is", () => {
    const found = read({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [WEST] } });
    expect(ringsOf(found)).toEqual([WEST]);
  });

  test("an empty ring is written as one", () => {
    expect(geometry(area("none", []))).toEqual({ type: "Polygon", coordinates: [[]] });
  });

  test("what only the map needs is not written", () => {
    const changed = area("west", WEST);
    changed.about = { code: "west", name: "غرب", name_fa: "غرب", order: 3 };
    const text = JSON.parse(written([changed]));
    expect(text.type).toBe("FeatureCollection");
    expect(text.features[0].properties).toEqual({ code: "west", name_fa: "غرب" });
    expect(written([])).toBe("");
  });
});

describe("features in a text", () => {
  const polygon = { type: "Polygon", coordinates: [WEST] };
  const feature = { type: "Feature", properties: {}, geometry: polygon };

  test.each([
    ["a bare polygon", polygon, 1],
    ["a feature", feature, 1],
    ["a collection", { type: "FeatureCollection", features: [feature, feature] }, 2],
    ["a collection of nothing", { type: "FeatureCollection" }, 0],
    ["a point", { type: "Point", coordinates: [0, 0] }, 0],
    ["a feature without a shape", { type: "Feature", properties: {}, geometry: null }, 0],
    ["a feature without properties", { type: "Feature", geometry: polygon }, 0],
    ["a polygon without coordinates", { type: "Polygon" }, 0],
    ["a number", 7, 0],
    ["null", null, 0],
  ])("%s", (_, text, count) => {
    expect(featuresOf(JSON.stringify(text))).toHaveLength(count);
  });

  test("no JSON at all", () => {
    expect(featuresOf("")).toEqual([]);
    expect(featuresOf("{")).toEqual([]);
  });
});

describe("shared corners", () => {
  test("a corner moves in every area that has it, rounded to a tenth of a metre", () => {
    const [west, east] = neighbours();
    move([west, east], [1, 0], [1.12345678, -0.1]);
    expect(ringsOf(west)[0]?.[1]).toEqual([1.123457, -0.1]);
    expect(ringsOf(east)[0]?.[0]).toEqual([1.123457, -0.1]);
    move([west], [5, 5], [6, 6]); // nobody has it
    expect(ringsOf(west)[0]?.[0]).toEqual([0, 0]);
  });

  test("areas do not share the corner itself: what is done to one later leaves the other", () => {
    const [west, east] = neighbours();
    move([west, east], [1, 0], [1, -1]);
    (ringsOf(west)[0]?.[1] as Point)[0] = 9;
    expect(ringsOf(east)[0]?.[0]).toEqual([1, -1]);
  });

  test("a corner is set on a shared side whichever way round it runs", () => {
    const [west, east] = neighbours();
    insert([west, east], [1, 0], [1, 1], [1, 0.5]);
    expect(ringsOf(west)[0]).toEqual([
      [0, 0],
      [1, 0],
      [1, 0.5],
      [1, 1],
      [0, 1],
    ]);
    // In the eastern area this side closes the ring, in the other direction.
    expect(ringsOf(east)[0]).toEqual([
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 0.5],
    ]);
  });

  test("a corner is taken away in all areas, unless one would lose its shape", () => {
    const [west, east] = neighbours();
    expect(remove([west, east], [1, 0])).toBe(true);
    expect(ringsOf(west)[0]).toHaveLength(3);
    expect(ringsOf(east)[0]).toHaveLength(3);
    expect(remove([west, east], [1, 1])).toBe(false);
    expect(ringsOf(west)[0]).toHaveLength(3);
    expect(remove([west, east], [9, 9])).toBe(true); // nobody has it: nothing to lose
  });

  test("a side gets the corners of others that lie on it, in order", () => {
    const long = area("long", [
      [0, 0],
      [4, 0],
      [4, -1],
      [0, -1],
    ]);
    const above = area("above", [
      [3, 0],
      [1, 0],
      [2, 1],
    ]);
    const areas = [long, above];
    joined(areas);
    expect(ringsOf(long)[0]?.slice(0, 4)).toEqual([
      [0, 0],
      [1, 0],
      [3, 0],
      [4, 0],
    ]);
    expect(ringsOf(above)[0]).toHaveLength(3);
    joined(areas); // done already: nothing changes
    expect(ringsOf(long)[0]).toHaveLength(6);
  });

  test("a corner just off a side, or at its end, is not taken into it", () => {
    const flat = area("flat", WEST);
    const off = area("off", [
      [0.5, -0.001],
      [1, 0],
      [0.7, -1],
    ]);
    joined([flat, off]);
    expect(ringsOf(flat)[0]).toEqual(WEST);
  });

  test("corners that fell together are one, and a triangle stays one", () => {
    const doubled = area("doubled", [[0, 0], [0, 0], ...WEST.slice(1), [0, 1 + TOUCH / 2]]);
    tidied([doubled]);
    expect(ringsOf(doubled)[0]).toHaveLength(4);
    const triangle = area("triangle", [
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
    tidied([triangle]);
    expect(ringsOf(triangle)[0]).toHaveLength(3);
  });
});

describe("nearness", () => {
  test("about a metre is near, more is not", () => {
    expect(near([0, 0], [TOUCH * 0.9, 0])).toBe(true);
    expect(near([0, 0], [0, TOUCH * 1.1])).toBe(false);
  });

  test("a point takes the place of the nearest corner within reach", () => {
    const areas = neighbours();
    expect(snapped(areas, [0.96, 0.02], 0.1)).toEqual([1, 0]);
    expect(snapped(areas, [0.5, 0.5], 0.1)).toEqual([0.5, 0.5]);
    expect(snapped(areas, [0.1234567, 0.5], 0.01)).toEqual([0.123457, 0.5]);
  });

  test("a corner that is moved does not take its own place", () => {
    expect(snapped(neighbours(), [1.01, 0], 0.1, [1, 0])).toEqual([1.01, 0]);
  });

  test("the box around an area", () => {
    expect(boundsOf(area("east", EAST))).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(boundsOf(area("none", []))).toBeUndefined();
  });
});
