/** Transactions that call off requests, and fetch what is owed. */
import { encodeFunctionData, type Hex } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { RequestError } from "../loaders/errors.ts";
import { loadStanding } from "../loaders/standing.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { type UnstakeRequestRow, unstakeRequests } from "../loaders/unstake-requests.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";
import {
  assetIndex,
  numberOf,
  TransactionsRef,
  type UnsignedTransaction,
  UnsignedTransactionRef,
  unsigned,
} from "./transactions.ts";

const REQUEST_ID = { description: "The request's number.", required: true } as const;
const CHECKED = "Refused for a request that is not there, is closed, or is none of the account's.";

/** The claim of a request. */
export function claimOf(requestId: bigint, account: Hex, context: Context): UnsignedTransaction {
  return unsigned(context, encodeFunctionData({ abi, functionName: "claimUnstake", args: [requestId] }), 0n, account);
}

builder.objectFields(TransactionsRef, (t) => ({
  cancelUnstake: t.field({
    type: UnsignedTransactionRef,
    description: `Moves what is left of a request back to active stake, as its operator or a manager. ${CHECKED}`,
    args: { requestId: t.arg.id(REQUEST_ID) },
    resolve: async ({ account }, { requestId }, context) => {
      const { id } = await checkedRequest(numberOf(requestId, "requestId"), account, "CANCEL", context);
      return unsigned(context, encodeFunctionData({ abi, functionName: "cancelUnstake", args: [id] }), 0n, account);
    },
  }),
  claim: t.field({
    type: UnsignedTransactionRef,
    description: `Pays a request to its recipient, once it has matured: for the operator, its managers and the recipient. ${CHECKED}`,
    args: { requestId: t.arg.id(REQUEST_ID) },
    resolve: async ({ account }, { requestId }, context) => {
      const { id } = await checkedRequest(numberOf(requestId, "requestId"), account, "CLAIM", context);
      return claimOf(id, account, context);
    },
  }),
  claimBond: t.field({
    type: UnsignedTransactionRef,
    description: "Pays the account the dispute bonds returned to it.",
    resolve: ({ account }, _args, context) =>
      unsigned(context, encodeFunctionData({ abi, functionName: "claimBond" }), 0n, account),
  }),
  claimTreasury: t.field({
    type: UnsignedTransactionRef,
    description: "Pays the treasury what slashes and forfeited bonds owe it, in one asset; for the treasury alone.",
    args: { asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "ETH" }) },
    resolve: ({ account }, { asset }, context) => {
      const data = encodeFunctionData({ abi, functionName: "claimTreasury", args: [assetIndex(asset)] });
      return unsigned(context, data, 0n, account);
    },
  }),
}));

/**
 * The request, if the account may do this with it by what is mirrored.
 *
 * @throws RequestError INVALID_ID if there is none, REQUEST_CLOSED, NOT_AUTHORIZED
 */
async function checkedRequest(
  requestId: bigint,
  account: Hex,
  step: "CANCEL" | "CLAIM",
  { db }: Context,
): Promise<UnstakeRequestRow> {
  const argument = "requestId";
  const [request] = await loadByIds(db, unstakeRequests, [requestId.toString()]);
  if (!request) throw new RequestError("INVALID_ID", `There is no request ${requestId}.`, { argument });
  if (request.state !== "OPEN") {
    const message = `Request ${requestId} is closed: it was ${request.state === "CLAIMED" ? "claimed" : "cancelled"}.`;
    throw new RequestError("REQUEST_CLOSED", message, { argument });
  }
  const isPaid = step === "CLAIM" && request.recipient === account;
  if (isPaid || request.operator === account) return request;
  const { manages } = await loadStanding(db, account, request.operator);
  if (manages) return request;
  const who = step === "CLAIM" ? "the operator, its managers and the recipient" : "the operator and its managers";
  throw new RequestError("NOT_AUTHORIZED", `Only ${who} may do this with request ${requestId}.`, { argument });
}
