/** Partitions of the metric tables on a real Postgres: made ahead, dropped when their time is over, by many at once. */
import type pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runMigrations } from "../../api/db/migrate.ts";
import { keptSince, maintainPartitions, makePartitions } from "../../api/db/partitions.ts";
import { createPool } from "../../api/db/pool.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { createHousekeeping } from "../../api/monitoring/housekeeping.ts";
import { until, VIEWS } from "../support/follower-world.ts";
import { startTestPostgres, type TestPostgres } from "../support/postgres.ts";

const DAY = 86_400;
const RETENTION = { rawDays: 9, hourDays: 32 };
const at = (date: string) => Date.parse(`${date}Z`) / 1_000;

let postgres: TestPostgres;
let pool: pg.Pool;
let databases = 0;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await postgres.remove();
});
beforeEach(async () => {
  databases += 1;
  pool = createPool({
    connectionString: await postgres.createDatabase(`partitions_${databases}`),
    viewsSchema: VIEWS,
    applicationName: "test",
    max: 8,
    statementTimeoutMs: 30_000,
    onError: () => undefined,
  });
  await runMigrations(pool);
  return () => pool.end();
});

async function partitionsOf(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select relid::text as name from pg_partition_tree($1::regclass) where isleaf and parentrelid is not null order by 1",
    [`din_api.${table}`],
  );
  return rows.map(({ name }) => name.replace(`din_api.${table}_`, ""));
}

/** Puts a row there, unless there is one. */
function insert(table: "metric_minute" | "metric_hour" | "metric_day", when: number) {
  return pool.query(
    `insert into din_api.${table} (operator, at, requests, successes, timeouts, offered, up_seconds, down_seconds,
       measured_seconds, corroborated_seconds, sketch) values ('0x', $1, 1, 1, 0, 1, 60, 0, 60, 60, '') on conflict do nothing`,
    [when],
  );
}

