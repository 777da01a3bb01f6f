/** How many entries are open on this phone, so that a page need not open the database to know. It may be lost: browsers
 * write the local storage to disk seconds later.
 */

/** The name of the database. */
export const BASE = "peygir";
const FLAG = "peygir-waiting";

/** How many are open, as this browser last knew. */
export function flagged(): number {
  try {
    return Number(localStorage.getItem(FLAG) ?? 0);
  } catch {
    return 0; // storage is forbidden: then nothing can wait here either
  }
}

/** Notes how many are open. */
export function flag(open: number): void {
  try {
    if (open) localStorage.setItem(FLAG, String(open));
    else localStorage.removeItem(FLAG);
  } catch {
    // The same.
  }
}
