/** Distributions: every operator with a value in one bucket, by the rules written down a second time. */
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { decimalOf } from "../../api/domain/decimal.ts";
import { RANKING_METRICS, type RankingMetric } from "../../api/domain/ranking.ts";
import {
  dropSnapshot,
  entrants,
  metricOf,
  putSnapshot,
  type ToldFigures,
  type ToldStanding,
} from "./support/rankings.ts";
import { address, NOW } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const AT = NOW - (NOW % 3_600);
const suite = apiSuite();
const ids: number[] = [];

async function put(standings: readonly ToldStanding[]): Promise<void> {
  ids.push(await putSnapshot(suite.database.client, AT + ids.length * 3_600, standings));
}

beforeAll(async () => {
  await suite.database.client.query("insert into din_api.service (id, name, created_at) values ('rpc', 'rpc', 0)");
});
afterEach(async () => {
  for (const id of ids.splice(0)) await dropSnapshot(suite.database.client, id);
});

const SELECTION = "metric count unknown min max median mean snapshot { ranked } buckets { from to count stake }";
const distributionSchema = z.object({
  metric: z.string(),
  count: z.number(),
  unknown: z.number(),
  ...{
    min: z.string().nullable(),
    max: z.string().nullable(),
    median: z.string().nullable(),
    mean: z.string().nullable(),
  },
  snapshot: z.object({ ranked: z.number() }).nullable(),
  buckets: z.array(z.object({ from: z.string(), to: z.string(), count: z.number(), stake: z.string() })),
});

async function distribution(args: string) {
  const answer = await suite.api.ask(`{ distribution(${args}) { ${SELECTION} } }`);
  expect(answer.errors).toEqual([]);
  return z.object({ distribution: distributionSchema }).parse(answer.data).distribution;
}

/** `from-to count stake` of each. */
const told = async (args: string) =>
  (await distribution(args)).buckets.map(({ from, to, count, stake }) => `${from}-${to} ${count} ${stake}`);

const NOTHING: ToldFigures = { requests: 0, successPpm: null, p95Micros: null, uptimePpm: null };
const standing = (n: number, told: Partial<ToldStanding> = {}): ToldStanding => ({
  ...{ operator: address(n), reputation: 500, score: null, stakeValue: BigInt(n), ...told },
});

describe("by literals", () => {
  test("before the first snapshot nothing is known", async () => {
    expect(await distribution("metric: SCORE")).toEqual({
      ...{ metric: "SCORE", count: 0, unknown: 0, min: null, max: null, median: null, mean: null },
      ...{ snapshot: null, buckets: [] },
    });
  });

  test("bounds belong to the upper bucket, the largest value to the last", async () => {
    const scores = [0, 2_499, 2_500, 5_000, 9_999, 10_000];
    await put([
      ...scores.map((score, n) => standing(n + 1, { score })),
      standing(7),
      standing(8, { score: 1, isRanked: false }),
    ]);
    expect(await distribution("metric: SCORE, buckets: 4")).toEqual({
      ...{ metric: "SCORE", count: 6, unknown: 1, min: "0", max: "100", median: "25" },
      // 29,998 / 6 = 4,999.67.
      mean: "50",
      snapshot: { ranked: 7 },
      buckets: [
        { from: "0", to: "25", count: 2, stake: "3" },
        { from: "25", to: "50", count: 1, stake: "3" },
        { from: "50", to: "75", count: 1, stake: "4" },
        { from: "75", to: "100", count: 2, stake: "11" },
      ],
    });
  });

  test("wei stay exact, and widths that do not go up are whole to the last decimal", async () => {
    const E30 = 10n ** 30n;
    await put([
      standing(1, { stakeValue: E30 }),
      standing(2, { stakeValue: E30 + 5n }),
      standing(3, { stakeValue: E30 + 10n }),
    ]);
    const wei = (n: bigint) => (E30 + n).toString();
    expect(await told("metric: STAKE, buckets: 3")).toEqual([
      `${wei(0n)}-${wei(4n)} 1 ${wei(0n)}`,
      `${wei(4n)}-${wei(7n)} 1 ${wei(5n)}`,
      `${wei(7n)}-${wei(10n)} 1 ${wei(10n)}`,
    ]);
    expect(await distribution("metric: STAKE")).toMatchObject({ mean: wei(5n), median: wei(5n) });
  });

  test("values that are close make fewer buckets, equal ones a single one", async () => {
    await put([700, 701, 702].map((reputation, n) => standing(n + 1, { reputation })));
    expect(await told("metric: REPUTATION, buckets: 50")).toEqual(["700-701 1 1", "701-702 2 5"]);
    await put([standing(1, { reputation: 0 }), standing(2, { reputation: 0 })]);
    expect(await told("metric: REPUTATION")).toEqual(["0-0 2 3"]);
  });

  test("of a service, only those that were measured there, over the range; units are the metric's", async () => {
    const rpc = (figures: Partial<ToldFigures>) => ({ ...NOTHING, service: "rpc", ...figures });
    await put([
      standing(1, { measured: [rpc({ successPpm: 999_999 }), rpc({ range: "WEEK", successPpm: 5 })] }),
      standing(2, { measured: [rpc({ p95Micros: 1_234 })] }),
      standing(3, { measured: [{ ...NOTHING, successPpm: 1 }] }),
    ]);
    const place = 'service: "rpc"';
    expect(await distribution(`metric: SUCCESS_RATE, ${place}`)).toMatchObject({
      count: 1,
      unknown: 1,
      min: "99.9999",
    });
    expect(await distribution(`metric: SUCCESS_RATE, ${place}, range: WEEK`)).toMatchObject({
      count: 1,
      unknown: 0,
      min: "0.0005",
    });
    expect(await distribution(`metric: LATENCY_P95, ${place}`)).toMatchObject({ count: 1, max: "1.234" });
    expect(await distribution(`metric: REPUTATION, ${place}`)).toMatchObject({ count: 2 });
    expect(await distribution("metric: REPUTATION")).toMatchObject({ count: 3 });
    expect(await distribution('metric: REPUTATION, region: "nowhere"')).toMatchObject({
      count: 0,
      unknown: 0,
      buckets: [],
    });
  });

  test.each([
    ["metric: SCORE, buckets: 0", "COUNT_OUT_OF_RANGE"],
    ["metric: SCORE, buckets: 51", "COUNT_OUT_OF_RANGE"],
    ["metric: SCORE, buckets: -1", "COUNT_OUT_OF_RANGE"],
    ['metric: SCORE, service: "nobody"', "UNKNOWN_SERVICE"],
    ['metric: SCORE, region: "\\u0000"', "INVALID_FILTER"],
  ])("%s is refused with %s", async (args, code) => {
    const answer = await suite.api.ask(`{ distribution(${args}) { count } }`);
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
  });
});

