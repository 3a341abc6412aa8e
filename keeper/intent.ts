/** What the keeper means to do on the chain, and what came of a look at it: between the plan and the one who submits. */
import type { Hex } from "viem";

/** MONITOR submits scores; PROPOSER proposes, executes, expires and cancels slashes. Each has a key of its own. */
export const ROLES = ["MONITOR", "PROPOSER"] as const;
export type Role = (typeof ROLES)[number];

export const INTENT_KINDS = ["PROPOSE", "EXECUTE", "EXPIRE", "CANCEL", "SCORES"] as const;
export type IntentKind = (typeof INTENT_KINDS)[number];

/** One transaction that is wanted. */
export interface Intent {
  /**
   * What it is about, for ever: what was done once under a key is never sent again. `propose/<incidentKey>`,
   * `execute/<slashId>/<incidentKey>`, `expire/…`, `cancel/…`, `scores/<keccak256 of its calldata>`.
   */
  readonly key: string;
  readonly kind: IntentKind;
  readonly role: Role;
  /** Calldata of the registry. */
  readonly data: Hex;
  /** For people: one line. */
  readonly summary: string;
}

/** The codes of `KeeperProblemCode` in the API's schema. */
export const PROBLEMS = [
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
export type ProblemCode = (typeof PROBLEMS)[number];

/** What keeps the keeper from its work. It is told to people, so it never holds a secret. */
export interface Problem {
  readonly code: ProblemCode;
  /** Null for what is of both. */
  readonly role: Role | null;
  /** For people: one line, what is wrong and what to do. */
  readonly message: string;
}

/** What one look of a submitter found and did. */
export interface Submitted {
  readonly problems: readonly Problem[];
  /** Wei; null if the chain could not be asked. */
  readonly balance: bigint | null;
  /** Transactions signed and not final. */
  readonly inFlight: number;
  /** Whether one of them is in no block yet: nothing else is begun until it is. */
  readonly waiting: boolean;
  /** Whether something was sent or settled: look again soon. */
  readonly moved: boolean;
}
