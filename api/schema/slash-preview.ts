/** What violations would cost that did not happen: assessed as real ones are, with every step. */
import { type Assessment, assess, type SliceCharge, sliceCharge } from "../domain/assessment.ts";
import type { Policy, Tier } from "../domain/policy.ts";
import { type SlashImpact, type SlashImpactFacts, slashImpact } from "../domain/slash-impact.ts";
import { stakeValue } from "../domain/stake.ts";
import { tierOf } from "../domain/tier.ts";
import type { UnbondingPool } from "../domain/unbonding.ts";
import type { Violation } from "../domain/violation.ts";
import { RequestError } from "../loaders/errors.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { StatusEnum, StatusReasonEnum, TierEnum } from "./enums.ts";
import { OperatorRef } from "./operator.ts";
import { heldValue, type OperatorView, poolOf, statusFactsOf } from "./operator-view.ts";
import { ViolationKindEnum, ViolationSeverityEnum } from "./violation-enums.ts";

/** As many violations as are assessed together, and as much of each: 69 days of minutes. Sums stay below 2^31. */
const MAX_VIOLATIONS = 20;
const MAX_COUNT = 100_000;

const HypotheticalViolationInput = builder.inputType("HypotheticalViolation", {
  description: "A violation that did not happen.",
  fields: (t) => ({
    type: t.field({ type: ViolationKindEnum, required: true, description: "What it is." }),
    count: t.int({
      required: true,
      description: `1 to ${MAX_COUNT}. DOWNTIME: minutes of one outage, those that are not charged among them. PERFORMANCE_THRESHOLD: bad minutes of one breach. Else: confirmed incidents. A minute is one interval of \`policy\`.`,
    }),
  }),
});

interface Hypothetical {
  readonly type: Violation;
  readonly count: number;
}

interface Line extends SliceCharge {
  readonly violation: Violation;
}

interface Preview {
  readonly stakeValue: bigint;
  readonly tier: Tier;
  readonly alreadyBps: number;
  readonly lines: readonly Line[];
  readonly assessment: Assessment;
  readonly impact: SlashImpact;
}

const LineRef = builder.objectRef<Line>("SlashPreviewLine").implement({
  description: "What one violation is charged, before the tier's multiplier and the caps.",
  fields: (t) => ({
    type: t.expose("violation", { type: ViolationKindEnum, description: "What it is." }),
    count: t.exposeInt("counted", { description: "As it was asked." }),
    grace: t.exposeInt("grace", { description: "The first so many are not charged." }),
    charged: t.exposeInt("charged", { description: "Minutes of an outage, started hours of bad ones, or incidents." }),
    basisPointsEach: t.exposeInt("bpsEach", { description: "For each of them." }),
    basisPoints: t.exposeInt("chargedBps", { description: "`charged` x `basisPointsEach`." }),
  }),
});

const ImpactRef = builder.objectRef<SlashImpact>("SlashImpact").implement({
  description: "What an operator would be right after such a slash, if it were proposed and executed now.",
  fields: (t) => ({
    active: t.expose("activeValue", { type: "Wei", description: "ETH value of the active stake that is left, wei." }),
    unbonding: t.expose("unbondingValue", { type: "Wei", description: "ETH value of what still unbonds, wei." }),
    ethTaken: t.field({ type: "Wei", description: "Wei of ETH taken.", resolve: ({ taken }) => taken.eth }),
    wstethTaken: t.field({ type: "Wei", description: "Wei of wstETH taken.", resolve: ({ taken }) => taken.wsteth }),
    tier: t.expose("tier", { type: TierEnum, description: "By the active stake that is left." }),
    status: t.field({
      type: StatusEnum,
      description: "Where it would stand.",
      resolve: ({ verdict }) => verdict.status,
    }),
    statusReasons: t.field({
      type: [StatusReasonEnum],
      description: "Why. STAKE_BELOW_MINIMUM_AFTER_SLASH: it stays SLASHED until stake is added.",
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ verdict }) => [...verdict.reasons],
    }),
    slashedUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "End of the cooldown; null if none runs.",
      resolve: ({ slashedUntil }) => slashedUntil || null,
    }),
  }),
});

const PreviewRef = builder.objectRef<Preview>("SlashPreview").implement({
  description: "What violations would cost together, and every step to it.",
  fields: (t) => ({
    stakeValue: t.expose("stakeValue", {
      type: "Wei",
      description: "ETH value of active and unbonding stake that it is assessed on, wei.",
    }),
    tier: t.expose("tier", { type: TierEnum, description: "Whose multiplier counts." }),
    lines: t.field({
      type: [LineRef],
      description: "What each is charged, as asked.",
      complexity: { field: 1, multiplier: MAX_VIOLATIONS },
      resolve: ({ lines }) => [...lines],
    }),
    chargedBasisPoints: t.int({
      description: "The sum of the lines; it may pass the whole.",
      resolve: ({ assessment }) => assessment.chargedBps,
    }),
    severity: t.field({
      type: ViolationSeverityEnum,
      description: "By `chargedBasisPoints`.",
      resolve: ({ assessment }) => assessment.severity,
    }),
    multiplier: t.field({
      type: "BasisPoints",
      description: "The tier's: of all but misbehaviour.",
      resolve: ({ assessment }) => assessment.multiplierBps,
    }),
    discountedBasisPoints: t.int({
      description: "After the multiplier, before the caps; rounded down.",
      resolve: ({ assessment }) => assessment.discountedBps,
    }),
    alreadyBasisPoints: t.exposeInt("alreadyBps", {
      description: "What was assessed within the time of the rolling cap already.",
    }),
    cap: t.field({
      type: "BasisPoints",
      description: "The most it can be: the cap, or what is left of the rolling one.",
      resolve: ({ assessment }) => assessment.capBps,
    }),
    capped: t.boolean({
      description: "Whether it took something off.",
      resolve: ({ assessment }) => assessment.capped,
    }),
    fraction: t.field({
      type: "BasisPoints",
      description: "Of `stakeValue`, in the end; rounded down.",
      resolve: ({ assessment }) => assessment.bps,
    }),
    amount: t.field({
      type: "Wei",
      description: "ETH value that would be slashed, wei; exact, rounded down to the wei.",
      resolve: ({ assessment }) => assessment.amount,
    }),
    impact: t.expose("impact", { type: ImpactRef, description: "What would be left." }),
  }),
});

