/** Peygir on the phone: registers the worker, sends what waits when a line is back, and says how much waits. */
import { BASE, flag, flagged } from "./outbox-flag";
import { TRY_EVERY } from "./outbox-patience";

/** On the window, when something was kept, sent or deleted. */
export const CHANGED = "peygir:outbox";

function show(): void {
  const isEmpty = flagged() === 0;
  document.querySelectorAll<HTMLElement>("[data-waiting-strip]").forEach((strip) => {
    strip.hidden = isEmpty || document.querySelector("[data-waiting]") !== null;
  });
}

/** Counts anew what waits, and tells the page. */
export async function recount(): Promise<void> {
  const { all } = await import("./outbox");
  flag((await all()).filter(({ state }) => state !== "sent").length);
  show();
  window.dispatchEvent(new Event(CHANGED));
}

/** Tries to send what waits; `isAsked` by a person, who may name the entry to begin `first` with. */
export async function sendWaiting(isAsked = false, first = ""): Promise<void> {
  const { flush } = await import("./outbox-sending");
  await flush(isAsked, first);
  await recount();
}

/** Asks the browser to wake the worker when a line is back, where it can; a page that is open tries by itself. */
export async function wakeLater(): Promise<void> {
  const worker = (await navigator.serviceWorker?.getRegistration()) as
    | (ServiceWorkerRegistration & { sync?: { register(name: string): Promise<void> } })
    | undefined;
  await worker?.sync?.register("peygir-outbox").catch(() => undefined);
}

/** Signing out waits until the server has everything: afterwards nobody of this session could send it. */
function signOutGuard(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!("signOut" in form.dataset) || !flagged()) return;
    event.preventDefault();
    void mayLeave().then((may) => (may ? form.submit() : location.assign("/report/waiting/#leaving")));
  });
}

async function mayLeave(): Promise<boolean> {
  const { all, isOnlyHere, NotKept } = await import("./outbox");
  return all().then(
    (items) => !items.some(isOnlyHere),
    // A browser that gives nothing back could not send it later either; an old page only has to be closed.
    (fault: unknown) => fault instanceof NotKept && fault.why === "none",
  );
}

/** Counts what waits, if this browser has ever kept anything. */
async function lookAgain(): Promise<void> {
  const bases = await indexedDB.databases?.();
  if (bases?.every(({ name }) => name !== BASE) ?? false) return;
  await recount();
}

export function phoneApp(): void {
  show();
  signOutGuard();
  const again = () => {
    if (flagged()) void sendWaiting().catch(() => undefined); // the list of what waits says what is wrong
  };
  if (flagged()) again();
  // After the page itself. A browser that is killed loses the count in the local storage, not what is in the database.
  else
    window.addEventListener(
      "load",
      () =>
        void lookAgain()
          .then(again)
          .catch(() => undefined),
    );
  window.addEventListener("online", again);
  window.setInterval(() => navigator.onLine && again(), TRY_EVERY);
  window.addEventListener("storage", show); // another tab has counted
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ kind?: string }>) => {
    if (event.data.kind === "send") void sendWaiting().catch(() => undefined);
    if (event.data.kind === "counted") void recount().catch(() => undefined);
  });
  // After the page itself: the worker fetches what the page has fetched already.
  window.addEventListener("load", () => {
    navigator.serviceWorker
      .register("/sw.js", { type: "module", scope: "/", updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then((ready) => ready.active?.postMessage({ language: document.documentElement.lang }))
      .catch(() => undefined); // an old browser, or a private window: all works but without a connection
  });
}