const DECIMALS = { REPUTATION: 0, SCORE: 2, STAKE: 0, SUCCESS_RATE: 4, LATENCY_P95: 3, UPTIME: 4, REQUESTS: 0 };

/** The numerator of a decimal, as the column has it. */
function integerOf(text: string, decimals: number): bigint {
  const [whole = "", rest = ""] = text.split(".");
  return BigInt(whole + rest.padEnd(decimals, "0"));
}

describe("of anything", () => {
  const small = fc.integer({ min: 0, max: 40 });
  const figures = fc.record({
    requests: fc.integer({ min: 0, max: 10 ** 12 }),
    successPpm: fc.option(fc.integer({ min: 999_000, max: 1_000_000 })),
    p95Micros: fc.option(fc.oneof(small, fc.integer({ min: 1, max: 10 ** 9 }))),
    uptimePpm: fc.option(small),
  });
  const standings = fc
    .array(
      fc.record({
        reputation: fc.integer({ min: 0, max: 1_000 }),
        score: fc.option(fc.integer({ min: 0, max: 10_000 })),
        stakeValue: fc.bigInt({ min: 0n, max: 10n ** 40n }),
        isRanked: fc.boolean(),
        measured: fc.array(figures, { maxLength: 1 }),
      }),
      { maxLength: 40 },
    )
    .map((all) => all.map((one, n) => ({ ...one, operator: address(n + 1) })));

  test("every value is in the one bucket that it lies in, and nobody is lost", async () => {
    const metrics = fc.constantFrom<RankingMetric>(...RANKING_METRICS);
    await fc.assert(
      fc.asyncProperty(standings, metrics, fc.integer({ min: 1, max: 50 }), async (all, metric, asked) => {
        await put(all);
        const decimals = DECIMALS[metric];
        const found = await distribution(`metric: ${metric}, buckets: ${asked}`);
        const known = entrants(all, {}).flatMap(({ standing: one, figures: some }) => {
          const value = metricOf(metric, one, some);
          return value === null ? [] : [{ value, stake: one.stakeValue }];
        });
        const values = known.map(({ value }) => value).sort((a, b) => (a < b ? -1 : 1));
        const [least, largest] = [values.at(0), values.at(-1)];
        expect(found).toMatchObject({ count: values.length, unknown: entrants(all, {}).length - values.length });
        if (least === undefined || largest === undefined) {
          expect(found.buckets).toEqual([]);
          return;
        }
        const text = (value: bigint) => decimalOf(value, decimals);
        expect([found.min, found.max, found.median]).toEqual(
          [least, largest, values[Math.floor((values.length - 1) / 2)] ?? 0n].map(text),
        );
        expect(found.buckets.length).toBeLessThanOrEqual(asked);
        expect(
          found.buckets.length === asked || BigInt(found.buckets.length) >= largest - least || largest === least,
        ).toBe(true);
        const last = found.buckets.length - 1;
        for (const [index, { from, to, count, stake }] of found.buckets.entries()) {
          const [start, end] = [integerOf(from, decimals), integerOf(to, decimals)];
          expect(from).toBe(index === 0 ? found.min : found.buckets[index - 1]?.to);
          const inside = known.filter(
            ({ value }) => value >= start && (value < end || (index === last && value === end)),
          );
          expect(count).toBe(inside.length);
          expect(stake).toBe(inside.reduce((sum, one) => sum + one.stake, 0n).toString());
          // As wide as all others, to the last decimal.
          const width = (largest - least) / BigInt(found.buckets.length);
          expect(end - start - width === 0n || end - start - width === 1n).toBe(true);
        }
        expect(found.buckets[last]?.to).toBe(found.max);
      }),
      { numRuns: 25 },
    );
  });

  test("in one statement", async () => {
    const counted = countStatements();
    await distribution("metric: STAKE, buckets: 50");
    expect(counted.texts).toHaveLength(1);
    counted.restore();
  });
});
