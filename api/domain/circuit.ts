/**
 * Circuit breakers: whether requests may be sent to an operator's service in a region. domain.md, "Routing".
 *
 * A circuit is a fold over what was received of its intervals, in the order of their starts and on their own clock: it
 * opens at the end of the interval that opens it, whenever that was reported. So it does not matter in which order reports
 * come, or how often: see `circuitAfter`.
 */
import type { Totals } from "./measurement.ts";
import type { Policy } from "./policy.ts";

export const CIRCUIT_STATES = ["CLOSED", "HALF_OPEN", "OPEN"] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** An interval of which something is known. */
export interface ReceivedInterval {
  /** Its start, Unix seconds. */
  readonly at: number;
  readonly isGood: boolean;
}

/** Where a circuit stands after some interval. */
interface Stand {
  readonly state: CircuitState;
  /** Since when, Unix seconds; null if it never changed. */
  readonly since: number | null;
  /** Intervals in a row that count towards the next state: bad ones while it is CLOSED, good ones while it is HALF_OPEN. */
  readonly run: number;
}

/** What came before the intervals that are kept. */
export interface CircuitBase extends Stand {
  /** End of the last interval in it, Unix seconds: what comes of older ones changes nothing any more. */
  readonly until: number;
}

export interface Circuit {
  readonly base: CircuitBase;
  /** The newest intervals of which something is known, ascending. */
  readonly received: readonly ReceivedInterval[];
}

export const NEW_CIRCUIT: Circuit = { base: { state: "CLOSED", since: null, run: 0, until: 0 }, received: [] };

/** Intervals that may still be revised, or come late: as many as it takes to open, to be tried and to close. */
export function keptIntervals({ routing }: Policy): number {
  return routing.openIntervals + routing.halfOpenIntervals + routing.closeIntervals;
}

/**
 * Whether an interval is good, by its success rate; where nothing was asked, by its uptime and the same limit. Null if
 * nothing is known: such an interval is neither.
 *
 * @param totals the consensus of the interval, of those who are not the operator
 */
export function isGoodInterval(
  { requests, successes, upSeconds, downSeconds }: Pick<Totals, "requests" | "successes" | "upSeconds" | "downSeconds">,
  { routing }: Policy,
): boolean | null {
  if (requests > 0) return successes * 10_000 >= requests * routing.successBps;
  const measured = upSeconds + downSeconds;
  return measured > 0 ? upSeconds * 10_000 >= measured * routing.successBps : null;
}

/**
 * A circuit with what is known now of some intervals: whether each is good, null if nothing is known of it any more. What was
 * kept of them is replaced. Of more intervals than are kept the oldest are settled.
 *
 * @param told by the start of the interval, Unix seconds
 */
export function circuitAfter(
  { base, received }: Circuit,
  told: ReadonlyMap<number, boolean | null>,
  policy: Policy,
): Circuit {
  const known = new Map(received.map(({ at, isGood }) => [at, isGood]));
  for (const [at, isGood] of told) {
    if (at < base.until) continue;
    if (isGood === null) known.delete(at);
    else known.set(at, isGood);
  }
  const all = [...known].map(([at, isGood]) => ({ at, isGood })).sort((a, b) => a.at - b.at);
  const settled = all.slice(0, Math.max(0, all.length - keptIntervals(policy)));
  const last = settled.at(-1);
  const until = last === undefined ? base.until : last.at + policy.time.intervalSeconds;
  return { base: { ...fold(base, settled, policy), until }, received: all.slice(settled.length) };
}

/** Where a circuit stands after its newest interval. */
export function circuitStand({ base, received }: Circuit, policy: Policy): Stand {
  return fold(base, received, policy);
}

/** End of the newest interval of which something is known, Unix seconds; 0 if there never was any. */
export function measuredUntil({ base, received }: Circuit, { time }: Policy): number {
  const last = received.at(-1);
  return last === undefined ? base.until : last.at + time.intervalSeconds;
}

