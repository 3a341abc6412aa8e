/** Dispute bonds, and what the treasury pulls. */
import { ponder } from "ponder:registry";
import { bondBalance, payout, slash } from "ponder:schema";
import { assetOf } from "./lib/enums.ts";
import { changeRegistry, recordRegistryEvent } from "./lib/journal.ts";
import { provenance, timeOf } from "./lib/provenance.ts";
import { owedColumns } from "./lib/registry.ts";

ponder.on("DINRegistry:BondSettled", async ({ event, context }) => {
  const { slashId, to, amount, forfeited } = event.args;
  const at = timeOf(event);
  await recordRegistryEvent(context, event, "BondSettled", { subject: slashId, parties: { RECIPIENT: to } });
  await context.db.update(slash, { id: slashId }).set({
    bondRecipient: to,
    bondForfeited: forfeited,
    bondSettledAt: at,
    bondSettledTransaction: event.transaction.hash,
    lastEventId: event.id,
  });
  if (forfeited) {
    await changeRegistry(context, event, (row) => owedColumns(row, "ETH", amount));
    return;
  }
  await context.db
    .insert(bondBalance)
    .values({ account: to, claimable: amount, updatedAt: at })
    .onConflictDoUpdate((row) => ({ claimable: row.claimable + amount, updatedAt: at }));
});

ponder.on("DINRegistry:BondClaimed", async ({ event, context }) => {
  const { account, amount } = event.args;
  await recordRegistryEvent(context, event, "BondClaimed", { parties: { RECIPIENT: account } });
  await context.db
    .update(bondBalance, { account })
    .set((row) => ({ claimable: row.claimable - amount, updatedAt: timeOf(event) }));
  await context.db
    .insert(payout)
    .values({ id: event.id, kind: "BOND", account, asset: "ETH", units: amount, ...provenance(event) });
});

ponder.on("DINRegistry:TreasuryClaimed", async ({ event, context }) => {
  const { treasury, units } = event.args;
  const asset = assetOf(event.args.asset);
  await recordRegistryEvent(context, event, "TreasuryClaimed", { parties: { RECIPIENT: treasury } });
  await changeRegistry(context, event, (row) => owedColumns(row, asset, -units));
  await context.db
    .insert(payout)
    .values({ id: event.id, kind: "TREASURY", account: treasury, asset, units, ...provenance(event) });
});
