import type { PartyRole } from "../db/chain.ts";
import type { PageArgs } from "../loaders/page.ts";
import { type HistoryRow, rolesIn } from "../loaders/wallet-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { AssetEnum, type EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { RegistryEventRef } from "./registry-event.ts";
import { ChainFinalityEnum } from "./staking-subscription.ts";

const described = <const Role extends PartyRole>(value: Role, description: string) => ({ value, description });

const PARTY_ROLE_VALUES: EnumValues<PartyRole> = {
  OPERATOR: described("OPERATOR", "The operator it happened to."),
  SENDER: described("SENDER", "Sent the transaction, so paid its gas: as a manager, say."),
  MANAGER: described("MANAGER", "Was named or dismissed as a manager, or registered the operator as one."),
  PAYER: described("PAYER", "Paid the stake."),
  RECIPIENT: described("RECIPIENT", "Is paid, or is owed: a claim, a bond, what a slash took."),
  PROPOSER: described("PROPOSER", "Proposed the slash."),
  APPROVER: described("APPROVER", "Approved the slash."),
  DISPUTER: described("DISPUTER", "Disputed the slash."),
  RESOLVER: described("RESOLVER", "Resolved the dispute."),
  EXECUTOR: described("EXECUTOR", "Executed the slash."),
  CANCELLER: described("CANCELLER", "Cancelled the slash."),
  REPORTER: described("REPORTER", "Wrote the score."),
  PAUSER: described("PAUSER", "Changed the pause."),
  ROLE_HOLDER: described("ROLE_HOLDER", "Was given a role or lost it, or is to be the admin."),
  TREASURY: described("TREASURY", "Became the treasury."),
  ROLE_ADMIN: described("ROLE_ADMIN", "Gave the role, or took it."),
};

export const PartyRoleEnum = builder.enumType("PartyRole", {
  description: "As what an account takes part in an event of the registry.",
  values: PARTY_ROLE_VALUES,
});

export const HistoryFilterInput = builder.inputType("HistoryFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    name: t.stringList({ description: "Any of these events, as the contract's ABI has them." }),
    role: t.field({ type: [PartyRoleEnum], description: "The account took part as any of these." }),
    operator: t.field({ description: "Only events of this operator.", type: "Address" }),
  }),
});

export function historyFilter(input: typeof HistoryFilterInput.$inferInput | null | undefined) {
  return {
    // Postgres has no NUL in text.
    names: input?.name?.map((name) => name.replaceAll("\0", "")),
    roles: input?.role ?? undefined,
    operator: input?.operator ?? undefined,
  };
}

/** A filter may have to look through all that an account did: few fit into one document. */
const FILTERED_COST = 2_000;

export function historyCost(args: PageArgs & { readonly filter?: unknown }) {
  const page = pageCost(args);
  return { ...page, field: page.field + (args.filter ? FILTERED_COST : 0) };
}

export const HistoryEntryRef = builder.objectRef<HistoryRow>("HistoryEntry").implement({
  description: "An event of the registry that an account took part in.",
  fields: (t) => ({
    event: t.field({
      type: RegistryEventRef,
      description: "What happened, to which operator, and in which block and transaction.",
      resolve: (entry) => entry,
    }),
    roles: t.field({
      type: [PartyRoleEnum],
      description: "As what the account took part; never empty.",
      resolve: ({ roles }) => rolesIn(roles),
    }),
    asset: t.expose("asset", {
      type: AssetEnum,
      nullable: true,
      description: "What `units` are of; null where the event moves nothing.",
    }),
    units: t.expose("units", {
      type: "Wei",
      nullable: true,
      description:
        "What was paid, asked back, returned or taken, in units of the asset; of a dispute, its bond. Null where the event moves nothing.",
    }),
    finality: t.field({
      type: ChainFinalityEnum,
      description:
        "PENDING while a reorg can still replace its block; never RETRACTED: what was taken back is not here.",
      resolve: async ({ blockNumber }, _args, context) =>
        blockNumber <= (await context.chain()).finalizedBlock ? "FINALIZED" : "PENDING",
    }),
  }),
});

export const HistoryConnectionRef = connectionOf(HistoryEntryRef, "History");
