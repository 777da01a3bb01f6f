/** The steps of a drawing, each as the text of what stood before it, so that they can be taken back. */

export class Steps {
  private readonly before: string[] = [];
  private now = "";

  get isEmpty(): boolean {
    return this.before.length === 0;
  }

  /** Forgets all steps: what stands is `now`. */
  restart(now: unknown): void {
    this.before.length = 0;
    this.now = JSON.stringify(now);
  }

  /** Keeps what stood until now, and that `now` stands from here on. */
  done(now: unknown): void {
    this.before.push(this.now);
    this.now = JSON.stringify(now);
  }

  /** Takes back the last step and returns what stood before it; undefined where there is none. */
  undo<Kept>(): Kept | undefined {
    return this.back(this.before.length - 1);
  }

  /** Takes back all steps and returns what stood before the first; undefined where there is none. */
  reset<Kept>(): Kept | undefined {
    return this.back(0);
  }

  private back<Kept>(place: number): Kept | undefined {
    const kept = this.before[place];
    if (kept === undefined) return undefined;
    this.before.length = place;
    this.now = kept;
    return JSON.parse(kept) as Kept;
  }
}
