/** When a delivery that failed is sent again, and when no more. Pure. */

/** Most attempts of one delivery. With the delays below the last is up to 35 hours after the first, on average 17. */
export const MAX_ATTEMPTS = 14;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** Upper bounds of the first delay and of every delay, milliseconds, and how much longer each is than the last. */
const FIRST_DELAY_MS = 5 * SECOND;
const LONGEST_DELAY_MS = 6 * HOUR;
const GROWTH = 3;

/** A receiver may ask for a later attempt, but not put it off for ever. */
const LONGEST_RETRY_AFTER_MS = 6 * HOUR;

/** What came of an attempt. */
export interface Outcome {
  /** Of HTTP; null if there was no whole answer. */
  readonly status: number | null;
  /** Short, for people; null if it was taken. */
  readonly error: string | null;
  /** What the receiver asked for, milliseconds; null if nothing. */
  readonly retryAfterMs: number | null;
}

export type Verdict =
  | { readonly state: "DELIVERED" }
  | { readonly state: "DEAD" }
  | { readonly state: "WAITING"; readonly delayMs: number };

/** GONE: the receiver says that it wants no more of it. */
const GONE = 410;

/**
 * What becomes of a delivery.
 *
 * @param attempts made so far, with this one
 * @param random 0 to 1
 */
export function verdictOf(outcome: Outcome, attempts: number, random: number): Verdict {
  if (outcome.error === null) return { state: "DELIVERED" };
  if (outcome.status === GONE || attempts >= MAX_ATTEMPTS) return { state: "DEAD" };
  const asked = Math.min(outcome.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  return { state: "WAITING", delayMs: Math.max(delayAfter(attempts, random), asked) };
}

/**
 * Milliseconds until the next attempt: anything up to a bound that grows (full jitter), so that what failed together does
 * not come back together.
 *
 * @example
 * delayAfter(1, 1) // 5000
 * delayAfter(4, 0.5) // 67500
 */
export function delayAfter(attempts: number, random: number): number {
  const bound = Math.min(FIRST_DELAY_MS * GROWTH ** (attempts - 1), LONGEST_DELAY_MS);
  return Math.round(bound * random);
}

/**
 * What a Retry-After header asks for, milliseconds from now: seconds, or a moment as HTTP writes it. Null for anything else.
 *
 * @param now milliseconds since the epoch
 * @example
 * retryAfterOf("120", 0) // 120000
 * retryAfterOf("Thu, 01 Jan 1970 00:01:00 GMT", 0) // 60000
 */
export function retryAfterOf(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}
