/** What was known of closed intervals, against sums over all of them, one by one. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { storedCloseOf } from "../../api/db/metric-close.ts";
import { saveTotals } from "../../api/db/metric-sums.ts";
import type { Totals } from "../../api/domain/measurement.ts";
import { POLICY, type Policy } from "../../api/domain/policy.ts";
import { addTotals, EMPTY_TOTALS } from "../../api/domain/totals.ts";
import { loadKnown } from "../../api/monitoring/closing.ts";
import { random } from "../../devnet/scenario/random.ts";
import { MeasuredWorld } from "../support/measured-world.ts";
import { startTestPostgres, type TestPostgres } from "../support/postgres.ts";

/** Days of 40 minutes with hours of 12. */
const RULES: Policy = {
  ...POLICY,
  time: { ...POLICY.time, windowIntervals: { ...POLICY.time.windowIntervals, HOUR: 12, DAY: 40 } },
};
const START = 1_698_272_000 - (1_698_272_000 % 60);
const MINUTES = 130;
const minute = (n: number) => START + n * 60;

interface Minute {
  readonly received: Totals;
  /** Null if nothing was. */
  readonly known: { readonly totals: Totals; readonly outage: boolean } | null;
  readonly isLate: boolean;
}

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.remove());

it("is what the intervals' own sums come to, however long the range is and wherever something came late", async () => {
  const world = await MeasuredWorld.over(await postgres.createDatabase("closing"), minute(MINUTES), RULES);
  const next = random(11);
  const integer = (end: number) => Math.floor(next() * end);
  const totals = (): Totals => {
    const requests = integer(50);
    const successes = integer(requests + 1);
    const sketch = { first: 500 + integer(5), counts: successes === 0 ? [] : [successes] };
    return { ...EMPTY_TOTALS, requests, successes, offered: requests, measuredSeconds: 60, sketch };
  };
  // Of some nothing came late, of some seldom, of some mostly, and of the last long ago alone.
  const operators = [0, 3, 70, 40].map((percent, index) => {
    const minutes = Array.from({ length: MINUTES }, (_, n): Minute => {
      const received = totals();
      const isLate = integer(100) < percent && (index < 3 || n < 60);
      if (!isLate) return { received, known: { totals: received, outage: integer(2) === 0 }, isLate };
      return {
        received,
        known: integer(2) === 0 ? null : { totals: totals(), outage: integer(2) === 0 },
        isLate,
      };
    });
    return { operator: `0x${String(index + 1).padStart(40, "0")}`, minutes };
  });
  const client = await world.pool.connect();
  for (const { operator, minutes } of operators) {
    const rows = minutes.map(({ received, known, isLate }, n) => ({
      ...{
        operator,
        at: minute(n),
        totals: received,
        dissenters: [],
        outage: isLate ? true : (known?.outage ?? false),
      },
      atClose: isLate ? storedCloseOf(known) : null,
    }));
    await saveTotals(client, "minute", rows);
  }
  // One minute at a time, wherever its hour and day begin; and many at once.
  const one = Array.from({ length: 60 }, (_, n) => [45 + n, 1] as const);
  const many = [
    [50, 7],
    [45, 30],
    [41, 60],
    [90, 2],
    [60, 70],
    [100, 30],
  ] as const;
  for (const [first, length] of [...one, ...many]) {
    const ranges = operators.map(({ operator }) => ({ operator, start: minute(first), end: minute(first + length) }));
    const loaded = await loadKnown(client, ranges, RULES);
    operators.forEach(({ minutes }, index) => {
      const found = loaded[index];
      if (found === undefined) throw new Error("one for each range");
      const judged = minutes.slice(first, first + length);
      const isUnknown = judged.every(({ known }) => known === null);
      for (let n = first; n < first + length; n += 1) {
        const over = (count: number) => {
          const own = minutes.slice(n + 1 - count, n + 1);
          const received = addTotals(own.map((one) => one.received));
          const known = addTotals(own.map((one) => one.known?.totals ?? EMPTY_TOTALS));
          return { range: { start: minute(n + 1 - count), end: minute(n + 1) }, received, known };
        };
        const [interval, hour, day] = [over(1), over(12), over(40)];
        expect(found.isOutage(minute(n))).toBe(minutes[n]?.known?.outage ?? false);
        expect(found.sums(interval.range, interval.received)).toEqual(interval.known);
        // Where nothing is known of any interval, none is judged.
        if (isUnknown) continue;
        expect(found.sums(hour.range, hour.received)).toEqual(hour.known);
        const { requests, successes } = day.known;
        expect(found.successes(day.range, day.received)).toMatchObject({ requests, successes });
      }
    });
  }
  client.release();
  await world.close();
});
