/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What a document tells a compiler of its results and variables; other clients look for the same field. */
export interface DocumentTypeDecoration<TResult, TVariables> {
  __apiType?: (variables: TVariables) => TResult;
}
/** All that are given must hold. */
export type AlertEventFilter = {
  /** Any of these. */
  kind?: Array<AlertKind> | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
  /** Any of these, as it was after the step. */
  severity?: Array<AlertSeverity> | null | undefined;
  /** Whether a silence covered it. */
  silenced?: boolean | null | undefined;
};

/** A step in the life of an alert. */
export type AlertEventType =
  /** Somebody has seen it. */
  | 'ACKNOWLEDGED'
  /** Its cause is final: no reorg can take it back. */
  | 'FINALIZED'
  /** It holds; or, once it was acknowledged, it became certain or more severe. */
  | 'FIRED'
  /** It seems to hold. */
  | 'PENDING'
  /** A reorg took back what had closed it, or brought back its cause. */
  | 'REOPENED'
  /** It holds no more. */
  | 'RESOLVED'
  /** A reorg took its cause back. */
  | 'RETRACTED'
  /** It goes on, with another severity or other details. */
  | 'UPDATED';

/** All that are given must hold. */
export type AlertFilter = {
  /** Only from the chain, and with this finality. */
  finality?: AlertFinality | null | undefined;
  /** Any of these. */
  kind?: Array<AlertKind> | null | undefined;
  /** True: neither RESOLVED nor RETRACTED. False: one of these. */
  open?: boolean | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
  /** Any of these. */
  severity?: Array<AlertSeverity> | null | undefined;
  /** First told at this moment or later. */
  since?: string | null | undefined;
  /** Any of these. */
  state?: Array<AlertState> | null | undefined;
  /** First told before this moment. */
  until?: string | null | undefined;
};

/** Whether a reorg of the chain can still take the cause of an alert back. */
export type AlertFinality =
  | 'FINALIZED'
  | 'PENDING';

/** What an alert is about. */
export type AlertKind =
  /** Not the first of an operator's nodes serves, or none does: the heartbeats of better ones stopped. */
  | 'BACKUP_FAILOVER'
  /** A slash does not agree with what was assessed or is known by now: evidence to dispute it with is ready. */
  | 'DISPUTE_DRAFTED'
  /** The mirror of the chain is behind. */
  | 'INDEXER_LAGGING'
  /** Scores or slashes do not get to the chain: a keeper says why, or says nothing any more. */
  | 'KEEPER_FAILING'
  /** The kill-switch of the keepers is on: none sends anything. */
  | 'KEEPER_PAUSED'
  /** Nobody has measured the operator for a while. */
  | 'MISSED_REPORTS'
  /** A service is down in all its regions. */
  | 'OPERATOR_OFFLINE'
  /** A breach builds up (PENDING) or is open. */
  | 'POOR_PERFORMANCE'
  /** The recorded wstETH rate is old. */
  | 'RATE_STALE'
  /** Parts of the registry are paused. */
  | 'REGISTRY_PAUSED'
  /** A reporter has been too far off the consensus for some closed intervals in a row. */
  | 'REPORTER_DISAGREEMENT'
  /** The reputation crossed one of the levels of the policy. */
  | 'REPUTATION_CHANGED'
  /** The score fell by 10 or more within an hour. */
  | 'SCORE_DROPPED'
  /** The score is under 90. */
  | 'SCORE_LOW'
  /** More than half of what opens a violation has passed, or one is open; with the projected slash. */
  | 'SLASHING_RISK'
  /** A slash was called off. */
  | 'SLASH_CANCELLED'
  /** A slash was disputed and that is not decided. */
  | 'SLASH_DISPUTED'
  /** Stake was taken. */
  | 'SLASH_EXECUTED'
  /** A slash was proposed and has not ended. */
  | 'SLASH_PROPOSED'
  /** Less stake is active than before. */
  | 'STAKE_DECREASED'
  /** The operator has another status. */
  | 'STATUS_CHANGED'
  /** The operator has another tier. */
  | 'TIER_CHANGED'
  /** Unbonding has ended; what was asked back can be claimed. */
  | 'UNSTAKE_CLAIMABLE';

/** How urgent an alert is, ascending. */
export type AlertSeverity =
  | 'CRITICAL'
  | 'INFO'
  | 'WARNING';

/** Where an alert is in its life. RESOLVED and RETRACTED are closed. */
export type AlertState =
  /** It holds, and somebody knows. */
  | 'ACKNOWLEDGED'
  /** It holds. */
  | 'FIRING'
  /** It seems to hold: what was received so far says so. */
  | 'PENDING'
  /** It holds no more. */
  | 'RESOLVED'
  /** It never was: a reorg of the chain took its cause back. */
  | 'RETRACTED';

/** All that are given must hold. */
export type AlertSubscriptionFilter = {
  /** Whether to tell what a silence covered, too. */
  includeSilenced?: boolean;
  /** Any of these. */
  kind?: Array<AlertKind> | null | undefined;
  /** Only about this operator. */
  operator?: string | null | undefined;
  /** Any of these. */
  severity?: Array<AlertSeverity> | null | undefined;
};

/** Maintenance to be announced: the whole intervals from `start` to `end`. */
export type AnnounceMaintenanceInput = {
  /** Its end. At most 2 hours in any 7 days. */
  end: string;
  /** Whose it is. */
  operator: string;
  /** Why, one line of 1 to 200 characters. */
  reason: string;
  /** The operator's, in place of an API key. */
  signature?: SignatureInput | null | undefined;
  /** Its start: at least 24 hours ahead. */
  start: string;
};

/** What can be staked. Each is counted in its own smallest unit. */
export type Asset =
  | 'ETH'
  | 'WSTETH';

/** A batch signed by a reporter's account (EIP-712), which needs no API key. All its samples are the reporter's. See docs/metrics.md. */
export type BatchSignatureInput = {
  /** Until when the signature holds, Unix seconds; at most an hour ahead. */
  deadline: number;
  /** Id of the reporter that has the account. */
  reporter: string;
  /** 65 bytes r, s, v as 0x and hex. */
  signature: string;
};

/** What can be breached. */
export type BreachMetric =
  /** p95 is above the tier's threshold, over the hour and just now. */
  | 'LATENCY'
  /** Too few requests succeed, over 24 hours and just now. */
  | 'SUCCESS_RATE'
  /** The month's throughput is too low. */
  | 'THROUGHPUT'
  /** Uptime over 7 days has been too low for a day. */
  | 'UPTIME';

/** Maintenance to be called off. */
export type CancelMaintenanceInput = {
  /** Its `maintenanceId`. */
  id: string;
  /** The operator's, in place of an API key. */
  signature?: SignatureInput | null | undefined;
};

/** What is known of an event of the chain. */
export type ChainFinality =
  /** It happened for good. */
  | 'FINALIZED'
  /** It happened in a block that a reorg can still replace. */
  | 'PENDING'
  /** A reorg replaced its block: it did not happen there. */
  | 'RETRACTED';

/** Why a circuit is not closed. The first that applies, in this order. */
export type CircuitReason =
  /** Somebody opened it; see `override`. */
  | 'KILL_SWITCH'
  /** Too few requests succeed in some of its services and regions. */
  | 'MEASUREMENTS'
  /** The operator's score is below `policy.routing.minScore`. */
  | 'SCORE';

/** How the kill-switch of an operator is set. */
export type CircuitSetting =
  /** What is measured decides. */
  | 'AUTOMATIC'
  /** No request is sent to it, whatever is measured. */
  | 'OPEN';

/** Whether requests may be sent somewhere. */
export type CircuitState =
  /** They may. */
  | 'CLOSED'
  /** A few, to see whether it has recovered. */
  | 'HALF_OPEN'
  /** None. */
  | 'OPEN';

/** How well a figure is known. */
export type Confidence =
  /** Enough of its time was measured, by enough independent reporters. */
  | 'HIGH'
  /** Too little time was measured, or by too few: nothing is decided by it alone. */
  | 'LOW';

/** A second reporter's word for an incident. */
export type ConfirmIncidentInput = {
  /** keccak256 of the evidence, not zero. */
  evidenceHash: string;
  /** Where the evidence is: as for a report. */
  evidenceUri: string;
  /** The incident's `incidentId`. */
  id: string;
  /** Who confirms it. Default: the key's reporter. */
  reporter?: string | null | undefined;
};

/** A key to be created. */
export type CreateApiKeyInput = {
  /** What it is for, 1 to 100 characters. */
  name: string;
  /** The only reporter it may report as. Default: any. */
  reporter?: string | null | undefined;
  /** What it may do, at least one. */
  scopes: Array<Scope>;
};

/** A webhook to be created. */
export type CreateWebhookInput = {
  /** What it is for, at most 200 characters. */
  description?: string;
  /** Only these. Default: all. */
  kinds?: Array<AlertKind> | null | undefined;
  /** Only alerts of this operator. Default: of all, and of none. */
  operator?: string | null | undefined;
  /** Only these. Default: all. */
  severities?: Array<AlertSeverity> | null | undefined;
  /** https, on the public internet, without user and fragment. */
  url: string;
};

/** How a dispute was decided. */
export type DisputeOutcome =
  | 'NONE'
  | 'OVERTURNED'
  | 'REDUCED'
  | 'UPHELD';

/** Why an operator gets no requests for a service in a region. */
export type ExclusionReason =
  /** Too few requests succeeded there just now. */
  | 'CIRCUIT_OPEN'
  /** Somebody took the operator out; see `setCircuit`. */
  | 'KILL_SWITCH'
  /** The registry is paused in all its functions. */
  | 'REGISTRY_PAUSED'
  /** Its score is below `policy.routing.minScore`. */
  | 'SCORE_TOO_LOW'
  /** Too little is known of it. */
  | 'SCORE_UNKNOWN'
  /** Nothing is measured of it there any more. */
  | 'SILENT'
  /** It is neither ACTIVE nor DEGRADED. */
  | 'STATUS'
  /** Its tier is never routed to, or live slashes may take all it has. */
  | 'WEIGHTLESS';

/** A sign of life of a service. */
export type HeartbeatInput = {
  /** Which of the operator's nodes, by its id in the profile: failover goes by these. Default: none in particular. */
  node?: string | null | undefined;
  /** Whose service it is. */
  operator: string;
  /** Where it runs. */
  region?: string;
  /** Id of a registered service. */
  service: string;
  /** Of its software, 1 to 64 visible ASCII characters. */
  version?: string | null | undefined;
};

/** All that are given must hold. */
export type HistoryFilter = {
  /** Any of these events, as the contract's ABI has them. */
  name?: Array<string> | null | undefined;
  /** Only events of this operator. */
  operator?: string | null | undefined;
  /** The account took part as any of these. */
  role?: Array<PartyRole> | null | undefined;
};

/** A violation that did not happen. */
export type HypotheticalViolation = {
  /** 1 to 100000. DOWNTIME: minutes of one outage, those that are not charged among them. PERFORMANCE_THRESHOLD: bad minutes of one breach. Else: confirmed incidents. A minute is one interval of `policy`. */
  count: number;
  /** What it is. */
  type: ViolationKind;
};

/** All that are given must hold. */
export type IncidentFilter = {
  /** True: only those that a second reporter confirmed. False: only the others. */
  confirmed?: boolean | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
  /** Any of these. */
  type?: Array<IncidentType> | null | undefined;
};

/** What happened. */
export type IncidentLogKind =
  /** Another node serves, or none any more. */
  | 'FAILOVER'
  /** A second reporter confirmed that. */
  | 'INCIDENT_CONFIRMED'
  /** A reporter told of wrong data or misbehaviour. */
  | 'INCIDENT_REPORTED'
  /** Somebody took it out of the routes, or put it back. */
  | 'KILL_SWITCH'
  /** Maintenance was announced. */
  | 'MAINTENANCE_ANNOUNCED'
  /** Maintenance was called off. */
  | 'MAINTENANCE_CANCELLED'
  /** A slash was cancelled. */
  | 'SLASH_CANCELLED'
  /** A slash was disputed. */
  | 'SLASH_DISPUTED'
  /** A slash was executed. */
  | 'SLASH_EXECUTED'
  /** A slash ran out of time. */
  | 'SLASH_EXPIRED'
  /** A slash was proposed. */
  | 'SLASH_PROPOSED'
  /** A dispute was resolved. */
  | 'SLASH_RESOLVED'
  /** A violation ended. */
  | 'VIOLATION_CLOSED'
  /** An outage, a breach or an incident began to count. */
  | 'VIOLATION_OPENED';

/** What a reporter can see an operator do. */
export type IncidentType =
  /** It delivered wrong data. */
  | 'BAD_DATA'
  /** It misbehaved. */
  | 'MISBEHAVIOR';

/** Why an operator cannot be compared with the network. */
export type IncomparableReason =
  /** Nobody with a rank has a value. */
  | 'MEDIAN_UNKNOWN'
  /** Its own value is unknown: of what was measured, also if nobody but itself has measured it. */
  | 'VALUE_UNKNOWN';

/** An account that the keeper signs with. */
export type KeeperAccountInput = {
  /** The account. */
  address: string;
  /** What it has. Default: unknown. */
  balance?: string | null | undefined;
  /** Transactions sent and not yet final. */
  inFlight: number;
  /** What it is for. */
  role: KeeperRole;
};

/** Why a keeper does not do its work, or not all of it. */
export type KeeperProblemCode =
  /** It could not read what it needs from this API. It tries again: look at the API's log. */
  | 'API_FAILING'
  /** The chain asks for more than the keeper's ceiling. It waits: raise the ceiling if it is urgent. */
  | 'FEES_TOO_HIGH'
  /** Somebody else sends from its account. It waits for that and goes on: find out who has the key. */
  | 'NONCE_TAKEN'
  /** An account cannot pay for its transactions. It goes on by itself once it is topped up. */
  | 'OUT_OF_FUNDS'
  /** The registry refuses what the keeper means to do. It tries again, less and less often: read why. */
  | 'REVERTED'
  /** An account lacks its role in the registry. Nothing of that role is sent: grant it, or give the right key. */
  | 'ROLE_MISSING'
  /** Its node does not answer, or answers with errors. It tries again: look at the node. */
  | 'RPC_FAILING'
  /** A transaction has not been mined for long, though its fee was raised. Look at the node and the ceiling. */
  | 'STUCK'
  /** Its node speaks for another chain than this API. It sends nothing: give it the right RPC URL. */
  | 'WRONG_CHAIN'
  /** The registry it is to write to is not the one mirrored here. It sends nothing: mend its settings. */
  | 'WRONG_REGISTRY';

/** What keeps the keeper from its work. */
export type KeeperProblemInput = {
  /** What is wrong. */
  code: KeeperProblemCode;
  /** For people, one line of 1 to 500 characters. Anyone can read it. */
  message: string;
  /** Which role has it. Default: all. */
  role?: KeeperRole | null | undefined;
};

/** What a keeper does on the chain, each with an account of its own. */
export type KeeperRole =
  /** Submits scores; its account has the role PERFORMANCE_MONITOR. */
  | 'MONITOR'
  /** Proposes, executes, expires and cancels slashes; its account has the role SLASH_PROPOSER. */
  | 'PROPOSER';

/** How a latency quantile is known. */
export type LatencyMethod =
  /** Part of it came without a distribution: it lies between two bounds. */
  | 'BOUNDED'
  /** From merged distributions, within 1 %. */
  | 'SKETCH';

/** Which end of a leaderboard comes first. */
export type LeaderboardOrder =
  /** From rank 1 on. */
  | 'BEST_FIRST'
  /** From the last rank on. */
  | 'WORST_FIRST';

/** All that are given must hold. */
export type MaintenanceFilter = {
  /** True: only what is over or was called off. False: only what goes on or is to come. */
  over?: boolean | null | undefined;
};

/** How long a point is. */
export type MetricResolution =
  /** 1,440 intervals: a UTC day, if an interval is a minute. */
  | 'DAY'
  /** 60 intervals. */
  | 'HOUR'
  /** One interval of measurement: a minute, unless `policy.time` says otherwise. */
  | 'MINUTE';

/** What one reporter measured of one service of an operator in one region over one interval (a minute; `policy` tells). All but `reporter`, `revision` and, without a success, `sketch` are needed; what is missing or wrong is told in the sample's own result. See docs/metrics.md. */
export type MetricSampleInput = {
  /** Seconds it was down. */
  downSeconds?: number | null | undefined;
  /** The operator's address. */
  operator?: string | null | undefined;
  /** Where it was measured: 1 to 63 of a-z, 0-9, dot, underscore and hyphen. */
  region?: string | null | undefined;
  /** Who measured. Default: the key's or the signature's reporter. */
  reporter?: string | null | undefined;
  /** How many were made. */
  requests?: number | null | undefined;
  /** 0 (the default) for the first report of this interval; each correction one more than the last. */
  revision?: number | null | undefined;
  /** Id of a registered service. */
  service?: string | null | undefined;
  /** Latencies of the successes in microseconds: a DDSketch of 1 % accuracy in DataDog's protobuf message as base64, at most 6 KiB before base64. */
  sketch?: string | null | undefined;
  /** Of the requests. */
  successes?: number | null | undefined;
  /** Of the requests that did not succeed. */
  timeouts?: number | null | undefined;
  /** Any moment of the interval; its start is what is kept. */
  timestamp?: string | number | null | undefined;
  /** Seconds it was up; with `downSeconds` at most the interval. */
  upSeconds?: number | null | undefined;
};

/** What stands for the month. */
export type MonthBasis =
  /** The UTC calendar month so far. */
  | 'CALENDAR'
  /** The trailing 30 days: too little of the month is measured yet. */
  | 'TRAILING';

