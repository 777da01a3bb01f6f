// @vitest-environment happy-dom
/** The small parts of pages: a button that copies, and messages that leave. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ready as copyReady } from "../src/kit/copy";
import { ready as toastsReady } from "../src/kit/toasts";

const writeText = vi.fn(async () => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  writeText.mockClear();
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

const element = (selector: string) => document.querySelector(selector) as HTMLElement;

test("a code is copied, and the button says so for two seconds", async () => {
  document.body.innerHTML = `<div data-copy="0500 12"><button data-copy-button hidden>
    <span data-copy-before>copy</span><span data-copy-after hidden>copied</span></button></div>`;
  copyReady(document);
  copyReady(document); // once more, as after a part has come: still one press, one copy
  expect(element("button").hidden).toBe(false);
  element("button").click();
  await vi.advanceTimersByTimeAsync(0);
  expect(writeText.mock.calls).toEqual([["0500 12"]]);
  expect([element("[data-copy-before]").hidden, element("[data-copy-after]").hidden]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(2000);
  expect([element("[data-copy-before]").hidden, element("[data-copy-after]").hidden]).toEqual([false, true]);
});

test("a message leaves after eight seconds, another one at once when asked", async () => {
  document.body.innerHTML = `<div id="toasts"><p data-toast id="one">a</p><p data-toast id="two">b<button>x</button></p></div>`;
  toastsReady(document);
  element("#two button").click();
  await vi.advanceTimersByTimeAsync(75);
  expect([element("#one").hidden, element("#two").hidden]).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(7924);
  expect(element("#one").classList.contains("is-leaving")).toBe(false);
  await vi.advanceTimersByTimeAsync(76);
  expect(element("#one").hidden).toBe(true);
});

test("a message that comes later has its own eight seconds", async () => {
  document.body.innerHTML = `<div id="toasts"><p data-toast id="one">a</p></div>`;
  toastsReady(document);
  await vi.advanceTimersByTimeAsync(5000);
  element("#toasts").insertAdjacentHTML("beforeend", `<p data-toast id="two">b</p>`);
  toastsReady(element("#toasts"));
  await vi.advanceTimersByTimeAsync(3100);
  expect([element("#one").hidden, element("#two").hidden]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(element("#two").hidden).toBe(true);
});
