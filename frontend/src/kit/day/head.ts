/** The head of a day's page: how far the day is, what waits, when the list came, and the room on this phone. */
import type { Item } from "../outbox-base";
import { at, dayOf, digits, nameOf, put, show, timeOf } from "./draw";
import { megabytes, NEARLY, room } from "./meter";
import { SKEW_TOLD } from "./shift";
import type { AnyDay, Kept } from "./types";

/** How many things the day has, how many of them are done, and how many entries wait to be sent. */
export interface Counts {
  count: number;
  done: number;
  waiting: number;
}

export async function drawHead(root: HTMLElement, kept: Kept<AnyDay> | undefined, counts: Counts): Promise<void> {
  const { count, done, waiting } = counts;
  put(root, "day", kept ? dayOf(kept.day.on) : "");
  put(root, "count", kept ? (root.dataset.many ?? "").replace("#", digits(count)) : "");
  const words = (root.dataset.ofDone ?? "").replace("#1", digits(done)).replace("#2", digits(count));
  put(root, "done", kept ? words : "");
  const progress = at<HTMLProgressElement>(root, "[data-progress]");
  progress.max = Math.max(1, count);
  progress.value = done;
  progress.hidden = count === 0;
  put(root, "waiting", digits(waiting));
  show(root, "[data-waiting-count]", waiting > 0);
  put(root, "fetched", kept ? timeOf(kept.fetchedAt) : "—");
  const skew = kept?.skew ?? 0;
  show(root, "[data-skew]", Math.abs(skew) > SKEW_TOLD);
  put(root, "skew", digits(Math.round(Math.abs(skew) / 60_000)));
  await drawRoom(root);
}

/** What the server said of an entry, in the page's language. */
export const saidOf = (item: Item | undefined) => (item?.said ? nameOf(item.said) : (item?.words ?? ""));

async function drawRoom(root: HTMLElement): Promise<void> {
  const { used, quota, waiting } = await room().catch(() => ({ used: 0, quota: 0, waiting: 0 }));
  const share = quota ? used / quota : 0;
  at<HTMLMeterElement>(root, "[data-room]").value = share;
  show(root, "[data-room-known]", quota > 0);
  put(root, "used", digits(megabytes(used)));
  put(root, "quota", digits(megabytes(quota)));
  put(root, "photos", digits(megabytes(waiting)));
  show(root, "[data-room-low]", share > NEARLY);
}
