/** Alerts as those who watch tell them, and what is stored of them. */
import pg from "pg";
import { ALERT_COLUMNS, recordAlerts } from "../../../api/alerts/record.ts";
import type { Alert, AlertEventType, AlertSignal, ToldAlert } from "../../../api/domain/alert.ts";

/** A score that is too low. Not from the chain; about nobody unless told. */
export function signalOf(correlationId: string, told: Partial<AlertSignal> = {}): AlertSignal {
  return {
    ...{ is: "FIRING", correlationId, kind: "SCORE_LOW", severity: "WARNING" },
    ...{ operator: null, subject: null, message: correlationId, details: {}, finality: null },
    ...told,
  };
}

/** Tells signals in one transaction that commits. @param at Unix seconds */
export async function tell(client: pg.ClientBase, signals: readonly AlertSignal[], at: number): Promise<number> {
  await client.query("begin");
  try {
    const written = await recordAlerts(client, signals, at);
    await client.query("commit");
    return written;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

export interface StoredEvent {
  readonly id: string;
  readonly alertId: string;
  readonly type: AlertEventType;
  readonly at: number;
  readonly silenced: boolean;
  readonly alert: ToldAlert;
}

/** The log after a place, in its order. */
export async function eventsAfter(client: pg.ClientBase, after: string | bigint): Promise<StoredEvent[]> {
  const { rows } = await client.query<StoredEvent>(
    `select id::text, alert_id::text as "alertId", type, at::float8, silenced, alert
     from din_api.alert_event where id > $1 order by alert_event.id`,
    [after],
  );
  return rows;
}

/** All alerts in the order of their making. */
export async function storedAlerts(client: pg.ClientBase): Promise<(Alert & { readonly id: string })[]> {
  const { rows } = await client.query<Alert & { readonly id: string }>(
    `select id::text, ${ALERT_COLUMNS} from din_api.alert order by alert.id`,
  );
  return rows;
}

/** Does something with some connections of their own. */
export async function withClients<Result>(
  url: string,
  count: number,
  work: (clients: readonly pg.Client[]) => Promise<Result>,
): Promise<Result> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await work(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
