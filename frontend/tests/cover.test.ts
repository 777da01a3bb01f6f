// @vitest-environment happy-dom
/** Covers on a photo: kept in the form's numbers, moved and resized by keys, never outside the photo. */
import { beforeEach, expect, test, vi } from "vitest";

const SIDES = ["left", "top", "width", "height"];

const row = (number: string, values: string[]) =>
  `<div data-cover-row><span class="cover-number">${number}</span>${SIDES.map(
    (side, at) => `<input name="${side}" value="${values[at] ?? ""}">`,
  ).join("")}</div>`;

beforeEach(async () => {
  document.documentElement.lang = "en";
  document.body.innerHTML = `<form data-covering>
    <p data-with-script hidden></p>
    <div data-cover-stage><img></div>
    <button type="button" data-cover-add></button><button type="button" data-cover-remove disabled></button>
    <p data-cover-said data-moved="{number}: {left} {top} {width} {height}" data-removed="{number} removed"></p>
    <details data-cover-numbers open>${row("1", ["۱۲٫۵", "20", "30", "40"])}${row("2", [])}</details>
    <template data-cover-shape><button type="button" class="cover-box" aria-label="Cover"><span data-cover-grip></span></button></template>
  </form>`;
  vi.resetModules();
  await import("../src/clerk/cover");
});

const boxes = () => [...document.querySelectorAll<HTMLElement>(".cover-box")];
const numbers = (at: number) =>
  SIDES.map(
    (side) =>
      document.querySelectorAll("[data-cover-row]")[at]?.querySelector<HTMLInputElement>(`[name=${side}]`)?.value,
  );
const press = (box: HTMLElement | undefined, key: string, shiftKey = false, times = 1) => {
  for (let time = 0; time < times; time += 1)
    box?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
};
const add = () => document.querySelector<HTMLButtonElement>("[data-cover-add]")?.click();

test("kept covers are drawn, in any digits, and the numbers step back behind the script", () => {
  expect(boxes().map((box) => box.style.left)).toEqual(["12.5%"]);
  expect(boxes()[0]?.getAttribute("aria-label")).toBe("Cover 1");
  expect(document.querySelector<HTMLElement>("[data-with-script]")?.hidden).toBe(false);
  expect(document.querySelector<HTMLDetailsElement>("[data-cover-numbers]")?.open).toBe(false);
});

test("a cover is added, moved, resized and removed by keys", () => {
  add();
  const box = boxes()[1];
  expect(document.activeElement).toBe(box);
  press(box, "ArrowRight", false, 3);
  press(box, "ArrowUp");
  press(box, "ArrowDown", true, 2);
  expect(numbers(1)).toEqual(["43", "39", "20", "22"]);
  expect(document.querySelector("[data-cover-said]")?.textContent).toBe("2: 43 39 20 22");
  press(box, "Delete");
  expect(boxes()).toHaveLength(1);
  expect(numbers(1)).toEqual(["", "", "", ""]);
  expect(document.querySelector("[data-cover-said]")?.textContent).toBe("2 removed");
});

test("no cover leaves the photo, and none becomes nothing", () => {
  const box = boxes()[0];
  press(box, "ArrowLeft", false, 50);
  press(box, "ArrowDown", false, 200);
  expect(numbers(0)).toEqual(["0", "60", "30", "40"]);
  press(box, "ArrowRight", true, 200);
  press(box, "ArrowUp", true, 200);
  expect(numbers(0)).toEqual(["0", "60", "100", "0.5"]);
});

test("there is always one more row", () => {
  for (let count = 0; count < 3; count += 1) add();
  expect(boxes()).toHaveLength(4);
  expect([...document.querySelectorAll(".cover-number")].map((one) => one.textContent)).toEqual(["1", "2", "3", "4"]);
});

test("what is typed is drawn, and what is no number is not", () => {
  const left = document.querySelector<HTMLInputElement>("[name=left]");
  if (left) left.value = "wide";
  left?.dispatchEvent(new Event("input", { bubbles: true }));
  expect(boxes()).toHaveLength(0);
  if (left) left.value = "50";
  left?.dispatchEvent(new Event("input", { bubbles: true }));
  expect(boxes()[0]?.style.left).toBe("50%");
});

test("the chosen cover is removed by the button, for fingers", () => {
  const remover = document.querySelector<HTMLButtonElement>("[data-cover-remove]");
  expect(remover?.disabled).toBe(true);
  boxes()[0]?.focus();
  expect(remover?.disabled).toBe(false);
  remover?.click();
  expect(boxes()).toHaveLength(0);
});
