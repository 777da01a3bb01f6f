// @vitest-environment happy-dom
/** Single keys on a case's page, by their place on any keyboard; none sends anything but "take in hand". */
import { beforeAll, beforeEach, expect, test } from "vitest";

import { caseKeys } from "../src/clerk/case-keys";

let followed: string[] = [];
let sent: string[] = [];

const press = (key: string, code = "", more: KeyboardEventInit = {}, at: Element = document.body) =>
  at.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));

beforeAll(() => {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-turn]");
    if (link) {
      event.preventDefault();
      followed.push(link.dataset.turn ?? "");
    }
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push((event.target as HTMLFormElement).id);
  });
  caseKeys();
});
beforeEach(() => {
  followed = [];
  sent = [];
  window.localStorage.clear();
  document.body.innerHTML = `
    <a data-turn="previous" href="/before/">before</a><a data-turn="next" href="/after/">after</a>
    <form id="move-accept"><button>accept</button></form>
    <details id="part"><summary>done</summary>
      <form id="move-finish"><textarea name="note"></textarea><input type="file" name="photo"></form>
    </details>`;
});

test("j and k lead through the list, also where they type Persian letters", () => {
  press("j", "KeyJ");
  press("k", "KeyK");
  press("ت", "KeyJ");
  expect(followed).toEqual(["next", "previous", "next"]);
});

test("a takes the case in hand", () => {
  press("ش", "KeyA");
  expect(sent).toEqual(["move-accept"]);
});

test("r opens the answer, d the evidence, and nothing is sent", () => {
  press("r", "KeyR");
  expect(document.querySelector<HTMLDetailsElement>("#part")?.open).toBe(true);
  expect(document.activeElement?.getAttribute("name")).toBe("note");
  document.querySelector<HTMLElement>("textarea")?.blur();
  press("ی", "KeyD");
  expect(document.activeElement?.getAttribute("name")).toBe("photo");
  expect(sent).toEqual([]);
});

test("who types, holds a modifier or has switched the keys off gives no command", () => {
  press("j", "KeyJ", {}, document.querySelector("textarea") ?? document.body);
  press("a", "KeyA", { ctrlKey: true });
  window.localStorage.setItem("peygir-keys", "off");
  press("j", "KeyJ");
  expect([...followed, ...sent]).toEqual([]);
});

test("a key without its form does nothing", () => {
  document.body.innerHTML = "";
  for (const key of ["j", "k", "a", "r", "d"]) press(key);
  expect([...followed, ...sent]).toEqual([]);
});
