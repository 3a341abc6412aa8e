/** Closed intervals made by hand, and runs of them judged one after another. */
import {
  type ClosedInterval,
  type Judged,
  type Judgement,
  judgeInterval,
  startOfJudgement,
} from "../../../../api/domain/judgement.ts";
import { policyOf, type Tier } from "../../../../api/domain/policy.ts";
import { fromSketch } from "./windows.ts";

export const POLICY = policyOf("production");
export const START = 1_800_000_000;

export const rate = (successes: number, requests: number) => ({ requests, successes });

/** An interval without its place in time. All came in time: what was received is what was known. */
export interface Interval extends Pick<ClosedInterval, "measured" | "day" | "trailing"> {
  readonly hour: ClosedInterval["received"];
  readonly outage?: boolean;
  readonly maintained?: boolean;
}

/** What every rule is content with: 60 minutes measured, 99.5 %, 200 ms. */
export const GOOD = {
  measured: true,
  hour: { ...rate(995, 1_000), measuredSeconds: 3_600, p95: fromSketch(200_000) },
  day: rate(995, 1_000),
  trailing: { ...rate(995, 1_000), p95: fromSketch(200_000) },
} satisfies Interval;

/** Down, and nothing else is said of it. */
export const DOWN: Interval = { ...GOOD, outage: true };

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

/** The closed interval that begins at `start`, Unix seconds. */
export function closedAt(
  start: number,
  { hour, outage = false, maintained = false, ...rest }: Interval,
): ClosedInterval {
  const seconds = rest.measured ? 60 : 0;
  return {
    ...{ start, end: start + 60, outage, maintained, received: hour, hour: { p95: hour.p95 }, ...rest },
    ...{ measuredSeconds: seconds, corroboratedSeconds: seconds },
  };
}

/** What is concluded from minutes that follow one another, from `START` or a state on, with all that is to be written down. */
export function judgedWith(
  intervals: readonly Interval[],
  { tier = "TIER_1", from = startOfJudgement(START) }: { readonly tier?: Tier; readonly from?: Judgement } = {},
): Judged {
  return intervals.reduce<Judged>(
    ({ judgement, events }, interval) => {
      const next = judgeInterval(judgement, closedAt(judgement.judgedUntil, interval), POLICY, tier);
      return { judgement: next.judgement, events: [...events, ...next.events] };
    },
    { judgement: from, events: [] },
  );
}

/** The state after minutes that follow one another from `START`. */
export function judged(intervals: readonly Interval[], tier: Tier = "TIER_1"): Judgement {
  return judgedWith(intervals, { tier }).judgement;
}

/** End of the n-th minute. */
export const minute = (n: number) => START + n * 60;
