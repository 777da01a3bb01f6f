/** The corners of the chosen area as a list of latitudes and longitudes to type, for whoever does not drag. */

import type { Deeds } from "./handles";
import { type Area, type Point, ringsOf } from "./shapes";

/** Longer lists help nobody; such a border is loaded as a file. */
const MOST = 400;

export function listCorners(box: HTMLElement, area: Area | undefined, words: DOMStringMap, deeds: Deeds): void {
  const corners = area ? ringsOf(area) : [];
  box.replaceChildren();
  if (corners.flat().length > MOST) return;
  let number = 0;
  for (const ring of corners) {
    ring.forEach((corner, place) => {
      number += 1;
      box.append(line(number, corner, ring[(place + 1) % ring.length] as Point, words, deeds));
    });
  }
}

function line(number: number, corner: Point, next: Point, words: DOMStringMap, deeds: Deeds): HTMLElement {
  const row = document.createElement("li");
  const name = `${words.corner ?? ""} ${number.toLocaleString(words.language === "fa" ? "fa" : "en")}`;
  const lat = field(`${name}: ${words.latName ?? ""}`, corner[1]);
  const lon = field(`${name}: ${words.lonName ?? ""}`, corner[0]);
  const change = () => {
    const there: Point = [degrees(lon.value), degrees(lat.value)];
    const isOnEarth = Math.abs(there[0]) <= 180 && Math.abs(there[1]) <= 90; // false for what is no number
    [lat, lon].forEach((box) => box.toggleAttribute("aria-invalid", !isOnEarth));
    if (isOnEarth) deeds.moved(corner, there);
  };
  lat.addEventListener("change", change);
  lon.addEventListener("change", change);
  row.append(
    lat,
    lon,
    button("+", `${name}: ${words.after ?? ""}`, () =>
      deeds.inserted(corner, next, [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2]),
    ),
    button("×", `${name}: ${words.remove ?? ""}`, () => deeds.removed(corner)),
  );
  return row;
}

/** A number in Latin or Persian digits. */
function degrees(text: string): number {
  const plain = text
    .trim()
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace("٫", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

function field(label: string, value: number): HTMLInputElement {
  const box = document.createElement("input");
  box.className = "box box-ltr";
  box.inputMode = "decimal";
  box.value = value.toFixed(6);
  box.setAttribute("aria-label", label);
  return box;
}

function button(sign: string, label: string, deed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-plain btn-sm";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", deed);
  return made;
}
