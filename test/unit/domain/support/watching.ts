/** What an evaluation says of an operator, made by hand, and runs of it watched one after another. */
import type { AlertSignal } from "../../../../api/domain/alert.ts";
import { startOfJudgement } from "../../../../api/domain/judgement.ts";
import { POLICY } from "../../../../api/domain/policy.ts";
import { type Watch, watchOf } from "../../../../api/domain/watch.ts";
import type { WatchFacts } from "../../../../api/domain/watch-facts.ts";
import { END, inputs } from "./windows.ts";

export const OPERATOR = "0x00000000000000000000000000000000000000a1";
export const MINUTE = 60;
export const NOTHING: Watch = { told: [], scores: [] };

type State = WatchFacts["judgement"]["success"];
/** What a count comes to after so many bad intervals; open with the one that is given, or not. */
export function counted(bad: number, openSince: number | null = null): State {
  const { success } = startOfJudgement(END);
  return { ...success, bad, startedAt: bad > 0 ? END - bad * MINUTE : null, openSince };
}

/** What is not as usual. */
export type Given = Partial<Omit<WatchFacts, "judgement">> & { readonly judgement?: Partial<WatchFacts["judgement"]> };

/** An operator of TIER_1 that does well, and was measured up to now, but for what is given. */
export function facts({ judgement, ...given }: Given = {}): WatchFacts {
  return {
    operator: OPERATOR,
    now: END,
    windowEnd: END,
    isWatched: true,
    tier: "TIER_1",
    windows: inputs(995_000, 200, 13_000_000_000, 99_950),
    score: 9_980,
    judgement: { ...startOfJudgement(END), ...judgement },
    measuredUntil: END,
    isCatchingUp: false,
    received: [false, false, false, false, false],
    dissenters: [[], [], []],
    independent: new Set(),
    ...given,
  };
}

/** What is heard when these are watched one after another. */
export function heard(...steps: readonly Given[]): AlertSignal[][] {
  let watch = NOTHING;
  return steps.map((given) => {
    const next = watchOf(watch, facts(given), POLICY);
    // As it comes back from the database.
    watch = JSON.parse(JSON.stringify(next.watch));
    return [...next.signals];
  });
}

/** Each signal in a word: `FIRING SCORE_LOW`, with its subject. */
export function words(signals: readonly AlertSignal[][]): string[][] {
  return signals.map((said) =>
    said.map(({ is, kind, subject }) => `${is} ${kind}${subject === null ? "" : ` ${subject}`}`),
  );
}

/** As `facts` and `heard`, in words. */
export const told = (...steps: readonly Given[]): string[][] => words(heard(...steps));

/** The first that is said of these alone. */
export const first = (given: Given): AlertSignal | undefined => heard(given)[0]?.[0];
