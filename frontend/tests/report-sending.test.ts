// @vitest-environment happy-dom
/** The report form on its way, with htmx's events: only our server's own answer ends it, and it is one report. */
import "fake-indexeddb/auto";

import { beforeEach, expect, test, vi } from "vitest";

import { all, draft, type Item, itemOf } from "../src/kit/outbox";
import { keptDraft } from "../src/public/draft";
import { sending } from "../src/public/report-sending";
import { lineIsCut, Server } from "./outbox-server";

const OURS = '<div id="form-faults" class="faults"></div>';
const HOTEL = "<h1>Welcome to the hotel</h1>";

let server: Server;
beforeEach(() => {
  server = new Server();
});

function page(): HTMLFormElement {
  document.body.innerHTML = `
    <form><div id="form-faults"></div><textarea name="text"></textarea><input type="hidden" name="key" value="k1"></form>
    <section data-kept hidden><h2 tabindex="-1"></h2></section>`;
  const form = document.querySelector("form") as HTMLFormElement;
  form.scrollIntoView = () => undefined;
  (document.querySelector("[data-kept]") as HTMLElement).scrollIntoView = () => undefined;
  sending(form, vi.fn(), () => -1);
  return form;
}

function type(form: HTMLFormElement, words: string): void {
  const box = form.querySelector("textarea") as HTMLTextAreaElement;
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Presses the button; resolves when the request is on its way. */
function pressed(form: HTMLFormElement): Promise<void> {
  return new Promise((resolve) => {
    const detail = { issueRequest: () => resolve() };
    form.dispatchEvent(new CustomEvent("htmx:confirm", { detail, cancelable: true }));
  });
}

/** What htmx does with an answer; returns whether it shows it on the page. */
function answered(form: HTMLFormElement, status: number, responseText: string, redirect = ""): boolean {
  const xhr = {
    status,
    responseText,
    getResponseHeader: (name: string) => (name === "HX-Redirect" && redirect) || null,
  };
  const isShown = form.dispatchEvent(new CustomEvent("htmx:beforeOnLoad", { detail: { xhr }, cancelable: true }));
  form.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { xhr } }));
  return isShown;
}

test.each([
  ["a hotel's page", 200, HOTEL],
  ["a hotel's page with a fault", 422, HOTEL],
  ["the wish of the front for patience", 429, "slow down"],
  ["our own wish for patience", 429, OURS],
  ["a server that is down for a moment", 503, OURS],
  ["a fault", 500, ""],
  ["another request with the key", 409, OURS],
])("%s (%s) in place of the answer: the report stays, and arrives once under its key", async (_, status, text) => {
  const form = page();
  await keptDraft(form, vi.fn());
  type(form, "a hole");
  await pressed(form);
  server.trouble = lineIsCut;
  expect(answered(form, status, text)).toBe(false);
  await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(0));
  await vi.waitFor(async () => expect(await itemOf("k1")).toMatchObject({ state: "waiting", why: "line" }));
  expect(form.hidden).toBe(true);
  expect(document.querySelector<HTMLElement>("[data-kept]")?.hidden).toBe(false);
  expect(await draft()).toBeUndefined();
  server.trouble = () => undefined;
  const { flush } = await import("../src/kit/outbox-sending");
  expect(await flush(true)).toBe(0);
  expect([...server.reports.keys()]).toEqual(["k1"]);
});

test("what our server has accepted is not kept any more", async () => {
  const form = page();
  type(form, "a hole");
  await pressed(form);
  expect((await all()).map(({ key }: Item) => key)).toEqual(["k1"]);
  answered(form, 200, "", "/report/done/0500000001/");
  await vi.waitFor(async () => expect(await all()).toEqual([]));
  expect(server.requests).toEqual([]);
});

test("while a report is under way no draft is kept; what our server refuses becomes the draft again", async () => {
  const form = page();
  await keptDraft(form, vi.fn());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "a hole");
  vi.useRealTimers();
  await pressed(form);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "a hole, and more");
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  await new Promise((done) => setTimeout(done, 20));
  expect(await draft()).toBeUndefined();
  expect(answered(form, 422, OURS)).toBe(true);
  await vi.waitFor(async () => expect((await draft())?.fields).toEqual([["text", "a hole, and more"]]), 3000);
  expect(await all()).toEqual([]);
  expect(form.hidden).toBe(false);
});
