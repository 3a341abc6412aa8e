import fc from "fast-check";
import { expect, test } from "vitest";
import { type Announcement, countedRange, maintenanceFault, mostWithin } from "../../../api/domain/maintenance.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import type { Range } from "../../../api/domain/window.ts";

const MINUTE = 60;
const WEEK = 10_080;
const HOURS = 120;

/** Minutes in which any of the ranges is, counted one by one. */
function minutesOf(ranges: readonly Range[]): number[] {
  const minutes = new Set<number>();
  for (const { start, end } of ranges) {
    for (let at = start / MINUTE; at < end / MINUTE; at += 1) minutes.add(at);
  }
  return [...minutes].sort((a, b) => a - b);
}

/** The most of these minutes in any stretch of `span` minutes: every stretch that begins with one of them is looked at. */
function mostMinutes(minutes: readonly number[], span: number): number {
  let most = 0;
  let first = 0;
  minutes.forEach((minute, index) => {
    while ((minutes[first] ?? 0) <= minute - span) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

const anyRange = fc
  .record({ start: fc.nat(3 * WEEK), minutes: fc.integer({ min: 1, max: 200 }) })
  .map(({ start, minutes }) => ({ start: start * MINUTE, end: (start + minutes) * MINUTE }));

test("the most within a stretch is what counting minutes comes to", () => {
  fc.assert(
    fc.property(fc.array(anyRange, { maxLength: 12 }), fc.integer({ min: 1, max: WEEK }), (ranges, span) => {
      expect(mostWithin(ranges, span * MINUTE)).toBe(mostMinutes(minutesOf(ranges), span) * MINUTE);
    }),
    { numRuns: 300 },
  );
});

/** Something an operator does: minutes pass, then it announces, or calls one of its announcements off. */
const anyAct = fc.record({
  wait: fc.nat(WEEK / 2),
  ahead: fc.nat(WEEK),
  minutes: fc.integer({ min: 1, max: 130 }),
  cancels: fc.option(fc.nat(20), { freq: 4 }),
});

test("whatever is announced and called off, never more than two hours of it are accepted within seven days", () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(anyAct, { minLength: 5, maxLength: 40 }), (acts) => {
      let now = 100 * WEEK * MINUTE;
      const announced: Announcement[] = [];
      for (const { wait, ahead, minutes, cancels } of acts) {
        now += wait * MINUTE;
        const held = announced[cancels ?? -1];
        if (cancels !== null && held !== undefined) {
          if (held.cancelledAt === null && held.endAt > now) announced[cancels] = { ...held, cancelledAt: now };
          continue;
        }
        const start = now + ahead * MINUTE;
        const wanted = { start, end: start + minutes * MINUTE };
        const fault = maintenanceFault(wanted, counted(announced), now, POLICY);
        if (fault === null) announced.push({ startAt: wanted.start, endAt: wanted.end, cancelledAt: null });
        if (fault === null) accepted += 1;
        else refused += 1;
        expect(mostMinutes(minutesOf(counted(announced)), WEEK)).toBeLessThanOrEqual(HOURS);
      }
    }),
    { numRuns: 150 },
  );
  // Otherwise nothing was tried.
  expect(accepted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(100);
});

function counted(announced: readonly Announcement[]): Range[] {
  return announced.flatMap((announcement) => countedRange(announcement) ?? []);
}
