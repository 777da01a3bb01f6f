// @vitest-environment happy-dom
/** A drawing's steps, its unfinished line, and what is said of an area. */
import { expect, test } from "vitest";

import { nameOf, readFields, showFields } from "../src/kit/drawing/about";
import { pendingLine } from "../src/kit/drawing/paint";
import { Steps } from "../src/kit/drawing/steps";

test("steps are taken back one by one, last first", () => {
  const steps = new Steps();
  steps.restart("a");
  steps.done("b");
  steps.done("c");
  expect([steps.undo(), steps.undo(), steps.undo()]).toEqual(["b", "a", undefined]);
  expect(steps.isEmpty).toBe(true);
});

test("what is done after a step was taken back follows from there", () => {
  const steps = new Steps();
  steps.restart(["a"]);
  steps.done(["b"]);
  steps.undo();
  steps.done(["c"]);
  expect(steps.undo()).toEqual(["a"]);
});

test("all steps are taken back at once", () => {
  const steps = new Steps();
  steps.restart("a");
  expect(steps.reset()).toBeUndefined();
  steps.done("b");
  steps.done("c");
  expect(steps.reset()).toBe("a");
  expect(steps.isEmpty).toBe(true);
});

test("a step is kept as it was, whatever happens to the object later", () => {
  const steps = new Steps();
  const areas = [[0, 0]];
  steps.restart(areas);
  areas.push([1, 1]);
  steps.done(areas);
  expect(steps.undo()).toEqual([[0, 0]]);
});

test("a restart forgets the steps", () => {
  const steps = new Steps();
  steps.restart("a");
  steps.done("b");
  steps.restart("c");
  expect(steps.undo()).toBeUndefined();
});

test("an unfinished line is nothing, a point, then a line", () => {
  expect(pendingLine([])).toEqual([]);
  expect(pendingLine([[1, 2]])[0]?.geometry).toEqual({ type: "Point", coordinates: [1, 2] });
  const corners: [number, number][] = [
    [1, 2],
    [3, 4],
  ];
  expect(pendingLine(corners)[0]?.geometry).toEqual({ type: "LineString", coordinates: corners });
});

test.each([
  [{ name: "District 1", name_fa: "منطقه ۱", name_en: "D 1", code: "d01" }, "en", "District 1"],
  [{ name_fa: "منطقه 1", name_en: "District 1", code: "d01" }, "fa", "منطقه ۱"],
  [{ name_fa: "منطقه 1", name_en: "District 1", code: "d01" }, "en", "District 1"],
  [{ name_fa: "منطقه 1", code: "d01" }, "en", "منطقه 1"],
  [{ code: "d01" }, "fa", "d۰۱"],
  [{}, "en", ""],
])("the name of %o in %s", (about, language, name) => {
  expect(nameOf({ about }, language)).toBe(name);
});

test("a new district names its unit, another area its district", () => {
  const root = document.createElement("div");
  root.innerHTML = `
    <select data-about="kind"><option value="district">d</option><option value="area">a</option></select>
    <input data-about="code" value="  d09 "><input data-about="unit" value="u1"><input data-about="district" value="d1">
    <p data-about-of="district"></p><p data-about-of="area"></p>`;
  expect(readFields(root)).toEqual({ kind: "district", code: "d09", unit: "u1" });
  (root.querySelector("select") as HTMLSelectElement).value = "area";
  expect(readFields(root)).toEqual({ kind: "area", code: "d09", district: "d1" });
  showFields(root);
  expect([...root.querySelectorAll("p")].map((part) => part.hidden)).toEqual([true, false]);
});
