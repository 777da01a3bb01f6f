/** Reports that wait on the phone: kept, sent one after the other, and what each answer of the server makes of them. */
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";

import { all, draft, dropDraft, flush, type Kept, remove, reopen, saveDraft } from "../src/kit/outbox";

const TOKEN = "/report/token/";
type Answer = () => Response | Promise<Response>;

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

/** A report that waits; `keptAt` in milliseconds. */
function report(key: string, keptAt: number, more: Partial<Kept> = {}): Kept {
  const fields: Kept["fields"] = [
    ["text", `words of ${key}`],
    ["key", key],
  ];
  return { key, fields, photos: [], keptAt, state: "waiting", ...more };
}

/** Puts reports where `keep` puts them; `keep` itself reads a form and is tested with a page. */
async function store(...reports: Kept[]): Promise<void> {
  await all(); // makes the stores
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open("peygir", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction("outbox", "readwrite");
      for (const each of reports) work.objectStore("outbox").put(each);
      work.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

/** A server that hands out tokens and gives these answers in order; returns the bodies that were sent to it. */
function server(...answers: Answer[]): FormData[] {
  const bodies: FormData[] = [];
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    if (address === TOKEN) return Response.json({ token: "fresh" });
    expect(address).toBe("/report/");
    expect(new Headers(request.headers).get("X-CSRFToken")).toBe("fresh");
    bodies.push(request.body as FormData);
    const answer = answers.shift();
    if (!answer) throw new Error("one request too many");
    return answer();
  });
  return bodies;
}

const accepted = (code: string): Answer => {
  return () => Response.json({ code, shown: `shown ${code}`, address: `/t/${code}/` });
};
const faulty = (...faults: string[]): Answer => {
  return () => Response.json({ faults }, { status: 422 });
};
const failed = (status: number): Answer => {
  return () => new Response("", { status });
};
const unreachable: Answer = () => Promise.reject(new TypeError("no connection"));

test("reports are listed oldest first, whatever their keys", async () => {
  await store(report("a", 30), report("c", 10), report("b", 20));
  expect((await all()).map(({ key }) => key)).toEqual(["c", "b", "a"]);
});

test("a report that is accepted keeps its code and forgets what it said", async () => {
  await store(report("a", 1));
  const bodies = server(accepted("0501"));
  expect(await flush()).toBe(0);
  expect([...(bodies[0] as FormData).entries()]).toEqual([
    ["text", "words of a"],
    ["key", "a"],
  ]);
  const [sent] = await all();
  expect(sent).toMatchObject({ state: "sent", code: "0501", shown: "shown 0501", address: "/t/0501/" });
  expect(sent).toMatchObject({ fields: [], photos: [] });
});

test("photos go with the report", async () => {
  await store(report("a", 1, { photos: [new File(["abc"], "a.jpg", { type: "image/jpeg" })] }));
  const bodies = server(accepted("0501"));
  await flush();
  const photo = (bodies[0] as FormData).get("photos") as File;
  expect([photo.size, photo.type]).toEqual([3, "image/jpeg"]);
});

test("a report that is refused keeps its words and says why", async () => {
  await store(report("a", 1));
  server(faulty("No place.", "No topic."));
  expect(await flush()).toBe(0);
  expect((await all())[0]).toMatchObject({
    state: "refused",
    words: "No place. No topic.",
    fields: report("a", 1).fields,
  });
});

test("only what waits is sent", async () => {
  await store(report("a", 1, { state: "sent" }), report("b", 2, { state: "refused" }), report("c", 3));
  const bodies = server(accepted("0503"));
  await flush();
  expect(bodies.map((body) => body.get("key"))).toEqual(["c"]);
});

test.each([
  ["without a connection", unreachable],
  ["when the server fails", failed(500)],
  ["when there were too many requests", failed(429)],
])("sending stops %s, and what is left is counted", async (_, answer) => {
  await store(report("a", 1), report("b", 2), report("c", 3));
  const bodies = server(accepted("0501"), answer);
  expect(await flush()).toBe(2);
  expect(bodies).toHaveLength(2);
  expect((await all()).map(({ state }) => state)).toEqual(["sent", "waiting", "waiting"]);
  // The next time it goes on with the same report.
  const later = server(accepted("0502"), accepted("0503"));
  expect(await flush()).toBe(0);
  expect(later.map((body) => body.get("key"))).toEqual(["b", "c"]);
});

test("without a token nothing is sent", async () => {
  await store(report("a", 1));
  vi.stubGlobal("fetch", async (address: string) => {
    expect(address).toBe(TOKEN);
    return new Response("", { status: 503 });
  });
  expect(await flush()).toBe(1);
  expect((await all())[0]?.state).toBe("waiting");
});

test("a report that cannot join a case any more is sent as one of its own", async () => {
  const joining = report("a", 1, {
    fields: [
      ["text", "words"],
      ["join", "0400"],
      ["key", "a"],
    ],
  });
  await store(joining);
  const bodies = server(faulty("This case has ended."), accepted("0501"));
  expect(await flush()).toBe(0);
  expect(bodies.map((body) => body.get("join"))).toEqual(["0400", null]);
  expect(bodies.map((body) => body.get("key"))).toEqual(["a", "a"]);
  expect((await all())[0]?.state).toBe("sent");
});

test("an empty join is none: the refusal stands", async () => {
  await store(
    report("a", 1, {
      fields: [
        ["join", ""],
        ["key", "a"],
      ],
    }),
  );
  const bodies = server(faulty("No words."));
  await flush();
  expect(bodies).toHaveLength(1);
  expect((await all())[0]?.state).toBe("refused");
});

test("two who send at once send each report once", async () => {
  await store(report("a", 1));
  const bodies = server(accepted("0501"));
  expect(await Promise.all([flush(), flush()])).toEqual([0, 0]);
  expect(bodies).toHaveLength(1);
  // Afterwards a new round begins.
  await store(report("b", 2));
  const later = server(accepted("0502"));
  await flush();
  expect(later).toHaveLength(1);
});

test("a report that is opened again becomes the draft", async () => {
  const refused = report("a", 1, { state: "refused" });
  await store(refused, report("b", 2));
  await reopen(refused);
  expect((await all()).map(({ key }) => key)).toEqual(["b"]);
  expect(await draft()).toMatchObject({ id: "current", fields: refused.fields });
});

test("there is one draft, and it can be forgotten", async () => {
  expect(await draft()).toBeUndefined();
  await saveDraft({ id: "current", fields: [["text", "first"]], photos: [], at: 1 });
  await saveDraft({ id: "current", fields: [["text", "second"]], photos: [], at: 2 });
  expect((await draft())?.fields).toEqual([["text", "second"]]);
  await dropDraft();
  expect(await draft()).toBeUndefined();
});

test("a report that is removed is gone, and the others stay", async () => {
  await store(report("a", 1), report("b", 2));
  await remove("a");
  await remove("never there");
  expect((await all()).map(({ key }) => key)).toEqual(["b"]);
});
