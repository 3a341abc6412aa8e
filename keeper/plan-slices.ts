/** Which slices become proposals, and what keeps the others. Pure. */
import { proposal, proposeKey } from "./calls.ts";
import type { Hold, HoldCode } from "./hold.ts";
import type { Intent } from "./intent.ts";
import { PAUSE, type Pool, type Sight, type SliceFacts, type SliceSeen } from "./sight.ts";

/** The registry's: the most of one slash, and of all within its rolling period. Basis points. */
const CAP = 5_000;
const BPS = 10_000n;

export interface SlicePlan {
  readonly intents: readonly Intent[];
  readonly holds: readonly Hold[];
  /** Incident keys of slices that are held only for want of `facts`, or of a review. */
  readonly wantFacts: readonly string[];
  readonly wantReviews: readonly string[];
}

/** What a slice comes to: a proposal, a hold that others of its operator and type may pass, or one that stops them too. */
type Verdict =
  | { readonly kind: "PROPOSE"; readonly bps: number }
  | { readonly kind: "WANT"; readonly what: "FACTS" | "REVIEW" }
  | { readonly kind: "HOLD"; readonly code: HoldCode; readonly until: number | null };

/**
 * One proposal of one operator and type at a time: the registry has a cooldown. The oldest slice goes first. Several types
 * of one operator share what its rolling cap leaves.
 */
export function planSlices(sight: Sight): SlicePlan {
  const intents: Intent[] = [];
  const holds: Hold[] = [];
  const wantFacts: string[] = [];
  const wantReviews: string[] = [];
  /** Operators and types that have had their turn, and until when the others wait. */
  const taken = new Map<string, Pick<Hold, "code" | "until">>();
  const proposed = new Map<string, number>();

  for (const slice of [...sight.slices].sort(byAge)) {
    const turn = `${slice.operator}/${slice.type}`;
    const hold = ({ code, until }: Pick<Hold, "code" | "until">) =>
      holds.push({ kind: "PROPOSE", key: proposeKey(slice), about: aboutOf(slice), code, until });
    const before = generalHold(slice, sight) ?? taken.get(turn) ?? null;
    if (before !== null) {
      hold(before);
      continue;
    }
    const already = proposed.get(slice.operator) ?? 0;
    const verdict = judge(slice, sight, already);
    if (verdict.kind === "PROPOSE") {
      intents.push(proposal(slice, verdict.bps, sight.evidenceUrl));
      proposed.set(slice.operator, already + verdict.bps);
      taken.set(turn, { code: "COOLDOWN", until: sight.chainTime + sight.cooldown });
    } else if (verdict.kind === "WANT") {
      (verdict.what === "FACTS" ? wantFacts : wantReviews).push(slice.incidentKey);
      const unsettled = { code: "UNSETTLED", until: null } as const;
      hold(unsettled);
      taken.set(turn, unsettled);
    } else {
      hold(verdict);
      if (verdict.code !== "REVIEW" && verdict.code !== "NOT_YET") taken.set(turn, waitOfOthers(verdict, sight));
    }
  }
  return { intents, holds, wantFacts, wantReviews };
}

/** What holds whatever is known of the operator. */
function generalHold(slice: SliceSeen, sight: Sight): Pick<Hold, "code" | "until"> | null {
  if (sight.keeperPaused) return { code: "PAUSED", until: null };
  // Who cannot dispute must not be slashed.
  if ((sight.pauseMask & (PAUSE.SLASHING | PAUSE.DISPUTES)) !== 0) {
    return { code: "REGISTRY_PAUSED", until: sight.pausedUntil };
  }
  return slice.confidence === "HIGH" ? null : { code: "LOW_CONFIDENCE", until: null };
}

function judge(slice: SliceSeen, sight: Sight, already: number): Verdict {
  const hold = (code: HoldCode, until: number | null = null): Verdict => ({ kind: "HOLD", code, until });
  const { facts, review } = slice;
  if (slice.fraction <= 0 || review?.basisPoints === 0) return hold("REVIEW");
  // The registry refuses a fault that ends in its future.
  if (slice.end > sight.chainTime) return hold("NOT_YET", slice.end);
  const rested = restedAt(slice, sight);
  if (sight.chainTime < rested) return hold("COOLDOWN", rested);
  if (facts === null) return { kind: "WANT", what: "FACTS" };
  // Its slash is on the chain, and the API has not mirrored it.
  if (facts.used) return hold("UNSETTLED");
  const room = CAP - facts.slashedBps - already;
  if (room <= 0) return hold("ROLLING_CAP");
  if (!takesAnything(facts, Math.min(slice.fraction, room))) return hold("NOTHING_STAKED");
  if (review === null) return { kind: "WANT", what: "REVIEW" };
  const bps = Math.min(slice.fraction, review.basisPoints, room);
  return takesAnything(facts, bps) ? { kind: "PROPOSE", bps } : hold("NOTHING_STAKED");
}

/** When the registry takes another slash of this operator and type. */
function restedAt({ operator, type }: SliceSeen, { recent, cooldown }: Sight): number {
  const times = recent.flatMap((slash) =>
    slash.operator === operator && slash.type === type ? [slash.proposedAt + cooldown] : [],
  );
  return Math.max(0, ...times);
}

/** As the registry counts: a share of all that is staked and unbonding, out of what no other slash has reserved. */
function takesAnything({ pools }: SliceFacts, bps: number): boolean {
  return pools.some((pool) => {
    const total = pool.active + pool.unbonding;
    return (total * BigInt(bps)) / BPS > 0n && freeOf(pool) > 0n;
  });
}

const freeOf = ({ active, unbonding, locked }: Pool) => active + unbonding - locked;

/** What has happened to one is a cooldown to the others; the rest holds for them as it is. */
function waitOfOthers({ code, until }: Pick<Hold, "code" | "until">, sight: Sight): Pick<Hold, "code" | "until"> {
  return code === "UNSETTLED" ? { code: "COOLDOWN", until: sight.chainTime + sight.cooldown } : { code, until };
}

const aboutOf = ({ operator, type, fraction }: SliceSeen) => `${operator} ${type} ${fraction} bp`;

function byAge(a: SliceSeen, b: SliceSeen): number {
  return a.assessedAt - b.assessedAt || (a.incidentKey < b.incidentKey ? -1 : 1);
}
