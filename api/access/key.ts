/** API keys as text: `din_<id>_<secret>`. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 12 characters of 32: a million keys meet by chance once in a million times. */
const ID_BYTES = 12;
const ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
/** 256 bits: nobody guesses it, so that a plain SHA-256 of it can be kept. */
const SECRET_BYTES = 32;

export interface KeyText {
  /** Public: names the key in lists and logs. */
  readonly id: string;
  readonly secret: string;
}

/** A new key, from the system's randomness. */
export function newKey(): KeyText {
  const id = Array.from(randomBytes(ID_BYTES), (byte) => ID_LETTERS.charAt(byte % ID_LETTERS.length)).join("");
  return { id, secret: randomBytes(SECRET_BYTES).toString("base64url") };
}

export function formatKey({ id, secret }: KeyText): string {
  return `din_${id}_${secret}`;
}

/** Whether a text may be the id of a key. */
export function isKeyId(text: string): boolean {
  return /^[a-z0-9]{12}$/.test(text);
}

/** The parts of a key; null if it is none. */
export function parseKey(text: string): KeyText | null {
  const [, id, secret] = /^din_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** What is kept of a secret: 32 bytes. */
export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** Whether the secret has this hash; takes the same time whatever the difference. */
export function isSecretOf(secret: string, hash: Uint8Array): boolean {
  const own = hashSecret(secret);
  return own.length === hash.length && timingSafeEqual(own, hash);
}
