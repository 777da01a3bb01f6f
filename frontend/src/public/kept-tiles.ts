/** Ranges of the street map's file in the browser's own store, so that what was seen is there without a connection. */

/** The address of a base map: its name changes with its content. */
export const TILES = /^\/maps\/[0-9a-f]{16}\.pmtiles$/;
/** Not among the names that an update clears away: the map does not change with our pages. */
const STORE = "street-map";
/** Ranges kept; a screen takes about a dozen. The oldest go first. */
const MOST = 1500;
/** Ranges that come between two looks at what is kept: a look reads the names of all. */
const BETWEEN = 100;
const PARTIAL = 206;

let lookedFor = "";
let sinceLook = 0;

/** Answers a request for a range from the store, else from the network, and keeps what came. */
export async function rangeOfTiles(request: Request, afterwards: (work: Promise<unknown>) => void): Promise<Response> {
  const range = request.headers.get("range");
  if (!range) return fetch(request);
  const key = `${request.url}?${range}`;
  const store = await caches.open(STORE).catch(() => undefined);
  const known = await store?.match(key).catch(() => undefined);
  if (known) return partial(known);
  const answer = await fetch(request);
  if (answer.status === PARTIAL && store) {
    // A store takes no partial answers: the range is kept as a whole one, and handed out as what it is.
    const copy = answer.clone();
    afterwards(keep(store, key, copy, request.url).catch(() => undefined));
  }
  return answer;
}

async function keep(store: Cache, key: string, answer: Response, url: string): Promise<void> {
  await store.put(key, new Response(await answer.arrayBuffer(), { headers: answer.headers }));
  sinceLook += 1;
  if (url === lookedFor && sinceLook < BETWEEN) return;
  [lookedFor, sinceLook] = [url, 0];
  const keys = await store.keys();
  const former = keys.filter((one) => !one.url.startsWith(url));
  const surplus = keys.slice(0, Math.max(0, keys.length - MOST));
  await Promise.all([...former, ...surplus].map((one) => store.delete(one)));
}

function partial(kept: Response): Response {
  return new Response(kept.body, { status: PARTIAL, statusText: "Partial Content", headers: kept.headers });
}
