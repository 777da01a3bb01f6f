// @vitest-environment happy-dom
/** The type-ahead of the operator's long lists: found in any spelling, chosen by keyboard, kept in the list itself. */
import { beforeEach, expect, test } from "vitest";

import { typeahead } from "../src/operator/typeahead";

let box: HTMLInputElement;
let select: HTMLSelectElement;
let inputs: string[];

beforeEach(() => {
  document.body.innerHTML = `
    <form><label for="id_topic">Topic</label><select id="id_topic" name="topic" data-typeahead="yes">
      <option value="">—</option>
      <optgroup label="آسفالت و معابر"><option value="ASP-01">لکه‌گیری آسفالت</option></optgroup>
      <optgroup label="روشنایی"><option value="LGT-01">چراغ خاموش</option><option value="LGT-02">تیر کج</option></optgroup>
    </select></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  inputs = [];
  typeahead(form);
  form.addEventListener("input", (event) => inputs.push((event.target as HTMLSelectElement).name));
  box = document.querySelector("[data-typeahead-box=topic]") as HTMLInputElement;
  select = document.querySelector("select") as HTMLSelectElement;
});

function type(words: string): string[] {
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return [...document.querySelectorAll("[role=option]")].map((one) => one.textContent ?? "");
}

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true });
  box.dispatchEvent(event);
  return event;
}

test.each([
  ["لكه گيري", ["لکه‌گیری آسفالت"]],
  ["روشنایی", ["چراغ خاموش", "تیر کج"]],
  ["اتوبوس", []],
])("%s finds %s", (typed, found) => {
  expect(type(typed)).toEqual(found);
});

test("Enter takes the first, and the form hears of it once, from the list", () => {
  type("تیر");
  expect(press("Enter").defaultPrevented).toBe(true);
  expect([select.value, box.value]).toEqual(["LGT-02", "تیر کج"]);
  expect(inputs).toEqual(["topic"]);
  expect(press("Enter").defaultPrevented).toBe(false);
});

test("arrows go through the list, Escape leaves what was chosen", () => {
  type("روشنایی");
  press("ArrowDown");
  press("Enter");
  expect(select.value).toBe("LGT-02");
  type("چراغ");
  press("Escape");
  expect([select.value, box.value]).toEqual(["LGT-02", "تیر کج"]);
});

test("the form fills it, an emptied box empties it, and the label still names it", () => {
  select.value = "ASP-01";
  select.dispatchEvent(new Event("filled"));
  expect(box.value).toBe("لکه‌گیری آسفالت");
  expect((document.querySelector("label") as HTMLLabelElement).htmlFor).toBe(box.id);
  box.value = "";
  box.dispatchEvent(new Event("blur"));
  expect(select.value).toBe("");
});
