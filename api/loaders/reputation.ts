import DataLoader from "dataloader";
import type { Database } from "../db/pool.ts";
import { type ReputationRecord, selectReputations } from "../db/reputation-sql.ts";
import type { Policy } from "../domain/policy.ts";

export type { ReputationRecord };

/**
 * What reputations come from, for all operators in one statement.
 *
 * @param now Unix seconds
 */
export function createReputationLoader(
  db: Database,
  policy: Policy,
  now: number,
): DataLoader<string, ReputationRecord> {
  return new DataLoader(async (operators) => {
    const found = await selectReputations(db, operators, { policy, at: now, isNow: true });
    return operators.map((operator) => found.get(operator) ?? new Error(`no reputation was read of ${operator}`));
  });
}
