/** What keepers say, and how they are stopped. */
import { reportKeeper } from "../keeper/reports.ts";
import { MAX_ACCOUNTS, MAX_PROBLEMS } from "../keeper/saying.ts";
import { turnKeepers } from "../keeper/switch.ts";
import { keyOf } from "./alert-mutations.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { KeeperProblemCodeEnum, KeeperRoleEnum, KeeperStatusRef, loadKeeperStatus } from "./keeper.ts";

const KeeperAccountInput = builder.inputType("KeeperAccountInput", {
  description: "An account that the keeper signs with.",
  fields: (t) => ({
    role: t.field({ type: KeeperRoleEnum, description: "What it is for.", required: true }),
    address: t.field({ type: "Address", description: "The account.", required: true }),
    balance: t.field({ type: "Wei", description: "What it has. Default: unknown." }),
    inFlight: t.int({ description: "Transactions sent and not yet final.", required: true }),
  }),
});

const KeeperProblemInput = builder.inputType("KeeperProblemInput", {
  description: "What keeps the keeper from its work.",
  fields: (t) => ({
    code: t.field({ type: KeeperProblemCodeEnum, description: "What is wrong.", required: true }),
    role: t.field({ type: KeeperRoleEnum, description: "Which role has it. Default: all." }),
    message: t.string({
      description: "For people, one line of 1 to 500 characters. Anyone can read it.",
      required: true,
    }),
  }),
});

const ReportKeeperInput = builder.inputType("ReportKeeperInput", {
  description: "All that a keeper has to say of itself; what is left out does not hold any more.",
  fields: (t) => ({
    id: t.string({ description: "Its name: 1 to 63 of a-z, 0-9, dot, underscore and hyphen.", required: true }),
    active: t.boolean({ description: "Whether it is the one that acts.", required: true }),
    accounts: t.field({ type: [KeeperAccountInput], description: `At most ${MAX_ACCOUNTS}.`, required: true }),
    problems: t.field({ type: [KeeperProblemInput], description: `At most ${MAX_PROBLEMS}.`, required: true }),
  }),
});

const ADMIN = { scope: "admin" } as const;
const REASON = { description: "Why, one line of 1 to 300 characters.", required: true } as const;

builder.mutationFields((t) => ({
  pauseKeeper: t.field({
    type: KeeperStatusRef,
    description:
      "Stops all keepers: from their next look on they begin nothing, and call off what is not mined yet. Again changes nothing. Needs the scope ADMIN.",
    access: ADMIN,
    args: { reason: t.arg.string(REASON) },
    errors: { types: WRITE_FAILURES, union: { name: "PauseKeeperResult", description: "The status, or why not." } },
    resolve: async (_root, { reason }, context) => {
      const { pool, caller, now } = context;
      await turnKeepers(pool, { paused: true, reason, by: keyOf(caller), now });
      return loadKeeperStatus(context);
    },
  }),
  resumeKeeper: t.field({
    type: KeeperStatusRef,
    description: "Lets the keepers go on. Again changes nothing. Needs the scope ADMIN.",
    access: ADMIN,
    args: { reason: t.arg.string(REASON) },
    errors: { types: WRITE_FAILURES, union: { name: "ResumeKeeperResult", description: "The status, or why not." } },
    resolve: async (_root, { reason }, context) => {
      const { pool, caller, now } = context;
      await turnKeepers(pool, { paused: false, reason, by: keyOf(caller), now });
      return loadKeeperStatus(context);
    },
  }),
  reportKeeper: t.field({
    type: KeeperStatusRef,
    description:
      "What a keeper says of itself, every few seconds; it hears whether it is paused. Needs the scope KEEPER_WRITE.",
    access: { scope: "keeper:write" },
    args: { input: t.arg({ description: "The report.", type: ReportKeeperInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "ReportKeeperResult", description: "The status, or why not." } },
    resolve: async (_root, { input }, context) => {
      const { pool, caller, now } = context;
      await reportKeeper({ pool, by: keyOf(caller), now }, input);
      return loadKeeperStatus(context);
    },
  }),
}));
