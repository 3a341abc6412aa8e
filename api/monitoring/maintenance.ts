/** Announced maintenance: who may announce it and how much, and what of it counts. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { type Caller, UnauthenticatedError } from "../access/caller.ts";
import { MAINTENANCE_LOCK } from "../db/locks.ts";
import { assertRegistered } from "../db/registered.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { maintenance } from "../db/schema-violations.ts";
import { transactAgain } from "../db/transaction.ts";
import { ConflictError, NotFoundError, ValidationError } from "../domain/failure.ts";
import { type Announcement, countedRange, maintenanceFault, wholeIntervals } from "../domain/maintenance.ts";
import { lineOf } from "../domain/naming.ts";
import type { Policy } from "../domain/policy.ts";
import type { Range } from "../domain/window.ts";
import { announcedHash, assertCancelled, type Signature } from "./maintenance-signature.ts";

export type MaintenanceRow = typeof maintenance.$inferSelect;

/** The moment and the rules that maintenance is announced under. */
export interface Announcing {
  readonly pool: pg.Pool;
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy;
  readonly registry: ExpectedRegistry;
}

export interface MaintenanceRequest {
  /** Lowercase. */
  readonly operator: string;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  /** The operator's; null if a key speaks for it. */
  readonly signature: Signature | null;
}

export const MAX_REASON = 200;

/** As many signed messages are noted of an announcement; whoever signs more of the same can only surprise itself. */
const MAX_NOTED = 100;

const MAINTENANCE = `${API_SCHEMA}.maintenance`;
const COLUMNS = `id, operator, start_at::float8 as "startAt", end_at::float8 as "endAt", reason,
  announced_at::float8 as "announcedAt", announced_by as "announcedBy", cancelled_at::float8 as "cancelledAt",
  also_signed as "alsoSigned"`;

/**
 * Announces maintenance: the whole intervals within the time that is asked for. The same again, and the same signed message
 * again, is the same announcement.
 *
 * @param caller has the scope admin; null, or anybody, with a signature
 * @throws ValidationError, NotFoundError, ConflictError, ForbiddenError; UnauthenticatedError for nobody's
 */
