import { beforeEach, describe, expect, test } from "vitest";
import { completed, createReviews } from "../../../keeper/complete.ts";
import type { Review, Sight } from "../../../keeper/sight.ts";
import { AGREES, address, hash, SLICE_FACTS, sight, slash, slice } from "./sights.ts";

/** What is asked of the API and of the chain, and how long each review takes. */
function createWorld() {
  const world = {
    now: 0,
    reviewMs: 0,
    asked: [] as string[],
    reviews: new Map<string, Review>(),
  };
  const reviewOf = (key: string) => world.reviews.get(key) ?? AGREES;
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
  const complete = (of: Partial<Sight>) => completed(sight(of), { chain, reviews, now: () => world.now });
  return { world, complete };
}

let { world, complete } = createWorld();
beforeEach(() => {
  ({ world, complete } = createWorld());
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

test("asks for reviews of slashes ten at a time, and for their facts where something can be done", async () => {
  const slashes = Array.from({ length: 11 }, (_, n) => {
    const { facts: _facts, ...seen } = slash({ id: String(n + 1), review: null, executable: n === 0 });
    return { ...seen, facts: null };
  });
  await complete({ slashes });
  expect(world.asked).toEqual(["reviews 1,2,3,4,5,6,7,8,9,10", "reviews 11", "slash 1"]);
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
