/** What the chain would say of an unsigned transaction now, on request. */

import { RequestError } from "../loaders/errors.ts";
import type { Revert, RevertArgument } from "../wallets/revert.ts";
import { type ChainProblem, PROBLEM_TEXTS } from "../wallets/rpc.ts";
import type { Simulation } from "../wallets/simulator.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";
import { UnsignedTransactionRef } from "./transactions.ts";

/** Each is some requests to an RPC that somebody pays for: few fit into one document. */
export const SIMULATION_COST = 2_000;

interface SimulationView {
  readonly simulation: Simulation;
  readonly from: string;
}

const SimulationOutcomeEnum = builder.enumType("SimulationOutcome", {
  description: "How a simulation ended.",
  values: {
    SUCCEEDS: { value: "SUCCEEDS", description: "Sent now, it would do what it says." },
    REVERTS: { value: "REVERTS", description: "Sent now, it would fail; gas would be paid all the same." },
    UNAVAILABLE: { value: "UNAVAILABLE", description: "The chain could not be asked: nothing is known." },
  } as const,
});

const told = <const Problem extends ChainProblem>(value: Problem) => ({ value, description: PROBLEM_TEXTS[value] });

const SIMULATION_PROBLEMS: EnumValues<ChainProblem> = {
  NOT_CONFIGURED: told("NOT_CONFIGURED"),
  BUSY: told("BUSY"),
  TIMEOUT: told("TIMEOUT"),
  UNREACHABLE: told("UNREACHABLE"),
  REFUSED: told("REFUSED"),
  BAD_ANSWER: told("BAD_ANSWER"),
  WRONG_CHAIN: told("WRONG_CHAIN"),
  NO_REGISTRY: told("NO_REGISTRY"),
};

export const SimulationProblemEnum = builder.enumType("SimulationProblem", {
  description: "Why the chain could not be asked.",
  values: SIMULATION_PROBLEMS,
});

const RevertArgumentRef = builder.objectRef<RevertArgument>("RevertArgument").implement({
  description: "An argument of an error.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "As the ABI has it." }),
    value: t.exposeString("value", { description: "As text: integers in decimal." }),
  }),
});

const RevertRef = builder.objectRef<Revert>("Revert").implement({
  description: "Why a call reverts.",
  fields: (t) => ({
    name: t.exposeString("name", {
      nullable: true,
      description:
        "Of the registry's error (or the token's), as the ABI has it: stable. `Error` and `Panic` are Solidity's own. Null where none is known.",
    }),
    args: t.field({
      type: [RevertArgumentRef],
      description: "What the error says with it, in the order of the ABI.",
      resolve: ({ args }) => [...args],
    }),
    message: t.exposeString("message", { description: "What to do about it, for people." }),
    data: t.expose("data", {
      type: "Bytes",
      nullable: true,
      description: "What the call returned; null if the node does not say.",
    }),
  }),
});

const SimulationRef = builder.objectRef<SimulationView>("Simulation").implement({
  description: "What the chain says of a transaction as of one block. What happens until it is mined may change it.",
  fields: (t) => ({
    from: t.expose("from", { type: "Address", description: "Who would send it." }),
    outcome: t.field({
      type: SimulationOutcomeEnum,
      description: "How it ended.",
      resolve: ({ simulation }) => simulation.outcome,
    }),
    succeeds: t.boolean({
      nullable: true,
      description: "Whether it would succeed; null if the chain could not be asked.",
      resolve: ({ simulation }) => (simulation.outcome === "UNAVAILABLE" ? null : simulation.outcome === "SUCCEEDS"),
    }),
    gas: t.field({
      type: "Long",
      nullable: true,
      description: "Units of gas it would use, as the node estimates it; null unless it would succeed.",
      resolve: ({ simulation }) => (simulation.outcome === "SUCCEEDS" ? simulation.gas : null),
    }),
    revert: t.field({
      type: RevertRef,
      nullable: true,
      description: "Why it would fail; null unless it would.",
      resolve: ({ simulation }) => (simulation.outcome === "REVERTS" ? simulation.revert : null),
    }),
    block: t.int({
      nullable: true,
      description:
        "The block it was simulated on: the node's latest, which may be later than what is indexed. Null if it could not be asked.",
      resolve: ({ simulation }) => (simulation.outcome === "UNAVAILABLE" ? null : simulation.block),
    }),
    unavailableReason: t.field({
      type: SimulationProblemEnum,
      nullable: true,
      description: "Why the chain could not be asked; null if it could.",
      resolve: ({ simulation }) => (simulation.outcome === "UNAVAILABLE" ? simulation.problem : null),
    }),
    message: t.string({
      description: "The outcome in a sentence, for people.",
      resolve: ({ simulation }) => sentenceOf(simulation),
    }),
  }),
});

function sentenceOf(simulation: Simulation): string {
  if (simulation.outcome === "SUCCEEDS") return "The transaction would succeed.";
  return simulation.outcome === "REVERTS" ? simulation.revert.message : PROBLEM_TEXTS[simulation.problem];
}

builder.objectField(UnsignedTransactionRef, "simulation", (t) =>
  t.field({
    type: SimulationRef,
    description:
      "What the chain would say of it now, by eth_call and eth_estimateGas. Each transaction is simulated alone: one that needs another to be mined first (a stake of wstETH its approval) reverts until then.",
    args: {
      from: t.arg({
        type: "Address",
        description: "Who would send it. Default: the wallet's account, where there is one.",
      }),
    },
    complexity: { field: SIMULATION_COST, multiplier: 1 },
    resolve: async ({ to, data, value, from: account }, { from: given }, context) => {
      const from = given ?? account;
      if (from === null) {
        throw new RequestError("SENDER_MISSING", "No account is known to send it: give `from`.", { argument: "from" });
      }
      return { from, simulation: await context.simulate({ from, to, data, value }) };
    },
  }),
);
