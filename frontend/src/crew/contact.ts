/** Contact with the server: the key of this phone, the day's list with its pictures, and deleting what may not stay. */
import { all, waits } from "../kit/outbox";
import { ask, NoAnswer, session } from "../kit/outbox-answers";
import { TOKEN_WITHIN } from "../kit/outbox-patience";
import {
  addressesIn,
  begunBy,
  clearDay,
  keepDay,
  keepThumb,
  keptDay,
  keptThumbs,
  keyHolder,
  noteKeyHolder,
  wipe,
} from "./day-base";
import { isOver, skewOf, untilOf } from "./shift";
import type { Day } from "./types";

/** What became of a contact: a list that is up to date; no connection; nobody is signed in; somebody who has no day;
 * the key was withdrawn and all is deleted; the shift is over and what was sent is deleted.
 */
export type Outcome = "fresh" | "line" | "signin" | "foreign" | "withdrawn" | "over";

const TODAY = "/crew/today/";
const KEY = "/crew/key/";
const PHONE = "/crew/phone/";

/** Asks for the day. `isAsked`: a person pressed the button, so a shift that is over does not matter. */
export async function contact(isAsked = false): Promise<Outcome> {
  try {
    return await today(isAsked, true);
  } catch (fault) {
    if (fault instanceof NoAnswer) return (await wasOver(undefined)) ? "over" : "line";
    return "line"; // the server asks for patience: the list that is here serves meanwhile
  }
}

async function today(isAsked: boolean, mayAskForKey: boolean): Promise<Outcome> {
  const known = await keptDay();
  const waiting = (await all()).filter(waits).length;
  const sentAt = Date.now();
  const query = `?have=${known?.version ?? ""}&waiting=${waiting}`;
  const { status, json } = await ask(TODAY + query, {}, TOKEN_WITHIN);
  const server = Date.parse(String(json?.now));
  if (status !== 200 || !json || !Number.isFinite(server)) return withoutSession(waiting, status);
  if (json.phone === "withdrawn") return withdrawn();
  if (json.phone !== "known") {
    if (!mayAskForKey || !(await askForKey())) return "line";
    return today(isAsked, false);
  }
  const skew = skewOf(server, sentAt, Date.now());
  if (json.day) {
    const day = json.day as Day;
    if (!isAsked && known && isOver(known, server, Date.now()) && day.on === known.day.on && (await wasOver(server)))
      return "over";
    const until = isAsked || day.on !== known?.day.on ? untilOf(day.until, server) : known.until;
    await keepDay({ version: String(json.version), day, fetchedAt: server, until, skew });
    await noteKeyHolder(day.person);
    return "fresh";
  }
  if (!known) return "line";
  if (!isAsked && (await wasOver(server))) return "over";
  const until = isAsked ? untilOf(known.day.until, server) : known.until;
  await keepDay({ ...known, fetchedAt: server, until, skew });
  return "fresh";
}

/** Deletes what was sent if the shift is over and nothing waits; `server` is its time, if it said one. */
async function wasOver(server: number | undefined): Promise<boolean> {
  const known = await keptDay();
  if (!known || !isOver(known, server, Date.now())) return false;
  const person = known.day.person;
  const isOpen = (await all()).some((item) => item.person === person && item.state !== "sent");
  if (isOpen || (await begunBy(person))) return false;
  await clearDay(person);
  return true;
}

/** Nobody is signed in: the server still says what became of the key. */
async function withoutSession(waiting: number, status: number): Promise<Outcome> {
  const { json } = await ask(`${PHONE}?waiting=${waiting}`, {}, TOKEN_WITHIN);
  if (json?.phone === "withdrawn") return withdrawn();
  if (status === 403) return "foreign";
  return status === 0 || status === 401 ? "signin" : "line";
}

/** Deletes everything, and says so; what is being sent at this moment goes with the next contact. */
async function withdrawn(): Promise<Outcome> {
  const person = (await keyHolder()) || (await keptDay())?.day.person || "";
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
export async function fetchThumbs(day: Day): Promise<number> {
  const here = new Set<string>(await keptThumbs());
  const missing = addressesIn(day).filter((address) => !here.has(address));
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
