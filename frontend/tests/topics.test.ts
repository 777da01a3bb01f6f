// @vitest-environment happy-dom
/** Finding a topic in any spelling. */
import { beforeEach, expect, test } from "vitest";

import { searchKey, topicFinder } from "../src/public/topics";

test.each([
  ["كيسه‌ی زباله", "کیسه ی زباله"],
  ["آسفالت", "اسفالت"],
  ["تأسیسات", "تاسیسات"],
  ["رودخانۀ خشک", "رودخانه خشک"],
  ["مُعَلِّم", "معلم"],
  ["آب ـــ برق", "آب برق"],
  ["Street-Lights", "street lights"],
  ["ﻻله", "لاله"],
])("%s is found as %s", (one, other) => {
  expect(searchKey(one)).toBe(searchKey(other));
});

test("other letters stay apart", () => {
  expect(searchKey("سد")).not.toBe(searchKey("صد"));
});

beforeEach(() => {
  document.body.innerHTML = `
    <form>
      <input data-topic-search>
      <details data-topic-group="روشنایی"><p data-topic="چراغ خاموش"></p><p data-topic="تیر کج"></p></details>
      <details data-topic-group="راه"><p data-topic="چاله"></p></details>
      <p data-topic-none hidden></p>
    </form>`;
  topicFinder(document.querySelector("form") as HTMLFormElement);
});

function found(words: string): string[] {
  const box = document.querySelector("[data-topic-search]") as HTMLInputElement;
  box.value = words;
  box.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll<HTMLElement>("[data-topic]")]
    .filter((topic) => !topic.hidden)
    .map((topic) => topic.dataset.topic ?? "");
}
const groups = () => [...document.querySelectorAll<HTMLDetailsElement>("[data-topic-group]")];

test("a topic is found by a part of its words, and its group opens", () => {
  expect(found("چراغ")).toEqual(["چراغ خاموش"]);
  expect(groups().map(({ open, hidden }) => [open, hidden])).toEqual([
    [true, false],
    [false, true],
  ]);
});

test("every word must be there, in any order", () => {
  expect(found("خاموش چراغ")).toEqual(["چراغ خاموش"]);
  expect(found("چراغ چاله")).toEqual([]);
  expect(document.querySelector<HTMLElement>("[data-topic-none]")?.hidden).toBe(false);
});

test("a group's name is asked only when no topic has the words", () => {
  expect(found("روشنایی")).toEqual(["چراغ خاموش", "تیر کج"]);
});

test("an empty box shows all and opens nothing", () => {
  found("چراغ");
  expect(found("  ")).toHaveLength(3);
  expect(groups().every(({ open, hidden }) => !open && !hidden)).toBe(true);
});
