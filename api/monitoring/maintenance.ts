/** Announced maintenance: what of it counts. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import { type Announcement, countedRange } from "../domain/maintenance.ts";
import type { Range } from "../domain/window.ts";

const MAINTENANCE = `${API_SCHEMA}.maintenance`;

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
  client: pg.ClientBase,
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
