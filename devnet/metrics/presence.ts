/** Profiles and heartbeats on their way to the API: as operators and their nodes would send them. */
import {
  type DinClient,
  IndexerDocument,
  OperatorProfileDocument,
  RecordHeartbeatDocument,
  SetOperatorProfileDocument,
  signProfile,
} from "@dreamnet/din-infrastructure-core";
import { privateKeyToAccount } from "viem/accounts";
import { ACTORS, type Actor, addressOf, privateKeyOf } from "../scenario/actors.ts";
import { beatingAt, PROFILES } from "./profiles.ts";

/** How long a signature holds, seconds. */
const HOLDS_SECONDS = 600;

/** Those with a profile that are measured here. */
export function present(measures: (address: string) => boolean): readonly Actor[] {
  return ACTORS.filter((actor) => PROFILES[actor] !== undefined && measures(addressOf(actor).toLowerCase()));
}

/**
 * Signs and sets the profile of an operator that has none yet. Whoever set another one later keeps it.
 *
 * @param now Unix seconds
 * @returns whether it has one; not while the API does not know the operator
 */
export async function introduce(din: DinClient, actor: Actor, now: number, signal: AbortSignal): Promise<boolean> {
  const profile = PROFILES[actor];
  const address = addressOf(actor);
  const { operator } = await din.request(OperatorProfileDocument, { address }, { signal });
  if (profile === undefined || operator.__typename !== "Operator") return false;
  if (operator.profile !== null) return true;
  const { indexer } = await din.request(IndexerDocument, {}, { signal });
  const account = privateKeyToAccount(privateKeyOf(actor));
  const input = await signProfile({
    ...{ operator: address, revision: 1, profile, deadline: now + HOLDS_SECONDS },
    ...{ chainId: indexer.chainId, registry: indexer.registry },
    signTypedData: (data) => account.signTypedData(data),
  });
  const { setOperatorProfile } = await din.request(SetOperatorProfileDocument, { input }, { signal });
  if (setOperatorProfile.__typename !== "OperatorProfile") throw new Error(setOperatorProfile.message);
  return true;
}

/** The heartbeats of a moment. One that gets lost is not sent again. @param seconds since the generator's epoch */
export async function beat(din: DinClient, actors: readonly Actor[], seconds: number, signal: AbortSignal) {
  const beating = actors.flatMap((actor) => beatingAt(actor, seconds));
  await Promise.allSettled(beating.map((input) => din.request(RecordHeartbeatDocument, { input }, { signal })));
}
