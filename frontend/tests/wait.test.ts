// @vitest-environment happy-dom
/** A button that waits: how many seconds are left, in the digits of the page. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ready } from "../src/kit/wait";

const TICK_MS = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  delete document.documentElement.dataset.zero;
});

test.each([
  ["٠", "(٥٧)", "(٥٦)"],
  ["۰", "(۵۷)", "(۵۶)"],
  ["0", "(57)", "(56)"],
])("seconds begin with the digit %s", (zero, first, second) => {
  document.documentElement.dataset.zero = zero;
  document.body.innerHTML = '<button data-wait="57"><span data-wait-left></span></button>';
  ready(document);
  const button = document.querySelector("button") as HTMLButtonElement;
  expect([button.textContent, button.disabled]).toEqual([first, true]);
  vi.advanceTimersByTime(TICK_MS);
  expect(button.textContent).toBe(second);
  vi.advanceTimersByTime(56 * TICK_MS);
  expect([button.textContent, button.disabled]).toEqual(["", false]);
});
