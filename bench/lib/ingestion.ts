/** What benchmarks of ingestion stand on: a database with operators, an API in front of it, and batches for it. */
import assert from "node:assert/strict";
import pg from "pg";
import { z } from "zod";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { createOperators } from "../data/operators.ts";
import { type BatchSignature, batches, bodyOf, createWriters, type Sample, type Writers } from "../data/samples.ts";
import { ask, type Request } from "./load.ts";
import type { BenchPostgres } from "./postgres.ts";
import { startApi } from "./servers.ts";
import type { Server, Workshop } from "./workshop.ts";

const DAY = 86_400;

export interface IngestionOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly name: string;
  readonly operators: number;
  /** The account of the first reporter; null if it only uses keys. */
  readonly signer?: string;
  /** Settings of the API. */
  readonly env: Record<string, string>;
}

export interface Ingestion {
  readonly connectionString: string;
  readonly database: pg.Pool;
  readonly api: Server;
  readonly writers: Writers;
  /** The next batches that nobody has seen; every side takes some of its own. */
  next(count: number): readonly (readonly Sample[])[];
  request(samples: readonly Sample[], signature?: BatchSignature): Request;
  /** How many samples are stored. */
  stored(table?: string): Promise<number>;
  close(): Promise<void>;
}

export async function openIngestion(options: IngestionOptions): Promise<Ingestion> {
  const { workshop, postgres, name, operators, signer, env } = options;
  const connectionString = await postgres.createDatabase(name);
  await createOperators(connectionString, operators);
  const database = new pg.Pool({ connectionString, max: 2 });
  const writers = await createWriters(database, signer ?? null);
  const now = Math.floor(Date.now() / 1000);
  await maintainPartitions(database, now, { rawDays: 35, hourDays: 400 });
  const api = await startApi(workshop, name, connectionString, process.env.BENCH_API_NODE?.split(" ") ?? [], env);
  // Samples are taken for a week: there is room for hours of work.
  const from = Math.floor(now / DAY) * DAY - 5 * DAY;
  const source = batches(writers.operators, writers.reporters, from);
  const ingestion: Ingestion = {
    ...{ connectionString, database, api, writers },
    next: (count) => Array.from({ length: count }, () => source.next().value),
    request: (samples, signature) => ({
      url: `${api.url}/graphql`,
      body: bodyOf(samples, signature),
      ...(signature === undefined ? { key: writers.key } : {}),
    }),
    async stored(table = "din_api.metric_sample") {
      const { rows } = await database.query<{ count: number }>(`select count(*)::integer as count from ${table}`);
      return rows[0]?.count ?? 0;
    },
    async close() {
      await api.stop();
      await database.end();
      await postgres.dropDatabase(name);
    },
  };
  return ingestion;
}

const answer = z.object({
  data: z.object({
    recordMetricsBatch: z.object({
      accepted: z.number(),
      duplicates: z.number(),
      conflicts: z.number(),
      rejected: z.number(),
      results: z.array(z.unknown()),
    }),
  }),
});

/** The whole batch is accepted, and a duplicate when it comes again. */
export async function checkAccepted(request: Request, samples: number): Promise<void> {
  const counts = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, results: [] };
  assert.deepEqual(answer.parse(await ask(request)).data.recordMetricsBatch, { ...counts, accepted: samples });
}

export async function checkDuplicate(request: Request, samples: number): Promise<void> {
  const counts = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, results: [] };
  assert.deepEqual(answer.parse(await ask(request)).data.recordMetricsBatch, { ...counts, duplicates: samples });
}
