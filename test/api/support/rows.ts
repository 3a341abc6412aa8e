/** Rows of the indexer's tables with plain defaults, so that a test says only what it is about. */
import { keccak256, pad, toHex } from "viem";
import { eventId } from "../../fold/canonical.ts";
import type { Rows } from "../../fold/tables.ts";

/** The registry, the moment and the head all tests share. */
export const CHAIN_ID = 31_337;
export const REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
/** The API's clock in tests, Unix seconds. */
export const NOW = 1_780_000_000;
export const HEAD = 5_000;
export const FINALIZED = 4_900;
/** When things happened that have no other time. */
export const PAST = NOW - 30 * 86_400;

export const ETHER = 10n ** 18n;
/** A factor of unbonding that nothing was slashed from. */
export const WHOLE = 10n ** 27n;
export const RATE = (12n * ETHER) / 10n;

type Hex = `0x${string}`;

/** The n-th address of a kind, lowercase: `0x0a00…0007`. */
export function address(n: number, kind: Hex = "0x0a"): Hex {
  return `0x${kind.slice(2)}${n.toString(16).padStart(40 - (kind.length - 2), "0")}`;
}

export function hash(text: string): Hex {
  return keccak256(toHex(text));
}

/** Where the n-th event of the tests stands: one block each, a second apart. */
export function place(n: number) {
  const blockTime = PAST + n;
  return {
    id: eventId(BigInt(blockTime), CHAIN_ID, BigInt(n), 0, 0),
    blockNumber: n,
    blockHash: pad(toHex(n), { size: 32 }),
    blockTime,
    transactionHash: hash(`transaction ${n}`),
    logIndex: 0,
  };
}

/** Ponder's checkpoint of a whole block. */
export function checkpointOf(blockNumber: number, blockTime: number): string {
  return eventId(BigInt(blockTime), CHAIN_ID, BigInt(blockNumber), 0, 0).slice(0, 42) + "9".repeat(33);
}

export function checkpointRow(block = HEAD, blockTime = NOW - 2) {
  return {
    chainName: "chain",
    chainId: String(CHAIN_ID),
    latestCheckpoint: checkpointOf(block, blockTime),
    finalizedCheckpoint: checkpointOf(FINALIZED, NOW - 200),
  };
}

export function registryRow(told: Partial<Rows["registry"]> = {}): Rows["registry"] {
  return {
    address: REGISTRY,
    chainId: CHAIN_ID,
    minStake: ETHER,
    unstakeDelay: 604_800,
    disputeWindow: 86_400,
    resolutionWindow: 172_800,
    executionWindow: 259_200,
    cooldown: 43_200,
    largeSlashBps: 1_000,
    disputeBond: ETHER / 10n,
    treasury: address(1, "0x7e"),
    pauseMask: 0,
    pauseExpiresAt: 0,
    clockStoppedAt: 0,
    pausedSeconds: 0,
    treasuryOwedEth: 0n,
    treasuryOwedWsteth: 0n,
    updatedAt: PAST,
    ...told,
  };
}

export function assetRateRows(wsteth: bigint = RATE): Rows["assetRate"][] {
  const common = { rateUpdatedAt: PAST, observedAt: PAST, source: null, maxAge: null, maxJumpBps: null };
  return [
    { ...common, asset: "ETH", rateE18: ETHER, eventId: place(1).id },
    { ...common, asset: "WSTETH", rateE18: wsteth, eventId: place(2).id },
  ];
}

/** A registered operator without stake, unless told otherwise. */
export function operatorRow(told: Partial<Rows["operator"]> & Pick<Rows["operator"], "address">): Rows["operator"] {
  return {
    registeredAt: PAST,
    registeredBlock: 10,
    registeredTransaction: hash(`registration of ${told.address}`),
    registeredBy: null,
    minStake: 0n,
    metadataUri: "",
    ethActive: 0n,
    ethUnbonding: 0n,
    ethLocked: 0n,
    ethFactor: WHOLE,
    ethEpoch: 0,
    wstethActive: 0n,
    wstethUnbonding: 0n,
    wstethLocked: 0n,
    wstethFactor: WHOLE,
    wstethEpoch: 0,
    emittedStatus: "INACTIVE",
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
    seq: 1,
    seqGaps: 0,
    lastEventId: place(10).id,
    updatedBlock: 10,
    updatedAt: PAST + 10,
    ...told,
  };
}

/** An operator that staked at once and met its minimum with it. */
export function stakedRow(told: Partial<Rows["operator"]> & Pick<Rows["operator"], "address">): Rows["operator"] {
  return operatorRow({ firstStakedAt: PAST + 5, firstActiveAt: PAST + 5, emittedStatus: "ACTIVE", ...told });
}

