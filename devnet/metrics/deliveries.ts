/** When which sample is sent: most at once, some late, some twice, some corrected. Pure, like the model. */
import { characterOf } from "./characters.ts";
import { diceAt, streamOf } from "./dice.ts";
import { type Measurement, measurementsOf, type World } from "./model.ts";

/** A measurement as it is sent. */
export interface Sample extends Measurement {
  readonly revision: number;
}

/** Intervals after its end: a little late, and after the interval has closed. */
const LATE = 4;
const VERY_LATE = 25;
const DELAYS = [0, LATE, VERY_LATE] as const;

/** How many of a hundred. */
const OFTEN = { late: 2, veryLate: 0.5, twice: 1, corrected: 0.5 };

/**
 * What is to be sent of an operator when the interval that begins at `at` has ended: its own samples, and those of earlier
 * intervals that are late, are told again, or are corrected.
 *
 * @param operator address in lower case
 * @param since since when it is measured, Unix seconds: nothing is told of earlier intervals
 */
export function dueAt(world: World, operator: string, since: number, at: number): Sample[] {
  const character = characterOf(operator);
  if (character === null) return [];
  return DELAYS.flatMap((delay) => {
    const interval = at - delay * world.intervalSeconds;
    if (interval < since) return [];
    return measurementsOf(world, operator, character, interval).flatMap((measurement) =>
      deliveryAfter(character.punctual ? "AT_ONCE" : fateOf(world, measurement), measurement, delay),
    );
  });
}

/** What of a measurement is sent so many intervals after its own. */
function deliveryAfter(fate: Fate, measurement: Measurement, delay: number): Sample[] {
  const first = { ...measurement, revision: 0 };
  if (fate === "LATE") return delay === LATE ? [first] : [];
  if (fate === "VERY_LATE") return delay === VERY_LATE ? [first] : [];
  if (fate === "CORRECTED") {
    if (delay === LATE) return [{ ...first, revision: 1 }];
    return delay === 0 ? [{ ...first, ...tooFew(measurement) }] : [];
  }
  return delay === 0 || (delay === LATE && fate === "TWICE") ? [first] : [];
}

type Fate = "AT_ONCE" | "LATE" | "VERY_LATE" | "TWICE" | "CORRECTED";

function fateOf({ seed }: World, { operator, service, region, reporter, at }: Measurement): Fate {
  const roll = 100 * diceAt(streamOf(seed, "fate", operator, service, region, reporter), at)();
  const bounds: readonly (readonly [Fate, number])[] = [
    ["LATE", OFTEN.late],
    ["VERY_LATE", OFTEN.veryLate],
    ["TWICE", OFTEN.twice],
    ["CORRECTED", OFTEN.corrected],
  ];
  let upTo = 0;
  for (const [fate, share] of bounds) {
    upTo += share;
    if (roll < upTo) return fate;
  }
  return "AT_ONCE";
}

/** What a reporter that had not yet counted its failures would say. */
function tooFew({ successes }: Measurement): Pick<Measurement, "requests" | "timeouts"> {
  return { requests: successes, timeouts: 0 };
}
