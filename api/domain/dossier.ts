/**
 * What speaks for one slice of a violation, as one plain value: what was charged and by which arithmetic, under which rules,
 * and the reports it stands on. Its canonical JSON is hashed, and the hash goes on the chain: see docs/dossiers.md. So all
 * numbers are integers a double holds exactly; amounts of wei are decimal strings.
 */
import { type Assessment, assess, type SliceCharge, sliceCharge } from "./assessment.ts";
import type { Policy, Tier } from "./policy.ts";
import type { IncidentEvidence, JudgedReport, MeasuredEvidence, SliceFacts, Testimony } from "./slice-facts.ts";
import type { ViolationSeverity } from "./violation.ts";
import type { Confidence, Range } from "./window.ts";

export type {
  IncidentEvidence,
  JudgedInterval,
  JudgedReport,
  MeasuredEvidence,
  SliceFacts,
  Testimony,
} from "./slice-facts.ts";

/** What `violation_slice` keeps in columns of its own, and the dossier that says the same and why. */
export interface AssessedSlice {
  readonly charge: SliceCharge;
  readonly assessment: Assessment;
  readonly confidence: Confidence;
  readonly dossier: Dossier;
}

/** The fields of a report, in the order in which a dossier lists them. */
export const REPORT_COLUMNS = [
  "service",
  "region",
  "reporter",
  "revision",
  "weight",
  "requests",
  "successes",
  "timeouts",
  "upSeconds",
  "downSeconds",
  "p95Micros",
  "p99Micros",
  "sketch",
  "receivedAt",
] as const satisfies readonly (keyof JudgedReport)[];

export type Dossier = ReturnType<typeof dossierOf>;

/**
 * Assesses a slice and writes its dossier. The same facts give the same dossier, in whatever order they are told.
 *
 * @example a row of violation_slice: charged = charge.charged, chargedBps = charge.chargedBps, bps = assessment.bps, ...
 */
export function assessSlice(facts: SliceFacts, policy: Policy): AssessedSlice {
  const { evidence, violation, tier, stakeValue, alreadyBps } = facts;
  const count =
    evidence.kind === "MEASURED"
      ? { before: evidence.countedBefore, counted: evidence.intervals.length }
      : { before: 0, counted: 1 };
  const charge = sliceCharge(violation, count, policy);
  const charges = [{ violation, bps: charge.chargedBps }];
  const assessment = assess({ stakeValue, charges, tier, alreadyBps }, policy);
  const confidence = sliceConfidence(facts, policy);
  return { charge, assessment, confidence, dossier: dossierOf(facts, { charge, assessment, confidence }, policy) };
}

/** How well a slice is known; a confirmed incident has two independent reporters. */
function sliceConfidence({ evidence, period }: SliceFacts, policy: Policy): Confidence {
  return evidence.kind === "INCIDENT" ? "HIGH" : measuredConfidence(evidence, period, policy);
}

/** HIGH if enough of a slice's period is measured, and enough of that by enough independent reporters. */
export function measuredConfidence(
  { measuredSeconds, corroboratedSeconds }: Pick<MeasuredEvidence, "measuredSeconds" | "corroboratedSeconds">,
  period: Range,
  { confidence }: Policy,
): Confidence {
  const measured = measuredSeconds * 10_000 >= (period.end - period.start) * confidence.coverageBps;
  const corroborated = corroboratedSeconds * 10_000 >= measuredSeconds * confidence.corroboratedBps;
  return measured && corroborated ? "HIGH" : "LOW";
}

