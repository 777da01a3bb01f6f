// @vitest-environment happy-dom
/** What stands in for a street map: for the whole city alone, and a sentence nearer in. */
import type { Map as MapLibre } from "maplibre-gl";
import { beforeEach, expect, test } from "vitest";

import { approximateLayers, noteOn } from "../src/kit/approximate";

const LAST = 12;

test("nothing approximate is drawn nearer in than the whole city", () => {
  const [under, over] = approximateLayers("areas", "name_fa");
  const layers = [...under, ...over];
  expect(layers.length).toBeGreaterThan(4);
  for (const layer of layers) {
    expect(layer.maxzoom).toBeLessThanOrEqual(LAST + 0.02);
    expect(layer.maxzoom).toBeGreaterThan(LAST);
  }
  expect(new Set(layers.map((layer) => layer.id)).size).toBe(layers.length);
  expect(over.every((layer) => layer.type === "symbol")).toBe(true);
  expect(under.some((layer) => layer.type === "symbol")).toBe(false);
});

function mapAt(zoom: number, lines: number) {
  const listeners = new Map<string, () => void>();
  const map = {
    getZoom: () => zoom,
    getLayer: () => ({}),
    querySourceFeatures: () => Array.from({ length: lines }),
    on: (name: string, act: () => void) => listeners.set(name, act),
    once: (name: string, act: () => void) => listeners.set(name, act),
  };
  return { map: map as unknown as MapLibre, settle: () => listeners.get("idle")?.() };
}

let element: HTMLElement;
beforeEach(() => {
  element = document.createElement("div");
  Object.assign(element.dataset, { approximate: "approximate", noStreets: "no streets" });
});

test.each([
  [11, 5, "approximate"],
  [12, 5, "approximate"],
  [11, 0, ""],
  [12.5, 5, "no streets"],
  [16, 0, "no streets"],
])("at zoom %s with %s lines it says “%s”", (zoom, lines, words) => {
  const { map, settle } = mapAt(zoom, lines);
  noteOn(map, element);
  settle();
  expect(element.querySelector(".map-note")?.textContent).toBe(words);
});

test("a page without the words has no note", () => {
  const { map } = mapAt(16, 0);
  const bare = document.createElement("div");
  noteOn(map, bare);
  expect(bare.children).toHaveLength(0);
});
