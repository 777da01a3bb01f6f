/** When the shift is over and what was sent may go from the phone; clocks of phones are wrong, so the server's decides. */
import type { AnyDay, Kept } from "./types";

/** ms without any contact after the end of the shift, until the list goes all the same. */
export const LONGEST_UNSEEN = 24 * 3_600_000;
/** ms for which a list that was asked for after the end of a shift stays. */
export const OVERTIME = 4 * 3_600_000;
/** ms: a smaller difference of the clocks is not worth a word. */
export const SKEW_TOLD = 120_000;

/** How far the phone's clock is ahead (ms), measured in the middle of a request. */
export function skewOf(server: number, sentAt: number, cameAt: number): number {
  return Math.round((sentAt + cameAt) / 2 - server);
}

/** Whether the shift is over for certain: the server said a later time, or the phone has not seen it for a day.
 *
 * `said` is the server's time of a contact just now (ms), undefined without one; `now` is the phone's clock.
 */
export function isOver(kept: Pick<Kept<AnyDay>, "until" | "skew">, said: number | undefined, now: number): boolean {
  if (said !== undefined) return said > kept.until;
  return now - kept.skew > kept.until + LONGEST_UNSEEN;
}

/** The end of a list that comes now: of one that is asked for after its shift, some hours later. */
export function untilOf(end: string, server: number): number {
  const until = Date.parse(end);
  return Number.isFinite(until) && until > server ? until : server + OVERTIME;
}
