/** Writing as clients do: keys, samples that are right, and what comes back. */
import { encodeHistogram } from "@dreamnet/din-infrastructure-core";
import pg from "pg";
import { z } from "zod";
import { createKey } from "../../../api/access/keys.ts";
import { registerReporter, registerService } from "../../../api/ingestion/registry.ts";
import type { Answer, TestApi } from "./api.ts";
import { NOW } from "./rows.ts";

const INTERVAL = 60;

/** Start of the test's last whole interval. */
export const LAST_INTERVAL = Math.floor(NOW / INTERVAL) * INTERVAL - INTERVAL;

/** A key as the command line makes it. */
export async function makeKey(url: string, scopes: readonly string[], reporter: string | null = null): Promise<string> {
  return withPool(url, async (pool) => (await createKey(pool, { name: "test", scopes, reporter }, null, NOW)).key);
}

/** Reporters r-1, r-2 and r-3 (without an address, weight 1) and services rpc and wallet. */
export async function registerAll(url: string): Promise<void> {
  await withPool(url, async (pool) => {
    for (const id of ["r-1", "r-2", "r-3"]) {
      await registerReporter(pool, { id, name: id, address: null, weight: 1 }, NOW);
    }
    for (const id of ["rpc", "wallet"]) await registerService(pool, { id, name: id }, NOW);
  });
}

export async function withPool<Result>(url: string, work: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** A POST with a key. */
export function askAs(api: TestApi, key: string | null, query: string, variables: object = {}): Promise<Answer> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  return api.post(JSON.stringify({ query, variables }), headers);
}

/** 100 requests, 90 successes of 100 ms, a whole interval up. */
export function sampleOf(operator: string, told: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ operator, service: "rpc", region: "eu-1", reporter: "r-1", timestamp: LAST_INTERVAL },
    ...{ requests: 100, successes: 90, timeouts: 3, upSeconds: 60, downSeconds: 0, sketch: SKETCH_OF_90 },
    ...told,
  };
}

export const SKETCH_OF_90 = encodeHistogram([[100_000, 90]]);

/** The mutation of a batch; its one variable is `input`. */
export const BATCH = `mutation ($input: RecordMetricsBatchInput!) {
  recordMetricsBatch(input: $input) {
    __typename
    ... on RecordedBatch { accepted duplicates conflicts rejected results { index status code message path } }
    ... on Error { code message path }
  }
}`;

const failureSchema = z.object({
  __typename: z.enum(["ValidationError", "NotFoundError", "ConflictError", "ForbiddenError"]),
  code: z.string(),
  message: z.string(),
  path: z.array(z.string()),
});
const batchSchema = z.object({
  __typename: z.literal("RecordedBatch"),
  accepted: z.number(),
  duplicates: z.number(),
  conflicts: z.number(),
  rejected: z.number(),
  results: z.array(
    z.object({
      index: z.number(),
      status: z.enum(["ACCEPTED", "DUPLICATE", "CONFLICT", "REJECTED"]),
      code: z.string().nullable(),
      message: z.string().nullable(),
      path: z.array(z.string()).nullable(),
    }),
  ),
});
/** The data that answers `BATCH`. */
export const batchAnswerSchema = z.object({ recordMetricsBatch: z.union([batchSchema, failureSchema]) });

export type BatchAnswer = z.infer<typeof batchSchema>;
export type Failure = z.infer<typeof failureSchema>;

/** What the API says to a batch. */
export async function sendBatch(
  api: TestApi,
  key: string | null,
  input: { readonly samples: readonly unknown[]; readonly signature?: unknown },
): Promise<BatchAnswer | Failure> {
  const answer = await askAs(api, key, BATCH, { input });
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return batchAnswerSchema.parse(answer.data).recordMetricsBatch;
}

/** The status of each sample of a batch that was taken; with its code where it was not. */
export async function statusesOf(api: TestApi, key: string | null, samples: readonly unknown[]): Promise<string[]> {
  const answer = await sendBatch(api, key, { samples });
  if (answer.__typename !== "RecordedBatch") throw new Error(`${answer.code}: ${answer.message}`);
  return answer.results.map(({ status, code }) => (code === null ? status : `${status} ${code}`));
}
