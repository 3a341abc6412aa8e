/** What alerts of an operator are found from, and how what is found is said. Pure. */
import type { AlertKind, AlertSignal } from "./alert.ts";
import type { Judgement } from "./judgement.ts";
import type { Policy, Tier } from "./policy.ts";
import type { Ratio } from "./ratio.ts";
import type { StoredWindows } from "./window.ts";

/** Something of an operator that an alert is about, as far as the speaker is sure of it. */
export interface Finding extends Readonly<Pick<AlertSignal, "kind" | "severity" | "subject" | "message" | "details">> {
  readonly is: "PENDING" | "FIRING";
}

/** The score x 100 at a moment, Unix seconds. */
export interface ScoreMark {
  readonly at: number;
  readonly value: number;
}

/** What an evaluation came to, and what the newest intervals say, as far as alerts depend on it. */
export interface WatchFacts {
  /** Lowercase address. */
  readonly operator: string;
  /** Unix seconds. */
  readonly now: number;
  /** End of the windows, Unix seconds. */
  readonly windowEnd: number;
  /** Whether anybody waits for its measurements: it has staked, and has not withdrawn everything. */
  readonly isWatched: boolean;
  readonly tier: Tier;
  readonly windows: StoredWindows;
  /** x 100; null while unknown. */
  readonly score: number | null;
  readonly judgement: Pick<Judgement, "outage" | "success" | "latency" | "throughputSince" | "uptimeSince">;
  /** End of the newest interval with a measurement, Unix seconds; 0 if nothing was measured. */
  readonly measuredUntil: number;
  /** Whether less of the past is missing than when it was looked at last: somebody is sending it. */
  readonly isCatchingUp: boolean;
  /** Whether each of the newest received intervals that say so was an outage, the newest first: `receivedIntervals`. */
  readonly received: readonly boolean[];
  /** Who was off the consensus in each of the last closed intervals, the newest first. */
  readonly dissenters: readonly (readonly string[])[];
  /** Those of them whose word counts: not the operator's own. */
  readonly independent: ReadonlySet<string>;
}

/** What was told last of a kind and subject, and is not clear. */
export type Told = (kind: AlertKind, subject: string | null) => Finding | undefined;

/**
 * What holds now of one kind of alert. What was told is answered again, as it is, while it still holds: a rule decides by
 * it where there is a different level to resolve than to fire.
 */
export type WatchRule = (
  facts: WatchFacts & { readonly scores: readonly ScoreMark[] },
  policy: Policy,
  told: Told,
) => readonly Finding[];

/** How many received intervals `WatchFacts.received` needs. */
export function receivedIntervals({ alerts, outage }: Pick<Policy, "alerts" | "outage">): number {
  return Math.max(alerts.offlineIntervals, outage.endIntervals);
}

/** A length of time in words. @example spanOf(1_860) // "31 min" */
export function spanOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}

/** Rounded down, so that what is under a target reads so. @example percentOf({ numerator: 98_999, denominator: 100_000 }) // "98.99 %" */
export function percentOf({ numerator, denominator }: Ratio): string {
  return `${(Math.floor((numerator / denominator) * 10_000) / 100).toFixed(2)} %`;
}

/** Basis points as percent. @example percentOfBps(9_990) // "99.9 %" */
export function percentOfBps(bps: number): string {
  return `${bps / 100} %`;
}

/** A score, or anything else that is kept x 100. @example hundredths(9_980) // "99.80" */
export function hundredths(value: number): string {
  return (value / 100).toFixed(2);
}

/** @param at Unix seconds */
export function momentOf(at: number): string {
  return new Date(at * 1_000).toISOString().replace(".000Z", "Z");
}
