/**
 * The one writer of alerts: what signals make of them, their events and the deliveries to webhooks, all in the transaction
 * of whoever saw the fact behind a signal. See docs/adr/0010-alerts.md.
 */
import type pg from "pg";
import { LOCKS } from "../db/locks.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { type Alert, type AlertSignal, type AlertStep, nextAlert } from "../domain/alert.ts";

const ALERT = `${API_SCHEMA}.alert`;

/** The columns of an alert by the keys of `Alert`. Times come as numbers: they are far below 2^53. */
export const ALERT_COLUMNS = `
  correlation_id as "correlationId", kind, severity, state, finality, operator, subject, message, details,
  opened_at::float8 as "openedAt", fired_at::float8 as "firedAt", changed_at::float8 as "changedAt",
  acknowledged_at::float8 as "acknowledgedAt", acknowledged_by as "acknowledgedBy", note,
  closed_at::float8 as "closedAt", closed_by as "closedBy"`;

interface Held {
  readonly id: string;
  readonly alert: Alert;
}

/** A step and the alert it was taken by. */
interface StepOf {
  readonly id: string;
  readonly step: AlertStep;
}

/**
 * One writer at a time: ids of events become visible in their order, and no two writers see the same alert. And its commit
 * waits for the disk, whatever the session does otherwise: an event that was seen and then lost in a crash would leave
 * cursors behind that are ahead of the log.
 */
export async function lockAlerts(client: pg.ClientBase): Promise<void> {
  await client.query("set local synchronous_commit = on");
  await client.query("select pg_advisory_xact_lock($1)", [LOCKS.alerts]);
}

/**
 * Applies signals in their order, within the caller's transaction. Takes `LOCKS.alerts`, and holds it to the end of that
 * transaction: to be called last.
 *
 * @param at Unix seconds
 * @returns how many events were written
 */
export async function recordAlerts(
  client: pg.ClientBase,
  signals: readonly AlertSignal[],
  at: number,
): Promise<number> {
  if (signals.length === 0) return 0;
  await lockAlerts(client);
  const held = await newestOf(
    client,
    signals.map(({ correlationId }) => correlationId),
  );
  const steps: StepOf[] = [];
  for (const signal of signals) {
    const current = held.get(signal.correlationId) ?? null;
    for (const step of nextAlert(current?.alert ?? null, signal, at)) {
      const before = held.get(signal.correlationId) ?? null;
      // One that is closed and opened again is another alert, unless it was reopened.
      const isNew = before === null || (before.alert.closedAt !== null && isOpening(step));
      // Only one may be open: the other has to be closed by now, if it was closed just before. That one alone: all of them
      // each time would be their square, where many fire again at once.
      const closed = isNew ? steps.filter(({ id }) => id === before?.id) : [];
      if (closed.length > 0) await saveAlerts(client, closed);
      const id = isNew ? await insertAlert(client, step.alert) : before.id;
      held.set(signal.correlationId, { id, alert: step.alert });
      steps.push({ id, step });
    }
  }
  await saveSteps(client, steps, at);
  return steps.length;
}

/** Stores steps that were taken on alerts just read under the lock, with their events and deliveries. */
export async function saveSteps(client: pg.ClientBase, steps: readonly StepOf[], at: number): Promise<void> {
  if (steps.length === 0) return;
  await saveAlerts(client, steps);
  const events = steps.map(({ id, step }) => ({ type: step.type, alert: { id, ...step.alert } }));
  await client.query({ ...EVENTS, values: [JSON.stringify(events), at] });
}

async function saveAlerts(client: pg.ClientBase, steps: readonly StepOf[]): Promise<void> {
  const last = new Map(steps.map(({ id, step }) => [id, { id, ...step.alert }]));
  await client.query({ ...UPDATE, values: [JSON.stringify([...last.values()])] });
}

const isOpening = ({ type }: AlertStep): boolean => type === "PENDING" || type === "FIRED";

