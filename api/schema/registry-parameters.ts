import type { ParameterChangeRow } from "../loaders/registry-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { ProvenanceRef } from "./provenance.ts";

const ParameterRef = builder.objectRef<{ name: string; value: string }>("Parameter").implement({
  description: "A named value; integers as decimal strings.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name." }),
    value: t.exposeString("value", { description: "As text." }),
  }),
});

export const ParameterChangeRef = builder.objectRef<ParameterChangeRow>("ParameterChange").implement({
  description: "A change of a parameter, a rate source, the treasury or the default admin.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The event's name." }),
    values: t.field({
      description: "The event's arguments.",
      type: [ParameterRef],
      complexity: { field: 1, multiplier: 6 },
      resolve: ({ value }) => Object.entries(value).map(([name, text]) => ({ name, value: text })),
    }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const ParameterChangeConnectionRef = connectionOf(ParameterChangeRef, "ParameterChange");
