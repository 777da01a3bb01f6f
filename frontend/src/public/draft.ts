/** What was typed outlives a reload, a crash and a dead battery; sending the report, or a week, forgets it. */
import { contents, type Draft, draft, dropDraft, saveDraft } from "../kit/outbox";

const DAYS = 7;
const REST = 600; // ms after the last change
// Who somebody is stays out of a draft: a phone is lent, and a shared computer remembers.
const PRIVATE = new Set(["phone", "name", "for_name", "for_relation", "consent", "key", "join", "heard", "about_unit"]);

/** Fills the form from the draft (if there is one), and keeps the draft in step; `lay` puts photos on their shelf. */
export async function keptDraft(form: HTMLFormElement, lay: (photos: File[]) => void): Promise<void> {
  const known = await draft().catch(() => undefined);
  if (known && Date.now() - known.at < DAYS * 86_400_000 && !form.querySelector("[aria-invalid=true]"))
    fill(form, known, lay);
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
}

async function save(form: HTMLFormElement): Promise<void> {
  const { fields, photos } = contents(form);
  const said = fields.filter(([name, value]) => value && !PRIVATE.has(name) && name !== "topic_hint");
  if (!said.length && !photos.length) return;
  await saveDraft({ id: "current", fields: said, photos, at: Date.now() }).catch(() => undefined);
}

function fill(form: HTMLFormElement, known: Draft, lay: (photos: File[]) => void): void {
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
