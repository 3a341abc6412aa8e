import type DataLoader from "dataloader";
import type pg from "pg";
import type { Caller } from "../access/caller.ts";
import type { Streams } from "../alerts/streams.ts";
import type { Database } from "../db/pool.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import type { Policy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import { type ClockStop, clockStops } from "../domain/slash-clock.ts";
import type { StoredWindows } from "../domain/window.ts";
import {
  type AlertEventFilter,
  type AlertEventRow,
  type AlertFilter,
  type AlertRow,
  alertEvents,
  alerts,
} from "../loaders/alerts.ts";
import { type ChainState, loadChainState, shareChainState } from "../loaders/chain-state.ts";
import { type CheckpointFilter, type CheckpointRow, checkpoints } from "../loaders/checkpoints.ts";
import { createDraftLoader, createPackLoader, type DraftRow } from "../loaders/dispute-drafts.ts";
import { RequestError } from "../loaders/errors.ts";
import { type EventFilter, type EventRow, events } from "../loaders/events.ts";
import { createNodeLoader, type NodeRow } from "../loaders/failover.ts";
import { createHeartbeatLoader, type HeartbeatRow } from "../loaders/heartbeats.ts";
import {
  createFirstScoreLoader,
  type ManagerChangeRow,
  type MetadataChangeRow,
  managerChanges,
  metadataChanges,
  publishedScores,
  type ScoreRow,
  type StatusChangeRow,
  statusChanges,
} from "../loaders/history.ts";
import { createIncidentLogLoader, type LogFilter, type LogRow } from "../loaders/incident-log.ts";
import { createIncidentLoader, type IncidentFilter, type IncidentRow, incidents } from "../loaders/incidents.ts";
import { type MaintenanceFilter, type MaintenanceRow, maintenanceList } from "../loaders/maintenance.ts";
import { type ManagerRow, managers } from "../loaders/managers.ts";
import { type Bucket, type BucketsRequest, createBucketsLoader } from "../loaders/metric-points.ts";
import { createOperatorLoader, type OperatorRow } from "../loaders/operators.ts";
import { createPastWindowsLoader, type PastWindowsRequest } from "../loaders/past-windows.ts";
import { createProfileLoader, type ProfileRow } from "../loaders/profiles.ts";
import { loadPauseRecords } from "../loaders/registry-history.ts";
import { createReputationLoader, type ReputationRecord } from "../loaders/reputation.ts";
import { type CircuitRecord, circuitOverrides, createCircuitLoader, type OverrideRow } from "../loaders/routing.ts";
import { type SampleFilter, type SampleRow, samples } from "../loaders/samples.ts";
import { type ScoreHistoryRow, scoreHistoryList } from "../loaders/score-history.ts";
import { createScoreReportLoader } from "../loaders/score-reports.ts";
import { MAX_TEXT_BYTES } from "../loaders/sealed-texts.ts";
import { type SlashFilter, type SlashRow, slashes } from "../loaders/slashes.ts";
import { type StakingEventFilter, type StakingEventRow, stakingEvents } from "../loaders/staking-events.ts";
import { createStandingLoader, type StandingRow } from "../loaders/standings.ts";
import { createIdLoader, createNestedListLoader, type NestedListLoader } from "../loaders/table-list.ts";
import { type UnstakeRequestFilter, type UnstakeRequestRow, unstakeRequests } from "../loaders/unstake-requests.ts";
import {
  createAssessedBpsLoader,
  createAssessedSliceLoader,
  createDossierLoader,
  createIncidentSlashLoader,
  createViolationLoader,
  type SliceRow,
  type ViolationFilter,
  type ViolationRow,
  violationSlices,
  violations,
} from "../loaders/violations.ts";
import {
  createUnstakeSumsLoader,
  createWalletSumsLoader,
  type UnstakeSums,
  type WalletSums,
} from "../loaders/wallet-unstakes.ts";
import {
  type AttemptRow,
  type DeliveryFilter,
  type DeliveryRow,
  webhookAttempts,
  webhookDeliveries,
} from "../loaders/webhooks.ts";
import type { Call, Simulation, Simulator } from "../wallets/simulator.ts";
import type { TargetRules } from "../webhooks/webhooks.ts";
import { createReviewLoader, type ReviewLoader } from "./review-loader.ts";

