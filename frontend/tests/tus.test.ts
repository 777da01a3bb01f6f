/** A file in parts: what a server has is not sent again, and only its digest says that it has all. */
import { createHash } from "node:crypto";

import { expect, test, vi } from "vitest";

import { PART } from "../src/kit/outbox-patience";
import { type Sending, UploadFailed, upload } from "../src/kit/tus";

const DATA = new Uint8Array(PART * 3 + 5).map((_, index) => index % 251);
const SHA = createHash("sha256").update(DATA).digest("hex");
const FIELD = `sha-256=:${createHash("sha256").update(DATA).digest("base64")}:`;

/** A server of the protocol that holds one upload; `broken` gives the requests (from 1) that end without an answer. */
function server({ broken = [], heard = [], forgets = false, digest = FIELD, refuses = 0 }: Partial<Server> = {}) {
  const state = { data: new Uint8Array(), begun: 0, requests: [] as string[] };
  vi.stubGlobal("fetch", async (address: string, request: RequestInit) => {
    const headers = new Headers(request.headers);
    expect(headers.get("Tus-Resumable")).toBe("1.0.0");
    state.requests.push(`${request.method} ${headers.get("Upload-Offset") ?? ""}`.trim());
    const number = state.requests.length;
    if (broken.includes(number)) throw new TypeError("no connection");
    const answer = await reply();
    if (heard.includes(number)) throw new TypeError("the answer was lost");
    return answer;

    async function reply(): Promise<Response> {
      if (refuses) return Response.json({ fa: "نه", en: "no" }, { status: refuses });
      if (request.method === "POST") {
        expect(address).toBe("/uploads/");
        expect(headers.get("Upload-Length")).toBe(String(DATA.length));
        const pairs = Object.fromEntries(
          (headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.split(" ")),
        );
        expect(Buffer.from(pairs.filename, "base64").toString()).toBe("عکس.jpg");
        expect(Buffer.from(pairs.sha256, "base64").toString()).toBe(SHA);
        state.begun += 1;
        state.data = new Uint8Array();
        return new Response(null, {
          status: 201,
          headers: { Location: `https://else.example/uploads/n-${state.begun}/` },
        });
      }
      if (forgets && !state.begun) return new Response(null, { status: 404 });
      if (request.method === "PATCH") {
        expect(headers.get("Content-Type")).toBe("application/offset+octet-stream");
        if (Number(headers.get("Upload-Offset")) !== state.data.length) return new Response(null, { status: 409 });
        const part = new Uint8Array(await (request.body as Blob).arrayBuffer());
        state.data = new Uint8Array([...state.data, ...part]);
      }
      const whole: Record<string, string> = state.data.length === DATA.length ? { "Repr-Digest": digest } : {};
      const head = { "Upload-Offset": String(state.data.length), ...whole };
      return new Response(null, { status: request.method === "PATCH" ? 204 : 200, headers: head });
    }
  });
  return state;
}
interface Server {
  broken: number[];
  heard: number[];
  forgets: boolean;
  digest: string;
  refuses: number;
}

function sending(address = ""): [Sending, { begun: string[]; progress: number[] }, Parameters<typeof upload>[1]] {
  const seen = { begun: [] as string[], progress: [] as number[] };
  const watch = {
    begun: async (at: string) => void seen.begun.push(at),
    progress: async (bytes: number) => void seen.progress.push(bytes),
  };
  return [{ file: new Blob([DATA]), name: "عکس.jpg", sha256: SHA, address }, seen, watch];
}

test("parts go one after the other, and the number comes when the digest is right", async () => {
  const state = server();
  const [file, seen, watch] = sending();
  expect(await upload(file, watch)).toBe("n-1");
  expect(state.requests).toEqual(["POST", "PATCH 0", `PATCH ${PART}`, `PATCH ${2 * PART}`, `PATCH ${3 * PART}`]);
  expect(Buffer.compare(state.data, DATA)).toBe(0);
  expect(seen).toEqual({ begun: ["/uploads/n-1/"], progress: [0, PART, 2 * PART, 3 * PART, DATA.length] });
});

test("cut five times, it goes on where the server is", async () => {
  const state = server({ broken: [2, 5, 8], heard: [4, 11] });
  let at = "";
  let done = "";
  for (let tries = 0; tries < 9 && !done; tries += 1) {
    const [file, seen, watch] = sending(at);
    done = await upload(file, watch).catch(() => "");
    at = seen.begun[0] ?? at;
  }
  expect(done).toBe("n-1");
  expect(state.begun).toBe(1);
  expect(Buffer.compare(state.data, DATA)).toBe(0);
});

test("an upload that the server has forgotten begins anew", async () => {
  const state = server({ forgets: true });
  const [file, seen, watch] = sending("/uploads/old/");
  expect(await upload(file, watch)).toBe("n-1");
  expect(state.requests.slice(0, 2)).toEqual(["HEAD", "POST"]);
  expect(seen.begun).toEqual(["/uploads/n-1/"]);
});

test("the answer to the last part was lost: asking is enough", async () => {
  const state = server({ heard: [5] });
  const [file, , watch] = sending();
  await expect(upload(file, watch)).rejects.toThrow("lost");
  const [again, , watching] = sending("/uploads/n-1/");
  expect(await upload(again, watching)).toBe("n-1");
  expect(state.requests.slice(5)).toEqual(["HEAD"]);
});

test.each(["", "sha-256=:AAAA:"])("a digest that is not the file's (%s) acknowledges nothing", async (digest) => {
  server({ digest });
  const [file, , watch] = sending();
  await expect(upload(file, watch)).rejects.toBeInstanceOf(UploadFailed);
});

test.each([
  [413, true],
  [415, true],
  [429, false],
  [503, false],
])("a refusal (%i) says whether it is final", async (status, isFinal) => {
  server({ refuses: status });
  const [file, , watch] = sending();
  const fault = (await upload(file, watch).catch((each: unknown) => each)) as UploadFailed;
  expect([fault.status, fault.isFinal, fault.said]).toEqual([status, isFinal, { fa: "نه", en: "no" }]);
});

test.each([413, 415])("a refusal (%i) that is not the server's is none", async (status) => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Too large</h1>", { status }));
  const [file, , watch] = sending();
  const fault = (await upload(file, watch).catch((each: unknown) => each)) as UploadFailed;
  expect(fault.isFinal).toBe(false);
});

test("a page of somebody else in place of the server acknowledges nothing", async () => {
  vi.stubGlobal("fetch", async () => new Response("<h1>Welcome</h1>", { status: 200 }));
  for (const address of ["", "/uploads/n-1/"]) {
    const [file, , watch] = sending(address);
    await expect(upload(file, watch)).rejects.toBeInstanceOf(UploadFailed);
  }
});
