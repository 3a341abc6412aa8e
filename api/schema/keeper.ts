/** The keepers as they are: what they say of themselves, and the switch that stops them. */

import {
  KEEPER_GONE_SECONDS,
  KEEPER_SILENT_SECONDS,
  type KeeperAccount,
  type KeeperProblemCode,
  type KeeperRole,
  type SaidProblem,
} from "../domain/keeper.ts";
import { MAX_ACCOUNTS, MAX_PROBLEMS } from "../keeper/saying.ts";
import {
  type KeeperReportRow,
  type KeeperSwitchRow,
  keeperSwitches,
  loadKeeperReports,
  loadKeeperSwitch,
  MAX_KEEPERS,
} from "../loaders/keeper.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";

export const KeeperRoleEnum = builder.enumType("KeeperRole", {
  description: "What a keeper does on the chain, each with an account of its own.",
  values: {
    MONITOR: { value: "MONITOR", description: "Submits scores; its account has the role PERFORMANCE_MONITOR." },
    PROPOSER: {
      value: "PROPOSER",
      description: "Proposes, executes, expires and cancels slashes; its account has the role SLASH_PROPOSER.",
    },
  } satisfies EnumValues<KeeperRole>,
});

export const KeeperProblemCodeEnum = builder.enumType("KeeperProblemCode", {
  description: "Why a keeper does not do its work, or not all of it.",
  values: {
    WRONG_CHAIN: {
      value: "WRONG_CHAIN",
      description: "Its node speaks for another chain than this API. It sends nothing: give it the right RPC URL.",
    },
    WRONG_REGISTRY: {
      value: "WRONG_REGISTRY",
      description: "The registry it is to write to is not the one mirrored here. It sends nothing: mend its settings.",
    },
    ROLE_MISSING: {
      value: "ROLE_MISSING",
      description:
        "An account lacks its role in the registry. Nothing of that role is sent: grant it, or give the right key.",
    },
    OUT_OF_FUNDS: {
      value: "OUT_OF_FUNDS",
      description: "An account cannot pay for its transactions. It goes on by itself once it is topped up.",
    },
    FEES_TOO_HIGH: {
      value: "FEES_TOO_HIGH",
      description: "The chain asks for more than the keeper's ceiling. It waits: raise the ceiling if it is urgent.",
    },
    NONCE_TAKEN: {
      value: "NONCE_TAKEN",
      description: "Somebody else sends from its account. It waits for that and goes on: find out who has the key.",
    },
    STUCK: {
      value: "STUCK",
      description:
        "A transaction has not been mined for long, though its fee was raised. Look at the node and the ceiling.",
    },
    REVERTED: {
      value: "REVERTED",
      description: "The registry refuses what the keeper means to do. It tries again, less and less often: read why.",
    },
    RPC_FAILING: {
      value: "RPC_FAILING",
      description: "Its node does not answer, or answers with errors. It tries again: look at the node.",
    },
    API_FAILING: {
      value: "API_FAILING",
      description: "It could not read what it needs from this API. It tries again: look at the API's log.",
    },
  } satisfies EnumValues<KeeperProblemCode>,
});

const AccountRef = builder.objectRef<KeeperAccount>("KeeperAccount").implement({
  description: "An account that a keeper signs with.",
  fields: (t) => ({
    role: t.expose("role", { type: KeeperRoleEnum, description: "What it is for." }),
    address: t.expose("address", { type: "Address", description: "The account." }),
    balance: t.field({
      type: "Wei",
      nullable: true,
      description: "What it has to pay for gas; null while its keeper cannot ask the chain.",
      resolve: ({ balance }) => (balance === null ? null : BigInt(balance)),
    }),
    inFlight: t.exposeInt("inFlight", { description: "Transactions sent and not yet final." }),
  }),
});

