/** Circuits as the evaluator stores them, routers over a test's database, and what the API says of both. */
import type pg from "pg";
import pino from "pino";
import { z } from "zod";
import { POLICY } from "../../../api/domain/policy.ts";
import { createRouter, type Router, type RouterOptions } from "../../../api/routing/router.ts";
import type { TestApi } from "./api.ts";
import { leadingPass } from "./leading.ts";
import { CHAIN_ID, NOW, REGISTRY } from "./rows.ts";
import { VIEWS } from "./template.ts";

export interface CircuitTold {
  readonly operator: string;
  readonly service?: string;
  readonly region?: string;
  readonly state?: "CLOSED" | "HALF_OPEN" | "OPEN";
  readonly since?: number | null;
  readonly measuredUntil?: number;
}

/** Writes circuits, and marks their operators unless told not to. */
export async function putCircuits(client: pg.Client, circuits: readonly CircuitTold[], mark = true): Promise<void> {
  const rows = circuits.map(({ service = "rpc", region = "eu", state = "CLOSED", since = null, ...told }) => ({
    ...{ service, region, state, since, operator: told.operator, measured_until: told.measuredUntil ?? NOW },
    base: { state, since, run: 0, until: 0 },
    received: [],
  }));
  await client.query(
    `with marked as (
       insert into din_api.route_dirty (operator)
       select distinct operator from jsonb_to_recordset($1::jsonb) as r (operator text) where $2)
     insert into din_api.circuit select * from jsonb_populate_recordset(null::din_api.circuit, $1::jsonb)
     on conflict (operator, service, region) do update
     set state = excluded.state, since = excluded.since, base = excluded.base, measured_until = excluded.measured_until`,
    [JSON.stringify(rows), mark],
  );
}

/** Takes back everything that was told of circuits and routes. Deletes: a truncation of a few rows costs as much as a test. */
export async function forgetRoutes(client: pg.Client): Promise<void> {
  await client.query(
    `delete from din_api.circuit; delete from din_api.route; delete from din_api.route_table;
     delete from din_api.route_dirty; delete from din_api.circuit_override`,
  );
}

/** What the evaluator knows well. */
export async function trust(client: pg.Client, operators: readonly string[], confidence = "HIGH"): Promise<void> {
  await client.query(
    `update din_api.operator_evaluation set score = jsonb_set(score, '{confidence}', to_jsonb($2::text))
     where operator = any($1)`,
    [operators, confidence],
  );
}

export function routerOver(
  url: string,
  clock: { readonly now: number },
  options: Partial<RouterOptions> = {},
  lines: string[] = [],
): Router {
  return createRouter({
    ...{ connectionString: url, viewsSchema: VIEWS, policy: POLICY, now: () => clock.now, pollMs: 5 },
    registry: { chainId: CHAIN_ID, address: REGISTRY },
    log: pino({ level: "warn" }, { write: (line: string) => void lines.push(line) }),
    ...options,
  });
}

/** Passes until nothing is left to do. @returns how many routes were written or deleted */
export async function settleRouter(router: Router): Promise<number> {
  let written = 0;
  for (let result = await leadingPass(router); ; result = await router.pass()) {
    if (result.role !== "LEADER") throw new Error(`cannot settle: ${JSON.stringify(result)}`);
    written += result.written;
    if (!result.more && result.cursor.comparedTo === null) return written;
  }
}

const routeShape = {
  address: z.string(),
  status: z.string(),
  tier: z.string(),
  score: z.number().nullable(),
  confidence: z.string(),
  circuit: z.string(),
  circuitSince: z.string().nullable(),
  liveSlash: z.number(),
};
const tableSchema = z.object({
  version: z.string(),
  unchanged: z.boolean(),
  asOf: z.string().nullable(),
  block: z.number().nullable(),
  paused: z.boolean(),
  candidates: z.array(z.object({ ...routeShape, weight: z.number(), share: z.number() })),
  candidateCount: z.number(),
  excluded: z.array(z.object({ ...routeShape, reasons: z.array(z.string()) })),
  excludedCount: z.number(),
});
export type Table = z.infer<typeof tableSchema>;

const ROUTE = "address status tier score confidence circuit circuitSince liveSlash";

/** @param args of the field, as GraphQL writes them */
export const tableQuery = (args = "", { service = "rpc", region = "eu" } = {}) => `{
  routingCandidates(service: "${service}", region: "${region}" ${args}) {
    version unchanged asOf block paused candidateCount excludedCount
    candidates { ${ROUTE} weight share } excluded { ${ROUTE} reasons }
  }
}`;

export async function tableOf(api: TestApi, args = "", of: { service?: string; region?: string } = {}): Promise<Table> {
  const answer = await api.ask(tableQuery(args, of));
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return z.object({ routingCandidates: tableSchema }).parse(answer.data).routingCandidates;
}

/** Weights of the candidates and reasons of the others, by address. */
export async function routesOf(api: TestApi, of: { service?: string; region?: string } = {}) {
  const { candidates, excluded } = await tableOf(api, "limit: 100 excludedLimit: 100", of);
  return Object.fromEntries([
    ...candidates.map(({ address, weight }) => [address.toLowerCase(), weight]),
    ...excluded.map(({ address, reasons }) => [address.toLowerCase(), reasons.join(" ")]),
  ]);
}