/** Where a service is reached. */
export type OperatorEndpointInput = {
  /** One of the profile's regions. */
  region: string;
  /** Id of a registered service. */
  service: string;
  /** https, http, wss or ws, without user and password; at most 300 visible ASCII characters. */
  url: string;
};

/** All that are given must hold. */
export type OperatorFilter = {
  /** An account that may act for the operator. */
  manager?: string | null | undefined;
  /** ETH value of active stake, wei. */
  stake?: StakeRange | null | undefined;
  /** Any of these. */
  status?: Array<OperatorStatus> | null | undefined;
  /** Part of the address or the metadata URI, in any case. */
  text?: string | null | undefined;
  /** Any of these. */
  tier?: Array<Tier> | null | undefined;
};

/** A node of a service in a region. */
export type OperatorNodeInput = {
  /** What its heartbeats call it: 1 to 63 of a-z, 0-9, dot, underscore and hyphen. */
  id: string;
  /** 0 to 65535, another for each node of a service in a region: the lowest serves while it lives. */
  priority: number;
  /** One of the profile's regions. */
  region: string;
  /** Id of a registered service. */
  service: string;
};

/** What a list of operators is ordered by. */
export type OperatorOrder = {
  /** Largest first (DESC) or smallest first (ASC). */
  direction?: OrderDirection;
  /** By what. */
  field: OperatorOrderField;
};

/** What operators are ordered by; the address breaks ties. */
export type OperatorOrderField =
  /** When it registered. */
  | 'REGISTRATION'
  /** The score as evaluated last; one that is unknown sorts lowest. */
  | 'SCORE'
  /** ETH value of all executed slashes. */
  | 'SLASHED_AMOUNT'
  /** ETH value of active stake. */
  | 'STAKE';

/** What an operator says of itself. It is signed to the last blank, and stored as it is. */
export type OperatorProfileInput = {
  /** At most 32. */
  endpoints: Array<OperatorEndpointInput>;
  /** 1 to 100 characters. */
  name: string;
  /** At most 32. */
  nodes: Array<OperatorNodeInput>;
  /** At most 16. */
  regions: Array<string>;
  /** At most 16. */
  software: Array<OperatorSoftwareInput>;
};

/** Client software of a node. */
export type OperatorSoftwareInput = {
  /** 1 to 64 visible ASCII characters, such as Geth. */
  name: string;
  /** What it does. */
  role: SoftwareRole;
  /** 1 to 64 visible ASCII characters. */
  version: string;
};

/** Where an operator stands. The first that applies, in this order. */
export type OperatorStatus =
  /** May be routed to. */
  | 'ACTIVE'
  /** A performance breach is open. */
  | 'DEGRADED'
  /** Staked before; nothing is staked or unbonding now. */
  | 'EXITED'
  /** Active stake is under the minimum, or nothing was measured for 15 intervals. */
  | 'INACTIVE'
  /** Nothing is active; the rest is unbonding. */
  | 'LEAVING'
  /** Has never met the minimum stake, or never passed the initial check. */
  | 'PENDING'
  /** A slash was executed and stake or cooldown has not recovered. */
  | 'SLASHED';

/** Which way a list runs. */
export type OrderDirection =
  | 'ASC'
  | 'DESC';

/** As what an account takes part in an event of the registry. */
export type PartyRole =
  /** Approved the slash. */
  | 'APPROVER'
  /** Cancelled the slash. */
  | 'CANCELLER'
  /** Disputed the slash. */
  | 'DISPUTER'
  /** Executed the slash. */
  | 'EXECUTOR'
  /** Was named or dismissed as a manager, or registered the operator as one. */
  | 'MANAGER'
  /** The operator it happened to. */
  | 'OPERATOR'
  /** Changed the pause. */
  | 'PAUSER'
  /** Paid the stake. */
  | 'PAYER'
  /** Proposed the slash. */
  | 'PROPOSER'
  /** Is paid, or is owed: a claim, a bond, what a slash took. */
  | 'RECIPIENT'
  /** Wrote the score. */
  | 'REPORTER'
  /** Resolved the dispute. */
  | 'RESOLVER'
  /** Gave the role, or took it. */
  | 'ROLE_ADMIN'
  /** Was given a role or lost it, or is to be the admin. */
  | 'ROLE_HOLDER'
  /** Sent the transaction, so paid its gas: as a manager, say. */
  | 'SENDER'
  /** Became the treasury. */
  | 'TREASURY';

/** All that are given must hold. */
export type PendingApprovalFilter = {
  /** Only of this operator. */
  operator?: string | null | undefined;
};

/** Rates of one service over one interval. All are needed; what is missing or wrong is answered as a ValidationError. */
export type PerformanceMetricsInput = {
  /** Milliseconds. */
  p95Latency?: number | null | undefined;
  /** Milliseconds; not below `p95Latency`. */
  p99Latency?: number | null | undefined;
  /** Id of a registered service. */
  serviceId?: string | null | undefined;
  /** Percent, 0 to 100. */
  successRate?: number | null | undefined;
  /** Requests a month. */
  throughput?: number | null | undefined;
  /** Any moment of the interval. */
  timestamp?: string | number | null | undefined;
  /** Percent, 0 to 100. */
  uptime?: number | null | undefined;
};

/** Which set of rules. */
export type PolicyProfile =
  /** The same rules in fast motion: measured by the second. */
  | 'DEVNET'
  /** Measured by the minute. */
  | 'PRODUCTION';

/** As what an account may act for an operator. */
export type PositionRole =
  /** The operator has named it a manager. */
  | 'MANAGER'
  /** It is the operator. */
  | 'OPERATOR';

/** What operators are compared by. */
export type RankingMetric =
  /** p95 latency of successes, milliseconds, three decimals. The lowest is the best. */
  | 'LATENCY_P95'
  /** 0 to 1000. */
  | 'REPUTATION'
  /** Requests that the success rate is of. */
  | 'REQUESTS'
  /** 0 to 100, two decimals. On a leaderboard those that nobody but themselves has measured in the range come after all others. */
  | 'SCORE'
  /** ETH value of active stake, wei. */
  | 'STAKE'
  /** Successes of requests, percent, four decimals. */
  | 'SUCCESS_RATE'
  /** Seconds up of those up or down, percent, four decimals. */
  | 'UPTIME';

/** Over what time measurements are compared: what others than the operator have measured, nobody wins by its own word. All ranges end with the snapshot's `measuredUntil`. */
export type RankingRange =
  /** The last 1,440 intervals: 24 hours, if an interval is a minute. */
  | 'DAY'
  /** The last 43,200 intervals: 30 days. */
  | 'MONTH'
  /** The last 10,080 intervals: 7 days. */
  | 'WEEK';

/** Samples in any mixture of operators, services, regions and reporters. */
export type RecordMetricsBatchInput = {
  /** 1 to 1000. */
  samples: Array<MetricSampleInput | null | undefined>;
  /** In place of an API key. */
  signature?: BatchSignatureInput | null | undefined;
};

/** A reporter to be registered. */
export type RegisterReporterInput = {
  /** The account that signs its batches. */
  address?: string | null | undefined;
  /** 1 to 63 of a-z, 0-9, dot, underscore and hyphen. */
  id: string;
  /** 1 to 100 characters. */
  name: string;
  /** 0 to 100. */
  weight?: number;
};

/** A service to be registered. */
export type RegisterServiceInput = {
  /** 1 to 63 of a-z, 0-9, dot, underscore and hyphen. */
  id: string;
  /** 1 to 100 characters. */
  name: string;
};

/** The registry's own status, as it emitted it last. Time and rates may have moved on since. */
export type RegistryStatus =
  | 'ACTIVE'
  | 'INACTIVE'
  | 'LEAVING'
  | 'NONE'
  | 'SLASHED';

/** What a reporter saw. */
export type ReportIncidentInput = {
  /** When it had ended. */
  end: string;
  /** keccak256 of the evidence, not zero. */
  evidenceHash: string;
  /** Where the evidence is: https://, http://, ipfs:// or ar://, at most 2048 characters. */
  evidenceUri: string;
  /** Who did it. */
  operator: string;
  /** Who saw it. Default: the key's reporter. */
  reporter?: string | null | undefined;
  /** When it began: at most 7 days ago. */
  start: string;
  /** What happened, one line of 1 to 1000 characters. */
  summary: string;
  /** What it is. */
  type: IncidentType;
};

/** All that a keeper has to say of itself; what is left out does not hold any more. */
export type ReportKeeperInput = {
  /** At most 10. */
  accounts: Array<KeeperAccountInput>;
  /** Whether it is the one that acts. */
  active: boolean;
  /** Its name: 1 to 63 of a-z, 0-9, dot, underscore and hyphen. */
  id: string;
  /** At most 20. */
  problems: Array<KeeperProblemInput>;
};

/** What may speak against a slash. */
export type ReviewFindingKind =
  /** Measurements that came later, or maintenance, leave less to be charged. */
  | 'LATER_DATA'
  /** What was assessed was not known well enough for an automatic slash. */
  | 'LOW_CONFIDENCE'
  /** Its evidence is not the dossier of what was assessed. */
  | 'OTHER_EVIDENCE'
  /** It names another type or severity, or a fault outside of the period assessed. */
  | 'OTHER_TERMS'
  /** It takes more than was assessed. */
  | 'TOO_LARGE'
  /** Nothing was assessed under its incident key, or not of its operator. */
  | 'UNKNOWN_INCIDENT'
  /** Recomputed from its own dossier, the charge is smaller. */
  | 'WRONG_ARITHMETIC';

/** All that are given must hold. */
export type SampleFilter = {
  /** Inclusive, rounded down to a whole interval; not before samples are kept. Default: a day before `to`. */
  from?: string | null | undefined;
  /** Only from this region. */
  region?: string | null | undefined;
  /** Only by this reporter, by its id. */
  reporter?: string | null | undefined;
  /** Only of this service, by its id. */
  service?: string | null | undefined;
  /** Exclusive. Default: now, and what may have come ahead of it. */
  to?: string | null | undefined;
};

/** What a sample said of latencies. */
export type SampleLatency =
  /** The two quantiles alone, as `recordMetrics` takes them. */
  | 'SCALAR'
  /** Their distribution: every quantile is known within 1 %. */
  | 'SKETCH';

/** What became of a sample. */
export type SampleStatus =
  /** It is stored. */
  | 'ACCEPTED'
  /** It contradicts what is stored, which stays as it is. */
  | 'CONFLICT'
  /** It was stored before, the same to the last count. */
  | 'DUPLICATE'
  /** It is wrong in itself, or speaks of what is not known. */
  | 'REJECTED';

/** What an API key may do. None implies another. */
export type Scope =
  /** Keys, reporters, services, and operators' maintenance. */
  | 'ADMIN'
  /** Acknowledge and silence alerts, and have webhooks. */
  | 'ALERTS_WRITE'
  /** Take operators out of routing. */
  | 'CIRCUIT_WRITE'
  /** Report and confirm incidents. */
  | 'INCIDENTS_WRITE'
  /** Report as a keeper, and seal the reports behind scores. */
  | 'KEEPER_WRITE'
  /** Record metrics and heartbeats. */
  | 'METRICS_WRITE';

/** The parts of a score. */
export type ScoreComponentName =
  /** p95 latency over the hour: numerator microseconds, denominator 1, value milliseconds. */
  | 'LATENCY'
  /** Success rate over 24 hours: numerator successes, denominator requests, value percent. */
  | 'SUCCESS'
  /** Throughput over the month: numerator requests, denominator measured seconds, value requests a month. */
  | 'THROUGHPUT'
  /** Uptime over 7 days: numerator service-seconds up, denominator service-seconds up or down, value percent. */
  | 'UPTIME';

/** What the value of a score's component is in. */
export type ScoreUnit =
  /** To the microsecond. */
  | 'MILLISECONDS'
  /** 0 to 100. */
  | 'PERCENT'
  /** At the rate of the measured time. */
  | 'REQUESTS_PER_MONTH';

/** How the kill-switch of an operator is to be set. */
export type SetCircuitInput = {
  /** Whose. */
  operator: string;
  /** Why, one line of 1 to 300 characters. Anyone can read it. */
  reason: string;
  /** To what. */
  state: CircuitSetting;
};

/** A profile and its operator's signature. */
export type SetOperatorProfileInput = {
  /** Whose it is. */
  operator: string;
  /** All of it: nothing is left of the last one. */
  profile: OperatorProfileInput;
  /** 1 to 2147483647, higher than the last one's. */
  revision: number;
  /** The operator's own: neither a manager's nor an API key do. */
  signature: SignatureInput;
};

/** How severe the proposer of a slash put it. The assessment puts LOW below 200 basis points, MEDIUM below 500, HIGH below 1000, CRITICAL from there; the registry does not check it. */
export type Severity =
  | 'CRITICAL'
  | 'HIGH'
  | 'LOW'
  | 'MEDIUM'
  | 'NONE';

/** A signature (EIP-712) by the account that it is about, which needs no API key. See docs/maintenance.md. */
export type SignatureInput = {
  /** Until when the signature holds, Unix seconds; at most an hour ahead. */
  deadline: number;
  /** 65 bytes r, s, v as 0x and hex. */
  signature: string;
};

/** Which alerts are to be silenced, and for how long. Without operator and kind: every alert. */
export type SilenceAlertsInput = {
  /** Until when: within 30 days from now. */
  end: string;
  /** Which kind. Default: all kinds. */
  kind?: AlertKind | null | undefined;
  /** Whose. Default: any operator's, and those about all. */
  operator?: string | null | undefined;
  /** Why, one line of 1 to 200 characters. */
  reason: string;
  /** From when on; what is past counts from now. Default: now. */
  start?: string | null | undefined;
};

/** How a simulation ended. */
export type SimulationOutcome =
  /** Sent now, it would fail; gas would be paid all the same. */
  | 'REVERTS'
  /** Sent now, it would do what it says. */
  | 'SUCCEEDS'
  /** The chain could not be asked: nothing is known. */
  | 'UNAVAILABLE';

/** Why the chain could not be asked. */
export type SimulationProblem =
  /** The RPC answered what is no answer. */
  | 'BAD_ANSWER'
  /** As much of the chain is being asked as this API allows: try again in a moment. */
  | 'BUSY'
  /** This API has no RPC to ask the chain by: RPC_URL is not set. */
  | 'NOT_CONFIGURED'
  /** There is no registry at its address on the RPC's chain. */
  | 'NO_REGISTRY'
  /** The RPC refused to answer: try again. */
  | 'REFUSED'
  /** The RPC did not answer in time: try again. */
  | 'TIMEOUT'
  /** The RPC cannot be reached, or broke off: try again. */
  | 'UNREACHABLE'
  /** The RPC is of another chain than the registry. */
  | 'WRONG_CHAIN';

/** All that are given must hold. */
export type SlashFilter = {
  /** Only for this incident. */
  incidentKey?: string | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
  /** Any of these. */
  severity?: Array<Severity> | null | undefined;
  /** Any of these. */
  state?: Array<SlashState> | null | undefined;
  /** Any of these. */
  violationType?: Array<ViolationType> | null | undefined;
};

/** Where a slash is in its life. */
export type SlashState =
  | 'CANCELLED'
  | 'DISPUTED'
  | 'EXECUTED'
  | 'EXPIRED'
  | 'NONE'
  | 'PROPOSED'
  | 'UPHELD';

/** A step in the life of a slash. */
export type SlashStepKind =
  | 'APPROVED'
  | 'BOND_SETTLED'
  | 'CANCELLED'
  | 'DISPUTED'
  | 'EXECUTED'
  | 'EXPIRED'
  | 'PROPOSED'
  | 'RESOLVED';

/** What client software of a node does. */
export type SoftwareRole =
  /** Follows the beacon chain: Lighthouse, Prysm and the like. */
  | 'CONSENSUS'
  /** Executes blocks: Geth, Nethermind and the like. */
  | 'EXECUTION'
  /** Brings blocks of builders, such as MEV-Boost. */
  | 'RELAY'
  /** Holds keys and signs, such as Web3Signer. */
  | 'SIGNER';

/** Bounds of the ETH value of active stake, wei, both inclusive. */
export type StakeRange = {
  /** Default: no upper bound. */
  max?: string | null | undefined;
  /** Default: no lower bound. */
  min?: string | null | undefined;
};

/** A token that stake can be paid in. */
export type StakeToken =
  /** For `stakeStEth`, where the chain has it. */
  | 'STETH'
  /** For `stake` of the asset WSTETH. */
  | 'WSTETH';

/** What happened to stake. */
export type StakingEventKind =
  | 'SLASHED'
  | 'STAKED'
  | 'UNSTAKE_CANCELLED'
  | 'UNSTAKE_CLAIMED'
  | 'UNSTAKE_REQUESTED';

/** All that are given must hold. */
export type StakingEventSubscriptionFilter = {
  /** Any of these. */
  kind?: Array<StakingEventKind> | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
};

/** Why an operator has its status. */
export type StatusReason =
  /** LEAVING: all of its stake was asked back. */
  | 'EVERYTHING_UNBONDING'
  /** EXITED: nothing is left of its stake. */
  | 'EVERYTHING_WITHDRAWN'
  /** PENDING: it has never been measured well for as long as the initial check takes; see `policy`. */
  | 'INITIAL_CHECK_NOT_PASSED'
  /** DEGRADED: p95 latency is above its tier's threshold. */
  | 'LATENCY_BREACH'
  /** PENDING: its stake has never reached its minimum. */
  | 'MINIMUM_STAKE_NEVER_MET'
  /** PENDING: nothing was ever staked. */
  | 'NEVER_STAKED'
  /** INACTIVE: nothing is measured of it any more. */
  | 'NOTHING_MEASURED'
  /** SLASHED: the cooldown of an executed slash runs. */
  | 'SLASH_COOLDOWN'
  /** INACTIVE: its stake fell under its minimum. */
  | 'STAKE_BELOW_MINIMUM'
  /** SLASHED: a slash took it under its minimum and nothing was added since. */
  | 'STAKE_BELOW_MINIMUM_AFTER_SLASH'
  /** ACTIVE: nothing speaks against it. */
  | 'STAKE_SUFFICIENT'
  /** DEGRADED: too few requests succeed. */
  | 'SUCCESS_RATE_BREACH'
  /** DEGRADED: the month's throughput is too low. */
  | 'THROUGHPUT_BREACH'
  /** DEGRADED: uptime over 7 days has been too low for a day. */
  | 'UPTIME_BREACH';

