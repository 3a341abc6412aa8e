/** Where alerts and their history are read. */
import { alertEvents, alerts, toldAlert, toldAlerts, toldEvents } from "../loaders/alerts.ts";
import { loadByIds, loadTablePage } from "../loaders/table-list.ts";
import { AlertConnectionRef, AlertEventConnectionRef, AlertEventRef, AlertRef } from "./alert.ts";
import {
  AlertEventFilterInput,
  AlertFilterInput,
  alertEventFilter,
  alertFilter,
  OperatorAlertFilterInput,
} from "./alert-filters.ts";
import { builder } from "./builder.ts";
import { DIRECTION, pageCost } from "./lists.ts";
import { OperatorRef } from "./operator.ts";

builder.queryFields((t) => ({
  alert: t.field({
    type: AlertRef,
    nullable: true,
    description: "One alert; null if there is none of that number.",
    args: { id: t.arg.id({ description: "Its `alertId`.", required: true }) },
    resolve: async (_root, { id }, { db }) => {
      const [row = null] = await loadByIds(db, alerts, [id]);
      return row === null ? null : toldAlert(row);
    },
  }),
  alerts: t.connection(
    {
      type: AlertRef,
      description: "All alerts in the order in which they were first told, silenced ones too.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: AlertFilterInput }),
        direction: t.arg(DIRECTION),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, direction, ...args }, { db }) =>
        toldAlerts(await loadTablePage(db, alerts, args, alertFilter(filter), direction)),
    },
    AlertConnectionRef,
  ),
  alertEvents: t.connection(
    {
      type: AlertEventRef,
      description:
        "Every step of every alert, oldest first: an append-only log. What is read later comes after every cursor read before, and the subscription `alerts` goes on from the same cursors.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: AlertEventFilterInput }) },
      complexity: pageCost,
      resolve: async (_root, { filter, ...args }, { db }) =>
        toldEvents(await loadTablePage(db, alertEvents, args, alertEventFilter(filter), "ASC")),
    },
    AlertEventConnectionRef,
  ),
}));

builder.objectField(OperatorRef, "alerts", (t) =>
  t.connection(
    {
      type: AlertRef,
      description: "What people are to know of it, newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorAlertFilterInput }) },
      complexity: pageCost,
      resolve: async ({ row }, { filter, ...args }, { loaders }) =>
        toldAlerts(await loaders.alerts.load({ parent: row.address, args, filter: alertFilter(filter) })),
    },
    AlertConnectionRef,
  ),
);

builder.objectField(AlertRef, "events", (t) =>
  t.connection(
    {
      type: AlertEventRef,
      description: "Every step it took, oldest first.",
      complexity: pageCost,
      resolve: async ({ id }, args, { loaders }) =>
        toldEvents(await loaders.alertEvents.load({ parent: id, args, filter: {} })),
    },
    AlertEventConnectionRef,
  ),
);
