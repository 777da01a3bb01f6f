/** The charts or the map of an answer as a PNG picture, with the question, the data and their time at its foot. */

const SCALE = 2;
const EDGE = 24;
const TITLE = 44;
const FOOT = 36;
const SVG = "http://www.w3.org/2000/svg";
/** What the page's style sheets say and a picture on its own would lose. */
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-family",
  "font-size",
] as const;

/** Shows the button, which can do nothing without a script. */
export function pictureButton(button: HTMLButtonElement | null): void {
  if (!button || pictures().length === 0) return;
  button.hidden = false;
  button.addEventListener("click", () => void save(button));
}

function pictures(): SVGSVGElement[] {
  const drawn = [...document.querySelectorAll<SVGSVGElement>(".explore-canvas svg")];
  return drawn.length > 0 ? drawn : [...document.querySelectorAll<SVGSVGElement>("[data-explore-map] > svg")];
}

async function save(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    const blob = await painted(pictures(), button.dataset.title ?? "", button.dataset.foot ?? "");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${button.dataset.name ?? "answer"}.png`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } finally {
    button.disabled = false;
  }
}

/** Draws the pictures as they lie on the page, below the title. */
async function painted(shapes: SVGSVGElement[], title: string, foot: string): Promise<Blob> {
  const frames = shapes.map((shape) => shape.getBoundingClientRect());
  const left = Math.min(...frames.map((frame) => frame.left));
  const top = Math.min(...frames.map((frame) => frame.top));
  const width = Math.max(...frames.map((frame) => frame.right)) - left + 2 * EDGE;
  const height = Math.max(...frames.map((frame) => frame.bottom)) - top + 2 * EDGE + TITLE + FOOT;
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("no canvas");
  const body = getComputedStyle(document.body);
  brush.scale(SCALE, SCALE);
  brush.fillStyle = getComputedStyle(document.querySelector(".sheet") ?? document.body).backgroundColor;
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = body.color;
  const isRtl = document.documentElement.dir === "rtl";
  brush.direction = isRtl ? "rtl" : "ltr";
  brush.textAlign = "start";
  brush.font = `700 16px ${body.fontFamily}`;
  brush.fillText(title, isRtl ? width - EDGE : EDGE, EDGE + 14, width - 2 * EDGE);
  for (const [place, shape] of shapes.entries()) {
    const frame = frames[place];
    if (!frame) continue;
    const image = await loaded(alone(shape, frame.width, frame.height));
    brush.drawImage(image, frame.left - left + EDGE, frame.top - top + EDGE + TITLE, frame.width, frame.height);
  }
  brush.direction = "ltr";
  brush.font = `11px ${body.fontFamily}`;
  brush.fillText(foot, EDGE, height - EDGE / 2, width - 2 * EDGE);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}

/** A copy of a drawing that needs no style sheet, as text. */
export function alone(shape: SVGSVGElement, width: number, height: number): string {
  const copy = shape.cloneNode(true) as SVGSVGElement;
  const originals = [...shape.querySelectorAll<SVGElement>("path, rect, circle, line, text, polyline, tspan")];
  for (const [place, part] of [
    ...copy.querySelectorAll<SVGElement>("path, rect, circle, line, text, polyline, tspan"),
  ].entries()) {
    const original = originals[place];
    if (!original) continue;
    const style = getComputedStyle(original);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (value) part.setAttribute(name, value);
    }
  }
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}

function loaded(text: string): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => fail(new Error("no picture"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}
