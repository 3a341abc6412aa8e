/** Samples on their way to the API: each is sent, the same to the last figure, until the API has said what became of it. */
import type { DinClient } from "./client.ts";
import { within } from "./deadline.ts";
import { DinBatchError, DinProtocolError, DinRequestError, isPassing, retryAfterOf } from "./errors.ts";
import {
  type MetricSampleInput,
  RecordMetricsBatchDocument,
  type RecordMetricsBatchInput,
  type SampleStatus,
} from "./generated/graphql.ts";
import { backoffOf, sleep, type Timing } from "./timing.ts";

/** A sample that the API does not take. */
export interface RejectedSample {
  readonly sample: MetricSampleInput;
  /** CONFLICT: another is stored in its place. REJECTED: it is wrong, or of something the API does not know. */
  readonly status: SampleStatus;
  readonly code: string | null;
  readonly message: string | null;
  /** To the part that is wrong, within the sample. */
  readonly path: readonly string[];
}

/** A batch that could not be delivered, for now. */
export interface FailedDelivery {
  readonly error: unknown;
  readonly samples: number;
  /** How many attempts in a row have failed by now. */
  readonly failures: number;
  /** Milliseconds until the next. */
  readonly waitMs: number;
}

export interface DeliveryOptions {
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** The input for a batch, signed or as it is; asked for anew for each attempt, because a signature is taken once. */
  readonly inputOf: (samples: readonly MetricSampleInput[]) => Promise<RecordMetricsBatchInput>;
  readonly onRejected: (rejected: RejectedSample) => void;
  readonly onError: (failed: FailedDelivery) => void;
}

/** Longer than an API that is there takes for a batch. Milliseconds. */
const ANSWER_MS = 30_000;

/**
 * Delivers a batch, however long it takes. Whatever may pass is waited out: also a key that does not hold, since all that
 * waits would be lost with it. A batch that the API cannot read is sent in halves, down to the sample that is at fault.
 *
 * @throws only the signal's reason
 */
export async function deliver(
  din: DinClient,
  samples: readonly MetricSampleInput[],
  options: DeliveryOptions,
): Promise<void> {
  const { timing, signal, onError } = options;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt(din, samples, options);
    } catch (error) {
      signal.throwIfAborted();
      if (isUnreadable(error)) return await deliverParts(din, samples, error, options);
      const waitMs = backoffOf(failures, timing.random(), retryAfterOf(error));
      onError({ error, samples: samples.length, failures, waitMs });
      await sleep(waitMs, timing, signal);
    }
  }
}

async function attempt(
  din: DinClient,
  samples: readonly MetricSampleInput[],
  { timing, signal, inputOf, onRejected }: DeliveryOptions,
): Promise<void> {
  const result = await within(ANSWER_MS, timing, signal, async (ending) => {
    const input = await inputOf(samples);
    return (await din.request(RecordMetricsBatchDocument, { input }, { signal: ending })).recordMetricsBatch;
  });
  if (result.__typename !== "RecordedBatch") throw new DinBatchError(result.code, result.message);
  for (const { index, status, code, message, path } of result.results) {
    const sample = samples[index];
    // The API's begins with `samples` and the index within the batch.
    if (sample !== undefined) onRejected({ sample, status, code, message, path: path?.slice(2) ?? [] });
  }
}

async function deliverParts(
  din: DinClient,
  samples: readonly MetricSampleInput[],
  error: Unreadable,
  options: DeliveryOptions,
): Promise<void> {
  const [sample] = samples;
  if (samples.length === 1 && sample !== undefined) {
    const code = error instanceof DinRequestError ? error.code : null;
    return options.onRejected({ sample, status: "REJECTED", code, message: error.message, path: [] });
  }
  const middle = samples.length >> 1;
  await deliver(din, samples.slice(0, middle), options);
  await deliver(din, samples.slice(middle), options);
}

type Unreadable = DinRequestError | DinProtocolError;

/**
 * Whether the API, or a proxy before it, could not take these samples, whoever sends them and however often. By what says so
 * alone: an API that does not know the document, or a gateway's word, must not cost all that waits.
 */
function isUnreadable(error: unknown): error is Unreadable {
  if (error instanceof DinProtocolError) return error.status === 413;
  if (!(error instanceof DinRequestError) || isPassing(error)) return false;
  return error.status === 413 || /^(BAD_USER_INPUT$|INVALID_)/.test(error.code ?? "");
}
