/** A server for the outbox's tests: it keeps reports by their keys and photos by their digests, and can fail in any way. */
import { createHash } from "node:crypto";

import { IDBFactory } from "fake-indexeddb";
import { vi } from "vitest";

/** Gives an answer in place of the server's; undefined lets the server answer. */
export type Trouble = (
  method: string,
  address: string,
  request: RequestInit,
) => Response | Promise<Response> | undefined;

export interface Sent {
  uuid: string;
  device: string;
  branch: string;
  seq: number;
  order: string;
  base_version: number | null;
  made_at: string;
  body: Record<string, unknown>;
  photos: string[];
}

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
export const lineIsCut = () => Promise.reject(new TypeError("no connection"));
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });
export const html = (status = 200, headers: Record<string, string> = {}) =>
  new Response("<h1>Welcome to the hotel</h1>", { status, headers: { "Content-Type": "text/html", ...headers } });

export class Server {
  person = "";
  takesParts = true;
  /** Reports by key, with their fields and the digests of their photos. */
  readonly reports = new Map<string, { code: string; fields: Record<string, string>; photos: string[] }>();
  readonly uploads = new Map<string, { data: Uint8Array; length: number; sha256: string }>();
  readonly requests: string[] = [];
  readonly batches: Sent[][] = [];
  faults: string[] = [];
  trouble: Trouble = () => undefined;
  /** What becomes of a command. */
  become: (sent: Sent) => Record<string, unknown> | undefined = () => ({ result: "applied" });

  constructor() {
    vi.stubGlobal("indexedDB", new IDBFactory());
    vi.stubGlobal("fetch", async (address: string, request: RequestInit = {}) => {
      const method = request.method ?? "GET";
      this.requests.push(`${method} ${address}`);
      return (await this.trouble(method, address, request)) ?? this.answer(method, address, request);
    });
  }

  private async answer(method: string, address: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    if (address === "/report/token/") {
      const uploads = this.takesParts ? { uploads: "/uploads/" } : {};
      return json({ token: "fresh", person: this.person, ...uploads });
    }
    if (address.startsWith("/uploads/")) return this.part(method, address, headers, request);
    if (headers.get("X-CSRFToken") !== "fresh") return html(403);
    if (address === "/report/") return this.report(request.body as FormData);
    if (address === "/outbox/commands/") return this.commands(JSON.parse(String(request.body)));
    return html(404);
  }

  private async part(method: string, address: string, headers: Headers, request: RequestInit): Promise<Response> {
    if (method === "POST") {
      const number = `n-${this.uploads.size + 1}`;
      const pairs = (headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.split(" "));
      const given = Object.fromEntries(pairs) as Record<string, string>;
      const digest = Buffer.from(given.sha256 ?? "", "base64").toString();
      this.uploads.set(number, {
        data: new Uint8Array(),
        length: Number(headers.get("Upload-Length")),
        sha256: digest,
      });
      return new Response(null, { status: 201, headers: { Location: `http://city.example/uploads/${number}/` } });
    }
    const known = this.uploads.get(address.split("/")[2] ?? "");
    if (!known) return json({ error: "NoSuchUpload", fa: "نیست", en: "gone" }, 404);
    if (method === "PATCH") {
      if (Number(headers.get("Upload-Offset")) !== known.data.length) return json({ fa: "نه", en: "no" }, 409);
      const more = new Uint8Array(await (request.body as Blob).arrayBuffer());
      known.data = new Uint8Array([...known.data, ...more]);
    }
    const isWhole = known.data.length === known.length && sha256(known.data) === known.sha256;
    const digest = Buffer.from(known.sha256, "hex").toString("base64");
    const head = {
      "Upload-Offset": String(known.data.length),
      ...(isWhole && { "Repr-Digest": `sha-256=:${digest}:` }),
    };
    return new Response(null, { status: method === "PATCH" ? 204 : 200, headers: head });
  }

  private async report(form: FormData): Promise<Response> {
    if (this.faults.length) return json({ faults: this.faults }, 422);
    const key = String(form.get("key"));
    const photos: string[] = [];
    for (const number of form.getAll("uploads")) {
      const known = this.uploads.get(String(number));
      if (!known) return json({ faults: ["gone"] }, 404);
      photos.push(known.sha256);
    }
    for (const file of form.getAll("photos") as File[]) photos.push(sha256(new Uint8Array(await file.arrayBuffer())));
    const fields: Record<string, string> = {};
    for (const [name, value] of form) if (typeof value === "string" && name !== "uploads") fields[name] = value;
    if (!this.reports.has(key)) {
      const code = `050${String(this.reports.size + 1).padStart(7, "0")}`;
      this.reports.set(key, { code, fields, photos });
    }
    const { code, photos: stored } = this.reports.get(key) as { code: string; photos: string[] };
    return json({ key, code, shown: `shown ${code}`, address: `/report/done/${code}/`, photos: stored });
  }

  private commands({ commands }: { commands: Sent[] }): Response {
    this.batches.push(commands);
    const stored = new Set([...this.uploads.values()].map((upload) => upload.sha256));
    const results = commands.flatMap((sent) => {
      const become = this.become(sent);
      const photos = sent.photos.filter((digest) => stored.has(digest));
      const usual = {
        uuid: sent.uuid,
        known: false,
        code: "0500000001",
        choice: "",
        photos,
        fa: "جمله",
        en: "sentence",
      };
      return become ? [{ ...usual, ...become }] : [];
    });
    return json({ results });
  }
}
