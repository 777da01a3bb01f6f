/** The typeface in two files: what Persian, Arabic and English pages are written in, and all the rest for who needs it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** Beside the packages, for they are made of them; the stylesheet names them there. */
const FOLDER = resolve(import.meta.dirname, "node_modules/.typeface");
const WHOLE = resolve(import.meta.dirname, "node_modules/vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2");

/**
 * The first file's characters, as the stylesheet's `unicode-range` names them. The Arabic block is whole: letters of
 * one word join only within one file, so no language of that script may be split between the two.
 */
const EVERYDAY: [first: number, last: number][] = [
  [0x20, 0x7e],
  [0xa0, 0xa0],
  [0xab, 0xab],
  [0xb7, 0xb7],
  [0xbb, 0xbb],
  [0xd7, 0xd7],
  [0x600, 0x6ff],
  [0x200b, 0x200f],
  [0x2010, 0x2027],
  [0x202f, 0x202f],
  [0x2039, 0x203a],
  [0x2066, 0x2069],
  [0x2212, 0x2212],
];
const REST: [first: number, last: number][] = [
  [0xa1, 0x5ff],
  [0x700, 0x23ff],
  [0x2500, 0x25ff],
  [0xfb00, 0xfeff],
];
/** Joining, marks, kerning, figures of one width; small capitals and old-style figures stay behind. */
const FEATURES = [
  "ccmp",
  "calt",
  "rlig",
  "liga",
  "init",
  "medi",
  "fina",
  "isol",
  "locl",
  "mark",
  "mkmk",
  "kern",
  "tnum",
];
/** No page is lighter than 400; what is heavier than 800 is drawn as 800. */
const WEIGHTS = { wght: { min: 400, max: 800 } };

function characters(ranges: [number, number][]): string {
  return ranges
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)))
    .join("");
}

export function typeface(): Plugin {
  return {
    name: "typeface",
    async buildStart() {
      const whole = readFileSync(WHOLE);
      const everyday = characters(EVERYDAY);
      const rest = [...characters(REST)].filter((one) => !everyday.includes(one)).join("");
      if (!existsSync(FOLDER)) mkdirSync(FOLDER, { recursive: true });
      for (const [name, text] of [
        ["vazirmatn", everyday],
        ["vazirmatn-rest", rest],
      ] as const) {
        const file = await subsetFont(whole, text, {
          targetFormat: "woff2",
          keepFeatures: FEATURES,
          variationAxes: WEIGHTS,
        });
        writeFileSync(resolve(FOLDER, `${name}.woff2`), file);
      }
    },
  };
}
