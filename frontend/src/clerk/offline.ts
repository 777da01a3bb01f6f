/** Forms of a case's page while there is no connection: what they say is kept on the phone as a command. */
import { recount, wakeLater } from "../kit/phone";

/** Keeps a form marked with `data-command` instead of sending it, as long as there is no connection. */
export function keepCommands(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (navigator.onLine || !form.dataset.command || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (form.dataset.keeping) return;
    form.dataset.keeping = "yes";
    void keep(form).finally(() => {
      delete form.dataset.keeping;
      delete form.dataset.sent; // the guard against a second press: nothing was sent
    });
  });
}

async function keep(form: HTMLFormElement): Promise<void> {
  try {
    const { keepCommand } = await import("../kit/outbox");
    const { body, photos, version } = read(form);
    const entry = { order: form.dataset.order ?? "", base_version: version, body };
    await keepCommand(form.dataset.person ?? "", entry, photos);
  } catch {
    say(form, "[data-command-lost]");
    return;
  }
  // A draft may stand in them, to which the form would be reset.
  form.querySelectorAll<HTMLTextAreaElement>("textarea, input[type=text]").forEach((box) => (box.defaultValue = ""));
  form.reset();
  say(form, "[data-command-kept]");
  await recount();
  void wakeLater();
}

/** The form as the body of a command: its fields under the keys that the server knows. */
function read(form: HTMLFormElement): { body: Record<string, string>; photos: File[]; version: number | null } {
  const keys = JSON.parse(form.dataset.keys || "{}") as Record<string, string>;
  const body: Record<string, string> = { verb: form.dataset.command ?? "" };
  const photos: File[] = [];
  let version: number | null = null;
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") {
      if (value.size) photos.push(value);
    } else if (name === "version") version = Number(value);
    else if (keys[name] && value.trim()) body[keys[name]] = value;
  }
  return { body, photos, version };
}

/** Shows one of the page's sentences before the form, in place of the one before. */
function say(form: HTMLFormElement, which: string): void {
  form.previousElementSibling?.matches(".notice[data-said]") && form.previousElementSibling.remove();
  const words = document
    .querySelector<HTMLTemplateElement>(which)
    ?.content.firstElementChild?.cloneNode(true) as HTMLElement;
  if (!words) return;
  words.dataset.said = "yes";
  form.before(words);
  words.focus();
}
