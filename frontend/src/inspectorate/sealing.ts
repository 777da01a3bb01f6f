/** Encryption of the drop box in the browser, as peygir/desks/dropbox/sealing.py does it on the server. */
import { fromBase64, type LockedKey, makeLockedKey, readLockedKey, toBase64, unlocked } from "../kit/key-file";

const KEY = 32;
const HEAD = 4;
const TEXT_STEP = 4 * 1024;
const FILE_STEP = 64 * 1024;
const NONCE = new Uint8Array(12); // every part and seal has a key of its own, which encrypts once

export type Bytes = Uint8Array<ArrayBuffer>;
/** A pair whose private half works in this page and cannot be taken out of it. */
export interface OpenKey {
  privateKey: CryptoKey;
  publicKey: Bytes;
}
export type KeyFile = LockedKey;
export { fromBase64, toBase64 };
export interface Sealed {
  parts: Bytes[];
  seals: Bytes[];
}
/** A file in a message; the first part of the message names it. */
export interface Enclosed {
  name: string;
  kind: string;
  content: Bytes;
}

const KIND = "drop box key 1";
const text = new TextEncoder();
const crypt = crypto.subtle;

/** Whether this browser knows X25519. */
export async function canSeal(): Promise<boolean> {
  return crypt.generateKey({ name: "X25519" }, false, ["deriveBits"]).then(
    () => true,
    () => false,
  );
}

/** SHA-256 of a public key in hexadecimal, in groups of four: the first half, as the page of keys shows it. */
export async function fingerprint(publicKey: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypt.digest("SHA-256", publicKey)).slice(0, 16);
  const hex = Array.from(digest, (one) => one.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{4}/g)?.join(" ") ?? "";
}

/** A new pair as a file that only the passphrase opens, and its public half. */
export function makeKeyFile(words: string): Promise<KeyFile> {
  return makeLockedKey(KIND, "X25519", words);
}

/** Reads a key file; undefined for anything else. */
export function readKeyFile(content: string): KeyFile | undefined {
  return readLockedKey(content, KIND);
}

/** Opens a key file with its passphrase. Throws where they do not fit. */
export async function openKeyFile(file: KeyFile, words: string): Promise<OpenKey> {
  return { privateKey: await unlocked(file, "X25519", words), publicKey: fromBase64(file.public) };
}

/** Encrypts a few bytes to a public key. */
export async function seal(publicKey: Bytes, content: Bytes): Promise<Bytes> {
  const pair = (await crypt.generateKey({ name: "X25519" }, true, ["deriveBits"])) as CryptoKeyPair;
  const ephemeral = new Uint8Array(await crypt.exportKey("raw", pair.publicKey));
  const key = await sealKey(pair.privateKey, publicKey, ephemeral, publicKey);
  return joined(ephemeral, new Uint8Array(await crypt.encrypt({ name: "AES-GCM", iv: NONCE }, key, content)));
}

/** Decrypts what was sealed to a key. Throws where it was not. */
export async function unseal(open: OpenKey, sealed: Bytes): Promise<Bytes> {
  const ephemeral = sealed.slice(0, KEY);
  const key = await sealKey(open.privateKey, ephemeral, ephemeral, open.publicKey);
  return new Uint8Array(await crypt.decrypt({ name: "AES-GCM", iv: NONCE }, key, sealed.slice(KEY)));
}

/** Encrypts a message to several public keys; `context` names its place, to which it is bound. */
export async function sealMessage(
  words: string,
  files: Enclosed[],
  recipients: Bytes[],
  context: string,
): Promise<Sealed> {
  const listed = files.map(({ name, kind, content }) => ({ name, kind, bytes: content.length }));
  const first = text.encode(JSON.stringify({ v: 1, text: words, files: listed }));
  const contentKey = crypto.getRandomValues(new Uint8Array(KEY));
  const contents = [first, ...files.map(({ content }) => content)];
  const parts = await Promise.all(contents.map((part, number) => sealPart(contentKey, number, part, context)));
  return { parts, seals: await Promise.all(recipients.map((recipient) => seal(recipient, contentKey))) };
}

/** Decrypts one part of a message. Throws where it was changed, or is of another place. */
export async function openPart(contentKey: Bytes, number: number, sealed: Bytes, context: string): Promise<Bytes> {
  const key = await partKey(contentKey, number);
  const padded = new Uint8Array(await crypt.decrypt(bound(context, number), key, sealed));
  const length = new DataView(padded.buffer).getUint32(0);
  return padded.slice(HEAD, HEAD + length);
}

async function sealPart(contentKey: Bytes, number: number, part: Bytes, context: string): Promise<Bytes> {
  const step = number ? FILE_STEP : TEXT_STEP;
  const padded = new Uint8Array(Math.ceil((HEAD + part.length) / step) * step);
  new DataView(padded.buffer).setUint32(0, part.length);
  padded.set(part, HEAD);
  return new Uint8Array(await crypt.encrypt(bound(context, number), await partKey(contentKey, number), padded));
}

function bound(context: string, number: number): AesGcmParams {
  return { name: "AES-GCM", iv: NONCE, additionalData: text.encode(`${context}:${number}`) };
}

function partKey(contentKey: Bytes, number: number): Promise<CryptoKey> {
  return derived(contentKey, new Uint8Array(), `peygir drop box 1 part ${number}`);
}

async function sealKey(own: CryptoKey, other: Bytes, ephemeral: Bytes, recipient: Bytes): Promise<CryptoKey> {
  const publicKey = await crypt.importKey("raw", other, { name: "X25519" }, false, []);
  const shared = new Uint8Array(await crypt.deriveBits({ name: "X25519", public: publicKey }, own, KEY * 8));
  return derived(shared, joined(ephemeral, recipient), "peygir drop box 1 seal");
}

async function derived(secret: Bytes, salt: Bytes, info: string): Promise<CryptoKey> {
  const key = await crypt.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const way = { name: "HKDF", hash: "SHA-256", salt, info: text.encode(info) };
  return crypt.deriveKey(way, key, { name: "AES-GCM", length: KEY * 8 }, false, ["encrypt", "decrypt"]);
}

function joined(first: Uint8Array, second: Uint8Array): Bytes {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
