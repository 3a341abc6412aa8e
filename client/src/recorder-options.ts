/** What a recorder is told, and what it tells. */
import type { FailedDelivery, RejectedSample } from "./delivery.ts";
import type { MetricSampleInput } from "./generated/graphql.ts";
import type { MetricBatchTypedData } from "./sign.ts";
import type { Timing } from "./timing.ts";

type Hex = `0x${string}`;

/** An account that signs batches in place of an API key. */
export interface BatchSigner {
  /** Id of the reporter that is registered with the account. */
  readonly reporter: string;
  /** For example a viem account's `signTypedData`. */
  readonly signTypedData: (data: MetricBatchTypedData) => Promise<Hex>;
}

/** Something that will not reach the API. */
export interface DroppedSample {
  /** Null: a request or seconds that came when their interval was closed. */
  readonly sample: MetricSampleInput | null;
  readonly reason: "BUFFER_FULL" | "LATE";
}

export interface RecorderOptions {
  /** As whom samples are sent that do not say it; needed only by keys of several reporters. */
  readonly reporter?: string;
  readonly sign?: BatchSigner;
  /** How often what is closed is sent, milliseconds. Default: 5,000. */
  readonly flushMs?: number;
  /** Milliseconds after its end until an interval is closed, for requests that are told late. Default: 2,000. */
  readonly graceMs?: number;
  /** Samples in one request, at most 1,000, which is the default. */
  readonly maxBatch?: number;
  /** Samples that wait, at most; one too many costs the oldest. Default: 100,000. */
  readonly maxBuffered?: number;
  /** The API's interval. Default: it is asked. */
  readonly intervalSeconds?: number;
  /** Told of samples that the API does not take. */
  readonly onRejected?: (rejected: RejectedSample) => void;
  /** Told of each attempt that failed, before the wait for the next. */
  readonly onError?: (failed: FailedDelivery) => void;
  /** Told of what is given up. */
  readonly onDropped?: (dropped: DroppedSample) => void;
  /** Ends it at once: what waits is given up. */
  readonly signal?: AbortSignal;
  /** Clock, chance and timers; default: the runtime's own. */
  readonly timing?: Timing;
}
