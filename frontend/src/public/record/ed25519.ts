/** Ed25519 signatures: by the browser itself where it can, else by plain arithmetic (RFC 8032). */
import { type Bytes, concat } from "./bytes";

type Point = [bigint, bigint, bigint, bigint];

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Whether a signature (64 bytes) over a message is by a public key (32 bytes). */
export async function isSigned(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  } catch {
    return isSignedPlainly(key, message, signature);
  }
}

/** The same without the browser's own Ed25519. */
export async function isSignedPlainly(key: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const number = little(signature.slice(32));
  const [point, start] = [pointOf(key), pointOf(signature.slice(0, 32))];
  if (number >= L || !point || !start) return false;
  const hash = await crypto.subtle.digest("SHA-512", concat(signature.slice(0, 32), key, message));
  const challenge = little(new Uint8Array(hash)) % L;
  const [left, right] = [times(number, base()), added(start, times(challenge, point))];
  return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
}

function mod(number: bigint): bigint {
  const rest = number % P;
  return rest < 0n ? rest + P : rest;
}

function power(root: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(root)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function little(raw: Bytes): bigint {
  let number = 0n;
  for (let at = raw.length - 1; at >= 0; at -= 1) number = (number << 8n) | BigInt(raw[at] ?? 0);
  return number;
}

function pointOf(raw: Bytes): Point | null {
  const number = little(raw);
  const [sign, y] = [number >> 255n, number & ((1n << 255n) - 1n)];
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * ROOT_OF_MINUS_ONE);
  if (y >= P || mod(x * x - square) !== 0n || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function base(): Point {
  const y = mod(4n * power(5n, P - 2n));
  const raw = new Uint8Array(32);
  for (let at = 0, rest = y; at < 32; at += 1, rest >>= 8n) raw[at] = Number(rest & 255n);
  return pointOf(raw) as Point;
}

function added(p: Point, q: Point): Point {
  const [a, b] = [mod((p[1] - p[0]) * (q[1] - q[0])), mod((p[1] + p[0]) * (q[1] + q[0]))];
  const [c, d] = [mod(2n * p[3] * q[3] * D), mod(2n * p[2] * q[2])];
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(number: bigint, point: Point): Point {
  let result: Point = [0n, 1n, 1n, 0n];
  for (let [left, twice] = [number, point]; left > 0n; left >>= 1n, twice = added(twice, twice)) {
    if (left & 1n) result = added(result, twice);
  }
  return result;
}
