/**
 * What the registry would refuse of a transaction about a slash, as far as that is known here. The mirror may be behind the
 * chain, which decides.
 */
import { type Hex, hexToBigInt, keccak256, stringToHex } from "viem";
import { type SlashRefusal, type SlashStepName, slashRefusal } from "../domain/slash-options.ts";
import { RequestError, type RequestErrorCode } from "../loaders/errors.ts";
import { type SlashRow, slashes } from "../loaders/slashes.ts";
import { loadStanding } from "../loaders/standing.ts";
import { loadByIds } from "../loaders/table-list.ts";
import type { Context } from "./context.ts";
import { slashFacts, slashMoment } from "./slash.ts";

/** Who would take the step. */
interface Sender {
  /** Lowercase. */
  readonly account: string;
  /** Whether it is the operator or one of its managers. */
  readonly isParty: boolean;
  readonly holds: (role: "GOVERNANCE" | "SLASH_PROPOSER" | "DISPUTE_RESOLVER") => boolean;
}

/** A reason against it: its code, and what it says. */
type Refused = readonly [RequestErrorCode, string] | null;

/** From whom the registry takes each step; those that are missing it takes from anyone. */
const SENDER_CHECKS: Partial<Record<SlashStepName, (sender: Sender, slash: SlashRow) => Refused>> = {
  APPROVE: ({ holds }) =>
    holds("GOVERNANCE") ? null : ["NOT_AUTHORIZED", "Only an account with the role GOVERNANCE approves a slash."],
  DISPUTE: ({ isParty }) =>
    isParty ? null : ["NOT_AUTHORIZED", "Only the operator and its managers dispute a slash of it."],
  RESOLVE: ({ account, isParty, holds }, { proposer }) => {
    if (!holds("DISPUTE_RESOLVER")) {
      return ["NOT_AUTHORIZED", "Only an account with the role DISPUTE_RESOLVER resolves a dispute."];
    }
    return isParty || account === proposer
      ? ["RESOLVER_IS_PARTY", "Who proposed a slash, and whose slash it is, does not resolve its dispute."]
      : null;
  },
  CANCEL: ({ account, holds }, { proposer }) =>
    holds("GOVERNANCE") || (account === proposer && holds("SLASH_PROPOSER"))
      ? null
      : ["NOT_AUTHORIZED", "Only governance and the proposer cancel a slash, each while it holds its role."],
};

const WHY: Readonly<Record<SlashRefusal, string>> = {
  PAUSED: "the registry is paused for it",
  WRONG_SLASH_STATE: "in that state it cannot be",
  WINDOW_OPEN: "it is too early",
  WINDOW_CLOSED: "it is too late",
  APPROVAL_NEEDED: "governance has to approve it first",
  APPROVAL_NOT_NEEDED: "it needs no approval, or has it",
};

/**
 * The slash, if its next step may be this one, sent by this account.
 *
 * @param account lowercase
 * @throws RequestError INVALID_ID if there is none, else with the name of the registry's own error
 */
export async function checkedSlash(
  step: SlashStepName,
  slashId: bigint,
  account: string,
  context: Context,
): Promise<SlashRow> {
  const [slash] = await loadByIds(context.db, slashes, [slashId.toString()]);
  if (!slash) throw new RequestError("INVALID_ID", `There is no slash ${slashId}.`, { argument: "slashId" });
  const { clock, pauseMask } = await slashMoment(context);
  const refusal = slashRefusal(step, slashFacts(slash), clock, pauseMask);
  if (refusal !== null) {
    const message = `Slash ${slashId} is ${slash.state}; ${step} is refused: ${WHY[refusal]}.`;
    throw new RequestError(refusal, message, { argument: "slashId", state: slash.state });
  }
  const check = SENDER_CHECKS[step];
  const refused = check?.(await senderOf(account, slash, context), slash) ?? null;
  if (refused !== null) throw new RequestError(refused[0], refused[1], { argument: "address" });
  return slash;
}

async function senderOf(account: string, { operator }: SlashRow, { db }: Context): Promise<Sender> {
  const { roles, manages } = await loadStanding(db, account, operator);
  return {
    account,
    isParty: manages || account === operator,
    holds: (role) => roles.includes(keccak256(stringToHex(role))),
  };
}

/** @throws RequestError EVIDENCE_MISSING for zero, which the registry takes for none */
export function assertEvidence(hash: Hex): void {
  if (hexToBigInt(hash) !== 0n) return;
  throw new RequestError("EVIDENCE_MISSING", "Evidence has a hash that is not zero.", { argument: "evidenceHash" });
}
