/** Samples into Postgres and out of it, a batch in one statement. */
import type pg from "pg";
import type { Payload } from "./sample.ts";
import { revisionKey, type Weighed } from "./settle.ts";

/** Texts that may stand between quotes as they are: names here are checked, and have neither quotes nor backslashes. */
const texts = (values: readonly string[]) => `{"${values.join('","')}"}`;
const numbers = (values: readonly (number | null)[]) => `{${values.map((value) => value ?? "null").join(",")}}`;

/**
 * Arrays are sent as text that is made here, several times faster than the driver's, and all sketches as one run of
 * bytes, that Postgres cuts: as array elements they would go as hexadecimal text.
 */
const INSERT = `
  with inserted as (
    insert into din_api.metric_sample (operator, at, service, region, reporter, revision, requests, successes, timeouts,
      up_seconds, down_seconds, p95_micros, p99_micros, weight, received_at, sketch)
    select operator, at, service, region, reporter, revision, requests, successes, timeouts,
      up_seconds, down_seconds, p95_micros, p99_micros, weight, $15::bigint, substr($18::bytea, start, size)
    from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[],
      $9::bigint[], $10::integer[], $11::integer[], $12::bigint[], $13::bigint[], $14::integer[], $16::integer[], $17::integer[])
      as sent(operator, at, service, region, reporter, revision, requests, successes, timeouts, up_seconds, down_seconds,
        p95_micros, p99_micros, weight, start, size)
    on conflict do nothing
    returning operator, at
  ), dirtied as (
    insert into din_api.metric_dirty (operator, intervals)
    select operator, array_agg(distinct at) from inserted group by operator
  )
  select count(*)::integer as inserted from inserted`;

/**
 * Writes samples that are not there yet, with what tells the evaluator of them.
 *
 * @param samples in the order of the table's key, so that two batches never wait for each other
 * @returns how many were not there yet
 */
export async function insertSamples(
  client: pg.PoolClient,
  samples: readonly Weighed[],
  receivedAt: number,
): Promise<number> {
  if (samples.length === 0) return 0;
  const sketches = sketchRun(samples);
  const { rows } = await client.query<{ inserted: number }>({
    name: "din_insert_samples",
    text: INSERT,
    values: [
      texts(samples.map(({ operator }) => operator)),
      numbers(samples.map(({ at }) => at)),
      texts(samples.map(({ service }) => service)),
      texts(samples.map(({ region }) => region)),
      texts(samples.map(({ reporter }) => reporter)),
      numbers(samples.map(({ revision }) => revision)),
      numbers(samples.map(({ requests }) => requests)),
      numbers(samples.map(({ successes }) => successes)),
      numbers(samples.map(({ timeouts }) => timeouts)),
      numbers(samples.map(({ upSeconds }) => upSeconds)),
      numbers(samples.map(({ downSeconds }) => downSeconds)),
      numbers(samples.map(({ p95Micros }) => p95Micros)),
      numbers(samples.map(({ p99Micros }) => p99Micros)),
      numbers(samples.map(({ weight }) => weight)),
      receivedAt,
      numbers(sketches.starts),
      numbers(sketches.sizes),
      sketches.bytes,
    ],
  });
  return rows[0]?.inserted ?? 0;
}

/** All sketches one after another; where there is none, size and start are null. Postgres counts bytes from 1. */
function sketchRun(samples: readonly Weighed[]) {
  const starts: (number | null)[] = [];
  const sizes: (number | null)[] = [];
  const parts: Uint8Array[] = [];
  let next = 1;
  for (const { sketch } of samples) {
    starts.push(sketch === null ? null : next);
    sizes.push(sketch?.length ?? null);
    if (sketch === null) continue;
    parts.push(sketch);
    next += sketch.length;
  }
  return { starts, sizes, bytes: Buffer.concat(parts) };
}

interface StoredRow extends Payload {
  /** Place of the one that was asked for. */
  readonly n: number;
}

/** One key at a time by its index, whatever Postgres guesses of how many there are. */
const SELECT = `
  select wanted.n::integer as n, s.requests::float8 as requests, s.successes::float8 as successes,
    s.timeouts::float8 as timeouts, s.up_seconds as "upSeconds", s.down_seconds as "downSeconds", s.sketch,
    s.p95_micros::float8 as "p95Micros", s.p99_micros::float8 as "p99Micros"
  from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::integer[]) with ordinality
    as wanted(operator, at, service, region, reporter, revision, n)
  cross join lateral (
    select * from din_api.metric_sample s
    where s.operator = wanted.operator and s.at = wanted.at and s.service = wanted.service
      and s.region = wanted.region and s.reporter = wanted.reporter and s.revision = wanted.revision
      and ($7 or s.xmin <> pg_current_xact_id()::xid)
    offset 0
  ) s`;

/**
 * The payloads that are there of these samples, and of the revision before each, by `revisionKey`.
 *
 * @param own whether what this transaction has written counts
 */
export async function storedPayloads(
  client: pg.PoolClient,
  samples: readonly Weighed[],
  keys: readonly string[],
  own: boolean,
): Promise<Map<string, Payload>> {
  const wanted = samples.flatMap((sample, index) => {
    const key = keys[index] ?? "";
    const { revision } = sample;
    return (revision === 0 ? [0] : [revision - 1, revision]).map((number) => ({ sample, key, revision: number }));
  });
  const { rows } = await client.query<StoredRow>({
    name: "din_stored_samples",
    text: SELECT,
    values: [
      texts(wanted.map(({ sample }) => sample.operator)),
      numbers(wanted.map(({ sample }) => sample.at)),
      texts(wanted.map(({ sample }) => sample.service)),
      texts(wanted.map(({ sample }) => sample.region)),
      texts(wanted.map(({ sample }) => sample.reporter)),
      numbers(wanted.map(({ revision }) => revision)),
      own,
    ],
  });
  return new Map(
    rows.flatMap((row): [string, Payload][] => {
      const found = wanted[row.n - 1];
      return found === undefined ? [] : [[revisionKey(found.key, found.revision), row]];
    }),
  );
}
