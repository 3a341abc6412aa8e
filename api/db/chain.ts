/**
 * The one door to the indexer's tables: everything else in the API imports them from here. They resolve by search path
 * to the indexer's views, so a finished reindex is picked up by the next statement.
 */
import { pgTable, text } from "drizzle-orm/pg-core";

export type {
  Asset,
  DisputeOutcome,
  OperatorStatus,
  PartyRole,
  Severity,
  SlashState,
  StakingEventKind,
  StatusCause,
  ViolationType,
} from "../../indexer/ponder.schema.ts";
export {
  ASSETS,
  assetRate,
  bondBalance,
  DISPUTE_OUTCOMES,
  event,
  manager,
  managerChange,
  metadataChange,
  OPERATOR_STATUSES,
  operator,
  PARTY_ROLES,
  parameterChange,
  party,
  pauseChange,
  payout,
  rate,
  registry,
  role,
  roleChange,
  SEVERITIES,
  SLASH_STATES,
  STAKING_EVENT_KINDS,
  STATUS_CAUSES,
  score,
  slash,
  stakingEvent,
  statusChange,
  unstakeRequest,
  VIOLATION_TYPES,
} from "../../indexer/ponder.schema.ts";

/** Ponder's own progress, one row for each chain. Checkpoints order as the chain does: see `decodeCheckpoint`. */
export const ponderCheckpoint = pgTable("_ponder_checkpoint", {
  chainName: text("chain_name").primaryKey(),
  chainId: text("chain_id").notNull(),
  latestCheckpoint: text("latest_checkpoint").notNull(),
  finalizedCheckpoint: text("finalized_checkpoint").notNull(),
});

export interface Checkpoint {
  /** Unix seconds. */
  readonly blockTime: number;
  readonly blockNumber: number;
}

/**
 * Block time and number of a Ponder checkpoint (or event id): 10 digits of time, 16 of chain id, 16 of block number, then
 * the place within the block. Ponder 0.16, `utils/checkpoint.ts`.
 */
export function decodeCheckpoint(checkpoint: string): Checkpoint {
  if (!/^\d{75}$/.test(checkpoint)) throw new Error(`not a checkpoint: ${JSON.stringify(checkpoint)}`);
  return { blockTime: Number(checkpoint.slice(0, 10)), blockNumber: Number(checkpoint.slice(26, 42)) };
}
