import { describe, expect, it } from "vitest";
import { digestOf, type EvaluationFacts, sortRowOf } from "../../../api/chain/sort-row.ts";
import { startOfJudgement } from "../../../api/domain/judgement.ts";
import { ETH, POLICY, policyOf } from "../../../api/domain/policy.ts";
import { ChainModel } from "../../support/chain-model.ts";
import { foldOperators, type OperatorFacts } from "../../support/operator-fold.ts";

const ADDRESS = "0x00000000000000000000000000000000000000ab";
const NOW = 1_700_000_100;
const inputs = { rates: { eth: ETH, wsteth: (ETH * 12n) / 10n }, protocolMinStake: ETH, policy: POLICY };

/** Measured until a moment ago, and fine. */
const evaluation: EvaluationFacts = {
  score: { value: 9_980, unknown: [], components: [], confidence: "HIGH" },
  measuredUntil: NOW - 40,
  judgement: { ...startOfJudgement(NOW - 7_200), initialCheckAt: NOW - 3_600 },
};
const SILENT_AT = NOW - 40 + 15 * 60;

function registered(changes: Partial<OperatorFacts> = {}): OperatorFacts {
  const model = new ChainModel();
  model.mine([{ operator: ADDRESS, effect: { kind: "REGISTER" } }]);
  const facts = foldOperators(model.chain).operators.get(ADDRESS);
  if (facts === undefined) throw new Error("registered");
  return { ...facts, ...changes };
}

describe("sortRowOf", () => {
  it("holds the value of both assets, the tier and the status", () => {
    const facts = registered({
      ethActive: 4n * ETH,
      wstethActive: 5n * ETH,
      firstStakedAt: 1,
      firstActiveAt: 1,
      score: 5_000,
      slashedValue: 2n ** 80n,
      lastEventId: "7",
    });
    expect(sortRowOf(facts, evaluation, inputs, NOW)).toEqual({
      address: ADDRESS,
      registeredAt: 1_700_000_012,
      stakeValue: "10000000000000000000",
      tier: "TIER_2",
      status: "ACTIVE",
      score: 9_980,
      slashedValue: "1208925819614629174706176",
      searchText: `${ADDRESS} ipfs://meta`,
      policyVersion: POLICY.version,
      sourceEventId: "7",
      nextDueAt: SILENT_AT,
    });
  });

  it("has the evaluator's score, not the published one, and none while it is unknown", () => {
    const facts = registered({ ethActive: ETH, firstStakedAt: 1, firstActiveAt: 1, score: 5_000 });
    const unknown = { ...evaluation, score: { ...evaluation.score, value: null } };
    expect(sortRowOf(facts, unknown, inputs, NOW)).toMatchObject({ score: null, status: "ACTIVE" });
    expect(sortRowOf(facts, null, inputs, NOW)).toMatchObject({ score: null, status: "PENDING", nextDueAt: null });
  });

  it("is due when it falls silent, and shows a breach", () => {
    const facts = registered({ ethActive: ETH, firstStakedAt: 1, firstActiveAt: 1 });
    const breached = { ...evaluation, judgement: { ...evaluation.judgement, uptimeSince: NOW - 60 } };
    expect(sortRowOf(facts, breached, inputs, SILENT_AT - 1)).toMatchObject({
      status: "DEGRADED",
      nextDueAt: SILENT_AT,
    });
    expect(sortRowOf(facts, breached, inputs, SILENT_AT)).toMatchObject({ status: "INACTIVE", nextDueAt: null });
  });

  it("is due when a cooldown ends", () => {
    const facts = registered({ ethActive: ETH, firstStakedAt: 1, firstActiveAt: 1, slashedUntil: NOW + 5 });
    expect(sortRowOf(facts, evaluation, inputs, NOW)).toMatchObject({ status: "SLASHED", nextDueAt: NOW + 6 });
    expect(sortRowOf(facts, evaluation, inputs, NOW + 6)).toMatchObject({ status: "ACTIVE", nextDueAt: SILENT_AT });
  });

  it("is null for an address that is no operator", () => {
    expect(sortRowOf(registered({ registeredAt: null }), evaluation, inputs, NOW)).toBeNull();
  });
});

describe("digestOf", () => {
  it("changes with each of its inputs", () => {
    const digests = [
      digestOf(inputs, "1"),
      digestOf(inputs, "2"),
      digestOf({ ...inputs, protocolMinStake: 2n }, "1"),
      digestOf({ ...inputs, policy: policyOf("devnet") }, "1"),
      digestOf({ ...inputs, rates: { ...inputs.rates, wsteth: 0n } }, "1"),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
