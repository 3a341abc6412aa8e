/** The world that Metrics Core measures: plausible, the same each time, and of what `expected.ts` is worked out from. */
import { encodeHistogram } from "@dreamnet/din-infrastructure-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { characterOf, conditionAt } from "../../../../devnet/metrics/characters.ts";
import { dueAt, type Sample } from "../../../../devnet/metrics/deliveries.ts";
import { diceAt, streamOf } from "../../../../devnet/metrics/dice.ts";
import { logNormal, P95_OF_MEDIAN } from "../../../../devnet/metrics/latency.ts";
import { type Measurement, measurementsOf, PROBES, type World } from "../../../../devnet/metrics/model.ts";
import { ACTORS, type Actor, addressOf } from "../../../../devnet/scenario/actors.ts";

const EPOCH = 1_800_000_000;
const world: World = { seed: 7, epoch: EPOCH, intervalSeconds: 1, dayIntervals: 1_440 };

const OPERATORS = ACTORS.slice(ACTORS.indexOf("aurora"));
const anyWorld = fc
  .record({ seed: fc.integer(), intervalSeconds: fc.constantFrom(1, 60) })
  .map((changes) => ({ ...world, ...changes }));
const anyMoment = fc.integer({ min: EPOCH - 2_000, max: EPOCH + 10_000 });

function measured(operator: Actor, at: number, inWorld = world): Measurement[] {
  const character = characterOf(addressOf(operator));
  return character === null ? [] : measurementsOf(inWorld, addressOf(operator).toLowerCase(), character, at);
}

describe("dice", () => {
  test("are fair enough, and another row for each name", () => {
    const stream = streamOf(1, "a", "b");
    const rolls = Array.from({ length: 10_000 }, (_, at) => diceAt(stream, EPOCH + at)());
    const mean = rolls.reduce((sum, roll) => sum + roll, 0) / rolls.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
    expect(Math.min(...rolls)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...rolls)).toBeLessThan(1);
    expect(new Set([stream, streamOf(1, "ab", ""), streamOf(1, "b", "a"), streamOf(2, "a", "b")]).size).toBe(4);
  });
});

