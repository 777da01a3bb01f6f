/** A map to draw areas on: either the city's own, which share borders, or one free area; the result is GeoJSON text. */
import type { Map as MapLibre } from "maplibre-gl";

import { bare, type Told } from "../ground";
import { nameOf, readFields, showFields } from "./about";
import { listCorners } from "./corners";
import { type Deeds, Handles } from "./handles";
import { addLayers, paint } from "./paint";
import {
  type Area,
  boundsOf,
  type Feature,
  feature,
  featuresOf,
  geometry,
  insert,
  joined,
  move,
  type Point,
  read,
  remove,
  snapped,
  tidied,
  written,
} from "./shapes";
import { Steps } from "./steps";

const SNAP_PIXELS = 12;

export class Editor {
  private areas: Area[] = [];
  private first = new Map<string, string>();
  private readonly steps = new Steps();
  private chosen = "";
  private pending: Point[] | null = null;
  private readonly handles: Handles;
  private readonly deeds: Deeds;
  /** What the text box held before anything was drawn; it stands again when all steps are taken back. */
  private typed = "";
  private readonly words: DOMStringMap;

  constructor(
    private readonly root: HTMLElement,
    private readonly map: MapLibre,
    private readonly text: HTMLTextAreaElement,
  ) {
    this.words = this.part("map").dataset;
    this.typed = text.value;
    this.deeds = {
      moving: (from, to) => {
        move(this.areas, from, to);
        this.paint();
      },
      moved: (from, to) =>
        this.change(() => move(this.areas, from, snapped(this.areas, to, this.pixels(SNAP_PIXELS), from)), to),
      inserted: (from, to, at) => this.change(() => insert(this.areas, from, to, at), at),
      removed: (at) => this.change(() => void remove(this.areas, at)),
    };
    this.handles = new Handles(map, this.words, this.deeds);
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector(`[data-drawing-${name}]`) as HTMLElement;
  }

  private get isCity(): boolean {
    return Boolean(this.root.dataset.file);
  }

  /** Loads what there is to change, then what was drawn before. */
  async start(): Promise<void> {
    if (this.isCity) {
      const answer = await fetch(this.root.dataset.file ?? "");
      const found = (await answer.json()) as { features: Feature[] };
      this.areas = found.features.map((loaded) => read(loaded));
      joined(this.areas);
      tidied(this.areas);
    }
    this.areas.forEach((area) => this.first.set(area.key, JSON.stringify(area.polygons)));
    this.reread();
    addLayers(this.map);
    this.offer();
    this.wire();
    this.show();
  }

  /** Lays what the text box holds over the map. */
  private reread(): void {
    for (const drawn of featuresOf(this.text.value)) {
      const area = read(drawn, true);
      if (!this.isCity) {
        this.areas = [{ ...area, key: "own" }];
        this.chosen = "own";
        continue;
      }
      const known = this.areas.findIndex(
        (one) => one.about.code === area.about.code && (!area.about.kind || one.key === area.key),
      );
      const there = this.areas[known];
      if (there) there.polygons = area.polygons;
      else this.areas.push(area);
    }
  }

  private name(area: Area): string {
    return nameOf(area, this.words.language);
  }

  /** The areas to choose from. */
  private offer(): void {
    const select = this.root.querySelector<HTMLSelectElement>("[data-drawing-choose]");
    if (!select) return;
    while (select.options.length > 1) select.remove(1);
    for (const area of this.areas) {
      const name = this.name(area);
      select.add(new Option(this.isChanged(area) ? `${name} (${this.words.changed ?? ""})` : name, area.key));
    }
    select.value = this.chosen;
  }

