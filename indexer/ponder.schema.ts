/**
 * What DINRegistry's events said, as tables. Facts only: tier, API status and score are computed elsewhere.
 *
 * Units: `*Units`, `active`, `unbonding` and `locked` are wei of the row's asset (or of the asset in the column's name);
 * `value` is wei of ETH; `bps` are basis points; `rateE18` is the ETH value of 1e18 units; times are Unix seconds.
 * Slash deadlines (`disputeUntil`, `resolveBy`, `executeBy`) are on the registry's slash clock. Addresses are lowercase.
 */
import { index, onchainTable, type PgColumnsBuilders, primaryKey } from "ponder";

export const ASSETS = ["ETH", "WSTETH"] as const;
export const OPERATOR_STATUSES = ["NONE", "INACTIVE", "ACTIVE", "LEAVING", "SLASHED"] as const;
export const STATUS_CAUSES = [
  "NONE",
  "REGISTRATION",
  "STAKE",
  "UNSTAKE",
  "UNSTAKE_CANCELLED",
  "CLAIM",
  "SLASH",
  "SYNC",
] as const;
export const VIOLATION_TYPES = [
  "NONE",
  "DOWNTIME",
  "BAD_DATA",
  "MISBEHAVIOR",
  "PERFORMANCE_THRESHOLD",
  "GOVERNANCE",
] as const;
export const SEVERITIES = ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;
export const SLASH_STATES = ["NONE", "PROPOSED", "EXECUTED", "CANCELLED", "EXPIRED", "DISPUTED", "UPHELD"] as const;
export const DISPUTE_OUTCOMES = ["NONE", "OVERTURNED", "REDUCED", "UPHELD"] as const;
export const STAKING_EVENT_KINDS = [
  "STAKED",
  "UNSTAKE_REQUESTED",
  "UNSTAKE_CANCELLED",
  "UNSTAKE_CLAIMED",
  "SLASHED",
] as const;

/** As what an account took part in an event; in `party` each is a bit, the first the lowest. */
export const PARTY_ROLES = [
  "OPERATOR",
  "SENDER",
  "MANAGER",
  "PAYER",
  "RECIPIENT",
  "PROPOSER",
  "APPROVER",
  "DISPUTER",
  "RESOLVER",
  "EXECUTOR",
  "CANCELLER",
  "REPORTER",
  "PAUSER",
  "ROLE_HOLDER",
  "TREASURY",
  "ROLE_ADMIN",
] as const;

export type Asset = (typeof ASSETS)[number];
export type OperatorStatus = (typeof OPERATOR_STATUSES)[number];
export type StatusCause = (typeof STATUS_CAUSES)[number];
export type ViolationType = (typeof VIOLATION_TYPES)[number];
export type Severity = (typeof SEVERITIES)[number];
export type SlashState = (typeof SLASH_STATES)[number];
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];
export type StakingEventKind = (typeof STAKING_EVENT_KINDS)[number];
export type PartyRole = (typeof PARTY_ROLES)[number];

/** Where an event stands on the chain. The block hash is what tells a replayed event from the one a reorg removed. */
const provenance = (t: PgColumnsBuilders) => ({
  blockNumber: t.int8({ mode: "number" }).notNull(),
  blockHash: t.hex().notNull(),
  blockTime: t.int8({ mode: "number" }).notNull(),
  transactionHash: t.hex().notNull(),
  logIndex: t.integer().notNull(),
});

/** Every event of the registry, one row each: what the follower of the API walks, and what shows that nothing is missing. */
export const event = onchainTable(
  "event",
  (t) => ({
    /** Ponder's event id: fixed width, ordered as the chain is. */
    id: t.text().primaryKey(),
    name: t.text().notNull(),
    /** Whose `seq` the event counts; null for events of the registry itself. */
    operator: t.hex(),
    /** The operator's event counter, from 1. */
    seq: t.int8({ mode: "number" }),
    /** Slash id or unstake request id, where the event is about one. */
    subject: t.bigint(),
    ...provenance(t),
  }),
  (table) => ({
    blockIdx: index().on(table.blockNumber),
    operatorIdx: index().on(table.operator, table.id),
  }),
);

