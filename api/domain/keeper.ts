/** What a keeper says of itself: the process that writes scores and slashes to the chain. */

export const KEEPER_ROLES = ["MONITOR", "PROPOSER"] as const;
/** MONITOR submits scores; PROPOSER proposes, executes, expires and cancels slashes. */
export type KeeperRole = (typeof KEEPER_ROLES)[number];

/** An account that a keeper signs with. */
export interface KeeperAccount {
  readonly role: KeeperRole;
  /** Lowercase. */
  readonly address: string;
  /** Wei, decimal; null while the chain cannot be asked. */
  readonly balance: string | null;
  /** Transactions sent and not yet final. */
  readonly inFlight: number;
}

/** Why a keeper does not do its work, or not all of it. */
export const KEEPER_PROBLEMS = [
  "WRONG_CHAIN",
  "WRONG_REGISTRY",
  "ROLE_MISSING",
  "OUT_OF_FUNDS",
  "FEES_TOO_HIGH",
  "NONCE_TAKEN",
  "STUCK",
  "REVERTED",
  "RPC_FAILING",
  "API_FAILING",
] as const;
export type KeeperProblemCode = (typeof KEEPER_PROBLEMS)[number];

export interface KeeperProblem {
  readonly code: KeeperProblemCode;
  /** Null for what is of both. */
  readonly role: KeeperRole | null;
  readonly message: string;
}

/** A problem as it is kept. */
export interface SaidProblem extends KeeperProblem {
  /** Unix seconds: from then on each report had it. */
  readonly since: number;
}

/** Seconds without a word after which a keeper counts as silent: it reports every few. */
export const KEEPER_SILENT_SECONDS = 60;
/** Seconds that what may pass by itself has to last before somebody is told: a node that fails once is no news. */
export const KEEPER_PATIENCE_SECONDS = 60;
/** Seconds without an active keeper that somebody is told of: a standby takes over in less. */
export const KEEPER_ABSENT_SECONDS = 120;
/** Seconds without a word after which a keeper is gone for good: nothing of what it said holds any more, its name is free. */
export const KEEPER_GONE_SECONDS = 86_400;
