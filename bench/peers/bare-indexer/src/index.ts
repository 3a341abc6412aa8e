/** What a first version of an indexer does: store what the event said. */
import { type Context, ponder } from "ponder:registry";
import type { Hex } from "viem";
import { counter, detail, event as journal } from "../ponder.schema.ts";

interface ChainEvent {
  readonly id: string;
  readonly block: { readonly number: bigint; readonly hash: Hex; readonly timestamp: bigint };
  readonly transaction: { readonly hash: Hex };
  readonly log: { readonly logIndex: number };
}

interface Facts {
  readonly operator?: Hex;
  readonly seq?: bigint;
  readonly account?: Hex;
  readonly a?: bigint;
  readonly b?: bigint;
  readonly c?: bigint;
}

async function record(context: Context, event: ChainEvent, name: string, facts: Facts) {
  const place = {
    blockNumber: event.block.number,
    blockHash: event.block.hash,
    blockTime: event.block.timestamp,
    transactionHash: event.transaction.hash,
    logIndex: event.log.logIndex,
  };
  const { operator = null, seq = null, account = null, a = null, b = null, c = null } = facts;
  const { id } = event;
  await context.db.insert(journal).values({ id, name, operator, seq, ...place });
  const update = { lastEventId: id, updatedAt: event.block.timestamp };
  await context.db
    .insert(counter)
    .values({ key: operator ?? "registry", events: 1, ...update })
    .onConflictDoUpdate((row) => ({ events: row.events + 1, ...update }));
  await context.db.insert(detail).values({ id, operator, name, account, a, b, c, ...place });
}

ponder.on("DINRegistry:OperatorRegistered", async ({ event, context }) => {
  const { operator, seq, manager, minStake } = event.args;
  await record(context, event, "OperatorRegistered", { operator, seq, account: manager, a: minStake });
});

ponder.on("DINRegistry:OperatorStatusChanged", async ({ event, context }) => {
  const { operator, seq, causeId } = event.args;
  await record(context, event, "OperatorStatusChanged", { operator, seq, a: causeId });
});

ponder.on("DINRegistry:Staked", async ({ event, context }) => {
  const { operator, seq, payer, amountIn, units, activeAfter } = event.args;
  await record(context, event, "Staked", { operator, seq, account: payer, a: amountIn, b: units, c: activeAfter });
});

ponder.on("DINRegistry:PerformanceScoreUpdated", async ({ event, context }) => {
  const { operator, seq, reporter, newScore, windowStart, windowEnd } = event.args;
  const facts = { operator, seq, account: reporter, a: BigInt(newScore), b: windowStart, c: windowEnd };
  await record(context, event, "PerformanceScoreUpdated", facts);
});

ponder.on("DINRegistry:MinStakeSet", ({ event, context }) => record(context, event, "MinStakeSet", {}));
ponder.on("DINRegistry:UnstakeDelaySet", ({ event, context }) => record(context, event, "UnstakeDelaySet", {}));
ponder.on("DINRegistry:TreasurySet", ({ event, context }) => record(context, event, "TreasurySet", {}));
ponder.on("DINRegistry:SlashParamsSet", ({ event, context }) => record(context, event, "SlashParamsSet", {}));
ponder.on("DINRegistry:RateSourceSet", ({ event, context }) => record(context, event, "RateSourceSet", {}));
ponder.on("DINRegistry:RateObserved", ({ event, context }) => record(context, event, "RateObserved", {}));
ponder.on("DINRegistry:RoleGranted", ({ event, context }) => record(context, event, "RoleGranted", {}));
ponder.on("DINRegistry:RoleAdminChanged", ({ event, context }) => record(context, event, "RoleAdminChanged", {}));
