// @vitest-environment happy-dom
/** The public map's filters as an address, and the icons of its dots. */
import { expect, test } from "vitest";

import { drawingOf } from "../src/public/map-icons";
import { addressOf } from "../src/public/narrowing";

test("an address carries what is chosen, and nothing that is not", () => {
  document.body.innerHTML = `
    <form action="http://city.example/map/">
      <select name="group"><option value="">all</option><option value="WST" selected>waste</option></select>
      <select name="area"><option value="" selected>all</option></select>
      <select name="days"><option value="30" selected>30</option></select>
    </form>`;
  expect(addressOf(document.querySelector("form") as HTMLFormElement)).toBe("/map/?group=WST&days=30");
});

test("an icon of the sprite becomes a drawing of its own, and an unknown one becomes nothing", () => {
  document.body.innerHTML = `<svg><symbol id="bus"><path d="M4 6 2 7"></path></symbol></svg>`;
  const drawing = drawingOf(document, "bus", "#fff");
  expect(drawing).toContain('d="M4 6 2 7"');
  expect(drawing).toContain('stroke="#fff"');
  expect(drawing).toMatch(/^<svg xmlns=/);
  expect(drawingOf(document, "tram", "#fff")).toBe("");
});
