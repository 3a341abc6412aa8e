/** What an operator's past is worth now, and why. */
import { type Reputation, type ReputationComponents, reputationOf } from "../domain/reputation.ts";
import { builder } from "./builder.ts";
import { OperatorRef } from "./operator.ts";
import { tierProgressOf } from "./operator-view.ts";

/** A reputation with the rules and the moment that it was computed by. */
interface DatedReputation extends Reputation {
  readonly policyVersion: number;
  /** Unix seconds. */
  readonly asOf: number;
}

const E4 = 10_000;

const ReputationComponentsRef = builder.objectRef<ReputationComponents>("ReputationComponents").implement({
  description:
    "What a reputation is made of: performance + boost - slashes - violations - disagreements. Each is rounded to four decimals; the value is rounded once, from all of them exactly.",
  fields: (t) => {
    const points = (description: string, key: keyof ReputationComponents) =>
      t.float({ description, resolve: (components) => components[key] / E4 });
    return {
      performance: points(
        "10 x the mean of the hourly scores, the recent ones counting more, and a neutral prior.",
        "performanceE4",
      ),
      boost: points("What its tier adds.", "boostE4"),
      slashes: points("What its executed slashes still take off.", "slashesE4"),
      violations: points("What its violations still take off: those that were assessed.", "violationsE4"),
      disagreements: points(
        "What is still taken off because its own reports disagreed with the consensus.",
        "disagreementsE4",
      ),
      weight: points(
        "How much others than the operator have measured: hours that the hourly scores weigh in the mean, beside the prior's `policy.reputation.priorHours`.",
        "measuredHoursE4",
      ),
    };
  },
});

const ReputationRef = builder.objectRef<DatedReputation>("Reputation").implement({
  description:
    "What an operator's past is worth now, 0 to 1000. All of it decays with time; leaving does not erase it.",
  fields: (t) => ({
    value: t.exposeInt("value", { description: "0 to 1000, rounded half up." }),
    components: t.expose("components", { description: "Why.", type: ReputationComponentsRef }),
    policyVersion: t.exposeInt("policyVersion", { description: "The rules it was computed by." }),
    asOf: t.expose("asOf", { description: "When it was computed: now.", type: "DateTime" }),
  }),
});

/** It adds up the hours of most of a year. */
const REPUTATION_COST = { field: 40, multiplier: 1 };

builder.objectField(OperatorRef, "reputation", (t) =>
  t.field({
    type: ReputationRef,
    description: "What its past is worth: how it performed, what it has at stake, and what it did wrong.",
    complexity: REPUTATION_COST,
    resolve: async (view, _args, context) => {
      const { policy, now } = context;
      const record = await context.loaders.reputation.load(view.row.address);
      const { tier } = tierProgressOf(view, context);
      return { ...reputationOf({ ...record, tier }, policy, now), policyVersion: policy.version, asOf: now };
    },
  }),
);
