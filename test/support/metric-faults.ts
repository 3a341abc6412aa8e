/** What is wrong with stored evaluations, by the oracle's lights. */
import type { StoredWindow } from "../../api/domain/window.ts";
import type { MeasuredWorld } from "./measured-world.ts";
import { exactQuantile, Oracle, type OracleWindow, type RawSample } from "./metric-oracle.ts";

const COUNTS = [
  ...(["requests", "successes", "timeouts", "offered", "upSeconds", "downSeconds"] as const),
  ...(["measuredSeconds", "corroboratedSeconds"] as const),
];

const [HOUR, DAY] = [3_600, 86_400];

/** Differences between all that is stored of the operators and the samples. Empty if there are none. */
export async function metricFaults(world: MeasuredWorld, samples: readonly RawSample[]): Promise<string[]> {
  const faults: string[] = [];
  const byOperator = new Map<string, RawSample[]>();
  for (const sample of samples) {
    const own = byOperator.get(sample.operator);
    if (own === undefined) byOperator.set(sample.operator, [sample]);
    else own.push(sample);
  }
  for (const [operator, own] of byOperator) {
    const oracle = new Oracle(own);
    const stored = await world.evaluation(operator);
    const tell = (what: string) => faults.push(`${operator.slice(-4)} ${what}`);
    if (stored === undefined) {
      tell("was never evaluated");
      continue;
    }
    const { windowEnd, windows } = stored;
    if (windowEnd < world.now - 90 && stored.nextDueAt !== null) tell(`ends at ${windowEnd}, now is ${world.now}`);
    const expected = oracle.windows(windowEnd);
    if (windows.monthBasis !== expected.basis) tell(`month is ${windows.monthBasis}, not ${expected.basis}`);
    for (const name of ["HOUR", "DAY", "WEEK", "MONTH"] as const) {
      for (const fault of windowFaults(windows[name], expected[name])) tell(`${name}: ${fault}`);
    }
    const score = oracle.score(windowEnd, windows.HOUR.p95?.upperMicros ?? null);
    if (isOff(stored.score.value, score)) tell(`score is ${stored.score.value}, not ${score} x 100`);
    const until = oracle.measuredUntil();
    if (stored.measuredUntil !== until) tell(`was measured until ${stored.measuredUntil}, not ${until}`);
    for (const fault of await historyFaults(world, operator, oracle)) tell(fault);
    for (const fault of await minuteFaults(world, operator, own)) tell(fault);
  }
  const { rows } = await world.pool.query("select operator from din_api.metric_dirty limit 3");
  if (rows.length > 0) faults.push(`dirty are ${JSON.stringify(rows)}`);
  return faults;
}

export function windowFaults(stored: StoredWindow, expected: OracleWindow): string[] {
  const faults = COUNTS.flatMap((key) =>
    stored[key] === expected[key] ? [] : [`${key} is ${stored[key]}, not ${expected[key]}`],
  );
  for (const [name, q] of [
    ["p50", 5_000],
    ["p95", 9_500],
    ["p99", 9_900],
  ] as const) {
    const figure = stored[name];
    const exact = exactQuantile(expected.latencies, q);
    const bounds = name === "p50" ? [] : expected.scalars.map((scalar) => scalar[name]);
    if (expected.scalars.length > 0 && name === "p50") {
      if (figure !== null) faults.push(`p50 is ${JSON.stringify(figure)}, though some of it is unknown`);
      continue;
    }
    const known = exact === null ? bounds : [exact, ...bounds];
    if (figure === null || known.length === 0) {
      if (figure !== null || known.length > 0) faults.push(`${name} is ${JSON.stringify(figure)}, not of ${known}`);
      continue;
    }
    const method = expected.scalars.length > 0 ? "BOUNDED" : "SKETCH";
    if (figure.method !== method) faults.push(`${name} is ${figure.method}, not ${method}`);
    if (!isWithinOnePercent(figure.lowerMicros, Math.min(...known))) {
      faults.push(`${name} begins at ${figure.lowerMicros}, not ${Math.min(...known)}`);
    }
    if (!isWithinOnePercent(figure.upperMicros, Math.max(...known))) {
      faults.push(`${name} ends at ${figure.upperMicros}, not ${Math.max(...known)}`);
    }
  }
  return faults;
}