/** A circuit at a moment. */
export interface CircuitNow {
  readonly state: CircuitState;
  /** Unix seconds; null if it never changed. */
  readonly since: number | null;
  /** When time alone changes it, Unix seconds; null if it does not. */
  readonly nextChangeAt: number | null;
}

/** What time has made of a circuit. @param now Unix seconds */
export function circuitAt(stand: Pick<Stand, "state" | "since">, now: number, policy: Policy): CircuitNow {
  const { state, since } = elapsed({ ...stand, run: 0 }, now, policy);
  return { state, since, nextChangeAt: state === "OPEN" ? triedAt(since, policy) : null };
}

function fold(from: Stand, intervals: readonly ReceivedInterval[], policy: Policy): Stand {
  return intervals.reduce<Stand>((stand, interval) => step(stand, interval, policy), {
    state: from.state,
    since: from.since,
    run: from.run,
  });
}

function step(before: Stand, { at, isGood }: ReceivedInterval, policy: Policy): Stand {
  const { openIntervals, closeIntervals } = policy.routing;
  const end = at + policy.time.intervalSeconds;
  const stand = elapsed(before, at, policy);
  const run = stand.run + 1;
  switch (stand.state) {
    case "CLOSED":
      if (isGood) return { ...stand, run: 0 };
      return run >= openIntervals ? { state: "OPEN", since: end, run: 0 } : { ...stand, run };
    case "OPEN":
      // Nobody was sent there: it says nothing of what would be if somebody were.
      return stand;
    case "HALF_OPEN":
      if (!isGood) return { state: "OPEN", since: end, run: 0 };
      return run >= closeIntervals ? { state: "CLOSED", since: end, run: 0 } : { ...stand, run };
  }
}

function elapsed(stand: Stand, now: number, policy: Policy): Stand {
  const at = triedAt(stand.since, policy);
  return stand.state === "OPEN" && now >= at ? { state: "HALF_OPEN", since: at, run: 0 } : stand;
}

/** When one that has been open since then is half open. */
function triedAt(since: number | null, { routing, time }: Policy): number {
  return (since ?? 0) + routing.halfOpenIntervals * time.intervalSeconds;
}

/** Why an operator gets no requests, or few. */
export const CIRCUIT_REASONS = ["KILL_SWITCH", "SCORE", "MEASUREMENTS"] as const;
export type CircuitReason = (typeof CIRCUIT_REASONS)[number];

/** The circuit of an operator as a whole. */
export interface OperatorCircuit {
  /** Null if nothing is measured of it. */
  readonly state: CircuitState | null;
  /** Unix seconds; null where it is not known, or never changed. */
  readonly since: number | null;
  /** Null while nothing is wrong. */
  readonly reason: CircuitReason | null;
}

/**
 * The worst of what holds for an operator: its kill-switch, its score, then its worst circuit, of those the one that has been so
 * for longest.
 *
 * @param killedAt since when the kill-switch is on, Unix seconds; null if it is not
 * @param score x 100; null while unknown, which opens nothing
 */
export function operatorCircuit(
  circuits: readonly Omit<CircuitNow, "nextChangeAt">[],
  { killedAt, score }: { readonly killedAt: number | null; readonly score: number | null },
  { routing }: Policy,
): OperatorCircuit {
  if (killedAt !== null) return { state: "OPEN", since: killedAt, reason: "KILL_SWITCH" };
  if (score !== null && score < routing.minScore) return { state: "OPEN", since: null, reason: "SCORE" };
  const [worst] = [...circuits].sort(worstFirst);
  if (worst === undefined) return { state: null, since: null, reason: null };
  const { state, since } = worst;
  return { state, since, reason: state === "CLOSED" ? null : "MEASUREMENTS" };
}

/** Orders circuits: OPEN, HALF_OPEN, CLOSED; of each the one that has been so for longest. */
export function worstFirst(a: Omit<CircuitNow, "nextChangeAt">, b: Omit<CircuitNow, "nextChangeAt">): number {
  return CIRCUIT_STATES.indexOf(b.state) - CIRCUIT_STATES.indexOf(a.state) || (a.since ?? 0) - (b.since ?? 0);
}
