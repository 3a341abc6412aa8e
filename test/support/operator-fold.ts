/** What the model's events make of operators: the indexer's facts, small enough to be read. */
import type { operator } from "../../api/db/chain.ts";
import { RATE_ONE } from "../../api/domain/policy.ts";
import type { ModelBlock, ModelEvent } from "./chain-model.ts";

export type OperatorFacts = typeof operator.$inferSelect;

export interface Facts {
  readonly operators: Map<string, OperatorFacts>;
  readonly wstethRate: bigint;
}

/** The indexer's rows after these blocks. */
export function foldOperators(blocks: readonly ModelBlock[]): Facts {
  const operators = new Map<string, OperatorFacts>();
  let wstethRate = 0n;
  for (const event of blocks.flatMap((block) => block.events)) {
    if (event.effect.kind === "RATE") wstethRate = event.effect.rateE18;
    if (event.operator === null) continue;
    const before = operators.get(event.operator) ?? unborn(event.operator);
    operators.set(event.operator, {
      ...before,
      ...changes(before, event),
      seq: before.seq + 1,
      lastEventId: event.id,
      updatedBlock: event.blockNumber,
      updatedAt: event.blockTime,
    });
  }
  return { operators, wstethRate };
}

function changes(before: OperatorFacts, { effect, blockNumber, blockTime }: ModelEvent): Partial<OperatorFacts> {
  switch (effect.kind) {
    case "REGISTER":
      return before.registeredAt === null
        ? { registeredAt: blockTime, registeredBlock: blockNumber, metadataUri: "ipfs://Meta" }
        : {};
    case "STAKE":
      return {
        ethActive: before.ethActive + effect.units,
        firstStakedAt: before.firstStakedAt ?? blockTime,
        firstActiveAt: before.firstActiveAt ?? blockTime,
      };
    case "UNSTAKE":
      return { ethActive: before.ethActive - min(effect.units, before.ethActive) };
    case "SLASH": {
      const taken = min(effect.units, before.ethActive);
      return {
        ethActive: before.ethActive - taken,
        slashedUntil: effect.until,
        slashCount: before.slashCount + 1,
        slashedValue: before.slashedValue + taken,
      };
    }
    case "SCORE":
      return { score: effect.score, scoreUpdatedAt: blockTime };
    case "MANAGER":
    case "RATE":
    case "SLASH_STEP":
    case "REQUEST_STEP":
    case "PAUSE":
      return {};
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function unborn(address: `0x${string}`): OperatorFacts {
  return {
    address,
    registeredAt: null,
    registeredBlock: null,
    registeredTransaction: null,
    registeredBy: null,
    minStake: 0n,
    metadataUri: "",
    ethActive: 0n,
    ethUnbonding: 0n,
    ethLocked: 0n,
    ethFactor: RATE_ONE * 10n ** 9n,
    ethEpoch: 0,
    wstethActive: 0n,
    wstethUnbonding: 0n,
    wstethLocked: 0n,
    wstethFactor: RATE_ONE * 10n ** 9n,
    wstethEpoch: 0,
    emittedStatus: "NONE",
    firstActiveAt: null,
    firstStakedAt: null,
    slashedUntil: 0,
    score: null,
    scoreWindowEnd: null,
    scoreUpdatedAt: null,
    slashCount: 0,
    liveSlashCount: 0,
    slashedValue: 0n,
    cumulativeSlashedBps: 0,
    seq: 0,
    seqGaps: 0,
    lastEventId: "",
    updatedBlock: 0,
    updatedAt: 0,
  };
}
