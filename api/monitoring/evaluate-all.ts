/** The evaluations of a batch of operators, with all they need loaded at once. */
import type pg from "pg";
import { isSuspected } from "../domain/judgement.ts";
import type { Policy } from "../domain/policy.ts";
import { type Range, windowRanges } from "../domain/window.ts";
import { type ClosedRange, type KnownSums, loadKnown } from "./closing.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import type { OperatorFacts } from "./facts.ts";
import { loadMaintenance } from "./maintenance.ts";
import { closedRange, type EvaluationPlan, endingsOf } from "./plan.ts";
import { loadEndings, type SumsSince } from "./window-sums.ts";
import { loadWitnessedSeconds } from "./witnessed.ts";

export interface Evaluated {
  readonly facts: OperatorFacts;
  readonly evaluation: Evaluation;
}

export interface EvaluateOptions {
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: number;
  /** Since when intervals are kept, Unix seconds. */
  readonly keptSince: number;
}

interface Input {
  readonly plan: EvaluationPlan;
  readonly range: ClosedRange | null;
  readonly sums: readonly SumsSince[];
  readonly witnessed: readonly number[];
  readonly known: KnownSums | null;
}

/**
 * In the order of the plans. Maintenance is asked for only where something counts, or begins to count, against an operator:
 * of all others it changes nothing.
 */
export async function evaluateAll(
  client: pg.ClientBase,
  plans: readonly EvaluationPlan[],
  options: EvaluateOptions,
): Promise<Evaluated[]> {
  const { policy, now } = options;
  const inputs = await loadInputs(client, plans, options);
  const evaluated = inputs.map((input) => ({
    input,
    evaluation: evaluate(input.plan, { ...input, maintenance: [] }, policy, now),
  }));
  const suspected = evaluated.flatMap(({ input: { plan, range }, evaluation: { events } }) =>
    range !== null && (events.length > 0 || isSuspected(plan.judgement)) ? [range] : [],
  );
  const maintenance = await maintenanceOf(client, suspected);
  return evaluated.map(({ input, evaluation }) => {
    const { facts } = input.plan;
    const ranges = maintenance.get(facts.operator);
    if (ranges === undefined) return { facts, evaluation };
    return { facts, evaluation: evaluate(input.plan, { ...input, maintenance: ranges }, policy, now) };
  });
}

async function loadInputs(
  client: pg.ClientBase,
  plans: readonly EvaluationPlan[],
  { policy, keptSince }: EvaluateOptions,
): Promise<Input[]> {
  const endings = plans.map((plan) => endingsOf(plan, policy));
  const sums = await loadEndings(client, endings.flat(), { time: policy.time, keptSince });
  const ranges = plans.map((plan) => closedRange(plan, policy));
  const closed = ranges.filter((range) => range !== null);
  const known = new Map((await loadKnown(client, closed, policy)).map((sums, index) => [closed[index], sums]));
  let first = 0;
  const inputs = plans.map((plan, index) => {
    const range = ranges[index] ?? null;
    const last = first + (endings[index]?.length ?? 0);
    const own = sums.slice(first, last);
    first = last;
    return { plan, range, sums: own, known: range === null ? null : (known.get(range) ?? null) };
  });
  const witnessed = await witnessedOf(client, inputs, policy);
  return inputs.map((input, index) => ({ ...input, witnessed: witnessed[index] ?? [] }));
}

/** Of the hours of each plan. Samples are looked at only where not all of an hour was measured by enough others. */
async function witnessedOf(
  client: pg.ClientBase,
  inputs: readonly Omit<Input, "witnessed">[],
  { time }: Policy,
): Promise<number[][]> {
  const hours = inputs.map(({ plan: { facts, hourEnds }, sums }) =>
    hourEnds.map((end, index) => {
      const { start } = windowRanges(end, time).HOUR;
      const { measuredSeconds = 0, corroboratedSeconds = 0 } = sums[1 + index]?.(start) ?? {};
      return { operator: facts.operator, start, end, measuredSeconds, isSure: corroboratedSeconds === measuredSeconds };
    }),
  );
  const unsure = hours.flat().filter(({ isSure }) => !isSure);
  const seconds = (await loadWitnessedSeconds(client, unsure)).values();
  return hours.map((own) =>
    own.map(({ isSure, measuredSeconds }) => (isSure ? measuredSeconds : (seconds.next().value ?? 0))),
  );
}

async function maintenanceOf(
  client: pg.ClientBase,
  ranges: readonly ClosedRange[],
): Promise<ReadonlyMap<string, readonly Range[]>> {
  if (ranges.length === 0) return new Map();
  const from = Math.min(...ranges.map(({ start }) => start));
  const to = Math.max(...ranges.map(({ end }) => end));
  const operators = ranges.map(({ operator }) => operator);
  return loadMaintenance(client, operators, from, to);
}
