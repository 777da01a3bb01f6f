/** Sends the report form; where no answer of the server comes, the report is kept on the phone, and sent later. */
import { discard, keep, NotKept } from "../kit/outbox";
import { mark } from "../kit/outbox-changes";
import { alone } from "../kit/outbox-locks";
import { recount, sendWaiting, wakeLater } from "../kit/phone";

/** What an answer says of the report: our server has it; it is refused, with sentences for the form; or neither. */
type Answer = "accepted" | "refused" | "none";

function answerOf(xhr: XMLHttpRequest): Answer {
  if (xhr.status === 200 && xhr.getResponseHeader("HX-Redirect")) return "accepted";
  return xhr.status === 422 && xhr.responseText.includes('id="form-faults"') ? "refused" : "none";
}

/** On its way: where no answer comes, the report is kept on the phone, and sent later under the same key. */
export function sending(form: HTMLFormElement, show: (step: number) => void, faulty: () => number): void {
  const isShell = "shell" in form.dataset;
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (navigator.onLine) return;
    event.preventDefault(); // no line: neither hints nor the report itself would arrive
    if (event.target === form) void stay(form);
  });
  journal(form);
  form.addEventListener("submit", (event) => {
    if (!isShell) return;
    event.preventDefault();
    const wrong = faulty();
    if (wrong >= 0) show(wrong);
    else void stay(form);
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"])
    form.addEventListener(kind, (event) => {
      if (event.target === form) void stay(form);
    });
  form.addEventListener("htmx:beforeOnLoad", ((event: CustomEvent<{ xhr: XMLHttpRequest }>) => {
    if (event.target !== form) return;
    const answer = answerOf(event.detail.xhr);
    if (answer === "accepted") form.dispatchEvent(new Event("report:sent"));
    if (answer !== "none") return;
    event.preventDefault(); // a hotel's page is not shown in ours; and what the server takes later, it gets later
    void stay(form);
  }) as EventListener);
}

/** Keeps the report on the phone before it is sent: a browser that is killed before the answer sends it again under the
 * same key, and nobody writes it a second time. An answer of the server ends that; what is refused is in the form.
 */
function journal(form: HTMLFormElement): void {
  let answered: (answer: Answer) => void = () => undefined;
  form.addEventListener("htmx:confirm", ((event: CustomEvent<{ issueRequest(isConfirmed: boolean): void }>) => {
    if (event.target !== form || !navigator.onLine) return;
    event.preventDefault();
    const key = form.querySelector<HTMLInputElement>("[name=key]")?.value ?? "";
    form.dataset.underWay = "yes"; // no draft of it is kept: that would be a second report
    void alone(`item:${key}`, async () => {
      // Where nothing can be kept it is sent all the same.
      await keep(form, { tries: 1, replaces: form.dataset.replaces }).catch(() => undefined);
      const answer = await new Promise<Answer>((resolve) => {
        answered = resolve;
        event.detail.issueRequest(true);
      });
      if (answer === "none") return; // it stays, and is sent later
      if (answer === "refused" && form.dataset.replaces) {
        // Refused once more: it stays in the list in place of the one that it corrects.
        await mark(key, (item) => ({ ...item, state: "refused" })).catch(() => undefined);
        form.dataset.replaces = key;
      } else await discard(key).catch(() => undefined);
      // What was refused is in the form alone again: it becomes the draft.
      if (answer === "refused") {
        delete form.dataset.underWay;
        form.dispatchEvent(new Event("change", { bubbles: true }));
      }
      await recount().catch(() => undefined);
    });
  }) as EventListener);
  form.addEventListener("htmx:afterRequest", ((event: CustomEvent<{ xhr: XMLHttpRequest }>) => {
    if (event.target === form) answered(answerOf(event.detail.xhr));
  }) as EventListener);
  form.addEventListener("report:stays", () => answered("none"));
}

async function stay(form: HTMLFormElement): Promise<void> {
  form.dataset.underWay = "yes";
  form.dispatchEvent(new Event("report:stays"));
  try {
    await keep(form, { tries: navigator.onLine ? 1 : 0, replaces: form.dataset.replaces });
  } catch (fault) {
    // A full phone, or a browser that forbids storage: the words stay in the form.
    const words = document.createElement("p");
    words.className = "notice tone-red";
    words.setAttribute("role", "alert");
    words.textContent = form.dataset[fault instanceof NotKept ? fault.why : "none"] ?? "";
    const slot = form.querySelector<HTMLElement>("#form-faults");
    slot?.replaceChildren(words);
    slot?.scrollIntoView({ block: "center" });
    delete form.dataset.underWay;
    return;
  }
  form.dispatchEvent(new Event("report:sent"));
  form.hidden = true;
  document.querySelectorAll<HTMLElement>("[data-stepper], [data-draft-back]").forEach((part) => (part.hidden = true));
  const panel = document.querySelector<HTMLElement>("[data-kept]");
  if (panel) {
    panel.hidden = false;
    panel.querySelector<HTMLElement>("h2")?.focus();
    panel.scrollIntoView({ block: "start" });
  }
  await recount();
  void wakeLater();
  if (navigator.onLine) void sendWaiting();
}
