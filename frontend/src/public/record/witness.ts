/** A witness of the record in its browser: the key file, which also remembers the head that was signed last. */
import { fromBase64, type LockedKey, makeLockedKey, readLockedKey, unlocked } from "../../kit/key-file";
import { keyText } from "./notes";
import { cosign, isCosigned, type NewestHead, type WitnessKey } from "./signing";
import type { Reading } from "./tree";

const KIND = "witness key 1";
const TYPE = 4; // of keys that sign checkpoints with the time
const LOG = 1;
const NAME = /^[^\s+\p{Cc}]{1,100}$/u;
const KEPT = "peygir-witness";

/** A key file of a witness; `log` is the record's key that it trusts, `last` the head that it signed last. */
interface WitnessFile extends LockedKey {
  name: string;
  log?: string;
  last?: string;
}

/** Whether this browser can sign with Ed25519. */
export async function canSign(): Promise<boolean> {
  if (!isSecureContext) return false;
  return crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]).then(
    () => true,
    () => false,
  );
}

/** Whether a text can be the name of a witness. */
export const isName = (text: unknown): boolean => typeof text === "string" && NAME.test(text);

/** The key of a witness, opened in this page. */
export class Witness {
  private constructor(
    private file: WitnessFile,
    private readonly key: CryptoKey,
    private readonly own: WitnessKey,
    /** The key as the city registers it. */
    readonly text: string,
  ) {}

  /** A new key, locked with a passphrase. */
  static async made(name: string, words: string): Promise<Witness> {
    return Witness.of({ ...(await makeLockedKey(KIND, "Ed25519", words)), name }, words);
  }

  /** Opens a key file; undefined for anything that is none. Throws where the passphrase does not fit. */
  static async opened(content: string, words: string): Promise<Witness | undefined> {
    const file = readLockedKey<WitnessFile>(content, KIND);
    return file && isName(file.name) ? Witness.of(file, words) : undefined;
  }

  private static async of(file: WitnessFile, words: string): Promise<Witness> {
    const key = await unlocked(file, "Ed25519", words);
    const [text, id] = await keyText(file.name, TYPE, fromBase64(file.public));
    return new Witness(file, key, { name: file.name, id, public: fromBase64(file.public) }, text);
  }

  /** The record's key that this witness trusts; "" before its first signature. */
  get log(): string {
    return this.file.log ?? "";
  }

  /** What the file is called. */
  get fileName(): string {
    return `witness-key-${this.file.name.replace(/[^\w.-]+/g, "-")}.json`;
  }

  /** The content of the key file as it is now. */
  get content(): string {
    return `${JSON.stringify(this.file)}\n`;
  }

  /**
   * The heads that this witness signed last: by its file, by this browser, and by the record (`size`, 0 for none).
   *
   * A file may be an older copy; what the record shows counts only with a signature by this key.
   */
  async signed(read: Reading, size: number): Promise<string[]> {
    const found = new Set([this.file.last ?? "", recalled(this.kept)]);
    if (size) {
      const note = new TextDecoder().decode(await read(`head/${size}`).catch(() => new Uint8Array(0)));
      if (await isCosigned(note, this.own).catch(() => false)) found.add(note);
    }
    return [...found].filter(Boolean);
  }

  /** Signs a head, at a moment in seconds since 1970; file and browser remember the head before the signature leaves. */
  async sign(head: NewestHead, at: number): Promise<string> {
    const [log] = await keyText(head.log.name, LOG, head.log.public);
    remember(this.kept, head.note);
    this.file = { ...this.file, log, last: head.note };
    return `${head.note}${await cosign(head.note, this.own, this.key, at)}\n`;
  }

  private get kept(): string {
    return `${KEPT} ${this.file.public}`;
  }
}

function recalled(name: string): string {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function remember(name: string, note: string): void {
  try {
    localStorage.setItem(name, note);
  } catch {
    // A browser that keeps nothing still signs: the key file remembers.
  }
}
