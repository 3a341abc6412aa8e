/** Batches of samples as Metrics Core would send them: each of a reporter about a thousand operators, sweep after sweep. */
import type pg from "pg";
import { createKey } from "../../api/access/keys.ts";
import { readWireSketch } from "../../api/ingestion/sketch-wire.ts";
import { encodeLatencies } from "../../client/src/sketch.ts";
import { random } from "../../devnet/scenario/random.ts";

export const BATCH = 1_000;
export const SERVICE = "rpc";
export const REGION = "eu-west";
const MINUTE = 60;

/** As `MetricSampleInput`. */
export interface Sample {
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  /** Start of its interval, Unix seconds. */
  readonly timestamp: number;
  readonly revision: number;
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  readonly sketch: string;
}

export interface Latencies {
  /** As it is sent. */
  readonly sketch: string;
  readonly successes: number;
  /** As it is stored. */
  readonly stored: Uint8Array;
}

/** Different sketches that the samples share, so that a batch is made quickly. */
const DISTINCT = 512;

/** Of 200 to 600 successes: log-normal, the 95th percentile twice the median of 50 to 170 ms. */
const pool: readonly Latencies[] = Array.from({ length: DISTINCT }, (_, index) => {
  const dice = random(index);
  const median = 50_000 + 120_000 * dice();
  const successes = 200 + Math.floor(400 * dice());
  const normal = () => Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice());
  const sketch = encodeLatencies(Array.from({ length: successes }, () => median * Math.exp(0.42 * normal())));
  const wire = readWireSketch(sketch);
  if (typeof wire === "string") throw new Error(wire);
  return { sketch, successes, stored: wire.bytes };
});

/** The latencies of a sample. */
export function latenciesOf({ operator, timestamp, reporter }: Omit<Sample, "sketch">): Latencies {
  const place = Number.parseInt(operator.slice(2, 8), 16) + timestamp / MINUTE + reporter.length;
  const found = pool[place % DISTINCT];
  if (found === undefined) throw new Error("no latencies");
  return found;
}

/**
 * Batches without end, none of which shares a sample with another: every reporter about every operator, then the next
 * interval.
 *
 * @param operators a multiple of `BATCH`, or less than that
 * @param from start of the first interval, Unix seconds
 */
export function* batches(
  operators: readonly string[],
  reporters: readonly string[],
  from: number,
): Generator<readonly Sample[], never> {
  for (let timestamp = from; ; timestamp += MINUTE) {
    for (let first = 0; first < operators.length; first += BATCH) {
      for (const reporter of reporters) {
        yield operators.slice(first, first + BATCH).map((operator) => sampleOf(operator, timestamp, reporter));
      }
    }
  }
}

function sampleOf(operator: string, timestamp: number, reporter: string): Sample {
  const place = { operator, service: SERVICE, region: REGION, reporter, timestamp, revision: 0 };
  const counts = { requests: 0, successes: 0, timeouts: 1, upSeconds: MINUTE, downSeconds: 0 };
  const { sketch, successes } = latenciesOf({ ...place, ...counts });
  return { ...place, ...counts, requests: successes + 2, successes, sketch };
}

export interface Writers {
  readonly key: string;
  readonly reporters: readonly string[];
  /** Lowercase addresses. */
  readonly operators: readonly string[];
}

/** Registers the service and two reporters, one of them with an account that signs, and makes a key. */
export async function createWriters(database: pg.Pool, signer: string | null): Promise<Writers> {
  const reporters = ["metrics-core", "watchtower"];
  await database.query("insert into din_api.service (id, name, created_at) values ($1, $1, 0)", [SERVICE]);
  await database.query(
    `insert into din_api.reporter (id, name, address, weight, created_at, updated_at)
     select id, id, address, 1, 0, 0 from unnest($1::text[], $2::text[]) as given (id, address)`,
    [reporters, [signer?.toLowerCase() ?? null, null]],
  );
  const { key } = await createKey(database, { name: "bench", scopes: ["metrics:write"], reporter: null }, null, 0);
  const { rows } = await database.query<{ address: string }>(
    "select address from din_api.operator_sort order by address",
  );
  return { key, reporters, operators: rows.map(({ address }) => address) };
}

const DOCUMENT = `mutation RecordMetricsBatch($input: RecordMetricsBatchInput!, $status: [SampleStatus!] = [CONFLICT, REJECTED]) {
  recordMetricsBatch(input: $input) {
    __typename
    ... on RecordedBatch { accepted duplicates conflicts rejected results(status: $status) { index status code message path } }
    ... on Error { code message path }
  }
}`;

export interface BatchSignature {
  readonly reporter: string;
  /** Unix seconds. */
  readonly deadline: number;
  readonly signature: string;
}

/** The body of a request. */
export function bodyOf(samples: readonly Sample[], signature?: BatchSignature): string {
  return JSON.stringify({ query: DOCUMENT, variables: { input: { samples, signature } } });
}
