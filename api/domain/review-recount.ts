/**
 * What a dossier charges by its own words, and what of it is left by later ones: the same arithmetic as the assessment's,
 * from the stored text alone. Pure.
 */
import { type Assessment, assess, type SliceCharge, sliceCharge } from "./assessment.ts";
import { isLatencyBreach, isSuccessBreach } from "./breach.ts";
import { consensusOf } from "./consensus.ts";
import { measuredConfidence } from "./dossier.ts";
import { isMaintained } from "./maintenance.ts";
import type { Report } from "./measurement.ts";
import type { Policy } from "./policy.ts";
import { type ReadDossier, type ReadInterval, readReport, rulesOf } from "./review-dossier.ts";
import type { JudgedReport } from "./slice-facts.ts";
import { type Confidence, closesAt } from "./window.ts";

/** A charge by so many intervals (or the incident) of a slice. */
export interface Recount {
  /** Starts of the intervals that count, Unix seconds, ascending; empty for an incident. */
  readonly intervals: readonly number[];
  readonly charge: SliceCharge;
  readonly assessment: Assessment;
}

export interface Recomputation extends Recount {
  readonly confidence: Confidence;
  /** Why intervals that are listed do not count, or the incident does not; for people, one line each. */
  readonly faults: readonly string[];
}

/** As many faults as are told one by one. */
const MAX_FAULTS = 5;

/** Intervals that are looked at before others may get their turn. */
const AT_ONCE = 50;

/** What a dossier charges, recomputed from it. @param policy for all that a charge does not depend on */
export function recomputeDossier(dossier: ReadDossier, policy: Policy): Recomputation {
  const steps = recomputing(dossier, policy);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, in steps: there may be a hundred thousand reports. */
export function* recomputing(dossier: ReadDossier, policy: Policy): Generator<undefined, Recomputation> {
  const rules = rulesOf(dossier, policy);
  const { evidence, period } = dossier;
  if (evidence.kind === "INCIDENT") {
    const fault = incidentFault(evidence);
    const recount = chargeOf(dossier, { before: 0, intervals: [], counted: fault === null ? 1 : 0 }, rules);
    return { ...recount, confidence: "HIGH", faults: fault === null ? [] : [fault] };
  }
  const least = leastThreshold(dossier, policy);
  const faults: string[] = [];
  const counting = new Set<number>();
  for (const [n, interval] of evidence.intervals.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) yield;
    const fault = counting.has(interval.at) ? "is listed twice" : intervalFault(interval, dossier, { rules, least });
    if (fault === null) counting.add(interval.at);
    else faults.push(`The interval ${interval.at} ${fault}.`);
  }
  const intervals = [...counting].sort((a, b) => a - b);
  const recount = chargeOf(dossier, { before: countedBefore(dossier), intervals, counted: counting.size }, rules);
  const more = faults.length - MAX_FAULTS;
  return {
    ...recount,
    confidence: measuredConfidence(evidence, period, rules),
    faults: more > 0 ? [...faults.slice(0, MAX_FAULTS), `So it is with ${more} more.`] : faults,
  };
}

/**
 * What is charged of what a dossier counted if only some of it still counts. What earlier slices counted stays, so it is
 * never more.
 */
export function recountDossier(
  dossier: ReadDossier,
  { intervals }: Recomputation,
  stillCounts: (at: number) => boolean,
  policy: Policy,
): Recount {
  const left = intervals.filter(stillCounts);
  return chargeOf(
    dossier,
    { before: countedBefore(dossier), intervals: left, counted: left.length },
    rulesOf(dossier, policy),
  );
}

interface Counting {
  readonly before: number;
  readonly counted: number;
  readonly intervals: readonly number[];
}

