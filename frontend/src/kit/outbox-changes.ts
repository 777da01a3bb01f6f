/** Changes of an item while it is sent; each looks first at what has become of it meanwhile. */
import { clearedPhotos, waits } from "./outbox";
import { type Item, NotKept, writing } from "./outbox-base";
import { announce } from "./outbox-locks";

/** Changes an item that still waits, or is in conflict; what was settled or deleted meanwhile stays so.
 *
 * On a phone without any room the change is left out: what counts is what the server has.
 */
export async function mark(key: string, change: (item: Item) => Item): Promise<void> {
  await writing(["items"], async (tables) => {
    const known = await tables.objectStore("items").get(key);
    if (known && (waits(known) || known.state === "conflict")) await tables.objectStore("items").put(change(known));
  }).catch((fault: unknown) => {
    if (!(fault instanceof NotKept && fault.why === "full")) throw fault;
  });
  announce();
}

/** What stays of a command's body: what it did to which part of the file, in no words of anybody. */
const KEPT = ["verb", "case", "result", "step", "is_done", "finding"];
const keptOf = (body: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => KEPT.includes(name)));

/** The server's answer in place of what was said, and the photos gone, in one transaction.
 *
 * Without room for the answer the photos go first: the server has them.
 */
export async function settle(key: string, answer: Partial<Item>): Promise<void> {
  const change = () =>
    writing(["items", "photos"], async (tables) => {
      const known = await tables.objectStore("items").get(key);
      if (!known) return;
      const { why: _why, said: _said, words: _words, fault: _fault, command, ...rest } = known;
      const verb = command && { ...command, body: keptOf(command.body) };
      const sent: Item = { ...rest, fields: [], photos: 0, state: "sent", ...(verb && { command: verb }), ...answer };
      await tables.objectStore("items").put(sent);
      await clearedPhotos(tables, key);
    });
  await change().catch(async (fault: unknown) => {
    if (!(fault instanceof NotKept && fault.why === "full")) throw fault;
    await writing(["photos"], (tables) => clearedPhotos(tables, key));
    await change();
  });
  announce();
}
