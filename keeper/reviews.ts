/** Reviews of slices and slashes: asked for by and by, remembered for a while. */
import { DinRequestError } from "@dreamnet/din-infrastructure-core";
import type { ApiReader } from "./api.ts";
import type { Review, SlashSeen, SliceSeen } from "./sight.ts";
import { createTurns } from "./turns.ts";

/** For so long a review is not asked for again, milliseconds. What came to nothing is never more later. */
const LASTS_MS = 30_000;
const REFUSAL_LASTS_MS = 600_000;
const SLASHES_AT_ONCE = 10;
const SLICES_AT_ONCE = 4;
/** Reviews of slashes that cannot be executed yet, in one go: they only tell which to cancel. */
const WAITING_AT_ONCE = 20;

export interface Reviews {
  /**
   * Asks for those that are not known, by turns; some may be left out for want of time. What fails is not known: one that
   * cannot be reviewed must not hold up the others. Never throws.
   *
   * @param until no more is asked for from then on, milliseconds
   * @returns whether anything was asked for
   */
  ask(slices: readonly SliceSeen[], slashes: readonly SlashSeen[], until: number): Promise<boolean>;
  ofSlice(slice: SliceSeen): Review | null;
  ofSlash(slash: SlashSeen): Review | null;
  /** Of what could not be reviewed lately; null if all could. */
  failure(): Failure | null;
}

interface Kept {
  /** Null: asking for it failed. */
  readonly review: Review | null;
  /** Milliseconds. */
  readonly until: number;
}

interface Failure {
  readonly error: unknown;
  /** Milliseconds. */
  readonly until: number;
}

export function createReviews(api: Pick<ApiReader, "reviewOfSlice" | "reviewsOfSlashes">, now: () => number): Reviews {
  const kept = new Map<string, Kept>();
  const turns = createTurns();
  /** Slashes whose page failed: one of it is the cause, so that the next time each is asked for by itself. */
  const alone = new Set<string>();
  let failed: Failure | null = null;

  function get(key: string): Review | null {
    const found = kept.get(key);
    return found !== undefined && now() < found.until ? found.review : null;
  }

  function keep(key: string, review: Review): void {
    alone.delete(key);
    kept.set(key, { review, until: now() + (review.basisPoints === 0 ? REFUSAL_LASTS_MS : LASTS_MS) });
  }

  /** Whether there is any use in asking for others. */
  function keepFailure(keys: readonly string[], error: unknown): boolean {
    failed = { error, until: now() + LASTS_MS };
    for (const key of keys) {
      if (keys.length > 1) alone.add(key);
      else kept.set(key, { review: null, until: failed.until });
    }
    return error instanceof DinRequestError && error.status !== 429 && error.status < 500;
  }

  function forget(slashes: readonly SlashSeen[]): void {
    for (const [key, { until }] of kept) {
      if (until <= now()) kept.delete(key);
    }
    const wanted = new Set(slashes.map(slashKey));
    for (const key of alone) {
      if (!wanted.has(key)) alone.delete(key);
    }
  }

  async function askSlashes(some: readonly SlashSeen[]): Promise<boolean> {
    for (const slash of some) turns.asked(slashKey(slash));
    try {
      const found = await api.reviewsOfSlashes(some);
      for (const slash of some) {
        const review = found.get(slash.id);
        if (review !== undefined) keep(slashKey(slash), review);
      }
      return true;
    } catch (error) {
      return keepFailure(some.map(slashKey), error);
    }
  }

  async function askSlice(slice: SliceSeen): Promise<boolean> {
    turns.asked(sliceKey(slice));
    try {
      const review = await api.reviewOfSlice(slice);
      if (review !== null) keep(sliceKey(slice), review);
      return true;
    } catch (error) {
      return keepFailure([sliceKey(slice)], error);
    }
  }

  return {
    async ask(slices, slashes, until) {
      forget(slashes);
      const unknown = turns.inTurn(
        slashes.filter((slash) => !kept.has(slashKey(slash))),
        slashKey,
      );
      const isAlone = (slash: SlashSeen) => alone.has(slashKey(slash));
      const pagesOf = (some: readonly SlashSeen[]) => [
        ...chunks(
          some.filter((slash) => !isAlone(slash)),
          SLASHES_AT_ONCE,
        ),
        ...some.filter(isAlone).map((slash) => [slash]),
      ];
      const newSlices = turns.inTurn(
        slices.filter((slice) => !kept.has(sliceKey(slice))),
        sliceKey,
      );
      const steps = [
        // Their time runs out.
        ...pagesOf(unknown.filter(({ executable }) => executable)).map((page) => () => askSlashes(page)),
        ...alternating(
          chunks(newSlices, SLICES_AT_ONCE).map(
            (some) => async () => (await Promise.all(some.map(askSlice))).every((goesOn) => goesOn),
          ),
          pagesOf(unknown.filter(({ executable }) => !executable).slice(0, WAITING_AT_ONCE)).map(
            (page) => () => askSlashes(page),
          ),
        ),
      ];
      for (const [index, step] of steps.entries()) {
        if (now() >= until) return index > 0;
        if (!(await step())) return true;
      }
      return steps.length > 0;
    },
    ofSlice: (slice) => get(sliceKey(slice)),
    ofSlash: (slash) => get(slashKey(slash)),
    failure: () => (failed !== null && now() < failed.until ? failed : null),
  };
}

const sliceKey = ({ incidentKey }: SliceSeen) => `slice/${incidentKey}`;
const slashKey = ({ id, incidentKey, fraction }: SlashSeen) => `slash/${id}/${incidentKey}/${fraction}`;

function alternating<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  return Array.from({ length: Math.max(one.length, other.length) }).flatMap((_, index) =>
    [one[index], other[index]].filter((item) => item !== undefined),
  );
}

export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const all: Item[][] = [];
  for (let start = 0; start < items.length; start += size) all.push(items.slice(start, start + size));
  return all;
}
