import { API_SCHEMA } from "../db/schema.ts";

/** SQL for the newest alert of what is one for all, as a `LastAlert`. @param correlationId never from outside */
export function lastAlertSql(correlationId: string): string {
  return `select closed_at as "closedAt", closed_by as "closedBy" from ${API_SCHEMA}.alert
    where correlation_id = '${correlationId}' order by id desc limit 1`;
}
