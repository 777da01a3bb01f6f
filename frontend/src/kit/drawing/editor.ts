/** A map to draw areas on: either the city's own, which share borders, or one free area; the result is GeoJSON text. */
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";

import { persian } from "../dates/calendar";
import { bare, type Told } from "../ground";
import { token } from "../tokens";
import { listCorners } from "./corners";
import { type Deeds, Handles } from "./handles";
import {
  type Area,
  type Feature,
  featuresOf,
  geometry,
  insert,
  joined,
  move,
  type Point,
  read,
  remove,
  ringsOf,
  snapped,
  tidied,
} from "./shapes";

const SNAP_PIXELS = 12;
const collection = (features: unknown[]) => ({ type: "FeatureCollection" as const, features });

export class Editor {
  private areas: Area[] = [];
  private first = new Map<string, string>();
  private steps: string[] = [];
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
      this.areas = found.features.map((feature) => read(feature));
      joined(this.areas);
      tidied(this.areas);
    }
    this.areas.forEach((area) => this.first.set(area.key, JSON.stringify(area.polygons)));
    this.reread();
    this.layers();
    this.offer();
    this.wire();
    this.show();
  }

  /** Lays what the text box holds over the map. */
  private reread(): void {
    for (const feature of featuresOf(this.text.value)) {
      const area = read(feature, true);
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

  private layers(): void {
    const [accent, error] = [token("--color-accent"), token("--color-warning")];
    this.map.addSource("changed", { type: "geojson", data: collection([]) });
    this.map.addSource("chosen", { type: "geojson", data: collection([]) });
    this.map.addSource("pending", { type: "geojson", data: collection([]) });
    this.map.addLayer({
      id: "changed",
      type: "line",
      source: "changed",
      paint: { "line-color": error, "line-width": 3 },
    });
    this.map.addLayer({
      id: "chosen",
      type: "fill",
      source: "chosen",
      paint: { "fill-color": accent, "fill-opacity": 0.25 },
    });
    this.map.addLayer({
      id: "chosen-line",
      type: "line",
      source: "chosen",
      paint: { "line-color": accent, "line-width": 2.5 },
    });
    this.map.addLayer({
      id: "pending",
      type: "line",
      source: "pending",
      paint: { "line-color": accent, "line-width": 2.5, "line-dasharray": [2, 1] },
    });
    this.map.addLayer({
      id: "pending-corner",
      type: "circle",
      source: "pending",
      paint: { "circle-color": accent, "circle-radius": 5 },
    });
  }

  /** An area's name in the reader's language and digits; its code while it has no name. */
  private name({ about }: Area): string {
    const isPersian = this.words.language === "fa";
    const text = String(about.name || (isPersian ? "" : about.name_en) || about.name_fa || about.code || "");
    return isPersian ? persian(text) : text;
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
    this.part("undo").addEventListener("click", () => this.back(1));
    this.part("reset").addEventListener("click", () => this.back(this.steps.length));
    this.root
      .querySelectorAll<HTMLInputElement>("[data-about]")
      .forEach((box) => box.addEventListener("change", () => this.tell()));
    this.text.addEventListener("change", () => {
      this.typed = this.text.value;
      this.steps = [];
      this.reread();
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
    const corners = this.area ? ringsOf(this.area).flat() : [];
    if (corners.length === 0) return;
    const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
    this.map.fitBounds(
      [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ],
      { padding: 50, animate: false, maxZoom: 16 },
    );
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
      const about = this.isCity ? this.told() : {};
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

  /** What the boxes say of a new area. */
  private told(): Record<string, unknown> {
    const about: Record<string, unknown> = {};
    this.root
      .querySelectorAll<HTMLInputElement>("[data-about]")
      .forEach((box) => (about[box.dataset.about ?? ""] = box.value.trim()));
    delete about[about.kind === "district" ? "district" : "unit"];
    return about;
  }

  private tell(): void {
    const kind = this.root.querySelector<HTMLSelectElement>("[data-about=kind]")?.value;
    this.root
      .querySelectorAll<HTMLElement>("[data-about-of]")
      .forEach((part) => (part.hidden = part.dataset.aboutOf !== kind));
    if (this.area?.isNew) this.area.about = this.told();
    this.offer();
    this.write();
  }

  private change(deed: () => void, focus?: Point): void {
    this.steps.push(this.saved);
    deed();
    tidied(this.areas);
    this.saved = JSON.stringify([this.areas, this.chosen]);
    this.offer();
    this.show(focus);
  }

  private saved = JSON.stringify([[], ""]);

  private back(count: number): void {
    const kept = this.steps.splice(this.steps.length - count, count)[0];
    if (kept === undefined) return;
    const chosen = this.chosen;
    this.saved = kept;
    [this.areas, this.chosen] = JSON.parse(kept) as [Area[], string];
    if (this.areas.some((area) => area.key === chosen)) this.chosen = chosen;
    this.pending = null;
    this.offer();
    this.show();
  }

  private isChanged(area: Area): boolean {
    return area.isNew || this.first.get(area.key) !== JSON.stringify(area.polygons);
  }

  private show(focus?: Point): void {
    if (this.steps.length === 0) this.saved = JSON.stringify([this.areas, this.chosen]);
    const about = this.root.querySelector<HTMLElement>("[data-drawing-about]");
    if (about) about.hidden = !this.pending && !this.area?.isNew;
    this.part("close").hidden = !this.pending;
    (this.part("close") as HTMLButtonElement).disabled = (this.pending?.length ?? 0) < 3;
    for (const name of ["undo", "reset"]) (this.part(name) as HTMLButtonElement).disabled = this.steps.length === 0;
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
    const drawn = (areas: Area[]) =>
      collection(
        areas.map((area) => ({
          type: "Feature",
          properties: { ...area.about, [label]: this.name(area) },
          geometry: geometry(area),
        })),
      );
    const set = (name: string, data: unknown) =>
      (this.map.getSource(name) as GeoJSONSource | undefined)?.setData(data as never);
    if (this.isCity) set("areas", drawn(this.areas));
    set("changed", drawn(this.areas.filter((area) => this.isChanged(area))));
    set("chosen", drawn(this.area ? [this.area] : []));
    const line = this.pending ?? [];
    set(
      "pending",
      collection(
        line.length > 0
          ? [
              {
                type: "Feature",
                properties: {},
                geometry:
                  line.length > 1 ? { type: "LineString", coordinates: line } : { type: "Point", coordinates: line[0] },
              },
            ]
          : [],
      ),
    );
  }

  /** The text box holds what differs, so that a form sends it with and without this map. */
  private write(): void {
    if (this.steps.length === 0) {
      this.text.value = this.typed;
      return;
    }
    const changed = this.areas.filter((area) => this.isChanged(area));
    if (!this.isCity) {
      this.text.value = this.area ? JSON.stringify(geometry(this.area)) : "";
      return;
    }
    const told = (area: Area) =>
      Object.fromEntries(Object.entries(area.about).filter(([name]) => name !== "order" && name !== "name"));
    this.text.value =
      changed.length > 0
        ? JSON.stringify(
            collection(changed.map((area) => ({ type: "Feature", properties: told(area), geometry: geometry(area) }))),
          )
        : "";
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
