// @vitest-environment happy-dom
/** The clerk's drafts on the server: sent while one types, tried again after a failure, and not after the form itself. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { keepDrafts } from "../src/clerk/drafts";

const beacon = vi.fn();
let bodies: string[] = [];
let status = 204;

beforeEach(() => {
  vi.useFakeTimers();
  bodies = [];
  status = 204;
  beacon.mockClear();
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    expect(address).toBe("/draft/");
    bodies.push(String(request.body));
    if (status === 0) throw new TypeError("no connection");
    return { status };
  });
  Object.defineProperty(navigator, "sendBeacon", { value: beacon, configurable: true });
  document.body.innerHTML = `
    <form data-draft="/draft/">
      <textarea name="note"></textarea><select name="template"><option value="7" selected>seven</option></select>
      <input type="file" name="photo">
      <p data-draft-said data-kept="kept" data-lost="lost"></p>
      <button>send</button><button formaction="/preview/" id="preview">look</button>
    </form>`;
  keepDrafts();
});
afterEach(async () => {
  // The drafts of this test are sent, so that they say nothing in the next one.
  status = 204;
  window.dispatchEvent(new Event("pageshow"));
  window.dispatchEvent(new Event("online"));
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

const form = () => document.querySelector("form") as HTMLFormElement;
const said = () => document.querySelector("[data-draft-said]")?.textContent;
const type = (words: string, name = "note") => {
  const box = form().querySelector(`[name=${name}]`) as HTMLTextAreaElement;
  if (name === "note") box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
const submit = (selector = "button") => {
  const event = new Event("submit", { cancelable: true });
  Object.defineProperty(event, "submitter", { value: form().querySelector(selector) });
  form().dispatchEvent(event);
};

test("one who types is waited for, and the last words are sent once", async () => {
  type("on");
  await vi.advanceTimersByTimeAsync(700);
  type("on the way");
  await vi.advanceTimersByTimeAsync(799);
  expect(bodies).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(bodies).toEqual(["note=on+the+way"]);
  expect(said()).toBe("kept");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bodies).toHaveLength(1);
});

test("a file and the choice of a template are no words", async () => {
  type("", "photo");
  type("", "template");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(bodies).toEqual([]);
});

test.each([0, 302, 500])("after a failure (%i) it is tried again every ten seconds", async (failure) => {
  status = failure;
  type("words");
  await vi.advanceTimersByTimeAsync(800);
  expect([bodies.length, said()]).toEqual([1, "lost"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(bodies).toHaveLength(2);
  status = 204;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([bodies.length, said()]).toEqual([3, "kept"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bodies).toHaveLength(3);
});

test("it is sent at once when the connection is back", async () => {
  status = 0;
  type("words");
  await vi.advanceTimersByTimeAsync(800);
  status = 204;
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect([bodies.length, said()]).toEqual([2, "kept"]);
});

test("a form that is sent needs no draft", async () => {
  type("words");
  submit();
  await vi.advanceTimersByTimeAsync(60_000);
  window.dispatchEvent(new Event("pagehide"));
  expect(bodies).toEqual([]);
  expect(beacon).not.toHaveBeenCalled();
});

test("a preview is not the end: the draft is kept", async () => {
  type("words");
  submit("#preview");
  await vi.advanceTimersByTimeAsync(800);
  expect(bodies).toHaveLength(1);
});

test("whoever leaves the page before it was sent leaves it behind", () => {
  type("words");
  window.dispatchEvent(new Event("pagehide"));
  expect(beacon).toHaveBeenCalledTimes(1);
  expect([beacon.mock.calls[0]?.[0], String(beacon.mock.calls[0]?.[1])]).toEqual(["/draft/", "note=words"]);
});

test("whoever changed nothing leaves nothing behind", () => {
  window.dispatchEvent(new Event("pagehide"));
  expect(beacon).not.toHaveBeenCalled();
});

test("what is about to reload the page waits for the drafts", async () => {
  const waiting: Promise<unknown>[] = [];
  document.dispatchEvent(new CustomEvent("drafts:keep", { detail: waiting }));
  expect(waiting).toEqual([]);
  type("words");
  document.dispatchEvent(new CustomEvent("drafts:keep", { detail: waiting }));
  await Promise.all(waiting);
  expect(bodies).toEqual(["note=words"]);
});
