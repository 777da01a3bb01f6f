// @vitest-environment happy-dom
/** What a draft brings back: photos on their shelf, documents and recordings in their own box. */
import { expect, test, vi } from "vitest";

import { photoShelf } from "../src/public/photos";

const names = (files: FileList | null) => [...(files ?? [])].map(({ name }) => name);

test("photos come back on the shelf, documents and recordings in their box", () => {
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:picture");
  document.body.innerHTML = `
    <form>
      <input type="file" name="photos" multiple><ul data-photo-shelf></ul>
      <template data-photo-shape><li><img alt=""><button type="button"></button></li></template>
      <input type="file" name="files" multiple>
    </form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  const box = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`)?.files ?? null;
  const lay = photoShelf(form, vi.fn());
  const photos = Array.from({ length: 8 }, (_, number) => new File(["p"], `${number}.jpg`, { type: "image/jpeg" }));
  lay([
    ...photos.slice(1),
    new File(["h"], "iphone.HEIC"),
    new File(["d"], "letter.pdf", { type: "application/pdf" }),
    new File(["s"], "call.amr"),
  ]);
  expect(names(box("photos"))).toEqual([...photos.slice(1).map(({ name }) => name), "iphone.HEIC"]);
  expect(form.querySelectorAll("[data-photo-shelf] img")).toHaveLength(8);
  expect(names(box("files"))).toEqual(["letter.pdf", "call.amr"]);
});

test("what is no picture is left out by its name before anything is sent", async () => {
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:picture");
  // The browser's own decoder, which a test has not: it fails for bytes that are no picture.
  vi.stubGlobal("createImageBitmap", async (file: File) => {
    if ((await file.text()) !== "picture") throw new Error("not decoded");
    return { close: () => undefined };
  });
  document.body.innerHTML = `
    <form>
      <input type="file" name="photos" multiple><ul data-photo-shelf></ul>
      <p data-photo-refused hidden><bdi></bdi></p>
      <template data-photo-shape><li><img alt=""><button type="button"></button></li></template>
    </form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  photoShelf(form, vi.fn());
  const input = form.querySelector("input") as HTMLInputElement;
  const bag = new DataTransfer();
  bag.items.add(new File(["picture"], "hole.jpg", { type: "image/jpeg" }));
  bag.items.add(new File(["cut off"], "broken.jpg", { type: "image/jpeg" }));
  bag.items.add(new File(["MZ"], "virus.exe", { type: "application/x-msdownload" }));
  input.files = bag.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await vi.waitFor(() => expect(names(input.files)).toEqual(["hole.jpg"]));
  const refused = form.querySelector("[data-photo-refused]") as HTMLElement;
  expect(refused.hidden).toBe(false);
  expect(refused.textContent).toContain("broken.jpg، virus.exe");
  vi.unstubAllGlobals();
});
