/** The slash lifecycle, from proposal to its end. */
import { type Context, ponder } from "ponder:registry";
import { slash, stakingEvent } from "ponder:schema";
import type { SlashState } from "../ponder.schema.ts";
import { assetOf, disputeOutcomeOf } from "./lib/enums.ts";
import { changeRegistry, recordOperatorEvent, unchanged } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { assetColumns, lockedColumns } from "./lib/operator.ts";
import { provenance, timeOf } from "./lib/provenance.ts";
import { owedColumns } from "./lib/registry.ts";
import {
  endsLife,
  executedColumns,
  proposedRow,
  type SlashPatch,
  type SlashRow,
  stateAfter,
  taken,
} from "./lib/slash.ts";
import { storable } from "./lib/text.ts";

/** Moves a slash and returns how many live slashes that leaves the operator poorer by: 1 when it just ended, else 0. */
async function moveSlash(
  context: Context,
  id: bigint,
  step: (row: SlashRow) => SlashPatch & { readonly state: SlashState },
): Promise<0 | 1> {
  let ended: 0 | 1 = 0;
  await context.db.update(slash, { id }).set((row) => {
    const patch = step(row);
    if (endsLife(row.state, patch.state)) ended = 1;
    return patch;
  });
  return ended;
}

ponder.on("DINRegistry:SlashProposed", async ({ event, context }) => {
  const { args } = event;
  await context.db.insert(slash).values(proposedRow(event, args));
  await recordOperatorEvent(
    context,
    event,
    { name: "SlashProposed", args, subject: args.slashId, parties: { PROPOSER: args.proposer } },
    (row) => ({
      ...lockedColumns(args.terms.lockedAfter),
      liveSlashCount: row.liveSlashCount + 1,
    }),
  );
});

ponder.on("DINRegistry:SlashApproved", async ({ event, context }) => {
  const { args } = event;
  await context.db.update(slash, { id: args.slashId }).set({
    approver: args.approver,
    approvedAt: timeOf(event),
    approvedTransaction: event.transaction.hash,
    lastEventId: event.id,
  });
  await recordOperatorEvent(
    context,
    event,
    { name: "SlashApproved", args, subject: args.slashId, parties: { APPROVER: args.approver } },
    unchanged,
  );
});

ponder.on("DINRegistry:SlashDisputed", async ({ event, context }) => {
  const { args } = event;
  await context.db.update(slash, { id: args.slashId }).set({
    state: "DISPUTED",
    disputer: args.disputer,
    disputedAt: timeOf(event),
    disputedTransaction: event.transaction.hash,
    disputeEvidenceHash: args.evidenceHash,
    disputeUri: storable(args.uri),
    bond: args.bond,
    resolveBy: toNumber(args.resolveBy),
    executeBy: toNumber(args.executeBy),
    lastEventId: event.id,
  });
  await recordOperatorEvent(
    context,
    event,
    { name: "SlashDisputed", args, subject: args.slashId, parties: { DISPUTER: args.disputer } },
    unchanged,
  );
});

ponder.on("DINRegistry:SlashResolved", async ({ event, context }) => {
  const { args } = event;
  const outcome = disputeOutcomeOf(args.outcome);
  const ended = await moveSlash(context, args.slashId, () => ({
    state: stateAfter(outcome),
    outcome,
    resolver: args.resolver,
    resolvedAt: timeOf(event),
    resolvedTransaction: event.transaction.hash,
    resolution: storable(args.reason),
    bps: args.bpsAfter,
    ethUnits: args.units[0],
    wstethUnits: args.units[1],
    executeBy: toNumber(args.executeBy),
    lastEventId: event.id,
  }));
  await recordOperatorEvent(
    context,
    event,
    { name: "SlashResolved", args, subject: args.slashId, parties: { RESOLVER: args.resolver } },
    (row) => ({
      ...lockedColumns(args.lockedAfter),
      liveSlashCount: row.liveSlashCount - ended,
    }),
  );
});

ponder.on("DINRegistry:SlashExecuted", async ({ event, context }) => {
  const { args } = event;
  const { execution } = args;
  const asset = assetOf(args.asset);
  const { units, value } = taken(execution);
  const ended = await moveSlash(context, args.slashId, (row) => executedColumns(row, event, asset, execution));
  await recordOperatorEvent(
    context,
    event,
    {
      name: "SlashExecuted",
      args,
      subject: args.slashId,
      parties: { EXECUTOR: execution.executor, RECIPIENT: execution.recipient },
    },
    (row) => ({
      ...assetColumns(asset, {
        active: execution.activeAfter,
        unbonding: execution.unbondingAfter,
        locked: execution.lockedAfter,
        factor: execution.factorAfter,
        epoch: toNumber(execution.epochAfter),
      }),
      slashedUntil: toNumber(execution.slashedUntil),
      slashedValue: row.slashedValue + value,
      cumulativeSlashedBps: toNumber(execution.cumulativeBpsAfter),
      slashCount: row.slashCount + ended,
      liveSlashCount: row.liveSlashCount - ended,
    }),
  );
  await context.db.insert(stakingEvent).values({
    id: event.id,
    kind: "SLASHED",
    operator: args.operator,
    asset,
    units,
    activeAfter: execution.activeAfter,
    unbondingAfter: execution.unbondingAfter,
    seq: toNumber(args.seq),
    rateE18: execution.rateE18,
    recipient: execution.recipient,
    slashId: args.slashId,
    fromActive: execution.fromActive,
    fromUnbonding: execution.fromUnbonding,
    ...provenance(event),
  });
  await changeRegistry(context, event, (row) => owedColumns(row, asset, units));
});

ponder.on("DINRegistry:SlashCancelled", async ({ event, context }) => {
  const { args } = event;
  const ended = await moveSlash(context, args.slashId, () => ({
    state: "CANCELLED",
    cancelledBy: args.by,
    cancelledAt: timeOf(event),
    cancelledTransaction: event.transaction.hash,
    cancelReason: storable(args.reason),
    lastEventId: event.id,
  }));
  await recordOperatorEvent(
    context,
    event,
    { name: "SlashCancelled", args, subject: args.slashId, parties: { CANCELLER: args.by } },
    (row) => ({
      ...lockedColumns(args.lockedAfter),
      liveSlashCount: row.liveSlashCount - ended,
    }),
  );
});

ponder.on("DINRegistry:SlashExpired", async ({ event, context }) => {
  const { args } = event;
  const ended = await moveSlash(context, args.slashId, () => ({
    state: "EXPIRED",
    expiredAt: timeOf(event),
    expiredTransaction: event.transaction.hash,
    lastEventId: event.id,
  }));
  await recordOperatorEvent(context, event, { name: "SlashExpired", args, subject: args.slashId }, (row) => ({
    ...lockedColumns(args.lockedAfter),
    liveSlashCount: row.liveSlashCount - ended,
  }));
});