/** The hours of the last day are as if computed now; older ones are as they were. */
async function historyFaults(world: MeasuredWorld, operator: string, oracle: Oracle): Promise<string[]> {
  const { rows } = await world.pool.query<{ at: number; value: number | null; coverage: number; p95: number | null }>(
    `select at::float8, (score->>'value')::int as value, coverage_bps as coverage,
       (score->'components'->1->'input'->>'numerator')::float8 as p95
     from din_api.score_history where operator = $1 and at > $2 - ${DAY} order by at`,
    [operator, world.now],
  );
  return rows.flatMap(({ at, value, coverage, p95 }) => {
    const expected = oracle.score(at, p95);
    const covered = Math.floor((oracle.witnessedSeconds(at - HOUR, at) * 10_000) / HOUR);
    return [
      ...(isOff(value, expected) ? [`score at ${at} is ${value}, not ${expected} x 100`] : []),
      ...(coverage === covered ? [] : [`coverage of the hour until ${at} is ${coverage}, not ${covered}`]),
    ];
  });
}

interface StoredMinute {
  readonly at: number;
  readonly outage: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly atClose: { readonly totals?: Readonly<Record<string, number>> } | null;
}

/** Seconds after its start when a minute closes. */
const CLOSES_AFTER = 16 * 60;

/** Each minute is stored as it is known, and as it was known when it closed. */
async function minuteFaults(world: MeasuredWorld, operator: string, samples: readonly RawSample[]): Promise<string[]> {
  const { rows } = await world.pool.query<StoredMinute>(
    `select at::float8, outage, at_close as "atClose",
       json_build_object('requests', requests, 'successes', successes, 'timeouts', timeouts, 'offered', offered,
         'upSeconds', up_seconds, 'downSeconds', down_seconds, 'measuredSeconds', measured_seconds,
         'corroboratedSeconds', corroborated_seconds) as counts
     from din_api.metric_minute where operator = $1`,
    [operator],
  );
  const byMinute = new Map<number, RawSample[]>();
  for (const sample of samples) byMinute.set(sample.at, [...(byMinute.get(sample.at) ?? []), sample]);
  return rows.flatMap(({ at, outage, counts, atClose }) => {
    const all = byMinute.get(at) ?? [];
    const now = { ...counts, outage: Number(outage) };
    if (all.some(({ receivedAt }) => receivedAt === null)) return oneMinuteFaults(now, all, at);
    const inTime = all.filter(({ receivedAt }) => receivedAt !== null && receivedAt < at + CLOSES_AFTER);
    const known = atClose === null ? now : (atClose.totals ?? {});
    return [
      ...oneMinuteFaults(now, all, at),
      // What nobody but the operator said counts for nothing.
      ...oneMinuteFaults(known, inTime.some(({ weight }) => weight > 0) ? inTime : [], at).map(
        (fault) => `at its close, ${fault}`,
      ),
    ];
  });
}

function oneMinuteFaults(
  stored: Readonly<Record<string, number>>,
  samples: readonly RawSample[],
  at: number,
): string[] {
  const oracle = new Oracle(samples);
  const expected = { ...oracle.sum(at, at + 60), outage: Number(oracle.outage(at)) };
  return [...COUNTS, "outage" as const].flatMap((key) =>
    (stored[key] ?? 0) === expected[key] ? [] : [`minute ${at}: ${key} is ${stored[key]}, not ${expected[key]}`],
  );
}

/** Whether a stored score, x 100, is not the expected one to two decimals. */
function isOff(stored: number | null, expected: number | null): boolean {
  if (stored === null || expected === null) return stored !== expected;
  return Math.abs(stored - expected * 100) > 0.5 + 1e-6;
}

/** Half a microsecond more: figures are whole. */
export function isWithinOnePercent(figure: number, exact: number): boolean {
  return Math.abs(figure - exact) <= exact * 0.01 + 0.5 + 1e-6;
}
