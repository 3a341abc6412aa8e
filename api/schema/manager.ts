import type { ManagerChangeRow } from "../loaders/history.ts";
import type { ManagerRow } from "../loaders/managers.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { ProvenanceRef } from "./provenance.ts";

export const ManagerRef = builder.objectRef<ManagerRow>("Manager").implement({
  description: "An account that may act for another.",
  fields: (t) => ({
    address: t.expose("manager", { description: "The account that may act.", type: "Address" }),
    since: t.expose("updatedAt", { description: "When it was named last.", type: "DateTime" }),
  }),
});

export const ManagerConnectionRef = connectionOf(ManagerRef, "Manager");

export const ManagerChangeRef = builder.objectRef<ManagerChangeRow>("ManagerChange").implement({
  description: "A manager named or dismissed.",
  fields: (t) => ({
    manager: t.expose("manager", { description: "Who was named or dismissed.", type: "Address" }),
    allowed: t.exposeBoolean("allowed", { description: "True when it was named, false when it was dismissed." }),
    seq: t.exposeInt("seq", { description: "The operator's event counter." }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (change) => change,
    }),
  }),
});

export const ManagerChangeConnectionRef = connectionOf(ManagerChangeRef, "ManagerChange");
