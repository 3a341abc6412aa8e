import { createClient, type DinClient, type RequestOptions } from "../client.ts";
import {
  CoreClaimableDocument,
  CoreMetricsDocument,
  type CoreMetricsQuery,
  CoreOperatorDocument,
  CoreStakingEventsDocument,
  CoreStatusDocument,
  RecordMetricsDocument,
} from "../generated/graphql.ts";
import { REAL_TIME } from "../timing.ts";
import type { DinClientOptions } from "../transport.ts";
import { amountOf, claimUnstake, type Hex, operatorOf, registerOperator, stake, unstake } from "./calls.ts";
import { DinCoreError } from "./error.ts";
import { foundOf, metricsOf, nodeOperatorOf, stakingEventsOf, statusOf, unstakingOf } from "./read.ts";
import { createSender, type SenderOptions } from "./send.ts";
import type { DINInfrastructureStatus, NodeOperator, PerformanceMetrics, StakingEvent, Unstaking } from "./types.ts";

export interface CoreOptions extends DinClientOptions, SenderOptions {
  /** As whom metrics are recorded; default: the API key's own reporter. */
  readonly reporter?: string;
}

/**
 * The operators, as an object: stake goes to the chain with the wallet, metrics to the API with the key, reads come from the
 * API. An operator's id is its address. Everything takes an abort signal at the end; aborting before a transaction is signed
 * leaves nothing behind, aborting later leaves it on its way.
 *
 * @throws DinCoreError, and what `DinClient.request` and the wallet throw
 */
export interface InfrastructureCore {
  /**
   * Registers an operator with the registry's least stake as its commitment, then stakes `initialStake`, wei. The wallet's
   * account is the operator, or a manager that it named.
   *
   * @param walletAddress the same address as the id: an operator is its wallet
   */
  registerOperator(
    operatorId: string,
    walletAddress: string,
    initialStake?: bigint,
    options?: RequestOptions,
  ): Promise<void>;
  /** Stakes so much ETH for an operator, wei. */
  stake(operatorId: string, amount: bigint, options?: RequestOptions): Promise<void>;
  /** Asks so much ETH back, wei; done once that is asked. It is paid by `claim` after the registry's delay of 7 days. */
  unstake(operatorId: string, amount: bigint, options?: RequestOptions): Promise<void>;
  /** What was asked back and not paid yet, at most 100. */
  unstaking(operatorId: string, options?: RequestOptions): Promise<Unstaking[]>;
  /** Has all paid that can be, a transaction each; answers the ids of those requests, none if there is nothing. */
  claim(operatorId: string, options?: RequestOptions): Promise<string[]>;
  /** An operator; undefined if none is registered at the address. */
  getOperator(operatorId: string, options?: RequestOptions): Promise<NodeOperator | undefined>;
  /**
   * Records rates of the interval that `timestamp` lies in, which become counts. Needs a key with the scope `metrics:write`
   * and a service that is registered. The same again is harmless, other rates of the same interval are PAYLOAD_DIFFERS.
   */
  recordMetrics(operatorId: string, metrics: PerformanceMetrics, options?: RequestOptions): Promise<void>;
  /**
   * What was recorded of the operator in the last day by all reporters: the `limit` newest (default 100), oldest first. Rates
   * are those of the counts that were kept.
   */
  getMetrics(operatorId: string, limit?: number, options?: RequestOptions): Promise<PerformanceMetrics[]>;
  /** What happened to its ETH: the `limit` newest (default 100, at most that), oldest first. */
  stakingEvents(operatorId: string, limit?: number, options?: RequestOptions): Promise<StakingEvent[]>;
  status(options?: RequestOptions): Promise<DINInfrastructureStatus>;
}

/** As `PAGE` items come at once, the API's most. */
const PAGE = 100;

