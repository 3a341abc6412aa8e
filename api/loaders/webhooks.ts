/** Webhooks, what is and was sent to them, and what came of each attempt. */
import { and, inArray, sql } from "drizzle-orm";
import { columnsWithout } from "../db/rows.ts";
import { type DeliveryState, webhook, webhookAttempt, webhookDelivery } from "../db/schema-alerts.ts";
import type { NestedTableList, TableList } from "./table-list.ts";

export type { DeliveryState };

/** Without its secret, which is not read to be shown. */
export type WebhookRow = Omit<typeof webhook.$inferSelect, "secret">;

/** As they are selected: ids are far below 2^53. */
export type DeliveryRow = Omit<typeof webhookDelivery.$inferSelect, "id" | "alertEventId"> & {
  readonly id: number;
  readonly alertEventId: number | null;
};
export type AttemptRow = Omit<typeof webhookAttempt.$inferSelect, "deliveryId"> & { readonly deliveryId: number };

export interface WebhookFilter {
  /** The key that made them; undefined for any. */
  readonly createdBy: string | undefined;
  readonly deleted: boolean;
}

export const webhooks: TableList<WebhookRow, WebhookFilter> = {
  name: "webhooks",
  table: webhook,
  columns: columnsWithout(webhook, ["secret"]),
  id: webhook.id,
  idType: "text",
  idOf: (row) => row.id,
  filter: ({ createdBy, deleted }) =>
    and(
      createdBy === undefined ? undefined : sql`${webhook.createdBy} = ${createdBy}`,
      sql`${webhook.deletedAt} is ${deleted ? sql`not null` : sql`null`}`,
    ),
};

export interface DeliveryFilter {
  readonly states?: readonly DeliveryState[] | undefined;
}

/** Deliveries by id, which is the order in which they were made. */
export const webhookDeliveries: NestedTableList<DeliveryRow, DeliveryFilter> = {
  name: "webhookDeliveries",
  table: webhookDelivery,
  id: webhookDelivery.id,
  idType: "bigint",
  idOf: (row) => String(row.id),
  parent: webhookDelivery.webhookId,
  parentOf: (row) => row.webhookId,
  filter: ({ states }) => states && inArray(webhookDelivery.state, [...states]),
};

/** Attempts of a delivery in their order. */
export const webhookAttempts: NestedTableList<AttemptRow, null> = {
  name: "webhookAttempts",
  table: webhookAttempt,
  id: webhookAttempt.attempt,
  idType: "integer",
  idOf: (row) => String(row.attempt),
  parent: webhookAttempt.deliveryId,
  parentType: "bigint",
  parentOf: (row) => String(row.deliveryId),
  filter: () => undefined,
};
