/**
 * One pass of an evaluator: one transaction over a small batch of operators. What it deletes of the dirty rows and what
 * it computed from the samples behind them commit together, so a crash at any point loses and repeats nothing.
 */
import type pg from "pg";
import { noteCells } from "../db/cell-sums.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import type { Policy } from "../domain/policy.ts";
import { assessDue } from "./assess.ts";
import { saveCircuits } from "./circuits.ts";
import { type Claim, claimOperators } from "./claim.ts";
import { evaluateAll } from "./evaluate-all.ts";
import { loadFacts } from "./facts.ts";
import { closedUntil, type EvaluationPlan, planEvaluation } from "./plan.ts";
import { saveEvaluations } from "./store.ts";
import { recomputeSums } from "./sums.ts";
import { saveViolations } from "./violations.ts";
import { tellAlerts, watchAll } from "./watching.ts";

export interface PassOptions {
  readonly policy: Policy;
  /** Whose operators they are. */
  readonly registry: ExpectedRegistry;
  /** Unix seconds, wall clock. */
  readonly now: number;
  /** Since when samples and intervals are kept, Unix seconds. */
  readonly keptSince: number;
  /** Most operators in one transaction. */
  readonly batch: number;
}

export interface PassOutcome {
  readonly operators: number;
  /** Intervals whose samples had changed. */
  readonly intervals: number;
}

/** About as many intervals changed in one transaction: a batch of old data is taken in parts. */
const MAX_INTERVALS = 3_000;

/** Most closed intervals judged in one transaction, over all its operators. */
const MAX_CLOSED = 1_000;

/** @throws whatever kept it from it; then nothing was changed, unless the connection broke during the commit */
export async function runPass(client: pg.ClientBase, options: PassOptions): Promise<PassOutcome> {
  // Each statement reads what was committed before it: what comes after the locks sees what their last holders wrote.
  await client.query("begin isolation level read committed");
  try {
    const outcome = await evaluateBatch(client, options);
    await client.query("commit");
    return outcome;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function evaluateBatch(client: pg.ClientBase, options: PassOptions): Promise<PassOutcome> {
  const { policy, registry, now, keptSince } = options;
  const claim = await claimOperators(client, now, { operators: options.batch, intervals: MAX_INTERVALS });
  if (claim.operators.length === 0) return { operators: 0, intervals: 0 };
  const touched = withoutForgotten(claim.touched, keptSince);
  await recomputeSums(client, touched, policy);
  await noteCells(client, touched, policy.time);

  const plans = await planAll(client, claim, touched, options);
  const judged = await evaluateAll(client, plans, options);
  await saveViolations(client, judged, registry, policy);
  const evaluated = await assessDue(client, judged, options);
  const watched = await watchAll(client, evaluated, policy, now);
  const rows = watched.map(({ evaluation, watch }) => ({ ...evaluation, watch }));
  await saveEvaluations(client, rows, policy);
  await saveCircuits(client, touched, evaluated, options);
  const intervals = [...touched.values()].reduce((count, starts) => count + starts.length, 0);
  await tellAlerts(client, watched, now);
  return { operators: plans.length, intervals };
}

async function planAll(
  client: pg.ClientBase,
  { operators, unfinished }: Claim,
  touched: ReadonlyMap<string, readonly number[]>,
  { policy, now, keptSince }: PassOptions,
): Promise<EvaluationPlan[]> {
  const maxClosed = Math.ceil(MAX_CLOSED / operators.length);
  const facts = await loadFacts(client, operators, { policy, keptSince, closedUntil: closedUntil(now, policy.time) });
  return facts.map((known) => {
    const isUnfinished = unfinished.has(known.operator);
    return planEvaluation(known, touched.get(known.operator) ?? [], { policy, now, maxClosed, isUnfinished });
  });
}

/** Without intervals whose neighbours may be dropped already: their hour, computed from what is left, would be wrong. */
function withoutForgotten(touched: Claim["touched"], keptSince: number): ReadonlyMap<string, readonly number[]> {
  return new Map([...touched].map(([operator, starts]) => [operator, starts.filter((at) => at >= keptSince)]));
}