  private wire(): void {
    const { map } = this;
    this.root
      .querySelector<HTMLSelectElement>("[data-drawing-choose]")
      ?.addEventListener("change", (event) => this.choose((event.target as HTMLSelectElement).value));
    this.part("new").addEventListener("click", () => this.begin());
    this.part("close").addEventListener("click", () => this.close());
    this.part("undo").addEventListener("click", () => this.back(this.steps.undo()));
    this.part("reset").addEventListener("click", () => this.back(this.steps.reset()));
    this.root
      .querySelectorAll<HTMLInputElement>("[data-about]")
      .forEach((box) => box.addEventListener("change", () => this.tell()));
    this.text.addEventListener("change", () => {
      this.typed = this.text.value;
      this.reread();
      this.steps.restart([this.areas, this.chosen]);
      this.offer();
      this.show();
    });
    map.on("moveend", () => this.grips());
    map.on("click", (event) => this.pressed([event.lngLat.lng, event.lngLat.lat]));
    // A keyboard moves the map below the middle; Enter sets a corner there.
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const { lng, lat } = map.getCenter();
      this.pressed([lng, lat]);
    });
  }

  private pressed(at: Point): void {
    if (this.pending) {
      this.pending.push(snapped(this.areas, at, this.pixels(SNAP_PIXELS)));
      this.show();
      return;
    }
    const found = this.isCity
      ? this.map.queryRenderedFeatures(this.map.project(at), { layers: ["district"] })[0]
      : undefined;
    if (found) this.choose(`district:${String(found.properties.code)}`);
  }

  private choose(key: string): void {
    this.chosen = key;
    this.pending = null;
    this.offer();
    this.show();
    const bounds = this.area && boundsOf(this.area);
    if (bounds) this.map.fitBounds(bounds, { padding: 50, animate: false, maxZoom: 16 });
  }

  private get area(): Area | undefined {
    return this.areas.find((one) => one.key === this.chosen);
  }

  /** A new area: its corners are set one after the other. */
  private begin(): void {
    this.pending = [];
    this.chosen = "";
    this.offer();
    this.show();
    this.map.getCanvas().focus({ preventScroll: true });
  }

  private close(): void {
    const corners = this.pending ?? [];
    if (corners.length < 3) return;
    this.pending = null;
    this.change(() => {
      const about = this.isCity ? readFields(this.root) : {};
      const made: Area = {
        key: this.isCity ? `new:${this.areas.length}` : "own",
        about,
        polygons: [[corners]],
        isNew: true,
      };
      if (this.isCity) this.areas.push(made);
      else this.areas = [made];
      this.chosen = made.key;
    });
  }

  private tell(): void {
    showFields(this.root);
    if (this.area?.isNew) this.area.about = readFields(this.root);
    this.offer();
    this.write();
  }

  private change(deed: () => void, focus?: Point): void {
    deed();
    tidied(this.areas);
    this.steps.done([this.areas, this.chosen]);
    this.offer();
    this.show(focus);
  }

  private back(kept: [Area[], string] | undefined): void {
    if (kept === undefined) return;
    const chosen = this.chosen;
    [this.areas, this.chosen] = kept;
    if (this.areas.some((area) => area.key === chosen)) this.chosen = chosen;
    this.pending = null;
    this.offer();
    this.show();
  }

  private isChanged(area: Area): boolean {
    return area.isNew || this.first.get(area.key) !== JSON.stringify(area.polygons);
  }

  private show(focus?: Point): void {
    if (this.steps.isEmpty) this.steps.restart([this.areas, this.chosen]);
    const about = this.root.querySelector<HTMLElement>("[data-drawing-about]");
    if (about) about.hidden = !this.pending && !this.area?.isNew;
    this.part("close").hidden = !this.pending;
    (this.part("close") as HTMLButtonElement).disabled = (this.pending?.length ?? 0) < 3;
    for (const name of ["undo", "reset"]) (this.part(name) as HTMLButtonElement).disabled = this.steps.isEmpty;
    this.part("list").hidden = !this.area;
    this.map.getCanvas().style.cursor = this.pending ? "crosshair" : "";
    listCorners(this.part("corners"), this.area, this.words, this.deeds);
    this.paint();
    this.grips(focus);
    this.write();
  }

  private grips(focus?: Point): void {
    const held = document.activeElement?.classList.contains("corner-handle") && focus === undefined;
    if (held) return; // whoever moves a corner by keys keeps it
    const hasRoom = this.handles.show(this.pending ? undefined : this.area, focus && this.nearest(focus));
    this.part("said").textContent = hasRoom ? this.namesOfChanged() : (this.words.many ?? "");
  }

  private nearest(at: Point): Point {
    return this.area ? snapped([this.area], at, this.pixels(SNAP_PIXELS * 2)) : at;
  }

  private namesOfChanged(): string {
    const names = this.areas.filter((area) => this.isChanged(area) && this.isCity).map((area) => this.name(area));
    return names.length > 0
      ? `${this.words.changed ?? ""}: ${names.join(this.words.language === "fa" ? "، " : ", ")}`
      : "";
  }

  private paint(): void {
    const label = this.words.language === "fa" ? "name_fa" : "name_en"; // what the ground writes on each area
    const drawn = (areas: Area[]) => areas.map((area) => feature(area, { ...area.about, [label]: this.name(area) }));
    paint(this.map, {
      all: this.isCity ? drawn(this.areas) : undefined,
      changed: drawn(this.areas.filter((area) => this.isChanged(area))),
      chosen: drawn(this.area ? [this.area] : []),
      pending: this.pending ?? [],
    });
  }

  /** The text box holds what differs, so that a form sends it with and without this map. */
  private write(): void {
    if (this.steps.isEmpty) this.text.value = this.typed;
    else if (this.isCity) this.text.value = written(this.areas.filter((area) => this.isChanged(area)));
    else this.text.value = this.area ? JSON.stringify(geometry(this.area)) : "";
  }

  private pixels(count: number): number {
    const [one, other] = [this.map.unproject([0, 0]), this.map.unproject([count, 0])];
    return Math.abs(one.lng - other.lng);
  }
}

export async function edit(root: HTMLElement): Promise<void> {
  const element = root.querySelector<HTMLElement>("[data-drawing-map]");
  const text = document.getElementById(root.dataset.target ?? "");
  if (!element || !(text instanceof HTMLTextAreaElement)) return;
  const map = await bare(element, element.dataset as unknown as Told);
  await map.once("load");
  map.resize();
  await new Editor(root, map, text).start();
  root.dataset.ready = "yes";
}
