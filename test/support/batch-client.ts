/** A client as reporters run one: it sends a batch again until somebody answers it. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { BATCH, batchAnswerSchema } from "../api/support/writer.ts";
import type { SentSample, Told } from "./sample-traffic.ts";

export interface BatchClientOptions {
  /** Of all replicas. */
  readonly urls: readonly string[];
  readonly key: string;
}

const answerSchema = z.object({
  data: batchAnswerSchema.nullish(),
  errors: z.array(z.looseObject({ extensions: z.looseObject({ code: z.string() }) })).optional(),
});

/** Codes of what passes by itself. */
const PASSING = new Set(["DATABASE_UNAVAILABLE", "TIMEOUT"]);

/** Milliseconds after which an answer is not waited for any longer, and until the next attempt. */
const PATIENCE = 10_000;
const PAUSE = 25;

export class BatchClient {
  /** Attempts whose connection broke or was refused, and those that were answered with an outage. */
  readonly failures = { broken: 0, refused: 0, outage: 0 };
  /** Batches that were answered, and requests that were made. */
  answered = 0;
  requests = 0;
  private readonly options: BatchClientOptions;

  constructor(options: BatchClientOptions) {
    this.options = options;
  }

  /**
   * What became of each sample. Attempts take turns over the replicas.
   *
   * @throws for any answer but a result and an outage
   */
  async send(batch: readonly SentSample[], signal: AbortSignal): Promise<Told[]> {
    const variables = { input: { samples: batch.map(({ wire }) => wire) } };
    const body = JSON.stringify({ query: BATCH, variables });
    for (;;) {
      signal.throwIfAborted();
      const told = await this.attempt(body);
      if (told !== null) return told;
      await sleep(PAUSE);
    }
  }

  private async attempt(body: string): Promise<Told[] | null> {
    const { urls, key } = this.options;
    const url = urls[this.requests % urls.length];
    this.requests += 1;
    const text = await this.post(`${url}/graphql`, key, body);
    if (text === null) return null;
    const { data, errors = [] } = answerSchema.parse(JSON.parse(text));
    if (errors.some(({ extensions }) => PASSING.has(extensions.code))) {
      this.failures.outage += 1;
      return null;
    }
    const result = data?.recordMetricsBatch;
    if (result?.__typename !== "RecordedBatch") throw new Error(`a batch was answered with ${text}`);
    this.answered += 1;
    return result.results;
  }

  /** The whole body; null if it did not come. */
  private async post(url: string, key: string, body: string): Promise<string | null> {
    try {
      const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE) });
      return await response.text();
    } catch (error) {
      const cause = error instanceof Error ? error.cause : null;
      const refused = cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
      this.failures[refused ? "refused" : "broken"] += 1;
      return null;
    }
  }
}
