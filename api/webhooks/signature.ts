/** Signatures as Standard Webhooks has them, so that its ready-made verifiers work: https://www.standardwebhooks.com */
import { createHmac, randomBytes } from "node:crypto";

/** As long as the digest; Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A new secret, from the system's randomness. */
export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** A secret as its owner is told it. */
export function formatSecret(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString("base64")}`;
}

/** What receivers know a delivery by, at every attempt. @param deliveryId decimal */
export const messageIdOf = (deliveryId: string): string => `msg_${deliveryId}`;

export interface Message {
  /** The same for every attempt. */
  readonly id: string;
  /** Unix seconds: of this attempt. */
  readonly timestamp: number;
  readonly body: string;
}

/** What `webhook-signature` holds: the version, and HMAC-SHA256 of `id.timestamp.body` in base64. */
export function signatureOf(secret: Uint8Array, { id, timestamp, body }: Message): string {
  return `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** The headers that tell who sends a message, when, and that it is what was sent. */
export function headersOf(secret: Uint8Array, message: Message): Record<string, string> {
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestamp),
    "webhook-signature": signatureOf(secret, message),
  };
}
