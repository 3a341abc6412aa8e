/** What the devnet's scenario leaves of each operator, as GraphQL must answer it. */
import { parseEther } from "viem";
import { expect } from "vitest";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import type { ExpectedOperator, ExpectedSlash } from "../../devnet/scenario/expected.ts";
import type { World } from "../../devnet/scenario/world.ts";

export const wei = (amount: string): string => parseEther(amount).toString();

/** Nobody measures in these tests: whoever has stake enough waits for the initial check. */
const NEVER_MEASURED = ["PENDING", "INITIAL_CHECK_NOT_PASSED"] as const;

/** What follows from the rules where it is more than that: by hand, from the stories in operators.ts. */
const STATUS: Partial<Record<Actor, readonly [status: string, ...reasons: string[]]>> = {
  fjord: ["PENDING", "MINIMUM_STAKE_NEVER_MET", "INITIAL_CHECK_NOT_PASSED"],
  glacier: ["PENDING", "NEVER_STAKED", "INITIAL_CHECK_NOT_PASSED"],
  harbor: ["LEAVING", "EVERYTHING_UNBONDING"],
  ion: ["EXITED", "EVERYTHING_WITHDRAWN"],
  krypton: ["SLASHED", "STAKE_BELOW_MINIMUM_AFTER_SLASH"],
};

export const OPERATOR = `query ($address: Address!) { operator(address: $address) {
  __typename
  ... on NotFoundError { code }
  ... on Operator {
    address metadataUri tier status statusReasons registryStatus missingEvents
    score { value unknownReason }
    publishedScore { value }
    stake { assets { active unbonding locked } }
    slashes(last: 100) { totalCount nodes {
      slashId state fraction slashedEthUnits slashedWstethUnits
      timeline { kind } dispute { outcome }
    } }
  }
} }`;

/** The steps of each end, in order. A bond goes back, or is forfeited, with the decision or what takes its place. */
const STEPS: Record<ExpectedSlash["end"], readonly string[]> = {
  EXECUTED: ["PROPOSED", "EXECUTED"],
  UPHELD_EXECUTED: ["PROPOSED", "DISPUTED", "RESOLVED", "BOND_SETTLED", "EXECUTED"],
  REDUCED_EXECUTED: ["PROPOSED", "DISPUTED", "RESOLVED", "BOND_SETTLED", "EXECUTED"],
  SILENT_EXECUTED: ["PROPOSED", "DISPUTED", "EXECUTED", "BOND_SETTLED"],
  // The decision itself cancels it.
  OVERTURNED: ["PROPOSED", "DISPUTED", "RESOLVED", "BOND_SETTLED"],
  CANCELLED: ["PROPOSED", "CANCELLED"],
  EXPIRED: ["PROPOSED", "EXPIRED"],
  LIVE_PROPOSED: ["PROPOSED"],
  LIVE_DISPUTED: ["PROPOSED", "DISPUTED"],
  LIVE_UPHELD: ["PROPOSED", "DISPUTED", "RESOLVED", "BOND_SETTLED"],
};

const OUTCOME: Partial<Record<ExpectedSlash["end"], string>> = {
  UPHELD_EXECUTED: "UPHELD",
  REDUCED_EXECUTED: "REDUCED",
  OVERTURNED: "OVERTURNED",
  LIVE_UPHELD: "UPHELD",
};

/** Large, and approved by governance. */
const APPROVED = new Set(["krypton-fraud"]);

function slashOf({ key, end, state, bps, slashed }: ExpectedSlash, world: World): object {
  const executed = state === "EXECUTED";
  const disputed = STEPS[end].includes("DISPUTED");
  return {
    slashId: world.slashId(key).toString(),
    state,
    fraction: bps,
    slashedEthUnits: executed ? wei(slashed.eth) : null,
    slashedWstethUnits: executed ? wei(slashed.wsteth) : null,
    timeline: STEPS[end]
      .flatMap((kind) => (kind === "PROPOSED" && APPROVED.has(key) ? [kind, "APPROVED"] : [kind]))
      .map((kind) => ({ kind })),
    dispute: disputed ? { outcome: OUTCOME[end] ?? null } : null,
  };
}

/** What `OPERATOR` must answer of an operator. */
export function operatorOf(told: ExpectedOperator, world: World): object {
  if (!told.registered) return { __typename: "NotFoundError", code: "OPERATOR_NOT_FOUND" };
  const [status, ...reasons] = STATUS[told.operator] ?? NEVER_MEASURED;
  const asset = (key: "eth" | "wsteth") => ({
    active: wei(told.active[key]),
    unbonding: wei(told.unbonding[key]),
    locked: wei(told.locked[key]),
  });
  return {
    __typename: "Operator",
    address: addressOf(told.operator),
    metadataUri: expect.stringContaining(encodeURIComponent(JSON.stringify({ name: told.name }).slice(1, -1))),
    tier: told.tier,
    status,
    statusReasons: reasons,
    score: { value: null, unknownReason: "NEVER_MEASURED" },
    registryStatus: expect.any(String),
    missingEvents: false,
    publishedScore: told.score === null ? expect.toSatisfy(() => true) : { value: told.score / 100 },
    stake: { assets: [asset("eth"), asset("wsteth")] },
    slashes: { totalCount: told.slashes.length, nodes: told.slashes.map((slash) => slashOf(slash, world)).reverse() },
  };
}
