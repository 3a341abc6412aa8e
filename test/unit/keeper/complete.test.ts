import { DinRequestError } from "@dreamnet/din-infrastructure-core";
import { beforeEach, describe, expect, test } from "vitest";
import { createCompleter } from "../../../keeper/complete.ts";
import { createReviews } from "../../../keeper/reviews.ts";
import type { Review, Sight, SlashSeen } from "../../../keeper/sight.ts";
import { AGREES, address, hash, NOW, SLICE_FACTS, sight, slash, slice } from "./sights.ts";

/** What is asked of the API and of the chain, and how long each review takes. */
function createWorld() {
  const world = {
    now: 0,
    reviewMs: 0,
    asked: [] as string[],
    reviews: new Map<string, Review>(),
    /** Incident keys and numbers of what cannot be reviewed, and what the API says then. */
    failing: new Map<string, Error>(),
  };
  const reviewOf = (key: string) => {
    const error = world.failing.get(key);
    if (error !== undefined) throw error;
    return world.reviews.get(key) ?? AGREES;
  };
  const reviews = createReviews(
    {
      reviewOfSlice: async ({ incidentKey }) => {
        world.asked.push(`review ${Number(incidentKey)}`);
        world.now += world.reviewMs;
        return reviewOf(incidentKey);
      },
      reviewsOfSlashes: async (slashes) => {
        world.asked.push(`reviews ${slashes.map(({ id }) => id)}`);
        world.now += world.reviewMs;
        return new Map(slashes.map(({ id }) => [id, reviewOf(id)]));
      },
    },
    () => world.now,
  );
  const chain = {
    sliceFacts: async (incidentKey: string) => {
      world.asked.push(`slice ${Number(incidentKey)}`);
      return SLICE_FACTS;
    },
    slashFacts: async (id: string) => {
      world.asked.push(`slash ${id}`);
      const { facts } = slash({ id });
      if (facts === null) throw new Error("a slash of these tests has facts");
      return facts;
    },
  };
  const completer = createCompleter({ chain, reviews, now: () => world.now });
  const complete = (of: Partial<Sight>) => completer(sight(of));
  return { world, complete, reviews };
}

let { world, complete, reviews } = createWorld();
beforeEach(() => {
  ({ world, complete, reviews } = createWorld());
});

const unknown = { facts: null, review: null };
const first = slice(unknown);
const second = slice({ ...unknown, incidentKey: hash(2), assessedAt: first.assessedAt + 1 });
const others = Array.from({ length: 12 }, (_, n) =>
  slice({ ...unknown, operator: address(n + 1), incidentKey: hash(n + 1) }),
);

test("asks for what decides something, and of nothing else", async () => {
  const { slices } = await complete({ slices: [first, second] });
  expect(world.asked).toEqual(["slice 1", "review 1"]);
  expect(slices.map(({ facts, review }) => [facts, review])).toEqual([
    [SLICE_FACTS, AGREES],
    [null, null],
  ]);
});

test("goes on to the next where a review leaves nothing", async () => {
  world.reviews.set(hash(1), { basisPoints: 0, finding: "all was well" });
  await complete({ slices: [first, second] });
  expect(world.asked).toEqual(["slice 1", "review 1", "slice 2", "review 2"]);
});

/** So many slashes that nothing is known of. */
function live(count: number, isExecutable: (number: number) => boolean = () => false): SlashSeen[] {
  return Array.from({ length: count }, (_, n) => {
    return slash({ id: String(n + 1), incidentKey: hash(n + 1), review: null, executable: isExecutable(n + 1) }, null);
  });
}

test("asks for reviews of slashes ten at a time, and for their facts where something can be done", async () => {
  const slashes = live(11, (n) => n === 1);
  await complete({ slashes });
  expect(world.asked).toEqual(["reviews 1", "reviews 2,3,4,5,6,7,8,9,10,11", "slash 1"]);
});

describe("a review", () => {
  const askedAfter = async (ms: number) => {
    await complete({ slices: [first] });
    world.now += ms;
    world.asked = [];
    await complete({ slices: [first] });
    return world.asked.includes("review 1");
  };

  test("is not asked for again for half a minute", async () => {
    expect(await askedAfter(29_999)).toBe(false);
  });

  test("but then, as later data may have come", async () => {
    expect(await askedAfter(30_000)).toBe(true);
  });

  test("that leaves nothing lasts ten minutes: it can only stay so", async () => {
    world.reviews.set(hash(1), { basisPoints: 0, finding: "all was well" });
    expect(await askedAfter(599_999)).toBe(false);
    expect(await askedAfter(600_000)).toBe(true);
  });
});

