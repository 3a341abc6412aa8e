/** `setCircuit`: the kill-switch of an operator. */
import { setCircuit } from "../routing/override.ts";
import { keyOf } from "./alert-mutations.ts";
import { builder } from "./builder.ts";
import { CircuitSettingEnum, loadCircuits, OperatorCircuitRef } from "./circuit.ts";
import { WRITE_FAILURES } from "./errors.ts";

const SetCircuitInput = builder.inputType("SetCircuitInput", {
  description: "How the kill-switch of an operator is to be set.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Whose.", required: true }),
    state: t.field({ type: CircuitSettingEnum, description: "To what.", required: true }),
    reason: t.string({ description: "Why, one line of 1 to 300 characters. Anyone can read it.", required: true }),
  }),
});

builder.mutationField("setCircuit", (t) =>
  t.field({
    type: OperatorCircuitRef,
    description:
      "Sets the kill-switch of an operator. OPEN takes it out of all routing tables at once, until it is AUTOMATIC again. Set so already, nothing changes. Needs the scope CIRCUIT_WRITE.",
    access: { scope: "circuit:write" },
    args: { input: t.arg({ description: "Whose, to what, and why.", type: SetCircuitInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "SetCircuitResult", description: "The circuit, or why not." } },
    resolve: async (_root, { input: { operator, state, reason } }, context) => {
      const { pool, caller, now, policy, loaders } = context;
      const wanted = state === "OPEN" ? "OPEN" : null;
      await setCircuit(pool, { ...{ operator, state: wanted, reason }, by: keyOf(caller), now, policy });
      loaders.circuit.clear(operator);
      return loadCircuits(operator, context);
    },
  }),
);
