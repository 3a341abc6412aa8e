import { claimableUnits, remainingUnits } from "../domain/unbonding.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { type UnstakeRequestRow, unstakeRequests } from "../loaders/unstake-requests.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { AssetEnum, UnstakeRequestStateEnum } from "./enums.ts";
import { poolOf } from "./operator-view.ts";

export const UnstakeRequestRef = builder.objectRef<UnstakeRequestRow>("UnstakeRequest");

builder.node(UnstakeRequestRef, {
  description: "A request to take stake back. Amounts are units of its asset.",
  id: { resolve: (request) => request.id.toString() },
  loadMany: (ids, context) => loadByIds(context.db, unstakeRequests, ids),
  isTypeOf: (value) => typeof value === "object" && value !== null && "unitsRequested" in value,
  fields: (t) => ({
    requestId: t.field({ type: "ID", description: "Its number in the registry.", resolve: (r) => r.id.toString() }),
    operatorAddress: t.expose("operator", { description: "Whose stake.", type: "Address" }),
    recipient: t.expose("recipient", { type: "Address", description: "Who a claim pays." }),
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    state: t.expose("state", { description: "Where it is in its life.", type: UnstakeRequestStateEnum }),
    requested: t.expose("unitsRequested", { description: "What was asked for.", type: "Wei" }),
    units: t.expose("units", { type: "Wei", description: "What was open of it when `factor` was; 0 once closed." }),
    factor: t.expose("factor", {
      type: "Wei",
      description: "The asset's unbonding factor that `units` are as of, 10^27 = nothing slashed in the epoch.",
    }),
    epoch: t.exposeInt("epoch", {
      description: "The asset's unbonding epoch it was asked in; a later one leaves it nothing.",
    }),
    remaining: t.field({
      type: "Wei",
      description: "What is left of it after slashes; 0 once closed.",
      resolve: (request, _args, context) => unstakeAmounts(request, context).then(({ remaining }) => remaining),
    }),
    claimable: t.field({
      type: "Wei",
      description: "What a claim would pay now: nothing before `unlockAt`, and not what live slashes reserve.",
      resolve: (request, _args, context) => unstakeAmounts(request, context).then(({ claimable }) => claimable),
    }),
    paid: t.expose("unitsPaid", { description: "What claims have paid.", type: "Wei" }),
    slashed: t.expose("unitsSlashed", {
      type: "Wei",
      description: "What slashes took from it, settled when it is claimed or cancelled.",
    }),
    unlockAt: t.expose("unlockAt", { type: "DateTime", description: "It can be claimed strictly after this moment." }),
    matured: t.boolean({
      description: "Whether that moment has passed.",
      resolve: (request, _args, { now }) => now > request.unlockAt,
    }),
    requestedAt: t.expose("requestedAt", { description: "When it was asked for.", type: "DateTime" }),
    requestedTransaction: t.expose("requestedTransaction", { description: "In which transaction.", type: "Hash" }),
    closedAt: t.expose("closedAt", { type: "DateTime", nullable: true, description: "Null while it is open." }),
    closedTransaction: t.expose("closedTransaction", {
      description: "In which it was claimed or cancelled; null while it is open.",
      type: "Hash",
      nullable: true,
    }),
  }),
});

/** What is left and what is payable depend on the operator's pool: its factor, epoch and locks. */
export async function unstakeAmounts(
  request: UnstakeRequestRow,
  context: Context,
): Promise<{ remaining: bigint; claimable: bigint }> {
  const operator = await context.loaders.operator.load(request.operator);
  if (operator === null || request.state !== "OPEN") return { remaining: 0n, claimable: 0n };
  const pool = poolOf(operator, request.asset);
  return { remaining: remainingUnits(request, pool), claimable: claimableUnits(request, pool, context.now) };
}

export const UnstakeRequestConnectionRef = connectionOf(UnstakeRequestRef, "UnstakeRequest");