/** Batching and caching for the length of one request. */
interface Loaders {
  readonly operator: DataLoader<string, OperatorRow | null>;
  readonly managers: NestedListLoader<ManagerRow, null>;
  readonly managerChanges: NestedListLoader<ManagerChangeRow, null>;
  readonly metadataChanges: NestedListLoader<MetadataChangeRow, null>;
  readonly events: NestedListLoader<EventRow, EventFilter>;
  readonly slashes: NestedListLoader<SlashRow, SlashFilter>;
  readonly stakingEvents: NestedListLoader<StakingEventRow, StakingEventFilter>;
  readonly unstakeRequests: NestedListLoader<UnstakeRequestRow, UnstakeRequestFilter>;
  readonly unstakeSums: DataLoader<string, readonly UnstakeSums[]>;
  readonly walletSums: DataLoader<string, readonly WalletSums[]>;
  readonly publishedScores: NestedListLoader<ScoreRow, null>;
  readonly firstScore: DataLoader<string, string | null>;
  readonly scoreReport: DataLoader<string, string | null>;
  readonly statusChanges: NestedListLoader<StatusChangeRow, null>;
  readonly scoreHistory: NestedListLoader<ScoreHistoryRow, null>;
  readonly samples: NestedListLoader<SampleRow, SampleFilter>;
  readonly alerts: NestedListLoader<AlertRow, AlertFilter>;
  readonly alertEvents: NestedListLoader<AlertEventRow, AlertEventFilter>;
  readonly incident: DataLoader<string, IncidentRow | null>;
  readonly incidents: NestedListLoader<IncidentRow, IncidentFilter>;
  readonly maintenance: NestedListLoader<MaintenanceRow, MaintenanceFilter>;
  readonly heartbeats: DataLoader<string, readonly HeartbeatRow[]>;
  readonly circuit: DataLoader<string, CircuitRecord>;
  readonly circuitOverrides: NestedListLoader<OverrideRow, null>;
  readonly profile: DataLoader<string, ProfileRow | null>;
  readonly nodes: DataLoader<string, readonly NodeRow[]>;
  readonly incidentLog: NestedListLoader<LogRow, LogFilter>;
  readonly slash: DataLoader<string, SlashRow | null>;
  readonly announced: DataLoader<string, MaintenanceRow | null>;
  readonly violations: NestedListLoader<ViolationRow, ViolationFilter>;
  readonly violationSlices: NestedListLoader<SliceRow, null>;
  readonly violation: DataLoader<string, ViolationRow | null>;
  readonly assessedSlice: DataLoader<string, SliceRow | null>;
  readonly incidentSlash: DataLoader<string, SlashRow | null>;
  readonly dossier: DataLoader<string, string | null>;
  readonly assessedBps: DataLoader<string, number>;
  readonly review: ReviewLoader;
  readonly disputeDraft: DataLoader<Pick<SlashRow, "id" | "incidentKey">, DraftRow | null, string>;
  readonly disputePack: DataLoader<string, string | null>;
  readonly webhookDeliveries: NestedListLoader<DeliveryRow, DeliveryFilter>;
  readonly webhookAttempts: NestedListLoader<AttemptRow, null>;
  readonly buckets: DataLoader<BucketsRequest, readonly Bucket[], string>;
  readonly pastWindows: DataLoader<PastWindowsRequest, StoredWindows, string>;
  readonly reputation: DataLoader<string, ReputationRecord>;
  readonly standing: DataLoader<string, StandingRow | null>;
  readonly checkpoints: NestedListLoader<CheckpointRow, CheckpointFilter>;
}

/** What every resolver gets. Made anew for each request. */
export interface Context {
  readonly db: Database;
  /** Who asks; null for somebody without a key. */
  readonly caller: Caller | null;
  /** For writes in transactions of their own. */
  readonly pool: pg.Pool;
  /** Unix seconds; one moment for the whole request. */
  readonly now: number;
  readonly policy: Policy;
  /** How long measurements are kept. */
  readonly retention: Retention;
  readonly registry: ExpectedRegistry;
  /** Asks the chain itself. */
  readonly simulator: Simulator;
  /** Where this API is reached from outside, without a slash at its end. */
  readonly publicUrl: string;
  /** How old the indexed head may be before the indexer counts as unhealthy, seconds. */
  readonly maxLagSeconds: number;
  /** Whether operators are read with their windows and scores: see `mayAskForFigures`. */
  readonly figures: boolean;
  /** Where webhooks may point to. */
  readonly webhookTargets: TargetRules;
  /** What subscriptions follow. */
  readonly streams: Streams;
  readonly loaders: Loaders;
  /**
   * The chain as mirrored, read once for each request.
   *
   * @throws RequestError BLOCK_NOT_INDEXED if `minBlock` is not mirrored yet, and those of `loadChainState`
   */
  readonly chain: (minBlock?: number | null) => Promise<ChainState>;
  /** When the slash clock stood still up to `now`, oldest first. Read once for each request that asks for a deadline. */
  readonly clockStops: () => Promise<readonly ClockStop[]>;
  /** What the chain would say of a call now; asked once for each request that wants to know. */
  readonly simulate: (call: Call) => Promise<Simulation>;
}

