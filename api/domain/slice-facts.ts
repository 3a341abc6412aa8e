/** What a slice of a violation stands on, as whoever assesses it has to tell it. */
import type { Tier } from "./policy.ts";
import type { Charge, IntervalFigures, Violation } from "./violation.ts";
import type { Range } from "./window.ts";

/** A report that was received before its interval closed: of each reporter's, the highest such revision. */
export interface JudgedReport {
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  readonly revision: number;
  /** The reporter's weight when it came; 0 for the operator's own. */
  readonly weight: number;
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** The scalar form's latency; null if it came with a sketch or without a success. */
  readonly p95Micros: number | null;
  readonly p99Micros: number | null;
  /** Base64 of `encodeSketch`; null if it came without. */
  readonly sketch: string | null;
  /** Unix seconds. */
  readonly receivedAt: number;
}

/** An interval that counts against the operator. */
export interface JudgedInterval {
  /** Its start, Unix seconds. */
  readonly at: number;
  readonly figures: IntervalFigures;
  /** All reports of it, in any order. */
  readonly reports: readonly JudgedReport[];
}

/** What a slice of something measured stands on. */
export interface MeasuredEvidence {
  readonly kind: "MEASURED";
  readonly charge: Charge;
  /** The intervals of this slice, in any order: for an outage also those within its grace. */
  readonly intervals: readonly JudgedInterval[];
  /** How many intervals earlier slices of the violation counted. */
  readonly countedBefore: number;
  /** Of the slice's whole period, judged or not: seconds measured, and of these by enough independent reporters. */
  readonly measuredSeconds: number;
  readonly corroboratedSeconds: number;
}

/** Somebody's word for an incident. */
export interface Testimony {
  readonly reporter: string;
  readonly weight: number;
  /** keccak256 of the evidence, and where it is. */
  readonly evidenceHash: string;
  readonly evidenceUri: string;
  /** When it was given, Unix seconds. */
  readonly at: number;
}

/** What an incident stands on: a report and an independent confirmation. */
export interface IncidentEvidence {
  readonly kind: "INCIDENT";
  readonly incidentId: string;
  readonly summary: string;
  readonly report: Testimony;
  readonly confirmation: Testimony;
}

export interface SliceFacts {
  readonly registry: { readonly chainId: number; readonly address: string };
  readonly violationId: string;
  readonly operator: string;
  readonly violation: Violation;
  /** Of the violation, Unix seconds. */
  readonly startedAt: number;
  readonly openedAt: number;
  /** At opening. */
  readonly tier: Tier;
  /** From 1 on. */
  readonly slice: number;
  /** Whether the violation had ended. */
  readonly final: boolean;
  /** Of the slice; of an incident from its start to its end. */
  readonly period: Range;
  /** Announced maintenance that counts, as far as it overlaps the period. */
  readonly maintenance: readonly Range[];
  readonly evidence: MeasuredEvidence | IncidentEvidence;
  /** ETH value of active and unbonding stake now, wei. */
  readonly stakeValue: bigint;
  /** Basis points of the operator's slices that were assessed in the last `capIntervals`. */
  readonly alreadyBps: number;
}
