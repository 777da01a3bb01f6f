/** Key files: the private half of a key, locked with a passphrase, as a file that its holder alone has. */
const KEY = 32;
const ROUNDS = 600_000; // of PBKDF2 over the passphrase
const NONCE = new Uint8Array(12); // every file has a key of its own, by its salt, which encrypts once
const LEAST_LETTERS = 16;
const LEAST_WORDS = 5;

type Bytes = Uint8Array<ArrayBuffer>;
/** What every key file holds; `sealed` is the private half (PKCS #8), encrypted with the passphrase. */
export interface LockedKey {
  peygir: string;
  public: string;
  salt: string;
  rounds: number;
  sealed: string;
}

export const fromBase64 = (coded: string): Bytes => Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));

/** A new pair of the algorithm as the content of a key file that only the passphrase opens. */
export async function makeLockedKey(peygir: string, algorithm: string, words: string): Promise<LockedKey> {
  const uses: KeyUsage[] = algorithm === "Ed25519" ? ["sign", "verify"] : ["deriveBits"];
  const pair = (await crypto.subtle.generateKey({ name: algorithm }, true, uses)) as CryptoKeyPair;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const key = await passphraseKey(words, salt, ROUNDS);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: NONCE }, key, pkcs8));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { peygir, public: toBase64(publicKey), salt: toBase64(salt), rounds: ROUNDS, sealed: toBase64(sealed) };
}

/** Reads a key file of a kind; undefined for anything else. */
export function readLockedKey<File extends LockedKey>(content: string, peygir: string): File | undefined {
  try {
    const file = JSON.parse(content) as File;
    const isOne = file.peygir === peygir && fromBase64(file.public).length === KEY && file.rounds >= 100_000;
    return isOne && file.rounds <= 10_000_000 ? file : undefined;
  } catch {
    return undefined;
  }
}

/** The private half of a key file, which works in this page and cannot be taken out of it. Throws where the words do not fit. */
export async function unlocked(file: LockedKey, algorithm: string, words: string): Promise<CryptoKey> {
  const key = await passphraseKey(words, fromBase64(file.salt), file.rounds);
  const pkcs8 = await crypto.subtle.decrypt({ name: "AES-GCM", iv: NONCE }, key, fromBase64(file.sealed));
  const uses: KeyUsage[] = algorithm === "Ed25519" ? ["sign"] : ["deriveBits"];
  return crypto.subtle.importKey("pkcs8", pkcs8, { name: algorithm }, false, uses);
}

/** Whether a passphrase is long enough for a file that anybody may find. */
export function isLongEnough(words: string): boolean {
  return words.length >= LEAST_LETTERS || words.trim().split(/\s+/).length >= LEAST_WORDS;
}

/** Hands the reader a file. */
export function save(name: string, content: string, kind = "application/json"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function passphraseKey(words: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const raw = new TextEncoder().encode(words.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(way, key, { name: "AES-GCM", length: KEY * 8 }, false, ["encrypt", "decrypt"]);
}
