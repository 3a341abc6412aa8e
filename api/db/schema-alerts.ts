/** Alerts, their event log, and where they are sent. Times are Unix seconds unless said otherwise. */
import { sql } from "drizzle-orm";
import { bigint, bigserial, boolean, index, integer, jsonb, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type {
  AlertDetails,
  AlertEventType,
  AlertFinality,
  AlertKind,
  AlertSeverity,
  AlertState,
  ToldAlert,
} from "../domain/alert.ts";
import { bytes, schema } from "./schema.ts";

/** What people and machines are to know. Written only by `recordAlerts`, under `LOCKS.alerts`. */
export const alert = schema.table(
  "alert",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    /** What it is about: at most one alert of it is open. */
    correlationId: text().notNull(),
    kind: text().$type<AlertKind>().notNull(),
    severity: text().$type<AlertSeverity>().notNull(),
    state: text().$type<AlertState>().notNull(),
    /** Null for what does not come from the chain. */
    finality: text().$type<AlertFinality>(),
    /** Lowercase address; null for what is about all. */
    operator: text(),
    /** Which slash, request, reporter or metric. */
    subject: text(),
    message: text().notNull(),
    details: jsonb().$type<AlertDetails>().notNull(),
    /** Unix seconds, all of them. */
    openedAt: bigint({ mode: "number" }).notNull(),
    firedAt: bigint({ mode: "number" }),
    changedAt: bigint({ mode: "number" }).notNull(),
    acknowledgedAt: bigint({ mode: "number" }),
    /** The key that did it. */
    acknowledgedBy: text(),
    note: text(),
    /** When it was resolved or retracted. */
    closedAt: bigint({ mode: "number" }),
    /** The key that resolved it; null if it resolved by itself. */
    closedBy: text(),
  },
  (table) => [
    index("alert_correlation").on(table.correlationId, table.id),
    uniqueIndex("alert_open").on(table.correlationId).where(sql`${table.closedAt} is null`),
    index("alert_operator").on(table.operator, table.id),
    index("alert_kind").on(table.kind, table.id),
    index("alert_kind_open").on(table.kind, table.changedAt).where(sql`${table.closedAt} is null`),
  ],
);

/** Every step in the life of every alert, in the order of commits: append only. An id is a cursor that misses nothing. */
export const alertEvent = schema.table(
  "alert_event",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    alertId: bigint({ mode: "bigint" }).notNull(),
    type: text().$type<AlertEventType>().notNull(),
    at: bigint({ mode: "number" }).notNull(),
    /** Whether a silence covered it. */
    silenced: boolean().notNull(),
    /** The alert after this step. */
    alert: jsonb().$type<ToldAlert>().notNull(),
  },
  (table) => [
    index("alert_event_alert").on(table.alertId, table.id),
    index("alert_event_kind").on(sql`(${table.alert}->>'kind')`, table.id),
  ],
);

/** Alerts that match are recorded, and told to nobody. */
export const silence = schema.table(
  "silence",
  {
    id: text().primaryKey(),
    /** Null for any. */
    operator: text(),
    kind: text().$type<AlertKind>(),
    startAt: bigint({ mode: "number" }).notNull(),
    endAt: bigint({ mode: "number" }).notNull(),
    reason: text().notNull(),
    createdBy: text().notNull(),
    createdAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("silence_end").on(table.endAt)],
);

/** Where alerts are sent to. */
export const webhook = schema.table("webhook", {
  id: text().primaryKey(),
  url: text().notNull(),
  description: text().notNull(),
  /** 24 to 64 random bytes: deliveries are signed with it, so it is kept as it is. */
  secret: bytes().notNull(),
  /** Only these; null for any. */
  kinds: text().array().$type<AlertKind[]>(),
  severities: text().array().$type<AlertSeverity[]>(),
  /** Only of this operator; null for any. */
  operator: text(),
  createdBy: text().notNull(),
  createdAt: bigint({ mode: "number" }).notNull(),
  /** Deliveries that wait are dropped with it; the log stays. */
  deletedAt: bigint({ mode: "number" }),
});

export type DeliveryState = "WAITING" | "DELIVERED" | "DEAD" | "DROPPED";

/** An alert event on its way to a webhook. Inserted with the event. */
export const webhookDelivery = schema.table(
  "webhook_delivery",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    webhookId: text().notNull(),
    /** Null for a test. */
    alertEventId: bigint({ mode: "bigint" }),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull().default(0),
    /** Milliseconds since the epoch: when it is sent next; while it is being sent, when it may be taken for lost. */
    nextAttemptAt: bigint({ mode: "number" }).notNull(),
    createdAt: bigint({ mode: "number" }).notNull(),
    deliveredAt: bigint({ mode: "number" }),
  },
  (table) => [
    // By webhook first: one that does not answer must not have its backlog read again and again on the way to the others'.
    index("webhook_delivery_due")
      .on(table.webhookId, table.nextAttemptAt, table.id)
      .where(sql`${table.state} = 'WAITING'`),
    index("webhook_delivery_webhook").on(table.webhookId, table.id),
    uniqueIndex("webhook_delivery_once").on(table.webhookId, table.alertEventId),
  ],
);

/** What came of each attempt. */
export const webhookAttempt = schema.table(
  "webhook_attempt",
  {
    deliveryId: bigint({ mode: "bigint" }).notNull(),
    attempt: integer().notNull(),
    at: bigint({ mode: "number" }).notNull(),
    /** Null if there was no answer. */
    status: integer(),
    /** Null if it was taken. */
    error: text(),
    durationMs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.attempt] })],
);
