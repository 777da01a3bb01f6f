/** Requests of the outbox, and which answers are the server's: a hotel's sign-in page, also with status 200, is none. */
import { LONGEST_PAUSE, TOKEN_WITHIN } from "./outbox-patience";

/** What a page of ours may know of the session: a token for sending, and who is signed in ("" for nobody). */
export interface Session {
  token: string;
  person: string;
  uploads?: string; // where photos go in parts, if the server takes them so
}

/** No answer of our server came: there is no connection, or somebody else answers in its place. */
export class NoAnswer extends Error {}

/** The server takes nothing now: `pause` is for how long (ms), `words` what it says to people. */
export class NotNow extends Error {
  constructor(
    readonly pause: number,
    readonly words = "",
  ) {
    super(`for ${pause} ms`);
  }
}

/** An answer of the server, or of something on the way, with its JSON if it is any. */
export interface Answer {
  status: number; // 0: it leads to another page
  json: Record<string, unknown> | undefined;
}

/** Sends a request. Throws NoAnswer, and NotNow where the server asks for patience. */
export async function ask(address: string, request: RequestInit, within: number): Promise<Answer> {
  const response = await fetch(address, {
    cache: "no-store",
    credentials: "same-origin",
    redirect: "manual", // an ended session leads to the sign-in page, a hotel's network to its own
    signal: AbortSignal.timeout(within),
    ...request,
    headers: { Accept: "application/json", ...request.headers },
  }).catch((fault: unknown) => {
    throw new NoAnswer(String(fault));
  });
  const json = await jsonOf(response);
  const isOurs = json !== undefined || !response.ok;
  if (!isOurs) throw new NoAnswer(`${response.status} without JSON`);
  if (response.status === 429 || response.status === 503)
    throw new NotNow(pauseOf(response.headers.get("Retry-After")), textOf(json?.faults));
  return { status: response.type === "opaqueredirect" ? 0 : response.status, json };
}

async function jsonOf(response: Response): Promise<Record<string, unknown> | undefined> {
  if (!/^application\/json\b/.test(response.headers.get("Content-Type") ?? "")) return undefined;
  const json: unknown = await response.json().catch((fault: unknown) => {
    if (fault instanceof SyntaxError) return undefined;
    throw new NoAnswer(String(fault)); // the connection broke within the answer
  });
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : undefined;
}

/** RFC 9110, 10.2.3: seconds or a date; in ms, 0 where it says nothing. */
export function pauseOf(header: string | null, now = Date.now()): number {
  if (!header) return 0;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_PAUSE) : 0;
}

/** The server's sentences as one text. */
export const textOf = (faults: unknown) => (Array.isArray(faults) ? faults.map(String).join(" ") : "");

/** A token for this round. Throws NoAnswer and NotNow. */
export async function session(): Promise<Session> {
  const { status, json } = await ask("/report/token/", {}, TOKEN_WITHIN);
  if (status >= 500) throw new NotNow(0);
  if (status !== 200 || typeof json?.token !== "string") throw new NoAnswer(`token: ${status}`);
  const { token, person, uploads } = json;
  return {
    token,
    person: typeof person === "string" ? person : "",
    uploads: typeof uploads === "string" ? uploads : undefined,
  };
}
