/** The day of a crew on a phone: read from the phone's own store, entered into its outbox, sent when there is a line. */
import { all, NotKept, waits } from "../kit/outbox";
import type { Item } from "../kit/outbox-base";
import { flush } from "../kit/outbox-sending";
import { CHANGED, recount } from "../kit/phone";
import { fetchTiles } from "./area-tiles";
import { contact, fetchThumbs, type Outcome } from "./contact";
import { keepAreas, keptAreas, keptDay } from "./day-base";
import { at, choose, show } from "./draw";
import { finishIfComplete } from "./entering";
import { drawList } from "./list";
import { StopView } from "./stop";
import type { KeptDay } from "./types";

const CONTACT_EVERY = 120_000; // ms: the planner's change of the day is seen within two minutes
const numberIn = (hash: string) => decodeURIComponent(hash.slice(1));

class CrewPage {
  private kept: KeptDay | undefined;
  private items: Item[] = [];
  private view: StopView | undefined;
  private outcome: Outcome | "" = "";
  private drawing = Promise.resolve();
  private isDrawnSoon = false;
  private talking: Promise<void> | undefined;
  private isTalkWanted = false;
  private settled = 0;

  constructor(private readonly root: HTMLElement) {
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
    const map = at<HTMLDetailsElement>(root, "[data-crew-map]");
    map.addEventListener("toggle", () => map.open && void this.map());
    this.redraw();
    void this.send();
  }

  /** Does what a person entered, and says so where it could not be kept (false); then the rest follows by itself. */
  async enter(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      choose(this.root, "data-fault", "");
    } catch (fault) {
      this.fault(fault);
      this.redraw();
      return false;
    }
    const stop = this.kept?.day.stops.find(({ number }) => number === this.view?.number);
    if (this.kept && stop) {
      const { person } = this.kept.day;
      await finishIfComplete(person, stop, await all()).catch((fault: unknown) => this.fault(fault));
    }
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
    this.talking ??= contact(isAsked)
      .then(async (outcome) => {
        this.outcome = outcome;
        this.redraw();
        const kept = await keptDay();
        if (outcome === "fresh" && kept) await this.ahead(kept);
      })
      .catch((fault: unknown) => this.fault(fault))
      .finally(() => {
        this.talking = undefined;
        this.redraw();
      });
    return this.talking;
  }

  private async ahead({ day, version }: KeptDay): Promise<void> {
    await fetchThumbs(day);
    if (this.root.dataset.ahead === version) return;
    this.root.dataset.ahead = version;
    if (!day.map.tiles && !day.map.areas) return;
    await import("./crew-map"); // the worker keeps it
    if (day.map.areas && !(await keptAreas())) {
      const response = await fetch(day.map.areas);
      if (response.ok) await keepAreas(await response.json());
    }
    await fetchTiles(day.map.tiles, day.stops).catch(() => 0);
  }

  private async map(): Promise<void> {
    const box = at(this.root, "[data-map-box]");
    if (!this.kept || box.dataset.drawn === this.kept.version) return;
    box.dataset.drawn = this.kept.version;
    try {
      const { drawDay } = await import("./crew-map");
      box.replaceChildren();
      await drawDay(box, this.kept.day, await keptAreas());
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
    [this.kept, this.items] = [await keptDay(), await all()];
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
    const number = numberIn(location.hash);
    const index = kept?.day.stops.findIndex((stop) => stop.number === number) ?? -1;
    await this.open(kept, number, index);
    await drawList(root, kept, items, waiting);
    const stop = kept?.day.stops[index];
    if (stop) await this.view?.draw(stop, items);
    root.dataset.ready = "yes";
    root.dataset.contact = this.outcome;
  }

  /** Shows the stop of the address, or the list. */
  private async open(kept: KeptDay | undefined, number: string, index: number): Promise<void> {
    const place = at(this.root, "[data-view=stop]");
    const isStop = kept !== undefined && index >= 0;
    if (this.view && (!isStop || this.view.number !== number)) {
      this.view.leave();
      this.view = undefined;
      place.replaceChildren();
    }
    if (isStop && !this.view) {
      this.view = new StopView(kept.day, number, index, { kept: (work) => this.enter(work) });
      place.replaceChildren(this.view.element);
      window.scrollTo(0, 0);
    }
    show(this.root, "[data-view=stop]", isStop);
    show(this.root, "[data-view=list]", !isStop);
  }
}

const root = document.querySelector<HTMLElement>("[data-crew]");
if (root) new CrewPage(root);
