/** What only time says of the keepers: that none acts, and that one is gone for good with all that it complained of. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import { KEEPER_GONE_SECONDS } from "../domain/keeper.ts";
import { ABSENT, absentSignals, type KeeperPresence } from "../domain/keeper-alerts.ts";
import { cleared, type LastAlert } from "../domain/time-alerts.ts";
import { lastAlertSql } from "./last.ts";

const REPORT = `${API_SCHEMA}.keeper_report`;

/** Within the watcher's transaction. @param now Unix seconds @param limit most alerts of keepers that are gone */
export async function keeperTimeSignals(client: pg.ClientBase, now: number, limit: number): Promise<AlertSignal[]> {
  const { rows } = await client.query<KeeperPresence & { readonly last: LastAlert | null }>({
    name: "din_keepers_present",
    text: `
      select max(active_at)::float8 as since, (max(at) filter (where active))::float8 as "activeAt",
        (select to_jsonb(l) from (${lastAlertSql(ABSENT)}) as l) as last
      from ${REPORT}`,
  });
  const absent = rows.flatMap(({ last, ...presence }) => absentSignals(presence, last, now));
  // Locked, so that one that comes back just now waits, and tells its problems after this.
  const gone = await client.query<Pick<AlertSignal, "correlationId" | "kind" | "operator" | "subject">>({
    name: "din_keepers_gone",
    text: `
      select a.correlation_id as "correlationId", a.kind, a.operator, a.subject
      from ${API_SCHEMA}.alert as a join ${REPORT} as k on k.id = a.details->>'keeper'
      where a.kind = 'KEEPER_FAILING' and a.closed_at is null and k.at < $1
      order by k.id limit $2 for update of k`,
    values: [now - KEEPER_GONE_SECONDS, limit],
  });
  return [...absent, ...gone.rows.map(cleared)];
}