test("what takes the API long comes bit by bit, look by look, and nothing is asked for twice", async () => {
  world.reviewMs = 1_000;
  const known = async () => (await complete({ slices: others })).slices.filter(({ review }) => review !== null).length;
  const counts = [await known(), await known(), await known(), await known()];
  expect(counts).toEqual([4, 8, 12, 12]);
  const reviews = world.asked.filter((what) => what.startsWith("review"));
  expect(new Set(reviews).size).toBe(reviews.length);
});

describe("among very many", () => {
  test("what can be executed is reviewed first", async () => {
    world.reviewMs = 1_000;
    const { slashes } = await complete({ slashes: live(400, (n) => n === 400), slices: others });
    expect(slashes.at(-1)).toMatchObject({ review: AGREES, facts: { state: "PROPOSED" } });
  });

  test("what is only to expire holds up nothing", async () => {
    const expired = live(200).map((seen) => ({ ...seen, expirable: true, executeBy: NOW - 1 }));
    world.reviews.set("201", { basisPoints: 0, finding: "all was well" });
    const own = slash({ id: "201", review: null, executable: false }, null);
    const { slashes } = await complete({ slashes: [...expired, own] });
    expect(slashes.at(-1)?.facts).not.toBeNull();
    expect(slashes.filter(({ facts }) => facts !== null)).toHaveLength(21);
  });

  test("everything has its turn, though reviews are forgotten sooner than all are asked for", async () => {
    world.reviewMs = 1_000;
    const reviewed = new Set<string>();
    for (let look = 0; look < 30; look++) {
      const known = await complete({ slashes: live(100), slices: others });
      for (const { id, review } of known.slashes) if (review !== null) reviewed.add(`slash ${id}`);
      for (const { incidentKey, review } of known.slices) if (review !== null) reviewed.add(`slice ${incidentKey}`);
    }
    expect(reviewed.size).toBe(112);
  });

  test("of slashes that cannot be executed yet, twenty are reviewed in a look", async () => {
    await complete({ slashes: live(60) });
    expect(world.asked).toHaveLength(2);
  });

  test("the chain is asked of fifty slices and a hundred slashes in a look, of the others in the next ones", async () => {
    const slices = Array.from({ length: 120 }, (_, n) =>
      slice({ facts: null, operator: address(n + 1), incidentKey: hash(n + 1) }),
    );
    const slashes = live(150, () => true).map((seen) => ({ ...seen, review: AGREES }));
    const counts: [number, number][] = [];
    for (let look = 0; look < 3; look++) {
      const known = await complete({ slices, slashes });
      counts.push([
        known.slices.filter(({ facts }) => facts !== null).length,
        known.slashes.filter(({ facts }) => facts !== null).length,
      ]);
    }
    expect(counts).toEqual([
      [50, 100],
      [50, 100],
      [50, 100],
    ]);
    expect(new Set(world.asked).size).toBe(270);
  });
});

describe("what cannot be reviewed", () => {
  const refusal = (status: number) => new DinRequestError([{ message: "an unexpected error" }], status);

  test("holds up no other, and is told", async () => {
    world.failing = new Map([
      ["3", refusal(200)],
      [hash(1), refusal(200)],
    ]);
    const known = await complete({ slashes: live(5, () => true), slices: others });
    expect(known.slashes.map(({ review }) => review !== null)).toEqual([true, true, false, true, true]);
    expect(known.slices.filter(({ review }) => review === null)).toHaveLength(1);
    expect(reviews.failure()).toMatchObject({ error: { message: "an unexpected error" } });
  });

  test("is asked for again after half a minute, by itself", async () => {
    world.failing = new Map([["3", refusal(200)]]);
    const slashes = live(5, () => true);
    await complete({ slashes });
    world.asked = [];
    await complete({ slashes });
    expect(world.asked.filter((what) => what.startsWith("reviews"))).toEqual([]);
    world.now += 30_000;
    world.failing.clear();
    await complete({ slashes });
    expect(world.asked).toContain("reviews 3");
    expect(reviews.failure()).toBeNull();
  });

  test.each([
    ["has no time", refusal(429)],
    ["has a fault", refusal(503)],
    ["does not answer", new TypeError("fetch failed")],
  ])("because the API %s ends the asking for this round, and the plan is made all the same", async (_what, error) => {
    world.failing = new Map(live(40).map(({ id }) => [id, error]));
    const { slashes } = await complete({ slashes: live(40, () => true) });
    expect(slashes.every(({ review }) => review === null)).toBe(true);
    expect(world.asked.length).toBeLessThan(15);
  });
});
