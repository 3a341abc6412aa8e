export { createClient, type DinClient, type RequestOptions } from "./client.ts";
export { type CoreOptions, createInfrastructureCore, type InfrastructureCore } from "./core/core.ts";
export { DinCoreError } from "./core/error.ts";
export { type ConfigurableCore, default } from "./core/index.ts";
export type {
  DINInfrastructureStatus,
  NodeOperator,
  PerformanceMetrics,
  StakingEvent,
  Unstaking,
  Violation,
} from "./core/types.ts";
export type { ChainNode, CoreWallet } from "./core/wallet.ts";
export type { FailedDelivery, RejectedSample } from "./delivery.ts";
export {
  DinBatchError,
  DinConnectionError,
  DinPagingError,
  DinProtocolError,
  DinRequestError,
  type GraphQLErrorEntry,
  isPassing,
} from "./errors.ts";
export * from "./generated/graphql.ts";
export type { RecordedRequest, RecordedSeconds } from "./intervals.ts";
export type { Page, PageVariables } from "./pages.ts";
export { type BatchRecorder, createRecorder } from "./recorder.ts";
export type { BatchSigner, DroppedSample, RecorderOptions } from "./recorder-options.ts";
export { type MetricBatchToSign, type MetricBatchTypedData, samplesDigest, signMetricBatch } from "./sign.ts";
export {
  type CancellationToSign,
  type CancelMaintenanceTypedData,
  type MaintenanceToSign,
  type MaintenanceTypedData,
  signCancellation,
  signMaintenance,
} from "./sign-maintenance.ts";
export { type ProfileToSign, type ProfileTypedData, signProfile } from "./sign-profile.ts";
export { encodeHistogram, encodeLatencies } from "./sketch.ts";
export type { Reconnect, SubscribeOptions } from "./subscription.ts";
export type { Timing } from "./timing.ts";
export type { DinClientOptions } from "./transport.ts";
