/** A day's page on a phone: read from the phone's own store, entered into its outbox, sent when there is a line. */
import { all, NotKept, waits } from "../outbox";
import type { Item } from "../outbox-base";
import { flush } from "../outbox-sending";
import { CHANGED, recount } from "../phone";
import { fetchTiles } from "./area-tiles";
import { keepAreas, keptAreas, keptDay } from "./base";
import { contact, fetchThumbs, type Outcome } from "./contact";
import { at, choose, show } from "./draw";
import type { AnyDay, DayKind, Kept } from "./types";

const CONTACT_EVERY = 120_000; // ms: a change of the day is seen within two minutes
const hashIn = (hash: string) => decodeURIComponent(hash.slice(1));

/** What a form needs of the page around it: to keep an entry and draw anew, or to say why it was not kept. */
export interface Page {
  /** Whether it was kept. */
  kept(work: () => Promise<unknown>): Promise<boolean>;
}

/** One thing of the day on the screen. */
export interface View<T> {
  readonly element: HTMLElement;
  readonly hash: string;
  draw(thing: T, items: Item[]): Promise<void>;
  leave(): void;
}

export abstract class DayPage<D extends AnyDay, T> {
  protected kept: Kept<D> | undefined;
  private items: Item[] = [];
  private view: View<T> | undefined;
  private outcome: Outcome | "" = "";
  private drawing = Promise.resolve();
  private isDrawnSoon = false;
  private talking: Promise<void> | undefined;
  private isTalkWanted = false;
  private isCaughtUp = false;
  private settled = 0;

  protected abstract things(day: D): T[];
  protected abstract hashOf(thing: T): string;
  protected abstract newView(day: D, thing: T, index: number, page: Page): View<T>;
  protected abstract drawList(kept: Kept<D> | undefined, items: Item[], waiting: number): Promise<void>;

  /** What follows by itself from an entry that was kept. */
  protected async follow(_day: D, _thing: T): Promise<void> {}

  /** Whether an entry of this thing waits whose `follow` was cut off, as by a phone that died right after the entry. */
  protected wasCutOff(_day: D, _thing: T, _items: Item[]): boolean {
    return false;
  }

