/** Accounts beside the operators: role holders, disputers with bonds, and who was paid. */
import type { Args, Moment } from "./canonical.ts";
import { ASSET, nameOf } from "./enums.ts";
import { step } from "./slashes.ts";
import { lower, put, type Rows, type Tables } from "./tables.ts";

export function roleChanged(tables: Tables, args: Args<"RoleGranted">, granted: boolean, at: Moment): void {
  const [role, account] = [args.role, lower(args.account)];
  put(tables, "role", { role, account, held: granted, updatedAt: at.blockTime, eventId: at.id });
  put(tables, "roleChange", { ...at, role, account, sender: lower(args.sender), granted });
}

export function bondSettled(
  tables: Tables,
  registry: () => Rows["registry"],
  args: Args<"BondSettled">,
  at: Moment,
): void {
  const slash = step(tables, args.slashId, at);
  slash.bondRecipient = lower(args.to);
  slash.bondForfeited = args.forfeited;
  slash.bondSettledAt = at.blockTime;
  slash.bondSettledTransaction = at.transactionHash;
  if (args.forfeited) registry().treasuryOwedEth += args.amount;
  else changeBalance(tables, args.to, args.amount, at);
}

export function bondClaimed(tables: Tables, args: Args<"BondClaimed">, at: Moment): void {
  changeBalance(tables, args.account, -args.amount, at);
  put(tables, "payout", { ...at, kind: "BOND", account: lower(args.account), asset: "ETH", units: args.amount });
}

export function owedToTreasury(registry: Rows["registry"], asset: number, units: bigint): void {
  if (nameOf(ASSET, asset) === "ETH") registry.treasuryOwedEth += units;
  else registry.treasuryOwedWsteth += units;
}

export function treasuryClaimed(
  tables: Tables,
  registry: Rows["registry"],
  args: Args<"TreasuryClaimed">,
  at: Moment,
): void {
  owedToTreasury(registry, args.asset, -args.units);
  const asset = nameOf(ASSET, args.asset);
  put(tables, "payout", { ...at, kind: "TREASURY", account: lower(args.treasury), asset, units: args.units });
}

function changeBalance(tables: Tables, address: Rows["bondBalance"]["account"], change: bigint, at: Moment): void {
  const account = lower(address);
  const claimable = (tables.bondBalance.get(account)?.claimable ?? 0n) + change;
  if (claimable < 0n) throw new Error(`${account} claimed more bonds than were returned to it`);
  put(tables, "bondBalance", { account, claimable, updatedAt: at.blockTime });
}
