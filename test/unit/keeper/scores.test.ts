import { decodeFunctionData } from "viem";
import { beforeEach, describe, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import type { SealedScore } from "../../../keeper/calls.ts";
import type { Intent } from "../../../keeper/intent.ts";
import type { ScoreDue } from "../../../keeper/plan-scores.ts";
import { createScoreDesk, refusedIndex } from "../../../keeper/scores.ts";
import type { Simulation } from "../../../keeper/transaction.ts";
import { address, hash, NOW } from "./sights.ts";

const due = (number: number, publishedEnd = 0): ScoreDue => ({
  ...{ operator: address(number), score: 9_000, why: "FIRST", published: null, publishedEnd },
});
const some = (count: number) => Array.from({ length: count }, (_, index) => due(index + 1));

/** A world of one registry, whose refusals and sizes a test decides. */
function createWorld() {
  const world = {
    now: 1_000_000,
    windowEnd: NOW - 10,
    /** What the chain has of each operator. */
    ends: new Map<string, number>(),
    unsealable: new Set<string>(),
    sealFails: false,
    sealed: [] as string[][],
    simulate: (intent: Intent): Simulation => ({ reverts: false, gas: BigInt(operatorsOf(intent).length) * 100_000n }),
    simulations: 0,
  };
  const desk = createScoreDesk({
    api: {
      async seal(operators) {
        if (world.sealFails) throw new Error("not now");
        world.sealed.push([...operators]);
        const isFine = (operator: string) => !world.unsealable.has(operator);
        return {
          sealed: operators.filter(isFine).map((operator): SealedScore => {
            const window = { windowStart: NOW - 100, windowEnd: world.windowEnd };
            return { operator, score: 9_000, ...window, formulaVersion: 4, reportHash: hash(9) };
          }),
          refused: operators.filter((one) => !isFine(one)).map((operator) => ({ operator, code: "LOW_CONFIDENCE" })),
        };
      },
    },
    chain: { scoreWindowEnd: async (operator) => world.ends.get(operator) ?? 0 },
    simulate: async (intent) => {
      world.simulations += 1;
      return world.simulate(intent);
    },
    maxGas: 3_000_000n,
    now: () => world.now,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { world, desk };
}

function operatorsOf({ data }: Intent): number[] {
  const { functionName, args } = decodeFunctionData({ abi, data });
  if (functionName !== "submitScores") throw new Error(functionName);
  return args[0].map(({ operator }) => Number(operator));
}

let { world, desk } = createWorld();
beforeEach(() => {
  ({ world, desk } = createWorld());
});

const sizes = (intents: readonly Intent[]) => intents.map((intent) => operatorsOf(intent).length);

test("scores are sealed, and submitted as they were sealed", async () => {
  const [intent] = await desk.intents([due(1)], NOW);
  expect(intent).toMatchObject({ kind: "SCORES", role: "MONITOR", summary: "submit 1 score" });
  const { args } = decodeFunctionData({ abi, data: intent?.data ?? "0x" });
  expect(args?.[0]).toEqual([
    {
      ...{ operator: address(1), score: 9_000, formulaVersion: 4, reportHash: hash(9) },
      ...{ windowStart: BigInt(NOW - 100), windowEnd: BigInt(NOW - 10) },
    },
  ]);
});

describe("batches", () => {
  test("hold fifty at most, and two are under way: the others are sealed as the chain has taken some", async () => {
    world.simulate = () => ({ reverts: false, gas: 1n });
    expect(sizes(await desk.intents(some(130), NOW))).toEqual([50, 50]);
    expect(sizes(await desk.intents([], NOW))).toEqual([50, 50]);
    for (const { operator } of some(50)) world.ends.set(operator, NOW - 10);
    expect(sizes(await desk.intents([], NOW))).toEqual([50, 30]);
    expect(world.sealed.map((operators) => operators.length)).toEqual([100, 30]);
  });

  test("of some that cannot be sealed hold up no others", async () => {
    world.sealFails = true;
    await expect(desk.intents(some(130), NOW)).rejects.toThrow("not now");
    world.sealFails = false;
    expect((await desk.intents([], NOW)).map((intent) => operatorsOf(intent)[0])).toEqual([101]);
  });

  test("are halved until they cost no more gas than they may", async () => {
    expect(sizes(await desk.intents(some(50), NOW))).toEqual([25, 25]);
    expect(sizes(await createWorld().desk.intents(some(30), NOW))).toEqual([30]);
    expect(sizes(await createWorld().desk.intents(some(31), NOW))).toEqual([16, 15]);
  });

  test("of a single score go whatever they cost: nothing is smaller", async () => {
    world.simulate = () => ({ reverts: false, gas: 30_000_000n });
    expect(sizes(await desk.intents(some(3), NOW))).toEqual([1, 1, 1]);
  });

  test("go without the scores that the registry refuses", async () => {
    world.simulate = (intent) => {
      const index = operatorsOf(intent).findIndex((operator) => operator === 2 || operator === 5);
      return index < 0
        ? { reverts: false, gas: 1n }
        : { reverts: true, name: "ScoreWindowOld", text: `ScoreWindowOld(${index}, 1700000000)` };
    };
    expect((await desk.intents(some(5), NOW)).map(operatorsOf)).toEqual([[1, 3, 4]]);
  });

  test("are given up if the registry refuses them as a whole, and made anew", async () => {
    world.simulate = () => ({ reverts: true, name: "Paused", text: "Paused(16)" });
    expect(await desk.intents(some(2), NOW)).toEqual([]);
    world.simulate = () => ({ reverts: false, gas: 1n });
    expect(sizes(await desk.intents(some(2), NOW))).toEqual([2]);
  });

  test("wait until the chain's time has come to the end of their windows", async () => {
    world.windowEnd = NOW + 1;
    expect(await desk.intents([due(1)], NOW)).toEqual([]);
    expect(world.simulations).toBe(0);
    expect(sizes(await desk.intents([], NOW + 1))).toEqual([1]);
    expect(world.sealed).toHaveLength(1);
  });
});

describe("what is under way", () => {
  test("is not sealed again, and stays the same transaction", async () => {
    const [first] = await desk.intents([due(1)], NOW);
    const again = await desk.intents([due(1), due(2)], NOW);
    expect(again.map(operatorsOf)).toEqual([[1], [2]]);
    expect(again[0]).toEqual(first);
    expect(world.sealed).toEqual([[address(1)], [address(2)]]);
  });

  test("is done once the chain has it", async () => {
    await desk.intents([due(1)], NOW);
    world.ends.set(address(1), NOW - 10);
    expect(await desk.intents([], NOW)).toEqual([]);
  });

  test("is not done while the chain has an earlier one", async () => {
    await desk.intents([due(1)], NOW);
    world.ends.set(address(1), NOW - 11);
    expect(await desk.intents([], NOW)).toHaveLength(1);
  });

  test("is given up after ten minutes, for newer scores", async () => {
    await desk.intents([due(1)], NOW);
    world.now += 599_999;
    expect(await desk.intents([], NOW)).toHaveLength(1);
    world.now += 1;
    expect(await desk.intents([], NOW)).toEqual([]);
  });

  test("is forgotten when scores may not be published any more", async () => {
    await desk.intents([due(1)], NOW);
    desk.clear();
    expect(await desk.intents([], NOW)).toEqual([]);
  });
});

test("what was published a moment ago, as the API has not seen yet, is not published again", async () => {
  world.ends.set(address(1), NOW - 10);
  expect(await desk.intents([due(1, NOW - 60)], NOW)).toEqual([]);
  expect(world.sealed).toEqual([]);
});

test("what has no score after all, or no newer one, is left out", async () => {
  world.unsealable.add(address(2));
  world.ends.set(address(3), NOW - 10);
  expect((await desk.intents([due(1), due(2), due(3, NOW - 10)], NOW)).map(operatorsOf)).toEqual([[1]]);
});

test.each([
  ["ScoreWindowOld(3, 1700000000)", 3],
  ["ScoreOutOfRange(0, 10001)", 0],
  ["ScoreForUnknown(12, 0x0000000000000000000000000000000000000001)", 12],
  ["ScoreWindowInvalid(7)", 7],
  ["Paused(16)", null],
  ["EmptyBatch()", null],
])("%s names report %s", (text, index) => {
  expect(refusedIndex(text)).toBe(index);
});
