import type { AlertEventFilter, AlertFilter } from "../loaders/alerts.ts";
import { AlertFinalityEnum, AlertKindEnum, AlertSeverityEnum, AlertStateEnum } from "./alert.ts";
import { builder } from "./builder.ts";

const ANY = "Any of these.";

/** Under an operator a list is of that operator already. */
export const OperatorAlertFilterInput = builder.inputType("OperatorAlertFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    kind: t.field({ type: [AlertKindEnum], description: ANY }),
    severity: t.field({ type: [AlertSeverityEnum], description: ANY }),
    state: t.field({ type: [AlertStateEnum], description: ANY }),
    open: t.boolean({ description: "True: neither RESOLVED nor RETRACTED. False: one of these." }),
    finality: t.field({ type: AlertFinalityEnum, description: "Only from the chain, and with this finality." }),
    since: t.field({ type: "DateTime", description: "First told at this moment or later." }),
    until: t.field({ type: "DateTime", description: "First told before this moment." }),
  }),
});

export const AlertFilterInput = builder.inputType("AlertFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
    kind: t.field({ type: [AlertKindEnum], description: ANY }),
    severity: t.field({ type: [AlertSeverityEnum], description: ANY }),
    state: t.field({ type: [AlertStateEnum], description: ANY }),
    open: t.boolean({ description: "True: neither RESOLVED nor RETRACTED. False: one of these." }),
    finality: t.field({ type: AlertFinalityEnum, description: "Only from the chain, and with this finality." }),
    since: t.field({ type: "DateTime", description: "First told at this moment or later." }),
    until: t.field({ type: "DateTime", description: "First told before this moment." }),
  }),
});

export const AlertEventFilterInput = builder.inputType("AlertEventFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
    kind: t.field({ type: [AlertKindEnum], description: ANY }),
    severity: t.field({ type: [AlertSeverityEnum], description: "Any of these, as it was after the step." }),
    silenced: t.boolean({ description: "Whether a silence covered it." }),
  }),
});

/** What the loaders call these filters. */
export function alertFilter(input: typeof AlertFilterInput.$inferInput | null | undefined): AlertFilter {
  return {
    operator: input?.operator ?? undefined,
    kinds: input?.kind ?? undefined,
    severities: input?.severity ?? undefined,
    states: input?.state ?? undefined,
    open: input?.open ?? undefined,
    finality: input?.finality ?? undefined,
    since: input?.since ?? undefined,
    until: input?.until ?? undefined,
  };
}

export function alertEventFilter(input: typeof AlertEventFilterInput.$inferInput | null | undefined): AlertEventFilter {
  return {
    operator: input?.operator ?? undefined,
    kinds: input?.kind ?? undefined,
    severities: input?.severity ?? undefined,
    silenced: input?.silenced ?? undefined,
  };
}
