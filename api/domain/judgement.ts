/** What has been concluded from closed intervals, one after another: the state that the next one is judged with. */

/** A breach that opens after so many bad intervals and closes after so many good ones. */
export interface BreachState {
  /** Bad intervals since the breach began to build up. */
  readonly bad: number;
  /** Good intervals in a row since the last bad one. */
  readonly good: number;
  /** When it opened, Unix seconds; null while it is not open. */
  readonly openSince: number | null;
}

export interface Judgement {
  /** End of the last closed interval that was judged, Unix seconds. */
  readonly judgedUntil: number;
  /** When the initial check was first passed; null if never. It latches. */
  readonly initialCheckAt: number | null;
  readonly success: BreachState;
  readonly latency: BreachState;
  /** Whether the month's throughput breaches now. */
  readonly throughputSince: number | null;
  /** Since when uptime has been too low, Unix seconds; null while it is not. */
  readonly uptimeLowSince: number | null;
  /** When too low uptime became a breach; null while it is not. */
  readonly uptimeSince: number | null;
}
