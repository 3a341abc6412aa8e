import { builder } from "./builder.ts";
import {
  AssetEnum,
  DirectionEnum,
  OperatorOrderEnum,
  SeverityEnum,
  SlashStateEnum,
  StakingEventKindEnum,
  StatusEnum,
  TierEnum,
  UnstakeRequestStateEnum,
  ViolationTypeEnum,
} from "./enums.ts";

const StakeRangeInput = builder.inputType("StakeRange", {
  description: "Bounds of the ETH value of active stake, wei, both inclusive.",
  fields: (t) => ({
    min: t.field({ description: "Default: no lower bound.", type: "Wei" }),
    max: t.field({ description: "Default: no upper bound.", type: "Wei" }),
  }),
});

export const OperatorFilterInput = builder.inputType("OperatorFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    tier: t.field({ type: [TierEnum], description: "Any of these." }),
    status: t.field({ type: [StatusEnum], description: "Any of these." }),
    stake: t.field({ description: "ETH value of active stake, wei.", type: StakeRangeInput }),
    text: t.string({ description: "Part of the address or the metadata URI, in any case." }),
    manager: t.field({ type: "Address", description: "An account that may act for the operator." }),
  }),
});

export const OperatorOrderInput = builder.inputType("OperatorOrder", {
  description: "What a list of operators is ordered by.",
  fields: (t) => ({
    field: t.field({ description: "By what.", type: OperatorOrderEnum, required: true }),
    direction: t.field({
      description: "Largest first (DESC) or smallest first (ASC).",
      type: DirectionEnum,
      required: true,
      defaultValue: "DESC",
    }),
  }),
});

/** Under an operator a list is of that operator already. */
export const OperatorSlashFilterInput = builder.inputType("OperatorSlashFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    state: t.field({ type: [SlashStateEnum], description: "Any of these." }),
    violationType: t.field({ type: [ViolationTypeEnum], description: "Any of these." }),
    severity: t.field({ type: [SeverityEnum], description: "Any of these." }),
  }),
});

export const SlashFilterInput = builder.inputType("SlashFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    state: t.field({ type: [SlashStateEnum], description: "Any of these." }),
    violationType: t.field({ type: [ViolationTypeEnum], description: "Any of these." }),
    severity: t.field({ type: [SeverityEnum], description: "Any of these." }),
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
    incidentKey: t.field({ description: "Only for this incident.", type: "Hash" }),
  }),
});

export const OperatorStakingEventFilterInput = builder.inputType("OperatorStakingEventFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    kind: t.field({ type: [StakingEventKindEnum], description: "Any of these." }),
    asset: t.field({ type: [AssetEnum], description: "Any of these." }),
    payer: t.field({ type: "Address", description: "Who paid; only STAKED events have one." }),
  }),
});

export const StakingEventFilterInput = builder.inputType("StakingEventFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    kind: t.field({ type: [StakingEventKindEnum], description: "Any of these." }),
    asset: t.field({ type: [AssetEnum], description: "Any of these." }),
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
    payer: t.field({ type: "Address", description: "Who paid; only STAKED events have one." }),
  }),
});

export const OperatorEventFilterInput = builder.inputType("OperatorEventFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    name: t.stringList({ description: "Any of these, as the contract's ABI has them." }),
  }),
});

export const EventFilterInput = builder.inputType("EventFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    name: t.stringList({ description: "Any of these, as the contract's ABI has them." }),
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
  }),
});

export const UnstakeRequestFilterInput = builder.inputType("UnstakeRequestFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    state: t.field({ type: [UnstakeRequestStateEnum], description: "Any of these." }),
    matured: t.boolean({
      description: "True: only open ones that can be claimed by their time. False: only open ones that cannot yet.",
    }),
  }),
});

/** What the loaders call the filters of slashes, staking events and unstake requests. */
export function slashFilter(input: typeof SlashFilterInput.$inferInput | null | undefined) {
  return {
    states: input?.state ?? undefined,
    violationTypes: input?.violationType ?? undefined,
    severities: input?.severity ?? undefined,
    incidentKey: input?.incidentKey ?? undefined,
    operator: input?.operator ?? undefined,
  };
}

export function stakingEventFilter(input: typeof StakingEventFilterInput.$inferInput | null | undefined) {
  return {
    kinds: input?.kind ?? undefined,
    assets: input?.asset ?? undefined,
    operator: input?.operator ?? undefined,
    payer: input?.payer ?? undefined,
  };
}

export function eventFilter(input: typeof EventFilterInput.$inferInput | null | undefined) {
  // Postgres has no NUL in text.
  return { names: input?.name?.map((name) => name.replaceAll("\0", "")), operator: input?.operator ?? undefined };
}

export function unstakeRequestFilter(
  input: typeof UnstakeRequestFilterInput.$inferInput | null | undefined,
  now: number,
) {
  return {
    states: input?.state ?? undefined,
    matured: typeof input?.matured === "boolean" ? { at: now, is: input.matured } : undefined,
  };
}
