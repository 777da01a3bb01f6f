/** Reports that wait on this phone until there is a connection; pages and the service worker share them. */

const STORE = "outbox";
const DRAFT = "draft";
const PATIENCE = 180_000; // photos over a slow line take their time
const SHORT = 20_000; // a token does not

export type State = "waiting" | "refused" | "sent";

/** One report as its form held it; after sending, its code in place of what it said. */
export interface Kept {
  key: string;
  fields: [string, string][];
  photos: File[];
  keptAt: number;
  state: State;
  words?: string;
  code?: string;
  shown?: string;
  address?: string;
}

/** What was typed and not yet sent; the phone number is never part of it. */
export interface Draft {
  id: "current";
  fields: [string, string][];
  photos: File[];
  at: number;
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("peygir", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.result.createObjectStore(DRAFT, { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** One request in a transaction of its own; resolves when it is on disk. */
async function run<T>(
  name: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const work = base.transaction(name, mode);
      const asked = ask(work.objectStore(name));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = work.onerror = () => reject(work.error);
    });
  } finally {
    base.close();
  }
}

/** All that is on the shelf, oldest first. */
export async function all(): Promise<Kept[]> {
  const found = await run<Kept[]>(STORE, "readonly", (store) => store.getAll());
  return found.sort((one, other) => one.keptAt - other.keptAt);
}

export const remove = (key: string) => run(STORE, "readwrite", (store) => store.delete(key));
export const draft = () => run<Draft | undefined>(DRAFT, "readonly", (store) => store.get("current"));
export const saveDraft = (one: Draft) => run(DRAFT, "readwrite", (store) => store.put(one));
export const dropDraft = () => run(DRAFT, "readwrite", (store) => store.delete("current"));
const put = (one: Kept) => run(STORE, "readwrite", (store) => store.put(one));

/** The form's words and photos, without its token: that will be too old by the time it is sent. */
export function contents(form: HTMLFormElement): Pick<Kept, "fields" | "photos"> {
  const fields: [string, string][] = [];
  const photos: File[] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") {
      if (value.size) photos.push(value);
    } else if (name !== "csrfmiddlewaretoken") fields.push([name, value]);
  }
  return { fields, photos };
}

/** Puts the report of a form on the shelf; the form's own key makes every later sending the same report. */
export async function keep(form: HTMLFormElement): Promise<Kept> {
  const { fields, photos } = contents(form);
  const drawn = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const key = fields.find(([name]) => name === "key")?.[1] || drawn;
  const one: Kept = {
    key,
    photos,
    keptAt: Date.now(),
    state: "waiting",
    fields: [...fields.filter(([name]) => name !== "key"), ["key", key]],
  };
  await put(one);
  // Otherwise a phone that is short of room may throw it away.
  if (typeof navigator.storage?.persist === "function") void navigator.storage.persist();
  return one;
}

/** Back into the form: what was refused, or is to be changed before it is sent. */
export async function reopen(one: Kept): Promise<void> {
  await saveDraft({ id: "current", fields: one.fields, photos: one.photos, at: Date.now() });
  await remove(one.key);
}

let working: Promise<number> | undefined;

/** Tries everything that waits, one after the other; stops where there is no connection. Returns how many still wait.
 *
 * Should a page and the worker try at once, it is one report all the same: the key says so.
 */
export function flush(): Promise<number> {
  working ??= work().finally(() => (working = undefined));
  return working;
}

async function work(): Promise<number> {
  const waiting = (await all()).filter((one) => one.state === "waiting");
  for (const [index, one] of waiting.entries()) {
    try {
      await put(await sent(one));
    } catch {
      return waiting.length - index;
    }
  }
  return 0;
}

/** The report after an answer came; throws where none came, or none that is final. */
async function sent(one: Kept): Promise<Kept> {
  const token = ((await asked("/report/token/", { cache: "no-store" })) as { token: string }).token;
  const body = new FormData();
  one.fields.forEach(([name, value]) => body.append(name, value));
  one.photos.forEach((photo) => body.append("photos", photo, photo.name));
  const answer = await fetch("/report/", {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": token },
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.ok) {
    const receipt = (await answer.json()) as { code: string; shown: string; address: string };
    return { ...one, ...receipt, fields: [], photos: [], state: "sent" };
  }
  if (answer.status !== 422) throw new Error(String(answer.status));
  // The case that it was to join has ended meanwhile: then it is a report of its own.
  const joined = one.fields.find(([name, value]) => name === "join" && value);
  if (joined) return sent({ ...one, fields: one.fields.filter((field) => field !== joined) });
  const { faults } = (await answer.json()) as { faults: string[] };
  return { ...one, state: "refused", words: faults.join(" ") };
}

async function asked(address: string, how: RequestInit): Promise<unknown> {
  const patience = AbortSignal.timeout(SHORT);
  const answer = await fetch(address, {
    ...how,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    signal: patience,
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
