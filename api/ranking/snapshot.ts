/**
 * A snapshot of the ranking. Its rows are written one after another, for minutes where there are thousands of operators;
 * nobody reads them before the row of the snapshot is there, which commits together with the checkpoints of a day that ended
 * and the alerts it calls for.
 */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import type { Policy } from "../domain/policy.ts";
import type { Medians } from "../domain/ranking.ts";
import { type Levelled, levelOf, levelSignals } from "../domain/reputation-alerts.ts";
import { dayStart } from "../domain/window.ts";
import { loadMeasuredMedians, writeMeasured } from "./measured.ts";
import { dropUnfinished } from "./prune.ts";
import { readStandings, type Standing } from "./standings.ts";

const SNAPSHOT = `${API_SCHEMA}.snapshot`;
const STANDING = `${API_SCHEMA}.standing`;

export interface TakeOptions {
  /** Which moment it is of, Unix seconds. */
  readonly at: number;
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: number;
}

/**
 * Takes the snapshot of a moment, which nobody else does meanwhile. What the indexer's tables say is read before the
 * transaction begins: a reorg never waits for all of it.
 *
 * @returns how many operators are in it
 * @throws whatever kept it from it; then there is none, unless the connection broke during the commit
 */
export async function takeSnapshot(client: pg.PoolClient, options: TakeOptions): Promise<number> {
  const { at, policy, now } = options;
  const standings = await readStandings(client, at, policy);
  const last = await readLevels(client, policy);
  const rows = standings.map((standing) => {
    const level = levelOf(standing.reputation, last.get(standing.operator)?.level ?? null, policy.alerts);
    return { ...standing, level };
  });
  const id = await writeRows(client, rows, options);
  const medians: Medians = { ...(await loadMedians(client, id)), ...(await loadMeasuredMedians(client, id)) };
  await client.query("begin");
  try {
    await finish(client, { id, medians, rows }, options);
    await recordAlerts(client, signalsOf(rows, last, policy), now);
    await client.query("commit");
    return rows.length;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

type StandingRow = Standing & Pick<Levelled, "level">;

/** @returns the id of the snapshot that they are of */
async function writeRows(
  client: pg.PoolClient,
  rows: readonly StandingRow[],
  { at, policy }: TakeOptions,
): Promise<number> {
  await dropUnfinished(client);
  const id = await nextId(client);
  await insertStandings(client, id, rows);
  await writeMeasured(
    client,
    { id, at },
    rows.map(({ operator }) => operator),
    policy,
  );
  return id;
}

interface Written {
  readonly id: number;
  readonly medians: Medians;
  readonly rows: readonly StandingRow[];
}

async function finish(
  client: pg.PoolClient,
  { id, medians, rows }: Written,
  { at, policy }: TakeOptions,
): Promise<void> {
  await client.query(
    `insert into ${SNAPSHOT} (id, at, policy_version, operators, ranked, medians) values ($1, $2, $3, $4, $5, $6)`,
    [id, at, policy.version, rows.length, rows.filter(({ rank }) => rank !== null).length, medians],
  );
  // A day is so many snapshots: it never ends between two of them.
  if (dayStart(at, policy.time) === at) await client.query({ ...CHECKPOINTS, values: [id] });
}

async function nextId(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence('${SNAPSHOT}', 'id'))::float8 as id`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a select without a table has one row");
  return row.id;
}

/** Rows in one statement. */
const AT_ONCE = 1_000;

async function insertStandings(client: pg.PoolClient, id: number, rows: readonly StandingRow[]): Promise<void> {
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    await client.query({
      name: "din_insert_standings",
      text: `
        insert into ${STANDING} (snapshot, operator, status, tier, reputation, components, rank, percentile_bps, score,
                                 stake_value, level)
        select $1::bigint, "operator", "status", "tier", "reputation", "components", "rank", "percentileBps", "score",
          "stakeValue", "level"
        from jsonb_to_recordset($2::jsonb) as r (
          "operator" text, "status" text, "tier" text, "reputation" integer, "components" jsonb, "rank" integer,
          "percentileBps" integer, "score" integer, "stakeValue" numeric, "level" integer)`,
      values: [id, JSON.stringify(rows.slice(first, first + AT_ONCE))],
    });
  }
}

/** Of those with a rank: `percentile_disc` takes the lower one of two. Stakes travel as text, they may pass 2^53. */
async function loadMedians(
  client: pg.PoolClient,
  id: number,
): Promise<Pick<Medians, "reputation" | "score" | "stakeValue">> {
  const { rows } = await client.query<Pick<Medians, "reputation" | "score" | "stakeValue">>(
    `select percentile_disc(0.5) within group (order by reputation) as reputation,
       percentile_disc(0.5) within group (order by score) as score,
       (percentile_disc(0.5) within group (order by stake_value))::text as "stakeValue"
     from ${STANDING} where snapshot = $1 and rank is not null`,
    [id],
  );
  return rows[0] ?? { reputation: null, score: null, stakeValue: null };
}

/** Of all that are registered: who has left comes back to its history. */
const CHECKPOINTS = {
  name: "din_insert_checkpoints",
  text: `
    insert into ${API_SCHEMA}.reputation_checkpoint
      (operator, at, policy_version, value, components, rank, percentile_bps, ranked)
    select t.operator, s.at, s.policy_version, t.reputation, t.components, t.rank, t.percentile_bps, s.ranked
    from ${SNAPSHOT} as s join ${STANDING} as t on t.snapshot = s.id
    where s.id = $1`,
};

/**
 * The levels that operators were at in the newest snapshot, which is what was told last. None if it was computed by other
 * rules: whatever is another now, nothing has happened to anybody.
 */
async function readLevels(client: pg.PoolClient, { version }: Policy): Promise<ReadonlyMap<string, Levelled>> {
  const { rows } = await client.query<Levelled & { readonly operator: string }>(
    `select t.operator, t.reputation as value, t.level
     from (select id, policy_version from ${SNAPSHOT} order by id desc limit 1) as s
     join ${STANDING} as t on t.snapshot = s.id
     where s.policy_version = $1`,
    [version],
  );
  return new Map(rows.map(({ operator, ...levelled }) => [operator, levelled]));
}

function signalsOf(
  rows: readonly StandingRow[],
  last: ReadonlyMap<string, Levelled>,
  { alerts }: Policy,
): AlertSignal[] {
  return rows.flatMap(({ operator, reputation, level }) => {
    const before = last.get(operator);
    return before === undefined ? [] : levelSignals(operator, before, { value: reputation, level }, alerts);
  });
}
