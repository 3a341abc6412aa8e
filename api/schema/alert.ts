/** Alerts as people and machines see them. */
import {
  ALERT_EVENT_TYPES,
  ALERT_FINALITIES,
  ALERT_SEVERITIES,
  ALERT_STATES,
  type AlertDetails,
  type AlertEventType,
  type AlertKind,
  type ToldAlert,
  type ToldEvent,
} from "../domain/alert.ts";
import { alerts, toldAlert } from "../loaders/alerts.ts";
import { alertCursor } from "../loaders/log-cursor.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { EnumValues } from "./enums.ts";
import { withChecksum } from "./scalars.ts";

export const AlertKindEnum = builder.enumType("AlertKind", {
  description: "What an alert is about.",
  values: {
    OPERATOR_OFFLINE: { value: "OPERATOR_OFFLINE", description: "A service is down in all its regions." },
    MISSED_REPORTS: { value: "MISSED_REPORTS", description: "Nobody has measured the operator for a while." },
    POOR_PERFORMANCE: { value: "POOR_PERFORMANCE", description: "A breach builds up (PENDING) or is open." },
    STAKE_DECREASED: { value: "STAKE_DECREASED", description: "Less stake is active than before." },
    SLASHING_RISK: {
      value: "SLASHING_RISK",
      description: "More than half of what opens a violation has passed, or one is open; with the projected slash.",
    },
    SLASH_PROPOSED: { value: "SLASH_PROPOSED", description: "A slash was proposed and has not ended." },
    SLASH_DISPUTED: { value: "SLASH_DISPUTED", description: "A slash was disputed and that is not decided." },
    SLASH_EXECUTED: { value: "SLASH_EXECUTED", description: "Stake was taken." },
    SLASH_CANCELLED: { value: "SLASH_CANCELLED", description: "A slash was called off." },
    TIER_CHANGED: { value: "TIER_CHANGED", description: "The operator has another tier." },
    STATUS_CHANGED: { value: "STATUS_CHANGED", description: "The operator has another status." },
    SCORE_DROPPED: { value: "SCORE_DROPPED", description: "The score fell by 10 or more within an hour." },
    SCORE_LOW: { value: "SCORE_LOW", description: "The score is under 90." },
    REPUTATION_CHANGED: {
      value: "REPUTATION_CHANGED",
      description: "The reputation crossed one of the levels of the policy.",
    },
    BACKUP_FAILOVER: {
      value: "BACKUP_FAILOVER",
      description: "Not the first of an operator's nodes serves, or none does: the heartbeats of better ones stopped.",
    },
    REPORTER_DISAGREEMENT: {
      value: "REPORTER_DISAGREEMENT",
      description: "A reporter has been too far off the consensus for some closed intervals in a row.",
    },
    UNSTAKE_CLAIMABLE: {
      value: "UNSTAKE_CLAIMABLE",
      description: "Unbonding has ended; what was asked back can be claimed.",
    },
    INDEXER_LAGGING: { value: "INDEXER_LAGGING", description: "The mirror of the chain is behind." },
    RATE_STALE: { value: "RATE_STALE", description: "The recorded wstETH rate is old." },
    REGISTRY_PAUSED: { value: "REGISTRY_PAUSED", description: "Parts of the registry are paused." },
    KEEPER_FAILING: {
      value: "KEEPER_FAILING",
      description: "Scores or slashes do not get to the chain: a keeper says why, or says nothing any more.",
    },
    KEEPER_PAUSED: {
      value: "KEEPER_PAUSED",
      description: "The kill-switch of the keepers is on: none sends anything.",
    },
    DISPUTE_DRAFTED: {
      value: "DISPUTE_DRAFTED",
      description:
        "A slash does not agree with what was assessed or is known by now: evidence to dispute it with is ready.",
    },
  } satisfies EnumValues<AlertKind>,
});

export const AlertSeverityEnum = builder.enumType("AlertSeverity", {
  description: "How urgent an alert is, ascending.",
  values: ALERT_SEVERITIES,
});

export const AlertStateEnum = builder.enumType("AlertState", {
  description: "Where an alert is in its life. RESOLVED and RETRACTED are closed.",
  values: {
    PENDING: { value: ALERT_STATES[0], description: "It seems to hold: what was received so far says so." },
    FIRING: { value: ALERT_STATES[1], description: "It holds." },
    ACKNOWLEDGED: { value: ALERT_STATES[2], description: "It holds, and somebody knows." },
    RESOLVED: { value: ALERT_STATES[3], description: "It holds no more." },
    RETRACTED: { value: ALERT_STATES[4], description: "It never was: a reorg of the chain took its cause back." },
  },
});

export const AlertFinalityEnum = builder.enumType("AlertFinality", {
  description: "Whether a reorg of the chain can still take the cause of an alert back.",
  values: ALERT_FINALITIES,
});

