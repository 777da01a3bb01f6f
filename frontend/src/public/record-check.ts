/** The page that checks the public record in the browser: heads that were seen, proofs and slips, against the files. */
import { base64, Fault, unbase64 } from "./record/bytes";
import { check, fromAddress, fromFiles, headOfLink, type SeenHead } from "./record/checking";
import { type Log, nameOf } from "./record/logs";
import { keyOf } from "./record/notes";
import { teller } from "./record/telling";

const SEEN = "peygir-record-heads";
const LOG = "peygir-record-log"; // the name of the log that this address showed last
const MOST_SEEN = 30;

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing still checks.
  }
}

function kept(name: string): SeenHead[] {
  try {
    const rows = JSON.parse(stored(`${SEEN} ${name}`) ?? "[]") as [number, string][];
    return rows.map(([size, root]) => ({ size, root: unbase64(root), name }));
  } catch {
    return [];
  }
}

function keep({ head }: Log, name: string): void {
  const rows = kept(name).filter((one) => one.size !== head.size);
  const newest = [...rows, head].slice(-MOST_SEEN).map((one) => [one.size, base64(one.root)]);
  store(`${SEEN} ${name}`, JSON.stringify(newest));
}

/** Wakes the page. */
export function ready(page: HTMLElement): void {
  const part = <T extends HTMLElement>(name: string): T => page.querySelector(`[data-record="${name}"]`) as T;
  const [results, drop, key] = [part("results"), part("drop"), part<HTMLInputElement>("key")];
  const [chosen, folder] = [part<HTMLInputElement>("files"), part<HTMLInputElement>("folder")];
  const tell = teller(results);

  const run = async (): Promise<void> => {
    results.replaceChildren();
    page.setAttribute("aria-busy", "true");
    const linked = headOfLink(location.hash);
    const copy = [...(folder.files ?? [])];
    try {
      const read = copy.length ? fromFiles(copy) : fromAddress(page.dataset.address ?? "");
      const files = await Promise.all([...(chosen.files ?? [])].map((file) => file.text()));
      const own = await keyOf(key.value);
      const seen = (names: string[]): SeenHead[] => {
        const last = copy.length ? null : stored(LOG);
        if (last && !names.includes(last)) tell("another", false, { name: last });
        return [...(linked ? [linked] : []), ...names.flatMap(kept)];
      };
      const log = await check(read, own, seen, files, tell);
      if (log && !results.querySelector(".tone-red")) {
        keep(log, nameOf(log));
        if (!copy.length) store(LOG, nameOf(log));
      }
    } catch (fault) {
      tell(fault instanceof Fault ? fault.message : "unreadable", false);
    }
    page.removeAttribute("aria-busy");
  };
  part("run").addEventListener("click", () => void run());
  part("run").hidden = false;
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer) return;
    chosen.files = event.dataTransfer.files;
    void run();
  });
  if (page.dataset.address && location.protocol !== "file:") void run();
}

document.querySelectorAll<HTMLElement>("[data-record-check]").forEach(ready);
