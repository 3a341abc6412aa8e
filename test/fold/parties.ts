/** Who an event names, and who sent its transaction: read from the names of its arguments. */
import { type Address, isAddress, zeroAddress } from "viem";
import { PARTY_ROLES, type PartyRole } from "../../indexer/ponder.schema.ts";
import type { CanonicalEvent, EventName } from "./canonical.ts";
import { lower, put, type Tables } from "./tables.ts";

/** What an account is that an event names so. */
const ROLE_OF: Readonly<Record<string, PartyRole>> = {
  operator: "OPERATOR",
  manager: "MANAGER",
  payer: "PAYER",
  recipient: "RECIPIENT",
  to: "RECIPIENT",
  proposer: "PROPOSER",
  approver: "APPROVER",
  disputer: "DISPUTER",
  resolver: "RESOLVER",
  executor: "EXECUTOR",
  reporter: "REPORTER",
};

/** The same name means something else in these, or is that of no party. */
const EXCEPTIONS: { readonly [Name in EventName]?: Readonly<Record<string, PartyRole | null>> } = {
  SlashCancelled: { by: "CANCELLER" },
  PauseMaskChanged: { by: "PAUSER" },
  BondClaimed: { account: "RECIPIENT" },
  RoleGranted: { account: "ROLE_HOLDER", sender: "ROLE_ADMIN" },
  RoleRevoked: { account: "ROLE_HOLDER", sender: "ROLE_ADMIN" },
  DefaultAdminTransferScheduled: { newAdmin: "ROLE_HOLDER" },
  TreasuryClaimed: { treasury: "RECIPIENT" },
  TreasurySet: { treasury: "TREASURY" },
};

export function takePart(tables: Tables, { eventName, args: said, moment, sender }: CanonicalEvent): void {
  const args: object = said ?? {};
  const operator = "operator" in args && "seq" in args ? lower(addressIn(args.operator)) : null;
  const named = [...Object.entries(args), ...Object.entries("execution" in args ? Object(args.execution) : {})];
  const parts = named.flatMap(([name, value]: [string, unknown]): [Address, PartyRole][] => {
    const exception = EXCEPTIONS[eventName]?.[name];
    const role = exception === undefined ? ROLE_OF[name] : exception;
    if (!role || typeof value !== "string" || !isAddress(value) || value === zeroAddress) return [];
    return [[value, role]];
  });
  for (const [address, role] of [...parts, [sender, "SENDER"] as const]) {
    const account = lower(address);
    const known = tables.party.get(`${account} ${moment.id}`)?.roles ?? 0;
    const roles = known | (2 ** PARTY_ROLES.indexOf(role));
    put(tables, "party", { account, eventId: moment.id, name: eventName, operator, roles });
  }
}

function addressIn(value: unknown): Address {
  if (typeof value === "string" && isAddress(value)) return value;
  throw new Error(`${String(value)} is no address`);
}
