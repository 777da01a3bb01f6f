/** The service worker: keeps our own built files and two pages for nobody, and sends what waits when a line is back. */
import { flush } from "../kit/outbox-sending";
import { rangeOfTiles, TILES } from "./kept-tiles";

/** The few words of the worker's world that we use; its own library and a page's cannot stand in one program. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  /** Set by the script at the root, after this one has run: what to keep, and where things are. */
  peygir: {
    version: string;
    kept: string[];
    shells: Record<string, string>;
    built: string;
    report: string;
    days: Record<string, string>; // the address of each page of a day, and the name of its shell
    desks: string[];
  };
  clients: {
    claim(): Promise<void>;
    matchAll(): Promise<{ visibilityState: string; postMessage(said: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "fetch", listen: (event: Fetching) => void): void;
  addEventListener(kind: "message", listen: (event: Extendable & { data?: { language?: string } }) => void): void;
  addEventListener(kind: "install" | "activate" | "sync", listen: (event: Extendable) => void): void;
}
const scope = self as unknown as Scope;
const NAMES = "peygir-";
const LANGUAGE = "/shell/language"; // an entry of the cache, no address of the server
const NEVER_CHANGES = /\.[0-9a-f]{12}\.\w+$/;

const name = () => NAMES + scope.peygir.version;

scope.addEventListener("install", (event) => event.waitUntil(fill().then(() => scope.skipWaiting())));

async function fill(): Promise<void> {
  const cache = await caches.open(name());
  await cache.addAll(scope.peygir.kept);
  await Promise.all(
    Object.values(scope.peygir.shells).map(async (address) => {
      // Without cookies: a shell is nobody's page.
      const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }),
  );
}

scope.addEventListener("activate", (event) => event.waitUntil(take()));

async function take(): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith(NAMES) && one !== name());
  const said = (await Promise.all(old.map(async (one) => (await caches.open(one)).match(LANGUAGE)))).find(Boolean);
  if (said) await (await caches.open(name())).put(LANGUAGE, said);
  await Promise.all(old.map((one) => caches.delete(one)));
  await scope.clients.claim();
}

scope.addEventListener("message", (event) => {
  const language = event.data?.language;
  if (language) event.waitUntil(caches.open(name()).then((cache) => cache.put(LANGUAGE, new Response(language))));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(scope.peygir.built) && NEVER_CHANGES.test(url.pathname)) event.respondWith(file(event));
  else if (TILES.test(url.pathname)) event.respondWith(rangeOfTiles(request, (work) => event.waitUntil(work)));
  // The desks have nothing to show without a connection: their pages go to the house by themselves.
  else if (request.mode === "navigate" && scope.peygir.days[url.pathname])
    event.respondWith(day(request, url.pathname));
  else if (request.mode === "navigate" && !scope.peygir.desks.some((desk) => url.pathname.startsWith(desk))) {
    event.respondWith(page(request, url.pathname));
  }
});

/** A built file, kept when it first comes; what cannot be kept (a full disk, a page that was left) comes all the same. */
async function file(event: Fetching): Promise<Response> {
  const { request } = event;
  const kept = caches.open(name());
  const known = await kept.then((cache) => cache.match(request.url)).catch(() => undefined);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.status === 200) {
    const copy = answer.clone();
    event.waitUntil(kept.then((cache) => cache.put(request.url, copy)).catch(() => undefined));
  }
  return answer;
}

/** A crew's or an inspector's page from the phone's own store, on every line: a bad one must not hold up the day. Its
 * script asks for the rest, and says whether somebody is signed in.
 */
async function day(request: Request, path: string): Promise<Response> {
  const shell = await shellOf(scope.peygir.days[path] ?? "").catch(() => undefined);
  return shell ?? page(request, path);
}

async function shellOf(part: string): Promise<Response | undefined> {
  const cache = await caches.open(name());
  const language = (await (await cache.match(LANGUAGE))?.text()) ?? "fa";
  const shells = scope.peygir.shells; // a page of staff is in fewer languages
  return cache.match(shells[`${part}:${language}`] ?? shells[`${part}:fa`] ?? "");
}

/** The page from the house; without a connection, the form or the list of what waits. */
async function page(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (lost) {
    const shell = await shellOf(path === scope.peygir.report ? "report" : "waiting");
    if (shell) return shell;
    throw lost;
  }
}

scope.addEventListener("sync", (event) => event.waitUntil(late()));

/** A browser that keeps the wish to send tries again later when this fails; a page that is seen sends by itself. */
async function late(): Promise<void> {
  const pages = await scope.clients.matchAll();
  const isSeen = pages.some((page) => page.visibilityState === "visible");
  const left = isSeen ? 0 : await flush();
  pages.forEach((page) => page.postMessage({ kind: isSeen ? "send" : "counted" }));
  if (left) throw new Error(`${left} wait`);
}
