/** Computing the routes of operators again, and what changes with them. */
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { LOCKS } from "../db/locks.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { StoredRoute } from "../db/schema-routing.ts";
import { circuitAt } from "../domain/circuit.ts";
import type { Policy } from "../domain/policy.ts";
import { routeOf } from "../domain/routing.ts";
import { type Cell, type CellFacts, loadCellFacts, loadRoutes } from "./facts.ts";

/** What live slashes may take of operators' stake, basis points; who is not in it has none. */
export type LiveSlashes = ReadonlyMap<string, number>;

export interface RefreshOptions {
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
  /** Null while the indexer cannot be asked: then it is what it was. */
  readonly live: LiveSlashes | null;
}

/** One writer of routes at a time, to the end of its transaction; on disk, since whoever saw a version counts on it. */
export async function lockRoutes(client: pg.ClientBase): Promise<void> {
  await client.query("set local synchronous_commit = on");
  await client.query("select pg_advisory_xact_lock($1)", [LOCKS.routes]);
}

/**
 * Computes all routes of operators anew, within the caller's transaction and under `lockRoutes`. Only what differs is
 * written, and a table has another version exactly if one of its routes says something else, has come or has gone.
 *
 * @returns how many routes were written or deleted
 */
export async function refreshRoutes(
  client: pg.ClientBase,
  operators: readonly string[],
  options: RefreshOptions,
): Promise<number> {
  if (operators.length === 0) return 0;
  const before = await loadRoutes(client, operators);
  const facts = await loadCellFacts(client, operators);
  const { routes: after, over } = routesOf(facts, before, options);

  const known = new Map(before.map((route) => [keyOf(route), route]));
  const wanted = new Map(after.map((route) => [keyOf(route), route]));
  const written = after.filter((route) => !isDeepStrictEqual(route, known.get(keyOf(route))));
  const gone = before.filter((route) => !wanted.has(keyOf(route)));
  if (written.length > 0) await client.query({ ...UPSERT, values: [JSON.stringify(written)] });
  if (gone.length > 0) await client.query({ ...DELETE, values: columnsOf(gone) });
  if (over.length > 0) await client.query({ ...FORGET, values: [...columnsOf(over), overSince(options)] });
  const changes = tableChanges([
    ...gone.map((route) => ({ before: route, after: null })),
    ...written.map((route) => ({ before: known.get(keyOf(route)) ?? null, after: route })),
  ]);
  if (changes.length > 0) {
    await client.query({ ...TABLES, values: [JSON.stringify(changes)] });
    if (gone.length > 0) await client.query(EMPTY_TABLES);
  }
  return written.length + gone.length;
}

/** The routes of cells, and the cells that have none: nothing is measured of them any more. */
function routesOf(
  facts: readonly CellFacts[],
  before: readonly StoredRoute[],
  { policy, now, live }: RefreshOptions,
): { readonly routes: readonly StoredRoute[]; readonly over: readonly Cell[] } {
  const lastLive = new Map(before.map(({ operator, liveSlashBps }) => [operator, liveSlashBps]));
  const routes: StoredRoute[] = [];
  const over: Cell[] = [];
  for (const { state, since, isKilled, measuredUntil, ...cell } of facts) {
    const circuit = circuitAt({ state, since }, now, policy);
    const liveSlashBps = (live ?? lastLive).get(cell.operator) ?? 0;
    const route = routeOf({ ...cell, isKilled, measuredUntil, circuit, liveSlashBps }, policy, now);
    if (route === null) over.push(cell);
    else {
      const known = {
        circuit: circuit.state,
        circuitSince: circuit.since,
        liveSlashBps,
        policyVersion: policy.version,
      };
      routes.push({ ...cell, ...route, ...known });
    }
  }
  return { routes, over };
}

/** When nothing had been measured of a cell since, it has no route: see `routeOf`. */
const overSince = ({ policy: { time }, now }: RefreshOptions): number => now - time.dayIntervals * time.intervalSeconds;

interface TableChange {
  readonly service: string;
  readonly region: string;
  /** How many more there are. */
  readonly candidates: number;
  readonly excluded: number;
}

interface RouteChange {
  readonly before: StoredRoute | null;
  readonly after: StoredRoute | null;
}

