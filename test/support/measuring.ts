/** Operators that are staked and measured, with a follower and an evaluator whose clocks a test moves. */
import { maintainPartitions } from "../../api/db/partitions.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { A, B, of, REGISTER, type Suite, stake } from "./follower-suite.ts";
import { MeasuredWorld, RETENTION, type SampleInput, type StoredEvaluation } from "./measured-world.ts";

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A bucket of some 100 ms, and one of some 400 ms. */
export const [FAST, SLOW] = [576, 645];

/** Two reporters' samples of the minutes from `start` on, at 14 billion requests a month. */
export function minutes(
  operator: string,
  start: number,
  count: number,
  changes: Partial<SampleInput> = {},
): SampleInput[] {
  return Array.from({ length: count }, (_, i) =>
    ["a", "b"].map((reporter) => ({
      ...{ operator, at: start + i * MINUTE, service: "rpc", region: "eu", reporter, revision: 0, weight: 1 },
      ...{ requests: 324_000, successes: 323_999, timeouts: 0, upSeconds: 60, downSeconds: 0 },
      ...{ sketch: { first: FAST, counts: [323_999] }, p95Micros: null, p99Micros: null },
      ...changes,
    })),
  ).flat();
}

export interface Measuring {
  readonly world: MeasuredWorld;
  /** A full hour, when everything begins. */
  readonly start: number;
  /** Moves both clocks, and has both do what there is to do. */
  at(now: number): Promise<void>;
}

/** @param eth what A and B stake each */
export async function measuringIn(suite: Suite, eth = 20n): Promise<Measuring> {
  await suite.world.live();
  const start = Math.floor(suite.world.now / HOUR) * HOUR;
  suite.world.now = start;
  await suite.block(...of(A, REGISTER, stake(eth)), ...of(B, REGISTER, stake(eth)));
  const world = await MeasuredWorld.over(suite.world.connectionString, start, POLICY);
  const [follower, evaluator] = [suite.world.follower(), world.evaluator()];
  await suite.world.settle(follower);
  return {
    ...{ world, start },
    at: async (now) => {
      [suite.world.now, world.now] = [now, now];
      await maintainPartitions(world.pool, now, RETENTION);
      await world.settle(evaluator);
      await suite.world.settle(follower);
    },
  };
}

export async function evaluationOf(world: MeasuredWorld, operator: string): Promise<StoredEvaluation> {
  const evaluation = await world.evaluation(operator);
  if (evaluation === undefined) throw new Error(`${operator} was never evaluated`);
  return evaluation;
}
