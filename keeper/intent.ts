/** What the keeper means to do on the chain, and what came of a look at it: between the plan and the one who submits. */
import type { KeeperProblemCode } from "@dreamnet/din-infrastructure-core";
import type { Hex } from "viem";

/** MONITOR submits scores; PROPOSER proposes, executes, expires and cancels slashes. Each has a key of its own. */
export const ROLES = ["MONITOR", "PROPOSER"] as const;
export type Role = (typeof ROLES)[number];

export type IntentKind = "PROPOSE" | "EXECUTE" | "EXPIRE" | "CANCEL" | "SCORES";

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

/** As the API takes them. */
export type ProblemCode = KeeperProblemCode;

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
