import { decodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import { planOf } from "../../../keeper/plan.ts";
import type { Sight, SlashFacts, SlashSeen } from "../../../keeper/sight.ts";
import { address, byStranger, hash, NOW, PROPOSER, SLICE_FACTS, sight, slash, slice } from "./sights.ts";

/** What each slash comes to, by number: the step, or why it is held and until when. */
function outcome(slashes: readonly SlashSeen[], of: Partial<Sight> = {}) {
  const { intents, holds } = planOf(sight({ slashes, ...of }));
  return Object.fromEntries([
    ...intents.map(({ key, kind }) => [key.split("/")[1], kind]),
    ...holds.map(({ key, code, until }) => [key.split("/")[1], until === null ? code : `${code} ${until - NOW}`]),
  ]);
}

const review = (basisPoints: number) => ({ review: { basisPoints, finding: "12 intervals were up after all" } });
const disputed = { state: "DISPUTED", executable: false, resolveBy: NOW + 90 } as const;
const large = { fraction: 2_000, needsApproval: true, executable: false };
const overdue = { executable: false, expirable: true, executeBy: NOW - 1 };

describe("a live slash", () => {
  test.each<[string, Partial<SlashSeen>, Partial<SlashFacts> | null, Partial<Sight>, string]>([
    ["is executed once it may be", {}, {}, {}, "EXECUTE"],
    ["of others too", { ...byStranger, assessed: false, review: null }, {}, {}, "EXECUTE"],
    ["of governance, which is not reviewed", { type: "GOVERNANCE", review: null }, {}, {}, "EXECUTE"],
    ["that was upheld, whatever a review would say", { state: "UPHELD", ...review(0) }, {}, {}, "EXECUTE"],
    ["whose dispute nobody decided", { state: "DISPUTED", resolveBy: NOW - 1 }, {}, {}, "EXECUTE"],
    ["that is large and approved", { fraction: 2_000 }, { approved: true }, {}, "EXECUTE"],
    ["though disputes are paused: its own are over", {}, {}, { pauseMask: 8, pausedUntil: NOW + 9 }, "EXECUTE"],
    ["not by the kill-switch", {}, {}, { keeperPaused: true }, "PAUSED"],
    ["not while slashing is paused", {}, {}, { pauseMask: 4, pausedUntil: NOW + 9 }, "REGISTRY_PAUSED 9"],
    ["not while it can be disputed", { executable: false, disputeUntil: NOW + 60 }, {}, {}, "WINDOW 60"],
    ["not while its dispute can be decided", disputed, {}, {}, "DISPUTED 90"],
    ["not without governance's approval", large, {}, {}, "APPROVAL 3600"],
    ["not if a review leaves less", review(719), {}, {}, "REVIEW 3600"],
    ["not even if others proposed it", { ...byStranger, ...review(0) }, {}, {}, "REVIEW 3600"],
    ["not if the registry has another under its number", {}, { incidentKey: hash(2) }, {}, "UNSETTLED"],
    ["not if the registry has it in another state", {}, { state: "DISPUTED" }, {}, "UNSETTLED"],
    ["not if the registry has it smaller by now", {}, { bps: 360 }, {}, "UNSETTLED"],
    ["not before the registry's own clock says so", {}, { disputeUntil: NOW }, {}, "UNSETTLED"],
    ["but then at once", {}, { disputeUntil: NOW - 1 }, {}, "EXECUTE"],
    ["up to and including its last second there", {}, { executeBy: NOW }, {}, "EXECUTE"],
    ["and no longer", {}, { executeBy: NOW - 1 }, {}, "UNSETTLED"],
    ["not if it is large by the registry", {}, { largeSlashBps: 719 }, {}, "UNSETTLED"],
    ["but if it is just not", {}, { largeSlashBps: 720 }, {}, "EXECUTE"],
    ["not before it was looked up", {}, null, {}, "UNSETTLED"],
    ["not before it was reviewed", { review: null }, {}, {}, "UNSETTLED"],
    ["expires when its time ran out", overdue, {}, {}, "EXPIRE"],
    ["of others too", { ...overdue, ...byStranger }, {}, {}, "EXPIRE"],
    ["even if nothing of it is justified", { ...overdue, ...review(0) }, {}, {}, "EXPIRE"],
    ["even while slashing is paused", overdue, {}, { pauseMask: 4 }, "EXPIRE"],
    ["not by the kill-switch", overdue, {}, { keeperPaused: true }, "PAUSED"],
    ["not in its last second", overdue, { executeBy: NOW }, {}, "UNSETTLED"],
    ["is cancelled when a review leaves nothing", review(0), {}, {}, "CANCEL"],
    ["while it can be disputed", { ...review(0), executable: false }, {}, {}, "CANCEL"],
    ["while it is disputed", { ...review(0), ...disputed }, {}, {}, "CANCEL"],
    ["while it waits for approval", { ...review(0), ...large }, {}, {}, "CANCEL"],
    ["while slashing is paused", review(0), {}, { pauseMask: 4 }, "CANCEL"],
    ["not by the kill-switch", review(0), {}, { keeperPaused: true }, "PAUSED"],
    ["not if the registry has another proposer", review(0), { proposer: address(3) }, {}, "UNSETTLED"],
    ["not if nothing was assessed to review it by", { ...review(0), assessed: false }, {}, {}, "EXECUTE"],
    ["not by who does not know its own account", review(0), {}, { proposer: null }, "REVIEW 3600"],
  ])("%s", (_what, of, facts, around, expected) => {
    expect(outcome([slash(of, facts)], around)).toEqual({ 7: expected });
  });
});

const [EXECUTE, PROPOSE] = [`execute/7/${hash(1)}`, `propose/${hash(1)}`];

test.each<[string, Partial<Sight>, string[]]>([
  ["an execution of what a review leaves less of", { slashes: [slash(review(719))] }, [EXECUTE]],
  ["one of what is to be cancelled", { slashes: [slash(review(0))] }, [EXECUTE]],
  ["one of what is to be cancelled once it is settled", { slashes: [slash(review(0), null)] }, [EXECUTE]],
  ["any while slashing is paused", { slashes: [slash()], slices: [slice()], pauseMask: 4 }, [EXECUTE, PROPOSE]],
  ["a proposal of nothing", { slices: [slice(review(0))] }, [PROPOSE]],
  ["one of what is not known well any more", { slices: [slice({ confidence: "LOW" })] }, [PROPOSE]],
  ["not what is wanted", { slashes: [slash()], slices: [slice({ operator: address(2) })] }, []],
  ["not what is not known yet", { slashes: [slash({ review: null })], slices: [slice({ facts: null })] }, []],
  [
    "not what the registry has, and the API has not",
    { slices: [slice({ facts: { ...SLICE_FACTS, used: true } })] },
    [],
  ],
  [
    "not a second of its kind",
    { slices: [slice()], recent: [{ operator: address(1), type: "DOWNTIME", proposedAt: NOW }] },
    [],
  ],
])("what must not be any more: %s", (_what, of, expected) => {
  expect(planOf(sight(of)).unwanted).toEqual(expected);
});

test("steps are the registry's calls, under a key of the slash and its incident", () => {
  const plan = planOf(
    sight({
      slashes: [
        slash({ id: "1", ...overdue }),
        slash({ id: "2" }),
        slash({ id: "3", ...review(0) }),
        slash({ id: "4", review: { basisPoints: 0, finding: "" } }),
      ],
    }),
  );
  const calls = plan.intents.map(({ key, role, summary, data }) => {
    const { functionName, args } = decodeFunctionData({ abi, data });
    return [key, role, summary, functionName, args];
  });
  expect(calls).toEqual([
    [
      `cancel/3/${hash(1)}`,
      "PROPOSER",
      `cancel slash 3 of ${address(1)}`,
      "cancelSlash",
      [3n, "12 intervals were up after all"],
    ],
    [
      `cancel/4/${hash(1)}`,
      "PROPOSER",
      `cancel slash 4 of ${address(1)}`,
      "cancelSlash",
      [4n, "by what is known now, nothing is to be charged"],
    ],
    [`execute/2/${hash(1)}`, "PROPOSER", `execute slash 2 of ${address(1)}, 720 bp`, "executeSlash", [2n]],
    [`expire/1/${hash(1)}`, "PROPOSER", `expire slash 1 of ${address(1)}`, "expireSlash", [1n]],
  ]);
});

test("what can be executed for the shortest time comes first", () => {
  const { intents } = planOf(
    sight({
      slashes: [
        slash({ id: "10", executeBy: NOW + 20 }),
        slash({ id: "9", executeBy: NOW + 20 }),
        slash({ id: "11", executeBy: NOW + 10 }),
      ],
    }),
  );
  expect(intents.map(({ key }) => key.split("/")[1])).toEqual(["11", "9", "10"]);
});

describe("what is asked", () => {
  const wanting = (seen: SlashSeen) => {
    const { slashes, slashReviews } = planOf(sight({ slashes: [seen] })).wanting;
    return { slashes, slashReviews };
  };

  test("a review first, and facts only of what could be done", () => {
    expect(wanting(slash({ review: null }, null))).toEqual({ slashes: [], slashReviews: ["7"] });
    expect(wanting(slash({}, null))).toEqual({ slashes: ["7"], slashReviews: [] });
    expect(wanting(slash({ ...review(0), ...disputed }, null))).toEqual({ slashes: ["7"], slashReviews: [] });
    expect(wanting(slash({ ...disputed }, null))).toEqual({ slashes: [], slashReviews: [] });
    expect(wanting(slash(overdue, null))).toEqual({ slashes: ["7"], slashReviews: [] });
  });

  test("nothing of what has no review", () => {
    expect(wanting(slash({ type: "GOVERNANCE", review: null }))).toEqual({ slashes: [], slashReviews: [] });
    expect(wanting(slash({ assessed: false, review: null, proposer: PROPOSER }))).toEqual({
      slashes: [],
      slashReviews: [],
    });
  });
});
