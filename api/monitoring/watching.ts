/**
 * The alerts of a batch of evaluations: what is found of each operator, and what is said of it. See
 * docs/adr/0010-alerts.md.
 *
 * What was told is stored with the evaluation, and told in the same transaction: neither can be ahead of the other. No two
 * evaluators can block each other for ever here. Operators are only ever tried, never waited for; alerts are waited for
 * last, when nothing else is, and whoever has them does not wait for anything that an evaluator holds.
 */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import type { Policy } from "../domain/policy.ts";
import { type Watch, watchOf } from "../domain/watch.ts";
import type { WatchFacts } from "../domain/watch-facts.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Evaluated } from "./evaluate-all.ts";

/** What is remembered of an operator for its alerts, and what is to be told of it now. */
export interface Watched {
  readonly evaluation: Evaluation;
  readonly watch: Watch;
  readonly signals: readonly AlertSignal[];
}

/** Nothing was told yet: what holds when an operator is first looked at is told then. */
const UNWATCHED: Watch = { told: [], scores: [] };

/**
 * In the order of the evaluations. Of an operator without a sort row nothing is said, and nothing is taken back: the chain
 * is behind, or another deployment is being indexed. Nor of one of which more waits to be summed or judged, since what is
 * known of it is of the past: the next evaluation follows at once.
 *
 * @param now Unix seconds
 */
export async function watchAll(
  client: pg.ClientBase,
  evaluated: readonly Evaluated[],
  policy: Policy,
  now: number,
): Promise<Watched[]> {
  const independent = await loadIndependent(client, evaluated, now, policy);
  return evaluated.map(({ facts, evaluation }) => {
    const { operator, tier, status, isWatched } = facts;
    const previous = facts.previous?.watch ?? UNWATCHED;
    const isBehind = evaluation.nextDueAt !== null && evaluation.nextDueAt <= now;
    if (tier === null || status === null || isBehind) return { evaluation, watch: previous, signals: [] };
    const { judgement, windows, score, windowEnd, measuredUntil } = evaluation;
    const known: WatchFacts = {
      ...{ operator, now, windowEnd, isWatched, tier, windows, judgement, measuredUntil },
      score: score.value,
      isCatchingUp: facts.previous === null || lagOf(evaluation) < lagOf(facts.previous),
      received: facts.received,
      dissenters: facts.dissenters,
      independent: independent.get(operator) ?? NOBODY,
    };
    return { evaluation, ...watchOf(previous, known, policy) };
  });
}

function lagOf({ windowEnd, measuredUntil }: Pick<Evaluation, "windowEnd" | "measuredUntil">): number {
  return windowEnd - measuredUntil;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Whose word counted within the last day. Their own reports weigh nothing. */
const INDEPENDENT = {
  name: "din_independent_reporters",
  text: `
    select wanted.operator, wanted.reporter
    from unnest($1::text[], $2::text[]) as wanted (operator, reporter)
    where exists (
      select from ${API_SCHEMA}.metric_sample as s
      where s.operator = wanted.operator and s.at >= $3::bigint and s.reporter = wanted.reporter and s.weight > 0)`,
};

/** Of those that begin to disagree: usually none, and then it costs nothing. */
async function loadIndependent(
  client: pg.ClientBase,
  evaluated: readonly Evaluated[],
  now: number,
  { time }: Policy,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const asked = evaluated.flatMap(({ facts, evaluation: { operator, disagreeing } }) => {
    const told = facts.previous?.watch.told.filter(({ kind }) => kind === "REPORTER_DISAGREEMENT") ?? [];
    const known = new Set(told.map(({ subject }) => subject));
    return disagreeing.filter((reporter) => !known.has(reporter)).map((reporter) => ({ operator, reporter }));
  });
  if (asked.length === 0) return new Map();
  const since = now - time.dayIntervals * time.intervalSeconds;
  const columns = [asked.map(({ operator }) => operator), asked.map(({ reporter }) => reporter)];
  const { rows } = await client.query<{ operator: string; reporter: string }>({
    ...INDEPENDENT,
    values: [...columns, since],
  });
  const independent = new Map<string, Set<string>>();
  for (const { operator, reporter } of rows) {
    independent.set(operator, (independent.get(operator) ?? new Set()).add(reporter));
  }
  return independent;
}

/** Tells what was found. The last thing that a transaction does: see `recordAlerts`. @param now Unix seconds */
export async function tellAlerts(client: pg.ClientBase, watched: readonly Watched[], now: number): Promise<void> {
  await recordAlerts(
    client,
    watched.flatMap(({ signals }) => signals),
    now,
  );
}
