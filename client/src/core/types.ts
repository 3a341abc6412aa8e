/**
 * What `DINInfrastructureCore` speaks of: names and shapes as they were before there was an API. Amounts are wei, times Unix
 * milliseconds. A number that is not known is NaN, never 0: it compares as neither good nor bad.
 */

export interface NodeOperator {
  /** Its address: an operator is known by it. */
  id: string;
  /** The same. */
  walletAddress: string;
  /** ETH value of its active stake, wei: what is being unstaked is no part of it. */
  stakedAmount: bigint;
  /** 0-100; NaN while a part of it is unknown. */
  performanceScore: number;
  /** The last 100, newest first. */
  violations: Violation[];
  registeredAt: number;
  /** When its score was last evaluated; NaN if it never was. */
  lastPerformanceCheck: number;
}

export interface Violation {
  type: "downtime" | "bad_data" | "misbehavior" | "performance_threshold";
  /** When it began. */
  timestamp: number;
  /** How long it was; left out while it goes on. */
  durationMinutes?: number;
  /** The worst it was assessed as; low until it is. */
  severity: "low" | "medium" | "high" | "critical";
  description: string;
}

export interface PerformanceMetrics {
  serviceId: string;
  /** 0-100 (target: >99 %). */
  successRate: number;
  /** ms (target: <250 ms). */
  p95Latency: number;
  /** ms */
  p99Latency: number;
  /** Requests a month (target: 13 billion and more). */
  throughput: number;
  /** 0-100 (target: >99.9 %). */
  uptime: number;
  timestamp: number;
}

export interface StakingEvent {
  operatorId: string;
  type: "stake" | "unstake" | "slash";
  amount: bigint;
  timestamp: number;
  reason?: string;
}

export interface DINInfrastructureStatus {
  totalOperators: number;
  /** ETH value of all active stake, wei. */
  totalStaked: bigint;
  activeOperators: number;
  slashedOperators: number;
  /** Of those that have a score; NaN if nobody has. */
  averagePerformanceScore: number;
  /** When an operator was last evaluated; null if none ever was. */
  lastPerformanceCheck: number | null;
}

/** Stake that was asked back and not paid yet. */
export interface Unstaking {
  /** Its number in the registry. */
  requestId: string;
  asset: "ETH" | "WSTETH";
  /** What is left of it after slashes, units of the asset. */
  amount: bigint;
  /** What a claim would pay now: nothing before `unlockAt`, and not what live slashes reserve. */
  claimable: bigint;
  /** It can be claimed after this moment. */
  unlockAt: number;
}
