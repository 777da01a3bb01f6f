/** Bytes, their texts, and SHA-256. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** What is wrong, by a name that the page has words for. */
export class Fault extends Error {
  constructor(
    name: string,
    readonly values: Record<string, string> = {},
  ) {
    super(name);
  }
}

/** One array after the other. */
export function concat(...parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** SHA-256 over the parts. */
export async function sha256(...parts: Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}

/** A text in UTF-8. */
export function utf8(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** Base64 in its one right form. Throws Fault. */
export function unbase64(text: string): Bytes {
  let raw: string;
  try {
    raw = atob(text);
  } catch {
    throw new Fault("unreadable");
  }
  if (btoa(raw) !== text) throw new Fault("unreadable");
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

/** Bytes in base64. */
export function base64(raw: Bytes): string {
  return btoa(String.fromCharCode(...raw));
}

/** Hexadecimal digits. Throws Fault. */
export function unhex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Fault("unreadable");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Bytes as hexadecimal digits. */
export function hex(raw: Bytes): string {
  return [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether two arrays are the same. */
export function same(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