/** The plain value. Every key of it is documented in docs/dossiers.md; a change of its form is a new `version`. */
function dossierOf(
  facts: SliceFacts,
  result: { readonly charge: SliceCharge; readonly assessment: Assessment; readonly confidence: Confidence },
  policy: Policy,
) {
  const { registry, violationId, operator, violation, startedAt, openedAt, tier, slice, final, period } = facts;
  const severity: ViolationSeverity = result.assessment.severity;
  return {
    version: 1,
    registry: { chainId: registry.chainId, address: registry.address },
    violationId,
    operator,
    type: violation,
    startedAt,
    openedAt,
    tier,
    slice,
    final,
    period: { start: period.start, end: period.end },
    maintenance: facts.maintenance.map(({ start, end }) => ({ start, end })).sort(byStart),
    policy: rulesOf(policy, tier),
    evidence: facts.evidence.kind === "MEASURED" ? measuredPart(facts.evidence) : incidentPart(facts.evidence),
    arithmetic: arithmeticOf(facts, result),
    severity,
    confidence: result.confidence,
  } as const;
}

/** The numbers the charge depends on. */
function rulesOf(policy: Policy, tier: Tier) {
  const { version, profile, time, targets, outage, slash, confidence } = policy;
  const terms = policy.tiers.find((terms) => terms.tier === tier);
  return {
    version,
    profile,
    intervalSeconds: time.intervalSeconds,
    closeAfterIntervals: time.closeAfterIntervals,
    tier: {
      slashMultiplierBps: terms?.slashMultiplierBps ?? 10_000,
      latencyThresholdMs: terms?.latencyThresholdMs ?? targets.initialLatencyMs,
      graceBps: terms?.graceBps ?? 10_000,
    },
    targets: {
      successBps: targets.successBps,
      successBreachIntervals: targets.successBreachIntervals,
      latencyBreachIntervals: targets.latencyBreachIntervals,
      breachCloseIntervals: targets.breachCloseIntervals,
      trailingIntervals: targets.trailingIntervals,
    },
    outage: { ...outage },
    slash: { ...slash },
    confidence: {
      coverageBps: confidence.coverageBps,
      reporters: confidence.reporters,
      corroboratedBps: confidence.corroboratedBps,
    },
  };
}

function measuredPart({ charge, intervals, measuredSeconds, corroboratedSeconds }: MeasuredEvidence) {
  const reporters = new Set(intervals.flatMap(({ reports }) => reports.map(({ reporter }) => reporter)));
  return {
    kind: "MEASURED",
    charge,
    measuredSeconds,
    corroboratedSeconds,
    reporters: [...reporters].sort(),
    reportColumns: [...REPORT_COLUMNS],
    intervals: [...intervals]
      .sort((a, b) => a.at - b.at)
      .map(({ at, figures, reports }) => ({
        at,
        figures: { ...figures },
        reports: [...reports].sort(byCell).map((report) => REPORT_COLUMNS.map((column) => report[column])),
      })),
  } as const;
}

function incidentPart({ incidentId, summary, report, confirmation }: IncidentEvidence) {
  const told = ({ reporter, weight, evidenceHash, evidenceUri, at }: Testimony) => ({
    reporter,
    weight,
    evidenceHash,
    evidenceUri,
    at,
  });
  return {
    kind: "INCIDENT",
    incidentId,
    summary,
    reporters: [report.reporter, confirmation.reporter].sort(),
    report: told(report),
    confirmation: told(confirmation),
  } as const;
}

/** Every step from what was counted to what is to be slashed. */
function arithmeticOf(
  { stakeValue, alreadyBps }: SliceFacts,
  { charge, assessment }: { readonly charge: SliceCharge; readonly assessment: Assessment },
) {
  return {
    ...charge,
    multiplierBps: assessment.multiplierBps,
    discountedBps: assessment.discountedBps,
    alreadyBps,
    capBps: assessment.capBps,
    bps: assessment.bps,
    stakeValue: stakeValue.toString(),
    amount: assessment.amount.toString(),
  };
}

function byStart(a: Range, b: Range): number {
  return a.start - b.start || a.end - b.end;
}

/** By service, region, reporter: of these there is one report. By code unit, as everywhere. */
function byCell(a: JudgedReport, b: JudgedReport): number {
  const [left, right] = [a, b].map(({ service, region, reporter }) => `${service}\0${region}\0${reporter}`);
  return left === right ? 0 : (left ?? "") < (right ?? "") ? -1 : 1;
}
