/** What people do to an alert. Pure. */
import type { Alert, AlertStep } from "./alert.ts";

/** Who did something, when, and what they say of it. */
export interface Act {
  /** The API key. */
  readonly by: string;
  /** Null leaves the note that is there. */
  readonly note: string | null;
  /** Unix seconds. */
  readonly at: number;
}

/**
 * Somebody knows of an open alert. Again changes nothing, until it fires again.
 *
 * @returns null if it was acknowledged already
 */
export function acknowledged(alert: Alert, { by, note, at }: Act): AlertStep | null {
  if (alert.state === "ACKNOWLEDGED") return null;
  const known = { acknowledgedAt: at, acknowledgedBy: by, note: note ?? alert.note };
  return { type: "ACKNOWLEDGED", alert: { ...alert, ...known, state: "ACKNOWLEDGED", changedAt: at } };
}

/**
 * Somebody closes an open alert, whether what it is about holds or not.
 *
 * @returns null if it is resolved already
 */
export function resolvedByHand(alert: Alert, { by, note, at }: Act): AlertStep | null {
  if (alert.state === "RESOLVED") return null;
  const end = { state: "RESOLVED", note: note ?? alert.note, changedAt: at, closedAt: at, closedBy: by } as const;
  return { type: "RESOLVED", alert: { ...alert, ...end } };
}
