/** From samples to boards: what reporters sent, by service and region, in the next snapshot, and corrected in the one after. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RankingMetric } from "../../api/domain/ranking.ts";
import { MeasuredWorld, type SampleInput } from "../support/measured-world.ts";
import { latencies } from "./support/measured.ts";
import { rankAt } from "./support/ranking.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { PAGE, walk } from "./support/walk.ts";

const [MINUTE, HOUR] = [60, 3_600];
const AT = NOW - (NOW % HOUR);
const [FAST, GOOD, FAR, IDLE, PROUD] = [address(1), address(2), address(3), address(4), address(0)];

const suite = apiSuite({
  operator: [FAST, GOOD, FAR, IDLE, PROUD].map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
  operatorEvaluation: [],
});
let world: MeasuredWorld;
beforeAll(async () => {
  world = await MeasuredWorld.over(suite.database.url, AT);
  const service = "insert into din_api.service (id, name, created_at) values ($1, $1, 0)";
  for (const id of ["rpc", "storage"]) await suite.database.client.query(service, [id]);
});
afterAll(() => world.close());

const sample = (operator: string, successes: number, ms: number, told: Partial<SampleInput> = {}): SampleInput => ({
  ...{ operator, at: AT - HOUR - MINUTE, service: "rpc", region: "eu", reporter: "a", revision: 0, weight: 1 },
  ...{ requests: 100, successes, timeouts: 0, upSeconds: 60, downSeconds: 0 },
  ...{ sketch: latencies(successes, ms), p95Micros: null, p99Micros: null },
  ...told,
});

const board = (by: RankingMetric, place = "") =>
  walk(
    suite.api,
    {
      query: `query ($first: Int, $last: Int, $after: String, $before: String) {
        leaderboard(first: $first, last: $last, after: $after, before: $before, by: ${by} ${place}) ${PAGE("address")}
      }`,
    },
    "forwards",
    [2],
  );

test("boards are of what was measured up to the last hour that had closed", async () => {
  await world.store([
    sample(GOOD, 100, 100),
    sample(FAST, 99, 50),
    sample(FAR, 90, 10, { service: "storage", region: "us" }),
    // Of an hour that has not closed.
    sample(FAR, 100, 1, { at: AT - MINUTE }),
    // Nobody else says so.
    ...[AT - HOUR - MINUTE, AT - MINUTE].map((at) => sample(PROUD, 100, 1, { at, reporter: "self", weight: 0 })),
  ]);
  await world.settle(world.evaluator());
  await suite.database.sort(AT);
  expect(await rankAt(suite.database.url, AT)).toMatchObject({ taken: null, error: null });
  expect(await rankAt(suite.database.url, AT + 20 * MINUTE)).toMatchObject({ taken: AT, error: null });

  expect(await board("SUCCESS_RATE")).toEqual([GOOD, FAST, FAR]);
  expect(await board("LATENCY_P95")).toEqual([FAR, FAST, GOOD]);
  expect(await board("SUCCESS_RATE", 'service: "rpc"')).toEqual([GOOD, FAST]);
  expect(await board("REPUTATION", 'region: "us", range: MONTH')).toEqual([FAR]);
  expect(await board("REPUTATION", 'service: "rpc", region: "us"')).toEqual([]);
  expect(await board("REPUTATION")).toHaveLength(5);
  expect(await board("REPUTATION", 'service: "rpc"')).toEqual([FAST, GOOD]);
  const { data } = await suite.api.ask("{ rankingSnapshot { at measuredUntil medians { successRate uptime } } }");
  expect(data).toEqual({
    rankingSnapshot: {
      at: new Date(AT * 1_000).toISOString(),
      measuredUntil: new Date((AT - HOUR) * 1_000).toISOString(),
      medians: { successRate: 99, uptime: 100 },
    },
  });
});

test("what comes late, or is corrected, is in the next one", async () => {
  world.now = AT + 30 * MINUTE;
  await world.store([sample(GOOD, 95, 100, { revision: 1 })]);
  await world.settle(world.evaluator());
  await suite.database.sort(world.now);
  expect(await board("SUCCESS_RATE", 'service: "rpc"')).toEqual([GOOD, FAST]);
  await rankAt(suite.database.url, AT + HOUR + 20 * MINUTE);
  // By now the other hour has closed, too: 190 of 200 in all, and 100 of 100 of this service.
  expect(await board("SUCCESS_RATE", 'service: "rpc"')).toEqual([FAR, FAST, GOOD]);
  const { data } = await suite.api.ask(
    `{ distribution(metric: SUCCESS_RATE, region: "us") { max } all: distribution(metric: SUCCESS_RATE, buckets: 2) { count unknown min max median } }`,
  );
  expect(data).toEqual({
    distribution: { max: "90" },
    all: { count: 3, unknown: 2, min: "95", max: "99", median: "95" },
  });
});

test("a score that is but the operator's own word comes after all others", async () => {
  const { rows } = await suite.database.client.query<{ operator: string; score: number }>(
    `select operator, score from din_api.standing
     where snapshot = (select max(id) from din_api.snapshot) and score is not null order by score desc, operator`,
  );
  expect(rows.map(({ operator }) => operator)).toEqual([PROUD, FAR]);
  expect(await board("SCORE")).toEqual([FAR, PROUD]);
});
