/**
 * From samples to sums: the consensus of each interval that changed, then its hour, then its day. Each is computed anew
 * from all that is stored of the one below, so late, revised and repeated data need no case of their own, and it does
 * not matter how often it is done.
 */
import type pg from "pg";
import { storedCloseOf } from "../db/metric-close.ts";
import { intervalsOf, keyOfPlace, type Place, type SampleRow, samplesWhere } from "../db/metric-samples.ts";
import { loadTotalsOf, type StoredTotals, saveTotals } from "../db/metric-sums.ts";
import { columnTypes } from "../db/rows.ts";
import { type Consensus, consensusOf } from "../domain/consensus.ts";
import type { Policy } from "../domain/policy.ts";
import { closesAt, dayStart, hourStart } from "../domain/window.ts";

const SAMPLES = { name: "din_samples", text: samplesWhere("true"), types: columnTypes };

/** As it was known when each interval closed, so many seconds after its start. */
const SAMPLES_IN_TIME = {
  name: "din_samples_in_time",
  text: samplesWhere("s.received_at < s.at + $3::bigint"),
  types: columnTypes,
};

/** Computes the touched intervals, their hours and their days again. */
export async function recomputeSums(
  client: pg.ClientBase,
  touched: ReadonlyMap<string, readonly number[]>,
  policy: Policy,
): Promise<void> {
  const { time } = policy;
  const places = [...touched].flatMap(([operator, starts]) => starts.map((at) => ({ operator, at })));
  if (places.length === 0) return;
  await saveTotals(client, "minute", await consensusOfAll(client, places, policy));

  const hours = distinct(places, (at) => hourStart(at, time));
  await saveTotals(client, "hour", await sumOf(client, "minute", hours, time.hourIntervals * time.intervalSeconds));

  const days = distinct(hours, (at) => dayStart(at, time));
  await saveTotals(client, "day", await sumOf(client, "hour", days, time.dayIntervals * time.intervalSeconds));
}

/**
 * Each with what was known when it closed, where that is something else: samples came later, or nobody but the operator
 * spoke. Its own word alone is shown, and is judged neither way: it could drown every bad interval in a made-up good one.
 */
async function consensusOfAll(
  client: pg.ClientBase,
  places: readonly Place[],
  policy: Policy,
): Promise<StoredTotals[]> {
  const { rows } = await client.query<SampleRow>({ ...SAMPLES, values: columnsOf(places) });
  const known = consensusByPlace(rows, policy);
  // A revision comes after the one before it: only where the last one is late there may be another that is not.
  const late = distinct(
    rows.filter(({ at, receivedAt }) => receivedAt >= closesAt(at, policy.time)),
    (at) => at,
  );
  const inTime = await consensusInTime(client, late, policy);
  const isLate = new Set(late.map(keyOfPlace));
  const isWitnessed = new Set(rows.filter(isIndependent).map(keyOfPlace));
  return [...known].map(([key, { operator, at, ...consensus }]) => ({
    ...{ operator, at, ...consensus },
    atClose: isLate.has(key) || !isWitnessed.has(key) ? storedCloseOf(inTime.get(key) ?? null) : null,
  }));
}

const isIndependent = ({ weight }: SampleRow): boolean => weight > 0;

async function consensusInTime(
  client: pg.ClientBase,
  places: readonly Place[],
  policy: Policy,
): Promise<ReadonlyMap<string, Consensus>> {
  if (places.length === 0) return new Map();
  const { rows } = await client.query<SampleRow>({
    ...SAMPLES_IN_TIME,
    values: [...columnsOf(places), closesAt(0, policy.time)],
  });
  const isWitnessed = new Set(rows.filter(isIndependent).map(keyOfPlace));
  return consensusByPlace(
    rows.filter((row) => isWitnessed.has(keyOfPlace(row))),
    policy,
  );
}

const columnsOf = (places: readonly Place[]) => [places.map(({ operator }) => operator), places.map(({ at }) => at)];

/** By operator and start. */
export function consensusByPlace(rows: readonly SampleRow[], policy: Policy): ReadonlyMap<string, Place & Consensus> {
  return new Map(
    [...intervalsOf(rows)].map(([key, { operator, at, cells }]) => [
      key,
      { operator, at, ...consensusOf(cells, policy) },
    ]),
  );
}

async function sumOf(
  client: pg.ClientBase,
  level: "minute" | "hour",
  places: readonly Place[],
  seconds: number,
): Promise<StoredTotals[]> {
  const ranges = places.map(({ operator, at }) => ({ operator, start: at, end: at + seconds }));
  const sums = await loadTotalsOf(client, level, ranges);
  return places.flatMap((place, index) => {
    const totals = sums[index];
    return totals === undefined ? [] : [{ ...place, totals }];
  });
}

function distinct(places: readonly Place[], startOf: (at: number) => number): Place[] {
  const found = new Map<string, Place>();
  for (const { operator, at } of places) {
    const start = startOf(at);
    found.set(keyOfPlace({ operator, at: start }), { operator, at: start });
  }
  return [...found.values()];
}
