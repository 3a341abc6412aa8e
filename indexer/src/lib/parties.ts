/** Who took part in an event. */
import { type Hex, zeroAddress } from "viem";
import { PARTY_ROLES, type PartyRole } from "../../ponder.schema.ts";

/** Accounts by what they were in an event. */
export type Parties = { readonly [Role in PartyRole]?: Hex };

export type PartyBits = { readonly account: Hex; readonly roles: number };

/**
 * Each account once, with the bits of all it was. The zero address is nobody.
 *
 * @example partyBits({ OPERATOR: "0xaa…", SENDER: "0xaa…", PAYER: "0xbb…" }) // [{ 0xaa…, 0b11 }, { 0xbb…, 0b1000 }]
 */
export function partyBits(parties: Parties): PartyBits[] {
  const found = new Map<Hex, number>();
  PARTY_ROLES.forEach((role, bit) => {
    const given = parties[role];
    if (given === undefined || given === zeroAddress) return;
    const account: Hex = `0x${given.slice(2).toLowerCase()}`;
    found.set(account, (found.get(account) ?? 0) | (1 << bit));
  });
  return [...found].map(([account, roles]) => ({ account, roles }));
}
