/** The corners of the chosen area as buttons on the map: dragged by mouse or finger, moved by arrow keys. */
import { type Map as MapLibre, Marker } from "maplibre-gl";

import { type Area, near, type Point, ringsOf } from "./shapes";

export interface Deeds {
  moving(from: Point, to: Point): void;
  moved(from: Point, to: Point): void;
  inserted(from: Point, to: Point, at: Point): void;
  removed(at: Point): void;
}

/** More handles than these would hide the map: the corners are shown when one comes nearer. */
const MOST = 160;
const STEP = 8;
const ARROWS: Record<string, Point> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export class Handles {
  private markers: Marker[] = [];

  constructor(
    private readonly map: MapLibre,
    private readonly words: DOMStringMap,
    private readonly deeds: Deeds,
  ) {}

  /** Draws the handles of an area anew; whether there was room for them. */
  show(area: Area | undefined, focus?: Point): boolean {
    this.clear();
    if (!area) return true;
    const bounds = this.map.getBounds();
    const rings = ringsOf(area);
    if (rings.flat().filter((corner) => bounds.contains(corner)).length > MOST) return false;
    let number = 0;
    for (const ring of rings) {
      ring.forEach((corner, place) => {
        number += 1;
        const next = ring[(place + 1) % ring.length] as Point;
        if (bounds.contains(corner)) this.corner(corner, number, focus);
        const middle: Point = [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2];
        const [one, other] = [this.map.project(corner), this.map.project(next)];
        if (bounds.contains(middle) && Math.hypot(one.x - other.x, one.y - other.y) > 60)
          this.middle(corner, next, middle, number);
      });
    }
    return true;
  }

  clear(): void {
    this.markers.forEach((marker) => marker.remove());
    this.markers = [];
  }

  private button(label: string, style: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = style;
    button.setAttribute("aria-label", label);
    return button;
  }

  private corner(corner: Point, number: number, focus?: Point): void {
    const digits = number.toLocaleString(this.words.language === "fa" ? "fa" : "en");
    const button = this.button(`${this.words.corner ?? ""} ${digits}`, "corner-handle");
    const marker = new Marker({ element: button, draggable: true }).setLngLat(corner).addTo(this.map);
    let last: Point = corner;
    marker.on("drag", () => {
      const { lng, lat } = marker.getLngLat();
      this.deeds.moving(last, [lng, lat]);
      last = [Number(lng.toFixed(6)), Number(lat.toFixed(6))];
    });
    marker.on("dragend", () => this.deeds.moved(last, last));
    button.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow && event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      event.stopPropagation(); // the map itself stays where it is
      if (!arrow) return this.deeds.removed(corner);
      const at = this.map.project(corner);
      const step = event.shiftKey ? 1 : STEP;
      const { lng, lat } = this.map.unproject([at.x + arrow[0] * step, at.y + arrow[1] * step]);
      this.deeds.moved(corner, [lng, lat]);
    });
    this.markers.push(marker);
    if (focus && near(corner, focus)) button.focus({ preventScroll: true });
  }

  private middle(from: Point, to: Point, at: Point, number: number): void {
    const digits = number.toLocaleString(this.words.language === "fa" ? "fa" : "en");
    const button = this.button(`${this.words.between ?? ""} ${digits}`, "corner-between");
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.deeds.inserted(from, to, at);
    });
    this.markers.push(new Marker({ element: button }).setLngLat(at).addTo(this.map));
  }
}
