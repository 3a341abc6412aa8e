/** What the router of requests is told, and the circuits of operators. */
import DataLoader from "dataloader";
import { type SQL, sql } from "drizzle-orm";
import { registry } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { selectRows } from "../db/rows.ts";
import { operatorSort } from "../db/schema.ts";
import { circuit, circuitOverride, route, routerState, routeTable, type StoredRoute } from "../db/schema-routing.ts";
import type { CircuitState } from "../domain/circuit.ts";
import { REGISTRY_WIDE_PAUSE } from "../domain/routing.ts";
import { RequestError } from "./errors.ts";
import { MAX_PAGE_SIZE } from "./page.ts";
import type { NestedTableList } from "./table-list.ts";

/** A route as it is told. Times are Unix seconds. */
export interface RouteRow extends Omit<StoredRoute, "service" | "region" | "operator" | "policyVersion" | "nextDueAt"> {
  readonly address: string;
}

export interface RoutingTable {
  readonly version: string;
  /** Whether that is the version that the caller has; then both lists are empty. */
  readonly unchanged: boolean;
  /** When the routes were looked at last, Unix seconds; null if they never were. */
  readonly asOf: number | null;
  /** The last block that they know of; null if none yet. */
  readonly block: number | null;
  readonly paused: boolean;
  readonly candidates: readonly RouteRow[];
  readonly excluded: readonly RouteRow[];
  /** How many there are, listed or not. */
  readonly candidateCount: number;
  readonly excludedCount: number;
}

export interface RoutingRequest {
  readonly service: string;
  readonly region: string;
  /** Most candidates that are listed. */
  readonly limit: number;
  /** Of the candidates only those with a score x 100 of at least this; null for all. */
  readonly minScore: number | null;
  /** The version that the caller has; null if none. */
  readonly known: string | null;
  /** Most excluded ones that are listed, by address, and after which one: null for the first. */
  readonly excludedLimit: number;
  readonly excludedAfter: string | null;
  /** The block that routes must know of; null for any. */
  readonly minBlock: number | null;
}

interface TableRow {
  readonly version: string;
  readonly paused: boolean;
  readonly asOf: number | null;
  readonly block: number | null;
  readonly candidateCount: number;
  readonly excludedCount: number;
  readonly candidates: readonly RouteRow[] | null;
  readonly excluded: readonly RouteRow[] | null;
}

/**
 * A service in a region, in one statement and one snapshot: its version, the registry's pause and its routes. Rows are read
 * only if the caller has another version.
 *
 * @param now Unix seconds
 * @throws RequestError INDEXER_UNAVAILABLE until the registry is mirrored, BLOCK_NOT_INDEXED
 */
export async function loadRoutingTable(
  db: Database,
  request: RoutingRequest,
  { address, chainId }: ExpectedRegistry,
  now: number,
): Promise<RoutingTable> {
  const { service, region, known, minBlock } = request;
  const [row] = await selectRows<TableRow>(
    db,
    sql`with head as materialized (
        select coalesce(t.version, 0) || case when p.paused then '-paused' else '' end as version, p.paused,
          coalesce(t.candidates, 0) as candidates, coalesce(t.excluded, 0) as excluded,
          s.passed_at as as_of, s.block
        from (
          select (${registry.pauseMask} & ${REGISTRY_WIDE_PAUSE}) = ${REGISTRY_WIDE_PAUSE}
            and ${registry.pauseExpiresAt} > ${now} as paused
          from ${registry} where ${registry.address} = ${address} and ${registry.chainId} = ${chainId}
        ) as p
        left join ${routerState} as s on true
        left join ${routeTable} as t on t.service = ${service} and t.region = ${region}
      )
      select version, paused, as_of as "asOf", block,
        case when paused then 0 else candidates end as "candidateCount",
        case when paused then candidates + excluded else excluded end as "excludedCount",
        case when not paused and version is distinct from ${known} then (${candidatesOf(request)}) end as candidates,
        case when version is not distinct from ${known} then null
          when paused then (${excludedOf(request, sql`array['REGISTRY_PAUSED'] || excluded`, sql`true`)})
          else (${excludedOf(request, sql`excluded`, sql`weight = 0`)}) end as excluded
      from head`,
  );
  if (row === undefined)
    throw new RequestError("INDEXER_UNAVAILABLE", "The indexer has not mirrored the registry yet.");
  if (minBlock !== null && (row.block ?? -1) < minBlock) {
    const latest = row.block === null ? "of none" : `up to ${row.block}`;
    const message = `Routes do not know of block ${minBlock} yet, only ${latest}.`;
    throw new RequestError("BLOCK_NOT_INDEXED", message, {
      minBlock,
      ...(row.block === null ? {} : { block: row.block }),
    });
  }
  return { ...row, unchanged: row.version === known, candidates: row.candidates ?? [], excluded: row.excluded ?? [] };
}

