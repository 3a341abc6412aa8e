/** Which alerts time alone calls for. Pure. */
import type { AlertKind, AlertSignal } from "./alert.ts";
import { CHAIN_NOTICES } from "./chain-alerts.ts";
import { CHANGE_KINDS } from "./change-alerts.ts";
import { lagSeconds } from "./mirror-health.ts";
import type { AlertPolicy } from "./policy.ts";
import { REPUTATION_KINDS } from "./reputation-alerts.ts";

/** What merely happened: it resolves by itself when nothing was said of it for `noticeIntervals`. */
export const NOTICES: readonly AlertKind[] = [...CHAIN_NOTICES, ...CHANGE_KINDS, ...REPUTATION_KINDS];

/** The newest alert of what is one for all. */
export interface LastAlert {
  /** Null while it is open. */
  readonly closedAt: number | null;
  /** Null if it resolved by itself. */
  readonly closedBy: string | null;
}

/** That it resolves, said of an alert by its names. */
export function cleared({
  correlationId,
  kind,
  operator,
  subject,
}: Pick<AlertSignal, "correlationId" | "kind" | "operator" | "subject">): AlertSignal {
  const nothingNew = { severity: "INFO", message: "", details: {}, finality: null } as const;
  return { ...nothingNew, is: "CLEAR", correlationId, kind, operator, subject };
}

/**
 * Whether the mirror lags as `/ready` sees it; it has caught up when it is under half of that.
 *
 * @param blockTime of the latest block mirrored, Unix seconds
 * @param last null if there never was one
 */
export function laggingSignals(
  blockTime: number,
  last: LastAlert | null,
  { now, maxLagSeconds }: { readonly now: number; readonly maxLagSeconds: number },
): AlertSignal[] {
  const lag = lagSeconds(blockTime, now);
  if (isOpen(last)) return lag * 2 < maxLagSeconds ? [cleared(ofAll("INDEXER_LAGGING"))] : [];
  if (lag <= maxLagSeconds || wasResolvedSince(last, blockTime + maxLagSeconds)) return [];
  return [
    {
      ...ofAll("INDEXER_LAGGING"),
      ...{ is: "FIRING", severity: "CRITICAL", finality: null },
      message: `The mirror of the chain is more than ${maxLagSeconds} s behind.`,
      details: { blockTime, maxLagSeconds },
    },
  ];
}

/**
 * Whether the recorded wstETH rate is too old for what depends on it.
 *
 * @param rateUpdatedAt when its source says that it was current, Unix seconds
 * @param isHeld whether any operator holds wstETH
 * @param last null if there never was one
 */
export function staleRateSignals(
  { rateUpdatedAt, isHeld }: { readonly rateUpdatedAt: number; readonly isHeld: boolean },
  last: LastAlert | null,
  { now, policy }: { readonly now: number; readonly policy: AlertPolicy },
): AlertSignal[] {
  const age = now - rateUpdatedAt;
  if (isOpen(last)) return age < policy.rateFreshSeconds || !isHeld ? [cleared(ofAll("RATE_STALE"))] : [];
  const since = rateUpdatedAt + policy.rateStaleSeconds;
  if (!isHeld || now < since || wasResolvedSince(last, since)) return [];
  return [
    {
      ...ofAll("RATE_STALE"),
      ...{ is: "FIRING", severity: "WARNING", finality: null },
      message: `The wstETH rate was recorded more than ${Math.floor(policy.rateStaleSeconds / 3_600)} hours ago.`,
      details: { asset: "WSTETH", rateUpdatedAt },
    },
  ];
}

/** An open request whose unbonding is over. */
export interface MaturedRequest {
  /** Decimal. */
  readonly id: string;
  readonly operator: string;
  readonly recipient: string;
  readonly asset: string;
  /** Wei of the asset asked for. */
  readonly units: string;
  /** Unix seconds. */
  readonly unlockAt: number;
}

export function claimableSignal({ id, operator, ...details }: MaturedRequest): AlertSignal {
  return {
    ...{ is: "FIRING", kind: "UNSTAKE_CLAIMABLE", severity: "INFO", finality: null },
    correlationId: `UNSTAKE_CLAIMABLE/${operator}/${id}`,
    ...{ operator, subject: id },
    message: "What was asked back can be claimed.",
    details: { ...details },
  };
}

function ofAll(kind: "INDEXER_LAGGING" | "RATE_STALE") {
  return { correlationId: kind, kind, operator: null, subject: null } as const;
}

export function isOpen(last: LastAlert | null): boolean {
  return last !== null && last.closedAt === null;
}

/** Whether somebody resolved it by hand while the cause held already: it does not come back until that is another. */
export function wasResolvedSince(last: LastAlert | null, since: number): boolean {
  return last !== null && last.closedBy !== null && last.closedAt !== null && last.closedAt >= since;
}
