/** When windows speak against an operator. An interval is bad if the rolling window and the trailing intervals both do. Pure. */
import type { Policy } from "./policy.ts";
import { isBelow, type Ratio } from "./ratio.ts";

/** Both the rolling day and the trailing intervals: a spike stays in the day's window long after it is over. */
export function isSuccessBreach(
  { rolling, trailing }: { readonly rolling: Ratio; readonly trailing: Ratio },
  { targets }: Pick<Policy, "targets">,
): boolean {
  return isBelow(rolling, targets.successBps) && isBelow(trailing, targets.successBps);
}

/** Whether p95s of the rolling hour and of the trailing intervals are both too slow; microseconds. */
export function isLatencyBreach(rolling: number, trailing: number, thresholdMicros: number): boolean {
  return isTooSlow(rolling, thresholdMicros) && isTooSlow(trailing, thresholdMicros);
}

/** By more than a sketch's error of 1 %. */
export function isTooSlow(micros: number, thresholdMicros: number): boolean {
  return micros * 100 > thresholdMicros * 101;
}
