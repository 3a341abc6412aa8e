/**
 * Where entries of the incident log come from: each a select of the rows of `wanted.operator` with the columns of `LogRow`.
 * What happens to one row more than once is one select with a row for each; but of violations there may be many, and both
 * their moments have an index.
 */
import { type SQL, sql } from "drizzle-orm";
import { slash } from "../db/chain.ts";
import { failoverEvent } from "../db/schema-profiles.ts";
import { circuitOverride } from "../db/schema-routing.ts";
import { incident, maintenance, violation } from "../db/schema-violations.ts";
import type { LogKind } from "../domain/incident-log.ts";

interface Links {
  readonly violationId?: SQL;
  readonly incidentId?: SQL;
  readonly slashId?: SQL;
  readonly maintenanceId?: SQL;
}

const NONE = sql`null::text`;

function columns(kind: SQL, at: SQL, id: SQL, links: Links, details: SQL): SQL {
  return sql`${kind} as kind, ${at} as at, ${kind} || ':' || ${id} as key,
    ${links.violationId ?? NONE} as "violationId", ${links.incidentId ?? NONE} as "incidentId",
    ${links.slashId ?? NONE} as "slashId", ${links.maintenanceId ?? NONE} as "maintenanceId", ${details} as details`;
}

const literal = (kind: LogKind): SQL => sql.raw(`'${kind}'::text`);

const STEP = { kind: sql`step.kind`, at: sql`step.at` };

/** A row for each moment that came. */
function steps(...moments: readonly (readonly [LogKind, SQL])[]): SQL {
  const rows = moments.map(([kind, at]) => sql`(${literal(kind)}, ${at}::bigint)`);
  return sql`(values ${sql.join(rows, sql`, `)}) as step (kind, at)`;
}

const ofViolation = (kind: LogKind, at: SQL): SQL => sql`
  select ${columns(
    literal(kind),
    at,
    sql`${violation.id}`,
    { violationId: sql`${violation.id}`, incidentId: sql`${violation.incidentId}` },
    sql`jsonb_build_object('type', ${violation.type}, 'startedAt', ${violation.startedAt}, 'closedAt', ${violation.closedAt})`,
  )}
  from ${violation} where ${violation.operator} = wanted.operator and ${at} is not null`;

const ofIncidents = sql`
  select ${columns(
    STEP.kind,
    STEP.at,
    sql`${incident.id}`,
    { violationId: sql`${incident.violationId}`, incidentId: sql`${incident.id}` },
    sql`jsonb_build_object('type', ${incident.type}, 'summary', ${incident.summary}, 'reporter', ${incident.reporter},
      'confirmedBy', ${incident.confirmedBy}, 'startAt', ${incident.startAt}, 'endAt', ${incident.endAt})`,
  )}
  from ${incident} cross join lateral ${steps(
    ["INCIDENT_REPORTED", sql`${incident.reportedAt}`],
    ["INCIDENT_CONFIRMED", sql`${incident.confirmedAt}`],
  )}
  where ${incident.operator} = wanted.operator and step.at is not null`;

const ofFailovers = sql`
  select ${columns(
    literal("FAILOVER"),
    sql`${failoverEvent.at}`,
    sql`${failoverEvent.id}::text`,
    {},
    sql`jsonb_build_object('service', ${failoverEvent.service}, 'region', ${failoverEvent.region},
      'from', ${failoverEvent.fromNode}, 'to', ${failoverEvent.toNode})`,
  )}
  from ${failoverEvent} where ${failoverEvent.operator} = wanted.operator`;

const ofMaintenance = sql`
  select ${columns(
    STEP.kind,
    STEP.at,
    sql`${maintenance.id}`,
    { maintenanceId: sql`${maintenance.id}` },
    sql`jsonb_build_object('reason', ${maintenance.reason}, 'startAt', ${maintenance.startAt}, 'endAt', ${maintenance.endAt})`,
  )}
  from ${maintenance} cross join lateral ${steps(
    ["MAINTENANCE_ANNOUNCED", sql`${maintenance.announcedAt}`],
    ["MAINTENANCE_CANCELLED", sql`${maintenance.cancelledAt}`],
  )}
  where ${maintenance.operator} = wanted.operator and step.at is not null`;

const ofSlashes = sql`
  select ${columns(
    STEP.kind,
    STEP.at,
    sql`${slash.id}::text`,
    { slashId: sql`${slash.id}::text` },
    sql`jsonb_build_object('violationType', ${slash.violationType}, 'severity', ${slash.severity}, 'bps', ${slash.bps},
      'reason', ${slash.reason}, 'outcome', ${slash.outcome}, 'cancelReason', ${slash.cancelReason})`,
  )}
  from ${slash} cross join lateral ${steps(
    ["SLASH_PROPOSED", sql`${slash.proposedAt}`],
    ["SLASH_DISPUTED", sql`${slash.disputedAt}`],
    ["SLASH_RESOLVED", sql`${slash.resolvedAt}`],
    ["SLASH_EXECUTED", sql`${slash.executedAt}`],
    ["SLASH_CANCELLED", sql`${slash.cancelledAt}`],
    ["SLASH_EXPIRED", sql`${slash.expiredAt}`],
  )}
  where ${slash.operator} = wanted.operator and step.at is not null`;

const ofKillSwitch = sql`
  select ${columns(
    literal("KILL_SWITCH"),
    sql`${circuitOverride.setAt}`,
    sql`${circuitOverride.id}::text`,
    {},
    sql`jsonb_build_object('state', ${circuitOverride.state}, 'reason', ${circuitOverride.reason})`,
  )}
  from ${circuitOverride} where ${circuitOverride.operator} = wanted.operator`;

export const LOG_BRANCHES: readonly SQL[] = [
  ofViolation("VIOLATION_OPENED", sql`${violation.openedAt}`),
  ofViolation("VIOLATION_CLOSED", sql`${violation.closedAt}`),
  ofIncidents,
  ofFailovers,
  ofMaintenance,
  ofSlashes,
  ofKillSwitch,
];
