import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clockStops,
  deadlineOnWallClock,
  effectivePauseMask,
  type PauseRecord,
  type PauseState,
  pausedSecondsAt,
  slashClock,
} from "../../../api/domain/slash-clock.ts";

const DAY = 86_400;
const NOW = 1_800_000_000;
/** A pause lapses by itself after 7 days. */
const PERIOD = 7 * DAY;

const never: PauseState = { pauseExpiresAt: 0, clockStoppedAt: 0, pausedSeconds: 0 };
/** Slashing was paused at NOW, for the first time. */
const stopped: PauseState = { pauseExpiresAt: NOW + PERIOD, clockStoppedAt: NOW, pausedSeconds: 0 };
/** Paused again, one day after an earlier pause of 1,000 s was lifted. */
const again: PauseState = { pauseExpiresAt: NOW + PERIOD, clockStoppedAt: NOW, pausedSeconds: 1_000 };
/** Only staking is paused: the clock runs. */
const staking: PauseState = { pauseExpiresAt: NOW + PERIOD, clockStoppedAt: 0, pausedSeconds: 1_000 };

describe("pausedSecondsAt and slashClock", () => {
  test.each([
    ["never paused", never, NOW, 0],
    ["paused earlier, running now", { ...never, pausedSeconds: 1_000 }, NOW, 1_000],
    ["a pause that leaves the clock alone", staking, NOW + DAY, 1_000],
    ["the moment it stops", stopped, NOW, 0],
    ["a second later", stopped, NOW + 1, 1],
    ["a day later", stopped, NOW + DAY, DAY],
    ["a second before it lapses", stopped, NOW + PERIOD - 1, PERIOD - 1],
    ["as it lapses", stopped, NOW + PERIOD, PERIOD],
    ["a second after it lapsed: it stood still no longer", stopped, NOW + PERIOD + 1, PERIOD],
    ["a year after it lapsed", stopped, NOW + 365 * DAY, PERIOD],
    ["the second pause, as it starts", again, NOW, 1_000],
    ["the second pause adds to the first", again, NOW + DAY, 1_000 + DAY],
    ["the second pause lapsed", again, NOW + 30 * DAY, 1_000 + PERIOD],
  ] as const)("%s", (_name, pause, now, paused) => {
    expect(pausedSecondsAt(pause, now)).toBe(paused);
    expect(slashClock(pause, now)).toBe(now - paused);
  });

  test("the clock never runs backwards nor faster than time", () => {
    fc.assert(
      fc.property(pauseState(), fc.nat(30 * DAY), fc.nat(30 * DAY), (pause, a, b) => {
        const [from, to] = a < b ? [NOW + a, NOW + b] : [NOW + b, NOW + a];
        const passed = slashClock(pause, to) - slashClock(pause, from);
        expect(passed).toBeGreaterThanOrEqual(0);
        expect(passed).toBeLessThanOrEqual(to - from);
      }),
    );
  });
});

/** A pause that stops the clock for as long as a pause may last, and its end before that. */
const pauseAt = (blockTime: number): PauseRecord => ({
  blockTime,
  expiresAt: blockTime + PERIOD,
  clockStoppedAt: blockTime,
});
const liftedAt = (blockTime: number, from: number): PauseRecord => ({
  blockTime,
  expiresAt: from + PERIOD,
  clockStoppedAt: 0,
});
const stop = (start: number, end: number) => ({ start: NOW + start, end: NOW + end });

describe("clockStops", () => {
  test.each([
    ["never paused", [], NOW, []],
    ["as it stops", [pauseAt(NOW)], NOW, []],
    ["while it stands still", [pauseAt(NOW)], NOW + 5, [stop(0, 5)]],
    ["lapsed by itself", [pauseAt(NOW)], NOW + 9 * DAY, [stop(0, PERIOD)]],
    ["lifted", [pauseAt(NOW), liftedAt(NOW + 60, NOW)], NOW + DAY, [stop(0, 60)]],
    ["lifted long after it lapsed", [pauseAt(NOW), liftedAt(NOW + 30 * DAY, NOW)], NOW + 31 * DAY, [stop(0, PERIOD)]],
    [
      "a bit added to a running pause: one stop after the other, and the same end",
      [pauseAt(NOW), { ...pauseAt(NOW + 60), expiresAt: NOW + PERIOD }],
      NOW + 9 * DAY,
      [stop(0, 60), stop(60, PERIOD)],
    ],
    ["a pause of what is not the clock's", [{ ...pauseAt(NOW), clockStoppedAt: 0 }], NOW + DAY, []],
    ["a block ahead of this machine's time", [pauseAt(NOW + 3)], NOW, []],
  ])("%s", (_name, changes, now, expected) => {
    expect(clockStops(changes, now)).toEqual(expected);
  });
});

