export { createClient, type DinClient, type RequestOptions } from "./client.ts";
export {
  DinConnectionError,
  DinPagingError,
  DinProtocolError,
  DinRequestError,
  type GraphQLErrorEntry,
  isPassing,
} from "./errors.ts";
export * from "./generated/graphql.ts";
export type { Page, PageVariables } from "./pages.ts";
export { type MetricBatchToSign, type MetricBatchTypedData, samplesDigest, signMetricBatch } from "./sign.ts";
export {
  type CancellationToSign,
  type CancelMaintenanceTypedData,
  type MaintenanceToSign,
  type MaintenanceTypedData,
  signCancellation,
  signMaintenance,
} from "./sign-maintenance.ts";
export { encodeHistogram, encodeLatencies } from "./sketch.ts";
export type { Reconnect, SubscribeOptions } from "./subscription.ts";
export type { Timing } from "./timing.ts";
export type { DinClientOptions } from "./transport.ts";
