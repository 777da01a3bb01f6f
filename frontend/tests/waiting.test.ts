// @vitest-environment happy-dom
/** The list of what waits: each state says what it is and what can be done, with the pictures, from the real template. */
import "fake-indexeddb/auto";

import { File } from "node:buffer"; // fake-indexeddb copies no file of happy-dom
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { beforeEach, expect, test, vi } from "vitest";

import { draft, type Item, itemOf, keepCommand, keepReport } from "../src/kit/outbox";
import { withBase } from "../src/kit/outbox-base";
import { Server } from "./outbox-server";

const TEMPLATE = readFileSync(resolve(import.meta.dirname, "../../peygir/web/kit/templates/ui/waiting.html"), "utf8")
  .replace(/\{% trans ["'](.*?)["'] %\}/g, "$1")
  .replace(/\{%.*?%\}/g, "");

beforeEach(() => {
  new Server();
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:picture"); // of Node's Blob, which happy-dom does not know
  document.documentElement.lang = "en";
  document.body.innerHTML = TEMPLATE;
});

const photo = (words: string) =>
  new File([words], `${words}.jpg`, { type: "image/jpeg" }) as unknown as globalThis.File;
const line = () => document.querySelector<HTMLElement>("[data-waiting-list] > li") as HTMLElement;
const isSeen = (part: Element | null): boolean => !!part && !part.closest("[hidden]");
/** The words of what is not hidden. */
const shown = (root: Element): string =>
  [...root.childNodes]
    .map((node) =>
      node.nodeType === 3
        ? node.textContent
        : node instanceof Element && isSeen(node) && node.tagName !== "TEMPLATE"
          ? shown(node)
          : "",
    )
    .join(" ")
    .replace(/\s+/g, " ");

async function listed(more: Partial<Item>, photos: globalThis.File[] = []): Promise<string> {
  const item = await keepReport(
    [
      ["text", "A deep hole"],
      ["key", "aaaaaaaa"],
    ],
    photos,
  );
  await withBase((base) => base.put("items", { ...item, ...more }));
  vi.resetModules();
  await import("../src/public/waiting");
  await vi.waitFor(() => expect(line()).toBeTruthy());
  return shown(line());
}

const ALL = ["Try again", "Correct it", "Follow it", "Sign in", "Delete from this phone"];
test.each<[Partial<Item>, string, string[]]>([
  [{ state: "waiting", why: "line" }, "Kept on this phone, not yet sent", ["Try again"]],
  [{ state: "waiting", why: "busy", tries: 10 }, "save it as a file and hand that in", ["Try again"]],
  [{ state: "waiting", why: "busy", words: "Many numbers today." }, "Many numbers today.", ["Try again"]],
  [{ state: "waiting", why: "order" }, "it waits for another entry", ["Try again"]],
  [{ state: "waiting", why: "signin" }, "sign in to send it", ["Sign in"]],
  [{ state: "sending" }, "Being sent", []],
  [{ state: "conflict", code: "0500000001" }, "a person decides", ["Follow it", "Try again"]],
  [{ state: "refused", words: "No place was given." }, "No place was given.", ["Correct it"]],
  [{ state: "refused", said: { fa: "نه", en: "Not a photo." } }, "Not a photo.", ["Correct it"]],
  [{ state: "refused", fault: "photo" }, "cannot be read on this phone any more", ["Correct it"]],
  [{ state: "refused", fault: "large" }, "too large", ["Correct it"]],
  [{ state: "sent", fields: [], code: "0500000001", address: "/t/0500000001/" }, "0500000001", ["Follow it"]],
  [{ state: "sent", fields: [], code: "0500000001", choice: "file" }, "the case stays as it was", ["Follow it"]],
])("%j says “%s” and offers %j", async (more, words, offers) => {
  const text = await listed(more);
  expect(text).toContain(words);
  for (const offer of ALL)
    expect([offer, text.includes(offer)]).toEqual([offer, [...offers, "Delete from this phone"].includes(offer)]);
  if (more.state !== "sent") expect(text).toContain("A deep hole");
});

test("pictures are shown, each with what has arrived of it", async () => {
  const item = await keepReport(
    [
      ["text", "words"],
      ["key", "aaaaaaaa"],
    ],
    [photo("one"), photo("two")],
  );
  await withBase(async (base) => {
    const known = await base.get("photos", "aaaaaaaa:0");
    if (known) await base.put("photos", { ...known, sent: 3 });
    await base.put("items", { ...item, state: "sending" });
  });
  vi.resetModules();
  await import("../src/public/waiting");
  await vi.waitFor(() => expect(line()).toBeTruthy());
  const images = [...line().querySelectorAll("img")];
  expect(images.map((image) => image.alt)).toEqual(["one.jpg", "two.jpg"]);
  expect([...line().querySelectorAll("[data-arrived]")].map(isSeen)).toEqual([true, false]);
  expect(shown(line())).toMatch(/arrived: 1 of 2/);
});

test("a refused report goes back into the form, and what was never sent is deleted only when asked twice", async () => {
  await listed({ state: "refused", words: "No." });
  const go = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  line().querySelector<HTMLElement>("[data-change]")?.click();
  await vi.waitFor(() => expect(go).toHaveBeenCalledWith("/report/?correct"));
  expect((await draft())?.replaces).toBe("aaaaaaaa");
  const drop = line().querySelector<HTMLElement>("[data-drop]");
  drop?.click();
  expect(drop?.textContent).toBe("Really delete? It was not sent.");
  expect(await itemOf("aaaaaaaa")).toBeTruthy();
  drop?.click();
  await vi.waitFor(async () => expect(await itemOf("aaaaaaaa")).toBeUndefined());
});

test("a refused command names its case and cannot be corrected in the form", async () => {
  const body = { verb: "finish", note: "Filled." };
  const item = await keepCommand("staff:1", { order: "0500000001", base_version: 1, body });
  await withBase((base) => base.put("items", { ...item, state: "refused", said: { fa: "نه", en: "Not yours." } }));
  vi.resetModules();
  await import("../src/public/waiting");
  await vi.waitFor(() => expect(line()).toBeTruthy());
  const text = shown(line());
  expect(text).toContain("Not yours.");
  expect(text).toContain("Open the case");
  expect(text).not.toContain("Correct it");
  const [open] = [...line().querySelectorAll<HTMLAnchorElement>("[data-open]")].filter(isSeen);
  expect(open?.getAttribute("href")).toBe("/desk/case/0500000001/");
});

test("an entry on a work order leads to its stop in the crew's day", async () => {
  const body = { verb: "order_result", case: "0500000001", result: "fixed", note: "Filled." };
  const item = await keepCommand("staff:1", { order: "W-1405-000001", base_version: 1, body });
  await withBase((base) => base.put("items", { ...item, state: "conflict" }));
  vi.resetModules();
  await import("../src/public/waiting");
  await vi.waitFor(() => expect(line()).toBeTruthy());
  const [open] = [...line().querySelectorAll<HTMLAnchorElement>("[data-open]")].filter(isSeen);
  expect(open?.getAttribute("href")).toBe("/crew/#W-1405-000001");
});

test("a browser that keeps nothing says so instead of an empty list", async () => {
  vi.stubGlobal("indexedDB", undefined);
  vi.resetModules();
  await import("../src/public/waiting");
  const fault = document.querySelector<HTMLElement>("[data-waiting-fault]");
  await vi.waitFor(() => expect(fault?.hidden).toBe(false));
  expect(fault?.textContent).toContain("private window");
});
