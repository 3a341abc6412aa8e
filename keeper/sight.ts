/** What one look at the API and the chain sees: all that the plan is made from. Times are Unix seconds, scores x 100. */
import type { Address, Hex } from "viem";

/** What the registry takes as a type of violation from a proposer. */
export type ProposableType = "DOWNTIME" | "BAD_DATA" | "MISBEHAVIOR" | "PERFORMANCE_THRESHOLD";
export type ViolationType = ProposableType | "GOVERNANCE" | "NONE";
export type Severity = "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
export type LiveState = "PROPOSED" | "DISPUTED" | "UPHELD";

/** What a slash may still take, by what is known now. */
export interface Review {
  readonly basisPoints: number;
  /** Why not all of it: one line; empty if it agrees. */
  readonly finding: string;
}

/** Stake of one asset, units. */
export interface Pool {
  readonly active: bigint;
  readonly unbonding: bigint;
  readonly locked: bigint;
}

/** What the proposal of a slice depends on beside the slice. */
export interface SliceFacts {
  /** Whether the registry knows its incident key. */
  readonly used: boolean;
  /** Basis points of the operator's executed slashes within the registry's rolling period, and of its live ones. */
  readonly slashedBps: number;
  readonly pools: readonly Pool[];
}

/** A slice of a violation that no slash is for, by the API. */
export interface SliceSeen {
  readonly incidentKey: Hex;
  readonly evidenceHash: Hex;
  /** Lowercase. */
  readonly operator: Address;
  readonly type: ProposableType;
  readonly severity: Severity;
  /** Basis points. */
  readonly fraction: number;
  readonly confidence: "HIGH" | "LOW";
  readonly charged: number;
  readonly start: number;
  readonly end: number;
  readonly assessedAt: number;
  /** Null: not asked for. */
  readonly facts: SliceFacts | null;
  readonly review: Review | null;
}

/** A slash as the registry itself has it. Deadlines are on the slash clock. */
export interface SlashFacts {
  readonly state: LiveState | "NONE" | "EXECUTED" | "CANCELLED" | "EXPIRED";
  readonly incidentKey: Hex;
  /** Lowercase. */
  readonly proposer: Address;
  readonly bps: number;
  readonly largeSlashBps: number;
  readonly approved: boolean;
  readonly disputeUntil: number;
  /** 0 until disputed. */
  readonly resolveBy: number;
  readonly executeBy: number;
}

/** A live slash, by the API. Deadlines are on the wall clock. */
export interface SlashSeen {
  /** Its number, decimal. */
  readonly id: string;
  /** The API's own id of it. */
  readonly nodeId: string;
  readonly incidentKey: Hex;
  /** Lowercase. */
  readonly operator: Address;
  readonly proposer: Address;
  readonly state: LiveState;
  readonly type: ViolationType;
  readonly fraction: number;
  /** Whether anything was assessed under its incident key. */
  readonly assessed: boolean;
  readonly needsApproval: boolean;
  readonly executable: boolean;
  readonly expirable: boolean;
  readonly disputeUntil: number;
  /** Null until disputed. */
  readonly resolveBy: number | null;
  readonly executeBy: number;
  /** Null: not asked for. */
  readonly facts: SlashFacts | null;
  readonly review: Review | null;
}

export interface ScoreSeen {
  /** Lowercase. */
  readonly operator: Address;
  /** Null if unknown. */
  readonly value: number | null;
  readonly confidence: "HIGH" | "LOW";
  readonly windowEnd: number;
  /** On the chain; null if it has none. */
  readonly published: { readonly value: number; readonly windowEnd: number; readonly updatedAt: number } | null;
}

/** When a slash was proposed, by the API. */
export interface RecentSlash {
  /** Lowercase. */
  readonly operator: Address;
  readonly type: ViolationType;
  readonly proposedAt: number;
}

export interface Sight {
  /** Of the latest block. */
  readonly chainTime: number;
  readonly slashClock: number;
  /** Bits of the registry's pause, and when it lapses. */
  readonly pauseMask: number;
  readonly pausedUntil: number;
  /** Seconds between two slashes of one operator for one type. */
  readonly cooldown: number;
  /** Whether the keepers' kill-switch is on. */
  readonly keeperPaused: boolean;
  /** The account that proposes; lowercase. Null: unknown. */
  readonly proposer: Address | null;
  /** Where others read dossiers, without a slash at its end. */
  readonly evidenceUrl: string;
  readonly publishing: { readonly scoreMove: number; readonly scoreSeconds: number };
  readonly slices: readonly SliceSeen[];
  readonly slashes: readonly SlashSeen[];
  /** Slashes in whatever state that were proposed within the cooldown, at least. */
  readonly recent: readonly RecentSlash[];
  /** Empty where they were not asked for: not every look does. */
  readonly scores: readonly ScoreSeen[];
}

/** Bits of the registry's pause mask that stop what the keeper does. */
export const PAUSE = { SLASHING: 4, DISPUTES: 8, SCORES: 16 } as const;