export const AlertEventTypeEnum = builder.enumType("AlertEventType", {
  description: "A step in the life of an alert.",
  values: {
    PENDING: { value: ALERT_EVENT_TYPES[0], description: "It seems to hold." },
    FIRED: {
      value: ALERT_EVENT_TYPES[1],
      description: "It holds; or, once it was acknowledged, it became certain or more severe.",
    },
    UPDATED: { value: ALERT_EVENT_TYPES[2], description: "It goes on, with another severity or other details." },
    ACKNOWLEDGED: { value: ALERT_EVENT_TYPES[3], description: "Somebody has seen it." },
    FINALIZED: { value: ALERT_EVENT_TYPES[4], description: "Its cause is final: no reorg can take it back." },
    RESOLVED: { value: ALERT_EVENT_TYPES[5], description: "It holds no more." },
    RETRACTED: { value: ALERT_EVENT_TYPES[6], description: "A reorg took its cause back." },
    REOPENED: {
      value: ALERT_EVENT_TYPES[7],
      description: "A reorg took back what had closed it, or brought back its cause.",
    },
  } satisfies EnumValues<AlertEventType>,
});

const AlertDetailRef = builder
  .objectRef<{ readonly key: string; readonly value: AlertDetails[string] }>("AlertDetail")
  .implement({
    description: "A figure or name behind an alert's message.",
    fields: (t) => ({
      key: t.exposeString("key", { description: "What it is." }),
      value: t.string({
        nullable: true,
        description: "As text: wei in decimal, times in Unix seconds; null where it is unknown.",
        resolve: ({ value }) => (value === null || value === undefined ? null : shown(String(value))),
      }),
    }),
  });

/** Addresses are shown as everywhere else. */
const shown = (value: string): string => (/^0x[0-9a-f]{40}$/.test(value) ? withChecksum(value) : value);

/** Most details an alert has, for the cost of asking. */
const MAX_DETAILS = 8;

export const AlertRef = builder.objectRef<ToldAlert>("Alert");

builder.node(AlertRef, {
  description: "Something that people or machines are to know.",
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { db }) =>
    (await loadByIds(db, alerts, ids)).map((row) => (row === null ? null : toldAlert(row))),
  isTypeOf: (value) => typeof value === "object" && value !== null && "correlationId" in value,
  fields: (t) => ({
    alertId: t.exposeID("id", { description: "Its number. Ascending: the later opened, the larger." }),
    correlationId: t.exposeString("correlationId", {
      description: "What exactly it is about: at most one alert of it is open at a time.",
    }),
    kind: t.expose("kind", { type: AlertKindEnum, description: "What it is about." }),
    severity: t.expose("severity", { type: AlertSeverityEnum, description: "How urgent it is." }),
    state: t.expose("state", { type: AlertStateEnum, description: "Where it is in its life." }),
    finality: t.expose("finality", {
      type: AlertFinalityEnum,
      nullable: true,
      description: "Null for what does not come from the chain.",
    }),
    operatorAddress: t.expose("operator", {
      type: "Address",
      nullable: true,
      description: "Null for what is about all operators.",
    }),
    subject: t.exposeString("subject", {
      nullable: true,
      description: "Which slash, unstake request, reporter or metric; null where the kind says all.",
    }),
    message: t.exposeString("message", { description: "For people." }),
    details: t.field({
      type: [AlertDetailRef],
      description: "The figures behind the message.",
      complexity: { field: 1, multiplier: MAX_DETAILS },
      resolve: ({ details }) => Object.entries(details).map(([key, value]) => ({ key, value })),
    }),
    openedAt: t.expose("openedAt", { type: "DateTime", description: "When it was first told." }),
    firedAt: t.expose("firedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it fired first; null until it has.",
    }),
    changedAt: t.expose("changedAt", { type: "DateTime", description: "When it last changed." }),
    acknowledgedAt: t.expose("acknowledgedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was acknowledged last; null if nobody has.",
    }),
    note: t.exposeString("note", { nullable: true, description: "What whoever acknowledged or resolved it left." }),
    closedAt: t.expose("closedAt", { type: "DateTime", nullable: true, description: "Null while it is open." }),
    resolvedByHand: t.boolean({
      description: "Whether somebody resolved it, and not what it is about.",
      resolve: ({ closedBy }) => closedBy !== null,
    }),
  }),
});

export const AlertEventRef = builder.objectRef<ToldEvent>("AlertEvent").implement({
  description: "A step in the life of an alert. The log of them is append-only and has one order for everybody.",
  fields: (t) => ({
    eventId: t.exposeID("id", { description: "Unique and ascending: whoever reads an event twice can tell by it." }),
    cursor: t.string({
      description: "Its place in the log: the `after` of `alertEvents` and of the subscription `alerts`.",
      resolve: ({ id }) => alertCursor.encode(id),
    }),
    type: t.expose("type", { type: AlertEventTypeEnum, description: "What happened." }),
    at: t.expose("at", { type: "DateTime", description: "When it was told." }),
    silenced: t.exposeBoolean("silenced", { description: "Whether a silence covered it." }),
    alert: t.expose("alert", { type: AlertRef, description: "The alert after this step." }),
  }),
});

export const AlertConnectionRef = connectionOf(AlertRef, "Alert");
export const AlertEventConnectionRef = connectionOf(AlertEventRef, "AlertEvent");
