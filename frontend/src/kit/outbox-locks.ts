/** One at a time: pages, tabs and the service worker of one phone share the outbox. */

const held = new Set<string>(); // where the browser has no locks (a page without https)

/** Does `work` while nobody else holds the lock of this name; undefined, and nothing is done, if somebody does, unless it
 * `waits` until the other is ready.
 *
 * The browser gives a lock back when its page ends, also when it is killed; no clock decides that.
 */
export async function alone<T>(name: string, work: () => Promise<T>, waits = false): Promise<T | undefined> {
  const locks = globalThis.navigator?.locks;
  if (locks) {
    const result = await locks.request(`peygir:${name}`, { ifAvailable: !waits }, async (lock) =>
      lock ? { value: await work() } : undefined,
    );
    return result?.value;
  }
  if (held.has(name)) return undefined;
  held.add(name);
  try {
    return await work();
  } finally {
    held.delete(name);
  }
}

/** Tells every page of this phone that something in the outbox has changed. */
export function announce(): void {
  if ("document" in globalThis) globalThis.dispatchEvent(new Event("peygir:outbox"));
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel("peygir:outbox");
  channel.postMessage("changed");
  channel.close();
}
