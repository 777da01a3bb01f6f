/** The page on which a witness signs the newest head: the key opens in this browser, and its signature alone leaves it. */
import { isLongEnough, save } from "../kit/key-file";
import { Fault, hex } from "./record/bytes";
import { fromAddress, type Told } from "./record/checking";
import { keyOf } from "./record/notes";
import { headToSign, type NewestHead } from "./record/signing";
import { digits, teller, wordsOf } from "./record/telling";
import { canSign, isName, Witness } from "./record/witness";
// What both pages need stays in its file, which must need no other one: it is given out as a page by itself.
import "./record-check";

const CLOCK = 300; // seconds by which this device's clock may differ from the city's
const SECOND = 1000;

/** What the server knows: its time, the days of the newest heads, and how large a head each witness signed last. */
interface Known {
  now: number;
  days: Record<string, string>;
  witnesses: Record<string, number>;
}

class Signing {
  private witness?: Witness;
  private head?: NewestHead;
  private readonly known: Known;
  private readonly isLate: boolean;
  private readonly tell: Told;

  constructor(private readonly root: HTMLElement) {
    this.known = JSON.parse(document.getElementById("record-known")?.textContent ?? "{}") as Known;
    this.isLate = Math.abs(Date.now() / SECOND - this.known.now) > CLOCK;
    this.tell = teller(this.part("results"));
    this.onSubmit("opening", () => this.open());
    this.onSubmit("making", () => this.make());
    this.onSubmit("checking", () => this.look());
    this.part("sign").addEventListener("click", () => void this.sign());
    for (const one of root.querySelectorAll('[data-witness="save"]')) one.addEventListener("click", () => this.keep());
    this.part<HTMLInputElement>("follow").addEventListener("change", () => void this.look());
    void canSign().then((can) => this.show(can ? "opening-part" : "cannot"));
  }

  private async open(): Promise<void> {
    const file = this.part<HTMLInputElement>("file").files?.[0];
    if (!file) return this.fault("opening", "choose");
    const witness = await Witness.opened(await file.text(), this.typed("words")).catch(() => null);
    if (!witness) return this.fault("opening", witness === null ? "passphrase" : "no_key_file");
    await this.begin(witness);
  }

  private async make(): Promise<void> {
    const [name, words] = [this.typed("name").trim(), this.typed("new-words")];
    if (!isName(name)) return this.fault("making", "name");
    if (!isLongEnough(words)) return this.fault("making", "too_short");
    if (words !== this.typed("again")) return this.fault("making", "not_same");
    this.witness = await Witness.made(name, words);
    this.keep();
    await this.begin(this.witness);
  }

  private async begin(witness: Witness): Promise<void> {
    this.witness = witness;
    for (const one of this.root.querySelectorAll<HTMLInputElement>("[type=password]")) one.value = "";
    this.fault("opening", "");
    this.show("opening-part", false);
    this.part("line").textContent = witness.text;
    this.show("key-part");
    const isKnown = witness.text in this.known.witnesses;
    this.show("unregistered", !isKnown);
    if (!isKnown) return this.part("key-title").focus();
    const key = this.part<HTMLInputElement>("key");
    key.value = witness.log || key.defaultValue;
    this.show("head-part");
    this.part("head-title").focus();
    await this.look();
  }

  /** Reads the newest head and checks it against those that were signed before; shows what would be signed. */
  private async look(): Promise<void> {
    if (!this.witness) return;
    this.part("results").replaceChildren();
    for (const part of ["facts", "sign", "hand-in", "evidence", "follow-part"]) this.show(part, false);
    this.root.setAttribute("aria-busy", "true");
    const read = fromAddress(this.root.dataset.address ?? "");
    const signed = await this.witness.signed(read, this.known.witnesses[this.witness.text] ?? 0);
    try {
      const given = await keyOf(this.part<HTMLInputElement>("key").value);
      const follow = this.part<HTMLInputElement>("follow").checked;
      this.offer(await headToSign(read, given, signed, follow), signed);
    } catch (fault) {
      const { message, values } = fault instanceof Fault ? fault : new Fault("unreadable");
      this.tell(message, false, values);
      this.show("follow-part", message === "follows");
      if (message === "two" || message === "cut") this.accuse(values.shown ?? "", values.signed ?? "");
    }
    this.root.removeAttribute("aria-busy");
  }

  private offer(head: NewestHead, signed: string[]): void {
    const [size, day] = [String(head.size), this.known.days[String(head.size)]];
    if (!day) throw new Fault("renewed");
    if (this.isLate) throw new Fault("clock");
    this.head = head;
    this.part("size").textContent = digits(size);
    this.part("day").textContent = day;
    this.part("root").textContent = hex(head.root);
    this.tell("log", true);
    const last = Math.max(0, ...signed.map(sizeOf));
    this.tell(last === head.size ? "again" : last ? "begins" : "first", true, { size: String(last) });
    this.show("facts");
    this.show("sign");
  }

  /** Two heads contradict each other: offers both, so that everybody sees the one that the record never had. */
  private accuse(shown: string, signed: string): void {
    this.part<HTMLTextAreaElement>("shown").value = shown;
    this.part<HTMLTextAreaElement>("signed").value = signed;
    this.show("evidence");
  }

  private async sign(): Promise<void> {
    if (!this.witness || !this.head) return;
    const at = Math.floor(Date.now() / SECOND);
    this.part<HTMLTextAreaElement>("signature").value = await this.witness.sign(this.head, at);
    this.keep();
    this.show("sign", false);
    this.show("hand-in");
    this.part("hand-in-title").focus();
  }

  private keep(): void {
    if (this.witness) save(this.witness.fileName, this.witness.content);
  }

  private fault(form: string, name: string): void {
    this.part(form)
      .querySelectorAll(".field-error")
      .forEach((place) => {
        place.textContent = name && wordsOf(name);
      });
  }

  private onSubmit(name: string, act: () => Promise<void>): void {
    this.part(name).addEventListener("submit", (event) => {
      event.preventDefault();
      void act();
    });
  }

  private typed(name: string): string {
    return this.part<HTMLInputElement>(name).value;
  }

  private show(name: string, isShown = true): void {
    this.part(name).hidden = !isShown;
  }

  private part<Found extends HTMLElement>(name: string): Found {
    return this.root.querySelector<Found>(`[data-witness="${name}"]`) as Found;
  }
}

function sizeOf(note: string): number {
  return Number(note.split("\n")[1]);
}

const root = document.querySelector<HTMLElement>("[data-record-sign]");
if (root?.querySelector("[data-witness=opening]")) new Signing(root);