/** By ETH value of active stake: NONE below 1 ETH, then from 1, 10 and 100 ETH. */
export type Tier =
  | 'NONE'
  | 'TIER_1'
  | 'TIER_2'
  | 'TIER_3';

/** Why there is no score. */
export type UnknownScoreReason =
  /** Nothing was measured in the window of a component; `unknown` names them. */
  | 'COMPONENT_UNKNOWN'
  /** Nothing was ever measured of the operator. */
  | 'NEVER_MEASURED';

/** Why a threshold is not met again. */
export type UnrecoveredReason =
  /** At that score it is not met before all that counts today has faded, nor afterwards. */
  | 'OUT_OF_REACH'
  /** No score was given, and it has none now. */
  | 'SCORE_UNKNOWN';

/** By what a violation is charged that was measured. */
export type ViolationCharge =
  /** By the interval of an outage, beyond the first that are not charged. */
  | 'DOWNTIME'
  /** By each started hour of intervals that were too slow. */
  | 'LATENCY'
  /** By each started hour of intervals with too few successes. */
  | 'SUCCESS_RATE';

/** All that are given must hold. */
export type ViolationFilter = {
  /** True: only those that go on. False: only those that have ended. */
  open?: boolean | null | undefined;
  /** Only of this operator. */
  operator?: string | null | undefined;
  /** With a slice of any of these. */
  severity?: Array<ViolationSeverity> | null | undefined;
  /** Any of these. */
  type?: Array<ViolationKind> | null | undefined;
};

/** What an operator can do wrong. */
export type ViolationKind =
  /** It delivered wrong data: reported, and confirmed by a second reporter. */
  | 'BAD_DATA'
  /** A service was down in all its regions for longer than is allowed. */
  | 'DOWNTIME'
  /** It misbehaved: reported, and confirmed by a second reporter. */
  | 'MISBEHAVIOR'
  /** Its success rate was too low, or its latency too high, for too long. */
  | 'PERFORMANCE_THRESHOLD';

/** How severe an assessment is, by what is charged before the tier's multiplier. `policy` has the bounds. */
export type ViolationSeverity =
  /** From 1000 basis points on. */
  | 'CRITICAL'
  /** From 500 basis points on. */
  | 'HIGH'
  /** Below 200 basis points. */
  | 'LOW'
  /** From 200 basis points on. */
  | 'MEDIUM';

/** What an operator is slashed for. */
export type ViolationType =
  | 'BAD_DATA'
  | 'DOWNTIME'
  | 'GOVERNANCE'
  | 'MISBEHAVIOR'
  | 'NONE'
  | 'PERFORMANCE_THRESHOLD';

/** All that are given must hold. */
export type WebhookDeliveryFilter = {
  /** Any of these; DEAD for the dead letters. */
  state?: Array<WebhookDeliveryState> | null | undefined;
};

/** Where a delivery stands. */
export type WebhookDeliveryState =
  /** It is not sent any more, unless by `redeliverWebhook`. */
  | 'DEAD'
  /** The receiver took it. */
  | 'DELIVERED'
  /** The webhook was deleted while it waited. */
  | 'DROPPED'
  /** It is being sent, or will be sent (again). */
  | 'WAITING';

/** The windows that measurements are summed over. */
export type WindowName =
  /** Rolling. */
  | 'DAY'
  /** Rolling. */
  | 'HOUR'
  /** The calendar month so far, or trailing time until enough of it is measured. */
  | 'MONTH'
  /** Rolling. */
  | 'WEEK';

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { apiKeys: Array<{ keyId: string, name: string, scopes: Array<Scope>, reporter: string | null, createdBy: string | null, createdAt: string, revokedAt: string | null, lastUsedAt: string | null }> };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'CreatedApiKey', key: string, apiKey: { keyId: string, name: string, scopes: Array<Scope>, reporter: string | null, createdAt: string } }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey:
    | { __typename: 'ApiKey', keyId: string, revokedAt: string | null }
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type AlertSummaryFragment = { id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> };

export type SilenceSummaryFragment = { silenceId: string, operatorAddress: `0x${string}` | null, kind: AlertKind | null, start: string, end: string, active: boolean, reason: string, createdAt: string };

export type AlertsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
  direction?: OrderDirection;
}>;


export type AlertsQuery = { alerts: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> }> } };

export type AlertQueryVariables = Exact<{
  id: string | number;
}>;


export type AlertQuery = { alert: { id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, events: { nodes: Array<{ eventId: string, type: AlertEventType, at: string, silenced: boolean }> }, details: Array<{ key: string, value: string | null }> } | null };

export type AlertEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AlertEventFilter | null | undefined;
}>;


export type AlertEventsQuery = { alertEvents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ eventId: string, cursor: string, type: AlertEventType, at: string, silenced: boolean, alert: { id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> } }> } };

export type SilencesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  active?: boolean | null | undefined;
}>;


export type SilencesQuery = { silences: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ silenceId: string, operatorAddress: `0x${string}` | null, kind: AlertKind | null, start: string, end: string, active: boolean, reason: string, createdAt: string }> } };

export type AcknowledgeAlertMutationVariables = Exact<{
  id: string | number;
  note?: string | null | undefined;
}>;


export type AcknowledgeAlertMutation = { acknowledgeAlert:
    | { __typename: 'Alert', id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> }
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type ResolveAlertMutationVariables = Exact<{
  id: string | number;
  note?: string | null | undefined;
}>;


export type ResolveAlertMutation = { resolveAlert:
    | { __typename: 'Alert', id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> }
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type SilenceAlertsMutationVariables = Exact<{
  input: SilenceAlertsInput;
}>;


export type SilenceAlertsMutation = { silenceAlerts:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Silence', silenceId: string, operatorAddress: `0x${string}` | null, kind: AlertKind | null, start: string, end: string, active: boolean, reason: string, createdAt: string }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type EndSilenceMutationVariables = Exact<{
  id: string;
}>;


export type EndSilenceMutation = { endSilence:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Silence', silenceId: string, operatorAddress: `0x${string}` | null, kind: AlertKind | null, start: string, end: string, active: boolean, reason: string, createdAt: string }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type PendingApprovalsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: PendingApprovalFilter | null | undefined;
}>;


export type PendingApprovalsQuery = { pendingApprovals: { nodes: Array<{ evidenceHash: `0x${string}`, evidenceUri: string, id: string, slashId: string, operatorAddress: `0x${string}`, state: SlashState, violationType: ViolationType, severity: Severity, reason: string, fraction: number, proposedValue: string, slashedValue: string | null, proposedAt: string, disputeUntil: string, executeBy: string, approved: boolean, approval: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DisputeTransactionQueryVariables = Exact<{
  account: string;
  slashId: string | number;
  evidenceHash: string;
  uri: string;
}>;


export type DisputeTransactionQuery = { wallet: { transactions: { dispute: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type CoreOperatorQueryVariables = Exact<{
  address: string;
  violations: number;
}>;


export type CoreOperatorQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, registeredAt: string, stake: { active: string }, score: { value: number | null, evaluatedAt: string | null }, violations: { nodes: Array<{ type: ViolationKind, charge: ViolationCharge | null, startedAt: string, closedAt: string | null, incident: { summary: string } | null, slices: { nodes: Array<{ severity: ViolationSeverity }> } }> } }
   };

export type CoreMetricsQueryVariables = Exact<{
  address: string;
  first: number;
  after?: string | null | undefined;
}>;


export type CoreMetricsQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', samples: { nodes: Array<{ service: string, at: string, successRate: number | null, p95LatencyMs: number | null, p99LatencyMs: number | null, throughput: number, uptime: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
   };

export type CoreStatusQueryVariables = Exact<{ [key: string]: never; }>;


export type CoreStatusQuery = { network: { totalOperators: number, totalStaked: string, activeOperators: number, slashedOperators: number, averagePerformanceScore: number | null, lastPerformanceCheck: string | null } };

export type CoreStakingEventsQueryVariables = Exact<{
  address: string;
  limit: number;
}>;


export type CoreStakingEventsQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', stakingEvents: { nodes: Array<
          | { kind: StakingEventKind, units: string, source: { time: string } }
          | { kind: StakingEventKind, units: string, source: { time: string } }
          | { kind: StakingEventKind, units: string, source: { time: string } }
          | { kind: StakingEventKind, units: string, source: { time: string } }
          | { kind: StakingEventKind, units: string, source: { time: string } }
        > } }
   };

export type CoreClaimableQueryVariables = Exact<{
  address: string;
}>;


export type CoreClaimableQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', unstakeRequests: { nodes: Array<{ requestId: string, asset: Asset, remaining: string, claimable: string, unlockAt: string }> } }
   };

export type CoreIndexerQueryVariables = Exact<{
  minBlock?: number | null | undefined;
}>;


export type CoreIndexerQuery = { indexer: { chainId: number, registry: `0x${string}`, block: number } };

export type SlashReviewQueryVariables = Exact<{
  id: string | number;
}>;


export type SlashReviewQuery = { node:
    | { slashId: string, review: { agrees: boolean, basisPoints: number, findings: Array<{ kind: ReviewFindingKind, message: string }> } | null }
    | Record<PropertyKey, never>
   | null };

export type DisputeDraftQueryVariables = Exact<{
  id: string | number;
}>;


export type DisputeDraftQuery = { node:
    | { slashId: string, disputeDraft: { evidenceHash: `0x${string}`, uri: string, draftedAt: string, findings: Array<{ kind: ReviewFindingKind, message: string }>, transaction: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } | null } | null }
    | Record<PropertyKey, never>
   | null };

export type IncidentFieldsFragment = { incidentId: `0x${string}`, operatorAddress: `0x${string}`, type: IncidentType, summary: string, period: { start: string, end: string }, report: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string }, confirmation: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string } | null, violation: { violationId: `0x${string}` } | null };

export type IncidentsQueryVariables = Exact<{
  filter?: IncidentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type IncidentsQuery = { incidents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ incidentId: `0x${string}`, operatorAddress: `0x${string}`, type: IncidentType, summary: string, period: { start: string, end: string }, report: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string }, confirmation: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string } | null, violation: { violationId: `0x${string}` } | null }> } };

export type ReportIncidentMutationVariables = Exact<{
  input: ReportIncidentInput;
}>;


export type ReportIncidentMutation = { reportIncident:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'Incident', incidentId: `0x${string}`, operatorAddress: `0x${string}`, type: IncidentType, summary: string, period: { start: string, end: string }, report: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string }, confirmation: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string } | null, violation: { violationId: `0x${string}` } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type ConfirmIncidentMutationVariables = Exact<{
  input: ConfirmIncidentInput;
}>;


export type ConfirmIncidentMutation = { confirmIncident:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'Incident', incidentId: `0x${string}`, operatorAddress: `0x${string}`, type: IncidentType, summary: string, period: { start: string, end: string }, report: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string }, confirmation: { reporter: string, evidenceHash: `0x${string}`, evidenceUri: string, at: string } | null, violation: { violationId: `0x${string}` } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type KeeperSightQueryVariables = Exact<{ [key: string]: never; }>;


export type KeeperSightQuery = { indexer: { chainId: number, registry: `0x${string}`, block: number, lagSeconds: number, healthy: boolean }, keeper: { paused: boolean }, policy: { time: { intervalSeconds: number }, publishing: { scoreMove: number, scoreSeconds: number } } };

