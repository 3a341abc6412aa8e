/** Counts requests, makes samples of them and sees that the API has them. */
import type { DinClient } from "./client.ts";
import { type DeliveryOptions, deliver } from "./delivery.ts";
import { IndexerDocument, type MetricSampleInput, SampleIntervalDocument } from "./generated/graphql.ts";
import { Intervals, type RecordedRequest, type RecordedSeconds } from "./intervals.ts";
import type { BatchSigner, RecorderOptions } from "./recorder-options.ts";
import { SampleQueue } from "./sample-queue.ts";
import { signMetricBatch } from "./sign.ts";
import { REAL_TIME, type Timing } from "./timing.ts";
import { waited } from "./waited.ts";

/** Until when a signature holds, seconds from when it is made. */
const SIGNED_SECONDS = 600;
/** How much later than that it may be: the API takes none that holds for more than an hour. */
const MAX_AHEAD_SECONDS = 1_800;

/**
 * A recorder for what one process measures.
 *
 * @throws what `request` throws, while it asks for the interval and, to sign, for the registry
 *
 * @example
 * const recorder = await createRecorder(din, { onRejected: ({ code, sample }) => console.warn(code, sample) });
 * recorder.record({ operator, service: "rpc", region: "eu-1", latencyMicros: 48_200 });
 * await recorder.close();
 */
export async function createRecorder(din: DinClient, options: RecorderOptions = {}): Promise<BatchRecorder> {
  const told = options.signal === undefined ? {} : { signal: options.signal };
  const seconds =
    options.intervalSeconds ?? (await din.request(SampleIntervalDocument, {}, told)).policy.time.intervalSeconds;
  const inputOf = options.sign === undefined ? unsigned : await signed(din, options.sign, options);
  return new BatchRecorder(din, seconds, inputOf, options);
}

const unsigned: DeliveryOptions["inputOf"] = async (samples) => ({ samples: [...samples] });

async function signed(
  din: DinClient,
  sign: BatchSigner,
  { signal, timing = REAL_TIME }: RecorderOptions,
): Promise<DeliveryOptions["inputOf"]> {
  const { chainId, registry } = (await din.request(IndexerDocument, {}, signal === undefined ? {} : { signal }))
    .indexer;
  let last = 0;
  return (samples) => {
    const next = Math.floor(timing.now() / 1_000) + SIGNED_SECONDS;
    // A batch is taken once: the same samples need another deadline. Unless the clock was put back: the last may be refused.
    last = last - next > MAX_AHEAD_SECONDS ? next : Math.max(last + 1, next);
    return signMetricBatch({ ...sign, samples, deadline: last, chainId, registry });
  };
}

/**
 * What was recorded is in memory until the API has it: a process that is killed loses the open interval and what waits. All
 * else reaches it once, over lost answers, outages and refused keys. One that starts again within an interval that was sent
 * already would say something else of it: such samples are refused as CONFLICT.
 */
export class BatchRecorder {
  readonly #din: DinClient;
  readonly #options: RecorderOptions;
  readonly #timing: Timing;
  readonly #intervals: Intervals;
  readonly #queue: SampleQueue;
  readonly #ending = new AbortController();
  readonly #delivery: DeliveryOptions;
  #cancelTimer = () => {};
  #sending: Promise<void> | null = null;
  #isClosed = false;

  constructor(din: DinClient, intervalSeconds: number, inputOf: DeliveryOptions["inputOf"], options: RecorderOptions) {
    const { timing = REAL_TIME, maxBatch = 1_000, signal } = options;
    refuseWrong(options, intervalSeconds);
    this.#din = din;
    this.#options = options;
    this.#timing = timing;
    this.#intervals = new Intervals(intervalSeconds);
    this.#queue = new SampleQueue(maxBatch);
    this.#delivery = {
      ...{ timing, inputOf, signal: this.#ending.signal },
      onRejected: (rejected) => tell(options.onRejected, rejected),
      onError: (failed) => tell(options.onError, failed),
    };
    const end = () => this.#end(signal?.reason);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
    this.#ending.signal.addEventListener("abort", () => signal?.removeEventListener("abort", end), { once: true });
    this.#setTimer();
  }

  /** Samples that the API does not have yet, those of open intervals included; what is on its way is not. */
  get waiting(): number {
    return this.#queue.size + this.#intervals.size;
  }

  /**
   * Counts a request.
   *
   * @throws RangeError for a latency that is none; an Error once it is closed
   */
  record(request: RecordedRequest): void {
    this.#count(this.#intervals.request.bind(this.#intervals, request));
  }

