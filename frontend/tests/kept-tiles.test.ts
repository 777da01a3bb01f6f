/** The store of the street map's ranges: what was seen is there without a connection, and a former map goes. */
import { beforeEach, expect, test, vi } from "vitest";

import { rangeOfTiles, TILES } from "../src/public/kept-tiles";

const URL_NOW = "https://137.example/maps/0123456789abcdef.pmtiles";
const URL_BEFORE = "https://137.example/maps/fedcba9876543210.pmtiles";

/** A store in memory that refuses partial answers, as browsers do. */
class MemoryCache {
  readonly rows = new Map<string, Response>();
  async match(key: string) {
    return this.rows.get(key)?.clone();
  }
  async put(key: string, answer: Response) {
    if (answer.status === 206) throw new TypeError("partial");
    this.rows.set(key, answer);
  }
  async keys() {
    return [...this.rows.keys()].map((url) => ({ url }));
  }
  async delete(key: { url: string }) {
    return this.rows.delete(key.url);
  }
}

let store: MemoryCache;
let asked: string[];
let isOnline: boolean;

beforeEach(() => {
  store = new MemoryCache();
  asked = [];
  isOnline = true;
  vi.stubGlobal("caches", { open: async () => store });
  vi.stubGlobal("fetch", async (request: Request) => {
    if (!isOnline) throw new TypeError("no line");
    asked.push(`${request.url} ${request.headers.get("range")}`);
    return new Response("tile", { status: 206, headers: { "Content-Range": "bytes 0-3/100" } });
  });
});

async function range(url: string, bytes: string): Promise<Response> {
  const work: Promise<unknown>[] = [];
  const answer = await rangeOfTiles(new Request(url, { headers: { Range: bytes } }), (one) => work.push(one));
  await Promise.all(work);
  return answer;
}

test("what was seen comes without a connection, as the part that it is", async () => {
  expect(await (await range(URL_NOW, "bytes=0-3")).text()).toBe("tile");
  isOnline = false;
  const kept = await range(URL_NOW, "bytes=0-3");
  expect([kept.status, await kept.text(), kept.headers.get("content-range")]).toEqual([206, "tile", "bytes 0-3/100"]);
  expect(asked).toHaveLength(1);
  await expect(range(URL_NOW, "bytes=4-7")).rejects.toThrow("no line");
});

test("the ranges of a former map go", async () => {
  await range(URL_BEFORE, "bytes=0-3");
  await range(URL_NOW, "bytes=0-3");
  expect([...store.rows.keys()]).toEqual([`${URL_NOW}?bytes=0-3`]);
});

test("a full disk keeps nothing and harms nothing", async () => {
  store.put = async () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  expect((await range(URL_NOW, "bytes=0-3")).status).toBe(206);
});

test("only our own maps are kept", () => {
  expect(TILES.test("/maps/0123456789abcdef.pmtiles")).toBe(true);
  expect(TILES.test("/maps/../secret.pmtiles")).toBe(false);
  expect(TILES.test("/static/maps/0123456789abcdef.pmtiles")).toBe(false);
});
