/** Sends a file in parts by the tus protocol 1.0.0, from where an earlier try ended; done is what the server has whole. */
import { pauseOf } from "./outbox-answers";
import { PART, PART_TRIES, PART_WITHIN } from "./outbox-patience";

/** A file to be sent, with where an earlier try left it ("" for a new one). */
export interface Sending {
  file: Blob;
  name: string;
  sha256: string; // hex
  address: string;
}

export interface Watch {
  /** The server has begun an upload at this address: keep it, so that the next try goes on there. */
  begun(address: string): Promise<void>;
  /** So many of the bytes are there. */
  progress(bytes: number): Promise<void>;
}

/** The server does not take the file; `isFinal` if it never will. */
export class UploadFailed extends Error {
  constructor(
    readonly status: number,
    readonly said?: { fa: string; en: string }, // the server's sentence, if the answer is the server's
    readonly pause = 0, // ms for which the server takes nothing
  ) {
    super(`${status} ${said?.en ?? ""}`);
  }
  get isFinal(): boolean {
    return this.said !== undefined && [400, 413, 415].includes(this.status);
  }
}

/** Sends what is missing of a file. Returns the upload's number once the server acknowledged the file's SHA-256.
 *
 * Throws UploadFailed, and what `fetch` throws without a connection.
 */
export async function upload(sending: Sending, watch: Watch): Promise<string> {
  let state = (sending.address ? await known(sending.address) : undefined) ?? (await anew(sending, watch));
  let tries = 0;
  while (state.offset < sending.file.size) {
    await watch.progress(state.offset);
    const next: State | undefined = await append(sending.file, state);
    if (!next || next.offset <= state.offset) tries += 1;
    if (tries > PART_TRIES) throw new UploadFailed(409);
    state = next ?? (await known(state.address)) ?? (await anew(sending, watch));
  }
  // The answer to the last part may have been lost: then this tells.
  const digest = state.digest || (await known(state.address))?.digest;
  if (digest !== digestField(sending.sha256)) throw new UploadFailed(460);
  await watch.progress(sending.file.size);
  return state.address.replace(/\/$/, "").split("/").pop() as string;
}

interface State {
  address: string;
  offset: number;
  digest: string;
}

/** How far an upload is; undefined if the server does not know it any more. */
async function known(address: string): Promise<State | undefined> {
  const answer = await ask(address, "HEAD", {});
  if ([403, 404, 410].includes(answer.status)) return undefined;
  return stateOf(address, await good(answer));
}

async function anew(sending: Sending, watch: Watch): Promise<State> {
  const state = await begin(sending);
  await watch.begun(state.address);
  return state;
}

async function begin({ file, name, sha256 }: Sending): Promise<State> {
  const metadata = `filename ${base64(name.slice(0, 100))},sha256 ${base64(sha256)}`;
  const answer = await good(
    await ask("/uploads/", "POST", { "Upload-Length": String(file.size), "Upload-Metadata": metadata }),
  );
  // Only the path: behind a proxy the server may know itself by another name.
  const { pathname } = new URL(answer.headers.get("Location") ?? "", "http://here/");
  if (answer.status !== 201 || !pathname.startsWith("/uploads/")) throw new UploadFailed(answer.status);
  return { address: pathname, offset: 0, digest: "" };
}

/** The state after one more part; undefined if the server expects another offset. */
async function append(file: Blob, state: State): Promise<State | undefined> {
  const body = file.slice(state.offset, state.offset + PART);
  const headers = { "Upload-Offset": String(state.offset), "Content-Type": "application/offset+octet-stream" };
  const answer = await ask(state.address, "PATCH", headers, body);
  if ([404, 409, 410].includes(answer.status)) return undefined;
  return stateOf(state.address, await good(answer));
}

function stateOf(address: string, answer: Response): State {
  // An answer without it is not the server's: a hotel's sign-in page, say.
  const offset = Number(answer.headers.get("Upload-Offset") ?? "none");
  if (!Number.isInteger(offset)) throw new UploadFailed(answer.status);
  return { address, offset, digest: answer.headers.get("Repr-Digest") ?? "" };
}

async function good(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const { fa, en } = (await answer.json().catch(() => ({}))) as { fa?: string; en?: string };
  const said = fa && en ? { fa, en } : undefined;
  throw new UploadFailed(answer.status, said, pauseOf(answer.headers.get("Retry-After")));
}

function ask(address: string, method: string, headers: Record<string, string>, body?: Blob): Promise<Response> {
  return fetch(address, {
    method,
    body,
    headers: { "Tus-Resumable": "1.0.0", ...headers },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PART_WITHIN),
  });
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

function digestField(sha256: string): string {
  const bytes = sha256.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}