/** In the order of `route_weight`. */
function candidatesOf({ service, region, limit, minScore }: RoutingRequest): SQL {
  const enough = minScore === null ? sql`` : sql`and score >= ${minScore}`;
  return listOf(
    sql`excluded`,
    sql`weight > 0 ${enough}`,
    sql`order by weight desc nulls last, operator limit ${limit}`,
    sql`weight desc, address`,
    { service, region },
  );
}

function excludedOf({ service, region, excludedLimit, excludedAfter }: RoutingRequest, reasons: SQL, which: SQL): SQL {
  return listOf(
    reasons,
    sql`${which} and operator > ${excludedAfter ?? ""}`,
    sql`order by operator limit ${excludedLimit}`,
    sql`address`,
    { service, region },
  );
}

function listOf(
  reasons: SQL,
  which: SQL,
  page: SQL,
  order: SQL,
  { service, region }: Pick<RoutingRequest, "service" | "region">,
): SQL {
  return sql`select coalesce(json_agg(to_json(page) order by ${order}), '[]') from (
    select operator as address, weight, ${reasons} as excluded, circuit, circuit_since as "circuitSince", status, tier,
      score, confidence, live_slash_bps as "liveSlashBps"
    from ${route} where service = ${service} and region = ${region} and ${which} ${page}) as page`;
}

/** A circuit as it is selected. Times are Unix seconds. */
export interface CircuitRow {
  readonly service: string;
  readonly region: string;
  /** After the newest interval: see `circuitAt`. */
  readonly state: CircuitState;
  readonly since: number | null;
}

/** As it is selected: its number is far below 2^53. */
export type OverrideRow = Omit<typeof circuitOverride.$inferSelect, "id"> & { readonly id: number };

/** All that an operator's circuit depends on. */
export interface CircuitRecord {
  readonly circuits: readonly CircuitRow[];
  /** The last turn of its kill-switch; null if it was never touched. */
  readonly override: OverrideRow | null;
  /** x 100; null while unknown. */
  readonly score: number | null;
}

/**
 * The circuits of operators; one statement for all. Of each as many as a page may have, the worst first: regions are what
 * reporters call them, without end.
 *
 * @param silentSince circuits of which nothing was measured after it are left out, Unix seconds
 */
export function createCircuitLoader(db: Database, silentSince: number): DataLoader<string, CircuitRecord> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<CircuitRecord & { readonly operator: string }>(
      db,
      sql`select wanted.operator,
          (select ${operatorSort.score} from ${operatorSort} where ${operatorSort.address} = wanted.operator) as score,
          (select json_build_object('id', o.id, 'operator', o.operator, 'state', o.state, 'reason', o.reason,
             'setBy', o.set_by, 'setAt', o.set_at)
           from ${circuitOverride} as o where o.operator = wanted.operator order by o.id desc limit 1) as override,
          (select coalesce(json_agg(to_json(c)), '[]') from (
             select service, region, state, since from ${circuit}
             where operator = wanted.operator and measured_until > ${silentSince}
             order by array_position(array['OPEN', 'HALF_OPEN', 'CLOSED'], state), since nulls first, service, region
             limit ${MAX_PAGE_SIZE}) as c) as circuits
        from unnest(${sql.param([...operators])}::text[]) as wanted(operator)`,
    );
    const found = new Map(rows.map(({ operator, ...record }) => [operator, record]));
    return operators.map((operator) => found.get(operator) ?? { circuits: [], override: null, score: null });
  });
}

/** Every turn of an operator's kill-switch. */
export const circuitOverrides: NestedTableList<OverrideRow, null> = {
  name: "circuitOverrides",
  table: circuitOverride,
  id: circuitOverride.id,
  idType: "bigint",
  idOf: (row) => String(row.id),
  parent: circuitOverride.operator,
  parentOf: (row) => row.operator,
  filter: () => undefined,
};
