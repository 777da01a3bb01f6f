// @vitest-environment happy-dom
/** The box that finds places: it asks near where one looks, says what it found, and hands on what was chosen. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Place, placeFinder } from "../src/public/places";

const ALLEY: Place = {
  name: "بهار، کوچهٔ ۱۶",
  more: "کوچه · ارم",
  note: "",
  lat: 29.6,
  lon: 52.5,
  zoom: 16.5,
  area: "01-01",
  isPoint: true,
};
let asked: string[];
let answers: Place[];
let status: number;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, answers, status] = [[], [ALLEY], 200];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    return new Response(JSON.stringify({ places: answers }), { status });
  });
  document.body.innerHTML = `<form><div data-place-finder="/report/places/" data-none="none" data-count="found #">
    <input name="q"></div></form>`;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function finder(go: (place: Place) => void = () => undefined, near?: () => { lat: string; lon: string } | undefined) {
  const form = document.querySelector("form") as HTMLFormElement;
  const box = form.querySelector("input") as HTMLInputElement;
  placeFinder(form, go, near);
  const type = async (text: string) => {
    box.focus();
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
  };
  const said = () => form.querySelector("[role=status]") as HTMLElement;
  return { box, type, said, options: () => [...form.querySelectorAll<HTMLElement>("[role=option]")] };
}

test("letters typed in a row are one question, near the middle of the map", async () => {
  const { box, type } = finder(undefined, () => ({ lat: "29.61", lon: "52.53" }));
  box.value = "ب";
  box.dispatchEvent(new Event("input"));
  await type("بهار 16");
  expect(asked).toHaveLength(1);
  expect(new URLSearchParams(asked[0]?.split("?")[1]).get("q")).toBe("بهار 16");
  expect(asked[0]).toContain("lat=29.61");
});

test("what was chosen is handed on and stands in the box", async () => {
  const chosen: Place[] = [];
  const { box, type, options } = finder((place) => chosen.push(place));
  await type("بهار");
  expect(options().map((option) => option.textContent)).toEqual(["بهار، کوچهٔ ۱۶کوچه · ارم"]);
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", cancelable: true }));
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
  expect(chosen).toEqual([ALLEY]);
  expect(box.value).toBe(ALLEY.name);
});

test("an unknown name is told to every eye until something else is typed", async () => {
  answers = [];
  const { type, said } = finder();
  await type("پپپپ");
  expect(said().textContent).toBe("none");
  expect(said().classList.contains("sr-only")).toBe(false);
  answers = [ALLEY];
  await type("بهار");
  expect(said().textContent).toBe("found 1");
  expect(said().classList.contains("sr-only")).toBe(true);
});

test("what to beware of stays when the place is chosen", async () => {
  answers = [{ ...ALLEY, note: "only the street" }];
  const { type, said, options } = finder();
  await type("بهار 99");
  options()[0]?.click();
  expect(said().textContent).toBe("only the street");
  expect(said().classList.contains("sr-only")).toBe(false);
});

test("a refusal leaves the words alone", async () => {
  status = 429;
  const { box, type, options } = finder();
  await type("بهار");
  expect(options()).toHaveLength(0);
  expect(box.value).toBe("بهار");
});
