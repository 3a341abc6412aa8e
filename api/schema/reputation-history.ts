/** What an operator's reputation was at the end of each day, and how long it takes to come back to a threshold. */
import { type Recovery, recoveryOf, type Unrecovered } from "../domain/recovery.ts";
import type { CheckpointRow } from "../loaders/checkpoints.ts";
import { RequestError } from "../loaders/errors.ts";
import { currentAppraisal } from "./appraisal.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { ReputationComponentsRef, ReputationRef, type ReputationView } from "./reputation.ts";

const ReputationCheckpointRef = builder.objectRef<CheckpointRow>("ReputationCheckpoint").implement({
  description: "A reputation as it was at the end of a day. It is never computed again.",
  fields: (t) => ({
    at: t.expose("at", { description: "End of the day.", type: "DateTime" }),
    value: t.exposeInt("value", { description: "0 to 1000." }),
    rank: t.exposeInt("rank", {
      nullable: true,
      description: "Its place then; null if it took no part: it had withdrawn everything.",
    }),
    percentile: t.expose("percentileBps", {
      type: "BasisPoints",
      nullable: true,
      description: "Of the others with a rank, how many were behind it; null if it took no part.",
    }),
    ranked: t.exposeInt("ranked", { description: "How many had a rank." }),
    policyVersion: t.exposeInt("policyVersion", { description: "The rules it was computed by." }),
    components: t.expose("components", { description: "Why.", type: ReputationComponentsRef }),
  }),
});

const ReputationCheckpointConnectionRef = connectionOf(ReputationCheckpointRef, "ReputationCheckpoint");

const UnrecoveredReasonEnum = builder.enumType("UnrecoveredReason", {
  description: "Why a threshold is not met again.",
  values: {
    SCORE_UNKNOWN: {
      value: "SCORE_UNKNOWN",
      description: "No score was given, and it has none now.",
    },
    OUT_OF_REACH: {
      value: "OUT_OF_REACH",
      description: "At that score it is not met before all that counts today has faded, nor afterwards.",
    },
  } satisfies EnumValues<Unrecovered>,
});

interface RecoveryView {
  readonly recovery: Recovery;
  readonly threshold: number;
  /** x 100; null if it is unknown. */
  readonly score: number | null;
}

const ReputationRecoveryRef = builder.objectRef<RecoveryView>("ReputationRecovery").implement({
  description:
    "How long an operator has to do well until its reputation is at a threshold: whole days of the policy, each hour fully measured with one score, nothing done wrong, its tier as it is.",
  fields: (t) => ({
    threshold: t.exposeInt("threshold", { description: "What is to be met." }),
    score: t.float({
      nullable: true,
      description: "Of each hour to come, 0 to 100; null if none was given and it has none now.",
      resolve: ({ score }) => (score === null ? null : score / 100),
    }),
    met: t.boolean({ description: "Whether it is met now.", resolve: ({ recovery }) => recovery.days === 0 }),
    days: t.int({
      nullable: true,
      description: "The first whole day after which it is met; 0 if it is met now; null if never: see `reason`.",
      resolve: ({ recovery }) => recovery.days,
    }),
    at: t.field({
      type: "DateTime",
      nullable: true,
      description: "When that is; null where `days` is.",
      resolve: ({ recovery }) => recovery.at,
    }),
    value: t.int({
      nullable: true,
      description: "The reputation then; null where `days` is.",
      resolve: ({ recovery }) => recovery.value,
    }),
    reason: t.field({
      type: UnrecoveredReasonEnum,
      nullable: true,
      description: "Why never; null if there is a day.",
      resolve: ({ recovery }) => recovery.unrecovered,
    }),
  }),
});

/** It goes through the days of four years. */
const RECOVERY_COST = { field: 300, multiplier: 1 };

builder.objectFields(ReputationRef, (t) => ({
  history: t.connection(
    {
      type: ReputationCheckpointRef,
      description:
        "At the end of each day, newest first; also of those that it was away. A day that nothing ran for has none.",
      args: {
        from: t.arg({ description: "Ends of days from then on. Default: all.", type: "DateTime" }),
        to: t.arg({ description: "Ends of days before then. Default: all.", type: "DateTime" }),
      },
      complexity: pageCost,
      resolve: ({ view }, { from, to, ...args }, context) => {
        if (from != null && to != null && from >= to)
          throw new RequestError("INVALID_RANGE", "`from` must be before `to`.", { argument: "from" });
        const filter = { from: from ?? undefined, to: to ?? undefined };
        return context.loaders.checkpoints.load({ parent: view.row.address, args, filter });
      },
    },
    ReputationCheckpointConnectionRef,
  ),
  recovery: t.field({
    type: ReputationRecoveryRef,
    description: "How long it takes until a threshold is met again.",
    args: {
      threshold: t.arg.int({ description: "0 to 1000.", required: true }),
      score: t.arg.float({
        description: "Of each hour to come, 0 to 100, rounded to two decimals. Default: its score now.",
      }),
    },
    complexity: RECOVERY_COST,
    resolve: (reputation, args, context) => loadRecovery(reputation, args, context),
  }),
}));

async function loadRecovery(
  { view, facts }: ReputationView,
  args: { readonly threshold: number; readonly score?: number | null | undefined },
  context: Context,
): Promise<RecoveryView> {
  const { policy, now } = context;
  const { threshold } = args;
  assertWithin("threshold", threshold, policy.reputation.maximum);
  if (args.score != null) assertWithin("score", args.score, 100);
  const score = args.score == null ? currentAppraisal(view, context).score.value : Math.round(args.score * 100);
  return { threshold, score, recovery: recoveryOf(await facts(), { threshold, score, policy, now }) };
}

/** @throws RequestError OUT_OF_RANGE */
function assertWithin(argument: string, value: number, maximum: number): void {
  if (value >= 0 && value <= maximum) return;
  throw new RequestError("OUT_OF_RANGE", `\`${argument}\` must be from 0 to ${maximum}, but is ${value}.`, {
    argument,
    minimum: 0,
    maximum,
  });
}
