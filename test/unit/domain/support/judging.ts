/** Closed intervals made by hand, and runs of them judged one after another. */
import {
  type ClosedInterval,
  type Judgement,
  judgeInterval,
  startOfJudgement,
} from "../../../../api/domain/judgement.ts";
import { policyOf, type Tier } from "../../../../api/domain/policy.ts";
import { fromSketch } from "./windows.ts";

export const POLICY = policyOf("production");
export const START = 1_800_000_000;

export const rate = (successes: number, requests: number) => ({ requests, successes });

/** What every rule is content with: 60 minutes measured, 99.5 %, 200 ms. Only its end is missing. */
export const GOOD = {
  measured: true,
  hour: { ...rate(995, 1_000), measuredSeconds: 3_600, p95: fromSketch(200_000) },
  day: rate(995, 1_000),
  trailing: { ...rate(995, 1_000), p95: fromSketch(200_000) },
} satisfies Omit<ClosedInterval, "end">;
export type Interval = Omit<ClosedInterval, "end">;

/** Nothing was measured in it; its windows are what they are. */
export const unknown = (interval: Interval): Interval => ({ ...interval, measured: false });

/** 98.9 % in the rolling day and in the trailing minutes. */
export const FAILING: Interval = {
  ...GOOD,
  day: rate(989, 1_000),
  trailing: { ...GOOD.trailing, ...rate(989, 1_000) },
};

/** A p95 in the rolling hour and in the trailing minutes, microseconds. */
export const slow = (hour: number, trailing = hour): Interval => ({
  ...GOOD,
  hour: { ...GOOD.hour, p95: fromSketch(hour) },
  trailing: { ...GOOD.trailing, p95: fromSketch(trailing) },
});
/** Bad for every tier. */
export const SLOW = slow(400_000);

export const times = (count: number, interval: Interval) => Array<Interval>(count).fill(interval);

/** The state after minutes that follow one another from `START`. */
export function judged(intervals: readonly Interval[], tier: Tier = "TIER_1"): Judgement {
  return intervals.reduce(
    (state, interval) => judgeInterval(state, { ...interval, end: state.judgedUntil + 60 }, POLICY, tier),
    startOfJudgement(START),
  );
}

/** End of the n-th minute. */
export const minute = (n: number) => START + n * 60;