describe("logNormal", () => {
  test("has as many latencies as asked for, in ascending order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 2_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (median, count) => {
          const histogram = logNormal(median, count);
          expect(histogram.reduce((sum, [, n]) => sum + n, 0)).toBe(count);
          expect(histogram.every(([, n]) => Number.isInteger(n) && n > 0)).toBe(true);
          const latencies = histogram.map(([micros]) => micros);
          expect(latencies).toEqual(latencies.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test.each([0.5, 0.95])("the share below its quantile %d is that quantile", (quantile) => {
    const bound = 100_000 * (quantile === 0.5 ? 1 : P95_OF_MEDIAN);
    const below = logNormal(100_000, 1_000_000).filter(([micros]) => micros < bound);
    const share = below.reduce((sum, [, n]) => sum + n, 0) / 1_000_000;
    // One step of 2 % of the latency is up to 3.2 % of the requests at the median.
    expect(Math.abs(share - quantile)).toBeLessThan(0.032);
  });
});

describe("measurements", () => {
  test("are the same when they are asked for again, and others in another world", () => {
    fc.assert(
      fc.property(anyMoment, fc.constantFrom(...OPERATORS), (at, operator) => {
        expect(measured(operator, at)).toEqual(measured(operator, at));
      }),
    );
    expect(measured("aurora", EPOCH)).not.toEqual(measured("aurora", EPOCH, { ...world, seed: 8 }));
  });

  test("are counts that the API takes", () => {
    fc.assert(
      fc.property(anyWorld, anyMoment, fc.constantFrom(...OPERATORS), (anywhere, at, operator) => {
        for (const one of measured(operator, at, anywhere)) {
          expect(one.requests).toBeGreaterThanOrEqual(one.successes);
          expect(one.requests - one.successes).toBeGreaterThanOrEqual(one.timeouts);
          expect(one.upSeconds + one.downSeconds).toBe(anywhere.intervalSeconds);
          if (one.successes > 0) encodeHistogram(logNormal(one.medianMicros, one.successes));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("of the two probes are never so far apart that they disagree: 1 point of success, 10 % of requests and latency", () => {
    fc.assert(
      fc.property(anyMoment, fc.constantFrom(...OPERATORS), (at, operator) => {
        const probes = measured(operator, at).filter(({ reporter }) => PROBES.some((probe) => probe === reporter));
        for (const a of probes) {
          for (const b of probes.filter(({ service, region }) => service === a.service && region === a.region)) {
            expect(Math.abs(a.requests - b.requests)).toBeLessThan(0.1 * a.requests);
            expect(Math.abs(a.medianMicros - b.medianMicros)).toBeLessThan(0.1 * a.medianMicros);
            expect(Math.abs(a.successes / a.requests - b.successes / b.requests)).toBeLessThan(0.01);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("follow the time of day", () => {
    const loads = Array.from({ length: world.dayIntervals }, (_, i) =>
      measured("cascade", EPOCH + i).reduce((sum, { requests }) => sum + requests, 0),
    );
    expect(Math.max(...loads) / Math.min(...loads)).toBeGreaterThan(1.25);
    const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length / PROBES.length;
    expect(Math.abs(mean - 5_700)).toBeLessThan(57);
  });

  test("tell of an outage as downtime and timeouts, without latencies", () => {
    for (const one of measured("raven", EPOCH + 200)) {
      expect(one).toMatchObject({ successes: 0, timeouts: one.requests, upSeconds: 0, downSeconds: 1 });
    }
    expect(measured("raven", EPOCH + 300)[0]).toMatchObject({ upSeconds: 1, downSeconds: 0 });
  });

  test.each([
    [29, false],
    [30, true],
    [97, true],
    [98, false],
    [1_469, false],
    [1_470, true],
    [-1_410, false],
  ])("%d s after the epoch Sirocco is down: %s", (seconds, isDown) => {
    for (const one of measured("sirocco", EPOCH + seconds)) expect(one.downSeconds).toBe(isDown ? 1 : 0);
  });

  test("of the liar: the probes see what it is, its own reporter tells another story", () => {
    const all = measured("quartz", EPOCH);
    expect(all.map(({ reporter }) => reporter)).toEqual([
      ...PROBES,
      `self-${addressOf("quartz").slice(2, 10).toLowerCase()}`,
    ]);
    const own = all[2];
    expect(own?.successes).toBe(own?.requests);
    for (const probe of all.slice(0, 2)) expect(probe.successes / probe.requests).toBeLessThan(0.97);
  });
});

describe("conditionAt", () => {
  test.each([
    ["pulsar", -601, true],
    ["pulsar", -600, false],
    ["pulsar", 9_999, false],
    ["aurora", 9_999, true],
  ] as const)("%s at %d is measured: %s", (operator, seconds, isMeasured) => {
    const character = characterOf(addressOf(operator));
    expect(character !== null && conditionAt(character, seconds) !== null).toBe(isMeasured);
  });

  test("whoever is not in the scenario is good", () => {
    expect(characterOf(`0x${"12".repeat(20)}`)?.usually.success).toBe(0.998);
  });
});

describe("dueAt", () => {
  const keyOf = ({ operator, service, region, reporter, at }: Measurement) =>
    [operator, service, region, reporter, at].join(" ");
  const since = EPOCH - 300;
  const dueOfAll = (at: number) =>
    OPERATORS.flatMap((operator) => dueAt(world, addressOf(operator).toLowerCase(), since, at));
  const sent = new Map<string, Sample[]>();
  for (let at = since; at < EPOCH + 300; at += 1) {
    for (const sample of dueOfAll(at)) {
      sent.set(keyOf(sample), [...(sent.get(keyOf(sample)) ?? []), sample]);
    }
  }

  test("sends each measurement, and its last word is what was measured", () => {
    let count = 0;
    for (const operator of OPERATORS) {
      for (let at = since; at < EPOCH + 200; at += 1) {
        for (const measurement of measured(operator, at)) {
          const last = sent.get(keyOf(measurement))?.at(-1);
          expect(last).toEqual({ ...measurement, revision: last?.revision });
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(20_000);
  });

  test("begins with revision 0, leaves none out, and tells the same revision the same way", () => {
    for (const samples of sent.values()) {
      expect(samples[0]?.revision).toBe(0);
      samples.slice(1).forEach((sample, i) => {
        const before = samples[i];
        if (sample.revision === before?.revision) expect(sample).toEqual(before);
        else expect(sample.revision).toBe((before?.revision ?? Number.NaN) + 1);
      });
    }
  });

  test("tells some late, some twice, some corrected", () => {
    const all = [...sent.values()];
    expect(all.filter((samples) => samples.length === 2 && samples[1]?.revision === 0).length).toBeGreaterThan(50);
    expect(all.filter((samples) => samples[1]?.revision === 1).length).toBeGreaterThan(25);
    const late = (delay: number) => dueOfAll(EPOCH).filter(({ at }) => at === EPOCH - delay).length;
    expect(late(0)).toBeGreaterThan(10 * late(4));
    const veryLate = Array.from({ length: 200 }, (_, i) => dueOfAll(EPOCH + i)).flat();
    expect(veryLate.filter(({ at }) => at < EPOCH - 15).length).toBeGreaterThan(0);
  });

  test("tells of the punctual at once, and nothing again", () => {
    const operator = addressOf("sirocco").toLowerCase();
    for (let at = since; at < EPOCH + 300; at += 1) {
      const due = dueAt(world, operator, since, at);
      expect(due.map((sample) => [sample.at, sample.revision])).toEqual([
        [at, 0],
        [at, 0],
      ]);
    }
  });

  test("tells nothing of what was before an operator was known", () => {
    for (const at of [since, since + 10, since + 30]) {
      expect(dueOfAll(at).every((sample) => sample.at >= since)).toBe(true);
    }
  });
});