const VIOLATIONS = `At most ${MAX_VIOLATIONS}, assessed together.`;

builder.queryField("previewSlash", (t) =>
  t.field({
    type: PreviewRef,
    description:
      "What violations would cost an operator of which nothing else is known: its stake active, and all in ETH.",
    args: {
      stake: t.arg({ type: "Wei", required: true, description: "ETH value, wei." }),
      tier: t.arg({
        type: TierEnum,
        description: "At the opening of the violations; default: what the stake makes it.",
      }),
      violations: t.arg({ type: [HypotheticalViolationInput], required: true, description: VIOLATIONS }),
    },
    complexity: 5,
    resolve: async (_root, { stake, tier, violations }, context) => {
      const { registry } = await context.chain();
      const { now, policy } = context;
      const untouched = { locked: 0n, factor: 10n ** 27n, epoch: 0, unbonding: 0n };
      const facts: SlashImpactFacts = {
        pools: { eth: { ...untouched, active: stake }, wsteth: { ...untouched, active: 0n } },
        rates: { eth: 10n ** 18n, wsteth: 0n },
        minStake: 0n,
        protocolMinStake: registry.minStake,
        everStaked: true,
        everActive: true,
        slashedUntil: 0,
        measured: { initialCheckAt: now, measuredUntil: now, openBreaches: [] },
        time: policy.time,
        cooldown: registry.cooldown,
      };
      return previewOf(violations, { facts, tier: tier ?? tierOf(stake, policy), alreadyBps: 0 }, context);
    },
  }),
);

builder.objectField(OperatorRef, "previewSlash", (t) =>
  t.field({
    type: PreviewRef,
    description: "What violations would cost this operator now: at its tier, beside what was assessed of it already.",
    args: { violations: t.arg({ type: [HypotheticalViolationInput], required: true, description: VIOLATIONS }) },
    complexity: 5,
    resolve: async (view, { violations }, context) => {
      const facts = impactFactsOf(view, context);
      const tier = tierOf(heldValue(view, "active"), context.policy);
      const alreadyBps = await context.loaders.assessedBps.load(view.row.address);
      return previewOf(violations, { facts, tier, alreadyBps }, context);
    },
  }),
);

function impactFactsOf(view: OperatorView, context: Context): SlashImpactFacts {
  const pools = { eth: poolOf(view.row, "ETH"), wsteth: poolOf(view.row, "WSTETH") };
  return { ...statusFactsOf(view, context), pools, cooldown: view.chain.registry.cooldown };
}

function previewOf(
  violations: readonly Hypothetical[],
  { facts, tier, alreadyBps }: { readonly facts: SlashImpactFacts; readonly tier: Tier; readonly alreadyBps: number },
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Preview {
  assertBounded(violations);
  const lines = violations.map(({ type, count }) => ({
    violation: type,
    ...sliceCharge(type, { before: 0, counted: count }, policy),
  }));
  const held = ({ active, unbonding }: UnbondingPool) => active + unbonding;
  const value = stakeValue({ eth: held(facts.pools.eth), wsteth: held(facts.pools.wsteth) }, facts.rates);
  const charges = lines.map(({ violation, chargedBps }) => ({ violation, bps: chargedBps }));
  const assessment = assess({ stakeValue: value, charges, tier, alreadyBps }, policy);
  const impact = slashImpact(facts, assessment.amount, policy, now);
  return { stakeValue: value, tier, alreadyBps, lines, assessment, impact };
}

function assertBounded(violations: readonly Hypothetical[]): void {
  if (violations.length > MAX_VIOLATIONS) {
    throw new RequestError(
      "TOO_MANY_VIOLATIONS",
      `At most ${MAX_VIOLATIONS} violations, but there are ${violations.length}.`,
      { argument: "violations", maximum: MAX_VIOLATIONS },
    );
  }
  for (const [index, { count }] of violations.entries()) {
    if (count >= 1 && count <= MAX_COUNT) continue;
    throw new RequestError("COUNT_OUT_OF_RANGE", `\`count\` must be from 1 to ${MAX_COUNT}, but is ${count}.`, {
      argument: `violations.${index}.count`,
      minimum: 1,
      maximum: MAX_COUNT,
    });
  }
}