/** Who took part in an event: one row for each account, so that what an account did is one range of one index. */
export const party = onchainTable(
  "party",
  (t) => ({
    account: t.hex().notNull(),
    eventId: t.text().notNull(),
    /** Of the event, as are `operator` and `name` there: a history is filtered without looking elsewhere. */
    name: t.text().notNull(),
    operator: t.hex(),
    /** One bit for each of PARTY_ROLES. */
    roles: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.eventId] }) }),
);

/** One row for each address that emitted an operator's event, with its current absolute state. */
export const operator = onchainTable(
  "operator",
  (t) => ({
    address: t.hex().primaryKey(),
    /** Null while only managers were named: the address is not an operator yet. */
    registeredAt: t.int8({ mode: "number" }),
    registeredBlock: t.int8({ mode: "number" }),
    registeredTransaction: t.hex(),
    /** The manager that registered it; null when the operator did itself. */
    registeredBy: t.hex(),
    /** The operator's own commitment, wei. */
    minStake: t.bigint().notNull(),
    metadataUri: t.text().notNull(),

    ethActive: t.bigint().notNull(),
    ethUnbonding: t.bigint().notNull(),
    ethLocked: t.bigint().notNull(),
    /** Unbonding factor, 1e27 = nothing slashed in this epoch. */
    ethFactor: t.bigint().notNull(),
    ethEpoch: t.int8({ mode: "number" }).notNull(),
    wstethActive: t.bigint().notNull(),
    wstethUnbonding: t.bigint().notNull(),
    wstethLocked: t.bigint().notNull(),
    wstethFactor: t.bigint().notNull(),
    wstethEpoch: t.int8({ mode: "number" }).notNull(),

    /** The status the registry emitted last; its view may have moved on with time or rates. */
    emittedStatus: t.text().$type<OperatorStatus>().notNull(),
    /** When it first was Active; null if never. */
    firstActiveAt: t.int8({ mode: "number" }),
    /** When anything was staked first; null if never. */
    firstStakedAt: t.int8({ mode: "number" }),
    /** Wall clock; 0 when no executed slash is in force. Cleared when the registry says it left SLASHED. */
    slashedUntil: t.int8({ mode: "number" }).notNull(),

    /** Last score on chain, x 100 (0..10_000); null if never scored. */
    score: t.integer(),
    scoreWindowEnd: t.int8({ mode: "number" }),
    scoreUpdatedAt: t.int8({ mode: "number" }),

    slashCount: t.integer().notNull(),
    liveSlashCount: t.integer().notNull(),
    /** ETH value of all executed slashes at their rates of execution, wei. */
    slashedValue: t.bigint().notNull(),
    /** Executed basis points over the rolling 30 days, as of the last execution. */
    cumulativeSlashedBps: t.integer().notNull(),

    /** The last event counter seen. */
    seq: t.int8({ mode: "number" }).notNull(),
    /** How many times the counter jumped: anything but 0 means events are missing. */
    seqGaps: t.integer().notNull(),
    lastEventId: t.text().notNull(),
    updatedBlock: t.int8({ mode: "number" }).notNull(),
    updatedAt: t.int8({ mode: "number" }).notNull(),
  }),
  (table) => ({
    seqGapsIdx: index().on(table.seqGaps),
  }),
);

/** Who may act for an operator, besides itself. */
export const manager = onchainTable(
  "manager",
  (t) => ({
    operator: t.hex().notNull(),
    manager: t.hex().notNull(),
    allowed: t.boolean().notNull(),
    updatedAt: t.int8({ mode: "number" }).notNull(),
    eventId: t.text().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.operator, table.manager] }),
    managerIdx: index().on(table.manager),
  }),
);

/** Every naming and dismissal of a manager. */
export const managerChange = onchainTable(
  "manager_change",
  (t) => ({
    id: t.text().primaryKey(),
    operator: t.hex().notNull(),
    manager: t.hex().notNull(),
    allowed: t.boolean().notNull(),
    seq: t.int8({ mode: "number" }).notNull(),
    ...provenance(t),
  }),
  (table) => ({ operatorIdx: index().on(table.operator, table.id) }),
);

/** Every self-description an operator gave, that of its registration first. */
export const metadataChange = onchainTable(
  "metadata_change",
  (t) => ({
    id: t.text().primaryKey(),
    operator: t.hex().notNull(),
    uri: t.text().notNull(),
    seq: t.int8({ mode: "number" }).notNull(),
    ...provenance(t),
  }),
  (table) => ({ operatorIdx: index().on(table.operator, table.id) }),
);