  /**
   * Counts seconds for which something was found up or down. Together they are at most the interval; what is more is cut
   * from `upSeconds`.
   *
   * @throws RangeError; an Error once it is closed
   */
  observe(seconds: RecordedSeconds): void {
    this.#count(this.#intervals.seconds.bind(this.#intervals, seconds));
  }

  /**
   * Adds a sample that is finished. The same again is harmless, as long as it says the same.
   *
   * @throws an Error once it is closed
   */
  add(sample: MetricSampleInput): void {
    this.#assertOpen();
    this.#enqueue([sample]);
  }

  /**
   * Sends what is closed now, and waits until the API has answered to all that waits.
   *
   * @throws the reason of the signal, which ends the waiting alone, or of what ended the recorder
   */
  async flush({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#ending.signal.throwIfAborted();
    this.#closeIntervals();
    await waited(this.#drain(), signal);
  }

  /**
   * Sends all there is, the open interval as well, and ends.
   *
   * @throws the signal's reason: then it has ended, and what was not sent is given up
   */
  async close({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#isClosed = true;
    this.#cancelTimer();
    this.#enqueue(this.#intervals.close(Number.POSITIVE_INFINITY));
    try {
      await waited(this.#drain(), signal);
    } finally {
      this.#end(signal?.reason ?? new Error("The recorder is closed."));
    }
  }

  #end(reason: unknown): void {
    this.#isClosed = true;
    this.#cancelTimer();
    this.#ending.abort(reason);
  }

  #count(take: (now: number) => boolean): void {
    this.#assertOpen();
    if (!take(this.#timing.now())) tell(this.#options.onDropped, { sample: null, reason: "LATE" });
    this.#makeRoom();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Error("The recorder is closed.");
  }

  #setTimer(): void {
    if (this.#isClosed) return;
    this.#cancelTimer = this.#timing.after(this.#options.flushMs ?? 5_000, () => {
      this.#closeIntervals();
      // In an outage that lasts, those who began wait already. Whoever waits hears how it ends.
      if (this.#sending === null && this.#queue.size > 0) this.#drain().catch(() => {});
      this.#setTimer();
    });
  }

  #closeIntervals(): void {
    const moment = (this.#timing.now() - (this.#options.graceMs ?? 2_000)) / 1_000;
    this.#enqueue(this.#intervals.close(moment));
  }

  #enqueue(samples: readonly MetricSampleInput[]): void {
    const { reporter } = this.#options;
    for (const sample of samples) {
      // A copy: what the caller does with its own later must not change what is sent again.
      this.#queue.push(reporter === undefined || sample.reporter != null ? { ...sample } : { ...sample, reporter });
    }
    this.#makeRoom();
  }

  #makeRoom(): void {
    const most = this.#options.maxBuffered ?? 100_000;
    while (this.waiting > most) {
      const sample = this.#queue.drop() ?? this.#intervals.drop();
      tell(this.#options.onDropped, { sample, reason: "BUFFER_FULL" });
    }
  }

  /** One batch after the other; all that wait share it. */
  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** A sample may come just as the last answer does: then it is not in what was sent. */
  async #drain(): Promise<void> {
    do await this.#send();
    while (this.#queue.size > 0);
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#queue.take(); batch.length > 0; batch = this.#queue.take()) {
      await deliver(this.#din, batch, this.#delivery);
    }
  }
}

/** @throws RangeError for what would spin, or never send */
function refuseWrong(
  { maxBatch = 1, maxBuffered = 1, flushMs = 1, graceMs = 0 }: RecorderOptions,
  intervalSeconds: number,
): void {
  if (!(Number.isInteger(maxBatch) && maxBatch >= 1 && maxBatch <= 1_000)) {
    throw new RangeError("maxBatch must be an integer of 1 to 1,000");
  }
  if (!(maxBuffered >= 1)) throw new RangeError("maxBuffered must be at least 1");
  if (!(flushMs >= 1)) throw new RangeError("flushMs must be at least 1");
  if (!(graceMs >= 0)) throw new RangeError("graceMs must be at least 0");
  if (!(Number.isSafeInteger(intervalSeconds) && intervalSeconds >= 1)) {
    throw new RangeError("intervalSeconds must be a positive integer");
  }
}

/** What a listener throws is its own, and ends nothing here. */
function tell<Told>(listener: ((told: Told) => void) | undefined, told: Told): void {
  try {
    listener?.(told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
