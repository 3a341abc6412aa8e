import { decodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import { planOf } from "../../../keeper/plan.ts";
import type { Sight, SliceSeen } from "../../../keeper/sight.ts";
import { AGREES, address, hash, NOW, POOL, SLICE_FACTS, sight, slice } from "./sights.ts";

const planned = (slices: readonly SliceSeen[], of: Partial<Sight> = {}) => planOf(sight({ slices, ...of }));

/** What each slice comes to, by the last digits of its key: the basis points proposed, or why it is held and until when. */
function outcome(slices: readonly SliceSeen[], of: Partial<Sight> = {}) {
  const { intents, holds } = planned(slices, of);
  const end = (key: string) => key.slice(-2);
  return Object.fromEntries([
    ...intents.map(({ key, data }) => [end(key), argsOf(data).bps]),
    ...holds.map(({ key, code, until }) => [end(key), until === null ? code : `${code} ${until - NOW}`]),
  ]);
}

function argsOf(data: `0x${string}`) {
  const { functionName, args } = decodeFunctionData({ abi, data });
  if (functionName !== "proposeSlash") throw new Error(functionName);
  return args[0];
}

const facts = (of: Partial<typeof SLICE_FACTS>) => ({ facts: { ...SLICE_FACTS, ...of } });
const reviewed = (basisPoints: number) => ({ review: { basisPoints, finding: "so much is left" } });

test("a slice becomes the proposal of a slash, in the registry's own terms", () => {
  const [intent] = planned([slice({ type: "BAD_DATA", severity: "HIGH", charged: 2, fraction: 950 })]).intents;
  expect(intent).toMatchObject({
    key: `propose/${hash(1)}`,
    kind: "PROPOSE",
    role: "PROPOSER",
    summary: `propose to slash ${address(1)} by 950 bp for BAD_DATA`,
  });
  expect(argsOf(intent?.data ?? "0x")).toEqual({
    operator: address(1),
    violationType: 2,
    severity: 3,
    bps: 950,
    value: 0n,
    faultStart: BigInt(NOW - 10_000),
    faultEnd: BigInt(NOW - 5_000),
    incidentKey: hash(1),
    evidenceHash: hash(0xe1),
    reason: "BAD_DATA, 2 charged; see the dossier",
    evidenceURI: `https://din.example/dossiers/${hash(0xe1)}`,
  });
});

describe("how much is proposed", () => {
  test.each([
    ["what was assessed", {}, 1_200],
    ["no more than a review leaves", reviewed(1_199), 1_199],
    ["no more than was assessed, whatever a review says", reviewed(4_000), 1_200],
    ["no more than the rolling cap leaves", facts({ slashedBps: 3_801 }), 1_199],
    ["all of it, where the cap leaves exactly that", facts({ slashedBps: 3_800 }), 1_200],
    ["the last basis point that the cap leaves", facts({ slashedBps: 4_999 }), 1],
  ])("%s", (_what, of, bps) => {
    expect(outcome([slice(of)])).toEqual({ "01": bps });
  });

  test("says on the chain that it is less than was assessed", () => {
    const [intent] = planned([slice(reviewed(240))]).intents;
    expect(argsOf(intent?.data ?? "0x").reason).toBe("DOWNTIME, 12 charged, 240 of 1200 bp; see the dossier");
  });
});

const recent = (proposedAt: number, of = {}) => ({
  recent: [{ operator: address(1), type: "DOWNTIME" as const, proposedAt, ...of }],
});

describe("what is held", () => {
  test.each<[string, Partial<SliceSeen>, Partial<Sight>, string | number]>([
    ["all, by the kill-switch", {}, { keeperPaused: true }, "PAUSED"],
    ["all, while slashing is paused", {}, { pauseMask: 4, pausedUntil: NOW + 9 }, "REGISTRY_PAUSED 9"],
    ["all, while nobody can dispute", {}, { pauseMask: 8, pausedUntil: NOW + 9 }, "REGISTRY_PAUSED 9"],
    ["nothing by pauses of other things", {}, { pauseMask: 1 + 2 + 16, pausedUntil: NOW + 9 }, 1_200],
    ["what was not measured well", { confidence: "LOW" }, {}, "LOW_CONFIDENCE"],
    ["what costs nothing", { fraction: 0 }, {}, "REVIEW"],
    ["what a review leaves nothing of", reviewed(0), {}, "REVIEW"],
    ["a fault that ends after the latest block", { end: NOW + 1 }, {}, "NOT_YET 1"],
    ["not a fault that ends with it", { end: NOW }, {}, 1_200],
    ["the second of a kind within the cooldown", {}, recent(NOW - 3_599), "COOLDOWN 1"],
    ["not once it has passed", {}, recent(NOW - 3_600), 1_200],
    ["not by another type's", {}, recent(NOW, { type: "BAD_DATA" }), 1_200],
    ["not by another operator's", {}, recent(NOW, { operator: address(2) }), 1_200],
    ["what the registry knows already", facts({ used: true }), {}, "UNSETTLED"],
    ["what the rolling cap has no room for", facts({ slashedBps: 5_000 }), {}, "ROLLING_CAP"],
    ["whoever has nothing", facts({ pools: [{ active: 0n, unbonding: 0n, locked: 0n }] }), {}, "NOTHING_STAKED"],
    ["whoever has nothing that is free", facts({ pools: [{ ...POOL, locked: POOL.active }] }), {}, "NOTHING_STAKED"],
    ["dust of which 1200 bp are nothing", facts({ pools: [{ ...POOL, active: 8n }] }), {}, "NOTHING_STAKED"],
    ["not the least of which they are something", facts({ pools: [{ ...POOL, active: 9n }] }), {}, 1_200],
    ["not what unbonds", facts({ pools: [POOL, { active: 0n, unbonding: 9n, locked: 0n }].slice(1) }), {}, 1_200],
    ["what was not looked up", { facts: null }, {}, "UNSETTLED"],
    ["what was not reviewed", { review: null }, {}, "UNSETTLED"],
  ])("%s", (_what, of, around, expected) => {
    expect(outcome([slice(of)], around)).toEqual({ "01": expected });
  });

  test("is told with what it is about", () => {
    expect(planned([slice()], { keeperPaused: true }).holds).toEqual([
      {
        kind: "PROPOSE",
        key: `propose/${hash(1)}`,
        about: `${address(1)} DOWNTIME 1200 bp`,
        code: "PAUSED",
        until: null,
      },
    ]);
  });
});

describe("more than one", () => {
  const second = { incidentKey: hash(2), assessedAt: NOW - 3_000 };

  test("of one operator and type: the oldest, the other after the cooldown", () => {
    expect(outcome([slice(second), slice()])).toEqual({ "01": 1_200, "02": "COOLDOWN 3600" });
  });

  test("of one operator and two types: both, and together no more than the cap leaves", () => {
    const left = facts({ slashedBps: 3_000 });
    expect(outcome([slice(left), slice({ ...second, ...left, type: "MISBEHAVIOR" })])).toEqual({
      "01": 1_200,
      "02": 800,
    });
    const none = facts({ slashedBps: 3_800 });
    expect(outcome([slice(none), slice({ ...second, ...none, type: "MISBEHAVIOR" })])).toEqual({
      "01": 1_200,
      "02": "ROLLING_CAP",
    });
  });

  test("of two operators: both", () => {
    expect(outcome([slice(), slice({ ...second, operator: address(2) })])).toEqual({ "01": 1_200, "02": 1_200 });
  });

  test("one that a review leaves nothing of lets the next go first", () => {
    expect(outcome([slice(reviewed(0)), slice(second)])).toEqual({ "01": "REVIEW", "02": 1_200 });
  });

  test("one that the registry knows, and the API does not, is the beginning of a cooldown", () => {
    expect(outcome([slice(facts({ used: true })), slice(second)])).toEqual({
      "01": "UNSETTLED",
      "02": "COOLDOWN 3600",
    });
  });

  test("nobody overtakes one that is not known yet", () => {
    expect(outcome([slice({ facts: null }), slice(second)])).toEqual({ "01": "UNSETTLED", "02": "UNSETTLED" });
  });
});

describe("what is asked", () => {
  test("facts of the next in line only, then its review, then no more", () => {
    const second = slice({ incidentKey: hash(2), assessedAt: NOW, facts: null, review: null });
    const first = slice({ facts: null, review: null });
    expect(planned([first, second]).wanting).toMatchObject({ slices: [hash(1)], sliceReviews: [] });
    expect(planned([{ ...first, facts: SLICE_FACTS }, second]).wanting).toMatchObject({
      slices: [],
      sliceReviews: [hash(1)],
    });
    const known = { ...first, facts: SLICE_FACTS, review: AGREES };
    expect(planned([known, second]).wanting).toMatchObject({ slices: [], sliceReviews: [] });
  });

  test("nothing of what is held anyway", () => {
    const unknown = slice({ facts: null, review: null });
    for (const of of [{ keeperPaused: true }, { pauseMask: 4 }, recent(NOW)]) {
      expect(planned([unknown], of).wanting).toMatchObject({ slices: [], sliceReviews: [] });
    }
    expect(planned([{ ...unknown, ...facts({ slashedBps: 5_000 }) }]).wanting).toMatchObject({ sliceReviews: [] });
  });
});
