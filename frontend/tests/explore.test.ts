// @vitest-environment happy-dom
/** Explore: what the charting library is told, the form that offers what fits, and figures in their languages. */
import { expect, test } from "vitest";

import { figure } from "../src/explore/figures";
import { answeringForm, offer } from "../src/explore/form";
import { type Answer, type Look, optionsOf, weekdays, withUnit } from "../src/explore/options";
import { alone } from "../src/explore/picture";

const LOOK: Look = {
  ink: "rgb(0, 0, 0)",
  quiet: "rgb(90, 90, 90)",
  rule: "rgb(200, 200, 200)",
  paper: "rgb(255, 255, 255)",
  series: ["#111", "#222", "#333", "#444"],
  shades: ["#fff", "#000"],
  font: "sans-serif",
  isNarrow: false,
};
const LINE: Answer = {
  kind: "line",
  title: "t",
  unit: "پرونده",
  language: "fa",
  labels: ["مهر", "آبان"],
  series: [
    { name: "منطقهٔ ۱", values: [3, null] },
    { name: "منطقهٔ ۲", values: [1, 2] },
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: options are the library's own free form
const told = (answer: Answer, look = LOOK): any => optionsOf(answer, look);

test("figures are written as the language does", () => {
  expect(figure(1234.56, "fa")).toBe("۱٬۲۳۴٫۶");
  expect(figure(1234.56, "en")).toBe("1,234.6");
  expect([figure(null, "en"), figure("-", "fa"), figure(Number.NaN, "en")]).toEqual(["—", "—", "—"]);
  expect(withUnit(5, LINE)).toBe("۵ پرونده");
  expect(withUnit(null, LINE)).toBe("—");
});

test("the tooltip is drawn, never set as markup, and time runs from the right in Persian", () => {
  const options = told(LINE);
  expect(options.tooltip.renderMode).toBe("richText");
  expect(options.tooltip.valueFormatter(12)).toBe("۱۲ پرونده");
  expect([options.xAxis.inverse, options.yAxis.position]).toEqual([true, "right"]);
  expect(told({ ...LINE, language: "en" }).xAxis.inverse).toBe(false);
  expect(options.yAxis.axisLabel.formatter(1500)).toBe("۱٬۵۰۰");
});

test("series differ by more than colour", () => {
  const [first, second] = told(LINE).series;
  expect(first.data).toEqual([3, null]);
  expect(first.lineStyle.type).not.toEqual(second.lineStyle.type);
  expect(first.symbol).not.toBe(second.symbol);
  const bars = told({ ...LINE, kind: "bar" }).series;
  expect(bars[0].type).toBe("bar");
  expect(bars[0].itemStyle.decal.symbol).not.toBe(bars[1].itemStyle.decal.symbol);
});

test("bars that lie have their names beside them", () => {
  const options = told({ ...LINE, kind: "lying", series: [{ name: "n", values: [3, 1] }] });
  expect(options.yAxis.data).toEqual(["مهر", "آبان"]);
  expect([options.xAxis.type, options.xAxis.inverse, options.legend]).toEqual(["value", true, undefined]);
});

test("small charts share their scale", () => {
  const options = told({ ...LINE, most: 40 });
  expect(options.yAxis.max({ max: 3 })).toBe(40);
  expect(options.yAxis.max({ max: 50 })).toBe(50);
});

test("a week has its days from Saturday and no figure where none is", () => {
  const rows = Array.from({ length: 7 }, () => Array.from({ length: 24 }, (): number | null => null));
  (rows[1] as (number | null)[])[9] = 4;
  const options = told({ kind: "heat", title: "t", unit: "u", language: "en", rows });
  expect(options.yAxis.data[0]).toBe("Saturday");
  expect(options.series[0].data).toHaveLength(168);
  expect(options.series[0].data).toContainEqual([9, 1, 4]);
  expect(options.series[0].data).toContainEqual([0, 0, "-"]);
  expect(options.visualMap.max).toBe(4);
  expect(options.series[0].tooltip.formatter({ value: [9, 1, 4] })).toContain("Sunday");
  expect(weekdays("fa")[6]).toBe("جمعه");
});

test("the form offers what the metric has, and lets go of the rest", () => {
  document.body.innerHTML = `<details data-explore-ask><form data-explore-form>
    <select name="metric"><option value="a" data-grain="case" selected></option><option value="b" data-grain="contact"></option></select>
    <select name="by1"><option value="" data-grains=""></option><option value="topic" data-grains="case report" selected></option>
      <option value="outcome" data-grains="contact"></option></select>
    <div data-grains="case report" id="topics"></div><div data-grains="contact" id="outcomes"></div></form></details>`;
  answeringForm();
  const metric = document.querySelector<HTMLSelectElement>("[name=metric]") as HTMLSelectElement;
  const by = document.querySelector<HTMLSelectElement>("[name=by1]") as HTMLSelectElement;
  const hidden = () => ["topics", "outcomes"].map((id) => (document.getElementById(id) as HTMLElement).hidden);
  expect([by.value, hidden()]).toEqual(["topic", [false, true]]);
  metric.value = "b";
  offer(document.querySelector("form") as HTMLFormElement, metric);
  expect([by.value, hidden()]).toEqual(["", [true, false]]);
  expect((by.options[1] as HTMLOptionElement).disabled).toBe(true);
});

test("a picture needs no style sheet", () => {
  document.body.innerHTML = `<svg><path d="M0 0" style="fill: rgb(1, 2, 3)"></path></svg>`;
  const text = alone(document.querySelector("svg") as unknown as SVGSVGElement, 10, 20);
  expect(text).toContain('width="10"');
  expect(text).toContain("rgb(1, 2, 3)");
});
