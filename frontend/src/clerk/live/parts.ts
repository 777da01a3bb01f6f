/** Parts of an open page that are made anew in their place: promises, photos, the story. */

/** Whether somebody is at work in a part: its fields are not taken from under their hands. */
function isInUse(part: HTMLElement): boolean {
  if (part.contains(document.activeElement)) return true;
  return [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].some(
    (field) => field.type !== "hidden" && field.value !== field.defaultValue,
  );
}

/** Lays the parts of a newly fetched page over those of this one; tells whether that page could be had. */
export async function refreshParts(): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { "X-Live": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll<HTMLElement>("[data-live-part]")) {
    const other = page.getElementById(part.id);
    if (!other || isInUse(part) || other.innerHTML === part.innerHTML) continue;
    part.replaceChildren(...[...other.childNodes].map((one) => document.importNode(one, true)));
    window.htmx?.process(part);
    part.firstElementChild?.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
  }
  // The next news count from here, and the forms know what has been seen.
  const bar = document.querySelector<HTMLElement>("[data-live]");
  const number = page.querySelector<HTMLElement>("[data-live]")?.dataset.number;
  if (bar && number) {
    bar.dataset.number = number;
    for (const field of document.querySelectorAll<HTMLInputElement>("input[name=seen]")) field.value = number;
  }
  return true;
}
