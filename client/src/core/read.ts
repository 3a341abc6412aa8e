/** The API's answers in the shapes of old. */
import type {
  CoreClaimableQuery,
  CoreMetricsQuery,
  CoreOperatorQuery,
  CoreStakingEventsQuery,
  CoreStatusQuery,
} from "../generated/graphql.ts";
import { DinCoreError } from "./error.ts";
import type {
  DINInfrastructureStatus,
  NodeOperator,
  PerformanceMetrics,
  StakingEvent,
  Unstaking,
  Violation,
} from "./types.ts";

type Named<Union, Name> = Extract<Union, { readonly __typename: Name }>;
type OperatorAnswer = Named<CoreOperatorQuery["operator"], "Operator">;
type ViolationAnswer = OperatorAnswer["violations"]["nodes"][number];
type SampleAnswer = Named<CoreMetricsQuery["operator"], "Operator">["samples"]["nodes"][number];
type EventAnswer = Named<CoreStakingEventsQuery["operator"], "Operator">["stakingEvents"]["nodes"][number];
type RequestAnswer = Named<CoreClaimableQuery["operator"], "Operator">["unstakeRequests"]["nodes"][number];

/**
 * The operator of an answer; undefined if nobody is registered at the address.
 *
 * @throws DinCoreError with the API's code for any other failure
 */
export function foundOf<Answer extends { readonly __typename: string }>(
  answer: Answer,
): Named<Answer, "Operator"> | undefined {
  if (isOperator(answer)) return answer;
  if (answer.__typename === "NotFoundError") return undefined;
  if ("code" in answer && "message" in answer) throw new DinCoreError(String(answer.code), String(answer.message));
  throw new TypeError(`An answer is neither an operator nor a failure: ${answer.__typename}`);
}

function isOperator<Answer extends { readonly __typename: string }>(
  answer: Answer,
): answer is Named<Answer, "Operator"> {
  return answer.__typename === "Operator";
}

export function nodeOperatorOf(answer: OperatorAnswer): NodeOperator {
  return {
    id: answer.address,
    walletAddress: answer.address,
    stakedAmount: BigInt(answer.stake.active),
    performanceScore: known(answer.score.value),
    violations: answer.violations.nodes.map(violationOf),
    registeredAt: Date.parse(answer.registeredAt),
    lastPerformanceCheck: answer.score.evaluatedAt ? Date.parse(answer.score.evaluatedAt) : Number.NaN,
  };
}

const SEVERITIES = ["low", "medium", "high", "critical"] as const;
const KINDS = {
  DOWNTIME: "downtime",
  BAD_DATA: "bad_data",
  MISBEHAVIOR: "misbehavior",
  PERFORMANCE_THRESHOLD: "performance_threshold",
} as const satisfies Record<ViolationAnswer["type"], Violation["type"]>;

const DESCRIPTIONS = {
  DOWNTIME: "A service was down in all its regions.",
  SUCCESS_RATE: "Too few requests succeeded.",
  LATENCY: "The p95 of latencies was above the tier's threshold.",
} as const satisfies Record<NonNullable<ViolationAnswer["charge"]>, string>;

function violationOf({ type, charge, startedAt, closedAt, incident, slices }: ViolationAnswer): Violation {
  const worst = Math.max(0, ...slices.nodes.map(({ severity }) => RANKS[severity]));
  const minutes = closedAt ? (Date.parse(closedAt) - Date.parse(startedAt)) / 60_000 : undefined;
  return {
    type: KINDS[type],
    timestamp: Date.parse(startedAt),
    ...(minutes === undefined ? {} : { durationMinutes: minutes }),
    severity: SEVERITIES[worst] ?? "critical",
    description: incident?.summary ?? (charge ? DESCRIPTIONS[charge] : ""),
  };
}

const RANKS = { LOW: 0, MEDIUM: 1, HIGH: 2, CRITICAL: 3 } as const satisfies Record<
  ViolationAnswer["slices"]["nodes"][number]["severity"],
  number
>;

export function metricsOf(sample: SampleAnswer): PerformanceMetrics {
  return {
    serviceId: sample.service,
    successRate: known(sample.successRate),
    p95Latency: known(sample.p95LatencyMs),
    p99Latency: known(sample.p99LatencyMs),
    throughput: sample.throughput,
    uptime: known(sample.uptime),
    timestamp: Date.parse(sample.at),
  };
}

export function statusOf({ network }: CoreStatusQuery): DINInfrastructureStatus {
  return {
    totalOperators: network.totalOperators,
    totalStaked: BigInt(network.totalStaked),
    activeOperators: network.activeOperators,
    slashedOperators: network.slashedOperators,
    averagePerformanceScore: known(network.averagePerformanceScore),
    lastPerformanceCheck: network.lastPerformanceCheck ? Date.parse(network.lastPerformanceCheck) : null,
  };
}

const EVENTS: Readonly<Partial<Record<EventAnswer["kind"], StakingEvent["type"]>>> = {
  STAKED: "stake",
  UNSTAKE_REQUESTED: "unstake",
  SLASHED: "slash",
};

export function stakingEventsOf(operatorId: string, events: readonly EventAnswer[]): StakingEvent[] {
  return events.flatMap(({ kind, units, source }) => {
    const type = EVENTS[kind];
    return type === undefined ? [] : [{ operatorId, type, amount: BigInt(units), timestamp: Date.parse(source.time) }];
  });
}

export function unstakingOf(request: RequestAnswer): Unstaking {
  return {
    requestId: request.requestId,
    asset: request.asset,
    amount: BigInt(request.remaining),
    claimable: BigInt(request.claimable),
    unlockAt: Date.parse(request.unlockAt),
  };
}

const known = (value: number | null | undefined): number => value ?? Number.NaN;
