/** What was typed outlives a reload, a crash and a dead battery; sending the report, or a week, forgets it. */
import { contents, type Draft, draft, dropDraft, isFresh, isPrivate, itemOf, saveDraft } from "../kit/outbox";

const REST = 600; // ms after the last change

/** Fills the form from the draft (if there is one), and keeps the draft in step; `lay` puts its files in their places. */
export async function keptDraft(form: HTMLFormElement, lay: (files: File[]) => void): Promise<void> {
  const known = await draft().catch(() => undefined);
  if (known && isFresh(known) && !form.querySelector("[aria-invalid=true]")) fill(form, await corrected(known), lay);
  let timer = 0;
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(form), REST);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // A phone that is laid aside may not come back to this page.
  document.addEventListener("visibilitychange", () => document.hidden && timer && void save(form));
  form.addEventListener("report:sent", () => {
    window.clearTimeout(timer);
    timer = 0;
    void dropDraft().catch(() => undefined);
  });
  window.addEventListener("pageshow", (event) => event.persisted && delete form.dataset.underWay); // back from what was sent
}

/** With what is no part of a draft (who it was), for who has just pressed “Correct it”. */
async function corrected(known: Draft): Promise<Draft> {
  const isAsked = known.replaces && new URLSearchParams(location.search).has("correct");
  const item = isAsked ? await itemOf(known.replaces ?? "").catch(() => undefined) : undefined;
  const own = item?.fields.filter(([name]) => isPrivate(name) && name !== "key") ?? [];
  return { ...known, fields: [...known.fields, ...own] };
}

async function save(form: HTMLFormElement): Promise<void> {
  if (form.dataset.underWay) return;
  const { fields, photos } = contents(form);
  const said = fields.filter(([name, value]) => value && !isPrivate(name) && name !== "topic_hint");
  if (!said.length && !photos.length) return;
  const { replaces } = form.dataset;
  await saveDraft({ id: "current", fields: said, photos, at: Date.now(), ...(replaces && { replaces }) }).catch(
    () => undefined,
  );
}

function fill(form: HTMLFormElement, known: Draft, lay: (photos: File[]) => void): void {
  if (known.replaces) form.dataset.replaces = known.replaces;
  let filled = false;
  for (const [name, value] of known.fields) {
    const boxes = [...form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)];
    const radio = boxes.find((box) => (box.type === "radio" || box.type === "checkbox") && box.value === value);
    if (radio) radio.checked = true;
    else if (boxes[0] && !boxes[0].value) boxes[0].value = value;
    else continue;
    filled = true;
    (radio ?? boxes[0])?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (known.photos.length) lay(known.photos);
  const notice = document.querySelector<HTMLElement>("[data-draft-back]");
  if (!notice || !(filled || known.photos.length)) return;
  notice.hidden = false;
  notice.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
    void dropDraft().then(() => location.reload());
  });
}
