/** The registry itself: parameters, rates, pauses and what is owed to the treasury. */
import { type Address, zeroAddress } from "viem";
import type { Args, EventName, Moment } from "./canonical.ts";
import { ASSET, nameOf } from "./enums.ts";
import { type Deployment, lower, put, type Rows, type Tables } from "./tables.ts";

/** The one row of the registry, made at its first event. */
export function registryRow(tables: Tables, deployment: Deployment, at: Moment): Rows["registry"] {
  const address = lower(deployment.address);
  const row = tables.registry.get(address) ?? put(tables, "registry", unset(address, deployment.chainId));
  row.updatedAt = at.blockTime;
  return row;
}

/** A change keeps the event's arguments, flattened: integers as decimal strings, addresses lowercase, assets by name. */
export function parameterChanged(tables: Tables, name: EventName, args: object, at: Moment): void {
  put(tables, "parameterChange", { ...at, name, value: Object.fromEntries(flatten(args)) });
}

export function slashParamsSet(registry: Rows["registry"], { params }: Args<"SlashParamsSet">): void {
  registry.disputeWindow = Number(params.disputeWindow);
  registry.resolutionWindow = Number(params.resolutionWindow);
  registry.executionWindow = Number(params.executionWindow);
  registry.cooldown = Number(params.cooldown);
  registry.largeSlashBps = params.largeSlashBps;
  registry.disputeBond = params.disputeBond;
}

export function pauseMaskChanged(
  tables: Tables,
  registry: Rows["registry"],
  args: Args<"PauseMaskChanged">,
  at: Moment,
): void {
  registry.pauseMask = args.mask;
  registry.pauseExpiresAt = Number(args.expiresAt);
  registry.clockStoppedAt = Number(args.clockStoppedAt);
  registry.pausedSeconds = Number(args.pausedSeconds);
  put(tables, "pauseChange", {
    ...at,
    by: lower(args.by),
    mask: args.mask,
    expiresAt: Number(args.expiresAt),
    clockStoppedAt: Number(args.clockStoppedAt),
    pausedSeconds: Number(args.pausedSeconds),
  });
}

export function rateObserved(tables: Tables, args: Args<"RateObserved">, at: Moment): void {
  const row = assetRateRow(tables, args.asset, at);
  row.rateE18 = args.rateE18;
  row.rateUpdatedAt = Number(args.updatedAt);
  row.observedAt = at.blockTime;
  row.source = sourceOf(args.source);
  put(tables, "rate", {
    ...at,
    asset: row.asset,
    rateE18: args.rateE18,
    updatedAt: Number(args.updatedAt),
    source: lower(args.source),
  });
}

export function rateSourceSet(tables: Tables, args: Args<"RateSourceSet">, at: Moment): void {
  const row = assetRateRow(tables, args.asset, at);
  row.source = sourceOf(args.source);
  row.maxAge = Number(args.maxAge);
  row.maxJumpBps = args.maxJumpBps;
}

function assetRateRow(tables: Tables, asset: number, at: Moment): Rows["assetRate"] {
  const name = nameOf(ASSET, asset);
  const row =
    tables.assetRate.get(name) ??
    put(tables, "assetRate", {
      asset: name,
      rateE18: 0n,
      rateUpdatedAt: 0,
      observedAt: 0,
      source: null,
      maxAge: null,
      maxJumpBps: null,
      eventId: at.id,
    });
  row.eventId = at.id;
  return row;
}

/** ETH's rate has no source: the event says zero. */
function sourceOf(source: Address): Address | null {
  return source === zeroAddress ? null : lower(source);
}

function flatten(args: object): [string, string][] {
  return Object.entries(args).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === "object" && value !== null) return flatten(value);
    if (name === "asset") return [[name, nameOf(ASSET, Number(value))]];
    const text = String(value);
    return [[name, /^0x[0-9a-fA-F]{40}$/.test(text) ? text.toLowerCase() : text]];
  });
}

function unset(address: Address, chainId: number): Rows["registry"] {
  return {
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
  };
}
