/** The topics' icons for the dots of the map, drawn in one colour from the sprite of the pages. */
import type { Map as MapLibre } from "maplibre-gl";

const SIDE = 24;
const SCALE = 2;

/** One symbol of the sprite as a drawing of its own; "" where the sprite has none of that name. */
export function drawingOf(sprite: Document, name: string, colour: string): string {
  const symbol = [...sprite.querySelectorAll("symbol")].find((one) => one.id === name);
  if (!symbol) return "";
  const attributes = `viewBox="0 0 24 24" width="${SIDE * SCALE}" height="${SIDE * SCALE}" fill="none" stroke="${colour}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes} stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">${symbol.innerHTML}</svg>`;
}

/** Gives the map each icon that its dots ask for, when they first ask for it; a missing one stays a plain dot. */
export function topicIcons(map: MapLibre, address: string, colour: string): void {
  let sprite: Promise<Document> | undefined;
  const read = async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error("no sprite");
    return new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  };
  map.on("styleimagemissing", ({ id }: { id: string }) => {
    if (!id || !address) return;
    sprite ??= read();
    void sprite
      .then((drawn) => {
        const drawing = drawingOf(drawn, id, colour);
        if (!drawing) return;
        const picture = new Image(SIDE * SCALE, SIDE * SCALE);
        picture.addEventListener("load", () => {
          if (!map.hasImage(id)) map.addImage(id, picture, { pixelRatio: SCALE });
        });
        picture.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
      })
      .catch(() => undefined);
  });
}
