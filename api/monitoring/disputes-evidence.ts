/** The measurements that go into a dispute's pack: what the operator itself saw, and who saw something else than was agreed on. */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { deviationsOf } from "../domain/consensus.ts";
import type { Report } from "../domain/measurement.ts";
import type { Policy } from "../domain/policy.ts";
import type { Bounded, OwnSample, PlacedDeviation } from "../domain/review-pack.ts";
import { decodeSketch } from "../domain/sketch.ts";
import type { Range } from "../domain/window.ts";

/** What is read at most, bytes and intervals: an operator may have told of as many regions as it liked. A pack may hold less. */
const OWN_BYTES = 6_000_000;
const DISSENTED_BYTES = 20_000_000;
const MAX_DISSENTED = 1_500;

const SAMPLE_COLUMNS = `
  s.at, s.service, s.region, s.reporter, s.revision, s.weight, s.requests, s.successes, s.timeouts,
  s.up_seconds as "upSeconds", s.down_seconds as "downSeconds", s.p95_micros as "p95Micros", s.p99_micros as "p99Micros",
  s.sketch, s.received_at as "receivedAt"`;

type SampleRow = Omit<OwnSample, "sketch"> & { readonly sketch: Buffer | null };

interface ReadRow extends SampleRow {
  /** How many there are, read or not. */
  readonly total: number;
  readonly bytes: number;
}

/** As many of them, in their order, as have together so many bytes. @param most the parameter that says how many */
const bounded = (samples: string, most: string) => `
  select * from (
    select *, count(*) over () as total,
      sum(200 + coalesce(octet_length(sketch), 0)) over (order by at, service, region, reporter) as bytes
    from (${samples}) as told
  ) as summed where bytes <= ${most} order by at, service, region, reporter`;

/** Of each the highest revision. */
const OWN_SAMPLES = {
  name: "din_own_samples",
  text: bounded(
    `select distinct on (s.at, s.service, s.region, s.reporter) ${SAMPLE_COLUMNS}
     from ${API_SCHEMA}.metric_sample as s
     where s.operator = $1 and s.at >= $2::bigint and s.at < $3::bigint and s.weight = 0
     order by s.at, s.service, s.region, s.reporter, s.revision desc`,
    "$4",
  ),
  types: columnTypes,
};

/** The operator's own reports of a period, with those of reporters whose word does not count. */
export async function loadOwnSamples(
  client: pg.ClientBase,
  operator: string,
  { start, end }: Range,
): Promise<Bounded<OwnSample>> {
  const { rows } = await client.query<ReadRow>({ ...OWN_SAMPLES, values: [operator, start, end, OWN_BYTES] });
  const samples = rows.map(({ total: _total, bytes: _bytes, sketch, ...row }) => ({
    ...row,
    sketch: sketch?.toString("base64") ?? null,
  }));
  return { rows: samples, total: rows[0]?.total ?? 0 };
}

/** All reports of the intervals in which somebody was off the consensus. */
const DISSENTED = {
  name: "din_dissented_samples",
  text: bounded(
    `select distinct on (s.at, s.service, s.region, s.reporter) ${SAMPLE_COLUMNS}
     from (
       select m.at from ${API_SCHEMA}.metric_minute as m
       where m.operator = $1 and m.at >= $2::bigint and m.at < $3::bigint and m.dissenters is not null
       order by m.at limit $4
     ) as place
     join ${API_SCHEMA}.metric_sample as s on s.operator = $1 and s.at = place.at
     order by s.at, s.service, s.region, s.reporter, s.revision desc`,
    "$5",
  ),
  types: columnTypes,
};

/** Who was off the consensus of a period, and by how much, by all that was received until now. */
export async function loadDisagreement(
  client: pg.ClientBase,
  operator: string,
  { start, end }: Range,
  policy: Policy,
): Promise<Bounded<PlacedDeviation>> {
  const { rows } = await client.query<ReadRow>({
    ...DISSENTED,
    values: [operator, start, end, MAX_DISSENTED, DISSENTED_BYTES],
  });
  // Without all of its reports, nobody knows what the last interval agreed on.
  const cut = rows.length < (rows[0]?.total ?? 0) ? rows.at(-1)?.at : undefined;
  const cells = new Map<string, SampleRow[]>();
  for (const row of rows) {
    if (row.at === cut) break;
    const key = JSON.stringify([row.at, row.service, row.region]);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [row]);
    else cell.push(row);
  }
  const found = [...cells.values()].flatMap((cell) => {
    const [{ at, service, region } = { at: 0, service: "", region: "" }] = cell;
    return deviationsOf(cell.map(reportOf), policy).map((deviation) => ({ at, service, region, ...deviation }));
  });
  return { rows: found, total: found.length };
}

function reportOf({ sketch, p95Micros, p99Micros, ...row }: SampleRow): Report {
  const { reporter, weight, requests, successes, timeouts, upSeconds, downSeconds } = row;
  const told = { reporter, weight, requests, successes, timeouts, upSeconds, downSeconds };
  if (sketch !== null) return { ...told, latency: { kind: "SKETCH", sketch: decodeSketch(sketch) } };
  const isScalar = p95Micros !== null && p99Micros !== null;
  return { ...told, latency: isScalar ? { kind: "SCALAR", p95Micros, p99Micros } : null };
}
