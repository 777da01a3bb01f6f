/** Contact with the server: the key of this phone, the day's list with its pictures, and deleting what may not stay. */
import { all, waits } from "../outbox";
import { ask, NoAnswer, session } from "../outbox-answers";
import { TOKEN_WITHIN } from "../outbox-patience";
import { begunBy, clearDay, keepDay, keepThumb, keptDay, keptThumbs, keyHolder, noteKeyHolder, wipe } from "./base";
import { isOver, skewOf, untilOf } from "./shift";
import type { AnyDay, DayKind } from "./types";

/** What became of a contact: a list that is up to date; no connection; nobody is signed in; somebody who has no day;
 * the key was withdrawn and all is deleted; the shift is over and what was sent is deleted.
 */
export type Outcome = "fresh" | "line" | "signin" | "foreign" | "withdrawn" | "over";

const KEY = "/crew/key/";
const PHONE = "/crew/phone/";

/** Asks for the day. `isAsked`: a person pressed the button, so a shift that is over does not matter. */
export async function contact<D extends AnyDay>(kind: DayKind<D>, isAsked = false): Promise<Outcome> {
  try {
    return await today(kind, isAsked, true);
  } catch (fault) {
    if (fault instanceof NoAnswer) return (await wasOver(kind, undefined)) ? "over" : "line";
    return "line"; // the server asks for patience: the list that is here serves meanwhile
  }
}

async function today<D extends AnyDay>(kind: DayKind<D>, isAsked: boolean, mayAskForKey: boolean): Promise<Outcome> {
  const known = await keptDay(kind);
  const waiting = (await all()).filter(waits).length;
  const sentAt = Date.now();
  const query = `?have=${known?.version ?? ""}&waiting=${waiting}`;
  const { status, json } = await ask(kind.today + query, {}, TOKEN_WITHIN);
  const server = Date.parse(String(json?.now));
  if (status !== 200 || !json || !Number.isFinite(server)) return withoutSession(kind, waiting, status);
  if (json.phone === "withdrawn") return withdrawn(kind);
  if (json.phone !== "known") {
    if (!mayAskForKey || !(await askForKey())) return "line";
    return today(kind, isAsked, false);
  }
  const skew = skewOf(server, sentAt, Date.now());
  if (json.day) {
    const day = json.day as D;
    if (
      !isAsked &&
      known &&
      isOver(known, server, Date.now()) &&
      day.on === known.day.on &&
      (await wasOver(kind, server))
    )
      return "over";
    const until = isAsked || day.on !== known?.day.on ? untilOf(day.until, server) : known.until;
    await keepDay(kind, { version: String(json.version), day, fetchedAt: server, until, skew });
    await noteKeyHolder(day.person);
    return "fresh";
  }
  if (!known) return "line";
  if (!isAsked && (await wasOver(kind, server))) return "over";
  const until = isAsked ? untilOf(known.day.until, server) : known.until;
  await keepDay(kind, { ...known, fetchedAt: server, until, skew });
  return "fresh";
}

/** Deletes what was sent if the shift is over and nothing waits; `server` is its time, if it said one. */
async function wasOver<D extends AnyDay>(kind: DayKind<D>, server: number | undefined): Promise<boolean> {
  const known = await keptDay(kind);
  if (!known || !isOver(known, server, Date.now())) return false;
  const person = known.day.person;
  const isOpen = (await all()).some((item) => item.person === person && item.state !== "sent");
  if (isOpen || (await begunBy(person))) return false;
  await clearDay(kind, person);
  return true;
}

/** Nobody is signed in: the server still says what became of the key. */
async function withoutSession<D extends AnyDay>(kind: DayKind<D>, waiting: number, status: number): Promise<Outcome> {
  const { json } = await ask(`${PHONE}?waiting=${waiting}`, {}, TOKEN_WITHIN);
  if (json?.phone === "withdrawn") return withdrawn(kind);
  if (status === 403) return "foreign";
  return status === 0 || status === 401 ? "signin" : "line";
}

/** Deletes everything, and says so; what is being sent at this moment goes with the next contact. */
async function withdrawn<D extends AnyDay>(kind: DayKind<D>): Promise<Outcome> {
  const person = (await keyHolder()) || (await keptDay(kind))?.day.person || "";
  if (!(await wipe(person))) return "withdrawn";
  await noteKeyHolder("");
  const { token } = await session();
  await ask(PHONE, { method: "POST", headers: { "X-CSRFToken": token } }, TOKEN_WITHIN);
  return "withdrawn";
}

async function askForKey(): Promise<boolean> {
  const { token } = await session();
  const { status } = await ask(KEY, { method: "POST", headers: { "X-CSRFToken": token } }, TOKEN_WITHIN);
  return status === 200;
}

/** Fetches the pictures of the day that are not here yet; returns how many are missing. A full phone stops it. */
export async function fetchThumbs(addresses: string[]): Promise<number> {
  const here = new Set<string>(await keptThumbs());
  const missing = addresses.filter((address) => !here.has(address));
  let left = missing.length;
  for (const address of missing) {
    const response = await fetch(address, { cache: "no-store", redirect: "manual" });
    if (response.ok && response.headers.get("Content-Type") === "image/jpeg") {
      await keepThumb(address, await response.blob());
      left -= 1;
    }
  }
  return left;
}
