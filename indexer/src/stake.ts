/** Stake in, stake asked back, stake out. */
import { ponder } from "ponder:registry";
import { stakingEvent, unstakeRequest } from "ponder:schema";
import { assetOf } from "./lib/enums.ts";
import { recordOperatorEvent } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { assetColumns } from "./lib/operator.ts";
import { provenance, timeOf } from "./lib/provenance.ts";
import { cancelledColumns, claimedColumns, requestedRow } from "./lib/unstake.ts";

ponder.on("DINRegistry:Staked", async ({ event, context }) => {
  const { args } = event;
  const asset = assetOf(args.asset);
  const unbondingAfter = args.totalAfter - args.activeAfter;
  await recordOperatorEvent(context, event, { name: "Staked", args, parties: { PAYER: args.payer } }, (row) => ({
    ...assetColumns(asset, { active: args.activeAfter, unbonding: unbondingAfter }),
    firstStakedAt: row.firstStakedAt ?? timeOf(event),
  }));
  await context.db.insert(stakingEvent).values({
    id: event.id,
    kind: "STAKED",
    operator: args.operator,
    asset,
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter,
    seq: toNumber(args.seq),
    payer: args.payer,
    amountIn: args.amountIn,
    rateE18: args.rateE18,
    ...provenance(event),
  });
});

ponder.on("DINRegistry:UnstakeRequested", async ({ event, context }) => {
  const { args } = event;
  const asset = assetOf(args.asset);
  await recordOperatorEvent(
    context,
    event,
    { name: "UnstakeRequested", args, subject: args.requestId, parties: { RECIPIENT: args.recipient } },
    () =>
      assetColumns(asset, {
        active: args.activeAfter,
        unbonding: args.unbondingAfter,
        factor: args.factor,
        epoch: toNumber(args.epoch),
      }),
  );
  await context.db.insert(unstakeRequest).values(requestedRow(event, args));
  await context.db.insert(stakingEvent).values({
    id: event.id,
    kind: "UNSTAKE_REQUESTED",
    operator: args.operator,
    asset,
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter: args.unbondingAfter,
    seq: toNumber(args.seq),
    requestId: args.requestId,
    recipient: args.recipient,
    unlockAt: toNumber(args.unlockAt),
    ...provenance(event),
  });
});

ponder.on("DINRegistry:UnstakeCancelled", async ({ event, context }) => {
  const { args } = event;
  const asset = assetOf(args.asset);
  await recordOperatorEvent(context, event, { name: "UnstakeCancelled", args, subject: args.requestId }, () =>
    assetColumns(asset, { active: args.activeAfter, unbonding: args.unbondingAfter }),
  );
  await context.db
    .update(unstakeRequest, { id: args.requestId })
    .set((row) => cancelledColumns(row, event, args.unitsSlashed));
  await context.db.insert(stakingEvent).values({
    id: event.id,
    kind: "UNSTAKE_CANCELLED",
    operator: args.operator,
    asset,
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter: args.unbondingAfter,
    seq: toNumber(args.seq),
    requestId: args.requestId,
    unitsSlashed: args.unitsSlashed,
    ...provenance(event),
  });
});

ponder.on("DINRegistry:UnstakeClaimed", async ({ event, context }) => {
  const { args } = event;
  const asset = assetOf(args.asset);
  await recordOperatorEvent(
    context,
    event,
    { name: "UnstakeClaimed", args, subject: args.requestId, parties: { RECIPIENT: args.recipient } },
    () => assetColumns(asset, { unbonding: args.unbondingAfter }),
  );
  await context.db.update(unstakeRequest, { id: args.requestId }).set((row) => claimedColumns(row, event, args));
  await context.db.insert(stakingEvent).values({
    id: event.id,
    kind: "UNSTAKE_CLAIMED",
    operator: args.operator,
    asset,
    units: args.unitsPaid,
    unbondingAfter: args.unbondingAfter,
    seq: toNumber(args.seq),
    requestId: args.requestId,
    recipient: args.recipient,
    unitsSlashed: args.unitsSlashed,
    unitsRemaining: args.unitsRemaining,
    ...provenance(event),
  });
});
