import { type Caller, UnauthenticatedError } from "../access/caller.ts";
import { acknowledgeAlert, resolveAlert } from "../alerts/act.ts";
import { AlertRef } from "./alert.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";

const ALERTS_WRITE = { scope: "alerts:write" } as const;

/** The key that acts. @throws UnauthenticatedError */
export function keyOf(caller: Caller | null): string {
  if (caller === null) throw new UnauthenticatedError("This needs an API key.");
  return caller.keyId;
}

builder.mutationFields((t) => ({
  acknowledgeAlert: t.field({
    type: AlertRef,
    description:
      "Says that somebody knows of an open alert. Again changes nothing; one that becomes more severe fires again. Needs the scope ALERTS_WRITE.",
    access: ALERTS_WRITE,
    args: {
      id: t.arg.id({ description: "Its `alertId`.", required: true }),
      note: t.arg.string({ description: "What is left with it, up to 1,000 characters. Default: what is there." }),
    },
    errors: { types: WRITE_FAILURES, union: { name: "AcknowledgeAlertResult", description: "It, or why not." } },
    resolve: (_root, { id, note }, { pool, caller, now }) =>
      acknowledgeAlert(pool, { id, note: note ?? null, by: keyOf(caller), now }),
  }),
  resolveAlert: t.field({
    type: AlertRef,
    description:
      "Closes an alert by hand, though what it is about may still hold; again changes nothing. What is about the chain stays closed, unless a reorg takes it back. Anything else is a new alert once it has cleared and comes back, or changes. Needs the scope ALERTS_WRITE.",
    access: ALERTS_WRITE,
    args: {
      id: t.arg.id({ description: "Its `alertId`.", required: true }),
      note: t.arg.string({ description: "What is left with it, up to 1,000 characters. Default: what is there." }),
    },
    errors: { types: WRITE_FAILURES, union: { name: "ResolveAlertResult", description: "It, or why not." } },
    resolve: (_root, { id, note }, { pool, caller, now }) =>
      resolveAlert(pool, { id, note: note ?? null, by: keyOf(caller), now }),
  }),
}));