export type LiveSlashesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LiveSlashesQuery = { slashes: { nodes: Array<{ id: string, slashId: string, operatorAddress: `0x${string}`, proposer: `0x${string}`, state: SlashState, violationType: ViolationType, fraction: number, incidentKey: `0x${string}`, disputeUntil: string, executeBy: string, dispute: { resolveBy: string | null } | null, next: { needsApproval: boolean, executable: boolean, expirable: boolean }, violationSlice: { slice: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RecentSlashesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RecentSlashesQuery = { slashes: { nodes: Array<{ operatorAddress: `0x${string}`, violationType: ViolationType, proposedAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ReviewSummaryFragment = { basisPoints: number, findings: Array<{ message: string }> };

export type SlashReviewsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type SlashReviewsQuery = { nodes: Array<
    | { slashId: string, incidentKey: `0x${string}`, review: { basisPoints: number, findings: Array<{ message: string }> } | null }
    | Record<PropertyKey, never>
   | null> };

export type SliceReviewsQueryVariables = Exact<{
  operator: string;
  assessedAfter: string;
  after?: string | null | undefined;
}>;


export type SliceReviewsQuery = { violationSlices: { nodes: Array<{ incidentKey: `0x${string}`, review: { basisPoints: number, findings: Array<{ message: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ScoresToPublishQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ScoresToPublishQuery = { operators: { nodes: Array<{ address: `0x${string}`, score: { value: number | null, confidence: Confidence, windowEnd: string }, publishedScore: { value: number, windowEnd: string, updatedAt: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type KeeperStatusQueryVariables = Exact<{
  switches?: number;
}>;


export type KeeperStatusQuery = { keeper: { paused: boolean, pause: { paused: boolean, reason: string, at: string, by: string | null } | null, switches: { nodes: Array<{ paused: boolean, reason: string, at: string, by: string | null }> }, reports: Array<{ keeperId: string, at: string, active: boolean, silent: boolean, accounts: Array<{ role: KeeperRole, address: `0x${string}`, balance: string | null, inFlight: number }>, problems: Array<{ code: KeeperProblemCode, role: KeeperRole | null, message: string, since: string }> }> } };

export type PauseKeeperMutationVariables = Exact<{
  reason: string;
}>;


export type PauseKeeperMutation = { pauseKeeper:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'KeeperStatus', paused: boolean, pause: { paused: boolean, reason: string, at: string } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type ResumeKeeperMutationVariables = Exact<{
  reason: string;
}>;


export type ResumeKeeperMutation = { resumeKeeper:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'KeeperStatus', paused: boolean, pause: { paused: boolean, reason: string, at: string } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type ReportKeeperMutationVariables = Exact<{
  input: ReportKeeperInput;
}>;


export type ReportKeeperMutation = { reportKeeper:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'KeeperStatus', paused: boolean, pause: { paused: boolean, reason: string, at: string } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type KeeperPauseFragment = { paused: boolean, pause: { paused: boolean, reason: string, at: string } | null };

export type SnapshotSummaryFragment = { at: string, measuredUntil: string, policyVersion: number, operators: number, ranked: number };

export type LeaderboardQueryVariables = Exact<{
  by: RankingMetric;
  service?: string | null | undefined;
  region?: string | null | undefined;
  range?: RankingRange;
  order?: LeaderboardOrder;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LeaderboardQuery = { leaderboard: { snapshot: { at: string, measuredUntil: string, policyVersion: number, operators: number, ranked: number } | null, nodes: Array<{ rank: number, address: `0x${string}`, reputation: number, score: number | null, stakeValue: string, requests: number | null, successRate: number | null, p95LatencyMs: number | null, uptime: number | null, coverage: number | null, confidence: Confidence | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DistributionQueryVariables = Exact<{
  metric: RankingMetric;
  buckets?: number;
  service?: string | null | undefined;
  region?: string | null | undefined;
  range?: RankingRange;
}>;


export type DistributionQuery = { distribution: { metric: RankingMetric, count: number, unknown: number, min: string | null, max: string | null, median: string | null, mean: string | null, snapshot: { at: string, measuredUntil: string, policyVersion: number, operators: number, ranked: number } | null, buckets: Array<{ from: string, to: string, count: number, stake: string }> } };

export type RankingSnapshotQueryVariables = Exact<{ [key: string]: never; }>;


export type RankingSnapshotQuery = { rankingSnapshot: { at: string, measuredUntil: string, policyVersion: number, operators: number, ranked: number, medians: { reputation: number | null, score: number | null, stakeValue: string | null, successRate: number | null, p95LatencyMs: number | null, uptime: number | null } } | null };

export type MaintenanceFieldsFragment = { maintenanceId: `0x${string}`, operatorAddress: `0x${string}`, reason: string, announcedAt: string, signed: boolean, cancelledAt: string | null, period: { start: string, end: string }, counts: { start: string, end: string } | null };

export type OperatorMaintenanceQueryVariables = Exact<{
  operator: string;
  filter?: MaintenanceFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OperatorMaintenanceQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Operator', maintenance: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ maintenanceId: `0x${string}`, operatorAddress: `0x${string}`, reason: string, announcedAt: string, signed: boolean, cancelledAt: string | null, period: { start: string, end: string }, counts: { start: string, end: string } | null }> } }
   };

export type AnnounceMaintenanceMutationVariables = Exact<{
  input: AnnounceMaintenanceInput;
}>;


export type AnnounceMaintenanceMutation = { announceMaintenance:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'Maintenance', maintenanceId: `0x${string}`, operatorAddress: `0x${string}`, reason: string, announcedAt: string, signed: boolean, cancelledAt: string | null, period: { start: string, end: string }, counts: { start: string, end: string } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type CancelMaintenanceMutationVariables = Exact<{
  input: CancelMaintenanceInput;
}>;


export type CancelMaintenanceMutation = { cancelMaintenance:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'Maintenance', maintenanceId: `0x${string}`, operatorAddress: `0x${string}`, reason: string, announcedAt: string, signed: boolean, cancelledAt: string | null, period: { start: string, end: string }, counts: { start: string, end: string } | null }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type RecordMetricsMutationVariables = Exact<{
  operator: string;
  metrics: PerformanceMetricsInput;
  reporter?: string | null | undefined;
}>;


export type RecordMetricsMutation = { recordMetrics:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'RecordedMetrics', operator: `0x${string}`, interval: string, duplicate: boolean }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type RecordMetricsBatchMutationVariables = Exact<{
  input: RecordMetricsBatchInput;
  status?: Array<SampleStatus> | SampleStatus | null | undefined;
}>;


export type RecordMetricsBatchMutation = { recordMetricsBatch:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'RecordedBatch', accepted: number, duplicates: number, conflicts: number, rejected: number, results: Array<{ index: number, status: SampleStatus, code: string | null, message: string | null, path: Array<string> | null }> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type RecordHeartbeatMutationVariables = Exact<{
  input: HeartbeatInput;
}>;


export type RecordHeartbeatMutation = { recordHeartbeat:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'RecordedHeartbeat', operator: `0x${string}`, at: string }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type NetworkChangeSummaryFragment = { since: string, operators: number, activeOperators: number, slashedOperators: number, totalStaked: string, totalSlashed: string, averagePerformanceScore: number | null };

export type NetworkQueryVariables = Exact<{ [key: string]: never; }>;


export type NetworkQuery = { network: { totalOperators: number, activeOperators: number, slashedOperators: number, totalStaked: string, totalSlashed: string, averagePerformanceScore: number | null, scoredOperators: number, lastPerformanceCheck: string | null, change24h: { since: string, operators: number, activeOperators: number, slashedOperators: number, totalStaked: string, totalSlashed: string, averagePerformanceScore: number | null } | null, change7d: { since: string, operators: number, activeOperators: number, slashedOperators: number, totalStaked: string, totalSlashed: string, averagePerformanceScore: number | null } | null, tiers: Array<{ tier: Tier, operators: number }>, statuses: Array<{ status: OperatorStatus, operators: number }> } };

export type IndexerQueryVariables = Exact<{ [key: string]: never; }>;


export type IndexerQuery = { indexer: { chainId: number, registry: `0x${string}`, block: number, blockTime: string, finalizedBlock: number, lagSeconds: number, operatorsWithMissingEvents: number, healthy: boolean } };

export type OperatorSummaryFragment = { id: string, address: `0x${string}`, registeredAt: string, metadataUri: string, requiredStake: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, slashCount: number, liveSlashCount: number, slashedValue: string, stake: { active: string, unbonding: string, locked: string, value: string }, score: { value: number | null, unknownReason: UnknownScoreReason | null, confidence: Confidence }, publishedScore: { value: number, updatedAt: string } | null };

export type OperatorQueryVariables = Exact<{
  address: string;
  minBlock?: number | null | undefined;
}>;


export type OperatorQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', minStake: string, registryStatus: RegistryStatus, slashedUntil: string | null, id: string, address: `0x${string}`, registeredAt: string, metadataUri: string, requiredStake: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, slashCount: number, liveSlashCount: number, slashedValue: string, managers: { totalCount: number, nodes: Array<{ address: `0x${string}`, since: string }> }, tierProgress: { tier: Tier, next: Tier | null, missing: string, progress: number }, stake: { active: string, unbonding: string, locked: string, value: string }, score: { value: number | null, unknownReason: UnknownScoreReason | null, confidence: Confidence }, publishedScore: { value: number, updatedAt: string } | null }
   };

export type OperatorsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: OperatorFilter | null | undefined;
  orderBy?: OperatorOrder | null | undefined;
}>;


export type OperatorsQuery = { operators: { nodes: Array<{ id: string, address: `0x${string}`, registeredAt: string, metadataUri: string, requiredStake: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, slashCount: number, liveSlashCount: number, slashedValue: string, stake: { active: string, unbonding: string, locked: string, value: string }, score: { value: number | null, unknownReason: UnknownScoreReason | null, confidence: Confidence }, publishedScore: { value: number, updatedAt: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type WindowSummaryFragment = { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } };

export type OperatorPerformanceQueryVariables = Exact<{
  address: string;
}>;


export type OperatorPerformanceQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, initialCheckPassedAt: string | null, disagreeingReporters: Array<string>, breaches: Array<{ metric: BreachMetric, since: string }>, score: { value: number | null, unknownReason: UnknownScoreReason | null, unknown: Array<ScoreComponentName>, confidence: Confidence, windowEnd: string, policyVersion: number, components: Array<{ component: ScoreComponentName, weight: number, score: number | null, points: number | null, value: number | null, unit: ScoreUnit, numerator: number | null, denominator: number | null, confidence: Confidence, window: { start: string, end: string } }> }, windows: { monthBasis: MonthBasis, hour: { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } }, day: { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } }, week: { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } }, month: { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } } }, heartbeats: Array<{ service: string, region: string, version: string | null, at: string }> }
   };

export type OperatorMetricsQueryVariables = Exact<{
  address: string;
  from: string;
  to: string;
  resolution: MetricResolution;
}>;


export type OperatorMetricsQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', metrics: { resolution: MetricResolution, range: { start: string, end: string }, total: { start: string, end: string, requests: number | null, successes: number | null, timeouts: number | null, successRate: number | null, throughput: number | null, uptime: number | null, coverage: number, confidence: Confidence, latency: { p50: { ms: number } | null, p95: { method: LatencyMethod, ms: number, lowerMs: number, upperMs: number } | null, p99: { ms: number } | null } }, points: Array<{ start: string, requests: number | null, successRate: number | null, uptime: number | null, latency: { p95: { ms: number } | null } }> } }
   };

export type OperatorScoreDeltaQueryVariables = Exact<{
  address: string;
  from: string;
  to: string;
}>;


export type OperatorScoreDeltaQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', scoreDelta: { change: number | null, unknown: Array<ScoreComponentName>, from: { value: number | null, windowEnd: string }, to: { value: number | null, windowEnd: string }, components: Array<{ component: ScoreComponentName, from: number | null, to: number | null, change: number | null }> } }
   };

export type OperatorScoreHistoryQueryVariables = Exact<{
  address: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OperatorScoreHistoryQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', scoreHistory: { nodes: Array<{ at: string, value: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
   };

export type PolicyQueryVariables = Exact<{ [key: string]: never; }>;


export type PolicyQuery = { policy: { version: number, profile: PolicyProfile, tiers: Array<{ tier: Tier, minStake: string, routingPriority: number, slashMultiplier: number, latencyThresholdMs: number, graceMultiplier: number, reputationBoost: number }>, time: { intervalSeconds: number, hourSeconds: number, daySeconds: number, silentAfterSeconds: number, initialCheckSeconds: number, closeAfterSeconds: number, windows: Array<{ window: WindowName, seconds: number | null }> }, targets: { successRate: number, throughput: number, throughputBreach: number, uptime: number, initialLatencyMs: number }, score: { latencyFullMs: number, latencyStepMs: number, weights: Array<{ component: ScoreComponentName, weight: number, window: WindowName }> }, confidence: { coverage: number, reporters: number }, outage: { down: number, graceSeconds: number, endSeconds: number }, slash: { downtime: number, badData: number, misbehavior: number, performance: number, performanceSeconds: number, cap: number, capSeconds: number, sliceSeconds: number, mediumSeverity: number, highSeverity: number, criticalSeverity: number }, maintenance: { maxSeconds: number, weekSeconds: number, noticeSeconds: number }, reputation: { maximum: number, priorScore: number, priorHours: number, scoreHalfLifeSeconds: number, slashCost: number, slashHalfLifeSeconds: number, violationHalfLifeSeconds: number, disagreementCost: number, disagreementHalfLifeSeconds: number, violationCosts: Array<{ severity: ViolationSeverity, points: number }> }, ranking: { snapshotSeconds: number, keptSnapshots: number }, routing: { success: number, openIntervals: number, closeIntervals: number, halfOpenSeconds: number, halfOpenShare: number, minScore: number, lowConfidence: number }, failover: { deadSeconds: number, backSeconds: number } } };

export type ProfileFieldsFragment = { operatorAddress: `0x${string}`, revision: number, setAt: string, name: string, regions: Array<string>, deadline: string, digest: `0x${string}`, signature: `0x${string}`, endpoints: Array<{ service: string, region: string, url: string }>, software: Array<{ role: SoftwareRole, name: string, version: string }>, nodes: Array<{ nodeId: string, service: string, region: string, priority: number, lastHeartbeatAt: string | null, version: string | null, alive: boolean, serving: boolean }> };

export type OperatorProfileQueryVariables = Exact<{
  address: string;
}>;


export type OperatorProfileQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, profile: { operatorAddress: `0x${string}`, revision: number, setAt: string, name: string, regions: Array<string>, deadline: string, digest: `0x${string}`, signature: `0x${string}`, endpoints: Array<{ service: string, region: string, url: string }>, software: Array<{ role: SoftwareRole, name: string, version: string }>, nodes: Array<{ nodeId: string, service: string, region: string, priority: number, lastHeartbeatAt: string | null, version: string | null, alive: boolean, serving: boolean }> } | null }
   };

export type SetOperatorProfileMutationVariables = Exact<{
  input: SetOperatorProfileInput;
}>;


export type SetOperatorProfileMutation = { setOperatorProfile:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'OperatorProfile', operatorAddress: `0x${string}`, revision: number, setAt: string, name: string, regions: Array<string>, deadline: string, digest: `0x${string}`, signature: `0x${string}`, endpoints: Array<{ service: string, region: string, url: string }>, software: Array<{ role: SoftwareRole, name: string, version: string }>, nodes: Array<{ nodeId: string, service: string, region: string, priority: number, lastHeartbeatAt: string | null, version: string | null, alive: boolean, serving: boolean }> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type OperatorFailoverQueryVariables = Exact<{
  address: string;
}>;


export type OperatorFailoverQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, failover: Array<{ service: string, region: string, primary: string, servingNode: string | null, since: string | null, healthy: boolean | null, nodes: Array<{ nodeId: string, priority: number, lastHeartbeatAt: string | null, version: string | null, alive: boolean, serving: boolean }> }> }
   };

export type OperatorIncidentLogQueryVariables = Exact<{
  address: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  kinds?: Array<IncidentLogKind> | IncidentLogKind | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type OperatorIncidentLogQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, incidentLog: { nodes: Array<{ entryId: string, at: string, kind: IncidentLogKind, title: string, details: Array<{ key: string, value: string | null }>, violation: { violationId: `0x${string}` } | null, incident: { incidentId: `0x${string}` } | null, slash: { slashId: string } | null, maintenance: { maintenanceId: `0x${string}` } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
   };

export type SoftwareDistributionQueryVariables = Exact<{
  role: SoftwareRole;
  byVersion?: boolean;
}>;


export type SoftwareDistributionQuery = { softwareDistribution: Array<{ name: string | null, version: string | null, operators: number, stakeValue: string, share: number }> };

export type SampleIntervalQueryVariables = Exact<{ [key: string]: never; }>;


export type SampleIntervalQuery = { policy: { time: { intervalSeconds: number } } };

export type ReportersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReportersQuery = { reporters: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ reporterId: string, name: string, address: `0x${string}` | null, weight: number, createdAt: string, updatedAt: string }> } };

export type ServicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ServicesQuery = { services: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ serviceId: string, name: string, createdAt: string }> } };

export type RegisterReporterMutationVariables = Exact<{
  input: RegisterReporterInput;
}>;


export type RegisterReporterMutation = { registerReporter:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Reporter', reporterId: string, name: string, address: `0x${string}` | null, weight: number }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type SetReporterWeightMutationVariables = Exact<{
  id: string;
  weight: number;
}>;


export type SetReporterWeightMutation = { setReporterWeight:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Reporter', reporterId: string, weight: number }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type RegisterServiceMutationVariables = Exact<{
  input: RegisterServiceInput;
}>;


export type RegisterServiceMutation = { registerService:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Service', serviceId: string, name: string }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type OperatorReputationQueryVariables = Exact<{
  address: string;
}>;


export type OperatorReputationQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, reputation: { value: number, policyVersion: number, asOf: string, rank: number | null, percentile: number | null, ranked: number | null, rankedAt: string | null, components: { performance: number, boost: number, slashes: number, violations: number, disagreements: number, weight: number } } }
   };

export type OperatorReputationHistoryQueryVariables = Exact<{
  address: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OperatorReputationHistoryQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, reputation: { history: { nodes: Array<{ at: string, value: number, rank: number | null, percentile: number | null, ranked: number, policyVersion: number, components: { performance: number, boost: number, slashes: number, violations: number, disagreements: number, weight: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } }
   };

export type OperatorRecoveryQueryVariables = Exact<{
  address: string;
  threshold: number;
  score?: number | null | undefined;
}>;


export type OperatorRecoveryQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, reputation: { value: number, recovery: { threshold: number, score: number | null, met: boolean, days: number | null, at: string | null, value: number | null, reason: UnrecoveredReason | null } } }
   };

export type OperatorAgainstNetworkQueryVariables = Exact<{
  address: string;
}>;


export type OperatorAgainstNetworkQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, againstNetwork: { at: string, ranked: number, reputation: { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null }, score: { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null }, successRate: { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null }, p95LatencyMs: { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null }, uptime: { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null }, stakeValue: { value: string, median: string | null, difference: string | null, better: boolean | null, reason: IncomparableReason | null } } | null }
   };

export type ComparisonFragment = { value: number | null, median: number | null, difference: number | null, better: boolean | null, reason: IncomparableReason | null };

export type RoutingCandidatesQueryVariables = Exact<{
  service: string;
  region: string;
  limit?: number;
  minScore?: number | null | undefined;
  ifNotVersion?: string | null | undefined;
  minBlock?: number | null | undefined;
}>;


export type RoutingCandidatesQuery = { routingCandidates: { version: string, unchanged: boolean, asOf: string | null, block: number | null, paused: boolean, candidateCount: number, excludedCount: number, candidates: Array<{ address: `0x${string}`, weight: number, share: number, score: number | null, tier: Tier, confidence: Confidence, status: OperatorStatus, circuit: CircuitState, circuitSince: string | null, liveSlash: number }> } };

export type RoutingExclusionsQueryVariables = Exact<{
  service: string;
  region: string;
  first?: number;
  after?: string | null | undefined;
}>;


export type RoutingExclusionsQuery = { routingCandidates: { version: string, asOf: string | null, block: number | null, paused: boolean, candidateCount: number, excludedCount: number, excluded: Array<{ address: `0x${string}`, reasons: Array<ExclusionReason>, score: number | null, tier: Tier, status: OperatorStatus, circuit: CircuitState, circuitSince: string | null }> } };

export type RoutingTablesQueryVariables = Exact<{
  service?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RoutingTablesQuery = { routingTables: { nodes: Array<{ service: string, region: string, version: string, candidateCount: number, excludedCount: number }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type OperatorCircuitQueryVariables = Exact<{
  address: string;
  services?: number;
  overrides?: number;
}>;


export type OperatorCircuitQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'Operator', address: `0x${string}`, circuit: { state: CircuitState | null, since: string | null, reason: CircuitReason | null, services: Array<{ service: string, region: string, state: CircuitState, since: string | null }>, override: { state: CircuitSetting, reason: string, setAt: string, setBy: string | null } | null }, circuitOverrides: { nodes: Array<{ state: CircuitSetting, reason: string, setAt: string, setBy: string | null }> } }
   };

export type SetCircuitMutationVariables = Exact<{
  input: SetCircuitInput;
}>;


export type SetCircuitMutation = { setCircuit:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'OperatorCircuit', state: CircuitState | null, since: string | null, reason: CircuitReason | null, override: { state: CircuitSetting, reason: string, setAt: string, setBy: string | null } | null }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type CircuitPartsFragment = { state: CircuitState | null, since: string | null, reason: CircuitReason | null, override: { state: CircuitSetting, reason: string, setAt: string, setBy: string | null } | null };

export type OverridePartsFragment = { state: CircuitSetting, reason: string, setAt: string, setBy: string | null };

export type SampleSummaryFragment = { at: string, service: string, region: string, reporter: string, revision: number, requests: number, successes: number, timeouts: number, upSeconds: number, downSeconds: number, successRate: number | null, uptime: number | null, throughput: number, latency: SampleLatency | null, p95LatencyMs: number | null, p99LatencyMs: number | null, weight: number, receivedAt: string };

export type SamplesQueryVariables = Exact<{
  operator: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SampleFilter | null | undefined;
}>;


export type SamplesQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Operator', samples: { nodes: Array<{ at: string, service: string, region: string, reporter: string, revision: number, requests: number, successes: number, timeouts: number, upSeconds: number, downSeconds: number, successRate: number | null, uptime: number | null, throughput: number, latency: SampleLatency | null, p95LatencyMs: number | null, p99LatencyMs: number | null, weight: number, receivedAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
   };

export type SealScoreReportsMutationVariables = Exact<{
  operators: Array<string> | string;
}>;


export type SealScoreReportsMutation = { sealScoreReports:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'SealedScoreReports', results: Array<{ operatorAddress: `0x${string}`, code: string | null, message: string | null, report: { operatorAddress: `0x${string}`, score: number, windowStart: string, windowEnd: string, formulaVersion: number, reportHash: `0x${string}` } | null }> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type SlashSummaryFragment = { id: string, slashId: string, operatorAddress: `0x${string}`, state: SlashState, violationType: ViolationType, severity: Severity, reason: string, fraction: number, proposedValue: string, slashedValue: string | null, proposedAt: string, disputeUntil: string, executeBy: string, approved: boolean };

export type SlashesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SlashFilter | null | undefined;
}>;


export type SlashesQuery = { slashes: { nodes: Array<{ id: string, slashId: string, operatorAddress: `0x${string}`, state: SlashState, violationType: ViolationType, severity: Severity, reason: string, fraction: number, proposedValue: string, slashedValue: string | null, proposedAt: string, disputeUntil: string, executeBy: string, approved: boolean, timeline: Array<{ kind: SlashStepKind, at: string, by: `0x${string}` | null, transaction: `0x${string}` }>, dispute: { disputer: `0x${string}` | null, outcome: DisputeOutcome | null, bond: string | null, bondForfeited: boolean | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SlicesToProposeQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  operator?: string | null | undefined;
  minBlock?: number | null | undefined;
}>;


export type SlicesToProposeQuery = { violationSlices: { nodes: Array<{ slice: number, final: boolean, charged: number, fraction: number, severity: ViolationSeverity, confidence: Confidence, amount: string, incidentKey: `0x${string}`, evidenceHash: `0x${string}`, assessedAt: string, period: { start: string, end: string }, violation: { violationId: `0x${string}`, type: ViolationKind, charge: ViolationCharge | null, operatorAddress: `0x${string}`, startedAt: string, openedAt: string, closedAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FeedCursorsQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedCursorsQuery = { feedCursors: { alerts: string, stakingEvents: string } };

export type AlertFeedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: AlertSubscriptionFilter | null | undefined;
}>;


export type AlertFeedSubscription = { alerts: { eventId: string, cursor: string, type: AlertEventType, at: string, silenced: boolean, alert: { id: string, alertId: string, correlationId: string, kind: AlertKind, severity: AlertSeverity, state: AlertState, finality: AlertFinality | null, operatorAddress: `0x${string}` | null, subject: string | null, message: string, openedAt: string, firedAt: string | null, changedAt: string, acknowledgedAt: string | null, note: string | null, closedAt: string | null, resolvedByHand: boolean, details: Array<{ key: string, value: string | null }> } } };

export type StakingEventFeedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: StakingEventSubscriptionFilter | null | undefined;
}>;


export type StakingEventFeedSubscription = { stakingEvents: { updateId: string, cursor: string, name: string, finality: ChainFinality, at: string, blockNumber: number, blockHash: `0x${string}`, transactionHash: `0x${string}`, operatorAddress: `0x${string}` | null, event:
      | { kind: StakingEventKind, asset: Asset, units: string, activeAfter: string | null, unbondingAfter: string | null }
      | { kind: StakingEventKind, asset: Asset, units: string, activeAfter: string | null, unbondingAfter: string | null }
      | { kind: StakingEventKind, asset: Asset, units: string, activeAfter: string | null, unbondingAfter: string | null }
      | { kind: StakingEventKind, asset: Asset, units: string, activeAfter: string | null, unbondingAfter: string | null }
      | { kind: StakingEventKind, asset: Asset, units: string, activeAfter: string | null, unbondingAfter: string | null }
     | null } };

export type OperatorFeedSubscriptionVariables = Exact<{
  address: string;
}>;


export type OperatorFeedSubscription = { operatorChanged: { id: string, address: `0x${string}`, registeredAt: string, metadataUri: string, requiredStake: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, slashCount: number, liveSlashCount: number, slashedValue: string, stake: { active: string, unbonding: string, locked: string, value: string }, score: { value: number | null, unknownReason: UnknownScoreReason | null, confidence: Confidence }, publishedScore: { value: number, updatedAt: string } | null } };

export type NetworkFeedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NetworkFeedSubscription = { networkChanged: { totalOperators: number, activeOperators: number, slashedOperators: number, totalStaked: string, totalSlashed: string, averagePerformanceScore: number | null } };

export type ViolationSliceSummaryFragment = { slice: number, final: boolean, charged: number, chargedBasisPoints: number, fraction: number, severity: ViolationSeverity, confidence: Confidence, stakeValue: string, amount: string, incidentKey: `0x${string}`, evidenceHash: `0x${string}`, assessedAt: string, period: { start: string, end: string } };

export type ViolationSummaryFragment = { id: string, violationId: `0x${string}`, type: ViolationKind, charge: ViolationCharge | null, operatorAddress: `0x${string}`, startedAt: string, openedAt: string, closedAt: string | null, tier: Tier };

export type ViolationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ViolationFilter | null | undefined;
  slices?: number | null | undefined;
}>;


export type ViolationsQuery = { violations: { nodes: Array<{ id: string, violationId: `0x${string}`, type: ViolationKind, charge: ViolationCharge | null, operatorAddress: `0x${string}`, startedAt: string, openedAt: string, closedAt: string | null, tier: Tier, slices: { nodes: Array<{ slice: number, final: boolean, charged: number, chargedBasisPoints: number, fraction: number, severity: ViolationSeverity, confidence: Confidence, stakeValue: string, amount: string, incidentKey: `0x${string}`, evidenceHash: `0x${string}`, assessedAt: string, slash: { id: string, slashId: string, operatorAddress: `0x${string}`, state: SlashState, violationType: ViolationType, severity: Severity, reason: string, fraction: number, proposedValue: string, slashedValue: string | null, proposedAt: string, disputeUntil: string, executeBy: string, approved: boolean } | null, period: { start: string, end: string } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SlashPreviewSummaryFragment = { stakeValue: string, tier: Tier, chargedBasisPoints: number, severity: ViolationSeverity, multiplier: number, discountedBasisPoints: number, alreadyBasisPoints: number, cap: number, capped: boolean, fraction: number, amount: string, lines: Array<{ type: ViolationKind, count: number, grace: number, charged: number, basisPointsEach: number, basisPoints: number }>, impact: { active: string, unbonding: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, slashedUntil: string | null } };

export type PreviewSlashQueryVariables = Exact<{
  stake: string;
  tier?: Tier | null | undefined;
  violations: Array<HypotheticalViolation> | HypotheticalViolation;
}>;


export type PreviewSlashQuery = { previewSlash: { stakeValue: string, tier: Tier, chargedBasisPoints: number, severity: ViolationSeverity, multiplier: number, discountedBasisPoints: number, alreadyBasisPoints: number, cap: number, capped: boolean, fraction: number, amount: string, lines: Array<{ type: ViolationKind, count: number, grace: number, charged: number, basisPointsEach: number, basisPoints: number }>, impact: { active: string, unbonding: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, slashedUntil: string | null } } };

export type PreviewOperatorSlashQueryVariables = Exact<{
  operator: string;
  violations: Array<HypotheticalViolation> | HypotheticalViolation;
}>;


export type PreviewOperatorSlashQuery = { operator:
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Operator', previewSlash: { stakeValue: string, tier: Tier, chargedBasisPoints: number, severity: ViolationSeverity, multiplier: number, discountedBasisPoints: number, alreadyBasisPoints: number, cap: number, capped: boolean, fraction: number, amount: string, lines: Array<{ type: ViolationKind, count: number, grace: number, charged: number, basisPointsEach: number, basisPoints: number }>, impact: { active: string, unbonding: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, slashedUntil: string | null } } }
   };

export type UnsignedCallFragment = { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number };

export type SimulationResultFragment = { from: `0x${string}`, outcome: SimulationOutcome, succeeds: boolean | null, gas: number | null, block: number | null, unavailableReason: SimulationProblem | null, message: string, revert: { name: string | null, message: string, data: `0x${string}` | null, args: Array<{ name: string, value: string }> } | null };

export type WalletUnstakeSummaryFragment = { operatorAddress: `0x${string}`, paysTo: `0x${string}`, asset: Asset, units: string, value: string, held: string, claimableAt: string, remainingSeconds: number, request: { requestId: string, requestedAt: string, unlockAt: string }, claim: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } };

export type WalletQueryVariables = Exact<{
  address: string;
  first?: number | null | undefined;
}>;


export type WalletQuery = { wallet: { address: `0x${string}`, claimableBond: string, summary: { active: string, unbonding: string, locked: string, bond: string, unstakes: { claimable: string, held: string, coming: string, nextClaimableAt: string | null }, assets: Array<{ asset: Asset, active: string, unbonding: string, locked: string, value: string }> }, positions: { edges: Array<{ role: PositionRole, unstakes: { claimable: string, held: string, coming: string, nextClaimableAt: string | null } }>, nodes: Array<{ id: string, address: `0x${string}`, registeredAt: string, metadataUri: string, requiredStake: string, tier: Tier, status: OperatorStatus, statusReasons: Array<StatusReason>, lastMeasuredAt: string | null, slashCount: number, liveSlashCount: number, slashedValue: string, stake: { active: string, unbonding: string, locked: string, value: string }, score: { value: number | null, unknownReason: UnknownScoreReason | null, confidence: Confidence }, publishedScore: { value: number, updatedAt: string } | null }> }, unstakeRequests: { nodes: Array<{ requestId: string, operatorAddress: `0x${string}`, asset: Asset, remaining: string, claimable: string, unlockAt: string, matured: boolean }> } } };

export type ClaimableUnstakesQueryVariables = Exact<{
  account: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ClaimableUnstakesQuery = { wallet: { claimableUnstakes: { nodes: Array<{ operatorAddress: `0x${string}`, paysTo: `0x${string}`, asset: Asset, units: string, value: string, held: string, claimableAt: string, remainingSeconds: number, request: { requestId: string, requestedAt: string, unlockAt: string }, claim: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type ComingUnstakesQueryVariables = Exact<{
  account: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ComingUnstakesQuery = { wallet: { comingUnstakes: { nodes: Array<{ operatorAddress: `0x${string}`, paysTo: `0x${string}`, asset: Asset, units: string, value: string, held: string, claimableAt: string, remainingSeconds: number, request: { requestId: string, requestedAt: string, unlockAt: string }, claim: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type WalletHistoryQueryVariables = Exact<{
  account: string;
  filter?: HistoryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WalletHistoryQuery = { wallet: { history: { nodes: Array<{ roles: Array<PartyRole>, asset: Asset | null, units: string | null, finality: ChainFinality, event: { name: string, operatorAddress: `0x${string}` | null, subject: string | null, source: { block: number, time: string, transaction: `0x${string}`, logIndex: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type RegisterTransactionQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  minStake: string;
}>;


export type RegisterTransactionQuery = { wallet: { transactions: { register: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type SetManagerTransactionQueryVariables = Exact<{
  account: string;
  manager: string;
  allowed: boolean;
}>;


export type SetManagerTransactionQuery = { wallet: { transactions: { setManager: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type SetMetadataTransactionQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  uri: string;
}>;


export type SetMetadataTransactionQuery = { wallet: { transactions: { setMetadata: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type ApproveTokenTransactionQueryVariables = Exact<{
  account: string;
  token?: StakeToken;
  units: string;
}>;


export type ApproveTokenTransactionQuery = { wallet: { transactions: { approveToken: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type StakeTransactionQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  asset?: Asset;
  units: string;
}>;


export type StakeTransactionQuery = { wallet: { transactions: { stake: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type UnstakeTransactionQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  asset?: Asset;
  units: string;
  recipient?: string | null | undefined;
}>;


export type UnstakeTransactionQuery = { wallet: { transactions: { unstake: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type CancelUnstakeTransactionQueryVariables = Exact<{
  account: string;
  requestId: string | number;
}>;


export type CancelUnstakeTransactionQuery = { wallet: { transactions: { cancelUnstake: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type ClaimTransactionQueryVariables = Exact<{
  account: string;
  requestId: string | number;
}>;


export type ClaimTransactionQuery = { wallet: { transactions: { claim: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type ClaimBondTransactionQueryVariables = Exact<{
  account: string;
}>;


export type ClaimBondTransactionQuery = { wallet: { transactions: { claimBond: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number } } } };

export type SimulateStakeQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  asset?: Asset;
  units: string;
}>;


export type SimulateStakeQuery = { wallet: { transactions: { stake: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number, simulation: { from: `0x${string}`, outcome: SimulationOutcome, succeeds: boolean | null, gas: number | null, block: number | null, unavailableReason: SimulationProblem | null, message: string, revert: { name: string | null, message: string, data: `0x${string}` | null, args: Array<{ name: string, value: string }> } | null } } } } };

export type SimulateUnstakeQueryVariables = Exact<{
  account: string;
  operator?: string | null | undefined;
  asset?: Asset;
  units: string;
  recipient?: string | null | undefined;
}>;


export type SimulateUnstakeQuery = { wallet: { transactions: { unstake: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number, simulation: { from: `0x${string}`, outcome: SimulationOutcome, succeeds: boolean | null, gas: number | null, block: number | null, unavailableReason: SimulationProblem | null, message: string, revert: { name: string | null, message: string, data: `0x${string}` | null, args: Array<{ name: string, value: string }> } | null } } } } };

export type SimulateClaimQueryVariables = Exact<{
  account: string;
  requestId: string | number;
}>;


export type SimulateClaimQuery = { wallet: { transactions: { claim: { to: `0x${string}`, data: `0x${string}`, value: string, chainId: number, simulation: { from: `0x${string}`, outcome: SimulationOutcome, succeeds: boolean | null, gas: number | null, block: number | null, unavailableReason: SimulationProblem | null, message: string, revert: { name: string | null, message: string, data: `0x${string}` | null, args: Array<{ name: string, value: string }> } | null } } } } };

export type WebhooksQueryVariables = Exact<{
  deleted: boolean;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ webhookId: string, url: string, description: string, kinds: Array<AlertKind> | null, severities: Array<AlertSeverity> | null, operatorAddress: `0x${string}` | null, createdBy: string, createdAt: string, deletedAt: string | null }> } };

export type WebhookDeliveriesQueryVariables = Exact<{
  id: string;
  filter?: WebhookDeliveryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhookDeliveriesQuery = { webhook:
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'Webhook', webhookId: string, deliveries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ deliveryId: string, messageId: string, eventId: string | null, state: WebhookDeliveryState, attemptCount: number, nextAttemptAt: string | null, createdAt: string, deliveredAt: string | null, attempts: { nodes: Array<{ attempt: number, at: string, status: number | null, error: string | null, durationMs: number }> } }> } }
   };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { createWebhook:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'CreatedWebhook', secret: string, webhook: { webhookId: string, url: string, createdAt: string } }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
   };

export type DeleteWebhookMutationVariables = Exact<{
  id: string;
}>;


export type DeleteWebhookMutation = { deleteWebhook:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
    | { __typename: 'Webhook', webhookId: string, deletedAt: string | null }
   };

export type TestWebhookMutationVariables = Exact<{
  id: string;
}>;


export type TestWebhookMutation = { testWebhook:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
    | { __typename: 'WebhookDelivery', deliveryId: string, messageId: string, state: WebhookDeliveryState }
   };

export type RedeliverWebhookMutationVariables = Exact<{
  deliveryId: string | number;
}>;


export type RedeliverWebhookMutation = { redeliverWebhook:
    | { __typename: 'ConflictError', code: string, message: string, path: Array<string> }
    | { __typename: 'ForbiddenError', code: string, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: string, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: string, message: string, path: Array<string> }
    | { __typename: 'WebhookDelivery', deliveryId: string, messageId: string, state: WebhookDeliveryState }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AlertSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}
    `, {"fragmentName":"AlertSummary"}) as unknown as TypedDocumentString<AlertSummaryFragment, unknown>;
export const SilenceSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SilenceSummary on Silence {
  silenceId
  operatorAddress
  kind
  start
  end
  active
  reason
  createdAt
}
    `, {"fragmentName":"SilenceSummary"}) as unknown as TypedDocumentString<SilenceSummaryFragment, unknown>;
export const IncidentFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment IncidentFields on Incident {
  incidentId
  operatorAddress
  type
  period {
    start
    end
  }
  summary
  report {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  confirmation {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  violation {
    violationId
  }
}
    `, {"fragmentName":"IncidentFields"}) as unknown as TypedDocumentString<IncidentFieldsFragment, unknown>;
export const ReviewSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ReviewSummary on Review {
  basisPoints
  findings {
    message
  }
}
    `, {"fragmentName":"ReviewSummary"}) as unknown as TypedDocumentString<ReviewSummaryFragment, unknown>;
export const KeeperPauseFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment KeeperPause on KeeperStatus {
  paused
  pause {
    paused
    reason
    at
  }
}
    `, {"fragmentName":"KeeperPause"}) as unknown as TypedDocumentString<KeeperPauseFragment, unknown>;
export const SnapshotSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SnapshotSummary on RankingSnapshot {
  at
  measuredUntil
  policyVersion
  operators
  ranked
}
    `, {"fragmentName":"SnapshotSummary"}) as unknown as TypedDocumentString<SnapshotSummaryFragment, unknown>;
export const MaintenanceFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MaintenanceFields on Maintenance {
  maintenanceId
  operatorAddress
  period {
    start
    end
  }
  counts {
    start
    end
  }
  reason
  announcedAt
  signed
  cancelledAt
}
    `, {"fragmentName":"MaintenanceFields"}) as unknown as TypedDocumentString<MaintenanceFieldsFragment, unknown>;
export const NetworkChangeSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment NetworkChangeSummary on NetworkChange {
  since
  operators
  activeOperators
  slashedOperators
  totalStaked
  totalSlashed
  averagePerformanceScore
}
    `, {"fragmentName":"NetworkChangeSummary"}) as unknown as TypedDocumentString<NetworkChangeSummaryFragment, unknown>;
export const OperatorSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OperatorSummary on Operator {
  id
  address
  registeredAt
  metadataUri
  requiredStake
  tier
  status
  statusReasons
  stake {
    active
    unbonding
    locked
    value
  }
  score {
    value
    unknownReason
    confidence
  }
  lastMeasuredAt
  publishedScore {
    value
    updatedAt
  }
  slashCount
  liveSlashCount
  slashedValue
}
    `, {"fragmentName":"OperatorSummary"}) as unknown as TypedDocumentString<OperatorSummaryFragment, unknown>;
export const WindowSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WindowSummary on MetricWindow {
  start
  end
  requests
  successes
  timeouts
  successRate
  latency {
    p50 {
      ms
    }
    p95 {
      method
      ms
      lowerMs
      upperMs
    }
    p99 {
      ms
    }
  }
  throughput
  uptime
  coverage
  confidence
}
    `, {"fragmentName":"WindowSummary"}) as unknown as TypedDocumentString<WindowSummaryFragment, unknown>;
export const ProfileFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ProfileFields on OperatorProfile {
  operatorAddress
  revision
  setAt
  name
  regions
  endpoints {
    service
    region
    url
  }
  software {
    role
    name
    version
  }
  nodes {
    nodeId
    service
    region
    priority
    lastHeartbeatAt
    version
    alive
    serving
  }
  deadline
  digest
  signature
}
    `, {"fragmentName":"ProfileFields"}) as unknown as TypedDocumentString<ProfileFieldsFragment, unknown>;
export const ComparisonFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Comparison on NetworkComparison {
  value
  median
  difference
  better
  reason
}
    `, {"fragmentName":"Comparison"}) as unknown as TypedDocumentString<ComparisonFragment, unknown>;
export const OverridePartsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OverrideParts on CircuitOverride {
  state
  reason
  setAt
  setBy
}
    `, {"fragmentName":"OverrideParts"}) as unknown as TypedDocumentString<OverridePartsFragment, unknown>;
export const CircuitPartsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CircuitParts on OperatorCircuit {
  state
  since
  reason
  override {
    ...OverrideParts
  }
}
    fragment OverrideParts on CircuitOverride {
  state
  reason
  setAt
  setBy
}`, {"fragmentName":"CircuitParts"}) as unknown as TypedDocumentString<CircuitPartsFragment, unknown>;
export const SampleSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SampleSummary on Sample {
  at
  service
  region
  reporter
  revision
  requests
  successes
  timeouts
  upSeconds
  downSeconds
  successRate
  uptime
  throughput
  latency
  p95LatencyMs
  p99LatencyMs
  weight
  receivedAt
}
    `, {"fragmentName":"SampleSummary"}) as unknown as TypedDocumentString<SampleSummaryFragment, unknown>;
export const SlashSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SlashSummary on Slash {
  id
  slashId
  operatorAddress
  state
  violationType
  severity
  reason
  fraction
  proposedValue
  slashedValue
  proposedAt
  disputeUntil
  executeBy
  approved
}
    `, {"fragmentName":"SlashSummary"}) as unknown as TypedDocumentString<SlashSummaryFragment, unknown>;
export const ViolationSliceSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ViolationSliceSummary on ViolationSlice {
  slice
  period {
    start
    end
  }
  final
  charged
  chargedBasisPoints
  fraction
  severity
  confidence
  stakeValue
  amount
  incidentKey
  evidenceHash
  assessedAt
}
    `, {"fragmentName":"ViolationSliceSummary"}) as unknown as TypedDocumentString<ViolationSliceSummaryFragment, unknown>;
export const ViolationSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ViolationSummary on Violation {
  id
  violationId
  type
  charge
  operatorAddress
  startedAt
  openedAt
  closedAt
  tier
}
    `, {"fragmentName":"ViolationSummary"}) as unknown as TypedDocumentString<ViolationSummaryFragment, unknown>;
export const SlashPreviewSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SlashPreviewSummary on SlashPreview {
  stakeValue
  tier
  lines {
    type
    count
    grace
    charged
    basisPointsEach
    basisPoints
  }
  chargedBasisPoints
  severity
  multiplier
  discountedBasisPoints
  alreadyBasisPoints
  cap
  capped
  fraction
  amount
  impact {
    active
    unbonding
    tier
    status
    statusReasons
    slashedUntil
  }
}
    `, {"fragmentName":"SlashPreviewSummary"}) as unknown as TypedDocumentString<SlashPreviewSummaryFragment, unknown>;
export const SimulationResultFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SimulationResult on Simulation {
  from
  outcome
  succeeds
  gas
  block
  revert {
    name
    args {
      name
      value
    }
    message
    data
  }
  unavailableReason
  message
}
    `, {"fragmentName":"SimulationResult"}) as unknown as TypedDocumentString<SimulationResultFragment, unknown>;
export const UnsignedCallFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
    `, {"fragmentName":"UnsignedCall"}) as unknown as TypedDocumentString<UnsignedCallFragment, unknown>;
export const WalletUnstakeSummaryFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WalletUnstakeSummary on WalletUnstake {
  request {
    requestId
    requestedAt
    unlockAt
  }
  operatorAddress
  paysTo
  asset
  units
  value
  held
  claimableAt
  remainingSeconds
  claim {
    ...UnsignedCall
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`, {"fragmentName":"WalletUnstakeSummary"}) as unknown as TypedDocumentString<WalletUnstakeSummaryFragment, unknown>;
export const ApiKeysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    keyId
    name
    scopes
    reporter
    createdBy
    createdAt
    revokedAt
    lastUsedAt
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on CreatedApiKey {
      key
      apiKey {
        keyId
        name
        scopes
        reporter
        createdAt
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeApiKey($id: String!) {
  revokeApiKey(id: $id) {
    __typename
    ... on ApiKey {
      keyId
      revokedAt
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const AlertsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Alerts($first: Int, $after: String, $filter: AlertFilter, $direction: OrderDirection! = DESC) {
  alerts(first: $first, after: $after, filter: $filter, direction: $direction) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...AlertSummary
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const AlertDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Alert($id: ID!) {
  alert(id: $id) {
    ...AlertSummary
    events(first: 100) {
      nodes {
        eventId
        type
        at
        silenced
      }
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<AlertQuery, AlertQueryVariables>;
export const AlertEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AlertEvents($first: Int, $after: String, $filter: AlertEventFilter) {
  alertEvents(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      eventId
      cursor
      type
      at
      silenced
      alert {
        ...AlertSummary
      }
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<AlertEventsQuery, AlertEventsQueryVariables>;
export const SilencesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Silences($first: Int, $after: String, $active: Boolean) {
  silences(first: $first, after: $after, active: $active) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...SilenceSummary
    }
  }
}
    fragment SilenceSummary on Silence {
  silenceId
  operatorAddress
  kind
  start
  end
  active
  reason
  createdAt
}`) as unknown as TypedDocumentString<SilencesQuery, SilencesQueryVariables>;
export const AcknowledgeAlertDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AcknowledgeAlert($id: ID!, $note: String) {
  acknowledgeAlert(id: $id, note: $note) {
    __typename
    ...AlertSummary
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<AcknowledgeAlertMutation, AcknowledgeAlertMutationVariables>;
export const ResolveAlertDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResolveAlert($id: ID!, $note: String) {
  resolveAlert(id: $id, note: $note) {
    __typename
    ...AlertSummary
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<ResolveAlertMutation, ResolveAlertMutationVariables>;
export const SilenceAlertsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SilenceAlerts($input: SilenceAlertsInput!) {
  silenceAlerts(input: $input) {
    __typename
    ...SilenceSummary
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment SilenceSummary on Silence {
  silenceId
  operatorAddress
  kind
  start
  end
  active
  reason
  createdAt
}`) as unknown as TypedDocumentString<SilenceAlertsMutation, SilenceAlertsMutationVariables>;
export const EndSilenceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndSilence($id: String!) {
  endSilence(id: $id) {
    __typename
    ...SilenceSummary
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment SilenceSummary on Silence {
  silenceId
  operatorAddress
  kind
  start
  end
  active
  reason
  createdAt
}`) as unknown as TypedDocumentString<EndSilenceMutation, EndSilenceMutationVariables>;
export const PendingApprovalsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PendingApprovals($first: Int, $after: String, $filter: PendingApprovalFilter) {
  pendingApprovals(first: $first, after: $after, filter: $filter) {
    nodes {
      ...SlashSummary
      evidenceHash
      evidenceUri
      approval {
        to
        data
        value
        chainId
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment SlashSummary on Slash {
  id
  slashId
  operatorAddress
  state
  violationType
  severity
  reason
  fraction
  proposedValue
  slashedValue
  proposedAt
  disputeUntil
  executeBy
  approved
}`) as unknown as TypedDocumentString<PendingApprovalsQuery, PendingApprovalsQueryVariables>;
export const DisputeTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DisputeTransaction($account: Address!, $slashId: ID!, $evidenceHash: Hash!, $uri: String!) {
  wallet(address: $account) {
    transactions {
      dispute(slashId: $slashId, evidenceHash: $evidenceHash, uri: $uri) {
        to
        data
        value
        chainId
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DisputeTransactionQuery, DisputeTransactionQueryVariables>;
export const CoreOperatorDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreOperator($address: Address!, $violations: Int!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      registeredAt
      stake {
        active
      }
      score {
        value
        evaluatedAt
      }
      violations(first: $violations) {
        nodes {
          type
          charge
          startedAt
          closedAt
          incident {
            summary
          }
          slices(last: 10) {
            nodes {
              severity
            }
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CoreOperatorQuery, CoreOperatorQueryVariables>;
export const CoreMetricsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreMetrics($address: Address!, $first: Int!, $after: String) {
  operator(address: $address) {
    __typename
    ... on Operator {
      samples(first: $first, after: $after) {
        nodes {
          service
          at
          successRate
          p95LatencyMs
          p99LatencyMs
          throughput
          uptime
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CoreMetricsQuery, CoreMetricsQueryVariables>;
export const CoreStatusDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreStatus {
  network {
    totalOperators
    totalStaked
    activeOperators
    slashedOperators
    averagePerformanceScore
    lastPerformanceCheck
  }
}
    `) as unknown as TypedDocumentString<CoreStatusQuery, CoreStatusQueryVariables>;
export const CoreStakingEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreStakingEvents($address: Address!, $limit: Int!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      stakingEvents(
        first: $limit
        filter: {kind: [STAKED, UNSTAKE_REQUESTED, SLASHED], asset: [ETH]}
      ) {
        nodes {
          kind
          units
          source {
            time
          }
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CoreStakingEventsQuery, CoreStakingEventsQueryVariables>;
export const CoreClaimableDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreClaimable($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      unstakeRequests(first: 100, filter: {state: [OPEN]}) {
        nodes {
          requestId
          asset
          remaining
          claimable
          unlockAt
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CoreClaimableQuery, CoreClaimableQueryVariables>;
export const CoreIndexerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CoreIndexer($minBlock: Int) {
  indexer(minBlock: $minBlock) {
    chainId
    registry
    block
  }
}
    `) as unknown as TypedDocumentString<CoreIndexerQuery, CoreIndexerQueryVariables>;
export const SlashReviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SlashReview($id: ID!) {
  node(id: $id) {
    ... on Slash {
      slashId
      review {
        agrees
        basisPoints
        findings {
          kind
          message
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SlashReviewQuery, SlashReviewQueryVariables>;
export const DisputeDraftDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DisputeDraft($id: ID!) {
  node(id: $id) {
    ... on Slash {
      slashId
      disputeDraft {
        evidenceHash
        uri
        draftedAt
        findings {
          kind
          message
        }
        transaction {
          to
          data
          value
          chainId
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DisputeDraftQuery, DisputeDraftQueryVariables>;
export const IncidentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Incidents($filter: IncidentFilter, $first: Int, $after: String) {
  incidents(filter: $filter, first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...IncidentFields
    }
  }
}
    fragment IncidentFields on Incident {
  incidentId
  operatorAddress
  type
  period {
    start
    end
  }
  summary
  report {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  confirmation {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  violation {
    violationId
  }
}`) as unknown as TypedDocumentString<IncidentsQuery, IncidentsQueryVariables>;
export const ReportIncidentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReportIncident($input: ReportIncidentInput!) {
  reportIncident(input: $input) {
    __typename
    ...IncidentFields
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment IncidentFields on Incident {
  incidentId
  operatorAddress
  type
  period {
    start
    end
  }
  summary
  report {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  confirmation {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  violation {
    violationId
  }
}`) as unknown as TypedDocumentString<ReportIncidentMutation, ReportIncidentMutationVariables>;
export const ConfirmIncidentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ConfirmIncident($input: ConfirmIncidentInput!) {
  confirmIncident(input: $input) {
    __typename
    ...IncidentFields
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment IncidentFields on Incident {
  incidentId
  operatorAddress
  type
  period {
    start
    end
  }
  summary
  report {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  confirmation {
    reporter
    evidenceHash
    evidenceUri
    at
  }
  violation {
    violationId
  }
}`) as unknown as TypedDocumentString<ConfirmIncidentMutation, ConfirmIncidentMutationVariables>;
export const KeeperSightDocument = /*#__PURE__*/ new TypedDocumentString(`
    query KeeperSight {
  indexer {
    chainId
    registry
    block
    lagSeconds
    healthy
  }
  keeper {
    paused
  }
  policy {
    time {
      intervalSeconds
    }
    publishing {
      scoreMove
      scoreSeconds
    }
  }
}
    `) as unknown as TypedDocumentString<KeeperSightQuery, KeeperSightQueryVariables>;
export const LiveSlashesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LiveSlashes($first: Int = 100, $after: String) {
  slashes(
    first: $first
    after: $after
    direction: ASC
    filter: {state: [PROPOSED, DISPUTED, UPHELD]}
  ) {
    nodes {
      id
      slashId
      operatorAddress
      proposer
      state
      violationType
      fraction
      incidentKey
      disputeUntil
      executeBy
      dispute {
        resolveBy
      }
      next {
        needsApproval
        executable
        expirable
      }
      violationSlice {
        slice
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<LiveSlashesQuery, LiveSlashesQueryVariables>;
export const RecentSlashesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecentSlashes($first: Int = 50, $after: String) {
  slashes(first: $first, after: $after, direction: DESC) {
    nodes {
      operatorAddress
      violationType
      proposedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<RecentSlashesQuery, RecentSlashesQueryVariables>;
export const SlashReviewsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SlashReviews($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Slash {
      slashId
      incidentKey
      review {
        ...ReviewSummary
      }
    }
  }
}
    fragment ReviewSummary on Review {
  basisPoints
  findings {
    message
  }
}`) as unknown as TypedDocumentString<SlashReviewsQuery, SlashReviewsQueryVariables>;
export const SliceReviewsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SliceReviews($operator: Address!, $assessedAfter: DateTime!, $after: String) {
  violationSlices(
    first: 5
    after: $after
    direction: ASC
    filter: {operator: $operator, assessedAfter: $assessedAfter, slashed: false, charged: true, confidence: HIGH}
  ) {
    nodes {
      incidentKey
      review {
        ...ReviewSummary
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ReviewSummary on Review {
  basisPoints
  findings {
    message
  }
}`) as unknown as TypedDocumentString<SliceReviewsQuery, SliceReviewsQueryVariables>;
export const ScoresToPublishDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ScoresToPublish($first: Int = 100, $after: String) {
  operators(
    first: $first
    after: $after
    orderBy: {field: REGISTRATION, direction: ASC}
  ) {
    nodes {
      address
      score {
        value
        confidence
        windowEnd
      }
      publishedScore {
        value
        windowEnd
        updatedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ScoresToPublishQuery, ScoresToPublishQueryVariables>;
export const KeeperStatusDocument = /*#__PURE__*/ new TypedDocumentString(`
    query KeeperStatus($switches: Int! = 5) {
  keeper {
    paused
    pause {
      paused
      reason
      at
      by
    }
    switches(first: $switches) {
      nodes {
        paused
        reason
        at
        by
      }
    }
    reports {
      keeperId
      at
      active
      silent
      accounts {
        role
        address
        balance
        inFlight
      }
      problems {
        code
        role
        message
        since
      }
    }
  }
}
    `) as unknown as TypedDocumentString<KeeperStatusQuery, KeeperStatusQueryVariables>;
export const PauseKeeperDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PauseKeeper($reason: String!) {
  pauseKeeper(reason: $reason) {
    __typename
    ...KeeperPause
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment KeeperPause on KeeperStatus {
  paused
  pause {
    paused
    reason
    at
  }
}`) as unknown as TypedDocumentString<PauseKeeperMutation, PauseKeeperMutationVariables>;
export const ResumeKeeperDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResumeKeeper($reason: String!) {
  resumeKeeper(reason: $reason) {
    __typename
    ...KeeperPause
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment KeeperPause on KeeperStatus {
  paused
  pause {
    paused
    reason
    at
  }
}`) as unknown as TypedDocumentString<ResumeKeeperMutation, ResumeKeeperMutationVariables>;
export const ReportKeeperDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReportKeeper($input: ReportKeeperInput!) {
  reportKeeper(input: $input) {
    __typename
    ...KeeperPause
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment KeeperPause on KeeperStatus {
  paused
  pause {
    paused
    reason
    at
  }
}`) as unknown as TypedDocumentString<ReportKeeperMutation, ReportKeeperMutationVariables>;
export const LeaderboardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Leaderboard($by: RankingMetric!, $service: String, $region: String, $range: RankingRange! = DAY, $order: LeaderboardOrder! = BEST_FIRST, $first: Int, $after: String) {
  leaderboard(
    by: $by
    service: $service
    region: $region
    range: $range
    order: $order
    first: $first
    after: $after
  ) {
    snapshot {
      ...SnapshotSummary
    }
    nodes {
      rank
      address
      reputation
      score
      stakeValue
      requests
      successRate
      p95LatencyMs
      uptime
      coverage
      confidence
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment SnapshotSummary on RankingSnapshot {
  at
  measuredUntil
  policyVersion
  operators
  ranked
}`) as unknown as TypedDocumentString<LeaderboardQuery, LeaderboardQueryVariables>;
export const DistributionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Distribution($metric: RankingMetric!, $buckets: Int! = 10, $service: String, $region: String, $range: RankingRange! = DAY) {
  distribution(
    metric: $metric
    buckets: $buckets
    service: $service
    region: $region
    range: $range
  ) {
    metric
    snapshot {
      ...SnapshotSummary
    }
    count
    unknown
    min
    max
    median
    mean
    buckets {
      from
      to
      count
      stake
    }
  }
}
    fragment SnapshotSummary on RankingSnapshot {
  at
  measuredUntil
  policyVersion
  operators
  ranked
}`) as unknown as TypedDocumentString<DistributionQuery, DistributionQueryVariables>;
export const RankingSnapshotDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RankingSnapshot {
  rankingSnapshot {
    ...SnapshotSummary
    medians {
      reputation
      score
      stakeValue
      successRate
      p95LatencyMs
      uptime
    }
  }
}
    fragment SnapshotSummary on RankingSnapshot {
  at
  measuredUntil
  policyVersion
  operators
  ranked
}`) as unknown as TypedDocumentString<RankingSnapshotQuery, RankingSnapshotQueryVariables>;
export const OperatorMaintenanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorMaintenance($operator: Address!, $filter: MaintenanceFilter, $first: Int, $after: String) {
  operator(address: $operator) {
    __typename
    ... on Operator {
      maintenance(filter: $filter, first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...MaintenanceFields
        }
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment MaintenanceFields on Maintenance {
  maintenanceId
  operatorAddress
  period {
    start
    end
  }
  counts {
    start
    end
  }
  reason
  announcedAt
  signed
  cancelledAt
}`) as unknown as TypedDocumentString<OperatorMaintenanceQuery, OperatorMaintenanceQueryVariables>;
export const AnnounceMaintenanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AnnounceMaintenance($input: AnnounceMaintenanceInput!) {
  announceMaintenance(input: $input) {
    __typename
    ...MaintenanceFields
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment MaintenanceFields on Maintenance {
  maintenanceId
  operatorAddress
  period {
    start
    end
  }
  counts {
    start
    end
  }
  reason
  announcedAt
  signed
  cancelledAt
}`) as unknown as TypedDocumentString<AnnounceMaintenanceMutation, AnnounceMaintenanceMutationVariables>;
export const CancelMaintenanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelMaintenance($input: CancelMaintenanceInput!) {
  cancelMaintenance(input: $input) {
    __typename
    ...MaintenanceFields
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment MaintenanceFields on Maintenance {
  maintenanceId
  operatorAddress
  period {
    start
    end
  }
  counts {
    start
    end
  }
  reason
  announcedAt
  signed
  cancelledAt
}`) as unknown as TypedDocumentString<CancelMaintenanceMutation, CancelMaintenanceMutationVariables>;
export const RecordMetricsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RecordMetrics($operator: Address!, $metrics: PerformanceMetricsInput!, $reporter: String) {
  recordMetrics(operator: $operator, metrics: $metrics, reporter: $reporter) {
    __typename
    ... on RecordedMetrics {
      operator
      interval
      duplicate
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RecordMetricsMutation, RecordMetricsMutationVariables>;
export const RecordMetricsBatchDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RecordMetricsBatch($input: RecordMetricsBatchInput!, $status: [SampleStatus!] = [CONFLICT, REJECTED]) {
  recordMetricsBatch(input: $input) {
    __typename
    ... on RecordedBatch {
      accepted
      duplicates
      conflicts
      rejected
      results(status: $status) {
        index
        status
        code
        message
        path
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RecordMetricsBatchMutation, RecordMetricsBatchMutationVariables>;
export const RecordHeartbeatDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RecordHeartbeat($input: HeartbeatInput!) {
  recordHeartbeat(input: $input) {
    __typename
    ... on RecordedHeartbeat {
      operator
      at
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RecordHeartbeatMutation, RecordHeartbeatMutationVariables>;
export const NetworkDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Network {
  network {
    totalOperators
    activeOperators
    slashedOperators
    totalStaked
    totalSlashed
    averagePerformanceScore
    scoredOperators
    lastPerformanceCheck
    change24h {
      ...NetworkChangeSummary
    }
    change7d {
      ...NetworkChangeSummary
    }
    tiers {
      tier
      operators
    }
    statuses {
      status
      operators
    }
  }
}
    fragment NetworkChangeSummary on NetworkChange {
  since
  operators
  activeOperators
  slashedOperators
  totalStaked
  totalSlashed
  averagePerformanceScore
}`) as unknown as TypedDocumentString<NetworkQuery, NetworkQueryVariables>;
export const IndexerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Indexer {
  indexer {
    chainId
    registry
    block
    blockTime
    finalizedBlock
    lagSeconds
    operatorsWithMissingEvents
    healthy
  }
}
    `) as unknown as TypedDocumentString<IndexerQuery, IndexerQueryVariables>;
export const OperatorDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Operator($address: Address!, $minBlock: Int) {
  operator(address: $address, minBlock: $minBlock) {
    __typename
    ... on Operator {
      ...OperatorSummary
      minStake
      managers(first: 100) {
        nodes {
          address
          since
        }
        totalCount
      }
      registryStatus
      slashedUntil
      tierProgress {
        tier
        next
        missing
        progress
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    fragment OperatorSummary on Operator {
  id
  address
  registeredAt
  metadataUri
  requiredStake
  tier
  status
  statusReasons
  stake {
    active
    unbonding
    locked
    value
  }
  score {
    value
    unknownReason
    confidence
  }
  lastMeasuredAt
  publishedScore {
    value
    updatedAt
  }
  slashCount
  liveSlashCount
  slashedValue
}`) as unknown as TypedDocumentString<OperatorQuery, OperatorQueryVariables>;
export const OperatorsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Operators($first: Int, $after: String, $last: Int, $before: String, $filter: OperatorFilter, $orderBy: OperatorOrder = {field: STAKE, direction: DESC}) {
  operators(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
    orderBy: $orderBy
  ) {
    nodes {
      ...OperatorSummary
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    fragment OperatorSummary on Operator {
  id
  address
  registeredAt
  metadataUri
  requiredStake
  tier
  status
  statusReasons
  stake {
    active
    unbonding
    locked
    value
  }
  score {
    value
    unknownReason
    confidence
  }
  lastMeasuredAt
  publishedScore {
    value
    updatedAt
  }
  slashCount
  liveSlashCount
  slashedValue
}`) as unknown as TypedDocumentString<OperatorsQuery, OperatorsQueryVariables>;
export const OperatorPerformanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorPerformance($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      status
      statusReasons
      lastMeasuredAt
      initialCheckPassedAt
      disagreeingReporters
      breaches {
        metric
        since
      }
      score {
        value
        unknownReason
        unknown
        confidence
        windowEnd
        policyVersion
        components {
          component
          weight
          score
          points
          value
          unit
          numerator
          denominator
          confidence
          window {
            start
            end
          }
        }
      }
      windows {
        hour {
          ...WindowSummary
        }
        day {
          ...WindowSummary
        }
        week {
          ...WindowSummary
        }
        month {
          ...WindowSummary
        }
        monthBasis
      }
      heartbeats {
        service
        region
        version
        at
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    fragment WindowSummary on MetricWindow {
  start
  end
  requests
  successes
  timeouts
  successRate
  latency {
    p50 {
      ms
    }
    p95 {
      method
      ms
      lowerMs
      upperMs
    }
    p99 {
      ms
    }
  }
  throughput
  uptime
  coverage
  confidence
}`) as unknown as TypedDocumentString<OperatorPerformanceQuery, OperatorPerformanceQueryVariables>;
export const OperatorMetricsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorMetrics($address: Address!, $from: DateTime!, $to: DateTime!, $resolution: MetricResolution!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      metrics(from: $from, to: $to, resolution: $resolution) {
        range {
          start
          end
        }
        resolution
        total {
          ...WindowSummary
        }
        points {
          start
          requests
          successRate
          uptime
          latency {
            p95 {
              ms
            }
          }
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    fragment WindowSummary on MetricWindow {
  start
  end
  requests
  successes
  timeouts
  successRate
  latency {
    p50 {
      ms
    }
    p95 {
      method
      ms
      lowerMs
      upperMs
    }
    p99 {
      ms
    }
  }
  throughput
  uptime
  coverage
  confidence
}`) as unknown as TypedDocumentString<OperatorMetricsQuery, OperatorMetricsQueryVariables>;
export const OperatorScoreDeltaDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorScoreDelta($address: Address!, $from: DateTime!, $to: DateTime!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      scoreDelta(from: $from, to: $to) {
        change
        unknown
        from {
          value
          windowEnd
        }
        to {
          value
          windowEnd
        }
        components {
          component
          from
          to
          change
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorScoreDeltaQuery, OperatorScoreDeltaQueryVariables>;
export const OperatorScoreHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorScoreHistory($address: Address!, $first: Int, $after: String) {
  operator(address: $address) {
    __typename
    ... on Operator {
      scoreHistory(first: $first, after: $after) {
        nodes {
          at
          value
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorScoreHistoryQuery, OperatorScoreHistoryQueryVariables>;
export const PolicyDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Policy {
  policy {
    version
    profile
    tiers {
      tier
      minStake
      routingPriority
      slashMultiplier
      latencyThresholdMs
      graceMultiplier
      reputationBoost
    }
    time {
      intervalSeconds
      hourSeconds
      daySeconds
      windows {
        window
        seconds
      }
      silentAfterSeconds
      initialCheckSeconds
      closeAfterSeconds
    }
    targets {
      successRate
      throughput
      throughputBreach
      uptime
      initialLatencyMs
    }
    score {
      weights {
        component
        weight
        window
      }
      latencyFullMs
      latencyStepMs
    }
    confidence {
      coverage
      reporters
    }
    outage {
      down
      graceSeconds
      endSeconds
    }
    slash {
      downtime
      badData
      misbehavior
      performance
      performanceSeconds
      cap
      capSeconds
      sliceSeconds
      mediumSeverity
      highSeverity
      criticalSeverity
    }
    maintenance {
      maxSeconds
      weekSeconds
      noticeSeconds
    }
    reputation {
      maximum
      priorScore
      priorHours
      scoreHalfLifeSeconds
      slashCost
      slashHalfLifeSeconds
      violationCosts {
        severity
        points
      }
      violationHalfLifeSeconds
      disagreementCost
      disagreementHalfLifeSeconds
    }
    ranking {
      snapshotSeconds
      keptSnapshots
    }
    routing {
      success
      openIntervals
      closeIntervals
      halfOpenSeconds
      halfOpenShare
      minScore
      lowConfidence
    }
    failover {
      deadSeconds
      backSeconds
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyQuery, PolicyQueryVariables>;
export const OperatorProfileDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorProfile($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      profile {
        ...ProfileFields
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment ProfileFields on OperatorProfile {
  operatorAddress
  revision
  setAt
  name
  regions
  endpoints {
    service
    region
    url
  }
  software {
    role
    name
    version
  }
  nodes {
    nodeId
    service
    region
    priority
    lastHeartbeatAt
    version
    alive
    serving
  }
  deadline
  digest
  signature
}`) as unknown as TypedDocumentString<OperatorProfileQuery, OperatorProfileQueryVariables>;
export const SetOperatorProfileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetOperatorProfile($input: SetOperatorProfileInput!) {
  setOperatorProfile(input: $input) {
    __typename
    ... on OperatorProfile {
      ...ProfileFields
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment ProfileFields on OperatorProfile {
  operatorAddress
  revision
  setAt
  name
  regions
  endpoints {
    service
    region
    url
  }
  software {
    role
    name
    version
  }
  nodes {
    nodeId
    service
    region
    priority
    lastHeartbeatAt
    version
    alive
    serving
  }
  deadline
  digest
  signature
}`) as unknown as TypedDocumentString<SetOperatorProfileMutation, SetOperatorProfileMutationVariables>;
export const OperatorFailoverDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorFailover($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      failover {
        service
        region
        primary
        servingNode
        since
        healthy
        nodes {
          nodeId
          priority
          lastHeartbeatAt
          version
          alive
          serving
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorFailoverQuery, OperatorFailoverQueryVariables>;
export const OperatorIncidentLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorIncidentLog($address: Address!, $first: Int, $after: String, $kinds: [IncidentLogKind!], $from: DateTime, $to: DateTime) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      incidentLog(first: $first, after: $after, kinds: $kinds, from: $from, to: $to) {
        nodes {
          entryId
          at
          kind
          title
          details {
            key
            value
          }
          violation {
            violationId
          }
          incident {
            incidentId
          }
          slash {
            slashId
          }
          maintenance {
            maintenanceId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorIncidentLogQuery, OperatorIncidentLogQueryVariables>;
export const SoftwareDistributionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SoftwareDistribution($role: SoftwareRole!, $byVersion: Boolean! = true) {
  softwareDistribution(role: $role, byVersion: $byVersion) {
    name
    version
    operators
    stakeValue
    share
  }
}
    `) as unknown as TypedDocumentString<SoftwareDistributionQuery, SoftwareDistributionQueryVariables>;
export const SampleIntervalDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SampleInterval {
  policy {
    time {
      intervalSeconds
    }
  }
}
    `) as unknown as TypedDocumentString<SampleIntervalQuery, SampleIntervalQueryVariables>;
export const ReportersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Reporters($first: Int, $after: String) {
  reporters(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      reporterId
      name
      address
      weight
      createdAt
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<ReportersQuery, ReportersQueryVariables>;
export const ServicesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Services($first: Int, $after: String) {
  services(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      serviceId
      name
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<ServicesQuery, ServicesQueryVariables>;
export const RegisterReporterDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RegisterReporter($input: RegisterReporterInput!) {
  registerReporter(input: $input) {
    __typename
    ... on Reporter {
      reporterId
      name
      address
      weight
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterReporterMutation, RegisterReporterMutationVariables>;
export const SetReporterWeightDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetReporterWeight($id: String!, $weight: Int!) {
  setReporterWeight(id: $id, weight: $weight) {
    __typename
    ... on Reporter {
      reporterId
      weight
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SetReporterWeightMutation, SetReporterWeightMutationVariables>;
export const RegisterServiceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RegisterService($input: RegisterServiceInput!) {
  registerService(input: $input) {
    __typename
    ... on Service {
      serviceId
      name
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterServiceMutation, RegisterServiceMutationVariables>;
export const OperatorReputationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorReputation($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      reputation {
        value
        components {
          performance
          boost
          slashes
          violations
          disagreements
          weight
        }
        policyVersion
        asOf
        rank
        percentile
        ranked
        rankedAt
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorReputationQuery, OperatorReputationQueryVariables>;
export const OperatorReputationHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorReputationHistory($address: Address!, $from: DateTime, $to: DateTime, $first: Int = 30, $after: String) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      reputation {
        history(from: $from, to: $to, first: $first, after: $after) {
          nodes {
            at
            value
            rank
            percentile
            ranked
            policyVersion
            components {
              performance
              boost
              slashes
              violations
              disagreements
              weight
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorReputationHistoryQuery, OperatorReputationHistoryQueryVariables>;
export const OperatorRecoveryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorRecovery($address: Address!, $threshold: Int!, $score: Float) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      reputation {
        value
        recovery(threshold: $threshold, score: $score) {
          threshold
          score
          met
          days
          at
          value
          reason
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OperatorRecoveryQuery, OperatorRecoveryQueryVariables>;
export const OperatorAgainstNetworkDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorAgainstNetwork($address: Address!) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      againstNetwork {
        at
        ranked
        reputation {
          ...Comparison
        }
        score {
          ...Comparison
        }
        successRate {
          ...Comparison
        }
        p95LatencyMs {
          ...Comparison
        }
        uptime {
          ...Comparison
        }
        stakeValue {
          value
          median
          difference
          better
          reason
        }
      }
    }
    ... on NotFoundError {
      code
      message
    }
  }
}
    fragment Comparison on NetworkComparison {
  value
  median
  difference
  better
  reason
}`) as unknown as TypedDocumentString<OperatorAgainstNetworkQuery, OperatorAgainstNetworkQueryVariables>;
export const RoutingCandidatesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RoutingCandidates($service: String!, $region: String!, $limit: Int! = 20, $minScore: Float, $ifNotVersion: String, $minBlock: Int) {
  routingCandidates(
    service: $service
    region: $region
    limit: $limit
    minScore: $minScore
    excludedLimit: 0
    ifNotVersion: $ifNotVersion
    minBlock: $minBlock
  ) {
    version
    unchanged
    asOf
    block
    paused
    candidateCount
    excludedCount
    candidates {
      address
      weight
      share
      score
      tier
      confidence
      status
      circuit
      circuitSince
      liveSlash
    }
  }
}
    `) as unknown as TypedDocumentString<RoutingCandidatesQuery, RoutingCandidatesQueryVariables>;
export const RoutingExclusionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RoutingExclusions($service: String!, $region: String!, $first: Int! = 20, $after: Address) {
  routingCandidates(
    service: $service
    region: $region
    limit: 0
    excludedLimit: $first
    excludedAfter: $after
  ) {
    version
    asOf
    block
    paused
    candidateCount
    excludedCount
    excluded {
      address
      reasons
      score
      tier
      status
      circuit
      circuitSince
    }
  }
}
    `) as unknown as TypedDocumentString<RoutingExclusionsQuery, RoutingExclusionsQueryVariables>;
export const RoutingTablesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RoutingTables($service: String, $first: Int, $after: String) {
  routingTables(service: $service, first: $first, after: $after) {
    nodes {
      service
      region
      version
      candidateCount
      excludedCount
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<RoutingTablesQuery, RoutingTablesQueryVariables>;
export const OperatorCircuitDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OperatorCircuit($address: Address!, $services: Int! = 20, $overrides: Int! = 10) {
  operator(address: $address) {
    __typename
    ... on Operator {
      address
      circuit {
        ...CircuitParts
        services(first: $services) {
          service
          region
          state
          since
        }
      }
      circuitOverrides(first: $overrides) {
        nodes {
          ...OverrideParts
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment CircuitParts on OperatorCircuit {
  state
  since
  reason
  override {
    ...OverrideParts
  }
}
fragment OverrideParts on CircuitOverride {
  state
  reason
  setAt
  setBy
}`) as unknown as TypedDocumentString<OperatorCircuitQuery, OperatorCircuitQueryVariables>;
export const SetCircuitDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetCircuit($input: SetCircuitInput!) {
  setCircuit(input: $input) {
    __typename
    ... on OperatorCircuit {
      ...CircuitParts
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment CircuitParts on OperatorCircuit {
  state
  since
  reason
  override {
    ...OverrideParts
  }
}
fragment OverrideParts on CircuitOverride {
  state
  reason
  setAt
  setBy
}`) as unknown as TypedDocumentString<SetCircuitMutation, SetCircuitMutationVariables>;
export const SamplesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Samples($operator: Address!, $first: Int = 20, $after: String, $filter: SampleFilter) {
  operator(address: $operator) {
    __typename
    ... on Operator {
      samples(first: $first, after: $after, filter: $filter) {
        nodes {
          ...SampleSummary
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment SampleSummary on Sample {
  at
  service
  region
  reporter
  revision
  requests
  successes
  timeouts
  upSeconds
  downSeconds
  successRate
  uptime
  throughput
  latency
  p95LatencyMs
  p99LatencyMs
  weight
  receivedAt
}`) as unknown as TypedDocumentString<SamplesQuery, SamplesQueryVariables>;
export const SealScoreReportsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SealScoreReports($operators: [Address!]!) {
  sealScoreReports(operators: $operators) {
    __typename
    ... on SealedScoreReports {
      results {
        operatorAddress
        code
        message
        report {
          operatorAddress
          score
          windowStart
          windowEnd
          formulaVersion
          reportHash
        }
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SealScoreReportsMutation, SealScoreReportsMutationVariables>;
export const SlashesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Slashes($first: Int, $after: String, $filter: SlashFilter) {
  slashes(first: $first, after: $after, filter: $filter) {
    nodes {
      ...SlashSummary
      timeline {
        kind
        at
        by
        transaction
      }
      dispute {
        disputer
        outcome
        bond
        bondForfeited
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment SlashSummary on Slash {
  id
  slashId
  operatorAddress
  state
  violationType
  severity
  reason
  fraction
  proposedValue
  slashedValue
  proposedAt
  disputeUntil
  executeBy
  approved
}`) as unknown as TypedDocumentString<SlashesQuery, SlashesQueryVariables>;
export const SlicesToProposeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SlicesToPropose($first: Int = 100, $after: String, $operator: Address, $minBlock: Int) {
  violationSlices(
    first: $first
    after: $after
    direction: ASC
    filter: {slashed: false, charged: true, confidence: HIGH, operator: $operator}
    minBlock: $minBlock
  ) {
    nodes {
      slice
      period {
        start
        end
      }
      final
      charged
      fraction
      severity
      confidence
      amount
      incidentKey
      evidenceHash
      assessedAt
      violation {
        violationId
        type
        charge
        operatorAddress
        startedAt
        openedAt
        closedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SlicesToProposeQuery, SlicesToProposeQueryVariables>;
export const FeedCursorsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedCursors {
  feedCursors {
    alerts
    stakingEvents
  }
}
    `) as unknown as TypedDocumentString<FeedCursorsQuery, FeedCursorsQueryVariables>;
export const AlertFeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription AlertFeed($after: String, $filter: AlertSubscriptionFilter) {
  alerts(after: $after, filter: $filter) {
    eventId
    cursor
    type
    at
    silenced
    alert {
      ...AlertSummary
    }
  }
}
    fragment AlertSummary on Alert {
  id
  alertId
  correlationId
  kind
  severity
  state
  finality
  operatorAddress
  subject
  message
  details {
    key
    value
  }
  openedAt
  firedAt
  changedAt
  acknowledgedAt
  note
  closedAt
  resolvedByHand
}`) as unknown as TypedDocumentString<AlertFeedSubscription, AlertFeedSubscriptionVariables>;
export const StakingEventFeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription StakingEventFeed($after: String, $filter: StakingEventSubscriptionFilter) {
  stakingEvents(after: $after, filter: $filter) {
    updateId
    cursor
    name
    finality
    at
    blockNumber
    blockHash
    transactionHash
    operatorAddress
    event {
      kind
      asset
      units
      activeAfter
      unbondingAfter
    }
  }
}
    `) as unknown as TypedDocumentString<StakingEventFeedSubscription, StakingEventFeedSubscriptionVariables>;
export const OperatorFeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription OperatorFeed($address: Address!) {
  operatorChanged(address: $address) {
    ...OperatorSummary
  }
}
    fragment OperatorSummary on Operator {
  id
  address
  registeredAt
  metadataUri
  requiredStake
  tier
  status
  statusReasons
  stake {
    active
    unbonding
    locked
    value
  }
  score {
    value
    unknownReason
    confidence
  }
  lastMeasuredAt
  publishedScore {
    value
    updatedAt
  }
  slashCount
  liveSlashCount
  slashedValue
}`) as unknown as TypedDocumentString<OperatorFeedSubscription, OperatorFeedSubscriptionVariables>;
export const NetworkFeedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription NetworkFeed {
  networkChanged {
    totalOperators
    activeOperators
    slashedOperators
    totalStaked
    totalSlashed
    averagePerformanceScore
  }
}
    `) as unknown as TypedDocumentString<NetworkFeedSubscription, NetworkFeedSubscriptionVariables>;
export const ViolationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Violations($first: Int, $after: String, $filter: ViolationFilter, $slices: Int = 10) {
  violations(first: $first, after: $after, filter: $filter) {
    nodes {
      ...ViolationSummary
      slices(last: $slices) {
        nodes {
          ...ViolationSliceSummary
          slash {
            ...SlashSummary
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment SlashSummary on Slash {
  id
  slashId
  operatorAddress
  state
  violationType
  severity
  reason
  fraction
  proposedValue
  slashedValue
  proposedAt
  disputeUntil
  executeBy
  approved
}
fragment ViolationSliceSummary on ViolationSlice {
  slice
  period {
    start
    end
  }
  final
  charged
  chargedBasisPoints
  fraction
  severity
  confidence
  stakeValue
  amount
  incidentKey
  evidenceHash
  assessedAt
}
fragment ViolationSummary on Violation {
  id
  violationId
  type
  charge
  operatorAddress
  startedAt
  openedAt
  closedAt
  tier
}`) as unknown as TypedDocumentString<ViolationsQuery, ViolationsQueryVariables>;
export const PreviewSlashDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewSlash($stake: Wei!, $tier: Tier, $violations: [HypotheticalViolation!]!) {
  previewSlash(stake: $stake, tier: $tier, violations: $violations) {
    ...SlashPreviewSummary
  }
}
    fragment SlashPreviewSummary on SlashPreview {
  stakeValue
  tier
  lines {
    type
    count
    grace
    charged
    basisPointsEach
    basisPoints
  }
  chargedBasisPoints
  severity
  multiplier
  discountedBasisPoints
  alreadyBasisPoints
  cap
  capped
  fraction
  amount
  impact {
    active
    unbonding
    tier
    status
    statusReasons
    slashedUntil
  }
}`) as unknown as TypedDocumentString<PreviewSlashQuery, PreviewSlashQueryVariables>;
export const PreviewOperatorSlashDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PreviewOperatorSlash($operator: Address!, $violations: [HypotheticalViolation!]!) {
  operator(address: $operator) {
    __typename
    ... on Operator {
      previewSlash(violations: $violations) {
        ...SlashPreviewSummary
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    fragment SlashPreviewSummary on SlashPreview {
  stakeValue
  tier
  lines {
    type
    count
    grace
    charged
    basisPointsEach
    basisPoints
  }
  chargedBasisPoints
  severity
  multiplier
  discountedBasisPoints
  alreadyBasisPoints
  cap
  capped
  fraction
  amount
  impact {
    active
    unbonding
    tier
    status
    statusReasons
    slashedUntil
  }
}`) as unknown as TypedDocumentString<PreviewOperatorSlashQuery, PreviewOperatorSlashQueryVariables>;
export const WalletDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Wallet($address: Address!, $first: Int = 20) {
  wallet(address: $address) {
    address
    claimableBond
    summary {
      active
      unbonding
      locked
      bond
      unstakes {
        claimable
        held
        coming
        nextClaimableAt
      }
      assets {
        asset
        active
        unbonding
        locked
        value
      }
    }
    positions(first: $first) {
      edges {
        role
        unstakes {
          claimable
          held
          coming
          nextClaimableAt
        }
      }
      nodes {
        ...OperatorSummary
      }
    }
    unstakeRequests(first: $first, filter: {state: [OPEN]}) {
      nodes {
        requestId
        operatorAddress
        asset
        remaining
        claimable
        unlockAt
        matured
      }
    }
  }
}
    fragment OperatorSummary on Operator {
  id
  address
  registeredAt
  metadataUri
  requiredStake
  tier
  status
  statusReasons
  stake {
    active
    unbonding
    locked
    value
  }
  score {
    value
    unknownReason
    confidence
  }
  lastMeasuredAt
  publishedScore {
    value
    updatedAt
  }
  slashCount
  liveSlashCount
  slashedValue
}`) as unknown as TypedDocumentString<WalletQuery, WalletQueryVariables>;
export const ClaimableUnstakesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClaimableUnstakes($account: Address!, $first: Int, $after: String) {
  wallet(address: $account) {
    claimableUnstakes(first: $first, after: $after) {
      nodes {
        ...WalletUnstakeSummary
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
fragment WalletUnstakeSummary on WalletUnstake {
  request {
    requestId
    requestedAt
    unlockAt
  }
  operatorAddress
  paysTo
  asset
  units
  value
  held
  claimableAt
  remainingSeconds
  claim {
    ...UnsignedCall
  }
}`) as unknown as TypedDocumentString<ClaimableUnstakesQuery, ClaimableUnstakesQueryVariables>;
export const ComingUnstakesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ComingUnstakes($account: Address!, $first: Int, $after: String) {
  wallet(address: $account) {
    comingUnstakes(first: $first, after: $after) {
      nodes {
        ...WalletUnstakeSummary
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
fragment WalletUnstakeSummary on WalletUnstake {
  request {
    requestId
    requestedAt
    unlockAt
  }
  operatorAddress
  paysTo
  asset
  units
  value
  held
  claimableAt
  remainingSeconds
  claim {
    ...UnsignedCall
  }
}`) as unknown as TypedDocumentString<ComingUnstakesQuery, ComingUnstakesQueryVariables>;
export const WalletHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WalletHistory($account: Address!, $filter: HistoryFilter, $first: Int, $after: String) {
  wallet(address: $account) {
    history(filter: $filter, first: $first, after: $after) {
      nodes {
        event {
          name
          operatorAddress
          subject
          source {
            block
            time
            transaction
            logIndex
          }
        }
        roles
        asset
        units
        finality
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WalletHistoryQuery, WalletHistoryQueryVariables>;
export const RegisterTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RegisterTransaction($account: Address!, $operator: Address, $minStake: Wei!) {
  wallet(address: $account) {
    transactions {
      register(operator: $operator, minStake: $minStake) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<RegisterTransactionQuery, RegisterTransactionQueryVariables>;
export const SetManagerTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SetManagerTransaction($account: Address!, $manager: Address!, $allowed: Boolean!) {
  wallet(address: $account) {
    transactions {
      setManager(manager: $manager, allowed: $allowed) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<SetManagerTransactionQuery, SetManagerTransactionQueryVariables>;
export const SetMetadataTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SetMetadataTransaction($account: Address!, $operator: Address, $uri: String!) {
  wallet(address: $account) {
    transactions {
      setMetadata(operator: $operator, uri: $uri) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<SetMetadataTransactionQuery, SetMetadataTransactionQueryVariables>;
export const ApproveTokenTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ApproveTokenTransaction($account: Address!, $token: StakeToken! = WSTETH, $units: Wei!) {
  wallet(address: $account) {
    transactions {
      approveToken(token: $token, units: $units) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<ApproveTokenTransactionQuery, ApproveTokenTransactionQueryVariables>;
export const StakeTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StakeTransaction($account: Address!, $operator: Address, $asset: Asset! = ETH, $units: Wei!) {
  wallet(address: $account) {
    transactions {
      stake(operator: $operator, asset: $asset, units: $units) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<StakeTransactionQuery, StakeTransactionQueryVariables>;
export const UnstakeTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query UnstakeTransaction($account: Address!, $operator: Address, $asset: Asset! = ETH, $units: Wei!, $recipient: Address) {
  wallet(address: $account) {
    transactions {
      unstake(
        operator: $operator
        asset: $asset
        units: $units
        recipient: $recipient
      ) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<UnstakeTransactionQuery, UnstakeTransactionQueryVariables>;
export const CancelUnstakeTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CancelUnstakeTransaction($account: Address!, $requestId: ID!) {
  wallet(address: $account) {
    transactions {
      cancelUnstake(requestId: $requestId) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<CancelUnstakeTransactionQuery, CancelUnstakeTransactionQueryVariables>;
export const ClaimTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClaimTransaction($account: Address!, $requestId: ID!) {
  wallet(address: $account) {
    transactions {
      claim(requestId: $requestId) {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<ClaimTransactionQuery, ClaimTransactionQueryVariables>;
export const ClaimBondTransactionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClaimBondTransaction($account: Address!) {
  wallet(address: $account) {
    transactions {
      claimBond {
        ...UnsignedCall
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}`) as unknown as TypedDocumentString<ClaimBondTransactionQuery, ClaimBondTransactionQueryVariables>;
export const SimulateStakeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SimulateStake($account: Address!, $operator: Address, $asset: Asset! = ETH, $units: Wei!) {
  wallet(address: $account) {
    transactions {
      stake(operator: $operator, asset: $asset, units: $units) {
        ...UnsignedCall
        simulation {
          ...SimulationResult
        }
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
fragment SimulationResult on Simulation {
  from
  outcome
  succeeds
  gas
  block
  revert {
    name
    args {
      name
      value
    }
    message
    data
  }
  unavailableReason
  message
}`) as unknown as TypedDocumentString<SimulateStakeQuery, SimulateStakeQueryVariables>;
export const SimulateUnstakeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SimulateUnstake($account: Address!, $operator: Address, $asset: Asset! = ETH, $units: Wei!, $recipient: Address) {
  wallet(address: $account) {
    transactions {
      unstake(
        operator: $operator
        asset: $asset
        units: $units
        recipient: $recipient
      ) {
        ...UnsignedCall
        simulation {
          ...SimulationResult
        }
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
fragment SimulationResult on Simulation {
  from
  outcome
  succeeds
  gas
  block
  revert {
    name
    args {
      name
      value
    }
    message
    data
  }
  unavailableReason
  message
}`) as unknown as TypedDocumentString<SimulateUnstakeQuery, SimulateUnstakeQueryVariables>;
export const SimulateClaimDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SimulateClaim($account: Address!, $requestId: ID!) {
  wallet(address: $account) {
    transactions {
      claim(requestId: $requestId) {
        ...UnsignedCall
        simulation {
          ...SimulationResult
        }
      }
    }
  }
}
    fragment UnsignedCall on UnsignedTransaction {
  to
  data
  value
  chainId
}
fragment SimulationResult on Simulation {
  from
  outcome
  succeeds
  gas
  block
  revert {
    name
    args {
      name
      value
    }
    message
    data
  }
  unavailableReason
  message
}`) as unknown as TypedDocumentString<SimulateClaimQuery, SimulateClaimQueryVariables>;
export const WebhooksDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Webhooks($deleted: Boolean!, $first: Int, $after: String) {
  webhooks(deleted: $deleted, first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      webhookId
      url
      description
      kinds
      severities
      operatorAddress
      createdBy
      createdAt
      deletedAt
    }
  }
}
    `) as unknown as TypedDocumentString<WebhooksQuery, WebhooksQueryVariables>;
export const WebhookDeliveriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WebhookDeliveries($id: String!, $filter: WebhookDeliveryFilter, $first: Int, $after: String) {
  webhook(id: $id) {
    __typename
    ... on Webhook {
      webhookId
      deliveries(filter: $filter, first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          deliveryId
          messageId
          eventId
          state
          attemptCount
          nextAttemptAt
          createdAt
          deliveredAt
          attempts(first: 3) {
            nodes {
              attempt
              at
              status
              error
              durationMs
            }
          }
        }
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const CreateWebhookDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateWebhook($input: CreateWebhookInput!) {
  createWebhook(input: $input) {
    __typename
    ... on CreatedWebhook {
      secret
      webhook {
        webhookId
        url
        createdAt
      }
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const DeleteWebhookDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteWebhook($id: String!) {
  deleteWebhook(id: $id) {
    __typename
    ... on Webhook {
      webhookId
      deletedAt
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const TestWebhookDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TestWebhook($id: String!) {
  testWebhook(id: $id) {
    __typename
    ... on WebhookDelivery {
      deliveryId
      messageId
      state
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<TestWebhookMutation, TestWebhookMutationVariables>;
export const RedeliverWebhookDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RedeliverWebhook($deliveryId: ID!) {
  redeliverWebhook(deliveryId: $deliveryId) {
    __typename
    ... on WebhookDelivery {
      deliveryId
      messageId
      state
    }
    ... on Error {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RedeliverWebhookMutation, RedeliverWebhookMutationVariables>;