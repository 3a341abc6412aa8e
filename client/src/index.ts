export { createClient, type DinClient, type DinClientOptions, type RequestOptions } from "./client.ts";
export { DinProtocolError, DinRequestError, type GraphQLErrorEntry } from "./errors.ts";
export * from "./generated/graphql.ts";
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
