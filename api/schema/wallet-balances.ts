/** What an account holds itself, asked of the chain on request. */
import type { Balances } from "../wallets/simulator.ts";
import { builder } from "./builder.ts";
import { SIMULATION_COST, SimulationProblemEnum } from "./simulation.ts";
import { WalletRef } from "./wallet.ts";

const WalletBalancesRef = builder.objectRef<Balances>("WalletBalances").implement({
  description: "What an account holds outside the registry, as of one block of the chain.",
  fields: (t) => ({
    eth: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH, wei; null if the chain could not be asked.",
      resolve: (balances) => (balances.outcome === "KNOWN" ? balances.eth : null),
    }),
    wsteth: t.field({
      type: "Wei",
      nullable: true,
      description: "wstETH, in its units; null if the chain could not be asked, or the registry takes none there.",
      resolve: (balances) => (balances.outcome === "KNOWN" ? balances.wsteth : null),
    }),
    block: t.int({
      nullable: true,
      description:
        "The block they are of: the node's latest, which may be later than what is indexed. Null if it could not be asked.",
      resolve: (balances) => (balances.outcome === "KNOWN" ? balances.block : null),
    }),
    unavailableReason: t.field({
      type: SimulationProblemEnum,
      nullable: true,
      description: "Why the chain could not be asked; null if it could.",
      resolve: (balances) => (balances.outcome === "UNAVAILABLE" ? balances.problem : null),
    }),
  }),
});

builder.objectField(WalletRef, "balances", (t) =>
  t.field({
    type: WalletBalancesRef,
    description: "What the account itself holds now, read from the chain: what it can stake, and pay gas with.",
    complexity: { field: SIMULATION_COST, multiplier: 1 },
    resolve: ({ account }, _args, { simulator }) => simulator.balances(account),
  }),
);
