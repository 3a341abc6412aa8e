/** Fills in what a plan wants to know of single slices and slashes: only what decides something is asked. */
import type { ApiReader } from "./api.ts";
import { ChainFailed, type ChainReader } from "./chain.ts";
import { isComplete, planOf } from "./plan.ts";
import type { Review, Sight, SlashSeen, SliceSeen } from "./sight.ts";

/** Each round answers what the one before has left open: facts, reviews, and the next in line where one is held. */
const MAX_ROUNDS = 10;
/** Reviews take the API long; what is left of them comes with the next look. Milliseconds. */
const REVIEWS_MS = 3_000;
/** For so long a review is not asked for again, milliseconds. What came to nothing is never more later. */
const REVIEW_LASTS_MS = 30_000;
const REFUSAL_LASTS_MS = 600_000;
const SLASHES_AT_ONCE = 10;
const SLICES_AT_ONCE = 4;

export interface Reviews {
  /** Asks for those that are not known; some may be left out for want of time. */
  ask(slices: readonly SliceSeen[], slashes: readonly SlashSeen[], until: number): Promise<void>;
  ofSlice(slice: SliceSeen): Review | null;
  ofSlash(slash: SlashSeen): Review | null;
}

interface Sources {
  readonly chain: Pick<ChainReader, "sliceFacts" | "slashFacts">;
  readonly reviews: Reviews;
  /** Milliseconds. */
  readonly now: () => number;
}

/** @throws ChainFailed; whatever the client of the API throws */
export async function completed(sight: Sight, { chain, reviews, now }: Sources): Promise<Sight> {
  const until = now() + REVIEWS_MS;
  let known = sight;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { wanting } = planOf(known);
    if (isComplete(wanting)) break;
    const wants = (ids: readonly string[]) => {
      const set = new Set(ids);
      return (id: string) => set.has(id);
    };
    const [slice, sliceReview] = [wants(wanting.slices), wants(wanting.sliceReviews)];
    const [slash, slashReview] = [wants(wanting.slashes), wants(wanting.slashReviews)];
    await reviews.ask(
      known.slices.filter(({ incidentKey }) => sliceReview(incidentKey)),
      known.slashes.filter(({ id }) => slashReview(id)),
      until,
    );
    known = {
      ...known,
      slices: await Promise.all(
        known.slices.map(async (seen) => ({
          ...seen,
          facts: slice(seen.incidentKey)
            ? await factsOf(() => chain.sliceFacts(seen.incidentKey, seen.operator))
            : seen.facts,
          review: seen.review ?? reviews.ofSlice(seen),
        })),
      ),
      slashes: await Promise.all(
        known.slashes.map(async (seen) => ({
          ...seen,
          facts: slash(seen.id) ? await factsOf(() => chain.slashFacts(seen.id)) : seen.facts,
          review: seen.review ?? reviews.ofSlash(seen),
        })),
      ),
    };
    if (now() >= until) break;
  }
  return known;
}

async function factsOf<Facts>(ask: () => Promise<Facts>): Promise<Facts> {
  try {
    return await ask();
  } catch (cause) {
    throw new ChainFailed("the chain cannot be asked", { cause });
  }
}

interface Kept {
  readonly review: Review;
  /** Milliseconds. */
  readonly until: number;
}

/** Remembers reviews for a while. */
export function createReviews(api: Pick<ApiReader, "reviewOfSlice" | "reviewsOfSlashes">, now: () => number): Reviews {
  const kept = new Map<string, Kept>();
  const sliceKey = ({ incidentKey }: SliceSeen) => `slice/${incidentKey}`;
  const slashKey = ({ id, incidentKey, fraction }: SlashSeen) => `slash/${id}/${incidentKey}/${fraction}`;
  const keep = (key: string, review: Review) => {
    const lasts = review.basisPoints === 0 ? REFUSAL_LASTS_MS : REVIEW_LASTS_MS;
    kept.set(key, { review, until: now() + lasts });
  };
  const get = (key: string) => kept.get(key)?.review ?? null;

  return {
    async ask(slices, slashes, until) {
      for (const [key, { until: end }] of kept) {
        if (end <= now()) kept.delete(key);
      }
      const newSlashes = slashes.filter((slash) => get(slashKey(slash)) === null);
      for (const some of chunks(newSlashes, SLASHES_AT_ONCE)) {
        if (now() >= until) return;
        const found = await api.reviewsOfSlashes(some);
        for (const slash of some) {
          const review = found.get(slash.id);
          if (review !== undefined) keep(slashKey(slash), review);
        }
      }
      const newSlices = slices.filter((slice) => get(sliceKey(slice)) === null);
      for (const some of chunks(newSlices, SLICES_AT_ONCE)) {
        if (now() >= until) return;
        await Promise.all(
          some.map(async (slice) => {
            const review = await api.reviewOfSlice(slice);
            if (review !== null) keep(sliceKey(slice), review);
          }),
        );
      }
    },
    ofSlice: (slice) => get(sliceKey(slice)),
    ofSlash: (slash) => get(slashKey(slash)),
  };
}

export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const all: Item[][] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}
