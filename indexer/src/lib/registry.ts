/** The registry's own row: parameters, pause state and what is owed to the treasury. */
import type { Hex } from "viem";
import type { Asset, registry } from "../../ponder.schema.ts";

export type RegistryRow = typeof registry.$inferSelect;
type RegistryPatch = Partial<Omit<RegistryRow, "address">>;
/** Pure: it may run on a row that is then not written. */
export type RegistryChange = (row: RegistryRow) => RegistryPatch;

/** The row before the constructor's first event. */
export const blankRegistry = (address: Hex, chainId: number): RegistryRow => ({
  address,
  chainId,
  minStake: 0n,
  unstakeDelay: 0,
  disputeWindow: 0,
  resolutionWindow: 0,
  executionWindow: 0,
  cooldown: 0,
  largeSlashBps: 0,
  disputeBond: 0n,
  treasury: null,
  pauseMask: 0,
  pauseExpiresAt: 0,
  clockStoppedAt: 0,
  pausedSeconds: 0,
  treasuryOwedEth: 0n,
  treasuryOwedWsteth: 0n,
  updatedAt: 0,
});

/** What the treasury is owed after `delta` units more (or fewer) of an asset. */
export const owedColumns = (row: RegistryRow, asset: Asset, delta: bigint): RegistryPatch =>
  asset === "ETH"
    ? { treasuryOwedEth: row.treasuryOwedEth + delta }
    : { treasuryOwedWsteth: row.treasuryOwedWsteth + delta };
