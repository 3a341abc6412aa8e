/**
 * What Metrics Core measures in this world. Pure: the same seed, operator and moment give the same samples, so that what is
 * sent again after a restart is what was sent before it.
 */
import { type Cell, type Character, type Condition, conditionAt } from "./characters.ts";
import { diceAt, streamOf } from "./dice.ts";

/** The two probes. They see nearly the same, and never exactly. */
export const PROBES = ["metrics-core-a", "metrics-core-b"] as const;

/** The reporter an operator speaks through. */
export const ownReporterOf = (operator: string) => `self-${operator.slice(2, 10).toLowerCase()}`;

export interface World {
  readonly seed: number;
  /** Unix seconds: when the generator was first started. */
  readonly epoch: number;
  /** Seconds of one interval, and intervals of a day of the load. */
  readonly intervalSeconds: number;
  readonly dayIntervals: number;
}

/** What one reporter says of one interval of one service in one region. */
export interface Measurement {
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  /** Start of the interval, Unix seconds. */
  readonly at: number;
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** Median latency of the successes, microseconds; how they are spread around it is `logNormal`'s. */
  readonly medianMicros: number;
}

/** How much of the load comes and goes with the time of day, and by how much each interval and each reporter is off. */
const DIURNAL = 0.15;
const JITTER = 0.03;
const PROBE_ERROR = { requests: 0.01, failures: 0.03, latency: 0.01 };

/** What all its reporters say of an operator's interval that begins at `at`; nothing if it is silent. */
export function measurementsOf(world: World, operator: string, character: Character, at: number): Measurement[] {
  const condition = conditionAt(character, at - world.epoch);
  if (condition === null) return [];
  return character.cells.flatMap((cell) => {
    const measured = character.probed ? PROBES.map((probe) => probed(world, operator, cell, condition, probe, at)) : [];
    if (character.claims === undefined) return measured;
    const claimed = { ...condition, ...character.claims };
    return [...measured, measurement(world, operator, cell, claimed, ownReporterOf(operator), at)];
  });
}

/** What a probe sees: a little other than it is. */
function probed(world: World, operator: string, cell: Cell, condition: Condition, probe: string, at: number) {
  const roll = diceAt(streamOf(world.seed, operator, cell.service, cell.region, probe), at);
  const off = (by: number) => 1 + by * (2 * roll() - 1);
  const seen = {
    ...condition,
    load: condition.load * off(PROBE_ERROR.requests),
    success: 1 - (1 - condition.success) * off(PROBE_ERROR.failures),
    medianMillis: condition.medianMillis * off(PROBE_ERROR.latency),
  };
  return measurement(world, operator, cell, seen, probe, at);
}

function measurement(
  world: World,
  operator: string,
  { service, region, share }: Cell,
  { load, success, medianMillis, down }: Condition,
  reporter: string,
  at: number,
): Measurement {
  const { intervalSeconds } = world;
  // Not of the reporter's own stream: all of them look at the same interval.
  const roll = diceAt(streamOf(world.seed, operator, service, region), at);
  const busy = diurnal(world, operator, at) * (1 + JITTER * (2 * roll() - 1));
  const requests = Math.round(load * share * intervalSeconds * busy);
  const failures = down ? requests : Math.min(requests, Math.round(requests * (1 - success) * (0.5 + roll())));
  return {
    ...{ operator, service, region, reporter, at, requests, successes: requests - failures },
    timeouts: down ? failures : Math.floor(failures / 3),
    upSeconds: down ? 0 : intervalSeconds,
    downSeconds: down ? intervalSeconds : 0,
    // The busier, the slower.
    medianMicros: medianMillis * 1_000 * (0.9 + 0.1 * busy),
  };
}

/** The load at a time of day as a multiple of the day's mean. Each operator has customers of another time zone. */
function diurnal({ seed, intervalSeconds, dayIntervals }: World, operator: string, at: number): number {
  const zone = diceAt(streamOf(seed, operator, "zone"), 0)();
  return 1 + DIURNAL * Math.sin(2 * Math.PI * (at / (dayIntervals * intervalSeconds) + zone));
}
