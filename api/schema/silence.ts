import { endSilence, silenceAlerts } from "../alerts/silences.ts";
import { type SilenceRow, silences } from "../loaders/alerts.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { AlertKindEnum } from "./alert.ts";
import { keyOf } from "./alert-mutations.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { pageCost } from "./lists.ts";

const SilenceRef = builder.objectRef<SilenceRow>("Silence").implement({
  description:
    "A time in which what happens to some alerts is recorded and told to nobody: no webhook gets it, and subscriptions only if they ask for it.",
  fields: (t) => ({
    silenceId: t.exposeString("id", { description: "Names it, as in `endSilence`." }),
    operatorAddress: t.expose("operator", {
      type: "Address",
      nullable: true,
      description: "Whose alerts; null for any operator's and those about all.",
    }),
    kind: t.expose("kind", { type: AlertKindEnum, nullable: true, description: "Which kind; null for all kinds." }),
    start: t.expose("startAt", { type: "DateTime", description: "From this moment on." }),
    end: t.expose("endAt", { type: "DateTime", description: "Before this moment." }),
    active: t.boolean({
      description: "Whether it lasts now.",
      resolve: ({ startAt, endAt }, _args, { now }) => startAt <= now && now < endAt,
    }),
    reason: t.exposeString("reason", { description: "Why." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was made." }),
  }),
});

const SilenceConnectionRef = connectionOf(SilenceRef, "Silence");

builder.queryField("silences", (t) =>
  t.connection(
    {
      type: SilenceRef,
      description: "Times of silence, the newest first.",
      args: {
        active: t.arg.boolean({ description: "True: only those that last now. False: only the others. Default: all." }),
      },
      complexity: pageCost,
      resolve: (_root, { active, ...args }, { db, now }) => {
        const filter = { active: typeof active === "boolean" ? { at: now, is: active } : undefined };
        return loadTablePage(db, silences, args, filter, "DESC");
      },
    },
    SilenceConnectionRef,
  ),
);

const SilenceAlertsInput = builder.inputType("SilenceAlertsInput", {
  description: "Which alerts are to be silenced, and for how long. Without operator and kind: every alert.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Whose. Default: any operator's, and those about all." }),
    kind: t.field({ type: AlertKindEnum, description: "Which kind. Default: all kinds." }),
    start: t.field({ type: "DateTime", description: "From when on; what is past counts from now. Default: now." }),
    end: t.field({ type: "DateTime", description: "Until when: within 30 days from now.", required: true }),
    reason: t.string({ description: "Why, one line of 1 to 200 characters.", required: true }),
  }),
});

const ALERTS_WRITE = { scope: "alerts:write" } as const;

builder.mutationFields((t) => ({
  silenceAlerts: t.field({
    type: SilenceRef,
    description: "Begins a time of silence, or announces one. Needs the scope ALERTS_WRITE.",
    access: ALERTS_WRITE,
    args: { input: t.arg({ description: "What and how long.", type: SilenceAlertsInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "SilenceAlertsResult", description: "The silence, or why not." } },
    resolve: (_root, { input }, { pool, caller, now }) =>
      silenceAlerts(
        pool,
        {
          operator: input.operator ?? null,
          kind: input.kind ?? null,
          startAt: input.start ?? null,
          endAt: input.end,
          reason: input.reason,
        },
        keyOf(caller),
        now,
      ),
  }),
  endSilence: t.field({
    type: SilenceRef,
    description:
      "Ends a silence now; one that has not begun never will. Again changes nothing. Needs the scope ALERTS_WRITE.",
    access: ALERTS_WRITE,
    args: { id: t.arg.string({ description: "Its `silenceId`.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "EndSilenceResult", description: "The silence, or why not." } },
    resolve: (_root, { id }, { pool, now }) => endSilence(pool, id, now),
  }),
}));