describe("deadlineOnWallClock", () => {
  test.each([
    ["never paused", [], DAY],
    ["a pause before it puts it off", [stop(0, 1_000)], DAY + 1_000],
    ["a pause that begins with its last second does", [stop(DAY, DAY + 10)], DAY + 10],
    ["a pause that begins a second later does not", [stop(DAY + 1, DAY + 10)], DAY],
    [
      "each pause after the one that put it off counts from there",
      [stop(DAY, DAY + 10), stop(DAY + 10, DAY + 15)],
      DAY + 15,
    ],
    ["no pause of later years moves it", [stop(0, 7), stop(2 * DAY, 9 * DAY), stop(365 * DAY, 372 * DAY)], DAY + 7],
  ])("%s", (_name, stops, wall) => {
    expect(deadlineOnWallClock(NOW + DAY, stops)).toBe(NOW + wall);
  });

  test("is the last moment at which the registry's clock reads no more than the deadline", () => {
    fc.assert(
      fc.property(pauses(), fc.nat(60 * DAY), (changes, wait) => {
        const now = NOW + 400 * DAY;
        const deadline = NOW + wait;
        const wall = deadlineOnWallClock(deadline, clockStops(changes, now));
        expect(clockThen(changes, wall)).toBe(deadline);
        expect(clockThen(changes, wall + 1)).toBe(deadline + 1);
      }),
    );
  });

  test("once it has passed, nothing moves it", () => {
    fc.assert(
      fc.property(pauses(), fc.nat(60 * DAY), fc.nat(200 * DAY), (changes, wait, ago) => {
        const now = NOW + ago;
        const known = changes.filter(({ blockTime }) => blockTime <= now);
        const then = deadlineOnWallClock(NOW + wait, clockStops(known, now));
        const later = deadlineOnWallClock(NOW + wait, clockStops(changes, NOW + 400 * DAY));
        if (then < now) expect(later).toBe(then);
        else expect(later).toBeGreaterThanOrEqual(then);
      }),
    );
  });
});

/** What the registry's clock read at `time`, by the contract's own sums. */
function clockThen(changes: readonly PauseRecord[], time: number): number {
  let pause = never;
  for (const { blockTime, expiresAt, clockStoppedAt } of changes) {
    if (blockTime > time) break;
    pause = { pausedSeconds: pausedSecondsAt(pause, blockTime), pauseExpiresAt: expiresAt, clockStoppedAt };
  }
  return slashClock(pause, time);
}

/** Changes of the pause as `PauseClock.changed` makes them, in the year from NOW. */
function pauses(): fc.Arbitrary<PauseRecord[]> {
  return fc
    .array(fc.record({ wait: fc.integer({ min: 1, max: 12 * DAY }), mask: fc.constantFrom(0, 1, 4) }), {
      maxLength: 12,
    })
    .map((steps) => {
      let time = NOW;
      let before = { mask: 0, expiresAt: 0 };
      return steps.map(({ wait, mask }) => {
        time += wait;
        const running = before.mask !== 0 && time < before.expiresAt;
        before = { mask, expiresAt: mask === 0 || running ? before.expiresAt : time + PERIOD };
        return { blockTime: time, expiresAt: before.expiresAt, clockStoppedAt: mask === 4 ? time : 0 };
      });
    });
}

describe("effectivePauseMask", () => {
  test.each([
    ["nothing paused", 0, 0, NOW, 0],
    ["in force", 5, NOW + PERIOD, NOW, 5],
    ["a second before it lapses", 5, NOW + PERIOD, NOW + PERIOD - 1, 5],
    // PauseClock.maskAt: none from `expiresAt` on.
    ["from expiresAt on it counts for nothing", 5, NOW + PERIOD, NOW + PERIOD, 0],
    ["long lapsed", 31, NOW + PERIOD, NOW + 30 * DAY, 0],
  ] as const)("%s", (_name, pauseMask, pauseExpiresAt, now, mask) => {
    expect(effectivePauseMask({ ...never, pauseExpiresAt, pauseMask }, now)).toBe(mask);
  });
});

/** Pauses that started in the week before NOW and lapse within a period of it. */
function pauseState(): fc.Arbitrary<PauseState> {
  return fc
    .record({ ago: fc.nat(PERIOD - 1), stops: fc.boolean(), earlier: fc.nat(100 * DAY) })
    .map(({ ago, stops, earlier }) => ({
      pauseExpiresAt: NOW - ago + PERIOD,
      clockStoppedAt: stops ? NOW - ago : 0,
      pausedSeconds: earlier,
    }));
}
