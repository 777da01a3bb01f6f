// @vitest-environment happy-dom
/** The list of topics folds away once something is proposed, and never under somebody's hands. */
import { beforeEach, expect, test } from "vitest";

import { topicFinder } from "../src/public/topics";

let form: HTMLFormElement;
const fold = () => form.querySelector("[data-topic-fold]") as HTMLDetailsElement;
const settled = () =>
  form.querySelector("#hint")?.dispatchEvent(new Event("htmx:afterSettle", { bubbles: true })) ?? false;

beforeEach(() => {
  document.body.innerHTML = `
    <form>
      <div id="hint"></div>
      <details data-topic-fold open>
        <summary>topics</summary>
        <input data-topic-search>
        <details data-topic-group="روشنایی"><label data-topic="چراغ خاموش"><input type="radio" name="topic" value="ELC-01"></label></details>
      </details>
    </form>`;
  form = document.querySelector("form") as HTMLFormElement;
  topicFinder(form);
});

test("it stays open while nothing is proposed", () => {
  settled();
  expect(fold().open).toBe(true);
});

test("it folds when a topic is proposed, and a proposal is the choice in the list", () => {
  const hint = form.querySelector("#hint") as HTMLElement;
  hint.innerHTML = '<input type="radio" name="topic_hint" value="ELC-01">';
  settled();
  expect(fold().open).toBe(false);
  const proposal = hint.querySelector("input") as HTMLInputElement;
  proposal.checked = true;
  proposal.dispatchEvent(new Event("change", { bubbles: true }));
  expect((form.querySelector("[name=topic]") as HTMLInputElement).checked).toBe(true);
});

test("it stays open for whoever is searching in it", () => {
  (form.querySelector("#hint") as HTMLElement).innerHTML = '<input type="radio" name="topic_hint" value="ELC-01">';
  const box = form.querySelector("[data-topic-search]") as HTMLInputElement;
  box.value = "چراغ";
  settled();
  expect(fold().open).toBe(true);
});
