/** The shelf of photos chosen for a report: seen, counted, and taken back before they are sent. */
import { type Point, pointOf } from "./gps";

const MOST = 8;

/** Shows the chosen photos under the file box; more may be added, each may be removed.
 *
 * `placed` hears of the point that a newly chosen photo carries; gives the function that lays further photos on it.
 */
export function photoShelf(form: HTMLFormElement, placed: (point: Point) => void): (photos: File[]) => void {
  const input = form.querySelector<HTMLInputElement>("input[type=file][name=photos]");
  const shelf = form.querySelector<HTMLElement>("[data-photo-shelf]");
  const shape = form.querySelector<HTMLTemplateElement>("[data-photo-shape]");
  const full = form.querySelector<HTMLElement>("[data-photo-full]");
  if (!input || !shelf || !shape) return () => undefined;
  let chosen: File[] = [];

  const lay = () => {
    const bag = new DataTransfer();
    chosen.forEach((file) => bag.items.add(file));
    input.files = bag.files;
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
  input.addEventListener("change", () => {
    const fresh = add([...(input.files ?? [])]);
    void Promise.all(fresh.map(pointOf)).then((points) => {
      const point = points.find((one) => one !== undefined);
      if (point) placed(point);
    });
  });
  return add;
}