/** Stake in, stake asked back, stake out, stake taken. */
export const stakingEvent = onchainTable(
  "staking_event",
  (t) => ({
    id: t.text().primaryKey(),
    kind: t.text().$type<StakingEventKind>().notNull(),
    operator: t.hex().notNull(),
    asset: t.text().$type<Asset>().notNull(),
    /** STAKED: credited; UNSTAKE_REQUESTED: asked; UNSTAKE_CANCELLED: returned; UNSTAKE_CLAIMED: paid; SLASHED: taken. */
    units: t.bigint().notNull(),
    activeAfter: t.bigint(),
    unbondingAfter: t.bigint(),
    seq: t.int8({ mode: "number" }).notNull(),
    /** STAKED: who paid. */
    payer: t.hex(),
    /** STAKED: what the payer gave, in units of what was given (stETH before wrapping). */
    amountIn: t.bigint(),
    /** STAKED and SLASHED: the recorded rate. */
    rateE18: t.bigint(),
    requestId: t.bigint(),
    /** Where a claim pays, or where slashed units go. */
    recipient: t.hex(),
    unlockAt: t.int8({ mode: "number" }),
    /** What slashes took from the request while it waited. */
    unitsSlashed: t.bigint(),
    /** UNSTAKE_CLAIMED: what stays in the request. */
    unitsRemaining: t.bigint(),
    slashId: t.bigint(),
    fromActive: t.bigint(),
    fromUnbonding: t.bigint(),
    ...provenance(t),
  }),
  (table) => ({
    operatorIdx: index().on(table.operator, table.id),
    kindIdx: index().on(table.kind, table.id),
    payerIdx: index().on(table.payer, table.id),
  }),
);

/** A request to take stake back. `units x factorNow / factor` is what it is worth while its epoch is the current one, else 0. */
export const unstakeRequest = onchainTable(
  "unstake_request",
  (t) => ({
    id: t.bigint().primaryKey(),
    operator: t.hex().notNull(),
    recipient: t.hex().notNull(),
    asset: t.text().$type<Asset>().notNull(),
    state: t.text().$type<"OPEN" | "CLAIMED" | "CANCELLED">().notNull(),
    unitsRequested: t.bigint().notNull(),
    /** Open units as of `factor`; 0 once closed. */
    units: t.bigint().notNull(),
    factor: t.bigint().notNull(),
    epoch: t.int8({ mode: "number" }).notNull(),
    unitsPaid: t.bigint().notNull(),
    unitsSlashed: t.bigint().notNull(),
    unlockAt: t.int8({ mode: "number" }).notNull(),
    requestedAt: t.int8({ mode: "number" }).notNull(),
    requestedTransaction: t.hex().notNull(),
    closedAt: t.int8({ mode: "number" }),
    closedTransaction: t.hex(),
  }),
  (table) => ({
    operatorIdx: index().on(table.operator, table.id),
    recipientIdx: index().on(table.recipient, table.id),
    operatorDueIdx: index().on(table.operator, table.state, table.unlockAt, table.id),
    recipientDueIdx: index().on(table.recipient, table.state, table.unlockAt, table.id),
  }),
);

