/** A member's site visit: kept on the phone first, with its photo, and sent from there, now or when a line is back. */
import { itemOf, keep, NotKept } from "../kit/outbox";
import { recount, sendWaiting, wakeLater } from "../kit/phone";

const form = document.querySelector<HTMLFormElement>("form[data-keeps]");

form?.addEventListener("submit", (event) => {
  if (!form.querySelector("[name=saw]:checked")) return; // the server says what is missing
  event.preventDefault();
  void stay(form);
});

async function stay(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (button) button.disabled = true;
  try {
    const { key } = await keep(form, { to: location.pathname });
    if (navigator.onLine) await sendWaiting(true, key).catch(() => undefined);
    const item = await itemOf(key);
    if (item?.state === "sent") location.assign(item.address ?? "/panel/me/");
    else if (item?.state === "refused") say(form, item.words ?? "");
    else await show(form);
  } catch (fault) {
    if (fault instanceof NotKept) say(form, form.dataset[fault.why] ?? form.dataset.none ?? "");
    else form.submit(); // a browser that keeps nothing sends it at once
  } finally {
    if (button) button.disabled = false;
  }
}

/** The phone keeps it: the form makes room for that. */
async function show(form: HTMLFormElement): Promise<void> {
  const panel = document.querySelector<HTMLElement>("[data-is-kept]");
  form.hidden = true;
  if (panel) {
    panel.hidden = false;
    panel.querySelector<HTMLElement>("h2")?.focus();
  }
  await recount();
  void wakeLater();
}

function say(form: HTMLFormElement, words: string): void {
  const notice = document.createElement("p");
  notice.className = "notice tone-red";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  form.querySelector("[data-form-faults]")?.replaceChildren(notice);
}
