/** Who measures and what is measured: reporters and services. */
import type pg from "pg";
import { ConflictError, NotFoundError, ValidationError } from "../domain/failure.ts";
import { checkedName, ID, ID_RULE } from "../domain/naming.ts";

export interface ReporterRow {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly weight: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ServiceRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface ReporterRequest {
  readonly id: string;
  readonly name: string;
  /** Lowercase. */
  readonly address: string | null;
  readonly weight: number;
}

const REPORTER = `id, name, address, weight, created_at::float8 as "createdAt", updated_at::float8 as "updatedAt"`;
const SERVICE = `id, name, created_at::float8 as "createdAt"`;
const MAX_WEIGHT = 100;

/**
 * Registers a reporter. The same again is a success and changes nothing.
 *
 * @throws ValidationError; ConflictError if the id or the address is taken
 */
export async function registerReporter(pool: pg.Pool, request: ReporterRequest, now: number): Promise<ReporterRow> {
  assertId(request.id);
  assertWeight(request.weight, ["input", "weight"]);
  const name = checkedName(request.name);
  const { address, weight } = request;
  await pool.query(
    `insert into din_api.reporter (id, name, address, weight, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5) on conflict do nothing`,
    [request.id, name, address, weight, now],
  );
  const { rows } = await pool.query<ReporterRow>(
    `select ${REPORTER} from din_api.reporter where id = $1 or address = $2`,
    [request.id, address],
  );
  const found = rows.find(({ id }) => id === request.id);
  if (found === undefined) {
    throw new ConflictError({
      code: "ADDRESS_TAKEN",
      message: `Another reporter signs with ${address}.`,
      path: ["input", "address"],
    });
  }
  if (found.name === name && found.address === address && found.weight === weight) return found;
  throw idTaken("reporter", request.id);
}

/**
 * Sets what a reporter's word counts in reports from now on; those that came keep the weight they came with.
 *
 * @throws ValidationError, NotFoundError
 */
export async function setReporterWeight(pool: pg.Pool, id: string, weight: number, now: number): Promise<ReporterRow> {
  assertWeight(weight, ["weight"]);
  const update = `update din_api.reporter set weight = $2, updated_at = case when weight = $2 then updated_at else $3 end
    where id = $1 returning ${REPORTER}`;
  const [row] = ID.test(id) ? (await pool.query<ReporterRow>(update, [id, weight, now])).rows : [];
  if (row !== undefined) return row;
  const message = `There is no reporter ${JSON.stringify(id.slice(0, 80))}.`;
  throw new NotFoundError({ code: "REPORTER_NOT_FOUND", message, path: ["id"] });
}

/**
 * Registers a service. The same again is a success and changes nothing.
 *
 * @throws ValidationError; ConflictError if the id is taken
 */
export async function registerService(
  pool: pg.Pool,
  request: { readonly id: string; readonly name: string },
  now: number,
): Promise<ServiceRow> {
  assertId(request.id);
  const name = checkedName(request.name);
  await pool.query("insert into din_api.service (id, name, created_at) values ($1, $2, $3) on conflict do nothing", [
    request.id,
    name,
    now,
  ]);
  const { rows } = await pool.query<ServiceRow>(`select ${SERVICE} from din_api.service where id = $1`, [request.id]);
  const [found] = rows;
  if (found?.name === name) return found;
  throw idTaken("service", request.id);
}

function idTaken(noun: string, id: string): ConflictError {
  const message = `The ${noun} ${id} is registered with other data.`;
  return new ConflictError({ code: "ID_TAKEN", message, path: ["input", "id"] });
}

function assertId(id: string): void {
  if (ID.test(id)) return;
  throw new ValidationError({ code: "INVALID_ID", message: `An id is ${ID_RULE}.`, path: ["input", "id"] });
}

function assertWeight(weight: number, path: readonly string[]): void {
  if (Number.isInteger(weight) && weight >= 0 && weight <= MAX_WEIGHT) return;
  throw new ValidationError({
    code: "INVALID_WEIGHT",
    message: `A weight is an integer from 0 to ${MAX_WEIGHT}.`,
    path,
  });
}
