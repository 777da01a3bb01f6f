/** The small behaviours of pages: copy a code, dismiss a toast, show a password, stop a double tap. */

interface Magics {
  $root: HTMLElement;
  $refs: Record<string, HTMLElement>;
}

/** Copies `data-copy` and says so for two seconds. */
export function copyBox() {
  return {
    isCopied: false,
    async copy(this: { isCopied: boolean } & Magics) {
      await navigator.clipboard.writeText(this.$root.dataset.copy ?? "");
      this.isCopied = true;
      window.setTimeout(() => (this.isCopied = false), 2000);
    },
    get isWaiting(): boolean {
      return !this.isCopied;
    },
  };
}

/** A message that leaves by itself after eight seconds, or at once when asked. */
export function toast() {
  return {
    isShown: true,
    init(this: { isShown: boolean }) {
      window.setTimeout(() => (this.isShown = false), 8000);
    },
    close() {
      this.isShown = false;
    },
  };
}

/** A password that can be looked at while it is typed. */
export function secretBox() {
  return {
    isShown: false,
    toggle() {
      this.isShown = !this.isShown;
    },
    get isHidden(): boolean {
      return !this.isShown;
    },
    get kind(): string {
      return this.isShown ? "text" : "password";
    },
  };
}

/** A form that is on its way is not sent again; the page is told so, and the button comes back on return. */
export function formGuard(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.hasAttribute("hx-post") || form.method === "get") return;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 6000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
}
