/** Circuits: whether requests may be sent to an operator, and why not. */
import {
  CIRCUIT_STATES,
  type CircuitNow,
  type CircuitReason,
  type CircuitState,
  circuitAt,
  type OperatorCircuit,
  operatorCircuit,
  worstFirst,
} from "../domain/circuit.ts";
import { MAX_PAGE_SIZE, parsePage } from "../loaders/page.ts";
import type { CircuitRow, OverrideRow } from "../loaders/routing.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { OperatorRef } from "./operator.ts";

export const CircuitStateEnum = builder.enumType("CircuitState", {
  description: "Whether requests may be sent somewhere.",
  values: {
    CLOSED: { value: CIRCUIT_STATES[0], description: "They may." },
    HALF_OPEN: { value: CIRCUIT_STATES[1], description: "A few, to see whether it has recovered." },
    OPEN: { value: CIRCUIT_STATES[2], description: "None." },
  } satisfies EnumValues<CircuitState>,
});

export type CircuitSetting = "OPEN" | "AUTOMATIC";

export const CircuitSettingEnum = builder.enumType("CircuitSetting", {
  description: "How the kill-switch of an operator is set.",
  values: {
    OPEN: { value: "OPEN", description: "No request is sent to it, whatever is measured." },
    AUTOMATIC: { value: "AUTOMATIC", description: "What is measured decides." },
  } satisfies EnumValues<CircuitSetting>,
});

const CircuitReasonEnum = builder.enumType("CircuitReason", {
  description: "Why a circuit is not closed. The first that applies, in this order.",
  values: {
    KILL_SWITCH: { value: "KILL_SWITCH", description: "Somebody opened it; see `override`." },
    SCORE: { value: "SCORE", description: "The operator's score is below `policy.routing.minScore`." },
    MEASUREMENTS: {
      value: "MEASUREMENTS",
      description: "Too few requests succeed in some of its services and regions.",
    },
  } satisfies EnumValues<CircuitReason>,
});

const OverrideRef = builder.objectRef<OverrideRow>("CircuitOverride").implement({
  description: "A turn of the kill-switch of an operator.",
  fields: (t) => ({
    state: t.field({
      type: CircuitSettingEnum,
      description: "What it was set to.",
      resolve: ({ state }) => state ?? "AUTOMATIC",
    }),
    reason: t.exposeString("reason", { description: "Why." }),
    setAt: t.expose("setAt", { type: "DateTime", description: "When." }),
    setBy: t.string({
      nullable: true,
      description: "The `keyId` of the API key that did it; null for whoever asks without the scope ADMIN.",
      resolve: ({ setBy }, _args, { caller }) => (caller?.scopes.includes("admin") ? setBy : null),
    }),
  }),
});

const OverrideConnectionRef = connectionOf(OverrideRef, "CircuitOverride");

type ServiceCircuit = Omit<CircuitRow, "state" | "since"> & CircuitNow;

const ServiceCircuitRef = builder.objectRef<ServiceCircuit>("ServiceCircuit").implement({
  description: "The circuit of one of an operator's services in one region, by what was received of it.",
  fields: (t) => ({
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "Where it is measured." }),
    state: t.expose("state", { type: CircuitStateEnum, description: "Now." }),
    since: t.expose("since", { type: "DateTime", nullable: true, description: "Null if it never changed." }),
  }),
});

interface OperatorCircuits extends OperatorCircuit {
  readonly services: readonly ServiceCircuit[];
  readonly override: OverrideRow | null;
}

export const OperatorCircuitRef = builder.objectRef<OperatorCircuits>("OperatorCircuit").implement({
  description:
    "The circuit of an operator as a whole: the worst of what holds. Each of its services has one of its own in each region, and an open one takes requests from that service in that region alone.",
  fields: (t) => ({
    state: t.expose("state", {
      type: CircuitStateEnum,
      nullable: true,
      description: "Null if nobody but itself has measured anything of it for a day.",
    }),
    since: t.expose("since", {
      type: "DateTime",
      nullable: true,
      description: "Null if it never changed, and where the reason is SCORE.",
    }),
    reason: t.expose("reason", { type: CircuitReasonEnum, nullable: true, description: "Null while it is CLOSED." }),
    override: t.expose("override", {
      type: OverrideRef,
      nullable: true,
      description: "How its kill-switch was set last; null if it never was.",
    }),
    services: t.field({
      type: [ServiceCircuitRef],
      description: `Of each service in each region, the worst first: those of which something was measured within a day, at most ${MAX_PAGE_SIZE}.`,
      args: {
        first: t.arg.int({
          description: `The first so many, 0 to ${MAX_PAGE_SIZE}.`,
          required: true,
          defaultValue: 20,
        }),
      },
      complexity: pageCost,
      resolve: ({ services }, args) => services.slice(0, parsePage(args).limit),
    }),
  }),
});

/** @param operator lowercase */
export async function loadCircuits(operator: string, { loaders, now, policy }: Context): Promise<OperatorCircuits> {
  const { circuits, override, score } = await loaders.circuit.load(operator);
  const services = circuits
    .map(({ service, region, ...stand }) => ({ service, region, ...circuitAt(stand, now, policy) }))
    .sort(worstFirst);
  const killedAt = override?.state === "OPEN" ? override.setAt : null;
  return { ...operatorCircuit(services, { killedAt, score }, policy), services, override };
}

builder.objectFields(OperatorRef, (t) => ({
  circuit: t.field({
    type: OperatorCircuitRef,
    description: "Whether requests are routed to it.",
    complexity: { field: 2, multiplier: 1 },
    resolve: ({ row }, _args, context) => loadCircuits(row.address, context),
  }),
  circuitOverrides: t.connection(
    {
      type: OverrideRef,
      description: "Every turn of its kill-switch, the newest first.",
      complexity: pageCost,
      resolve: ({ row }, args, { loaders }) =>
        loaders.circuitOverrides.load({ parent: row.address, args, filter: null }),
    },
    OverrideConnectionRef,
  ),
}));
