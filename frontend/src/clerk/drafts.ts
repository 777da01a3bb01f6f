/** Keeps what is typed into a case's forms on the server while it is typed; a cut line only delays it. */

const PAUSE_MS = 800;
const RETRY_MS = 10_000;

class Draft {
  private timer = 0;
  private isDirty = false;
  private isSent = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly url: string,
  ) {
    form.addEventListener("input", (event) => {
      const target = event.target as HTMLInputElement;
      if (target.type === "file" || target.name === "template") return;
      this.isDirty = true;
      this.soon(PAUSE_MS);
    });
    form.addEventListener("submit", (event) => {
      // What is sent needs no draft; a preview or a template comes back with the words in it.
      this.isSent = !event.submitter?.hasAttribute("formaction");
      if (this.isSent) window.clearTimeout(this.timer);
    });
    window.addEventListener("online", () => this.isDirty && this.soon(0));
    window.addEventListener("pagehide", () => {
      if (this.isDirty && !this.isSent) navigator.sendBeacon(this.url, this.words());
    });
    window.addEventListener("pageshow", () => (this.isSent = false));
    document.addEventListener("drafts:keep", ((event: CustomEvent<Promise<unknown>[]>) => {
      if (this.isDirty) event.detail.push(this.keep());
    }) as EventListener);
  }

  private words(): URLSearchParams {
    const words = new URLSearchParams();
    new FormData(this.form).forEach((value, name) => {
      if (typeof value === "string" && name !== "template") words.append(name, value);
    });
    return words;
  }

  private soon(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.keep(), pause);
  }

  private async keep(): Promise<void> {
    window.clearTimeout(this.timer);
    this.isDirty = false;
    const said = this.form.querySelector<HTMLElement>("[data-draft-said]");
    const answer = await fetch(this.url, { method: "POST", body: this.words(), redirect: "manual" }).catch(() => null);
    if (answer?.status === 204) {
      if (said) said.textContent = said.dataset.kept ?? "";
    } else if (!this.isSent) {
      this.isDirty = true;
      if (said) said.textContent = said.dataset.lost ?? "";
      this.soon(RETRY_MS);
    }
  }
}

/** Begins to keep every form that has a place for its draft. */
export function keepDrafts(): void {
  document
    .querySelectorAll<HTMLFormElement>("form[data-draft]")
    .forEach((form) => new Draft(form, form.dataset.draft ?? ""));
}