/** All of it but who asks, which the request itself says. */
export type RequestContext = Omit<Context, "caller">;

export type ContextSource = Pick<
  Context,
  | "db"
  | "pool"
  | "now"
  | "policy"
  | "retention"
  | "registry"
  | "simulator"
  | "publicUrl"
  | "maxLagSeconds"
  | "figures"
  | "streams"
  | "webhookTargets"
>;

/** How long the rolling cap of slashes reaches back. */
const capSeconds = ({ slash, time }: Policy) => slash.capIntervals * time.intervalSeconds;

const daySeconds = ({ time }: Policy) => time.dayIntervals * time.intervalSeconds;

export function createContext(source: ContextSource): RequestContext {
  const { db } = source;
  let state: Promise<ChainState> | undefined;
  let stops: Promise<readonly ClockStop[]> | undefined;
  const simulations = new Map<string, Promise<Simulation>>();
  return {
    ...source,
    loaders: {
      operator: createOperatorLoader(db, source.figures),
      managers: createNestedListLoader(db, managers),
      managerChanges: createNestedListLoader(db, managerChanges),
      metadataChanges: createNestedListLoader(db, metadataChanges),
      events: createNestedListLoader(db, events),
      slashes: createNestedListLoader(db, slashes),
      stakingEvents: createNestedListLoader(db, stakingEvents),
      unstakeRequests: createNestedListLoader(db, unstakeRequests),
      unstakeSums: createUnstakeSumsLoader(db, source.now),
      walletSums: createWalletSumsLoader(db, source.now),
      publishedScores: createNestedListLoader(db, publishedScores),
      firstScore: createFirstScoreLoader(db),
      scoreReport: createScoreReportLoader(db),
      statusChanges: createNestedListLoader(db, statusChanges),
      scoreHistory: createNestedListLoader(db, scoreHistoryList),
      samples: createNestedListLoader(db, samples),
      alerts: createNestedListLoader(db, alerts),
      alertEvents: createNestedListLoader(db, alertEvents),
      incident: createIncidentLoader(db),
      incidents: createNestedListLoader(db, incidents),
      maintenance: createNestedListLoader(db, maintenanceList),
      heartbeats: createHeartbeatLoader(db),
      circuit: createCircuitLoader(db, source.now - daySeconds(source.policy)),
      circuitOverrides: createNestedListLoader(db, circuitOverrides),
      profile: createProfileLoader(db),
      nodes: createNodeLoader(db),
      incidentLog: createIncidentLogLoader(db),
      slash: createIdLoader<SlashRow>(db, slashes),
      announced: createIdLoader<MaintenanceRow>(db, maintenanceList),
      violations: createNestedListLoader(db, violations),
      violationSlices: createNestedListLoader(db, violationSlices),
      violation: createViolationLoader(db),
      assessedSlice: createAssessedSliceLoader(db),
      incidentSlash: createIncidentSlashLoader(db),
      dossier: createDossierLoader(db, MAX_TEXT_BYTES),
      assessedBps: createAssessedBpsLoader(db, source.now - capSeconds(source.policy)),
      review: createReviewLoader(source),
      disputeDraft: createDraftLoader(db),
      disputePack: createPackLoader(db, MAX_TEXT_BYTES),
      webhookDeliveries: createNestedListLoader(db, webhookDeliveries),
      webhookAttempts: createNestedListLoader(db, webhookAttempts),
      buckets: createBucketsLoader(db),
      pastWindows: createPastWindowsLoader(db, source.policy.time),
      reputation: createReputationLoader(db, source.policy, source.now),
      standing: createStandingLoader(db),
      checkpoints: createNestedListLoader(db, checkpoints),
    },
    chain: async (minBlock) => {
      state ??= shareChainState(db, source.registry);
      let chain = await state;
      if (typeof minBlock === "number" && chain.block < minBlock) {
        // The block may have come since that statement was sent.
        state = loadChainState(db, source.registry);
        chain = await state;
      }
      if (typeof minBlock === "number" && chain.block < minBlock) {
        throw new RequestError(
          "BLOCK_NOT_INDEXED",
          `Block ${minBlock} is not indexed yet; the latest is ${chain.block}.`,
          {
            minBlock,
            block: chain.block,
          },
        );
      }
      return chain;
    },
    simulate: (call) => {
      const key = [call.from, call.to, call.data, call.value].join(" ");
      const simulation = simulations.get(key) ?? source.simulator.simulate(call);
      simulations.set(key, simulation);
      return simulation;
    },
    clockStops: () => {
      stops ??= loadPauseRecords(db).then((records) => clockStops(records, source.now));
      return stops;
    },
  };
}