/** A slash with its terms, its dispute and the moment of each step. */
export const slash = onchainTable(
  "slash",
  (t) => ({
    id: t.bigint().primaryKey(),
    operator: t.hex().notNull(),
    state: t.text().$type<SlashState>().notNull(),
    violationType: t.text().$type<ViolationType>().notNull(),
    severity: t.text().$type<Severity>().notNull(),
    reason: t.text().notNull(),
    evidenceUri: t.text().notNull(),
    evidenceHash: t.hex().notNull(),
    incidentKey: t.hex().notNull(),
    faultStart: t.int8({ mode: "number" }).notNull(),
    faultEnd: t.int8({ mode: "number" }).notNull(),

    /** Of the snapshot; what a dispute left of it once resolved. */
    bps: t.integer().notNull(),
    proposedBps: t.integer().notNull(),
    snapshotValue: t.bigint().notNull(),
    /** ETH value of what was proposed, at the rates then. */
    proposedValue: t.bigint().notNull(),
    /** What it reserves or reserved; what a dispute left of it once resolved. */
    ethUnits: t.bigint().notNull(),
    wstethUnits: t.bigint().notNull(),
    /** What it reserved at first. */
    proposedEthUnits: t.bigint().notNull(),
    proposedWstethUnits: t.bigint().notNull(),
    ethRateE18: t.bigint().notNull(),
    wstethRateE18: t.bigint().notNull(),
    largeSlashBps: t.integer().notNull(),
    approvedAtBirth: t.boolean().notNull(),

    disputeUntil: t.int8({ mode: "number" }).notNull(),
    /** Null until disputed. */
    resolveBy: t.int8({ mode: "number" }),
    executeBy: t.int8({ mode: "number" }).notNull(),
    resolutionWindow: t.int8({ mode: "number" }).notNull(),
    executionWindow: t.int8({ mode: "number" }).notNull(),
    cooldown: t.int8({ mode: "number" }).notNull(),
    disputeBond: t.bigint().notNull(),

    proposer: t.hex().notNull(),
    proposedAt: t.int8({ mode: "number" }).notNull(),
    proposedBlock: t.int8({ mode: "number" }).notNull(),
    proposedTransaction: t.hex().notNull(),
    approver: t.hex(),
    approvedAt: t.int8({ mode: "number" }),
    approvedTransaction: t.hex(),
    disputer: t.hex(),
    disputedAt: t.int8({ mode: "number" }),
    disputedTransaction: t.hex(),
    disputeEvidenceHash: t.hex(),
    disputeUri: t.text(),
    bond: t.bigint(),
    resolver: t.hex(),
    resolvedAt: t.int8({ mode: "number" }),
    resolvedTransaction: t.hex(),
    outcome: t.text().$type<DisputeOutcome>(),
    resolution: t.text(),
    executor: t.hex(),
    executedAt: t.int8({ mode: "number" }),
    executedTransaction: t.hex(),
    slashedEthUnits: t.bigint(),
    slashedWstethUnits: t.bigint(),
    /** ETH value taken, at the rates of execution. */
    slashedValue: t.bigint(),
    slashedUntil: t.int8({ mode: "number" }),
    cancelledBy: t.hex(),
    cancelledAt: t.int8({ mode: "number" }),
    cancelledTransaction: t.hex(),
    cancelReason: t.text(),
    expiredAt: t.int8({ mode: "number" }),
    expiredTransaction: t.hex(),
    bondRecipient: t.hex(),
    bondForfeited: t.boolean(),
    bondSettledAt: t.int8({ mode: "number" }),
    bondSettledTransaction: t.hex(),
    lastEventId: t.text().notNull(),
  }),
  (table) => ({
    operatorIdx: index().on(table.operator, table.id),
    stateIdx: index().on(table.state, table.id),
    incidentIdx: index().on(table.incidentKey),
  }),
);

/** Scores written to the chain, x 100. */
export const score = onchainTable(
  "score",
  (t) => ({
    id: t.text().primaryKey(),
    operator: t.hex().notNull(),
    reporter: t.hex().notNull(),
    oldScore: t.integer().notNull(),
    newScore: t.integer().notNull(),
    windowStart: t.int8({ mode: "number" }).notNull(),
    windowEnd: t.int8({ mode: "number" }).notNull(),
    formulaVersion: t.int8({ mode: "number" }).notNull(),
    reportHash: t.hex().notNull(),
    seq: t.int8({ mode: "number" }).notNull(),
    ...provenance(t),
  }),
  (table) => ({ operatorIdx: index().on(table.operator, table.id) }),
);

/** Status changes as the registry emitted them. */
export const statusChange = onchainTable(
  "status_change",
  (t) => ({
    id: t.text().primaryKey(),
    operator: t.hex().notNull(),
    from: t.text().$type<OperatorStatus>().notNull(),
    to: t.text().$type<OperatorStatus>().notNull(),
    cause: t.text().$type<StatusCause>().notNull(),
    /** Request id or slash id; 0 otherwise. */
    causeId: t.bigint().notNull(),
    seq: t.int8({ mode: "number" }).notNull(),
    ...provenance(t),
  }),
  (table) => ({ operatorIdx: index().on(table.operator, table.id) }),
);

