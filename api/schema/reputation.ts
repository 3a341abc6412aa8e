/** What an operator's past is worth now, and why. */
import {
  type Reputation,
  type ReputationComponents,
  type ReputationFacts,
  reputationOf,
} from "../domain/reputation.ts";
import type { StandingRow } from "../loaders/standings.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { OperatorRef } from "./operator.ts";
import { type OperatorView, tierProgressOf } from "./operator-view.ts";

/** A reputation, computed once it is asked for: who wants to know a rank alone reads no hours. */
export interface ReputationView {
  readonly view: OperatorView;
  readonly facts: () => Promise<ReputationFacts>;
  readonly reputation: () => Promise<Reputation>;
}

const E4 = 10_000;

export const ReputationComponentsRef = builder.objectRef<ReputationComponents>("ReputationComponents").implement({
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

export const ReputationRef = builder.objectRef<ReputationView>("Reputation").implement({
  description:
    "What an operator's past is worth now, 0 to 1000. All of it decays with time; leaving does not erase it.",
  fields: (t) => ({
    value: t.int({
      description: "0 to 1000, rounded half up.",
      resolve: async ({ reputation }) => (await reputation()).value,
    }),
    components: t.field({
      description: "Why.",
      type: ReputationComponentsRef,
      resolve: async ({ reputation }) => (await reputation()).components,
    }),
    policyVersion: t.int({
      description: "The rules it was computed by.",
      resolve: (_view, _args, { policy }) => policy.version,
    }),
    asOf: t.field({
      description: "When it was computed: now.",
      type: "DateTime",
      resolve: (_view, _args, { now }) => now,
    }),
    rank: t.int({
      nullable: true,
      description:
        "Its place among all that take part, as of `rankedAt`: 1 is the best; of equals the one with the smaller address comes first. Null for who has withdrawn everything (EXITED), and until it is ranked first.",
      resolve: async (view, _args, context) => (await standingOf(view, context))?.rank ?? null,
    }),
    percentile: t.field({
      type: "BasisPoints",
      nullable: true,
      description:
        "Of the others with a rank, how many are behind it, rounded half up; 10000 of who is alone. Null as `rank` is.",
      resolve: async (view, _args, context) => (await standingOf(view, context))?.percentileBps ?? null,
    }),
    ranked: t.int({
      nullable: true,
      description: "How many have a rank; null until it is in a snapshot.",
      resolve: async (view, _args, context) => (await standingOf(view, context))?.ranked ?? null,
    }),
    rankedAt: t.field({
      type: "DateTime",
      nullable: true,
      description:
        "As of when: ranks of all operators come from one snapshot. Null until it is in one: `policy.ranking` says how often they are taken.",
      resolve: async (view, _args, context) => (await standingOf(view, context))?.at ?? null,
    }),
  }),
});

function standingOf({ view }: ReputationView, { loaders }: Context): Promise<StandingRow | null> {
  return loaders.standing.load(view.row.address);
}

/** It adds up the hours of most of a year. */
const REPUTATION_COST = { field: 40, multiplier: 1 };

builder.objectField(OperatorRef, "reputation", (t) =>
  t.field({
    type: ReputationRef,
    description: "What its past is worth: how it performed, what it has at stake, and what it did wrong.",
    complexity: REPUTATION_COST,
    resolve: (view, _args, context) => {
      const { policy, now } = context;
      const facts = async () => {
        const record = await context.loaders.reputation.load(view.row.address);
        return { ...record, tier: tierProgressOf(view, context).tier };
      };
      let computed: Promise<Reputation> | undefined;
      const reputation = () => {
        computed ??= facts().then((known) => reputationOf(known, policy, now));
        return computed;
      };
      return { view, facts, reputation };
    },
  }),
);
