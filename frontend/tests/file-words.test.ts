// @vitest-environment happy-dom
/** File boxes in the words of the page. */
import { expect, test } from "vitest";

import { fileWords } from "../src/kit/file-words";

test("a plain box gets a button in the page's words, once, and a photo pick keeps its own", () => {
  document.body.dataset.chooseFile = "انتخاب فایل";
  document.body.innerHTML = `
    <input class="box" type="file" id="table">
    <div data-photo-pick><input class="file-plain" type="file" id="photo"></div>`;
  fileWords();
  fileWords();
  const labels = [...document.querySelectorAll("label")];
  expect(labels.map((one) => [one.htmlFor, one.textContent])).toEqual([["table", "انتخاب فایل"]]);
  expect(document.querySelector("#photo")?.classList.contains("sr-only")).toBe(false);
});
