import {
  ASSETS,
  DISPUTE_OUTCOMES,
  OPERATOR_STATUSES,
  SEVERITIES,
  SLASH_STATES,
  STAKING_EVENT_KINDS,
  STATUS_CAUSES,
  VIOLATION_TYPES,
} from "../db/chain.ts";
import { TIERS } from "../domain/policy.ts";
import { STATUSES, type StatusReason } from "../domain/status.ts";
import { OPERATOR_ORDERS } from "../loaders/operators.ts";
import { UNSTAKE_REQUEST_STATES } from "../loaders/unstake-requests.ts";
import { builder } from "./builder.ts";

/** A description for each of some names, and nothing else. */
export type EnumValues<Name extends string> = {
  readonly [Key in Name]: { readonly value: Key; readonly description: string };
};

export const AssetEnum = builder.enumType("Asset", {
  description: "What can be staked. Each is counted in its own smallest unit.",
  values: ASSETS,
});

export const TierEnum = builder.enumType("Tier", {
  description: "By ETH value of active stake: NONE below 1 ETH, then from 1, 10 and 100 ETH.",
  values: TIERS,
});

export const StatusEnum = builder.enumType("OperatorStatus", {
  description: "Where an operator stands. The first that applies, in this order.",
  values: {
    EXITED: { value: STATUSES[0], description: "Staked before; nothing is staked or unbonding now." },
    SLASHED: { value: STATUSES[1], description: "A slash was executed and stake or cooldown has not recovered." },
    LEAVING: { value: STATUSES[2], description: "Nothing is active; the rest is unbonding." },
    PENDING: { value: STATUSES[3], description: "Has never met the minimum stake, or never passed the initial check." },
    INACTIVE: {
      value: STATUSES[4],
      description: "Active stake is under the minimum, or nothing was measured for 15 intervals.",
    },
    DEGRADED: { value: STATUSES[5], description: "A performance breach is open." },
    ACTIVE: { value: STATUSES[6], description: "May be routed to." },
  },
});

export const StatusReasonEnum = builder.enumType("StatusReason", {
  description: "Why an operator has its status.",
  values: {
    EVERYTHING_WITHDRAWN: { value: "EVERYTHING_WITHDRAWN", description: "EXITED: nothing is left of its stake." },
    SLASH_COOLDOWN: { value: "SLASH_COOLDOWN", description: "SLASHED: the cooldown of an executed slash runs." },
    STAKE_BELOW_MINIMUM_AFTER_SLASH: {
      value: "STAKE_BELOW_MINIMUM_AFTER_SLASH",
      description: "SLASHED: a slash took it under its minimum and nothing was added since.",
    },
    EVERYTHING_UNBONDING: { value: "EVERYTHING_UNBONDING", description: "LEAVING: all of its stake was asked back." },
    NEVER_STAKED: { value: "NEVER_STAKED", description: "PENDING: nothing was ever staked." },
    MINIMUM_STAKE_NEVER_MET: {
      value: "MINIMUM_STAKE_NEVER_MET",
      description: "PENDING: its stake has never reached its minimum.",
    },
    INITIAL_CHECK_NOT_PASSED: {
      value: "INITIAL_CHECK_NOT_PASSED",
      description: "PENDING: it has never been measured well for as long as the initial check takes; see `policy`.",
    },
    STAKE_BELOW_MINIMUM: { value: "STAKE_BELOW_MINIMUM", description: "INACTIVE: its stake fell under its minimum." },
    NOTHING_MEASURED: { value: "NOTHING_MEASURED", description: "INACTIVE: nothing is measured of it any more." },
    SUCCESS_RATE_BREACH: { value: "SUCCESS_RATE_BREACH", description: "DEGRADED: too few requests succeed." },
    LATENCY_BREACH: { value: "LATENCY_BREACH", description: "DEGRADED: p95 latency is above its tier's threshold." },
    THROUGHPUT_BREACH: { value: "THROUGHPUT_BREACH", description: "DEGRADED: the month's throughput is too low." },
    UPTIME_BREACH: { value: "UPTIME_BREACH", description: "DEGRADED: uptime over 7 days has been too low for a day." },
    STAKE_SUFFICIENT: { value: "STAKE_SUFFICIENT", description: "ACTIVE: nothing speaks against it." },
  } satisfies EnumValues<StatusReason>,
});

export const RegistryStatusEnum = builder.enumType("RegistryStatus", {
  description: "The registry's own status, as it emitted it last. Time and rates may have moved on since.",
  values: OPERATOR_STATUSES,
});

export const StatusCauseEnum = builder.enumType("StatusCause", {
  description: "What made the registry re-derive a status.",
  values: STATUS_CAUSES,
});

export const ViolationTypeEnum = builder.enumType("ViolationType", {
  description: "What an operator is slashed for.",
  values: VIOLATION_TYPES,
});

export const SeverityEnum = builder.enumType("Severity", {
  description:
    "How severe the proposer of a slash put it. The assessment puts LOW below 200 basis points, MEDIUM below 500, HIGH below 1000, CRITICAL from there; the registry does not check it.",
  values: SEVERITIES,
});

export const SlashStateEnum = builder.enumType("SlashState", {
  description: "Where a slash is in its life.",
  values: SLASH_STATES,
});

export const DisputeOutcomeEnum = builder.enumType("DisputeOutcome", {
  description: "How a dispute was decided.",
  values: DISPUTE_OUTCOMES,
});

export const StakingEventKindEnum = builder.enumType("StakingEventKind", {
  description: "What happened to stake.",
  values: STAKING_EVENT_KINDS,
});

export const UnstakeRequestStateEnum = builder.enumType("UnstakeRequestState", {
  description: "Where an unstake request is in its life.",
  values: UNSTAKE_REQUEST_STATES,
});

export const OperatorOrderEnum = builder.enumType("OperatorOrderField", {
  description: "What operators are ordered by; the address breaks ties.",
  values: {
    STAKE: { value: OPERATOR_ORDERS[0], description: "ETH value of active stake." },
    REGISTRATION: { value: OPERATOR_ORDERS[1], description: "When it registered." },
    SCORE: { value: OPERATOR_ORDERS[2], description: "The score as evaluated last; one that is unknown sorts lowest." },
    SLASHED_AMOUNT: { value: OPERATOR_ORDERS[3], description: "ETH value of all executed slashes." },
  },
});

export const DirectionEnum = builder.enumType("OrderDirection", {
  description: "Which way a list runs.",
  values: ["ASC", "DESC"] as const,
});
