/** Sends what waits on this phone: reports one by one, commands in their order; nothing goes before the server has it. */
import { all, itemOf, waits } from "./outbox";
import { NoAnswer, NotNow, type Session, session } from "./outbox-answers";
import { type Item, type Why, withBase } from "./outbox-base";
import { mark } from "./outbox-changes";
import { sendCommands } from "./outbox-commands";
import { alone } from "./outbox-locks";
import { CONFLICT_EVERY, LONGEST_PAUSE } from "./outbox-patience";
import { sendReport } from "./outbox-reports";

let working: Promise<number> | undefined;
let lastAsked = 0; // ms

/** Tries everything that waits; stops where there is no connection. Returns how many still wait.
 *
 * One page, tab or worker of the phone sends at a time. `isAsked`: a person pressed the button, so that a pause that the
 * server asked for is over; `first` is the key of the item to begin with.
 */
export function flush(isAsked = false, first = ""): Promise<number> {
  // A page waits until another tab or the worker is ready, and looks then; the worker leaves it to them.
  working ??= alone("outbox", () => work(isAsked, first), "document" in globalThis)
    .then(async () => (await all()).filter(waits).length)
    .finally(() => (working = undefined));
  return working;
}

async function work(isAsked: boolean, first: string): Promise<void> {
  // One in conflict is asked for again: a person may have decided meanwhile.
  const open = (await all()).filter((item) => waits(item) || item.state === "conflict");
  if (!open.length || (!isAsked && (await isPaused()))) return;
  if (!isAsked && !open.some(waits) && Math.abs(Date.now() - lastAsked) < CONFLICT_EVERY) return;
  lastAsked = Date.now();
  try {
    const now = await session();
    await sendReports(inTurn(open, first), now);
    await alone("commands", () => sendCommands(open, now), true);
  } catch (fault) {
    if (!(fault instanceof NoAnswer || fault instanceof NotNow)) throw fault;
    if (fault instanceof NotNow) await pause(fault.pause);
    const why: Why = fault instanceof NotNow ? "busy" : "line";
    for (const { key } of open) await mark(key, (item) => (waits(item) ? { ...item, state: "waiting", why } : item));
  }
}

/** The oldest first, but those that failed already after the others: one that always fails must not hold up the rest. */
const inTurn = (items: Item[], first: string) =>
  items
    .filter(({ kind }) => kind === "report")
    .sort((one, other) => Number(other.key === first) - Number(one.key === first) || one.tries - other.tries);

/** Sends reports. Throws NoAnswer and NotNow. */
async function sendReports(items: Item[], now: Session): Promise<void> {
  for (const { key } of items) {
    await alone(`item:${key}`, async () => {
      const item = await itemOf(key); // a person may have deleted it since
      if (!item || !waits(item)) return;
      if (item.person && item.person !== now.person) {
        await mark(key, (known) => ({ ...known, state: "waiting", why: "signin" }));
        return;
      }
      await mark(key, (known) => ({ ...known, state: "sending" }));
      try {
        await sendReport(item, now);
      } catch (fault) {
        const why: Why = fault instanceof NoAnswer ? "line" : "busy";
        const words = fault instanceof NotNow ? fault.words : "";
        await mark(key, (known) => ({ ...known, state: "waiting", why, words, tries: known.tries + 1 }));
        throw fault;
      }
    });
  }
}

/** Writes down for how long (ms) the server wants to be left alone. */
async function pause(wait: number): Promise<void> {
  if (!wait) return;
  const now = Date.now();
  await withBase(async (base) => {
    await base.put("facts", { id: "pause:from", value: now });
    await base.put("facts", { id: "pause:until", value: now + wait });
  }).catch(() => undefined);
}

/** Whether the server still wants to be left alone; a clock that was set meanwhile ends that. */
async function isPaused(): Promise<boolean> {
  const now = Date.now();
  const fact = async (id: string) => Number((await withBase((base) => base.get("facts", id)))?.value ?? 0);
  const [from, until] = [await fact("pause:from"), await fact("pause:until")];
  return from <= now && now < until && until - from <= LONGEST_PAUSE;
}