  constructor(
    protected readonly root: HTMLElement,
    private readonly kind: DayKind<D>,
  ) {
    const button = (name: string, work: () => Promise<void>) => {
      const element = at<HTMLButtonElement>(root, name);
      element.addEventListener("click", () => {
        element.classList.add("htmx-request");
        void work().finally(() => element.classList.remove("htmx-request"));
      });
    };
    button("[data-send]", () => this.send(true));
    button("[data-fetch]", () => this.talk(true));
    window.addEventListener("hashchange", () => this.redraw());
    window.addEventListener(CHANGED, () => this.redraw());
    if ("BroadcastChannel" in window)
      new BroadcastChannel("peygir:outbox").addEventListener("message", () => this.redraw());
    window.addEventListener("online", () => void this.send());
    window.addEventListener("offline", () => this.redraw());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.talk());
    window.setInterval(() => navigator.onLine && void this.talk(), CONTACT_EVERY);
    const map = at<HTMLDetailsElement>(root, "[data-day-map]");
    map.addEventListener("toggle", () => map.open && void this.map());
    this.redraw();
    void this.send();
  }

  /** Does what a person entered for the thing with this hash, and says so where it could not be kept (false); then the
   * rest follows by itself. The person may have gone on to another thing meanwhile. */
  private async enter(hash: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      choose(this.root, "data-fault", "");
    } catch (fault) {
      this.fault(fault);
      this.redraw();
      return false;
    }
    const day = this.kept?.day;
    const thing = day && this.things(day).find((one) => this.hashOf(one) === hash);
    if (day && thing) await this.follow(day, thing).catch((fault: unknown) => this.fault(fault));
    this.redraw();
    if (navigator.onLine && (await all()).some(waits)) void this.send();
    return true;
  }

  private fault(fault: unknown): void {
    choose(this.root, "data-fault", fault instanceof NotKept ? fault.why : "none");
    at(this.root, "[data-fault]:not([hidden])")?.scrollIntoView({ block: "nearest" });
  }

  /** Sends what waits; what the server has settled lets the list come anew (`draw`). */
  private async send(isAsked = false): Promise<void> {
    await flush(isAsked).catch(() => undefined);
    await recount().catch(() => undefined);
    if (isAsked || this.outcome !== "fresh") await this.talk();
    this.redraw();
  }

  /** A contact after the one that goes on; of several that are wanted meanwhile, one. */
  private talkAgain(): void {
    if (this.isTalkWanted) return;
    this.isTalkWanted = true;
    void Promise.resolve(this.talking).then(() => {
      this.isTalkWanted = false;
      return this.talk();
    });
  }

  /** One contact at a time; afterwards the pictures and the map of the day come, as far as there is room. */
  private talk(isAsked = false): Promise<void> {
    this.talking ??= contact(this.kind, isAsked)
      .then(async (outcome) => {
        this.outcome = outcome;
        this.redraw();
        const kept = await keptDay(this.kind);
        if (outcome === "fresh" && kept) await this.ahead(kept);
      })
      .catch((fault: unknown) => this.fault(fault))
      .finally(() => {
        this.talking = undefined;
        this.redraw();
      });
    return this.talking;
  }

  private async ahead({ day, version }: Kept<D>): Promise<void> {
    await fetchThumbs(this.kind.pictures(day));
    if (this.root.dataset.ahead === version) return;
    this.root.dataset.ahead = version;
    if (!day.map.tiles && !day.map.areas) return;
    await import("./day-map"); // the worker keeps it
    if (day.map.areas && !(await keptAreas())) {
      const response = await fetch(day.map.areas);
      if (response.ok) await keepAreas(await response.json());
    }
    await fetchTiles(day.map.tiles, this.kind.points(day)).catch(() => 0);
  }

  private async map(): Promise<void> {
    const box = at(this.root, "[data-map-box]");
    if (!this.kept || box.dataset.drawn === this.kept.version) return;
    box.dataset.drawn = this.kept.version;
    try {
      const { drawDay } = await import("./day-map");
      box.replaceChildren();
      await drawDay(box, this.kept.day, this.kind.points(this.kept.day), await keptAreas());
    } catch {
      show(this.root, "[data-map-failed]", true);
    }
  }

  /** Draws after the drawing that goes on; of several that were asked for meanwhile, once. */
  redraw(): void {
    if (this.isDrawnSoon) return;
    this.isDrawnSoon = true;
    this.drawing = this.drawing
      .then(() => {
        this.isDrawnSoon = false;
        return this.draw();
      })
      .catch((fault: unknown) => this.fault(fault));
  }

  private async draw(): Promise<void> {
    [this.kept, this.items] = [await keptDay(this.kind), await all()];
    const { kept, items, root } = this;
    const settled = items.filter((item) => item.kind === "command" && !waits(item)).length;
    const isSending = items.some(({ state }) => state === "sending");
    if (!isSending && settled !== this.settled) {
      if (settled > this.settled && this.outcome) this.talkAgain();
      this.settled = settled;
    }
    const waiting = items.filter((item) => item.kind === "command" && waits(item)).length;
    const isSaid = this.outcome !== "fresh" && (this.outcome !== "line" || !kept);
    choose(root, "data-outcome", isSaid ? this.outcome : "");
    choose(root, "data-line", navigator.onLine && this.outcome !== "line" ? "" : "off");
    const hash = hashIn(location.hash);
    const things = kept ? this.things(kept.day) : [];
    const index = things.findIndex((thing) => this.hashOf(thing) === hash);
    const thing = things[index];
    this.open(kept?.day, thing, index);
    await this.drawList(kept, items, waiting);
    if (thing) await this.view?.draw(thing, items);
    if (kept && !this.isCaughtUp) {
      this.isCaughtUp = true;
      void this.catchUp(kept.day, items);
    }
    root.dataset.ready = "yes";
    root.dataset.contact = this.outcome;
  }

  /** Lets follow, once after the start, what an earlier run of the page was cut off from. */
  private async catchUp(day: D, items: Item[]): Promise<void> {
    for (const thing of this.things(day).filter((one) => this.wasCutOff(day, one, items)))
      await this.follow(day, thing).catch((fault: unknown) => this.fault(fault));
    this.redraw();
  }

  /** Shows the thing of the address, or the list. */
  private open(day: D | undefined, thing: T | undefined, index: number): void {
    const place = at(this.root, "[data-view=stop]");
    const isOne = day !== undefined && thing !== undefined;
    if (this.view && (!isOne || this.view.hash !== this.hashOf(thing))) {
      this.view.leave();
      this.view = undefined;
      place.replaceChildren();
    }
    if (isOne && !this.view) {
      const hash = this.hashOf(thing);
      this.view = this.newView(day, thing, index, { kept: (work) => this.enter(hash, work) });
      place.replaceChildren(this.view.element);
      window.scrollTo(0, 0);
    }
    show(this.root, "[data-view=stop]", isOne);
    show(this.root, "[data-view=list]", !isOne);
  }
}
