/** What builds up, opens, is assessed in slices and closes: against an oracle that looks at the whole history at once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BreachState,
  type ChargeEvent,
  type ChargeRules,
  countInterval,
  NO_BREACH,
  passTime,
} from "../../../api/domain/charging.ts";
import { type Policy, policyOf } from "../../../api/domain/policy.ts";

/** As in production, in fast motion: slices are 8 minutes long, an hour of bad minutes is 3, the grace of an outage 3. */
const POLICY: Policy = {
  ...policyOf("production"),
  outage: { downBps: 5_000, graceIntervals: 3, endIntervals: 2 },
  slash: { ...policyOf("production").slash, sliceIntervals: 8, performanceIntervals: 3 },
};
const DOWNTIME: ChargeRules = { charge: "DOWNTIME", open: 4, close: 2 };
const SUCCESS: ChargeRules = { charge: "SUCCESS_RATE", open: 5, close: 3 };

const START = 1_800_000_000;
const minute = (n: number) => START + n * 60;
const figures = { measuredSeconds: 60, corroboratedSeconds: 0 };

/** `b`ad, `g`ood, or nothing known: one minute after another. Runs of `?` may be passed at once. */
function run(letters: string, rules: ChargeRules, silenceAtOnce = false) {
  let state: BreachState = NO_BREACH;
  const events: ChargeEvent[] = [];
  const parts = silenceAtOnce ? (letters.match(/\?+|./g) ?? []) : [...letters];
  let at = 0;
  for (const part of parts) {
    const interval = { start: minute(at), end: minute(at + part.length) };
    const verdict = part === "b" ? ({ is: "BAD", figures } as const) : part === "g" ? ({ is: "GOOD" } as const) : null;
    const next =
      part.length > 1
        ? passTime(state, interval, rules.charge, POLICY)
        : countInterval(state, interval, verdict, rules, POLICY);
    state = next.state;
    events.push(...next.events);
    at += part.length;
  }
  return { state, events };
}

const unitsOf = (count: number, { charge }: ChargeRules) =>
  charge === "DOWNTIME" ? Math.max(0, count - 3) : Math.ceil(count / 3);

interface Episode {
  /** Minutes that count. */
  readonly bad: number[];
  /** The minute with which it was over; null if it goes on. */
  over: number | null;
}

/** From a bad minute to the last of so many good ones in a row, what is unknown left out. */
function episodesOf(letters: string, { close }: ChargeRules): Episode[] {
  const episodes: Episode[] = [];
  let good = 0;
  [...letters].forEach((letter, at) => {
    const current = episodes.at(-1);
    const isOn = current !== undefined && current.over === null;
    if (letter === "b") {
      good = 0;
      if (isOn) current.bad.push(at);
      else episodes.push({ bad: [at], over: null });
    } else if (letter === "g" && isOn) {
      good += 1;
      if (good === close) current.over = at;
    }
  });
  return episodes;
}

/** What is written down of an episode. Unix seconds. */
interface Written {
  /** Starts of the minutes that count. */
  counted: number[];
  opened: number | null;
  closed: number | null;
  /** With how many minutes were counted by earlier ones, and until its end. */
  slices: { start: number; end: number; final: boolean; before: number; count: number }[];
  dropped: boolean;
}

/** Everything that has to be written down of an episode, by looking at all of it. */
function expectedOf({ bad, over }: Episode, end: number, rules: ChargeRules): Written {
  const [first = 0] = bad;
  const opener = bad[rules.open - 1];
  const counted = bad.map((at) => minute(at));
  if (opener === undefined) return { counted, opened: null, closed: null, slices: [], dropped: over !== null };
  const last = over === null ? end : over;
  const ends = [];
  for (let until = first + 8; until <= last; until += 8) if (until > opener) ends.push({ until, final: false });
  if (over !== null) ends.push({ until: over + 1, final: true });
  const slices = [];
  let before = 0;
  let from = first;
  for (const { until, final } of ends) {
    const count = bad.filter((at) => at < until).length;
    if (unitsOf(count, rules) === unitsOf(before, rules)) continue;
    slices.push({ start: minute(from), end: minute(until), final, before, count });
    [before, from] = [count, until];
  }
  return {
    counted,
    opened: minute(opener + 1),
    closed: over === null ? null : minute(over + 1),
    slices,
    dropped: false,
  };
}

