/** Signs of life. They measure nothing; those of an operator's nodes say which of them serves. */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { unknownOperator } from "../db/registered.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transactAgain } from "../db/transaction.ts";
import { ConflictError, type ExpectedFailure, NotFoundError, ValidationError } from "../domain/failure.ts";
import { ID, ID_RULE, VERSION, VERSION_RULE } from "../domain/naming.ts";
import { type Judging, judgeFailovers, lockNodes } from "../profiles/failover.ts";

export interface HeartbeatRequest {
  /** Lowercase. */
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  /** Which of the operator's nodes; null if it does not say. */
  readonly node: string | null;
  readonly version: string | null;
}

export interface Heartbeat extends HeartbeatRequest {
  /** Unix seconds. */
  readonly at: number;
}

export interface Listening extends Judging {
  readonly pool: pg.Pool;
}

/**
 * Services in regions, and nodes there, of which an operator's newest profile names none: whoever may send heartbeats must
 * not fill the disk with names.
 */
export const MAX_UNKNOWN_NODES = 256;

const HEARTBEAT = `${API_SCHEMA}.heartbeat`;

/**
 * Keeps the last sign of life of an operator's service in a region, and of each of its nodes that says so. If by it another
 * node serves, that is told.
 *
 * @throws ValidationError, NotFoundError; ConflictError TOO_MANY_NODES
 */
export async function recordHeartbeat(listening: Listening, request: HeartbeatRequest): Promise<Heartbeat> {
  const { pool, now, policy } = listening;
  const { operator, service, region, node } = request;
  const fault = faultOf(request);
  if (fault !== null) throw fault;
  const isHeard = await assertKnown(pool, request);
  const heartbeat = { ...request, at: now };
  const dead = policy.failover.deadIntervals * policy.time.intervalSeconds;
  if (node === null && isHeard) {
    await store(pool, heartbeat, dead);
    return heartbeat;
  }
  await transactAgain(pool, async (client) => {
    await lockNodes(client, operator);
    if (!isHeard) await makeRoom(client, request, listening);
    await store(client, heartbeat, dead);
    await recordAlerts(client, await judgeFailovers(client, [{ operator, service, region }], listening), now);
  });
  return heartbeat;
}

/**
 * By what the API knows itself. While the indexer is away, or a reorg holds its tables, nodes live all the same: heartbeats
 * that are not taken then would be as many alerts.
 *
 * @returns whether it was heard of before
 */
async function assertKnown(pool: pg.Pool, { operator, service, region, node }: HeartbeatRequest): Promise<boolean> {
  const { rows } = await pool.query<{ operator: boolean; service: boolean; isHeard: boolean }>({
    name: "din_heartbeat_names",
    text: `
      select exists (select from ${API_SCHEMA}.operator_sort where address = $1) as operator,
        exists (select from ${API_SCHEMA}.service where id = $2) as service,
        exists (select from ${HEARTBEAT} where (operator, service, region, node) = ($1, $2, $3, $4)) as "isHeard"`,
    values: [operator, service, region, node ?? ""],
  });
  const [known] = rows;
  if (known?.operator !== true) throw unknownOperator(operator, ["input", "operator"]);
  if (known.service) return known.isHeard;
  const message = `No service ${service} is registered.`;
  throw new NotFoundError({ code: "UNKNOWN_SERVICE", message, path: ["input", "service"] });
}

/** @param dead seconds: after more than that a new life begins */
async function store(client: pg.Pool | pg.ClientBase, heartbeat: Heartbeat, dead: number): Promise<void> {
  const { operator, service, region, node, version, at } = heartbeat;
  await client.query({
    name: "din_heartbeat",
    text: `
      insert into ${HEARTBEAT} (operator, service, region, node, version, at, since) values ($1, $2, $3, $4, $5, $6, $6)
      on conflict (operator, service, region, node) do update set version = excluded.version, at = excluded.at,
        since = case when excluded.at - heartbeat.at > $7::bigint then excluded.at else heartbeat.since end
      where heartbeat.at <= excluded.at`,
    values: [operator, service, region, node ?? "", version, at, dead],
  });
}

/** Whether the newest profile of an operator, $1, names a node. */
const isNamed = (service: string, region: string, node: string) => `(${service}, ${region}, ${node}) in (
  select n.service, n.region, n.id from (
    select profile from ${API_SCHEMA}.operator_profile where operator = $1 order by revision desc limit 1) as p,
  jsonb_to_recordset(p.profile->'nodes') as n (id text, service text, region text))`;

/**
 * Nodes of the newest profile are always heard. Of others there are `MAX_UNKNOWN_NODES`; those that were not heard of for a
 * day make room for new ones.
 */
async function makeRoom(
  client: pg.ClientBase,
  { operator, service, region, node }: HeartbeatRequest,
  { now, policy }: Judging,
): Promise<void> {
  const welcome = await client.query({
    name: "din_node_welcome",
    text: `
      select where ${isNamed("$2", "$3", "$4")}
        or exists (select from ${HEARTBEAT} where (operator, service, region, node) = ($1, $2, $3, $4))`,
    values: [operator, service, region, node ?? ""],
  });
  if (welcome.rowCount !== 0) return;
  const unknown = `from ${HEARTBEAT} where operator = $1 and not ${isNamed("service", "region", "node")}`;
  const { rows } = await client.query<{ count: number }>(`select count(*)::integer as count ${unknown}`, [operator]);
  if ((rows[0]?.count ?? 0) < MAX_UNKNOWN_NODES) return;
  const day = policy.time.dayIntervals * policy.time.intervalSeconds;
  const stale = await client.query(`delete ${unknown} and at < $2`, [operator, now - day]);
  if (stale.rowCount !== 0) return;
  const message = `${MAX_UNKNOWN_NODES} services in regions and nodes of this operator, none of them in its profile, were heard of within a day: no more are.`;
  throw new ConflictError({ code: "TOO_MANY_NODES", message, path: ["input", node === null ? "region" : "node"] });
}

function faultOf({ service, region, node, version }: HeartbeatRequest): ExpectedFailure | null {
  const invalid = (code: string, message: string, field: string) =>
    new ValidationError({ code, message, path: ["input", field] });
  if (!ID.test(service)) return invalid("INVALID_SERVICE", `A service's id is ${ID_RULE}.`, "service");
  if (!ID.test(region)) return invalid("INVALID_REGION", `A region is ${ID_RULE}.`, "region");
  if (node !== null && !ID.test(node)) return invalid("INVALID_NODE", `A node's id is ${ID_RULE}.`, "node");
  if (version === null || VERSION.test(version)) return null;
  return invalid("INVALID_VERSION", `A version has ${VERSION_RULE}.`, "version");
}
