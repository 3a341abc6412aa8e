/**
 * What leaderboards and distributions are made of: everybody with a rank in one snapshot, or those of them that were
 * measured in a place, with what a metric says of each.
 */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { ID, ID_RULE } from "../domain/naming.ts";
import type { RankingMetric, RankingRange } from "../domain/ranking.ts";
import { RequestError } from "./errors.ts";
import type { SnapshotRow } from "./ranking-snapshot.ts";

export interface BoardRequest {
  readonly metric: RankingMetric;
  /** Null is all of them. */
  readonly service: string | null;
  readonly region: string | null;
  readonly range: RankingRange;
}

/** The values of a metric, in the unit of its column; null where it is unknown. Numeric, so that wei fit. */
const valueIn = (measured: boolean) => `case $2::text
      when 'REPUTATION' then s.reputation
      when 'SCORE' then s.score
      when 'STAKE' then s.stake_value
      ${
        measured
          ? `when 'SUCCESS_RATE' then m.success_ppm
      when 'LATENCY_P95' then m.p95_micros
      when 'UPTIME' then m.uptime_ppm
      when 'REQUESTS' then m.requests`
          : ""
      }
    end::numeric`;

/** What was measured of the operator of a standing, in the place and the range that are asked for. */
export const JOIN_MEASURED = `
    left join ${API_SCHEMA}.measured_standing as m on m.snapshot = s.snapshot and m.operator = s.operator
      and m.service = $3::text and m.region = $4::text and m.range = $5::text`;

/**
 * The snapshot that is asked for, or the newest; and `entrant`: all that a metric can be asked of, and whether its value is
 * but their own word. One text for whatever is asked, so that it is planned once. Parameters as in `boardValues`.
 */
const board = (measured: boolean) => `
  -- Says what they are where one of them is not looked at.
  place as (select $3::text as service, $4::text as region, $5::text as range),
  chosen as (
    select id, at, policy_version as "policyVersion", operators, ranked, medians from ${API_SCHEMA}.snapshot
    where id = coalesce($1::bigint, (select newest.id from ${API_SCHEMA}.snapshot as newest order by newest.at desc limit 1))
  ),
  entrant as (
    select s.operator, s.stake_value as stake, ${valueIn(measured)} as value,
      ${measured ? "$2::text = 'SCORE' and m.operator is null" : "false"} as alone
    from ${API_SCHEMA}.standing as s ${measured ? JOIN_MEASURED : ""}
    where s.snapshot = (select id from chosen) and s.rank is not null
      ${measured ? "and (m.operator is not null or ($3::text = '' and $4::text = ''))" : ""}
  )`;

/** The statements over a board, by name: what was measured is joined only where the board depends on it. */
export interface BoardStatement {
  readonly name: string;
  readonly text: string;
  readonly types: pg.CustomTypesConfig;
}

/** @param rest of a statement, after the common table expressions of `board`: see there */
export function boardStatements(name: string, rest: string): (request: BoardRequest) => BoardStatement {
  const statement = (suffix: string, measured: boolean) => ({
    ...{ name: `${name}_${suffix}`, text: `with ${board(measured)}, ${rest}`, types: columnTypes },
  });
  const [standing, measured] = [statement("standing", false), statement("measured", true)];
  return ({ metric, service, region }) =>
    STANDING_METRICS.includes(metric) && service === null && region === null ? standing : measured;
}

/** Metrics that nothing of what was measured has a say in: a score stands on an operator's own word where nobody else speaks. */
const STANDING_METRICS: readonly RankingMetric[] = ["REPUTATION", "STAKE"];

/** Whether the service is registered, where one is named: to be selected beside the rest. */
export const IS_SERVICE = `($3::text = '' or exists (select from ${API_SCHEMA}.service where id = $3::text)) as "isService"`;

/** The columns of `chosen`, all null where there is none. */
export type ChosenColumns = { readonly [Key in keyof SnapshotRow]: SnapshotRow[Key] | null } & {
  readonly isService: boolean;
};

/** What is left over of a row once the snapshot is told apart. @throws RequestError UNKNOWN_SERVICE, SNAPSHOT_EXPIRED */
export function snapshotOf(row: ChosenColumns, service: string | null, asked: number | null): SnapshotRow | null {
  if (!row.isService) throw unknownService(service ?? "");
  const { id, at, policyVersion, operators, ranked, medians } = row;
  if (
    id !== null &&
    at !== null &&
    policyVersion !== null &&
    operators !== null &&
    ranked !== null &&
    medians !== null
  ) {
    return { id, at, policyVersion, operators, ranked, medians };
  }
  if (asked === null) return null;
  throw new RequestError(
    "SNAPSHOT_EXPIRED",
    "The ranking that this cursor belongs to is no longer kept. Start again without it, from the newest.",
  );
}

/**
 * The first five parameters.
 *
 * @param snapshot null for the newest
 * @throws RequestError UNKNOWN_SERVICE or INVALID_FILTER for what cannot be an id
 */
export function boardValues(snapshot: number | null, { metric, service, region, range }: BoardRequest) {
  if (service !== null && !ID.test(service)) throw unknownService(service);
  if (region !== null && !ID.test(region)) throw new RequestError("INVALID_FILTER", `\`region\` has ${ID_RULE}.`);
  return [snapshot, metric, service ?? "", region ?? "", range] as const;
}

function unknownService(service: string): RequestError {
  return new RequestError("UNKNOWN_SERVICE", `No service ${JSON.stringify(service.slice(0, 63))} is registered.`);
}
