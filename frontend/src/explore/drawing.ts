/** Draws the charts of an answer as SVG, in place of the plain ones; again when the theme or the width changes. */
import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { token } from "../kit/tokens";
import { type Answer, type Look, optionsOf } from "./options";

use([
  LineChart,
  BarChart,
  HeatmapChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  VisualMapComponent,
  AriaComponent,
  SVGRenderer,
]);

const NARROW = 480;
const HEIGHT = 320;
const SMALL_HEIGHT = 190;
const BAR_HEIGHT = 30;
const BARS_FRAME = 60;
const SHADES = 5;

interface Drawn {
  chart: EChartsType;
  answer: Answer;
}

/** Draws every box; where that fails, its plain chart stays. */
export function drawAll(boxes: HTMLElement[]): void {
  const drawn = boxes.flatMap((box) => draw(box) ?? []);
  if (drawn.length === 0) return;
  const again = () => {
    for (const { chart, answer } of drawn) {
      chart.resize();
      chart.setOption(optionsOf(answer, lookOf(chart.getDom())), true);
    }
  };
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new ResizeObserver(again).observe(boxes[0]?.parentElement ?? document.body);
}

function draw(box: HTMLElement): Drawn | null {
  const text = box.querySelector("script[type='application/json']")?.textContent;
  const plain = box.querySelector<HTMLElement>("[data-explore-plain]");
  if (!text) return null;
  const answer = JSON.parse(text) as Answer;
  const canvas = document.createElement("div");
  canvas.className = "explore-canvas";
  canvas.dir = "ltr"; // the library counts from the left; the words in it run as they run
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", answer.title);
  box.append(canvas);
  try {
    const isSmall = box.closest(".explore-multiples") !== null;
    if (isSmall) box.insertBefore(heading(answer.title), canvas);
    const chart = init(canvas, null, { renderer: "svg", height: heightOf(answer, isSmall) });
    chart.setOption(optionsOf(answer, lookOf(canvas)));
    if (plain) plain.hidden = true;
    return { chart, answer };
  } catch {
    canvas.remove();
    return null;
  }
}

function heading(text: string): HTMLElement {
  const title = document.createElement("p");
  title.className = "chart-title";
  title.textContent = text;
  return title;
}

function heightOf(answer: Answer, isSmall: boolean): number {
  if (answer.kind === "lying") return (answer.labels?.length ?? 0) * BAR_HEIGHT + BARS_FRAME;
  return isSmall ? SMALL_HEIGHT : HEIGHT;
}

/** The theme's colours as they are now. */
function lookOf(canvas: HTMLElement): Look {
  const isDark = luminance(token("--color-base-100")) < 0.5;
  const paper = token("--color-base-100");
  const main = token("--chart-1");
  return {
    ink: token("--color-base-content"),
    quiet: mixed(token("--color-base-content"), paper, 0.75),
    rule: mixed(token("--color-base-content"), paper, isDark ? 0.25 : 0.15),
    paper,
    series: [1, 2, 3, 4].map((number) => token(`--chart-${number}`)),
    shades: Array.from({ length: SHADES + 1 }, (_, level) => mixed(main, paper, 0.08 + (0.92 * level) / SHADES)),
    font: getComputedStyle(document.body).fontFamily,
    isNarrow: canvas.clientWidth < NARROW,
  };
}

function parts(colour: string): number[] {
  return (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parts(colour);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** A colour with so much of the first and the rest of the second. */
export function mixed(first: string, second: string, share: number): string {
  const other = parts(second);
  const levels = parts(first).map((level, place) => Math.round(level * share + (other[place] ?? 0) * (1 - share)));
  return `rgb(${levels.join(", ")})`;
}
