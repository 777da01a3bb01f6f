/** What the charting library is told to draw, from the data of an answer; nothing here touches the page. */
import type { EChartsCoreOption } from "echarts/core";

import { figure } from "./figures";

export interface Row {
  name: string;
  values: (number | null)[];
}

/** As `peygir/web/explore/drawing.py` writes it. */
export interface Answer {
  kind: "line" | "bar" | "lying" | "heat";
  title: string;
  unit: string;
  language: string;
  labels?: string[];
  series?: Row[];
  rows?: (number | null)[][];
  most?: number;
}

export interface Look {
  ink: string;
  quiet: string;
  rule: string;
  paper: string;
  series: string[];
  /** From the lightest to the darkest, for the hours of a week. */
  shades: string[];
  font: string;
  isNarrow: boolean;
}

/** Lines differ by their dashes and points as well as by colour, bars by their patterns. */
const DASHES: (string | number[])[] = ["solid", [7, 5], [2, 4], [10, 4, 2, 4]];
const POINTS = ["circle", "rect", "triangle", "diamond"];
const PATTERNS = [
  { symbol: "none" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  { symbol: "circle", symbolSize: 0.6, dashArrayX: [[6, 6]], dashArrayY: 6 },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 6], rotation: Math.PI / 2 },
];
const MANY_POINTS = 40;

export function optionsOf(answer: Answer, look: Look): EChartsCoreOption {
  const options = answer.kind === "heat" ? heat(answer, look) : lines(answer, look);
  return {
    animation: false,
    textStyle: { fontFamily: look.font, color: look.ink },
    color: look.series,
    tooltip: {
      // The library's HTML tooltip sets styles that our policy forbids.
      renderMode: "richText",
      trigger: answer.kind === "heat" ? "item" : "axis",
      confine: true,
      backgroundColor: look.paper,
      borderColor: look.rule,
      textStyle: { color: look.ink, fontFamily: look.font },
      axisPointer: { type: answer.kind === "line" ? "line" : "shadow" },
      valueFormatter: (value: unknown) => withUnit(value, answer),
    },
    ...options,
  };
}

export function withUnit(value: unknown, answer: Answer): string {
  const text = figure(value, answer.language);
  return answer.unit && text !== "—" ? `${text} ${answer.unit}` : text;
}

function lines(answer: Answer, look: Look): EChartsCoreOption {
  const isRtl = answer.language === "fa";
  const isLying = answer.kind === "lying";
  const labels = answer.labels ?? [];
  const series = answer.series ?? [];
  const category = {
    type: "category",
    data: labels,
    inverse: isLying || isRtl,
    position: isLying && isRtl ? "right" : undefined,
    axisLine: { lineStyle: { color: look.rule } },
    axisTick: { show: false },
    axisLabel: {
      color: look.quiet,
      hideOverlap: true,
      width: isLying ? (look.isNarrow ? 110 : 220) : undefined,
      overflow: isLying ? "truncate" : undefined,
    },
  };
  const value = {
    type: "value",
    inverse: isLying && isRtl,
    position: !isLying && isRtl ? "right" : undefined,
    name: isLying ? undefined : answer.unit,
    nameTextStyle: { color: look.quiet },
    max: answer.most ? (scale: { max: number }) => Math.max(scale.max, answer.most ?? 0) : undefined,
    splitNumber: 4,
    axisLabel: { color: look.quiet, formatter: (one: number) => figure(one, answer.language) },
    splitLine: { lineStyle: { color: look.rule } },
  };
  return {
    grid: { left: 8, right: 8, top: series.length > 1 ? 56 : 36, bottom: 8, containLabel: true },
    legend: series.length > 1 ? { top: 0, textStyle: { color: look.ink }, itemWidth: 32 } : undefined,
    xAxis: isLying ? value : category,
    yAxis: isLying ? category : value,
    series: series.map((row, place) => ({
      type: answer.kind === "line" ? "line" : "bar",
      name: row.name,
      data: row.values,
      symbol: POINTS[place],
      symbolSize: 7,
      showSymbol: labels.length <= MANY_POINTS,
      lineStyle: { type: DASHES[place], width: 2.25 },
      itemStyle: answer.kind === "line" ? {} : { decal: { color: look.paper, ...PATTERNS[place] } },
      barMaxWidth: 28,
    })),
  };
}

function heat(answer: Answer, look: Look): EChartsCoreOption {
  const isRtl = answer.language === "fa";
  const rows = answer.rows ?? [];
  const most = Math.max(0, ...rows.flat().map((value) => value ?? 0));
  const hours = Array.from({ length: 24 }, (_, hour) => figure(hour, answer.language));
  const data = rows.flatMap((row, day) => row.map((value, hour) => [hour, day, value ?? "-"]));
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 56, containLabel: true },
    xAxis: {
      type: "category",
      data: hours,
      inverse: isRtl,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: look.quiet, interval: look.isNarrow ? 5 : 2 },
    },
    yAxis: {
      type: "category",
      data: weekdays(answer.language),
      inverse: true,
      position: isRtl ? "right" : "left",
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: look.quiet },
    },
    visualMap: {
      min: 0,
      max: most || 1,
      orient: "horizontal",
      left: "center",
      bottom: 0,
      itemHeight: look.isNarrow ? 120 : 200,
      textStyle: { color: look.quiet },
      formatter: (value: number) => figure(value, answer.language),
      inRange: { color: look.shades },
    },
    series: [
      {
        type: "heatmap",
        data,
        itemStyle: { borderColor: look.paper, borderWidth: 2, borderRadius: 3 },
        tooltip: {
          formatter: (point: { value: [number, number, number] }) => {
            const [hour, day, value] = point.value;
            const weekday = weekdays(answer.language)[day];
            return `${weekday}، ${figure(hour, answer.language)}: ${withUnit(value, answer)}`;
          },
        },
      },
    ],
  };
}

/** The names of the days from Saturday on. */
export function weekdays(language: string): string[] {
  const names = new Intl.DateTimeFormat(language === "fa" ? "fa-IR" : "en", { weekday: "long", timeZone: "UTC" });
  // 2 January 2021 was a Saturday.
  return Array.from({ length: 7 }, (_, day) => names.format(new Date(Date.UTC(2021, 0, 2 + day))));
}
