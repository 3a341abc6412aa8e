/** How much of an operator's time anybody but itself has measured. */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Range } from "../domain/window.ts";

export interface OperatorRange extends Range {
  readonly operator: string;
}

/** An interval that anybody else has measured is measured by others alone: see `consensusOf`. */
const WITNESSED = {
  name: "din_witnessed",
  text: `
    select coalesce((
      select sum(m.measured_seconds) from ${API_SCHEMA}.metric_minute as m
      where m.operator = wanted.operator and m.at >= wanted.start and m.at < wanted."end" and exists (
        select from ${API_SCHEMA}.metric_sample as s
        where s.operator = m.operator and s.at = m.at and s.weight > 0 and not exists (
          select from ${API_SCHEMA}.metric_sample as newer
          where newer.operator = s.operator and newer.at = s.at and newer.service = s.service
            and newer.region = s.region and newer.reporter = s.reporter and newer.revision > s.revision))
    ), 0)::integer as seconds
    from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality as wanted (operator, start, "end", n) order by n`,
  types: columnTypes,
};

/**
 * The measured seconds of each range that do not stand on the operator's own reports alone, in the order of the ranges.
 *
 * @param ranges whole intervals, of which samples are kept
 */
export async function loadWitnessedSeconds(
  client: pg.ClientBase,
  ranges: readonly OperatorRange[],
): Promise<readonly number[]> {
  if (ranges.length === 0) return [];
  const { rows } = await client.query<{ seconds: number }>({
    ...WITNESSED,
    values: [ranges.map(({ operator }) => operator), ranges.map(({ start }) => start), ranges.map(({ end }) => end)],
  });
  return rows.map(({ seconds }) => seconds);
}
