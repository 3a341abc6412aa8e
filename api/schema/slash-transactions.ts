/** Transactions about slashes. What the registry would refuse anyway, by what is mirrored of it, is refused here. */
import { encodeFunctionData } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { DISPUTE_OUTCOMES, type DisputeOutcome } from "../db/chain.ts";
import { RequestError } from "../loaders/errors.ts";
import type { SlashRow } from "../loaders/slashes.ts";
import { builder } from "./builder.ts";
import { DisputeOutcomeEnum } from "./enums.ts";
import { assertEvidence, checkedSlash } from "./slash-checks.ts";
import { numberOf, TransactionsRef, UnsignedTransactionRef, unsigned } from "./transactions.ts";

const SLASH_ID = { description: "The slash's number.", required: true } as const;
const CHECKED =
  "Refused with the registry's own error, where the mirrored state tells that the registry would refuse it; the chain decides.";

builder.objectFields(TransactionsRef, (t) => ({
  approveSlash: t.field({
    type: UnsignedTransactionRef,
    description: `Approves a large slash, as governance. ${CHECKED}`,
    args: { slashId: t.arg.id(SLASH_ID) },
    resolve: async ({ account }, { slashId }, context) => {
      const { id } = await checkedSlash("APPROVE", numberOf(slashId, "slashId"), account, context);
      return unsigned(context, encodeFunctionData({ abi, functionName: "approveSlash", args: [id] }), 0n, account);
    },
  }),
  cancelSlash: t.field({
    type: UnsignedTransactionRef,
    description: `Cancels a slash, as governance or its proposer, also one that waits for approval. ${CHECKED}`,
    args: {
      slashId: t.arg.id(SLASH_ID),
      reason: t.arg.string({ required: true, description: "Why: it stays on the chain." }),
    },
    resolve: async ({ account }, { slashId, reason }, context) => {
      const { id } = await checkedSlash("CANCEL", numberOf(slashId, "slashId"), account, context);
      return unsigned(
        context,
        encodeFunctionData({ abi, functionName: "cancelSlash", args: [id, reason] }),
        0n,
        account,
      );
    },
  }),
  executeSlash: t.field({
    type: UnsignedTransactionRef,
    description: `Executes a slash whose time has come; anyone may. ${CHECKED}`,
    args: { slashId: t.arg.id(SLASH_ID) },
    resolve: async ({ account }, { slashId }, context) => {
      const { id } = await checkedSlash("EXECUTE", numberOf(slashId, "slashId"), account, context);
      return unsigned(context, encodeFunctionData({ abi, functionName: "executeSlash", args: [id] }), 0n, account);
    },
  }),
  expireSlash: t.field({
    type: UnsignedTransactionRef,
    description: `Releases what a slash reserves whose time ran out; anyone may. ${CHECKED}`,
    args: { slashId: t.arg.id(SLASH_ID) },
    resolve: async ({ account }, { slashId }, context) => {
      const { id } = await checkedSlash("EXPIRE", numberOf(slashId, "slashId"), account, context);
      return unsigned(context, encodeFunctionData({ abi, functionName: "expireSlash", args: [id] }), 0n, account);
    },
  }),
  dispute: t.field({
    type: UnsignedTransactionRef,
    description: `Disputes a slash, as its operator or a manager, with the bond its terms ask for. ${CHECKED}`,
    args: {
      slashId: t.arg.id(SLASH_ID),
      evidenceHash: t.arg({ type: "Hash", required: true, description: "keccak256 of the evidence; not zero." }),
      uri: t.arg.string({ required: true, description: "Where the evidence is." }),
    },
    resolve: async ({ account }, { slashId, evidenceHash, uri }, context) => {
      const slash = await checkedSlash("DISPUTE", numberOf(slashId, "slashId"), account, context);
      assertEvidence(evidenceHash);
      const data = encodeFunctionData({ abi, functionName: "disputeSlash", args: [slash.id, evidenceHash, uri] });
      // A slash keeps the bond of the moment it was proposed.
      return unsigned(context, data, slash.disputeBond, account);
    },
  }),
  resolveDispute: t.field({
    type: UnsignedTransactionRef,
    description: `Decides a dispute, as a resolver that is no party to it. ${CHECKED}`,
    args: {
      slashId: t.arg.id(SLASH_ID),
      outcome: t.arg({ type: DisputeOutcomeEnum, required: true, description: "Any but NONE." }),
      newFraction: t.arg({
        type: "BasisPoints",
        description:
          "What is left of a slash that is REDUCED: more than 0 and less than its fraction. For no other outcome.",
      }),
      reason: t.arg.string({ required: true, description: "Why: it stays on the chain." }),
    },
    resolve: async ({ account }, { slashId, outcome, newFraction, reason }, context) => {
      const slash = await checkedSlash("RESOLVE", numberOf(slashId, "slashId"), account, context);
      const bps = reducedTo(slash, outcome, newFraction ?? 0);
      const args = [slash.id, DISPUTE_OUTCOMES.indexOf(outcome), bps, reason] as const;
      return unsigned(context, encodeFunctionData({ abi, functionName: "resolveDispute", args }), 0n, account);
    },
  }),
}));

/** @throws RequestError INVALID_OUTCOME, INVALID_REDUCTION */
function reducedTo({ bps }: SlashRow, outcome: DisputeOutcome, left: number): number {
  if (outcome === "NONE") {
    throw new RequestError("INVALID_OUTCOME", "NONE decides nothing.", { argument: "outcome" });
  }
  const isValid = outcome === "REDUCED" ? left > 0 && left < bps : left === 0;
  if (isValid) return left;
  const message =
    outcome === "REDUCED"
      ? `A slash of ${bps} basis points is reduced to 1 to ${bps - 1} of them.`
      : "Only a slash that is REDUCED has another fraction afterwards.";
  throw new RequestError("INVALID_REDUCTION", message, { argument: "newFraction" });
}
