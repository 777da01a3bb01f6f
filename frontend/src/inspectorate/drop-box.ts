/** A box of the drop box: opened with the viewer's key file, answered, and shared with colleagues; all in this browser. */
import {
  type Bytes,
  canSeal,
  fromBase64,
  type OpenKey,
  openKeyFile,
  openPart,
  readKeyFile,
  seal,
  sealMessage,
  toBase64,
  unseal,
} from "./sealing";

interface Key {
  id: number;
  public: string;
  holder: string;
  current: boolean;
}
interface Listed {
  text: string;
  files: { name: string; kind: string }[];
}

class DropBoxPage {
  private readonly keys: Key[];
  private open: OpenKey | undefined;
  private own: Key | undefined;
  private contentKeys = new Map<number, Bytes>();

  constructor(private root: HTMLElement) {
    this.keys = JSON.parse(root.dataset.keys ?? "[]");
    this.one("[data-open]").addEventListener("click", () => this.unlock());
    this.one("#key-words").addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.unlock();
    });
    this.answerForm.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
  }

  private async unlock(): Promise<void> {
    const box = this.one("[data-unlock]");
    const [chosen] = this.one<HTMLInputElement>("#key-file").files ?? [];
    if (!(await canSeal())) return say(box, this.words("noKey"));
    if (!chosen) return say(box, this.words("noFile"));
    const file = readKeyFile(await chosen.text());
    if (!file) return say(box, this.words("wrongFile"));
    const own = this.keys.find((key) => key.public === file.public);
    if (!own) return say(box, this.words("strangeKey"));
    const words = this.one<HTMLInputElement>("#key-words");
    this.open = await openKeyFile(file, words.value).catch(() => undefined);
    if (!this.open) return say(box, this.words("wrongWords"));
    this.own = own;
    words.value = "";
    box.hidden = true;
    this.answerForm.hidden = false;
    await this.openAll();
  }

  /** Opens every message that is sealed to this key, and offers those that colleagues lack. */
  private async openAll(): Promise<void> {
    for (const message of this.root.querySelectorAll<HTMLElement>("[data-message]")) await this.openOne(message);
    this.offerSharing();
  }

  private async openOne(message: HTMLElement): Promise<void> {
    const body = message.querySelector<HTMLElement>("[data-body]");
    const number = Number(message.dataset.message);
    const sealed = this.sealsOf(message)[String(this.own?.id)];
    if (!body || !this.open) return;
    if (!sealed) {
      body.textContent = this.words("closedToYou");
      return;
    }
    try {
      const contentKey = await unseal(this.open, fromBase64(sealed));
      const part = await openPart(contentKey, 0, fromBase64(message.dataset.text ?? ""), this.context(number));
      const { text, files } = JSON.parse(new TextDecoder().decode(part)) as Listed;
      this.contentKeys.set(number, contentKey);
      body.textContent = text;
      body.dir = "auto";
      body.className = "whitespace-pre-line";
      message.querySelectorAll<HTMLButtonElement>("[data-file]").forEach((button, place) => {
        const file = files[place];
        if (!file) return;
        button.disabled = false;
        (button.querySelector("span") as HTMLElement).textContent = file.name;
        button.onclick = () => this.openFile(message, button, contentKey, file);
      });
    } catch {
      body.textContent = this.words("damaged");
    }
  }

  /** Shows a picture in its message, and saves anything else. */
  private async openFile(
    message: HTMLElement,
    button: HTMLButtonElement,
    contentKey: Bytes,
    file: { name: string; kind: string },
  ): Promise<void> {
    try {
      const answer = await fetch(button.dataset.href ?? "");
      if (!answer.ok) throw new Error(String(answer.status));
      const sealed = new Uint8Array(await answer.arrayBuffer());
      const place = Number(button.dataset.file);
      const content = await openPart(contentKey, place, sealed, this.context(Number(message.dataset.message)));
      const isPicture = file.kind === "image/jpeg" && message.hasAttribute("data-citizen");
      const address = URL.createObjectURL(
        new Blob([content], { type: isPicture ? file.kind : "application/octet-stream" }),
      );
      if (isPicture) {
        const picture = document.createElement("img");
        picture.src = address;
        picture.alt = file.name;
        message.append(picture);
        button.disabled = true;
      } else {
        const link = document.createElement("a");
        link.href = address;
        link.download = file.name;
        link.click();
      }
    } catch {
      button.insertAdjacentText("afterend", this.words("damaged"));
    }
  }

  private async answer(): Promise<void> {
    const form = this.answerForm;
    const text = this.one<HTMLTextAreaElement>("#answer-text");
    const chosen = [...(this.one<HTMLInputElement>("#answer-files").files ?? [])];
    if (!text.value.trim()) return text.focus();
    const number = this.one("[data-messages]").dataset.next ?? "";
    const current = this.keys.filter((key) => key.current);
    const recipients = [this.root.dataset.wordsKey ?? "", ...current.map((key) => key.public)].map(fromBase64);
    const files = await Promise.all(
      chosen.map(async (file, place) => ({
        name: `file-${place + 1}${/\.\w{1,8}$/.exec(file.name)?.[0] ?? ""}`,
        kind: file.type,
        content: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const sealed = await sealMessage(text.value, files, recipients, this.context(Number(number)));
    const names = ["words", ...current.map((key) => String(key.id))];
    const body = new FormData();
    body.set("number", number);
    body.set(
      "seals",
      JSON.stringify(Object.fromEntries(names.map((name, i) => [name, toBase64(sealed.seals[i] as Bytes)]))),
    );
    for (const part of sealed.parts) body.append("parts", new Blob([part]), "part");
    if (await this.send(form, form.action, body)) {
      form.reset();
      await this.renew();
    }
  }

  /** A message that a colleague's key came too late for is sealed to it. */
  private async share(key: Key): Promise<void> {
    const box = this.one("[data-share]");
    const seals: Record<string, string> = {};
    for (const number of this.lacking(key)) {
      const contentKey = this.contentKeys.get(number) as Bytes;
      seals[number] = toBase64(await seal(fromBase64(key.public), contentKey));
    }
    const body = new FormData();
    body.set("key", String(key.id));
    body.set("seals", JSON.stringify(seals));
    if (await this.send(box, box.dataset.href ?? "", body)) await this.renew();
  }

  private offerSharing(): void {
    const rows = this.one("[data-share-rows]");
    const shape = this.one<HTMLTemplateElement>("[data-share-row]");
    rows.replaceChildren();
    for (const key of this.keys.filter((one) => one.current && this.lacking(one).length)) {
      const row = shape.content.cloneNode(true) as DocumentFragment;
      (row.querySelector("[data-name]") as HTMLElement).textContent = key.holder;
      row.querySelector("button")?.addEventListener("click", () => this.share(key));
      rows.append(row);
    }
    this.one("[data-share]").hidden = !rows.childElementCount;
  }

  /** The messages that this page has opened and that are not sealed to a key. */
  private lacking(key: Key): number[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-message]")]
      .filter((message) => !this.sealsOf(message)[String(key.id)])
      .map((message) => Number(message.dataset.message))
      .filter((number) => this.contentKeys.has(number));
  }

  private async send(box: HTMLElement, address: string, body: FormData): Promise<boolean> {
    const token = this.answerForm.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
      const { faults } = (await answer.json()) as { faults: string[] };
      say(box, faults.join(" "));
      return answer.ok;
    } catch {
      say(box, this.words("failed"));
      return false;
    }
  }

  /** Takes the messages anew from the server; the key stays open in this page. */
  private async renew(): Promise<void> {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-messages]");
    if (!answer.ok || !fresh) return location.reload();
    this.one("[data-messages]").replaceWith(fresh);
    await this.openAll();
  }

  private sealsOf(message: HTMLElement): Record<string, string> {
    return JSON.parse(message.dataset.seals ?? "{}");
  }

  private context(number: number): string {
    return `${this.root.dataset.reference}:${number}`;
  }

  private words(name: string): string {
    return this.root.dataset[name] ?? "";
  }

  private get answerForm(): HTMLFormElement {
    return this.one<HTMLFormElement>("[data-answer]");
  }

  private one<Found extends HTMLElement>(selector: string): Found {
    return this.root.querySelector<Found>(selector) as Found;
  }
}

function say(box: HTMLElement, words: string): void {
  const fault = box.querySelector<HTMLElement>("[data-fault]");
  if (fault) fault.textContent = words;
}

const root = document.querySelector<HTMLElement>("[data-drop-box]");
if (root) new DropBoxPage(root);