/** What was written down, episode by episode. */
function written(events: readonly ChargeEvent[]): Written[] {
  const all: Written[] = [];
  let isOn = false;
  let count = 0;
  for (const event of events) {
    if (event.type === "COUNTED" && !isOn) {
      all.push({ counted: [], opened: null, closed: null, slices: [], dropped: false });
      [isOn, count] = [true, 0];
    }
    const current = all.at(-1);
    if (current === undefined) throw new Error(`${event.type} before anything counts`);
    if (event.type === "COUNTED") {
      current.counted.push(event.at);
      count += 1;
    } else if (event.type === "OPENED") current.opened = event.openedAt;
    else if (event.type === "SLICED") {
      expect(event.slice).toBe(current.slices.length + 1);
      expect([event.openedAt, event.startedAt]).toEqual([current.opened, current.counted[0]]);
      const { period, final, countedBefore } = event;
      current.slices.push({ ...period, final, before: countedBefore, count });
    } else {
      isOn = false;
      if (event.type === "DROPPED") current.dropped = true;
      else current.closed = event.closedAt;
    }
  }
  return all;
}

const anyLetters = fc
  .array(fc.tuple(fc.constantFrom("b", "b", "g", "?"), fc.integer({ min: 1, max: 12 })), { maxLength: 10 })
  .map((runs) => runs.map(([letter, length]) => letter.repeat(length)).join(""));

describe.each([
  ["an outage", DOWNTIME],
  ["a breach", SUCCESS],
] as const)("%s", (_name, rules) => {
  test("is what the oracle sees that looks at all of it", () => {
    fc.assert(
      fc.property(anyLetters, (letters) => {
        const expected = episodesOf(letters, rules).map((episode) => expectedOf(episode, letters.length, rules));
        expect(written(run(letters, rules).events)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("does not depend on how silence is passed", () => {
    fc.assert(
      fc.property(anyLetters, (letters) => {
        expect(run(letters, rules, true)).toEqual(run(letters, rules));
      }),
      { numRuns: 1_000 },
    );
  });

  test("is charged by its slices as a whole, and each counted minute is in at most one", () => {
    fc.assert(
      fc.property(anyLetters, (letters) => {
        const closer = "g".repeat(rules.close);
        for (const { counted, slices, closed } of written(run(letters + closer, rules).events)) {
          if (closed === null) continue;
          const charged = slices.map(({ before, count }) => unitsOf(count, rules) - unitsOf(before, rules));
          expect(Math.min(1, ...charged)).toBe(1);
          expect(charged.reduce((sum, units) => sum + units, 0)).toBe(unitsOf(counted.length, rules));
          slices.forEach(({ start, end, before, count }, index) => {
            expect(start).toBe(slices[index - 1]?.end ?? counted[0]);
            expect(counted.filter((at) => at >= start && at < end).length).toBe(count - before);
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("slices", () => {
  const slicesOf = (letters: string, rules: ChargeRules) =>
    run(letters, rules).events.flatMap((event) =>
      event.type === "SLICED"
        ? [
            `${(event.period.start - START) / 60}-${(event.period.end - START) / 60}${event.final ? " final" : ""}: ${event.countedBefore} before`,
          ]
        : [],
    );
  test.each<[string, string, ChargeRules, string[]]>([
    ["not before it opens", "bbb", DOWNTIME, []],
    ["one at its end", "bbbbgg", DOWNTIME, ["0-6 final: 0 before"]],
    ["each time so long has passed", "b".repeat(17), DOWNTIME, ["0-8: 0 before", "8-16: 8 before"]],
    ["the last when it ends", `${"b".repeat(9)}gg`, DOWNTIME, ["0-8: 0 before", "8-11 final: 8 before"]],
    ["none for what charges nothing", `${"b".repeat(8)}gg`, DOWNTIME, ["0-8: 0 before"]],
    ["one if both fall together", `${"b".repeat(6)}gg`, DOWNTIME, ["0-8 final: 0 before"]],
    ["in silence, too", "bbbb????", DOWNTIME, ["0-8: 0 before"]],
    ["and none of more silence", `bbbb${"?".repeat(40)}`, DOWNTIME, ["0-8: 0 before"]],
    ["from the first that counts", "???bbbbb???", DOWNTIME, ["3-11: 0 before"]],
    // 4 bad ones within the slice are two started hours, the 5th and 6th start none.
    ["what charges nothing is left to the next", "bbbb?b??" + "b???????" + "b", SUCCESS, ["0-8: 0 before"]],
    ["… and is in it", "bbbb?b??" + "b???????" + "b???????", SUCCESS, ["0-8: 0 before", "8-24: 5 before"]],
    ["opened after the first was due", "bb???????bb" + "???????", DOWNTIME, ["0-16: 0 before"]],
  ])("%s", (_name, letters, rules, expected) => {
    expect(slicesOf(letters, rules)).toEqual(expected);
  });
});