export function createInfrastructureCore(options: CoreOptions): InfrastructureCore {
  const din = createClient(options);
  const sender = createSender(din, options.timing ?? REAL_TIME, options);

  async function unstaking(operatorId: string, told: RequestOptions = {}): Promise<Unstaking[]> {
    const { operator } = await din.request(CoreClaimableDocument, { address: operatorOf(operatorId) }, told);
    return (foundOf(operator)?.unstakeRequests.nodes ?? []).map(unstakingOf);
  }

  return {
    async registerOperator(operatorId, walletAddress, initialStake, told = {}) {
      const operator = walletOf(operatorId, walletAddress);
      const amount = initialStake === undefined ? null : amountOf(initialStake);
      await sender.send(registerOperator(operator, await sender.minStake(told)), told);
      if (amount !== null) await sender.send(stake(operator, amount), told);
    },
    async stake(operatorId, amount, told = {}) {
      await sender.send(stake(operatorOf(operatorId), amountOf(amount)), told);
    },
    async unstake(operatorId, amount, told = {}) {
      await sender.send(unstake(operatorOf(operatorId), amountOf(amount)), told);
    },
    unstaking,
    async claim(operatorId, told = {}) {
      const due = (await unstaking(operatorId, told)).filter(({ claimable }) => claimable > 0n);
      for (const { requestId } of due) await sender.send(claimUnstake(BigInt(requestId)), told);
      return due.map(({ requestId }) => requestId);
    },
    async getOperator(operatorId, told) {
      const variables = { address: operatorOf(operatorId), violations: PAGE };
      const { operator } = await din.request(CoreOperatorDocument, variables, told);
      const found = foundOf(operator);
      return found === undefined ? undefined : nodeOperatorOf(found);
    },
    async recordMetrics(operatorId, metrics, told) {
      const operator = operatorOf(operatorId);
      const input = { ...metrics, timestamp: timestampOf(metrics.timestamp) };
      const { reporter } = options;
      const variables = { operator, metrics: input, ...(reporter === undefined ? {} : { reporter }) };
      const { recordMetrics } = await din.request(RecordMetricsDocument, variables, told);
      if ("code" in recordMetrics) throw new DinCoreError(recordMetrics.code, recordMetrics.message);
    },
    async getMetrics(operatorId, limit = PAGE, told) {
      const address = operatorOf(operatorId);
      return (await newest(din, address, limitOf(limit, Number.MAX_SAFE_INTEGER), told)).reverse();
    },
    async stakingEvents(operatorId, limit = PAGE, told) {
      const variables = { address: operatorOf(operatorId), limit: limitOf(limit, PAGE) };
      const { operator } = await din.request(CoreStakingEventsDocument, variables, told);
      return stakingEventsOf(operatorId, foundOf(operator)?.stakingEvents.nodes ?? []).reverse();
    },
    async status(told) {
      return statusOf(await din.request(CoreStatusDocument, {}, told));
    },
  };
}

/** What was recorded last, the newest first. */
async function newest(
  din: DinClient,
  address: Hex,
  limit: number,
  told?: RequestOptions,
): Promise<PerformanceMetrics[]> {
  const found: PerformanceMetrics[] = [];
  if (limit === 0) return found;
  const variables = { address, first: Math.min(PAGE, limit) };
  for await (const sample of din.items(CoreMetricsDocument, variables, samplesOf, told)) {
    if (found.push(metricsOf(sample)) === limit) break;
  }
  return found;
}

const samplesOf = ({ operator }: CoreMetricsQuery) => foundOf(operator)?.samples;

/** @throws DinCoreError INVALID_OPERATOR, INVALID_WALLET */
function walletOf(operatorId: string, walletAddress: string): Hex {
  const operator = operatorOf(operatorId);
  if (typeof walletAddress === "string" && walletAddress.toLowerCase() === operator.toLowerCase()) return operator;
  throw new DinCoreError(
    "INVALID_WALLET",
    `An operator is its wallet: the wallet's address must be its id, ${operatorId}, not ${String(walletAddress)}.`,
  );
}

/** @throws DinCoreError INVALID_LIMIT */
function limitOf(limit: number, most: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0 && limit <= most) return limit;
  throw new DinCoreError("INVALID_LIMIT", `A limit is an integer from 0 to ${most}, not ${limit}.`);
}

/** The API takes RFC 3339 or seconds. @throws DinCoreError INVALID_TIMESTAMP */
function timestampOf(timestamp: number): string {
  const date = new Date(timestamp);
  if (typeof timestamp === "number" && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new DinCoreError(
    "INVALID_TIMESTAMP",
    `A timestamp is Unix milliseconds, such as Date.now(), not ${timestamp}.`,
  );
}
