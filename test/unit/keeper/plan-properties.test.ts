import fc from "fast-check";
import { decodeFunctionData } from "viem";
import { expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import { type Plan, planOf } from "../../../keeper/plan.ts";
import type { Sight, SlashSeen, SliceSeen } from "../../../keeper/sight.ts";
import { address, byStranger, hash, NOW, score, sight, slash, slice } from "./sights.ts";

/** Few operators, so that slices meet: under one cap, and within one cooldown. */
const operator = fc.integer({ min: 1, max: 3 });
const type = fc.constantFrom("DOWNTIME" as const, "BAD_DATA" as const, "MISBEHAVIOR" as const);
const units = fc.constantFrom(0n, 1n, 9n, 10n ** 18n);
const review = fc.option(fc.record({ basisPoints: fc.nat(5_000), finding: fc.constantFrom("", "less is justified") }), {
  freq: 3,
});

/** What is known of an operator is one for all its slices. */
const slashedBps = new Map([1, 2, 3].map((number) => [number, number * 1_200]));

const sliceOf = fc
  .record({
    number: operator,
    key: fc.integer({ min: 1, max: 40 }),
    rest: fc.record({
      type,
      fraction: fc.nat(5_000),
      confidence: fc.constantFrom("HIGH" as const, "LOW" as const),
      end: fc.integer({ min: NOW - 100, max: NOW + 5 }),
      assessedAt: fc.integer({ min: NOW - 5, max: NOW }),
    }),
    facts: fc.option(
      fc.record({
        used: fc.boolean(),
        pools: fc.array(fc.record({ active: units, unbonding: units }), { maxLength: 2 }),
      }),
      { freq: 5 },
    ),
    review,
  })
  .map(({ number, key, rest, facts, review }): SliceSeen => {
    const known = facts && {
      used: facts.used,
      slashedBps: slashedBps.get(number) ?? 0,
      pools: facts.pools.map((pool) => ({ ...pool, locked: 0n })),
    };
    return slice({ ...rest, operator: address(number), incidentKey: hash(key), facts: known, review });
  });

const slashOf = fc
  .record({
    id: fc.integer({ min: 1, max: 30 }).map(String),
    rest: fc.record({
      state: fc.constantFrom("PROPOSED" as const, "DISPUTED" as const, "UPHELD" as const),
      type: fc.constantFrom("DOWNTIME" as const, "GOVERNANCE" as const),
      fraction: fc.nat(5_000),
      assessed: fc.boolean(),
      executable: fc.boolean(),
      expirable: fc.boolean(),
      needsApproval: fc.boolean(),
      executeBy: fc.integer({ min: NOW - 2, max: NOW + 2 }),
      resolveBy: fc.integer({ min: NOW - 2, max: NOW + 2 }),
    }),
    ours: fc.boolean(),
    review,
  })
  .map(({ id, rest, ours, review }): SlashSeen => slash({ id, ...rest, ...(ours ? {} : byStranger), review }));

const sights: fc.Arbitrary<Sight> = fc
  .record({
    slices: fc.uniqueArray(sliceOf, { maxLength: 25, selector: ({ incidentKey }) => incidentKey }),
    slashes: fc.uniqueArray(slashOf, { maxLength: 15, selector: ({ id }) => id }),
    recent: fc.array(
      fc.record({ operator: operator.map(address), type, proposedAt: fc.integer({ min: NOW - 3_700, max: NOW }) }),
      { maxLength: 3 },
    ),
    scores: fc.uniqueArray(
      fc
        .record({ number: operator, value: fc.option(fc.nat(10_000)) })
        .map(({ number, value }) => score({ operator: address(number), value })),
      { selector: (seen) => seen.operator },
    ),
    pauseMask: fc.constantFrom(0, 0, 0, 4, 8, 16, 31),
    keeperPaused: fc.constantFrom(false, false, false, true),
  })
  .map((of) => sight(of));

const keysOf = ({ intents, scores }: Plan) => [
  ...intents.map(({ key }) => key),
  ...scores.map((due) => `scores/${due.operator}`),
];

const holds = (law: (seen: Sight, plan: Plan) => void) => {
  fc.assert(
    fc.property(sights, (seen) => law(seen, planOf(seen))),
    { numRuns: 100 },
  );
};

test("there are never two intents of one key, and everything is either wanted or held, or neither", () => {
  holds((_seen, plan) => {
    const keys = [...keysOf(plan), ...plan.holds.map(({ key }) => key)];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test("nothing is wanted that must not be", () => {
  holds((_seen, plan) => {
    const wanted = new Set(keysOf(plan));
    expect(plan.unwanted.filter((key) => wanted.has(key))).toEqual([]);
  });
});

test("one slash has one step", () => {
  holds(({ slashes }, { intents, holds: held }) => {
    const about = [...intents, ...held].filter(({ kind }) => kind !== "PROPOSE" && kind !== "SCORES");
    expect(about.map(({ key }) => key.split("/")[1]).sort()).toEqual(slashes.map(({ id }) => id).sort());
  });
});

/** Of what was proposed, by the call itself. */
function proposed(plan: Plan) {
  return plan.intents.flatMap(({ data }) => {
    const { functionName, args } = decodeFunctionData({ abi, data });
    return functionName === "proposeSlash" ? [args[0]] : [];
  });
}

test("what is proposed of one operator stays within its cap, and no kind of violation comes twice", () => {
  holds((_seen, plan) => {
    for (const [number, already] of slashedBps) {
      const all = proposed(plan).filter((args) => args.operator === address(number));
      expect(all.reduce((sum, { bps }) => sum + bps, already)).toBeLessThanOrEqual(5_000);
      expect(new Set(all.map(({ violationType }) => violationType)).size).toBe(all.length);
    }
  });
});

test("nothing is proposed beyond what was assessed and what a review leaves, and nothing of 0", () => {
  holds((seen, plan) => {
    for (const { incidentKey, bps } of proposed(plan)) {
      const of = seen.slices.find((one) => one.incidentKey === incidentKey);
      expect(bps).toBeGreaterThan(0);
      expect(bps).toBeLessThanOrEqual(Math.min(of?.fraction ?? 0, of?.review?.basisPoints ?? 0));
      expect(of?.confidence).toBe("HIGH");
      expect(of?.facts?.used).toBe(false);
    }
  });
});

test("nothing that others proposed is cancelled, and nothing is done that was not looked up", () => {
  holds((seen, plan) => {
    for (const { kind, key } of plan.intents) {
      const of = seen.slashes.find(({ id }) => id === key.split("/")[1]);
      if (kind === "CANCEL") expect([of?.proposer, of?.review?.basisPoints]).toEqual([seen.proposer, 0]);
      if (kind !== "PROPOSE") expect(of?.facts).not.toBeNull();
    }
  });
});

test("the kill-switch stops all of it", () => {
  holds((seen) => {
    const plan = planOf({ ...seen, keeperPaused: true });
    expect(keysOf(plan)).toEqual([]);
    expect(plan.scoresOpen).toBe(false);
  });
});

test("it does not matter in which order things were read", () => {
  holds((seen, plan) => {
    const turned = {
      ...seen,
      slices: [...seen.slices].reverse(),
      slashes: [...seen.slashes].reverse(),
      recent: [...seen.recent].reverse(),
      scores: [...seen.scores].reverse(),
    };
    expect(planOf(turned)).toEqual(plan);
  });
});

test("what is asked for is nothing that is planned, and stays held", () => {
  holds((_seen, plan) => {
    const { slices, sliceReviews, slashes, slashReviews } = plan.wanting;
    const intents = new Set(keysOf(plan));
    const held = new Set(plan.holds.filter(({ code }) => code === "UNSETTLED").map(({ key }) => key));
    for (const key of [...slices, ...sliceReviews]) {
      expect(intents.has(`propose/${key}`)).toBe(false);
      expect(held.has(`propose/${key}`)).toBe(true);
    }
    for (const id of [...slashes, ...slashReviews]) {
      expect([...held].some((key) => key.split("/")[1] === id)).toBe(true);
    }
  });
});
