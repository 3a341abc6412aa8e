/** An operator's profile is set: what it signed, once, and never again. */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { unknownOperator } from "../db/registered.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transactAgain } from "../db/transaction.ts";
import type { ServicePlace } from "../domain/failover-alerts.ts";
import { ConflictError, NotFoundError, ValidationError } from "../domain/failure.ts";
import type { OperatorProfile } from "../domain/profile.ts";
import { profileFault } from "../domain/profile-fault.ts";
import { type Judging, judgeFailovers, lockNodes } from "./failover.ts";
import { checkedSignature, type Signature, type SignedProfile } from "./profile-signature.ts";

/** The newest ones that are kept of an operator, for those who look back. */
export const KEPT_REVISIONS = 20;

/** As the type Int of GraphQL has it; seconds of Unix time fit until 2038. */
export const MAX_REVISION = 2 ** 31 - 1;

const PROFILE = `${API_SCHEMA}.operator_profile`;

export interface Setting extends Judging {
  readonly pool: pg.Pool;
  readonly registry: ExpectedRegistry;
}

export interface ProfileRequest extends SignedProfile {
  readonly signature: Signature;
}

/** A profile as it is stored. */
export interface StoredProfile extends SignedProfile {
  /** Unix seconds. */
  readonly deadline: number;
  readonly digest: string;
  /** 65 bytes as 0x and hexadecimal digits. */
  readonly signature: string;
  /** Unix seconds. */
  readonly setAt: number;
}

/**
 * Stores a profile that speaks for the operator from now on.
 *
 * @throws ValidationError, ForbiddenError for anybody else's signature, NotFoundError, ConflictError if one with this or a
 *   higher revision was set already
 */
export async function setOperatorProfile(setting: Setting, request: ProfileRequest): Promise<StoredProfile> {
  const { pool, now, registry } = setting;
  const { operator, revision, profile } = request;
  assertFaultless(revision, profile);
  const signed = checkedSignature(request, request.signature, registry, now);
  const signature = String(request.signature.signature).toLowerCase();
  await assertKnown(pool, operator, profile);
  const row = { operator, revision, profile, ...signed, signature, setAt: now };
  await transactAgain(pool, async (client) => {
    await lockNodes(client, operator);
    const before = await newestOf(client, operator);
    if (before !== null && before.revision >= revision) throw outdated(before, row);
    await save(client, row);
    // Those of before too: what is no place any more has nothing to fail over.
    const places = [...placesOf(operator, profile), ...(before === null ? [] : placesOf(operator, before.profile))];
    const distinct = new Map(places.map((place) => [`${place.service} ${place.region}`, place]));
    await recordAlerts(client, await judgeFailovers(client, [...distinct.values()], setting), now);
  });
  return row;
}

function assertFaultless(revision: number, profile: OperatorProfile): void {
  if (!Number.isInteger(revision) || revision < 1 || revision > MAX_REVISION) {
    const message = `A revision is an integer from 1 to ${MAX_REVISION}.`;
    throw new ValidationError({ code: "INVALID_REVISION", message, path: ["input", "revision"] });
  }
  const fault = profileFault(profile);
  if (fault !== null) throw new ValidationError({ ...fault, path: ["input", "profile", ...fault.path] });
}

/** Before the transaction, which is to hold nothing of the indexer's while it waits for others. */
async function assertKnown(pool: pg.Pool, operator: string, profile: OperatorProfile): Promise<void> {
  const named = [...namedServices(profile)];
  const { rows } = await pool.query<{ registered: boolean; unknown: string[] }>({
    name: "din_profile_names",
    text: `
      select exists (select from "operator" where address = $1 and registered_at is not null) as registered,
        array(select id from unnest($2::text[]) as wanted (id) except select id from ${API_SCHEMA}.service) as unknown`,
    values: [operator, named.map(([service]) => service)],
  });
  const { registered = false, unknown = [] } = rows[0] ?? {};
  if (!registered) throw unknownOperator(operator, ["input", "operator"]);
  const stranger = named.find(([service]) => unknown.includes(service));
  if (stranger === undefined) return;
  const [service, path] = stranger;
  const message = `No service ${service} is registered.`;
  throw new NotFoundError({ code: "UNKNOWN_SERVICE", message, path: ["input", "profile", ...path, "service"] });
}

function* namedServices({ endpoints, nodes }: OperatorProfile): Generator<[string, string[]]> {
  for (const [n, { service }] of endpoints.entries()) yield [service, ["endpoints", `${n}`]];
  for (const [n, { service }] of nodes.entries()) yield [service, ["nodes", `${n}`]];
}

function placesOf(operator: string, { nodes }: OperatorProfile): ServicePlace[] {
  return nodes.map(({ service, region }) => ({ operator, service, region }));
}

type Newest = Pick<StoredProfile, "revision" | "digest" | "profile">;

async function newestOf(client: pg.ClientBase, operator: string): Promise<Newest | null> {
  const { rows } = await client.query<Newest>(
    `select revision::float8 as revision, digest, profile from ${PROFILE}
     where operator = $1 order by revision desc limit 1`,
    [operator],
  );
  return rows[0] ?? null;
}

function outdated({ revision, digest }: Newest, wanted: StoredProfile): ConflictError {
  const isSame = digest === wanted.digest;
  return new ConflictError({
    code: isSame ? "REPLAYED" : "OUTDATED_REVISION",
    message: isSame
      ? `This was set already, as revision ${revision}.`
      : `Revision ${revision} is set; a new one has a higher number.`,
    path: ["input", isSame ? "signature" : "revision"],
  });
}

async function save(client: pg.ClientBase, row: StoredProfile): Promise<void> {
  const { operator, revision, profile, deadline, digest, signature, setAt } = row;
  await client.query(
    `insert into ${PROFILE} (operator, revision, profile, deadline, digest, signature, set_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [operator, revision, JSON.stringify(profile), deadline, digest, signature, setAt],
  );
  await client.query(
    `delete from ${PROFILE} where operator = $1 and revision <= (
       select revision from ${PROFILE} where operator = $1 order by revision desc offset ${KEPT_REVISIONS} limit 1)`,
    [operator],
  );
  await client.query(`delete from ${API_SCHEMA}.operator_software where operator = $1`, [operator]);
  await client.query(
    `insert into ${API_SCHEMA}.operator_software (operator, role, name, version)
     select $1, role, name, version from jsonb_to_recordset($2::jsonb) as s (role text, name text, version text)`,
    [operator, JSON.stringify(profile.software)],
  );
}
