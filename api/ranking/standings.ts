/** Where each operator stands at a moment: what the rows of a snapshot say. */
import type pg from "pg";
import { createDatabase } from "../db/pool.ts";
import { selectReputations } from "../db/reputation-sql.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy, Tier } from "../domain/policy.ts";
import { placesOf } from "../domain/ranking.ts";
import { type ReputationComponents, reputationOf } from "../domain/reputation.ts";
import type { Status } from "../domain/status.ts";
import { hourStart } from "../domain/window.ts";

export interface Standing {
  /** Lowercase address. */
  readonly operator: string;
  readonly status: Status;
  readonly tier: Tier;
  /** 0 to 1000. */
  readonly reputation: number;
  readonly components: ReputationComponents;
  /** Null of who takes no part. */
  readonly rank: number | null;
  readonly percentileBps: number | null;
  /** x 100; null while unknown. */
  readonly score: number | null;
  /** ETH value of active stake, wei, decimal. */
  readonly stakeValue: string;
}

interface Entrant {
  readonly operator: string;
  readonly status: Status;
  readonly tier: Tier;
  readonly score: number | null;
  readonly stakeValue: bigint;
}

/** What the chain says of them is as of now: nobody keeps what it said before. A score is that of the hour, if it was stored. */
const ENTRANTS = {
  name: "din_entrants",
  text: `
    select s.address as operator, s.status, s.tier, s.stake_value as "stakeValue",
      case when h.operator is null then s.score else h.value end as score
    from ${API_SCHEMA}.operator_sort as s
    left join ${API_SCHEMA}.score_history as h on h.operator = s.address and h.at = $1
    order by s.address`,
  types: columnTypes,
};

/** Operators of one statement: it reads five thousand hours of each, and a reorg of the indexer waits for it. A tenth of a second. */
const AT_ONCE = 25;

/**
 * Of all registered operators, by address. Each statement is a transaction of its own: together they take long enough for a
 * reorg to come between, and what is as of a moment that has passed is the same in each.
 *
 * @param at Unix seconds
 */
export async function readStandings(client: pg.PoolClient, at: number, policy: Policy): Promise<Standing[]> {
  const { rows: entrants } = await client.query<Entrant>({ ...ENTRANTS, values: [hourStart(at, policy.time)] });
  const db = createDatabase(client);
  const found = [];
  for (let first = 0; first < entrants.length; first += AT_ONCE) {
    const batch = entrants.slice(first, first + AT_ONCE);
    const operators = batch.map(({ operator }) => operator);
    const records = await selectReputations(db, operators, { policy, at, isNow: false });
    for (const { stakeValue, ...entrant } of batch) {
      const record = records.get(entrant.operator);
      if (record === undefined) throw new Error(`no reputation was read of ${entrant.operator}`);
      const { value, components } = reputationOf({ ...record, tier: entrant.tier }, policy, at);
      found.push({ ...entrant, stakeValue: stakeValue.toString(), reputation: value, components });
    }
  }
  const places = placesOf(found);
  return found.map((standing) => {
    const { rank = null, percentileBps = null } = places.get(standing.operator) ?? {};
    return { ...standing, rank, percentileBps };
  });
}
