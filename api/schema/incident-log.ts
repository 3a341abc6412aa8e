/** What happened to an operator, whatever it was, in one list. */
import { LOG_KINDS, type LogDetails, type LogKind, titleOf } from "../domain/incident-log.ts";
import { RequestError } from "../loaders/errors.ts";
import type { LogRow } from "../loaders/incident-log.ts";
import { type PageArgs, parsePage } from "../loaders/page.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { EnumValues } from "./enums.ts";
import { IncidentRef } from "./incident.ts";
import { MaintenanceRef } from "./maintenance.ts";
import { OperatorRef } from "./operator.ts";
import { SlashRef } from "./slash.ts";
import { ViolationRef } from "./violation.ts";

const LogKindEnum = builder.enumType("IncidentLogKind", {
  description: "What happened.",
  values: {
    VIOLATION_OPENED: { value: LOG_KINDS[0], description: "An outage, a breach or an incident began to count." },
    VIOLATION_CLOSED: { value: LOG_KINDS[1], description: "A violation ended." },
    INCIDENT_REPORTED: { value: LOG_KINDS[2], description: "A reporter told of wrong data or misbehaviour." },
    INCIDENT_CONFIRMED: { value: LOG_KINDS[3], description: "A second reporter confirmed that." },
    FAILOVER: { value: LOG_KINDS[4], description: "Another node serves, or none any more." },
    MAINTENANCE_ANNOUNCED: { value: LOG_KINDS[5], description: "Maintenance was announced." },
    MAINTENANCE_CANCELLED: { value: LOG_KINDS[6], description: "Maintenance was called off." },
    SLASH_PROPOSED: { value: LOG_KINDS[7], description: "A slash was proposed." },
    SLASH_DISPUTED: { value: LOG_KINDS[8], description: "A slash was disputed." },
    SLASH_RESOLVED: { value: LOG_KINDS[9], description: "A dispute was resolved." },
    SLASH_EXECUTED: { value: LOG_KINDS[10], description: "A slash was executed." },
    SLASH_CANCELLED: { value: LOG_KINDS[11], description: "A slash was cancelled." },
    SLASH_EXPIRED: { value: LOG_KINDS[12], description: "A slash ran out of time." },
    KILL_SWITCH: { value: LOG_KINDS[13], description: "Somebody took it out of the routes, or put it back." },
  } satisfies EnumValues<LogKind>,
});

const LogDetailRef = builder
  .objectRef<{ readonly key: string; readonly value: LogDetails[string] }>("IncidentLogDetail")
  .implement({
    description: "A figure or name behind an entry.",
    fields: (t) => ({
      key: t.exposeString("key", { description: "What it is." }),
      value: t.string({
        nullable: true,
        description: "As text, times in Unix seconds; null where there is none.",
        resolve: ({ value }) => (value === null || value === undefined ? null : String(value)),
      }),
    }),
  });

/** Most details an entry has, for the cost of asking. */
const MAX_DETAILS = 6;

const LogEntryRef = builder.objectRef<LogRow>("IncidentLogEntry").implement({
  description: "Something that happened to an operator.",
  fields: (t) => ({
    entryId: t.exposeString("key", { description: "Tells it from all others of the operator; it stays the same." }),
    at: t.expose("at", { type: "DateTime", description: "When it happened." }),
    kind: t.expose("kind", { type: LogKindEnum, description: "What happened." }),
    title: t.string({
      description: "For people, in one line.",
      resolve: ({ kind, details }) => titleOf(kind, details),
    }),
    details: t.field({
      type: [LogDetailRef],
      description: "What is behind it, as it is known now.",
      complexity: { field: 1, multiplier: MAX_DETAILS },
      resolve: ({ details }) => Object.entries(details).map(([key, value]) => ({ key, value })),
    }),
    violation: t.field({
      type: ViolationRef,
      nullable: true,
      description: "The violation that it is of; null if of none.",
      resolve: ({ violationId }, _args, { loaders }) =>
        violationId === null ? null : loaders.violation.load(violationId),
    }),
    incident: t.field({
      type: IncidentRef,
      nullable: true,
      description: "The incident that it is of; null if of none.",
      resolve: ({ incidentId }, _args, { loaders }) => (incidentId === null ? null : loaders.incident.load(incidentId)),
    }),
    slash: t.field({
      type: SlashRef,
      nullable: true,
      description: "The slash that it is of; null if of none.",
      resolve: ({ slashId }, _args, { loaders }) => (slashId === null ? null : loaders.slash.load(slashId)),
    }),
    maintenance: t.field({
      type: MaintenanceRef,
      nullable: true,
      description: "The maintenance that it is of; null if of none.",
      resolve: ({ maintenanceId }, _args, { loaders }) =>
        maintenanceId === null ? null : loaders.announced.load(maintenanceId),
    }),
  }),
});

/** Each of the tables it is put together from is read for a whole page. */
function logCost(args: PageArgs): { field: number; multiplier: number } {
  const { limit } = parsePage(args);
  return { field: 2 + 3 * limit, multiplier: limit };
}

const LogConnectionRef = connectionOf(LogEntryRef, "IncidentLogEntry");

builder.objectField(OperatorRef, "incidentLog", (t) =>
  t.connection(
    {
      type: LogEntryRef,
      description:
        "What happened to it, newest first: violations, incidents, failovers, maintenance, slashes, and who switched it off. A reorg may take back what the chain said.",
      args: {
        kinds: t.arg({ type: [LogKindEnum], description: "Any of these; default: all." }),
        from: t.arg({ type: "DateTime", description: "Inclusive; default: from the beginning." }),
        to: t.arg({ type: "DateTime", description: "Exclusive; default: up to now." }),
      },
      complexity: logCost,
      resolve: ({ row }, { kinds, from = null, to = null, ...args }, { loaders }) => {
        if (from !== null && to !== null && from >= to) {
          throw new RequestError("INVALID_RANGE", "`from` must be before `to`.", { argument: "from" });
        }
        const filter = { kinds: kinds ?? LOG_KINDS, from, to };
        return loaders.incidentLog.load({ parent: row.address, args, filter });
      },
    },
    LogConnectionRef,
  ),
);
