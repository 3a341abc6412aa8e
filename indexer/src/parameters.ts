/** Parameters, rates and where rates come from. */
import { type Context, ponder } from "ponder:registry";
import { assetRate, parameterChange, rate } from "ponder:schema";
import { type Hex, zeroAddress } from "viem";
import { assetOf } from "./lib/enums.ts";
import { changeRegistry, type EventName, recordRegistryEvent } from "./lib/journal.ts";
import { toNumber } from "./lib/numbers.ts";
import { asText } from "./lib/parameters.ts";
import type { Parties } from "./lib/parties.ts";
import { type ChainEvent, provenance, timeOf } from "./lib/provenance.ts";

/** ETH needs no source: the event says zero. */
const sourceOf = (source: Hex) => (source === zeroAddress ? null : source);

async function recordParameter(
  context: Context,
  event: ChainEvent,
  name: EventName,
  args: Parameters<typeof asText>[0] = {},
  parties: Parties = {},
) {
  await recordRegistryEvent(context, event, name, { parties });
  await context.db.insert(parameterChange).values({ id: event.id, name, value: asText(args), ...provenance(event) });
}

ponder.on("DINRegistry:MinStakeSet", async ({ event, context }) => {
  await recordParameter(context, event, "MinStakeSet", event.args);
  await changeRegistry(context, event, () => ({ minStake: event.args.minStake }));
});

ponder.on("DINRegistry:UnstakeDelaySet", async ({ event, context }) => {
  await recordParameter(context, event, "UnstakeDelaySet", event.args);
  await changeRegistry(context, event, () => ({ unstakeDelay: toNumber(event.args.unstakeDelay) }));
});

ponder.on("DINRegistry:TreasurySet", async ({ event, context }) => {
  await recordParameter(context, event, "TreasurySet", event.args, { TREASURY: event.args.treasury });
  await changeRegistry(context, event, () => ({ treasury: event.args.treasury }));
});

ponder.on("DINRegistry:SlashParamsSet", async ({ event, context }) => {
  const { params } = event.args;
  await recordParameter(context, event, "SlashParamsSet", params);
  await changeRegistry(context, event, () => ({
    disputeWindow: toNumber(params.disputeWindow),
    resolutionWindow: toNumber(params.resolutionWindow),
    executionWindow: toNumber(params.executionWindow),
    cooldown: toNumber(params.cooldown),
    largeSlashBps: params.largeSlashBps,
    disputeBond: params.disputeBond,
  }));
});

ponder.on("DINRegistry:RateSourceSet", async ({ event, context }) => {
  const { source, maxAge, maxJumpBps } = event.args;
  const asset = assetOf(event.args.asset);
  await recordParameter(context, event, "RateSourceSet", { ...event.args, asset });
  const set = { source: sourceOf(source), maxAge: toNumber(maxAge), maxJumpBps, eventId: event.id };
  await context.db
    .insert(assetRate)
    .values({ asset, rateE18: 0n, rateUpdatedAt: 0, observedAt: 0, ...set })
    .onConflictDoUpdate(set);
});

ponder.on("DINRegistry:RateObserved", async ({ event, context }) => {
  const { rateE18, source } = event.args;
  const asset = assetOf(event.args.asset);
  const updatedAt = toNumber(event.args.updatedAt);
  await recordRegistryEvent(context, event, "RateObserved");
  await context.db.insert(rate).values({ id: event.id, asset, rateE18, updatedAt, source, ...provenance(event) });
  const set = {
    rateE18,
    rateUpdatedAt: updatedAt,
    observedAt: timeOf(event),
    source: sourceOf(source),
    eventId: event.id,
  };
  await context.db
    .insert(assetRate)
    .values({ asset, ...set })
    .onConflictDoUpdate(set);
});

ponder.on("DINRegistry:DefaultAdminTransferScheduled", async ({ event, context }) => {
  await recordParameter(context, event, "DefaultAdminTransferScheduled", event.args, {
    ROLE_HOLDER: event.args.newAdmin,
  });
});

ponder.on("DINRegistry:DefaultAdminTransferCanceled", async ({ event, context }) => {
  await recordParameter(context, event, "DefaultAdminTransferCanceled");
});

ponder.on("DINRegistry:DefaultAdminDelayChangeScheduled", async ({ event, context }) => {
  await recordParameter(context, event, "DefaultAdminDelayChangeScheduled", event.args);
});

ponder.on("DINRegistry:DefaultAdminDelayChangeCanceled", async ({ event, context }) => {
  await recordParameter(context, event, "DefaultAdminDelayChangeCanceled");
});

ponder.on("DINRegistry:RoleAdminChanged", async ({ event, context }) => {
  await recordParameter(context, event, "RoleAdminChanged", event.args);
});
