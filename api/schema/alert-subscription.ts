import { alertCursor } from "../loaders/log-cursor.ts";
import { AlertEventRef, AlertKindEnum, AlertSeverityEnum } from "./alert.ts";
import { builder } from "./builder.ts";
import { feedOf, isWanted } from "./subscription.ts";

const AlertSubscriptionFilterInput = builder.inputType("AlertSubscriptionFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Only about this operator." }),
    kind: t.field({ type: [AlertKindEnum], description: "Any of these." }),
    severity: t.field({ type: [AlertSeverityEnum], description: "Any of these." }),
    includeSilenced: t.boolean({
      required: true,
      defaultValue: false,
      description: "Whether to tell what a silence covered, too.",
    }),
  }),
});

builder.subscriptionField("alerts", (t) =>
  t.field({
    type: AlertEventRef,
    description: "Every step in the life of alerts, in the order of the log.",
    args: {
      filter: t.arg({ type: AlertSubscriptionFilterInput, description: "Which ones; default: all but silenced ones." }),
      after: t.arg.string({
        description: "A `cursor` of an event: what was told since then comes first. Default: from now on.",
      }),
    },
    subscribe: (_root, { filter, after }, { streams }) =>
      feedOf(
        streams.alerts,
        after === null || after === undefined ? null : alertCursor.decode(after),
        ({ silenced, alert }) =>
          (!silenced || filter?.includeSilenced === true) &&
          (!filter?.operator || alert.operator === filter.operator) &&
          isWanted(filter?.kind, alert.kind) &&
          isWanted(filter?.severity, alert.severity),
      ),
    resolve: (event) => event,
  }),
);
