/**
 * A dossier read back from its text, as a stranger reads it: nothing is taken for granted but the form that docs/dossiers.md
 * describes. Pure.
 */
import { z } from "zod";
import { REPORT_COLUMNS } from "./dossier.ts";
import { type Policy, PROFILES, TIERS } from "./policy.ts";
import type { JudgedReport } from "./slice-facts.ts";
import { CHARGES, VIOLATION_SEVERITIES, VIOLATIONS } from "./violation.ts";

const integer = z.number().int();
const count = integer.min(0);
const wei = z.string().regex(/^\d+$/).transform(BigInt);
const range = z.object({ start: integer, end: integer });
const ratio = z.object({ numerator: count, denominator: integer.min(1) });

/** A report as it stands in a dossier: its values in the order of `REPORT_COLUMNS`. */
type ReportRow = readonly (string | number | null)[];

const TEXTS: ReadonlySet<string> = new Set(["service", "region", "reporter", "sketch"]);
const NULLABLE: ReadonlySet<string> = new Set(["p95Micros", "p99Micros", "sketch"]);

/** By hand: there may be a hundred thousand of them. */
function areReports(rows: unknown): boolean {
  return Array.isArray(rows) && rows.every(isReport);
}

function isReport(row: unknown): boolean {
  return (
    Array.isArray(row) &&
    row.length === REPORT_COLUMNS.length &&
    REPORT_COLUMNS.every((column, i) => fits(row[i], column))
  );
}

function fits(value: unknown, column: string): boolean {
  if (value === null) return NULLABLE.has(column);
  return TEXTS.has(column) ? typeof value === "string" : Number.isSafeInteger(value) && Number(value) >= 0;
}

const figures = z.object({
  measuredSeconds: count,
  corroboratedSeconds: count,
  rolling: ratio.optional(),
  trailing: ratio.optional(),
  rollingP95Micros: count.optional(),
  trailingP95Micros: count.optional(),
  thresholdMicros: count.optional(),
});

const measured = z.object({
  kind: z.literal("MEASURED"),
  charge: z.enum(CHARGES),
  measuredSeconds: count,
  corroboratedSeconds: count,
  reportColumns: z.array(z.string()).refine((columns) => columns.join() === REPORT_COLUMNS.join()),
  intervals: z.array(z.object({ at: integer, figures, reports: z.custom<readonly ReportRow[]>(areReports) })),
});

const testimony = z.object({ reporter: z.string(), weight: count, evidenceHash: z.string(), evidenceUri: z.string() });
const incident = z.object({ kind: z.literal("INCIDENT"), report: testimony, confirmation: testimony });

/**
 * What cannot be read justifies nothing: a key that comes later is optional, or what was sealed before is called off, and
 * every replica reads a new version before any of them writes it.
 */
const form = z.object({
  version: z.literal(1),
  violationId: z.string(),
  operator: z.string(),
  type: z.enum(VIOLATIONS),
  tier: z.enum(TIERS),
  slice: integer.min(1),
  period: range,
  maintenance: z.array(range),
  policy: z.object({
    version: integer,
    profile: z.enum(PROFILES),
    intervalSeconds: integer.min(1),
    closeAfterIntervals: count,
    tier: z.object({ slashMultiplierBps: count, latencyThresholdMs: count, graceBps: count }),
    targets: z.object({ successBps: count, trailingIntervals: integer.min(1) }),
    outage: z.object({ downBps: count, graceIntervals: count, endIntervals: count }),
    slash: z.object({
      downtimeBps: count,
      badDataBps: count,
      misbehaviorBps: count,
      performanceBps: count,
      performanceIntervals: integer.min(1),
      capBps: count,
      capIntervals: count,
      sliceIntervals: integer.min(1),
      mediumBps: count,
      highBps: count,
      criticalBps: count,
    }),
    confidence: z.object({ coverageBps: count, reporters: count, corroboratedBps: count }),
  }),
  evidence: z.discriminatedUnion("kind", [measured, incident]),
  arithmetic: z.object({ counted: count, alreadyBps: count, bps: count, stakeValue: wei, amount: wei }),
  confidence: z.enum(["HIGH", "LOW"]),
  severity: z.enum(VIOLATION_SEVERITIES),
});

/** A dossier by its own words. */
export type ReadDossier = z.output<typeof form>;
export type ReadInterval = z.output<typeof measured>["intervals"][number];

/** A report of an interval by the names of its columns. */
export function readReport(row: ReportRow): JudgedReport {
  const count = (column: (typeof REPORT_COLUMNS)[number]) => Number(row[REPORT_COLUMNS.indexOf(column)]);
  const text = (column: (typeof REPORT_COLUMNS)[number]) => String(row[REPORT_COLUMNS.indexOf(column)]);
  const known = (column: (typeof REPORT_COLUMNS)[number]) => row[REPORT_COLUMNS.indexOf(column)] !== null;
  return {
    service: text("service"),
    region: text("region"),
    reporter: text("reporter"),
    revision: count("revision"),
    weight: count("weight"),
    requests: count("requests"),
    successes: count("successes"),
    timeouts: count("timeouts"),
    upSeconds: count("upSeconds"),
    downSeconds: count("downSeconds"),
    p95Micros: known("p95Micros") ? count("p95Micros") : null,
    p99Micros: known("p99Micros") ? count("p99Micros") : null,
    sketch: known("sketch") ? text("sketch") : null,
    receivedAt: count("receivedAt"),
  };
}

/** Null for what is no dossier. */
export function readDossier(text: string): ReadDossier | null {
  try {
    return form.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The rules by which a dossier says that it was assessed. @param policy for all that a charge does not depend on */
export function rulesOf({ tier, policy: told }: ReadDossier, policy: Policy): Policy {
  return {
    ...policy,
    version: told.version,
    profile: told.profile,
    time: {
      ...policy.time,
      intervalSeconds: told.intervalSeconds,
      closeAfterIntervals: told.closeAfterIntervals,
    },
    targets: { ...policy.targets, ...told.targets },
    outage: told.outage,
    slash: told.slash,
    confidence: { ...policy.confidence, ...told.confidence },
    tiers: policy.tiers.map((terms) => (terms.tier === tier ? { ...terms, ...told.tier } : terms)),
  };
}