export function scored(score: number) {
  return { score, scoreWindowEnd: PAST + 3_600, scoreUpdatedAt: PAST + 3_700 };
}

/** A slash as it is proposed: 200 basis points of 10 ETH, its windows open for days. */
export function slashRow(told: Partial<Rows["slash"]> & Pick<Rows["slash"], "id" | "operator">): Rows["slash"] {
  const proposedAt = told.proposedAt ?? NOW - 3_600;
  return {
    state: "PROPOSED",
    violationType: "DOWNTIME",
    severity: "MEDIUM",
    reason: "an outage",
    evidenceUri: "ipfs://evidence",
    evidenceHash: hash(`evidence ${told.id}`),
    incidentKey: hash(`incident ${told.id}`),
    faultStart: proposedAt - 7_200,
    faultEnd: proposedAt - 3_600,
    bps: 200,
    proposedBps: 200,
    snapshotValue: 10n * ETHER,
    proposedValue: ETHER / 5n,
    ethUnits: ETHER / 5n,
    wstethUnits: 0n,
    proposedEthUnits: told.ethUnits ?? ETHER / 5n,
    proposedWstethUnits: told.wstethUnits ?? 0n,
    ethRateE18: ETHER,
    wstethRateE18: RATE,
    largeSlashBps: 1_000,
    approvedAtBirth: false,
    disputeUntil: proposedAt + 86_400,
    resolveBy: null,
    executeBy: proposedAt + 345_600,
    resolutionWindow: 172_800,
    executionWindow: 259_200,
    cooldown: 43_200,
    disputeBond: ETHER / 10n,
    proposer: address(1, "0x5a"),
    proposedAt,
    proposedBlock: 20,
    proposedTransaction: hash(`proposal ${told.id}`),
    ...UNTOUCHED,
    lastEventId: place(20).id,
    ...told,
  };
}

/** The columns of the steps a new slash has not gone through. */
const UNTOUCHED = {
  approver: null,
  approvedAt: null,
  approvedTransaction: null,
  disputer: null,
  disputedAt: null,
  disputedTransaction: null,
  disputeEvidenceHash: null,
  disputeUri: null,
  bond: null,
  resolver: null,
  resolvedAt: null,
  resolvedTransaction: null,
  outcome: null,
  resolution: null,
  executor: null,
  executedAt: null,
  executedTransaction: null,
  slashedEthUnits: null,
  slashedWstethUnits: null,
  slashedValue: null,
  slashedUntil: null,
  cancelledBy: null,
  cancelledAt: null,
  cancelledTransaction: null,
  cancelReason: null,
  expiredAt: null,
  expiredTransaction: null,
  bondRecipient: null,
  bondForfeited: null,
  bondSettledAt: null,
  bondSettledTransaction: null,
} as const;

/** Stake paid in, at the n-th place. */
export function stakedEvent(n: number, operator: Hex, told: Partial<Rows["stakingEvent"]> = {}): Rows["stakingEvent"] {
  return {
    kind: "STAKED",
    operator,
    asset: "ETH",
    units: ETHER,
    activeAfter: ETHER,
    unbondingAfter: null,
    seq: n,
    payer: operator,
    amountIn: ETHER,
    rateE18: ETHER,
    requestId: null,
    recipient: null,
    unlockAt: null,
    unitsSlashed: null,
    unitsRemaining: null,
    slashId: null,
    fromActive: null,
    fromUnbonding: null,
    ...place(n),
    ...told,
  };
}

/** An open request for 4 ETH that matured an hour ago. */
export function requestRow(
  told: Partial<Rows["unstakeRequest"]> & Pick<Rows["unstakeRequest"], "id" | "operator">,
): Rows["unstakeRequest"] {
  return {
    recipient: told.operator,
    asset: "ETH",
    state: "OPEN",
    unitsRequested: 4n * ETHER,
    units: 4n * ETHER,
    factor: WHOLE,
    epoch: 0,
    unitsPaid: 0n,
    unitsSlashed: 0n,
    unlockAt: NOW - 3_600,
    requestedAt: NOW - 700_000,
    requestedTransaction: hash(`request ${told.id}`),
    closedAt: null,
    closedTransaction: null,
    ...told,
  };
}

/** What every database needs before the API answers anything: the registry, the rates and how far the indexer is. */
export function baseRows() {
  return { registry: [registryRow()], assetRate: assetRateRows(), ponderCheckpoint: [checkpointRow()] };
}
