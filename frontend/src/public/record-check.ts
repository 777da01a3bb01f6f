/** The page that checks the public record in the browser: heads that were seen, proofs and slips, against the files. */
import { base64, Fault, unbase64 } from "./record/bytes";
import { check, fromAddress, fromFiles, headOfLink } from "./record/checking";
import { type Head, keyOf } from "./record/notes";
import { teller } from "./record/telling";

const SEEN = "peygir-record-heads";
const MOST_SEEN = 30;

function kept(name: string): Head[] {
  try {
    const rows = JSON.parse(localStorage.getItem(`${SEEN} ${name}`) ?? "[]") as [number, string][];
    return rows.map(([size, root]) => ({ size, root: unbase64(root) }));
  } catch {
    return [];
  }
}

function keep(name: string, head: Head): void {
  const rows = kept(name).filter((one) => one.size !== head.size);
  const newest = [...rows, head].slice(-MOST_SEEN).map((one) => [one.size, base64(one.root)]);
  try {
    localStorage.setItem(`${SEEN} ${name}`, JSON.stringify(newest));
  } catch {
    // A browser that keeps nothing still checks.
  }
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
      const seen = linked ? [linked, ...kept(own.name)] : kept(own.name);
      const head = await check(read, own, seen, files, tell);
      if (head && !results.querySelector(".tone-red")) keep(own.name, head);
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
