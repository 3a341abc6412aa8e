/** Rankers over a test's database, and what they have stored. */
import type pg from "pg";
import pino from "pino";
import { POLICY, type Policy } from "../../../api/domain/policy.ts";
import { createRanker, type Ranker, type RankPass } from "../../../api/ranking/ranker.ts";
import { leadingPass } from "./leading.ts";
import { VIEWS } from "./template.ts";

/** A ranker that passes when it is told to. @param now its clock, Unix seconds */
export function rankerOf(url: string, now: () => number, policy: Policy = POLICY): Ranker {
  return createRanker({
    ...{ connectionString: url, viewsSchema: VIEWS, policy, now, pollMs: 5 },
    retention: { rawDays: 30, hourDays: 400 },
    log: pino({ level: "silent" }),
  });
}

/** Passes at a moment until there is nothing left to do at once. @returns what the last pass that did something said */
export async function rankAt(url: string, now: number, policy: Policy = POLICY): Promise<RankPass> {
  const ranker = rankerOf(url, () => now, policy);
  try {
    let said = await leadingPass(ranker);
    for (let pass = said; pass.more; ) {
      pass = await ranker.pass();
      if (pass.taken !== null || pass.error !== null) said = pass;
    }
    return said;
  } finally {
    await ranker.stop();
  }
}

export interface StoredStanding {
  readonly operator: string;
  readonly status: string;
  readonly reputation: number;
  readonly rank: number | null;
  readonly percentileBps: number | null;
  readonly score: number | null;
  readonly level: number;
}

/** The standings of the newest snapshot, by address; none if there is no snapshot. */
export async function storedStandings(client: pg.ClientBase): Promise<StoredStanding[]> {
  const { rows } = await client.query<StoredStanding>(
    `select operator, status, reputation, rank, percentile_bps as "percentileBps", score, level
     from din_api.standing where snapshot = (select max(id) from din_api.snapshot) order by operator`,
  );
  return rows;
}

/** The moments of all snapshots, the oldest first. */
export async function storedMoments(client: pg.ClientBase): Promise<number[]> {
  const { rows } = await client.query<{ at: number }>("select at::float8 from din_api.snapshot order by id");
  return rows.map(({ at }) => at);
}

/** All checkpoints in a word: `operator at value rank`. */
export async function storedCheckpoints(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ said: string }>(
    "select concat_ws(' ', operator, at, value, rank) as said from din_api.reputation_checkpoint order by at, operator",
  );
  return rows.map(({ said }) => said);
}

/** What was told of reputations: `type operator severity from to level direction`. */
export async function toldOfReputations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ said: string }>(
    `select concat_ws(' ', type, alert->>'operator', alert->>'severity', alert->'details'->>'from',
       alert->'details'->>'to', alert->'details'->>'level', alert->'details'->>'direction') as said
     from din_api.alert_event where alert->>'kind' = 'REPUTATION_CHANGED' order by id`,
  );
  return rows.map(({ said }) => said);
}

/** Takes back everything that rankers have done. */
export async function forgetRanking(client: pg.ClientBase): Promise<void> {
  await client.query(
    `delete from din_api.snapshot; delete from din_api.standing; delete from din_api.measured_standing;
     delete from din_api.reputation_checkpoint; delete from din_api.webhook_delivery; delete from din_api.alert_event;
     delete from din_api.alert`,
  );
}
