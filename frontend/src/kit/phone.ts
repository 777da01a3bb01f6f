/** Peygir on the phone: registers the worker, sends what waits when a line is back, and says how much waits. */

const FLAG = "peygir-waiting"; // how many wait, so that a page without any opens no database
const EVERY = 30_000;
/** On the window, when something was kept, sent or deleted. */
export const CHANGED = "peygir:outbox";

/** How many wait, as this browser last knew. */
function known(): number {
  try {
    return Number(localStorage.getItem(FLAG) ?? 0);
  } catch {
    return 0;
  }
}

function show(waiting: number): void {
  try {
    if (waiting) localStorage.setItem(FLAG, String(waiting));
    else localStorage.removeItem(FLAG);
  } catch {
    // Storage is forbidden: then nothing can wait here either.
  }
  document.querySelectorAll<HTMLElement>("[data-waiting-strip]").forEach((strip) => {
    strip.hidden = waiting === 0 || document.querySelector("[data-waiting]") !== null;
  });
}

/** Counts anew what waits, and tells the page. */
export async function recount(): Promise<void> {
  const { all } = await import("./outbox");
  show((await all()).filter((one) => one.state !== "sent").length);
  window.dispatchEvent(new Event(CHANGED));
}

/** Tries to send what waits. */
export async function sendWaiting(): Promise<void> {
  const { flush } = await import("./outbox");
  await flush();
  await recount();
}

/** Asks the browser to wake the worker when a line is back, where it can; a page that is open tries by itself. */
export async function wakeLater(): Promise<void> {
  const worker = (await navigator.serviceWorker?.getRegistration()) as
    | (ServiceWorkerRegistration & { sync?: { register(name: string): Promise<void> } })
    | undefined;
  await worker?.sync?.register("peygir-outbox").catch(() => undefined);
}

export function phoneApp(): void {
  show(known());
  const again = () => {
    if (known()) void sendWaiting();
  };
  again();
  window.addEventListener("online", again);
  window.setInterval(() => navigator.onLine && again(), EVERY);
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ kind?: string }>) => {
    if (event.data.kind === "send") void sendWaiting();
    if (event.data.kind === "counted") void recount();
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
