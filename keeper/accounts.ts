/** The keeper's accounts, as others are told of them. Addresses are lowercase. */
import type { Address } from "viem";
import { ROLES, type Role, type Submitted } from "./intent.ts";
import type { Accounts } from "./keys.ts";
import type { KeeperReport } from "./reporter.ts";

/** Wei of each role's account; null where it is not known. */
export type Balances = Readonly<Record<Role, bigint | null>>;

export const UNKNOWN: Balances = { MONITOR: null, PROPOSER: null };

/** @throws if there is no account of the role */
export function addressOf(accounts: Accounts, role: Role): Address {
  const account = accounts[role];
  if (account === null) throw new Error(`there is no account of the ${role}`);
  return `0x${account.address.slice(2).toLowerCase()}`;
}

export function addressesOf(accounts: Accounts): Record<Role, Address | null> {
  const of = (role: Role) => (accounts[role] === null ? null : addressOf(accounts, role));
  return { MONITOR: of("MONITOR"), PROPOSER: of("PROPOSER") };
}

/** @param results of the roles, in their order; what is not there is not known */
export function accountsToTell(
  accounts: Accounts,
  results: readonly (Submitted | null)[],
  balances: Balances,
): KeeperReport["accounts"] {
  return ROLES.flatMap((role, index) => {
    if (accounts[role] === null) return [];
    const submitted = results[index] ?? null;
    const balance = (submitted?.balance ?? balances[role])?.toString() ?? null;
    return [{ role, address: addressOf(accounts, role), balance, inFlight: submitted?.inFlight ?? 0 }];
  });
}