const ProblemRef = builder.objectRef<SaidProblem>("KeeperProblem").implement({
  description:
    "What keeps a keeper from its work. Each code and role may be an alert KEEPER_FAILING: those that may pass by themselves once they have lasted a minute.",
  fields: (t) => ({
    code: t.expose("code", { type: KeeperProblemCodeEnum, description: "What is wrong, for programs." }),
    role: t.expose("role", { type: KeeperRoleEnum, nullable: true, description: "Which role has it; null for all." }),
    message: t.exposeString("message", { description: "For people: what is wrong, in its own words." }),
    since: t.expose("since", {
      type: "DateTime",
      description: "When it said so first; each report since has said it.",
    }),
  }),
});

const ReportRef = builder.objectRef<KeeperReportRow>("KeeperReport").implement({
  description: "What a keeper said last of itself.",
  fields: (t) => ({
    keeperId: t.exposeString("id", { description: "Its name." }),
    at: t.expose("at", { type: "DateTime", description: "When it said so." }),
    active: t.exposeBoolean("active", { description: "Whether it is the one that acts; the others stand by." }),
    silent: t.boolean({
      description: `Whether it has said nothing for ${KEEPER_SILENT_SECONDS} seconds: then nothing here need hold any more.`,
      resolve: ({ at }, _args, { now }) => now - at > KEEPER_SILENT_SECONDS,
    }),
    accounts: t.field({
      type: [AccountRef],
      description: "What it signs with.",
      complexity: { field: 1, multiplier: MAX_ACCOUNTS },
      resolve: ({ accounts }) => accounts,
    }),
    problems: t.field({
      type: [ProblemRef],
      description: "What keeps it from working; empty if nothing does.",
      complexity: { field: 1, multiplier: MAX_PROBLEMS },
      resolve: ({ problems }) => problems,
    }),
  }),
});

const SwitchRef = builder.objectRef<KeeperSwitchRow>("KeeperSwitch").implement({
  description: "A turn of the kill-switch.",
  fields: (t) => ({
    paused: t.exposeBoolean("paused", { description: "Whether it was turned to paused." }),
    reason: t.exposeString("reason", { description: "Why." }),
    at: t.expose("at", { type: "DateTime", description: "When." }),
    by: t.string({
      nullable: true,
      description: "The `keyId` of the API key that did it; null for whoever asks without the scope ADMIN.",
      resolve: ({ by }, _args, { caller }) => (caller?.scopes.includes("admin") ? by : null),
    }),
  }),
});

const SwitchConnectionRef = connectionOf(SwitchRef, "KeeperSwitch");

/** The last turn of the switch, read with the status; null if there was none. */
interface Status {
  readonly turned: KeeperSwitchRow | null;
}

export const KeeperStatusRef = builder.objectRef<Status>("KeeperStatus").implement({
  description: "The keepers, which write scores and slashes to the chain: whether they may, and how they are.",
  fields: (t) => ({
    paused: t.boolean({
      description:
        "Whether the kill-switch is on. While it is, keepers begin nothing and call off what is not mined yet.",
      resolve: ({ turned }) => turned?.paused ?? false,
    }),
    pause: t.expose("turned", {
      type: SwitchRef,
      nullable: true,
      description: "How the kill-switch was turned last; null if it never was.",
    }),
    switches: t.connection(
      {
        type: SwitchRef,
        description: "Every turn of the kill-switch, the newest first.",
        complexity: pageCost,
        resolve: (_status, args, { db }) => loadTablePage(db, keeperSwitches, args, null, "DESC"),
      },
      SwitchConnectionRef,
    ),
    reports: t.field({
      type: [ReportRef],
      description: `What each keeper said last, the newest first: at most ${MAX_KEEPERS}, without those that have said nothing for ${KEEPER_GONE_SECONDS / 3_600} hours.`,
      complexity: { field: 5, multiplier: MAX_KEEPERS },
      resolve: (_status, _args, { db, now }) => loadKeeperReports(db, now),
    }),
  }),
});

/** As it is now. */
export const loadKeeperStatus = async ({ db }: Context): Promise<Status> => ({ turned: await loadKeeperSwitch(db) });

builder.queryField("keeper", (t) =>
  t.field({
    type: KeeperStatusRef,
    description: "How the keepers are, and whether they are paused.",
    complexity: { field: 5, multiplier: 1 },
    resolve: (_root, _args, context) => loadKeeperStatus(context),
  }),
);
