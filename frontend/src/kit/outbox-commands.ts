/** Sends the commands of the person who is signed in, in their order, and tells from the answers what becomes of them. */
import { itemOf, waits } from "./outbox";
import { ask, NoAnswer, type Session, textOf } from "./outbox-answers";
import type { Command, Item } from "./outbox-base";
import { mark, settle } from "./outbox-changes";
import { MOST_AT_ONCE, REPORT_WITHIN } from "./outbox-patience";
import { unsent } from "./outbox-reports";
import { digestedPhotos, uploaded } from "./outbox-uploads";

/** The server's answer to a command (docs/offline.md). */
interface Result {
  uuid: string;
  result: string;
  code: string;
  choice: string;
  photos: string[];
  fa: string;
  en: string;
}

/** Sends what waits, and asks for those in conflict. Throws NoAnswer and NotNow. */
export async function sendCommands(items: Item[], session: Session): Promise<void> {
  const own: Item[] = [];
  for (const item of items.filter(({ kind }) => kind === "command")) {
    if (item.command?.person === session.person) own.push(item);
    else if (waits(item)) await mark(item.key, (known) => ({ ...known, state: "waiting", why: "signin" }));
  }
  // By their numbers, whatever the clock said when they were made.
  own.sort((one, other) => {
    const [a, b] = [one.command as Command, other.command as Command];
    return a.branch === b.branch ? a.seq - b.seq : one.keptAt - other.keptAt;
  });
  const ready: Item[] = [];
  for (const item of own) if (await hasPhotosSent(item)) ready.push(item);
  for (let at = 0; at < ready.length; at += MOST_AT_ONCE) await send(ready.slice(at, at + MOST_AT_ONCE), session);
}

/** Whether the photos of a command are with the server: they go first, each by itself. Throws NoAnswer and NotNow. */
async function hasPhotosSent(item: Item): Promise<boolean> {
  if (!item.photos || !waits(item)) return true;
  await mark(item.key, (known) => ({ ...known, state: "sending" }));
  try {
    await uploaded(await digestedPhotos(item.key));
    return true;
  } catch (fault) {
    await unsent(item.key, fault);
    return false;
  }
}

async function send(items: Item[], session: Session): Promise<void> {
  const there: Item[] = [];
  for (const { key } of items) {
    const item = await itemOf(key); // a person may have deleted it since
    if (item) there.push(item);
    await mark(key, (known) => (waits(known) ? { ...known, state: "sending" } : known));
  }
  if (!there.length) return;
  try {
    await post(there, session);
  } catch (fault) {
    const why = fault instanceof NoAnswer ? "line" : "busy";
    for (const { key } of there) await back(key, why, 1);
    throw fault;
  }
}

const back = (key: string, why: Item["why"], tries = 0) =>
  mark(key, (known) => (waits(known) ? { ...known, state: "waiting", why, tries: known.tries + tries } : known));

async function post(items: Item[], session: Session): Promise<void> {
  const commands = items.map(({ key, command }) => {
    const { person: _own, ...rest } = command as Command;
    return { uuid: key, ...rest };
  });
  const request = {
    method: "POST",
    body: JSON.stringify({ commands, sent_at: new Date().toISOString() }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": session.token },
  };
  const { status, json } = await ask("/outbox/commands/", request, REPORT_WITHIN);
  if (status === 200 && Array.isArray(json?.results)) {
    const byKey = new Map((json.results as Result[]).map((result) => [result.uuid, result]));
    for (const item of items) await become(item, byKey.get(item.key));
  } else if (items.length > 1 && (status === 413 || status === 422 || status >= 500)) {
    // One of them is not readable for the server, or all are too much: each by itself, so that the others go.
    for (const item of items) await post([item], session);
  } else if (status === 422 && Array.isArray(json?.faults)) {
    const words = textOf(json.faults);
    for (const { key } of items) await mark(key, (known) => ({ ...known, state: "refused", words, why: undefined }));
  } else {
    const isSignedOut = [0, 401, 403].includes(status);
    for (const { key } of items) await (isSignedOut ? back(key, "signin") : back(key, "busy", 1));
  }
}

/** What the result of a command makes of its item; an answer that is not understood changes nothing. */
async function become({ key, command }: Item, result: Result | undefined): Promise<void> {
  const said = result?.fa && result.en ? { fa: result.fa, en: result.en } : undefined;
  const code = result?.code || undefined;
  const acknowledged = new Set(result?.photos ?? []);
  const isWhole = (command?.photos ?? []).every((digest) => acknowledged.has(digest));
  const put = (change: Partial<Item>) => mark(key, (item) => ({ ...item, why: undefined, code, said, ...change }));
  if (result?.result === "waiting") await put({ state: "waiting", why: "order" });
  else if (result?.result === "refused") await put({ state: "refused" });
  else if (result?.result === "conflict" && !result.choice) await put({ state: "conflict" });
  else if (result && ["applied", "applied_soft", "conflict"].includes(result.result) && isWhole)
    await settle(key, { code, said, choice: result.choice || undefined });
  else await back(key, "busy", 1);
}
