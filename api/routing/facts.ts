/** What the routes of operators are computed from, and what they say so far. */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { StoredRoute } from "../db/schema-routing.ts";
import type { CircuitState } from "../domain/circuit.ts";
import type { Tier } from "../domain/policy.ts";
import type { Status } from "../domain/status.ts";
import type { Confidence } from "../domain/window.ts";

/** An operator's service in a region. */
export interface Cell {
  readonly operator: string;
  readonly service: string;
  readonly region: string;
}

/** All that is known of a cell but what live slashes may take. Times are Unix seconds. */
export interface CellFacts extends Cell {
  readonly status: Status;
  readonly tier: Tier;
  /** x 100; null while unknown. */
  readonly score: number | null;
  readonly confidence: Confidence;
  readonly isKilled: boolean;
  readonly state: CircuitState;
  readonly since: number | null;
  readonly measuredUntil: number;
}

/** Without a sort row it is no operator, or none any more. */
const FACTS = {
  name: "din_route_facts",
  text: `
    with known as materialized (
      select s.address, s.status, s.tier, s.score,
        coalesce((select e.score->>'confidence' from ${API_SCHEMA}.operator_evaluation as e
                  where e.operator = s.address), 'LOW') as confidence,
        coalesce((select o.state = 'OPEN' from ${API_SCHEMA}.circuit_override as o
                  where o.operator = s.address order by o.id desc limit 1), false) as killed
      from ${API_SCHEMA}.operator_sort as s where s.address = any($1::text[])
    )
    select c.operator, c.service, c.region, k.status, k.tier, k.score, k.confidence, k.killed as "isKilled",
      c.state, c.since, c.measured_until as "measuredUntil"
    from known as k join ${API_SCHEMA}.circuit as c on c.operator = k.address`,
  types: columnTypes,
};

export async function loadCellFacts(client: pg.ClientBase, operators: readonly string[]): Promise<CellFacts[]> {
  const { rows } = await client.query<CellFacts>({ ...FACTS, values: [operators] });
  return rows;
}

const ROUTES = {
  name: "din_routes_of",
  text: `
    select operator, service, region, weight, excluded, circuit, circuit_since as "circuitSince", status, tier, score,
      confidence, live_slash_bps as "liveSlashBps", policy_version as "policyVersion", next_due_at as "nextDueAt"
    from ${API_SCHEMA}.route where operator = any($1::text[])`,
  types: columnTypes,
};

/** What their routes say. To be changed under `LOCKS.routes` alone. */
export async function loadRoutes(client: pg.ClientBase, operators: readonly string[]): Promise<StoredRoute[]> {
  const { rows } = await client.query<StoredRoute>({ ...ROUTES, values: [operators] });
  return rows;
}
