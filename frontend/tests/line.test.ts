// @vitest-environment happy-dom
/** The line to the live stream: what it passes on, and how it mends itself. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { addressOf, type Hearer, Line } from "../src/kit/line";

class FakeSource extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 0;

  constructor(readonly url: URL) {
    super();
    FakeSource.made.push(this);
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }

  says(name: string, data: unknown = null, lastEventId = ""): void {
    this.readyState = FakeSource.OPEN;
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
  }

  fails(isRefused: boolean): void {
    if (isRefused) this.readyState = FakeSource.CLOSED;
    this.dispatchEvent(new Event("error"));
  }
}

const isHidden = vi.fn(() => false);
const state = vi.fn();
const last = () => FakeSource.made.at(-1) as FakeSource;
const open = (hearer: Hearer = {}) => new Line(new URL("http://city.test/live?since=3"), { state, ...hearer });

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5); // the wait as it is
  FakeSource.made = [];
  state.mockClear();
  isHidden.mockReturnValue(false);
  vi.stubGlobal("EventSource", FakeSource);
  Object.defineProperty(document, "hidden", { get: isHidden, configurable: true });
});
afterEach(() => {
  FakeSource.made.at(-1)?.says("bye"); // a line that is over listens to nothing any more
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("news go to who hears them", () => {
  const [changed, gone, noticed, reset] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  open({ changed, gone, noticed, reset });
  last().says("hello");
  last().says("case", { code: "0501", state: "open" }, "7");
  last().says("gone", { code: "0502" });
  last().says("notice");
  last().says("reset");
  last().says("wall"); // nobody hears it
  expect(state).toHaveBeenLastCalledWith(true);
  expect(changed).toHaveBeenCalledWith({ code: "0501", state: "open" });
  expect(gone).toHaveBeenCalledWith("0502");
  expect([noticed.mock.calls.length, reset.mock.calls.length]).toEqual([1, 1]);
});

test("a line that was refused is opened again, later each time, after the last event", () => {
  open();
  last().says("case", { code: "0501" }, "7");
  last().fails(true);
  expect(state).toHaveBeenLastCalledWith(false);
  for (const wait of [1000, 2000, 4000]) {
    const count = FakeSource.made.length;
    vi.advanceTimersByTime(wait - 1);
    expect(FakeSource.made).toHaveLength(count);
    vi.advanceTimersByTime(1);
    expect(FakeSource.made).toHaveLength(count + 1);
    expect(last().url.searchParams.get("after")).toBe("7");
    last().fails(true);
  }
  // Once it stands, the next wait is short again.
  vi.advanceTimersByTime(8000);
  last().says("hello");
  last().fails(true);
  vi.advanceTimersByTime(1000);
  expect(FakeSource.made).toHaveLength(6);
});

test("no wait is longer than a minute", () => {
  open();
  const waits = Array.from({ length: 8 }, () => {
    const count = FakeSource.made.length;
    last().fails(true);
    let seconds = 0;
    for (; FakeSource.made.length === count; seconds += 1) vi.advanceTimersByTime(1000);
    return seconds;
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test("a cut that the browser mends by itself is left to it", () => {
  open();
  last().says("hello");
  last().fails(false);
  vi.advanceTimersByTime(20_000);
  expect(FakeSource.made).toHaveLength(1);
  expect(state).toHaveBeenLastCalledWith(false);
});

test("thirty seconds without a sign of life are a dead line", () => {
  open();
  last().says("hello");
  for (let beat = 0; beat < 5; beat += 1) {
    vi.advanceTimersByTime(20_000);
    last().says("beat");
  }
  expect(FakeSource.made).toHaveLength(1);
  vi.advanceTimersByTime(36_000);
  expect(FakeSource.made.length).toBeGreaterThan(1);
  expect(FakeSource.made[0]?.readyState).toBe(FakeSource.CLOSED);
});

test("a page that nobody looks at gives its line up after a minute, and takes it again", () => {
  open();
  last().says("hello");
  isHidden.mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  for (const seconds of [20, 20, 19]) {
    vi.advanceTimersByTime(seconds * 1000);
    last().says("beat");
  }
  expect(last().readyState).toBe(FakeSource.OPEN);
  vi.advanceTimersByTime(1000);
  expect(last().readyState).toBe(FakeSource.CLOSED);
  isHidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(FakeSource.made).toHaveLength(2);
});

test("an operator's line is kept while nobody looks", () => {
  open({ isKept: true });
  last().says("hello");
  isHidden.mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  for (let beat = 0; beat < 6; beat += 1) {
    vi.advanceTimersByTime(20_000);
    last().says("beat");
  }
  expect(last().readyState).toBe(FakeSource.OPEN);
});

test("after the end nothing is opened any more", () => {
  const ended = vi.fn();
  open({ ended });
  last().says("bye");
  window.dispatchEvent(new Event("online"));
  vi.advanceTimersByTime(600_000);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(FakeSource.made).toHaveLength(1);
});

test.each([
  [":8138", "http://localhost:8138/live"],
  ["/live", "http://localhost:3000/live"],
  ["https://live.city.test/x", "https://live.city.test/x"],
])("the stream at %s", (told, address) => {
  expect(addressOf(told).href).toBe(address);
});
