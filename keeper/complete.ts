/** Fills in what a plan wants to know of single slices and slashes: only what decides something is asked. */
import { ChainFailed, type ChainReader } from "./chain.ts";
import { isComplete, planOf } from "./plan.ts";
import type { Reviews } from "./reviews.ts";
import type { Sight, SlashFacts, SlashSeen, SliceFacts, SliceSeen } from "./sight.ts";
import { createTurns } from "./turns.ts";

/** Each round answers what the one before has left open: facts, reviews, and the next in line where one is held. */
const MAX_ROUNDS = 10;
/** Reviews take the API long; what is left of them comes with the next look. Milliseconds. */
const REVIEWS_MS = 3_000;
/**
 * A look begins one transaction of an account, so that it need not know of everything: of so many slices and slashes the
 * chain is asked, the others have their turn at the next look. A slice is three reads.
 */
const SLICES_A_LOOK = 50;
const SLASHES_A_LOOK = 100;
const EXPIRIES_A_LOOK = 20;

interface Sources {
  readonly chain: Pick<ChainReader, "sliceFacts" | "slashFacts">;
  readonly reviews: Reviews;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Completes one sight after another. */
export type Completer = (sight: Sight) => Promise<Sight>;

export function createCompleter({ chain, reviews, now }: Sources): Completer {
  const turns = createTurns();

  /** @throws ChainFailed */
  return async (sight) => {
    const until = now() + REVIEWS_MS;
    let known = withReviews(sight);
    let [slicesLeft, slashesLeft, expiriesLeft] = [SLICES_A_LOOK, SLASHES_A_LOOK, EXPIRIES_A_LOOK];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { wanting } = planOf(known);
      if (isComplete(wanting)) break;
      const slices = turns.inTurn(picked(known.slices, sliceId, wanting.slices), sliceId).slice(0, slicesLeft);
      const wanted = turns.inTurn(picked(known.slashes, slashId, wanting.slashes), slashId);
      const [expiries, steps] = [wanted.filter(isExpiry), wanted.filter((slash) => !isExpiry(slash))];
      const slashes = [...steps.slice(0, slashesLeft), ...expiries.slice(0, expiriesLeft)];
      [slicesLeft, slashesLeft] = [slicesLeft - slices.length, Math.max(0, slashesLeft - steps.length)];
      expiriesLeft = Math.max(0, expiriesLeft - expiries.length);
      const toReview = picked(known.slashes, slashId, wanting.slashReviews);
      const hasAsked = await reviews.ask(
        picked(known.slices, sliceId, wanting.sliceReviews),
        // Of what cannot be executed yet, some once a look.
        round === 0 ? toReview : toReview.filter(({ executable }) => executable),
        until,
      );
      known = withReviews(withFacts(known, await factsOf(slices, slashes)));
      if (!hasAsked && slices.length + slashes.length === 0) break;
    }
    return known;
  };

  function withReviews(known: Sight): Sight {
    return {
      ...known,
      slices: known.slices.map((seen) => ({ ...seen, review: seen.review ?? reviews.ofSlice(seen) })),
      slashes: known.slashes.map((seen) => ({ ...seen, review: seen.review ?? reviews.ofSlash(seen) })),
    };
  }

  async function factsOf(slices: readonly SliceSeen[], slashes: readonly SlashSeen[]): Promise<Found> {
    for (const key of [...slices.map(sliceId), ...slashes.map(slashId)]) turns.asked(key);
    try {
      const [ofSlices, ofSlashes] = await Promise.all([
        Promise.all(slices.map(({ incidentKey, operator }) => chain.sliceFacts(incidentKey, operator))),
        Promise.all(slashes.map(({ id }) => chain.slashFacts(id))),
      ]);
      return {
        slices: new Map(slices.flatMap(({ incidentKey }, n) => pairOf(incidentKey, ofSlices[n]))),
        slashes: new Map(slashes.flatMap(({ id }, n) => pairOf(id, ofSlashes[n]))),
      };
    } catch (cause) {
      throw new ChainFailed("the chain cannot be asked", { cause });
    }
  }
}

/** By incident keys, and by numbers of slashes. */
interface Found {
  readonly slices: ReadonlyMap<string, SliceFacts>;
  readonly slashes: ReadonlyMap<string, SlashFacts>;
}

const sliceId = ({ incidentKey }: SliceSeen) => incidentKey;
const isExpiry = ({ expirable }: SlashSeen) => expirable;
const slashId = ({ id }: SlashSeen) => id;
const pairOf = <Value>(key: string, value: Value | undefined): [string, Value][] =>
  value === undefined ? [] : [[key, value]];

function picked<Item>(items: readonly Item[], idOf: (item: Item) => string, ids: readonly string[]): Item[] {
  const itemOf = new Map(items.map((item) => [idOf(item), item]));
  // As the plan orders them: the oldest slice first, the slash whose time ends first.
  return ids.flatMap((id) => itemOf.get(id) ?? []);
}

function withFacts(known: Sight, { slices, slashes }: Found): Sight {
  return {
    ...known,
    slices: known.slices.map((seen) => ({ ...seen, facts: slices.get(seen.incidentKey) ?? seen.facts })),
    slashes: known.slashes.map((seen) => ({ ...seen, facts: slashes.get(seen.id) ?? seen.facts })),
  };
}
