/** Making a key of the drop box: in this browser, saved as a file; only the public half is handed in. */
import { isLongEnough, save } from "../kit/key-file";
import { canSeal, fingerprint, fromBase64, makeKeyFile } from "./sealing";

class KeyMaking {
  constructor(private root: HTMLElement) {
    this.one("[data-make]").addEventListener("click", () => this.make());
    // Enter in a passphrase makes the key; the form goes out once there is one.
    this.one("form").addEventListener("submit", (event) => {
      if (this.one<HTMLInputElement>("[name=public]").value) return;
      event.preventDefault();
      this.make();
    });
  }

  private async make(): Promise<void> {
    const [words, again] = [this.typed("#make-words"), this.typed("#make-again")];
    if (!(await canSeal())) return this.say(this.root.dataset.noKey);
    if (!isLongEnough(words)) return this.say(this.root.dataset.tooShort);
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

const root = document.querySelector<HTMLElement>("[data-make-key]");
if (root) new KeyMaking(root);