export async function announceMaintenance(
  announcing: Announcing,
  caller: Caller | null,
  request: MaintenanceRequest,
): Promise<MaintenanceRow> {
  const { pool, now, policy, registry } = announcing;
  const { operator, start, end, signature } = request;
  const reason = checkedReason(request.reason);
  if (start < 0 || end <= start) throw invalid("MAINTENANCE_WITHOUT_TIME", "Maintenance starts before it ends.", "end");
  const hash = signature === null ? null : announcedHash(request, signature, registry, now);
  if (hash === null && caller === null) throw new UnauthenticatedError("This needs an API key, or a signature.");
  const wanted = wholeIntervals({ start, end }, policy.time);
  if (wanted === null) {
    const message = `Maintenance has at least one whole interval of ${policy.time.intervalSeconds} seconds.`;
    throw invalid("MAINTENANCE_WITHOUT_TIME", message, "end");
  }
  const id = hash ?? `0x${randomBytes(32).toString("hex")}`;
  const announcedBy = hash === null ? (caller?.keyId ?? null) : null;
  return transactAgain(pool, async (client) => {
    // Of two at once the second sees the first: together they are within the limit.
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [MAINTENANCE_LOCK, operator]);
    await assertRegistered(client, operator, ["input", "operator"]);
    const known = await findKnown(client, id, operator, wanted);
    if (known !== null) return hash === null ? known : noteSigned(client, known, hash);
    await assertAllowed(client, operator, wanted, announcing);
    const { rows } = await client.query<MaintenanceRow>(
      `insert into ${MAINTENANCE} (id, operator, start_at, end_at, reason, announced_at, announced_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
      [id, operator, wanted.start, wanted.end, reason, now, announcedBy],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`maintenance ${id} was not inserted`);
    return row;
  });
}

/**
 * Calls maintenance off: it counts up to now. Again changes nothing.
 *
 * @param caller as for `announceMaintenance`
 * @param id lowercase
 * @throws NotFoundError, ConflictError if it is over, ValidationError and ForbiddenError for a signature; UnauthenticatedError
 */
export async function cancelMaintenance(
  { pool, now, registry }: Announcing,
  caller: Caller | null,
  id: string,
  signature: Signature | null,
): Promise<MaintenanceRow> {
  if (signature === null && caller === null) throw new UnauthenticatedError("This needs an API key, or a signature.");
  return transactAgain(pool, async (client) => {
    const { rows } = await client.query<MaintenanceRow>(
      `select ${COLUMNS} from ${MAINTENANCE} where id = $1 for update`,
      [id],
    );
    const [row] = rows;
    if (row === undefined) {
      const message = `There is no maintenance ${id}.`;
      throw new NotFoundError({ code: "MAINTENANCE_NOT_FOUND", message, path: ["input", "id"] });
    }
    if (signature !== null) assertCancelled(row, signature, registry, now);
    if (row.cancelledAt !== null) return row;
    if (row.endAt <= now) {
      const message = "This maintenance is over.";
      throw new ConflictError({ code: "MAINTENANCE_OVER", message, path: ["input", "id"] });
    }
    await client.query(`update ${MAINTENANCE} set cancelled_at = $2 where id = $1`, [id, now]);
    return { ...row, cancelledAt: now };
  });
}

const COUNTED = {
  name: "din_counted_maintenance",
  text: `
    select operator, start_at::float8 as "startAt", end_at::float8 as "endAt", cancelled_at::float8 as "cancelledAt"
    from ${MAINTENANCE}
    where operator = any($1::text[]) and end_at > $2 and start_at < $3
      and (cancelled_at is null or cancelled_at > greatest(start_at, $2))
    order by operator, start_at, id`,
};

/**
 * The maintenance that counts and overlaps [from, to), by operator, oldest first: up to its cancellation, and not cut to
 * the range. Operators without any are left out. Whether an interval lies in it is `isMaintained`.
 *
 * @param operators lowercase
 * @param from Unix seconds, as is `to`
 */
export async function loadMaintenance(
  client: pg.Pool | pg.ClientBase,
  operators: readonly string[],
  from: number,
  to: number,
): Promise<Map<string, Range[]>> {
  const { rows } = await client.query<Announcement & { operator: string }>({
    ...COUNTED,
    values: [operators, from, to],
  });
  const found = new Map<string, Range[]>();
  for (const { operator, ...announcement } of rows) {
    const range = countedRange(announcement);
    if (range === null) continue;
    found.set(operator, [...(found.get(operator) ?? []), range]);
  }
  return found;
}

/** The announcement that a signed message made or asked for before, or one of the same time that holds. */
async function findKnown(
  client: pg.ClientBase,
  id: string,
  operator: string,
  { start, end }: Range,
): Promise<MaintenanceRow | null> {
  const { rows } = await client.query<MaintenanceRow>(
    `select ${COLUMNS} from ${MAINTENANCE}
     where operator = $2 and start_at = $3 and end_at = $4
       and (id = $1 or $1 = any(also_signed) or cancelled_at is null)
     order by id = $1 or $1 = any(also_signed) desc limit 1`,
    [id, operator, start, end],
  );
  return rows[0] ?? null;
}

/** Whoever sends the message again after it was called off must not announce it anew. */
async function noteSigned(client: pg.ClientBase, known: MaintenanceRow, hash: string): Promise<MaintenanceRow> {
  const { id, alsoSigned } = known;
  if (id === hash || alsoSigned.includes(hash) || alsoSigned.length >= MAX_NOTED) return known;
  await client.query(`update ${MAINTENANCE} set also_signed = also_signed || $2::text where id = $1`, [id, hash]);
  return { ...known, alsoSigned: [...alsoSigned, hash] };
}

async function assertAllowed(
  client: pg.ClientBase,
  operator: string,
  wanted: Range,
  { now, policy }: Announcing,
): Promise<void> {
  const week = policy.maintenance.weekIntervals * policy.time.intervalSeconds;
  const others = await loadMaintenance(client, [operator], wanted.start - week, wanted.end + week);
  const fault = maintenanceFault(wanted, others.get(operator) ?? [], now, policy);
  if (fault === null) return;
  const { code, message } = fault;
  if (code !== "TOO_MUCH_MAINTENANCE") throw invalid(code, message, "start");
  throw new ConflictError({ code, message, path: ["input"] });
}

function checkedReason(text: string): string {
  const reason = lineOf(text, MAX_REASON);
  if (reason !== null) return reason;
  throw invalid("INVALID_REASON", `A reason has 1 to ${MAX_REASON} printable characters.`, "reason");
}

function invalid(code: string, message: string, field: string): ValidationError {
  return new ValidationError({ code, message, path: ["input", field] });
}