/** The current rate of each asset and where it comes from. */
export const assetRate = onchainTable("asset_rate", (t) => ({
  asset: t.text().$type<Asset>().primaryKey(),
  /** 0 until a rate was observed. */
  rateE18: t.bigint().notNull(),
  /** When the source says the rate was current. */
  rateUpdatedAt: t.int8({ mode: "number" }).notNull(),
  observedAt: t.int8({ mode: "number" }).notNull(),
  source: t.hex(),
  /** The source's staleness bound, seconds. */
  maxAge: t.int8({ mode: "number" }),
  maxJumpBps: t.integer(),
  eventId: t.text().notNull(),
}));

/** Every observed rate. */
export const rate = onchainTable(
  "rate",
  (t) => ({
    id: t.text().primaryKey(),
    asset: t.text().$type<Asset>().notNull(),
    rateE18: t.bigint().notNull(),
    updatedAt: t.int8({ mode: "number" }).notNull(),
    source: t.hex().notNull(),
    ...provenance(t),
  }),
  (table) => ({ assetIdx: index().on(table.asset, table.id) }),
);

/** The registry's parameters and pause state as they stand: one row. */
export const registry = onchainTable("registry", (t) => ({
  address: t.hex().primaryKey(),
  chainId: t.int8({ mode: "number" }).notNull(),
  minStake: t.bigint().notNull(),
  unstakeDelay: t.int8({ mode: "number" }).notNull(),
  disputeWindow: t.int8({ mode: "number" }).notNull(),
  resolutionWindow: t.int8({ mode: "number" }).notNull(),
  executionWindow: t.int8({ mode: "number" }).notNull(),
  cooldown: t.int8({ mode: "number" }).notNull(),
  largeSlashBps: t.integer().notNull(),
  disputeBond: t.bigint().notNull(),
  treasury: t.hex(),
  pauseMask: t.integer().notNull(),
  pauseExpiresAt: t.int8({ mode: "number" }).notNull(),
  clockStoppedAt: t.int8({ mode: "number" }).notNull(),
  pausedSeconds: t.int8({ mode: "number" }).notNull(),
  /** Slashed units and forfeited bonds that the treasury has not pulled. */
  treasuryOwedEth: t.bigint().notNull(),
  treasuryOwedWsteth: t.bigint().notNull(),
  updatedAt: t.int8({ mode: "number" }).notNull(),
}));

/** Every change of a parameter, a source or the default admin, with its new value as the event had it. */
export const parameterChange = onchainTable("parameter_change", (t) => ({
  id: t.text().primaryKey(),
  name: t.text().notNull(),
  /** The event's arguments; integers as decimal strings. */
  value: t.json().$type<Record<string, string>>().notNull(),
  ...provenance(t),
}));

/** Every change of the pause mask. */
export const pauseChange = onchainTable("pause_change", (t) => ({
  id: t.text().primaryKey(),
  by: t.hex().notNull(),
  mask: t.integer().notNull(),
  expiresAt: t.int8({ mode: "number" }).notNull(),
  clockStoppedAt: t.int8({ mode: "number" }).notNull(),
  pausedSeconds: t.int8({ mode: "number" }).notNull(),
  ...provenance(t),
}));

/** Who holds which role now. */
export const role = onchainTable(
  "role",
  (t) => ({
    /** keccak256 of the role's name, or zero for the default admin. */
    role: t.hex().notNull(),
    account: t.hex().notNull(),
    held: t.boolean().notNull(),
    updatedAt: t.int8({ mode: "number" }).notNull(),
    eventId: t.text().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.role, table.account] }) }),
);

/** Every grant and revocation. */
export const roleChange = onchainTable("role_change", (t) => ({
  id: t.text().primaryKey(),
  role: t.hex().notNull(),
  account: t.hex().notNull(),
  sender: t.hex().notNull(),
  granted: t.boolean().notNull(),
  ...provenance(t),
}));

/** Returned dispute bonds that an account can claim, wei. */
export const bondBalance = onchainTable("bond_balance", (t) => ({
  account: t.hex().primaryKey(),
  claimable: t.bigint().notNull(),
  updatedAt: t.int8({ mode: "number" }).notNull(),
}));

/** Bonds claimed back and funds the treasury pulled. */
export const payout = onchainTable(
  "payout",
  (t) => ({
    id: t.text().primaryKey(),
    kind: t.text().$type<"BOND" | "TREASURY">().notNull(),
    account: t.hex().notNull(),
    asset: t.text().$type<Asset>().notNull(),
    units: t.bigint().notNull(),
    ...provenance(t),
  }),
  (table) => ({ accountIdx: index().on(table.account, table.id) }),
);
