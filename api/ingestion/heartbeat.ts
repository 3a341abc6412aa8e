/** Signs of life. They measure nothing. */
import { type ExpectedFailure, NotFoundError, ValidationError } from "../domain/failure.ts";
import { ID, ID_RULE } from "../domain/naming.ts";
import { loadDirectory } from "./directory.ts";
import type { Store } from "./store.ts";

export interface HeartbeatRequest {
  /** Lowercase. */
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  readonly version: string | null;
}

export interface Heartbeat extends HeartbeatRequest {
  /** Unix seconds. */
  readonly at: number;
}

const VERSION = /^[\x21-\x7e]{1,64}$/;

/**
 * Keeps the last sign of life of an operator's service in a region.
 *
 * @throws ValidationError, NotFoundError
 */
export async function recordHeartbeat(
  { pool }: Pick<Store, "pool">,
  request: HeartbeatRequest,
  now: number,
): Promise<Heartbeat> {
  const { operator, service, region, version } = request;
  const fault = faultOf(request);
  if (fault !== null) throw fault;
  const { operators, services } = await loadDirectory(pool, [operator], [service], []);
  if (!operators.has(operator)) {
    throw unknown("UNKNOWN_OPERATOR", `No operator is registered at ${operator}.`, "operator");
  }
  if (!services.has(service)) throw unknown("UNKNOWN_SERVICE", `No service ${service} is registered.`, "service");
  await pool.query(
    `insert into din_api.heartbeat (operator, service, region, version, at) values ($1, $2, $3, $4, $5)
     on conflict (operator, service, region, node) do update set version = excluded.version, at = excluded.at
     where heartbeat.at <= excluded.at`,
    [operator, service, region, version, now],
  );
  return { ...request, at: now };
}

function faultOf({ service, region, version }: HeartbeatRequest): ExpectedFailure | null {
  const invalid = (code: string, message: string, field: string) =>
    new ValidationError({ code, message, path: ["input", field] });
  if (!ID.test(service)) return invalid("INVALID_SERVICE", `A service's id is ${ID_RULE}.`, "service");
  if (!ID.test(region)) return invalid("INVALID_REGION", `A region is ${ID_RULE}.`, "region");
  if (version === null || VERSION.test(version)) return null;
  return invalid("INVALID_VERSION", "A version has 1 to 64 visible ASCII characters.", "version");
}

function unknown(code: string, message: string, field: string): ExpectedFailure {
  return new NotFoundError({ code, message, path: ["input", field] });
}
