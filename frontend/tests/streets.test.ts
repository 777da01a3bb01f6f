// @vitest-environment happy-dom
/** The layers of the street map: in the page's language, from the layers that the tiles have. */
import { expect, test } from "vitest";

import { streetLayers, streetSource } from "../src/kit/streets";

const KNOWN = new Set(["streets", "water", "green", "rail", "buildings", "places", "landmarks"]);

test("raster tiles are one picture", async () => {
  const told = "raster:https://tiles.example/{z}/{x}/{y}.png";
  expect(await streetSource(told)).toEqual({
    type: "raster",
    tiles: ["https://tiles.example/{z}/{x}/{y}.png"],
    tileSize: 256,
  });
  expect(streetLayers("s", told, "fa")).toEqual([{ id: "streets", type: "raster", source: "s" }]);
});

test("every layer is one of the tiles, and has a name of its own", () => {
  const layers = streetLayers("s", "vector:/tiles/{z}/{x}/{y}.pbf", "fa");
  expect(new Set(layers.map((layer) => layer.id)).size).toBe(layers.length);
  for (const layer of layers) expect(KNOWN.has((layer as { "source-layer": string })["source-layer"])).toBe(true);
});

test("names are in the page's language, else as they are said there", () => {
  const named = streetLayers("s", "vector:x", "en").filter((layer) => layer.type === "symbol");
  expect(named.length).toBeGreaterThan(3);
  for (const layer of named) {
    expect(layer.layout?.["text-field"]).toEqual(["coalesce", ["get", "name_en"], ["get", "name"]]);
  }
});
