/** When a snapshot is taken, and of which moment. */
import type pg from "pg";
import { NETWORK_KNOWN } from "../db/network-known.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";

/** The moment that the newest snapshot is to be of, Unix seconds. Those before it that nobody took are not taken any more. */
export function snapshotMoment(now: number, { ranking, time }: Policy): number {
  const step = ranking.snapshotIntervals * time.intervalSeconds;
  return Math.floor(now / step) * step;
}

/**
 * Whether its snapshot is taken though sums are not through. Late data may keep coming for hours, and what comes meanwhile
 * is in the next one anyhow; but a moment that passes without a snapshot has none, nor its day a checkpoint.
 */
export function isOverdue(at: number, now: number, { ranking, time }: Policy): boolean {
  return 2 * (now - at) >= ranking.snapshotIntervals * time.intervalSeconds;
}

interface Look {
  readonly isTaken: boolean;
  readonly isKnown: boolean;
  readonly isEvaluated: boolean;
}

/**
 * An evaluator looks at an operator one and a half intervals after it did last. Once it has looked past the moment, the
 * score of the hour that ended then is stored, with the data that came for its last interval in time.
 */
const LOOK = {
  name: "din_snapshot_due",
  text: `
    select exists (select from ${API_SCHEMA}.snapshot where at >= $1) as "isTaken",
      exists (${NETWORK_KNOWN}) as "isKnown",
      not exists (
        select from ${API_SCHEMA}.operator_evaluation where next_due_at is not null and window_end <= $1
      ) as "isEvaluated"`,
};

/**
 * Whether the snapshot of a moment can be taken now. It waits for the evaluator until the last interval before the moment
 * has closed, and no longer: an operator that cannot be evaluated holds up nobody. For the follower it waits as long as it
 * takes: without it nobody knows whom to rank.
 */
export async function snapshotDue(
  client: pg.ClientBase,
  at: number,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Promise<"TAKEN" | "WAIT" | "DUE"> {
  const { rows } = await client.query<Look>({ ...LOOK, values: [at] });
  const [look] = rows;
  if (look === undefined || look.isTaken) return "TAKEN";
  const { closeAfterIntervals, intervalSeconds } = policy.time;
  const isLate = now >= at + closeAfterIntervals * intervalSeconds;
  return look.isKnown && (look.isEvaluated || isLate) ? "DUE" : "WAIT";
}
