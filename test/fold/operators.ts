/** Registration, managers, descriptions, statuses and scores. */
import { type Address, zeroAddress } from "viem";
import type { Args, Moment } from "./canonical.ts";
import { CAUSE, nameOf, STATUS } from "./enums.ts";
import { lower, put, type Rows, type Tables, text } from "./tables.ts";

/** The unbonding factor of a pool that no slash has touched in its epoch. */
const FACTOR_ONE = 10n ** 27n;

/** An operator's row, made at its first event, with the event's counter taken in. */
export function touch(tables: Tables, address: Address, seq: bigint, at: Moment): Rows["operator"] {
  const row = tables.operator.get(lower(address)) ?? put(tables, "operator", untouched(lower(address)));
  if (Number(seq) !== row.seq + 1) row.seqGaps += 1;
  row.seq = Number(seq);
  row.lastEventId = at.id;
  row.updatedBlock = at.blockNumber;
  row.updatedAt = at.blockTime;
  return row;
}

export function registered(tables: Tables, args: Args<"OperatorRegistered">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  row.registeredAt = at.blockTime;
  row.registeredBlock = at.blockNumber;
  row.registeredTransaction = at.transactionHash;
  row.registeredBy = args.manager === zeroAddress ? null : lower(args.manager);
  row.minStake = args.minStake;
  describe(tables, row, args.metadataURI, args.seq, at);
}

export function managerSet(tables: Tables, args: Args<"ManagerSet">, at: Moment): void {
  touch(tables, args.operator, args.seq, at);
  put(tables, "manager", {
    operator: lower(args.operator),
    manager: lower(args.manager),
    allowed: args.allowed,
    updatedAt: at.blockTime,
    eventId: at.id,
  });
  const [operator, manager] = [lower(args.operator), lower(args.manager)];
  put(tables, "managerChange", { ...at, operator, manager, allowed: args.allowed, seq: Number(args.seq) });
}

export function metadataUpdated(tables: Tables, args: Args<"MetadataUpdated">, at: Moment): void {
  describe(tables, touch(tables, args.operator, args.seq, at), args.uri, args.seq, at);
}

function describe(tables: Tables, row: Rows["operator"], uri: string, seq: bigint, at: Moment): void {
  row.metadataUri = text(uri);
  put(tables, "metadataChange", { ...at, operator: row.address, uri: row.metadataUri, seq: Number(seq) });
}

export function statusChanged(tables: Tables, args: Args<"OperatorStatusChanged">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  const [from, to] = [nameOf(STATUS, args.from), nameOf(STATUS, args.to)];
  row.emittedStatus = to;
  if (to === "ACTIVE") row.firstActiveAt ??= at.blockTime;
  if (to !== "SLASHED" && at.blockTime > row.slashedUntil) row.slashedUntil = 0;
  put(tables, "statusChange", {
    ...at,
    operator: lower(args.operator),
    from,
    to,
    cause: nameOf(CAUSE, args.cause),
    causeId: args.causeId,
    seq: Number(args.seq),
  });
}

export function scored(tables: Tables, args: Args<"PerformanceScoreUpdated">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  row.score = args.newScore;
  row.scoreWindowEnd = Number(args.windowEnd);
  row.scoreUpdatedAt = at.blockTime;
  put(tables, "score", {
    ...at,
    operator: lower(args.operator),
    reporter: lower(args.reporter),
    oldScore: args.oldScore,
    newScore: args.newScore,
    windowStart: Number(args.windowStart),
    windowEnd: Number(args.windowEnd),
    formulaVersion: args.formulaVersion,
    reportHash: args.reportHash,
    seq: Number(args.seq),
  });
}

function untouched(address: Address): Rows["operator"] {
  return {
    address,
    registeredAt: null,
    registeredBlock: null,
    registeredTransaction: null,
    registeredBy: null,
    minStake: 0n,
    metadataUri: "",
    ethActive: 0n,
    ethUnbonding: 0n,
    ethLocked: 0n,
    ethFactor: FACTOR_ONE,
    ethEpoch: 0,
    wstethActive: 0n,
    wstethUnbonding: 0n,
    wstethLocked: 0n,
    wstethFactor: FACTOR_ONE,
    wstethEpoch: 0,
    emittedStatus: "NONE",
    firstActiveAt: null,
    firstStakedAt: null,
    slashedUntil: 0,
    score: null,
    scoreWindowEnd: null,
    scoreUpdatedAt: null,
    slashCount: 0,
    liveSlashCount: 0,
    slashedValue: 0n,
    cumulativeSlashedBps: 0,
    seq: 0,
    seqGaps: 0,
    lastEventId: "",
    updatedBlock: 0,
    updatedAt: 0,
  };
}