describe("maintainPartitions", () => {
  it("makes what samples of the last week and the next days need, across the end of a year", async () => {
    const now = at("2023-12-30T12:00:00");
    const { made, dropped } = await maintainPartitions(pool, now, RETENTION);
    expect(dropped).toEqual([]);
    expect(made).toHaveLength(12 + 12 + 2 + 2);
    const days = Array.from({ length: 12 }, (_, i) =>
      new Date((now + (i - 8) * DAY) * 1_000).toISOString().slice(0, 10).replaceAll("-", ""),
    );
    expect(await partitionsOf("metric_sample")).toEqual(days);
    expect(await partitionsOf("metric_minute")).toEqual(days);
    expect(await partitionsOf("metric_hour")).toEqual(["202312", "202401"]);
    expect(await partitionsOf("metric_day")).toEqual(["2023", "2024"]);
    for (const when of [now - 7 * DAY, at("2023-12-31T23:59:00"), at("2024-01-01T00:00:00"), now + 2 * DAY]) {
      await insert("metric_minute", when);
      await insert("metric_hour", Math.floor(when / 3_600) * 3_600);
      await insert("metric_day", Math.floor(when / DAY) * DAY);
    }
  });

  it("makes each once, again and again, over the end of February in a leap year", async () => {
    await maintainPartitions(pool, at("2024-02-25T00:00:00"), RETENTION);
    expect(await maintainPartitions(pool, at("2024-02-25T23:59:59"), RETENTION)).toEqual({ made: [], dropped: [] });
    expect((await maintainPartitions(pool, at("2024-02-26T00:00:00"), RETENTION)).made).toEqual([
      "metric_sample_20240229",
      "metric_minute_20240229",
    ]);
    expect((await maintainPartitions(pool, at("2024-02-27T00:00:00"), RETENTION)).made).toEqual([
      "metric_sample_20240301",
      "metric_minute_20240301",
      "metric_hour_202403",
    ]);
  });

  it("drops whole partitions, and only those that hold nothing to be kept", async () => {
    const start = at("2023-12-30T12:00:00");
    await maintainPartitions(pool, start, RETENTION);
    await insert("metric_minute", start);
    await insert("metric_hour", start);
    await insert("metric_day", at("2023-12-30T00:00:00"));
    const later = at("2024-01-08T12:00:00");
    const { dropped } = await maintainPartitions(pool, later, RETENTION);
    expect(dropped).toHaveLength(16);
    expect((await partitionsOf("metric_minute"))[0]).toBe("20231230");
    expect(keptSince(later, RETENTION)).toBe(at("2023-12-30T00:00:00"));
    expect((await pool.query("select at::int from din_api.metric_minute")).rows).toEqual([{ at: start }]);

    // Hours of December are needed until the last of them is 32 days old; days stay.
    await maintainPartitions(pool, at("2024-02-01T23:59:59"), RETENTION);
    expect(await partitionsOf("metric_hour")).toEqual(["202312", "202401", "202402"]);
    expect((await maintainPartitions(pool, at("2024-02-02T00:00:00"), RETENTION)).dropped).toContain(
      "metric_hour_202312",
    );
    await maintainPartitions(pool, at("2030-01-01T00:00:00"), RETENTION);
    expect((await pool.query("select count(*)::int from din_api.metric_day")).rows).toEqual([{ count: 1 }]);
  });

  it("by several at once: each partition is made, and dropped, by one of them", async () => {
    const now = at("2024-06-30T23:00:00");
    const makers = await Promise.all(Array.from({ length: 6 }, () => maintainPartitions(pool, now, RETENTION)));
    expect(makers.flatMap(({ made }) => made).sort()).toEqual(
      [
        ...(await partitionsOf("metric_sample")).map((name) => `metric_sample_${name}`),
        ...(await partitionsOf("metric_minute")).map((name) => `metric_minute_${name}`),
        ...["metric_hour_202406", "metric_hour_202407", "metric_day_2024"],
      ].sort(),
    );
    const later = now + 40 * DAY;
    const droppers = await Promise.all(Array.from({ length: 6 }, () => maintainPartitions(pool, later, RETENTION)));
    const dropped = droppers.flatMap((outcome) => outcome.dropped);
    expect(dropped).toHaveLength(24 + 1);
    expect(new Set(dropped).size).toBe(25);
  });

  it("lets others write while it makes partitions, and gives up a drop that is waited for", async () => {
    const now = at("2024-06-15T00:00:00");
    await maintainPartitions(pool, now, RETENTION);
    const writer = await pool.connect();
    await writer.query("begin");
    await writer.query("select count(*) from din_api.metric_minute");
    await insert("metric_minute", now);
    expect((await maintainPartitions(pool, now + DAY, RETENTION)).made).toHaveLength(2);

    // What it waits for does not come: lock_not_available.
    await expect(maintainPartitions(pool, now + 20 * DAY, RETENTION)).rejects.toMatchObject({ code: "55P03" });
    await writer.query("commit");
    writer.release();
    const { made, dropped } = await maintainPartitions(pool, now + 20 * DAY, RETENTION);
    expect(made).toEqual([]);
    expect(dropped.length).toBeGreaterThan(10);
  });

  it("a drop that has to wait holds up nothing else, neither a start nor the hourly snapshot", async () => {
    const now = at("2024-06-15T00:00:00");
    await maintainPartitions(pool, now, RETENTION);
    await pool.query(
      "insert into din_api.follower_state (registry, final_event_id, checkpoint, inputs_digest) values ('r', '', '', 'd')",
    );
    const backup = await pool.connect();
    await backup.query("begin");
    await backup.query("select count(*) from din_api.metric_minute");
    const later = now + 20 * DAY;
    expect(await makePartitions(pool, later, RETENTION)).toHaveLength(12 + 12 + 1);
    const maintenance = createHousekeeping({
      ...{ pool, time: POLICY.time, retention: RETENTION, now: () => later },
      log: pino({ level: "silent" }),
    });
    maintenance.start();
    const snapshots = async () => (await pool.query("select at::int from din_api.network_snapshot")).rows;
    await until(async () => (await snapshots()).length > 0);
    expect(await snapshots()).toEqual([{ at: later }]);
    expect((await partitionsOf("metric_minute")).length).toBeGreaterThan(12);
    await maintenance.stop();
    await backup.query("commit");
    backup.release();
  });
});
