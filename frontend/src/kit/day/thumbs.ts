/** The small pictures of a case, as they lie on the phone; each leads to the large one. */
import { thumbOf } from "./base";
import type { DayPhoto } from "./types";

/** Shows in `box` those that are here; returns their object URLs, to be let go of later. */
export async function photosInto(box: HTMLElement, photos: DayPhoto[]): Promise<string[]> {
  const urls: string[] = [];
  for (const { thumb, full } of photos) {
    const blob = await thumbOf(thumb);
    if (!blob) continue;
    const [link, image] = [document.createElement("a"), document.createElement("img")];
    const url = URL.createObjectURL(blob);
    urls.push(url);
    image.src = url;
    image.alt = "";
    link.href = full;
    link.append(image);
    box.append(link);
  }
  return urls;
}
