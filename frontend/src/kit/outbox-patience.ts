/** The times and sizes of the outbox: the one table of them, each with its reason. */

/** Bytes of a photo in one request: some seconds on a slow line, so that a break costs no more than that. */
export const PART = 256 * 1024;
/** How often a part is offered again whose offset the server does not expect; more would be a fault of the server. */
export const PART_TRIES = 3;
/** ms for one part: 256 KB at 20 kbit/s, the slowest line that still carries anything. */
export const PART_WITHIN = 120_000;
/** ms for the token and the state of an upload: some hundred bytes. */
export const TOKEN_WITHIN = 20_000;
/** ms for a report or a list of commands; a browser without https sends photos in the same request. */
export const REPORT_WITHIN = 180_000;
/** ms between two tries while a page is open: a person who looks at it sees it go within half a minute. */
export const TRY_EVERY = 30_000;
/** ms between two questions what has become of a conflict: a person decides on it, in hours. */
export const CONFLICT_EVERY = 600_000;
/** ms: a longer `Retry-After` is a mistake, or the phone's clock was set meanwhile. */
export const LONGEST_PAUSE = 3_600_000;
/** ms for which an old page may hold up an update of the database before the person is asked to close it. */
export const BASE_WITHIN = 8_000;
/** Commands in one request; the server takes 100. */
export const MOST_AT_ONCE = 50;
/** After so many tries without an answer a person is told that the entry can also be handed in as a file. */
export const MANY_TRIES = 10;
/** ms: what was begun and not sent is offered again for a week; after that the street has changed. */
export const DRAFT_LIVES = 7 * 86_400_000;
