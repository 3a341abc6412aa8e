/** Which alerts the measurements of an operator call for. Pure. */
import type { AlertSignal } from "./alert.ts";

/** What has to be remembered of an operator from one evaluation to the next, for its alerts. */
export interface Watch {
  /** What was said last and is not clear: only what differs from it is said again. */
  readonly told: readonly AlertSignal[];
  /** Scores x 100 of the last hour, oldest first; Unix seconds. */
  readonly scores: readonly { readonly at: number; readonly value: number }[];
}
