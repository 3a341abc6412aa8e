/** What a receiver is sent. The same event is the same text at every attempt. */
import { getAddress, isAddress } from "viem";
import type { AlertDetails, ToldEvent } from "../domain/alert.ts";
import { alertCursor } from "../loaders/log-cursor.ts";

/** A step in the life of an alert: none that is sent was silenced. */
export type LoggedEvent = Omit<ToldEvent, "silenced">;

/** Addresses as EIP-55 has them, times in RFC 3339, amounts in wei as decimal strings. */
export function alertPayload({ id, type, at, alert }: LoggedEvent): string {
  return JSON.stringify({
    type: `alert.${type.toLowerCase()}`,
    timestamp: momentOf(at),
    data: {
      event: { id, cursor: alertCursor.encode(id), type, at: momentOf(at) },
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
