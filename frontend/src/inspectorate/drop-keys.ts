/** Making a key of the drop box: in this browser, saved as a file; only the public half is handed in. */
import { canSeal, fingerprint, fromBase64, makeKeyFile } from "./sealing";

const LEAST_LETTERS = 16;
const LEAST_WORDS = 5;

class KeyMaking {
  constructor(private root: HTMLElement) {
    this.one("[data-make]").addEventListener("click", () => this.make());
  }

  private async make(): Promise<void> {
    const [words, again] = [this.typed("#make-words"), this.typed("#make-again")];
    const isLong = words.length >= LEAST_LETTERS || words.trim().split(/\s+/).length >= LEAST_WORDS;
    if (!(await canSeal())) return this.say(this.root.dataset.noKey);
    if (!isLong) return this.say(this.root.dataset.tooShort);
    if (words !== again) return this.say(this.root.dataset.notSame);
    this.say("");
    const file = await makeKeyFile(words);
    const print = await fingerprint(fromBase64(file.public));
    const name = `drop-box-key-${print.slice(0, 9).replace(" ", "-")}.json`;
    save(name, JSON.stringify(file));
    this.one<HTMLInputElement>("[name=public]").value = file.public;
    this.one("[data-name]").textContent = name;
    this.one("[data-print]").textContent = print;
    this.one("[data-made]").hidden = false;
    this.one("[data-make]").hidden = true;
  }

  private typed(selector: string): string {
    return this.one<HTMLInputElement>(selector).value;
  }

  private say(words = ""): void {
    this.one("[data-fault]").textContent = words;
  }

  private one<Found extends HTMLElement>(selector: string): Found {
    return this.root.querySelector<Found>(selector) as Found;
  }
}

function save(name: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const root = document.querySelector<HTMLElement>("[data-make-key]");
if (root) new KeyMaking(root);