/** The tables that say something else: all but what nobody is told. */
function tableChanges(changes: readonly RouteChange[]): TableChange[] {
  const tables = new Map<string, TableChange>();
  for (const { before, after } of changes) {
    const { service, region } = after ?? before ?? {};
    if (service === undefined || region === undefined || isDeepStrictEqual(told(before), told(after))) continue;
    const key = JSON.stringify([service, region]);
    const { candidates, excluded } = tables.get(key) ?? { candidates: 0, excluded: 0 };
    const isOne = (route: StoredRoute | null, isCandidate: boolean) =>
      Number(route !== null && route.weight > 0 === isCandidate);
    tables.set(key, {
      ...{ service, region },
      candidates: candidates + isOne(after, true) - isOne(before, true),
      excluded: excluded + isOne(after, false) - isOne(before, false),
    });
  }
  return [...tables.values()];
}

function told(route: StoredRoute | null): Omit<StoredRoute, "nextDueAt" | "policyVersion"> | null {
  if (route === null) return null;
  const { nextDueAt: _due, policyVersion: _version, ...rest } = route;
  return rest;
}

const keyOf = ({ operator, service, region }: Cell): string => JSON.stringify([operator, service, region]);

const columnsOf = (cells: readonly Cell[]): string[][] => [
  cells.map(({ operator }) => operator),
  cells.map(({ service }) => service),
  cells.map(({ region }) => region),
];

const UPSERT = {
  name: "din_save_routes",
  text: `
    insert into ${API_SCHEMA}.route
      (service, region, operator, weight, excluded, circuit, circuit_since, status, tier, score, confidence,
       live_slash_bps, policy_version, next_due_at)
    select "service", "region", "operator", "weight", array(select jsonb_array_elements_text("excluded")), "circuit",
      "circuitSince", "status", "tier", "score", "confidence", "liveSlashBps", "policyVersion", "nextDueAt"
    from jsonb_to_recordset($1::jsonb) as r (
      "service" text, "region" text, "operator" text, "weight" bigint, "excluded" jsonb, "circuit" text,
      "circuitSince" bigint, "status" text, "tier" text, "score" integer, "confidence" text, "liveSlashBps" integer,
      "policyVersion" integer, "nextDueAt" bigint)
    on conflict (service, region, operator) do update set
      weight = excluded.weight, excluded = excluded.excluded, circuit = excluded.circuit,
      circuit_since = excluded.circuit_since, status = excluded.status, tier = excluded.tier, score = excluded.score,
      confidence = excluded.confidence, live_slash_bps = excluded.live_slash_bps,
      policy_version = excluded.policy_version, next_due_at = excluded.next_due_at`,
};

const DELETE = {
  name: "din_delete_routes",
  text: `
    delete from ${API_SCHEMA}.route as r
    using unnest($1::text[], $2::text[], $3::text[]) as gone (operator, service, region)
    where r.operator = gone.operator and r.service = gone.service and r.region = gone.region`,
};

/** But for those that an evaluator holds: it has something new of them. */
const FORGET = {
  name: "din_forget_circuits",
  text: `
    delete from ${API_SCHEMA}.circuit where (operator, service, region) in (
      select c.operator, c.service, c.region
      from unnest($1::text[], $2::text[], $3::text[]) as done (operator, service, region)
      join ${API_SCHEMA}.circuit as c
        on c.operator = done.operator and c.service = done.service and c.region = done.region
      where c.measured_until <= $4::bigint for update of c skip locked)`,
};

const TABLES = {
  name: "din_save_route_tables",
  text: `
    insert into ${API_SCHEMA}.route_table as t (service, region, candidates, excluded)
    select "service", "region", "candidates", "excluded"
    from jsonb_to_recordset($1::jsonb) as r ("service" text, "region" text, "candidates" integer, "excluded" integer)
    on conflict (service, region) do update set
      version = excluded.version, candidates = t.candidates + excluded.candidates,
      excluded = t.excluded + excluded.excluded`,
};

const EMPTY_TABLES = {
  name: "din_delete_route_tables",
  text: `delete from ${API_SCHEMA}.route_table where candidates = 0 and excluded = 0`,
};
