/** What a receiver is sent. The same event is the same text at every attempt. */
import { getAddress, isAddress } from "viem";
import type { AlertDetails, AlertEventType, ToldAlert } from "../domain/alert.ts";
import { encodeAlertCursor } from "../loaders/alert-cursor.ts";

/** A step in the life of an alert, as the log has it. */
export interface LoggedEvent {
  /** Decimal. */
  readonly id: string;
  readonly type: AlertEventType;
  /** Unix seconds. */
  readonly at: number;
  readonly alert: ToldAlert;
}

/** Addresses as EIP-55 has them, times in RFC 3339, amounts in wei as decimal strings. */
export function alertPayload({ id, type, at, alert }: LoggedEvent): string {
  return JSON.stringify({
    type: `alert.${type.toLowerCase()}`,
    timestamp: momentOf(at),
    data: {
      event: { id, cursor: encodeAlertCursor(id), type, at: momentOf(at) },
      alert: {
        ...{ id: alert.id, correlationId: alert.correlationId },
        ...{ kind: alert.kind, severity: alert.severity, state: alert.state, finality: alert.finality },
        ...{ operator: shown(alert.operator), subject: shown(alert.subject) },
        ...{ message: alert.message, details: shownDetails(alert.details), note: alert.note },
        openedAt: momentOf(alert.openedAt),
        firedAt: momentOf(alert.firedAt),
        changedAt: momentOf(alert.changedAt),
        acknowledgedAt: momentOf(alert.acknowledgedAt),
        closedAt: momentOf(alert.closedAt),
      },
    },
  });
}

/** @param at Unix seconds: when the test was asked for */
export function testPayload(webhookId: string, at: number): string {
  return JSON.stringify({ type: "webhook.test", timestamp: momentOf(at), data: { webhook: { id: webhookId } } });
}

function shownDetails(details: AlertDetails): AlertDetails {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, shown(value)]));
}

function shown<Value>(value: Value): Value | string {
  return typeof value === "string" && isAddress(value, { strict: false }) ? getAddress(value) : value;
}

function momentOf(at: number): string;
function momentOf(at: number | null): string | null;
function momentOf(at: number | null): string | null {
  return at === null ? null : new Date(at * 1_000).toISOString();
}
