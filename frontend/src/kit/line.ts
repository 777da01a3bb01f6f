/** One line to the live stream that mends itself: after a cut, after sleep, and when the page is looked at again. */

/** What a case's event tells: no words, only what to ask for. */
export interface CaseNews {
  code: string;
  kind: string;
  number: number;
  state: string;
  by: number;
  /** To how many this was sent at once. */
  told: number;
}

export interface Person {
  id: number;
  fa: string;
  en: string;
}

export interface Hearer {
  changed?(news: CaseNews): void;
  gone?(code: string): void;
  present?(people: Person[]): void;
  noticed?(): void;
  /** The wall of the centre would look otherwise now. */
  woken?(): void;
  /** What the operator has in hand is other than it was, or the line has just opened. */
  handed?(): void;
  /** Too much was missed: everything is to be asked for again. */
  reset?(): void;
  /** Signed out: there will be no line any more. */
  ended?(): void;
  state?(isOpen: boolean): void;
  /** Listens though nobody looks at the page: a phone rings at any time. */
  isKept?: boolean;
}

const QUIET_MS = 30_000;
const HIDDEN_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Where the stream is: an address, a path, or ":8138" for this very host at another port. */
export function addressOf(told: string): URL {
  return told.startsWith(":")
    ? new URL(`${location.protocol}//${location.hostname}${told}/live`)
    : new URL(told, location.href);
}

export class Line {
  private source: EventSource | null = null;
  private after = "";
  private wait = FIRST_WAIT_MS;
  private heardAt = 0;
  private timer = 0;
  private hideTimer = 0;
  private isOver = false;

  constructor(
    private readonly url: URL,
    private readonly hearer: Hearer,
  ) {
    document.addEventListener("visibilitychange", () => this.look());
    window.addEventListener("online", () => this.open());
    window.addEventListener("offline", () => {
      this.close();
      this.hearer.state?.(false);
    });
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    window.addEventListener("pagehide", () => this.close());
    // A laptop that slept has a line that is dead and does not know it: no sign of life, no line.
    window.setInterval(() => {
      if (this.source && Date.now() - this.heardAt > QUIET_MS) {
        this.hearer.state?.(false);
        this.again();
      }
    }, 5_000);
    this.open();
  }

  private look(): void {
    window.clearTimeout(this.hideTimer);
    if (document.hidden && !this.hearer.isKept) {
      // A browser opens few lines to one server: pages that nobody looks at give theirs up.
      this.hideTimer = window.setTimeout(() => this.close(), HIDDEN_MS);
    } else if (!document.hidden && (!this.source || this.source.readyState !== EventSource.OPEN)) {
      this.open();
    }
  }

  private open(): void {
    if (this.isOver) return;
    this.close();
    const url = new URL(this.url);
    if (this.after) url.searchParams.set("after", this.after);
    const source = new EventSource(url, { withCredentials: true });
    this.source = source;
    this.heardAt = Date.now();
    const on = (name: string, tell: (data: string) => void) =>
      source.addEventListener(name, (event) => {
        const said = event as MessageEvent<string>;
        this.heardAt = Date.now();
        if (said.lastEventId) this.after = said.lastEventId;
        tell(said.data);
      });
    on("hello", () => {
      this.wait = FIRST_WAIT_MS;
      this.hearer.state?.(true);
    });
    on("beat", () => undefined);
    on("case", (data) => this.hearer.changed?.(JSON.parse(data) as CaseNews));
    on("gone", (data) => this.hearer.gone?.((JSON.parse(data) as CaseNews).code));
    on("presence", (data) => this.hearer.present?.((JSON.parse(data) as { people: Person[] }).people));
    on("notice", () => this.hearer.noticed?.());
    on("wall", () => this.hearer.woken?.());
    on("hand", () => this.hearer.handed?.());
    on("reset", () => this.hearer.reset?.());
    on("bye", () => {
      this.isOver = true;
      this.close();
      this.hearer.ended?.();
    });
    source.addEventListener("error", () => {
      this.hearer.state?.(false);
      // The browser itself tries again, with the last id, unless the answer was a refusal.
      if (source.readyState === EventSource.CLOSED && this.source === source) this.again();
    });
  }

  private again(): void {
    this.close();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
