/** Working through an inbox by keyboard, and picking many cases at once. Without it the page works by its links. */
import { isTyping, keysAreOn, setUpKeysDialog, singleKey } from "../kit/keys";

const rows = () => [...document.querySelectorAll<HTMLTableRowElement>("[data-rows] tbody tr")];
const boxOf = (row: HTMLTableRowElement | undefined) => row?.querySelector<HTMLInputElement>("input[name=case]");
const here = () => rows().find((row) => row.classList.contains("is-at"));

function goTo(step: number): void {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("is-at"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  all.forEach((row) => row.classList.remove("is-at"));
  next.classList.add("is-at");
  next.querySelector<HTMLAnchorElement>("a.row-link")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** The bar at the foot: how many are picked; it stays away until one is. */
const barNow = () => document.querySelector<HTMLFormElement>("[data-bulk]");
const boxes = () => [...document.querySelectorAll<HTMLInputElement>("input[name=case][form=bulk]")];
const digits = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en");

function countPicked(): void {
  const bar = barNow();
  if (!bar) return;
  const picked = boxes().filter((box) => box.checked);
  bar.hidden = picked.length === 0;
  const count = bar.querySelector("[data-count]");
  if (count) count.textContent = digits.format(picked.length);
  const all = document.querySelector<HTMLInputElement>("[data-pick-all] input");
  if (all) {
    all.checked = picked.length > 0 && picked.length === boxes().length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
  for (const row of rows()) row.classList.toggle("is-picked", boxOf(row)?.checked ?? false);
}

function pick(row: HTMLTableRowElement | undefined): void {
  const box = boxOf(row);
  if (!box) return;
  box.checked = !box.checked;
  countPicked();
}

/** Take in hand what is picked, or the case where one is: the page that follows says what will happen first. */
function accept(): void {
  const bar = barNow();
  if (!bar) return;
  const box = boxOf(here());
  if (boxes().every((one) => !one.checked) && box) box.checked = true;
  if (boxes().some((one) => one.checked)) bar.requestSubmit(bar.querySelector<HTMLButtonElement>("[value=accept]"));
}

const dialog = document.querySelector<HTMLDialogElement>("[data-keys]");
setUpKeysDialog(dialog);

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || dialog?.open || !keysAreOn()) return;
  const deeds: Record<string, () => void> = {
    j: () => goTo(1),
    k: () => goTo(-1),
    x: () => pick(here()),
    a: accept,
    "?": () => dialog?.showModal(),
  };
  const deed = deeds[singleKey(event)];
  if (!deed) return;
  event.preventDefault();
  deed();
});

document.addEventListener("change", (event) => {
  const target = event.target as HTMLElement;
  if (target.closest("[data-pick-all]")) {
    boxes().forEach((box) => (box.checked = (target as HTMLInputElement).checked));
  }
  if (target.matches("input[name=case], [data-pick-all] input")) countPicked();
});

document.addEventListener("click", (event) => {
  if (!(event.target as HTMLElement).closest("[data-pick-none]")) return;
  boxes().forEach((box) => (box.checked = false));
  countPicked();
});

/** What only a script can do is shown by it; also when a filter has brought another list. */
function showTools(): void {
  document.querySelectorAll<HTMLElement>("[data-pick-all], [data-pick-none], [data-keys-open]").forEach((hidden) => {
    hidden.hidden = false;
  });
  countPicked();
}

// A browser that comes back to the page keeps its ticks, and may set them after this has run.
window.addEventListener("pageshow", countPicked);
document.body.addEventListener("htmx:afterSettle", showTools);
showTools();

// A filter that is chosen applies at once; what is not chosen need not stand in the address.
document.body.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event as CustomEvent<{ elt: Element; parameters: FormData }>;
  if (!detail.elt.matches("form[data-filters]")) return;
  for (const [name, value] of [...detail.parameters.entries()]) if (value === "") detail.parameters.delete(name);
});
// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
});
