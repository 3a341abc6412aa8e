/** Alerts written as those who watch write them. */
import pg from "pg";
import { recordAlerts } from "../../../api/alerts/record.ts";
import type { AlertSignal } from "../../../api/domain/alert.ts";
import { address, NOW } from "./rows.ts";

/** Something that holds from now on: each name is an alert of its own. */
export function signal(name: string, told: Partial<AlertSignal> = {}): AlertSignal {
  return {
    ...{ is: "FIRING", correlationId: name, kind: "SCORE_LOW", severity: "WARNING", operator: address(1) },
    ...{ subject: null, message: `about ${name}`, details: {}, finality: null },
    ...told,
  };
}

/** Tells signals in one transaction. */
export async function record(client: pg.ClientBase, ...signals: readonly AlertSignal[]): Promise<void> {
  await client.query("begin");
  try {
    await recordAlerts(client, signals, NOW);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Writers at the same time, each with a connection and as many alerts of its own, one a transaction. */
export async function writeFrom(url: string, writers: number, each: number, name: string): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        for (let n = 0; n < each; n += 1) await record(client, signal(`${name} ${writer} ${n}`));
      } finally {
        await client.end();
      }
    }),
  );
}

/** The ids of all events, in their order. */
export async function eventIds(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "select id::text from din_api.alert_event order by alert_event.id",
  );
  return rows.map(({ id }) => id);
}
