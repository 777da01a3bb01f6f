// @vitest-environment happy-dom
/** The citizen's draft on the phone: what is kept, what is never kept, and what comes back. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, contents, draft, keep, keepReport, saveDraft } from "../src/kit/outbox";
import { keptDraft } from "../src/public/draft";

const DAY = 86_400_000;

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page with the form of a report. */
function page(fields = ""): HTMLFormElement {
  document.body.innerHTML = `
    <p data-draft-back hidden><button type="button" data-draft-drop></button></p>
    <form>
      <input type="hidden" name="csrfmiddlewaretoken" value="old">
      <textarea name="text"></textarea><input name="address">
      <input name="phone"><input name="name"><input name="key" value="k1">
      <input type="radio" name="topic" value="t1"><input type="radio" name="topic" value="t2">
      <input type="checkbox" name="no_place" value="on">
      ${fields}
    </form>`;
  return document.querySelector("form") as HTMLFormElement;
}
const box = (form: HTMLFormElement, name: string) => form.querySelector(`[name=${name}]`) as HTMLInputElement;
const type = (form: HTMLFormElement, name: string, value: string) => {
  box(form, name).value = value;
  box(form, name).dispatchEvent(new Event("input", { bubbles: true }));
};
const notice = () => document.querySelector("[data-draft-back]") as HTMLElement;
const stored = (fields: [string, string][], age = 0) =>
  saveDraft({ id: "current", fields, photos: [], at: Date.now() - age });

test("what is typed is kept a moment later, without who says it", async () => {
  const form = page();
  await keptDraft(form, vi.fn());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "text", "a hole in the street");
  type(form, "phone", "09170000000");
  type(form, "name", "Sara");
  vi.advanceTimersByTime(599);
  vi.useRealTimers();
  expect(await draft()).toBeUndefined();

  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "address", "Zand");
  vi.advanceTimersByTime(600);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await draft()).toBeDefined());
  expect((await draft())?.fields).toEqual([
    ["text", "a hole in the street"],
    ["address", "Zand"],
  ]);
});

test("a form that says nothing leaves the draft alone", async () => {
  await stored([["text", "kept"]]);
  const form = page();
  box(form, "text").value = "typed before";
  await keptDraft(form, vi.fn());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "text", "");
  vi.advanceTimersByTime(600);
  vi.useRealTimers();
  await new Promise((done) => setTimeout(done, 20));
  expect((await draft())?.fields).toEqual([["text", "kept"]]);
});

test("a draft comes back into an empty form, and the page says so", async () => {
  await stored([
    ["text", "a hole"],
    ["topic", "t2"],
    ["no_place", "on"],
  ]);
  const form = page();
  const changed = vi.fn();
  form.addEventListener("change", changed);
  await keptDraft(form, vi.fn());
  expect(box(form, "text").value).toBe("a hole");
  expect(form.querySelector<HTMLInputElement>("[value=t2]")?.checked).toBe(true);
  expect(box(form, "no_place").checked).toBe(true);
  expect(changed).toHaveBeenCalledTimes(3);
  expect(notice().hidden).toBe(false);
});

test("words that stand in the form already stay", async () => {
  await stored([
    ["text", "old words"],
    ["gone", "a field that is no more"],
  ]);
  const form = page();
  box(form, "text").value = "new words";
  await keptDraft(form, vi.fn());
  expect(box(form, "text").value).toBe("new words");
  expect(notice().hidden).toBe(true);
});

test.each([
  ["just under a week", 7 * DAY - 60_000, "a hole"],
  ["a week", 7 * DAY, ""],
])("a draft of %s", async (_, age, words) => {
  await stored([["text", "a hole"]], age);
  const form = page();
  await keptDraft(form, vi.fn());
  expect(box(form, "text").value).toBe(words);
});

test("a form that came back with faults keeps what the server put there", async () => {
  await stored([["address", "Zand"]]);
  const form = page('<input name="area" aria-invalid="true">');
  await keptDraft(form, vi.fn());
  expect(box(form, "address").value).toBe("");
});

test("who presses “Correct it” finds name and number again, which are in the refused report alone", async () => {
  const fields: [string, string][] = [
    ["text", "words"],
    ["phone", "09170000000"],
    ["key", "k0"],
  ];
  await keepReport(fields, []);
  await saveDraft({ id: "current", fields: [["text", "words"]], photos: [], at: Date.now(), replaces: "k0" });
  await keptDraft(page(), vi.fn());
  expect(box(document.querySelector("form") as HTMLFormElement, "phone").value).toBe("");
  vi.stubGlobal("location", { search: "?correct=" });
  const form = page();
  await keptDraft(form, vi.fn());
  expect([box(form, "phone").value, box(form, "key").value]).toEqual(["09170000000", "k1"]);
});

test("sending forgets the draft, and what was about to be kept", async () => {
  await stored([["text", "a hole"]]);
  const form = page();
  await keptDraft(form, vi.fn());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  type(form, "text", "a hole and more");
  form.dispatchEvent(new Event("report:sent"));
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await draft()).toBeUndefined());
});

test("a form is read without its token, and empty files are no photos", () => {
  const form = page('<input type="file" name="photos">');
  box(form, "text").value = "words";
  expect(contents(form)).toEqual({
    fields: [
      ["text", "words"],
      ["address", ""],
      ["phone", ""],
      ["name", ""],
      ["key", "k1"],
    ],
    photos: [],
  });
});

test("a report is kept under the form's own key", async () => {
  const form = page();
  box(form, "phone").value = "09170000000";
  const kept = await keep(form);
  expect(kept).toMatchObject({ key: "k1", state: "waiting" });
  expect(kept.fields).toContainEqual(["phone", "09170000000"]);
  await keep(form); // once more: still one report
  expect((await all()).map(({ key }) => key)).toEqual(["k1"]);
});

test("a form without a key gets one, and it is sent with the report", async () => {
  const form = page();
  box(form, "key").value = "";
  const kept = await keep(form);
  expect(kept.key).toMatch(/^[0-9a-f]{32}$/);
  expect(kept.fields.filter(([name]) => name === "key")).toEqual([["key", kept.key]]);
});
