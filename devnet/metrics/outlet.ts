/** The way out: samples go to the public API with a key, through the typed client, like anybody's. */
import {
  createClient,
  type DinClient,
  DinRequestError,
  encodeHistogram,
  type MetricSampleInput,
  OperatorsDocument,
  type OperatorsQuery,
  RecordMetricsBatchDocument,
} from "@dreamnet/din-infrastructure-core";
import type { Actor } from "../scenario/actors.ts";
import { type AccessOptions, takeAccess } from "./access.ts";
import type { Sample } from "./deliveries.ts";
import { logNormal } from "./latency.ts";
import { persist } from "./persist.ts";
import { beat, introduce } from "./presence.ts";

export interface Registered {
  /** In lower case. */
  readonly address: string;
  /** Unix seconds. */
  readonly registeredAt: number;
}

export interface Outlet {
  /** Everybody that is registered; those with the most stake first. */
  operators(): Promise<readonly Registered[]>;
  /**
   * Sends samples, at most as many as the API takes at once, until it has answered.
   *
   * @returns those it has now, whether it had them before or not; others it has refused, which is told
   */
  send(samples: readonly Sample[]): Promise<readonly Sample[]>;
  /** Sets the profile of an operator that has none. @param now Unix seconds @returns whether it has one */
  introduce(actor: Actor, now: number): Promise<boolean>;
  /** Heartbeats of the nodes of those operators. @param seconds since the generator's epoch */
  beat(actors: readonly Actor[], seconds: number): Promise<void>;
}

/** Longer than an API that is there takes for a batch. Milliseconds. */
const LAST_ANSWER_MS = 30_000;

/** Waits for the API. */
export async function openOutlet(options: AccessOptions): Promise<Outlet> {
  const { graphql, signal, log } = options;
  const open = async () =>
    createClient({ url: graphql, apiKey: await persist("access", () => takeAccess(options), options) });
  let din = await open();

  /** A key that does not hold any more (somebody revoked it) is replaced. */
  async function ask<Result>(what: string, act: (din: DinClient) => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await persist(what, () => act(din), options, isRefusedKey);
      } catch (error) {
        signal.throwIfAborted();
        log(`${what}: ${String(error)}`);
        options.keys.metrics = null;
        din = await open();
      }
    }
  }

  return {
    operators: () => ask("operators", (client) => registered(client, signal)),
    send: async (samples) => {
      const input = { samples: samples.map(inputOf) };
      const wrong = await ask("samples", async (client) => {
        // Not cut by the signal: whoever stops would not hear that the API has taken what is on its way.
        const answered = { signal: AbortSignal.timeout(LAST_ANSWER_MS) };
        const { recordMetricsBatch } = await client.request(RecordMetricsBatchDocument, { input }, answered);
        if (recordMetricsBatch.__typename !== "RecordedBatch") throw new Error(recordMetricsBatch.message);
        return recordMetricsBatch.results;
      });
      for (const { index, code, message } of wrong) {
        log(`refused: ${code}: ${message} ${JSON.stringify(samples[index])}`);
      }
      const refused = new Set(wrong.map(({ index }) => index));
      return samples.filter((_, index) => !refused.has(index));
    },
    introduce: (actor, now) => ask(`profile of ${actor}`, (client) => introduce(client, actor, now, signal)),
    beat: (actors, seconds) => beat(din, actors, seconds, signal),
  };
}

const isRefusedKey = (error: unknown) =>
  error instanceof DinRequestError && (error.code === "UNAUTHENTICATED" || error.code === "FORBIDDEN");

async function registered(din: DinClient, signal: AbortSignal): Promise<Registered[]> {
  const found: Registered[] = [];
  let after: string | null = null;
  do {
    const page: OperatorsQuery = await din.request(OperatorsDocument, { first: 100, after }, { signal });
    for (const { address, registeredAt } of page.operators.nodes) {
      found.push({ address: address.toLowerCase(), registeredAt: Math.floor(Date.parse(registeredAt) / 1_000) });
    }
    const { hasNextPage, endCursor }: OperatorsQuery["operators"]["pageInfo"] = page.operators.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return found;
}

function inputOf({ at, medianMicros, ...sample }: Sample): MetricSampleInput {
  return {
    ...sample,
    timestamp: at,
    sketch: sample.successes > 0 ? encodeHistogram(logNormal(medianMicros, sample.successes)) : null,
  };
}
