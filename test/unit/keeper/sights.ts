/** Sights to plan from: everything is well, unless a test says otherwise. */
import type { Address, Hex } from "viem";
import type { ScoreSeen, Sight, SlashFacts, SlashSeen, SliceFacts, SliceSeen } from "../../../keeper/sight.ts";

export const NOW = 1_800_000_000;
export const PROPOSER = address(0xaa);
const STRANGER = address(0xbb);
const ETH = 10n ** 18n;

export function address(number: number): Address {
  return `0x${number.toString(16).padStart(40, "0")}`;
}

export function hash(number: number): Hex {
  return `0x${number.toString(16).padStart(64, "0")}`;
}

export const POOL = { active: 9n * ETH, unbonding: 0n, locked: 0n };
export const SLICE_FACTS: SliceFacts = { used: false, slashedBps: 0, pools: [POOL] };
export const AGREES = { basisPoints: 5_000, finding: "" };

/** 12 charged intervals of an outage of operator 1, known in full. */
export function slice(of: Partial<SliceSeen> = {}): SliceSeen {
  return {
    ...{ incidentKey: hash(1), evidenceHash: hash(0xe1), operator: address(1), type: "DOWNTIME", severity: "CRITICAL" },
    ...{ fraction: 1_200, confidence: "HIGH", charged: 12 },
    ...{ start: NOW - 10_000, end: NOW - 5_000, assessedAt: NOW - 4_000 },
    ...{ facts: SLICE_FACTS, review: AGREES },
    ...of,
  };
}

/** A slash of ours of 720 bp, whose dispute window has passed: it can be executed for another hour. */
export function slash(of: Partial<SlashSeen> = {}, facts: Partial<SlashFacts> | null = {}): SlashSeen {
  const seen: Omit<SlashSeen, "facts"> = {
    ...{ id: "7", nodeId: "U2xhc2g6Nw==", incidentKey: hash(1), operator: address(1), proposer: PROPOSER },
    ...{ state: "PROPOSED", type: "DOWNTIME", fraction: 720, assessed: true },
    ...{ needsApproval: false, executable: true, expirable: false },
    ...{ disputeUntil: NOW - 60, resolveBy: null, executeBy: NOW + 3_600, review: AGREES },
    ...of,
  };
  const { incidentKey, proposer, state, fraction: bps, disputeUntil, resolveBy, executeBy } = seen;
  const onChain = { incidentKey, proposer, state, bps, disputeUntil, resolveBy: resolveBy ?? 0, executeBy };
  return { ...seen, facts: facts && { ...onChain, largeSlashBps: 1_000, approved: false, ...facts } };
}

export const byStranger = { proposer: STRANGER };

/** A score of operator 1 that the chain has not. */
export function score(of: Partial<ScoreSeen> = {}): ScoreSeen {
  return { operator: address(1), value: 9_980, confidence: "HIGH", windowEnd: NOW - 30, published: null, ...of };
}

export function sight(of: Partial<Sight> = {}): Sight {
  return {
    ...{ chainTime: NOW, slashClock: NOW, pauseMask: 0, pausedUntil: 0, cooldown: 3_600, keeperPaused: false },
    ...{ proposer: PROPOSER, evidenceUrl: "https://din.example", publishing: { scoreMove: 100, scoreSeconds: 21_600 } },
    ...{ slices: [], slashes: [], recent: [], scores: [] },
    ...of,
  };
}
