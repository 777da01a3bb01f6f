/** The photos and files chosen for a report: seen, counted, and taken back before they are sent. */
import { type Point, pointOf } from "./gps";

const MOST = 8;

/** Shows the chosen photos under the file box; more may be added, each may be removed.
 *
 * `placed` hears of the point that a newly chosen photo carries; gives the function that lays further photos on it, and
 * documents and recordings into their own box.
 */
export function photoShelf(form: HTMLFormElement, placed: (point: Point) => void): (files: File[]) => void {
  const input = form.querySelector<HTMLInputElement>("input[type=file][name=photos]");
  const shelf = form.querySelector<HTMLElement>("[data-photo-shelf]");
  const shape = form.querySelector<HTMLTemplateElement>("[data-photo-shape]");
  const full = form.querySelector<HTMLElement>("[data-photo-full]");
  if (!input || !shelf || !shape) return () => undefined;
  let chosen: File[] = [];

  const lay = () => {
    input.files = bagOf(chosen);
    shelf.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    shelf.replaceChildren(
      ...chosen.map((file, index) => {
        const item = shape.content.firstElementChild?.cloneNode(true) as HTMLElement;
        const image = item.querySelector("img");
        if (image) {
          image.src = URL.createObjectURL(file);
          image.alt = file.name;
        }
        item.querySelector("button")?.addEventListener("click", () => {
          chosen = chosen.filter((_, place) => place !== index);
          lay();
          input.dispatchEvent(new Event("input", { bubbles: true })); // the draft forgets it too
        });
        return item;
      }),
    );
    if (full) full.hidden = chosen.length < MOST;
  };
  const add = (files: File[]) => {
    const fresh = files.filter((file) => !chosen.some((old) => old.name === file.name && old.size === file.size));
    chosen = [...chosen, ...fresh].slice(0, MOST);
    lay();
    return fresh;
  };
  const refused = form.querySelector<HTMLElement>("[data-photo-refused]");
  input.addEventListener("change", async () => {
    const files = [...(input.files ?? [])];
    const isGood = await Promise.all(files.map(isPicture));
    const bad = files.filter((_, index) => !isGood[index]).map(({ name }) => name);
    if (refused) {
      refused.hidden = bad.length === 0;
      const names = refused.querySelector("bdi");
      if (names) names.textContent = bad.join("، ");
    }
    const points = await Promise.all(add(files.filter((_, index) => isGood[index])).map(pointOf));
    const point = points.find((one) => one !== undefined);
    if (point) placed(point);
  });
  return (files) => {
    add(files.filter((file) => !isDocument(file)));
    const box = form.querySelector<HTMLInputElement>("input[type=file][name=files]");
    if (box) box.files = bagOf(files.filter(isDocument));
  };
}

/** Whether a file is a picture that the server can open too; HEIC is opened there and not in most browsers. */
async function isPicture(file: File): Promise<boolean> {
  if (/\.hei[cf]$/i.test(file.name) || /^image\/hei[cf]/.test(file.type)) return true;
  if (!file.type.startsWith("image/")) return false;
  if (!("createImageBitmap" in window)) return true;
  return createImageBitmap(file).then(
    (picture) => {
      picture.close();
      return true;
    },
    () => false,
  );
}

/** Whether a file is a document or a recording; HEIC photos have no type in most browsers. */
const isDocument = ({ type, name }: File) =>
  /^(application|audio|video)\//.test(type) || (!type && !/\.hei[cf]$/i.test(name));

function bagOf(files: File[]): FileList {
  const bag = new DataTransfer();
  files.forEach((file) => bag.items.add(file));
  return bag.files;
}
