// @vitest-environment happy-dom
/** The places of a caller's earlier reports: a click or F7 fills address and neighbourhood, F7 again takes the next. */
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

import { filling } from "../src/operator/filling";
import { deskKeys } from "../src/operator/keyboard";

const value = (name: string) => document.querySelector<HTMLInputElement>(`[name=${name}]`)?.value;

beforeAll(() => {
  document.body.innerHTML = "<div id=desk><div id=work></div></div>";
  const desk = document.querySelector<HTMLElement>("#desk") as HTMLElement;
  deskKeys.listen(desk, document.querySelector<HTMLElement>("#work") as HTMLElement);
});
beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
  (document.querySelector("#work") as HTMLElement).innerHTML = `
    <div data-open="1">
      <form data-help="/help/" data-draft="/draft/">
        <input name="chosen" value=""><div data-part="">
          <textarea name="text"></textarea><input name="lat"><input name="lon">
          <input name="address" value="کوچه ۱۶"><select name="place"><option></option><option>06-03</option></select>
          <div data-told-slot></div></div>
        <button data-send></button>
      </form>
      <aside data-card>
        <button data-place-again data-address="قصردشت، کوچهٔ ۱۶" data-area="06-03" data-lat="" data-lon=""></button>
        <button data-place-again data-address="ارم" data-area="" data-lat="29.6" data-lon="52.5"></button>
      </aside>
    </div>`;
  filling(document.querySelector("form") as HTMLFormElement);
});

test("a click takes the address and the neighbourhood", () => {
  document.querySelector<HTMLElement>("[data-place-again]")?.click();
  expect([value("address"), value("place"), value("lat")]).toEqual(["قصردشت، کوچهٔ ۱۶", "06-03", ""]);
  expect(value("chosen")).toBe("address,place");
});

test("F7 takes the first place, and the next one when it is pressed again", () => {
  const press = () =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "F7", bubbles: true, cancelable: true }));
  press();
  expect(value("address")).toBe("قصردشت، کوچهٔ ۱۶");
  press();
  expect([value("address"), value("place"), value("lat")]).toEqual(["ارم", "", "29.6"]);
  press();
  expect(value("address")).toBe("قصردشت، کوچهٔ ۱۶");
});
