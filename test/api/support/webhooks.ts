/** Webhooks as their owners use them, and alerts for them to be told. */
import type pg from "pg";
import { z } from "zod";
import { recordAlerts } from "../../../api/alerts/record.ts";
import type { AlertSignal } from "../../../api/domain/alert.ts";
import type { TestApi } from "./api.ts";
import { NOW } from "./rows.ts";
import { askAs } from "./writer.ts";

const createdSchema = z.object({
  createWebhook: z.object({ secret: z.string(), webhook: z.object({ webhookId: z.string() }) }),
});

export const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
  __typename
  ... on CreatedWebhook { secret webhook {
    webhookId url description kinds severities operatorAddress createdBy createdAt deletedAt } }
  ... on Error { code message path }
} }`;

/** A webhook of the key. @throws if it is refused */
export async function makeWebhook(
  api: TestApi,
  key: string,
  input: { readonly url: string } & Record<string, unknown>,
): Promise<{ readonly id: string; readonly secret: string }> {
  const { data } = await askAs(api, key, CREATE, { input });
  const { secret, webhook } = createdSchema.parse(data).createWebhook;
  return { id: webhook.webhookId, secret };
}

/** Something that happened, each `n` another alert. */
export function signalOf(n: number, told: Partial<AlertSignal> = {}): AlertSignal {
  return {
    is: "FIRING",
    correlationId: `SCORE_LOW/${n}`,
    kind: "SCORE_LOW",
    severity: "WARNING",
    operator: null,
    subject: null,
    message: `The score is under 90 (${n}).`,
    details: { score: 8_900 },
    finality: null,
    ...told,
  };
}

/** As whoever sees a fact records it. */
export async function tellAlerts(client: pg.Client, signals: readonly AlertSignal[], at = NOW): Promise<void> {
  await client.query("begin");
  await recordAlerts(client, signals, at);
  await client.query("commit");
}

/** Numbers of alerts, so that no two tests tell the same. */
export function* numbers(): Generator<number, never> {
  for (let n = 1; ; n += 1) yield n;
}

export interface StoredDelivery {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  /** What came of the attempts, in order: the status, or the error without one. */
  readonly log: readonly string[];
}

/** What a webhook's deliveries have come to, the oldest first. */
export async function deliveriesOf(client: pg.Client, webhookId: string): Promise<StoredDelivery[]> {
  const { rows } = await client.query<StoredDelivery>(
    `select id::text, state, attempts, next_attempt_at::float8 as "nextAttemptAt", array(
       select case when a.error is null then a.status::text else a.error end from din_api.webhook_attempt as a
       where a.delivery_id = d.id order by a.attempt) as log
     from din_api.webhook_delivery as d where webhook_id = $1 order by d.id`,
    [webhookId],
  );
  return rows;
}
