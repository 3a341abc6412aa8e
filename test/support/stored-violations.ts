/** Violations as they are stored, and what a stranger makes of a dossier: written from docs and rules, not from the code. */
import type pg from "pg";
import { keccak256, toBytes } from "viem";
import { z } from "zod";

export interface StoredViolation {
  readonly id: string;
  readonly operator: string;
  readonly type: string;
  readonly charge: string;
  readonly startedAt: number;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly tier: string;
  readonly slices: readonly StoredSlice[];
}

export interface StoredSlice {
  readonly slice: number;
  readonly start: number;
  readonly end: number;
  readonly final: boolean;
  readonly charged: number;
  readonly chargedBps: number;
  readonly bps: number;
  readonly severity: string;
  readonly confidence: string;
  readonly stakeValue: string;
  readonly amount: string;
  readonly incidentKey: string;
  readonly evidenceHash: string;
  readonly dossier: string;
}

/** In the order in which they opened. */
export async function storedViolations(pool: pg.Pool): Promise<StoredViolation[]> {
  const { rows } = await pool.query<StoredViolation>(
    `select id, operator, type, charge, started_at::float8 as "startedAt", opened_at::float8 as "openedAt",
       closed_at::float8 as "closedAt", tier,
       coalesce((select json_agg(json_build_object('slice', slice, 'start', start_at, 'end', end_at, 'final', final,
           'charged', charged, 'chargedBps', charged_bps, 'bps', bps, 'severity', severity, 'confidence', confidence,
           'stakeValue', stake_value::text, 'amount', amount::text, 'incidentKey', incident_key,
           'evidenceHash', evidence_hash, 'dossier', dossier) order by slice)
         from din_api.violation_slice where violation_id = violation.id), '[]') as slices
     from din_api.violation order by opened_at, operator, charge`,
  );
  return rows;
}

export interface StoredCharge {
  readonly operator: string;
  readonly charge: string;
  readonly at: number;
  readonly violationId: string | null;
}

/** The intervals that count, in their order. */
export async function chargedIntervals(pool: pg.Pool): Promise<StoredCharge[]> {
  const { rows } = await pool.query<StoredCharge>(
    `select operator, charge, at::float8, violation_id as "violationId" from din_api.charged_interval
     order by operator, charge, at`,
  );
  return rows;
}

const integer = z.number().int();
const wei = z.string().regex(/^\d+$/).transform(BigInt);
const dossierSchema = z.object({
  type: z.enum(["DOWNTIME", "PERFORMANCE_THRESHOLD"]),
  period: z.object({ start: integer, end: integer }),
  policy: z.object({
    tier: z.object({ slashMultiplierBps: integer }),
    outage: z.object({ graceIntervals: integer }),
    slash: z.object({
      downtimeBps: integer,
      performanceBps: integer,
      performanceIntervals: integer,
      capBps: integer,
    }),
  }),
  evidence: z.object({
    reportColumns: z.array(z.string()),
    intervals: z.array(z.object({ at: integer, reports: z.array(z.array(z.union([z.string(), integer, z.null()]))) })),
  }),
  arithmetic: z.object({ counted: integer, alreadyBps: integer, bps: integer, stakeValue: wei, amount: wei }),
});

export interface Recomputed {
  readonly evidenceHash: string;
  readonly charged: number;
  readonly chargedBps: number;
  readonly bps: number;
  readonly amount: string;
  /** Starts of the intervals, and of each its reports by column. */
  readonly intervals: readonly {
    readonly at: number;
    readonly reports: readonly Readonly<Record<string, unknown>>[];
  }[];
}

/** What a dossier comes to by its own words. */
export function recompute(text: string): Recomputed {
  const { type, policy, evidence, arithmetic } = dossierSchema.parse(JSON.parse(text));
  const { slash, outage, tier } = policy;
  const own = evidence.intervals.length;
  const unitsOf = (count: number) =>
    type === "DOWNTIME"
      ? Math.max(0, count - outage.graceIntervals)
      : Math.floor((count + slash.performanceIntervals - 1) / slash.performanceIntervals);
  const charged = unitsOf(arithmetic.counted) - unitsOf(arithmetic.counted - own);
  const chargedBps = charged * (type === "DOWNTIME" ? slash.downtimeBps : slash.performanceBps);
  const asked = chargedBps * tier.slashMultiplierBps;
  const taken = Math.min(asked, Math.max(0, slash.capBps - arithmetic.alreadyBps) * 10_000);
  return {
    evidenceHash: keccak256(toBytes(text)),
    charged,
    chargedBps,
    bps: Math.floor(taken / 10_000),
    amount: ((arithmetic.stakeValue * BigInt(taken)) / 100_000_000n).toString(),
    intervals: evidence.intervals.map(({ at, reports }) => ({
      at,
      reports: reports.map((report) => Object.fromEntries(evidence.reportColumns.map((name, i) => [name, report[i]]))),
    })),
  };
}