async function newestOf(client: pg.ClientBase, correlationIds: readonly string[]): Promise<Map<string, Held>> {
  const { rows } = await client.query<Alert & { id: string }>({
    name: "din_newest_alerts",
    text: `select newest.* from unnest($1::text[]) as wanted (id) cross join lateral (
             select id::text, ${ALERT_COLUMNS} from ${ALERT} where correlation_id = wanted.id order by alert.id desc limit 1
           ) as newest`,
    values: [[...new Set(correlationIds)]],
  });
  return new Map(rows.map(({ id, ...alert }) => [alert.correlationId, { id, alert }]));
}

/** An alert by its number, decimal as it is told; null if there is none. To be changed under the lock alone. */
export async function findAlert(client: pg.ClientBase, id: string): Promise<Alert | null> {
  if (!/^[1-9]\d{0,17}$/.test(id)) return null;
  const { rows } = await client.query<Alert>(`select ${ALERT_COLUMNS} from ${ALERT} where id = $1`, [id]);
  return rows[0] ?? null;
}

/** The rest of its columns is written with its step. */
async function insertAlert(client: pg.ClientBase, alert: Alert): Promise<string> {
  const { rows } = await client.query<{ id: string }>({
    name: "din_insert_alert",
    text: `insert into ${ALERT} (correlation_id, kind, severity, state, message, details, opened_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7) returning id::text`,
    values: [
      ...[alert.correlationId, alert.kind, alert.severity, alert.state, alert.message],
      ...[JSON.stringify(alert.details), alert.openedAt],
    ],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`alert ${alert.correlationId} was not inserted`);
  return row.id;
}

const UPDATE = {
  name: "din_update_alerts",
  text: `
    update ${ALERT} as a set
      severity = r.severity, state = r.state, finality = r.finality, operator = r.operator, subject = r.subject,
      message = r.message, details = r.details, fired_at = r."firedAt", changed_at = r."changedAt",
      acknowledged_at = r."acknowledgedAt", acknowledged_by = r."acknowledgedBy", note = r.note,
      closed_at = r."closedAt", closed_by = r."closedBy"
    from jsonb_to_recordset($1::jsonb) as r (
      id bigint, severity text, state text, finality text, operator text, subject text, message text, details jsonb,
      "firedAt" bigint, "changedAt" bigint, "acknowledgedAt" bigint, "acknowledgedBy" text, note text,
      "closedAt" bigint, "closedBy" text)
    where a.id = r.id`,
};

/** A silence covers what happens while it lasts; a webhook gets what it asked for and nothing that is silenced. */
const EVENTS = {
  name: "din_tell_alerts",
  text: `
    with told as (
      insert into ${API_SCHEMA}.alert_event (alert_id, type, at, silenced, alert)
      select (e.item->'alert'->>'id')::bigint, e.item->>'type', $2::bigint,
        exists (
          select from ${API_SCHEMA}.silence as s
          where s.start_at <= $2::bigint and s.end_at > $2::bigint
            and (s.operator is null or s.operator = e.item->'alert'->>'operator')
            and (s.kind is null or s.kind = e.item->'alert'->>'kind')),
        e.item->'alert'
      from jsonb_array_elements($1::jsonb) with ordinality as e (item, place)
      order by e.place
      returning id, alert, silenced
    )
    insert into ${API_SCHEMA}.webhook_delivery (webhook_id, alert_event_id, state, next_attempt_at, created_at)
    select w.id, told.id, 'WAITING', 0, $2::bigint
    from told join ${API_SCHEMA}.webhook as w on w.deleted_at is null
      and (w.kinds is null or told.alert->>'kind' = any(w.kinds))
      and (w.severities is null or told.alert->>'severity' = any(w.severities))
      and (w.operator is null or told.alert->>'operator' = w.operator)
    where not told.silenced
    order by told.id, w.id`,
};
