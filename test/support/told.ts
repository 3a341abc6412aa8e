/** What is told of operators, minute by minute, and what counts for nothing. */
import type { MeasuredWorld, SampleInput } from "./measured-world.ts";
import { MINUTE, minutes, SLOW } from "./measuring.ts";

/** Nothing answers, and nobody asks: what is not asked cannot fail. */
export const DOWN: Partial<SampleInput> = {
  ...{ requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 60, sketch: null },
};
export const FAILED: Partial<SampleInput> = { successes: 300_000, sketch: { first: 576, counts: [300_000] } };
export const SLOWED: Partial<SampleInput> = { sketch: { first: SLOW, counts: [323_999] } };

/** Runs of minutes one after another from `start` on: how many, and how they are; null: nobody measures. */
export function told(
  operator: string,
  start: number,
  runs: readonly (readonly [number, Partial<SampleInput> | null])[],
): SampleInput[] {
  let at = start;
  return runs.flatMap(([count, changes]) => {
    const from = at;
    at += count * MINUTE;
    return changes === null ? [] : minutes(operator, from, count, changes);
  });
}

/** Seconds after which so many minutes have closed. */
export const closed = (count: number): number => (count + 15) * MINUTE;

export async function announce(world: MeasuredWorld, operator: string, start: number, end: number): Promise<void> {
  await world.pool.query(
    `insert into din_api.maintenance (id, operator, start_at, end_at, reason, announced_at)
     values ($1, $2, $3, $4, 'test', 0)`,
    [`${operator} ${start}`, operator, start, end],
  );
}