function chargeOf(dossier: ReadDossier, { before, counted, intervals }: Counting, rules: Policy): Recount {
  const { type, tier, arithmetic } = dossier;
  const charge = sliceCharge(type, { before, counted }, rules);
  const { stakeValue, alreadyBps } = arithmetic;
  const charges = [{ violation: type, bps: charge.chargedBps }];
  return { intervals, charge, assessment: assess({ stakeValue, charges, tier, alreadyBps }, rules) };
}

/** Intervals of earlier slices: what was counted in all, less what is listed. */
function countedBefore({ arithmetic, evidence }: ReadDossier): number {
  return evidence.kind === "INCIDENT" ? 0 : Math.max(0, arithmetic.counted - evidence.intervals.length);
}

/**
 * The tier may have been another one since the opening; the least that any tier promises is a threshold at all. What other
 * versions of the policy promised is not known any more. Microseconds.
 */
function leastThreshold({ policy: told }: ReadDossier, { version, tiers }: Policy): number {
  return told.version === version ? Math.min(...tiers.map(({ latencyThresholdMs }) => latencyThresholdMs)) * 1_000 : 0;
}

interface Judging {
  readonly rules: Policy;
  readonly least: number;
}

/** Why an interval does not count, as the end of a sentence; null if it does. */
function intervalFault(interval: ReadInterval, dossier: ReadDossier, { rules, least }: Judging): string | null {
  const { at, figures } = interval;
  const { period, maintenance, evidence } = dossier;
  if (evidence.kind !== "MEASURED") return "belongs to no measurement";
  if (at < period.start || at >= period.end) return "is not of the period";
  if (isMaintained(at, maintenance, rules.time)) return "lies in announced maintenance";
  const known = consensusAt(interval, rules);
  if (known.totals.measuredSeconds === 0 && known.totals.requests === 0) return "has no report that measured anything";
  if (evidence.charge === "DOWNTIME") return known.outage ? null : "is no outage by its own reports";
  return breaches(figures, { rules, least }) ? null : "does not breach by its own figures";
}

function breaches(figures: ReadInterval["figures"], { rules, least }: Judging): boolean {
  const { rolling, trailing, rollingP95Micros, trailingP95Micros, thresholdMicros } = figures;
  if (rolling !== undefined && trailing !== undefined) return isSuccessBreach({ rolling, trailing }, rules);
  if (rollingP95Micros === undefined || trailingP95Micros === undefined || thresholdMicros === undefined) return false;
  return isLatencyBreach(rollingP95Micros, trailingP95Micros, Math.max(thresholdMicros, least));
}

/** The consensus of an interval by the reports under it that came before it closed. */
function consensusAt({ at, reports }: ReadInterval, rules: Policy) {
  const cells = new Map<string, { readonly service: string; readonly reports: Report[] }>();
  for (const report of reports.map(readReport)) {
    if (report.receivedAt >= closesAt(at, rules.time)) continue;
    const key = JSON.stringify([report.service, report.region]);
    const cell = cells.get(key) ?? { service: report.service, reports: [] };
    cell.reports.push(reportOf(report));
    cells.set(key, cell);
  }
  return consensusOf(cells.values(), rules);
}

/** How fast anything was is not asked of single intervals: no distribution is read. */
function reportOf({ reporter, weight, requests, successes, timeouts, upSeconds, downSeconds }: JudgedReport): Report {
  return { reporter, weight, requests, successes, timeouts, upSeconds, downSeconds, latency: null };
}

const NOTHING = /^0x0*$/;

/** An incident stands on two words that count. */
function incidentFault({
  report,
  confirmation,
}: Extract<ReadDossier["evidence"], { kind: "INCIDENT" }>): string | null {
  if (report.reporter === confirmation.reporter) return "It was confirmed by the reporter that reported it.";
  const weak = [report, confirmation].find(({ weight }) => weight === 0);
  if (weak !== undefined) return `The word of ${weak.reporter} has no weight.`;
  const bare = [report, confirmation].find(({ evidenceHash }) => NOTHING.test(evidenceHash));
  return bare === undefined ? null : `${bare.reporter} gave no evidence.`;
}
