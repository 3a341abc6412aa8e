/** p95 straight from raw latencies, as one would write it: Postgres reads them all and sorts them. */
import pg from "pg";
import type { Range } from "../../api/domain/window.ts";
import { RAW } from "../data/measured.ts";

export interface Percentiles {
  /** One statement for all of them; microseconds, in their order. */
  p95(operators: readonly string[], range: Range): Promise<number[]>;
  /** The same by rank, without interpolation: the value that a sketch is an estimate of. */
  exactP95(operators: readonly string[], range: Range): Promise<number[]>;
  end(): Promise<void>;
}

const statement = (aggregate: string) => `
  select p95 from unnest($1::text[]) with ordinality as wanted (operator, n)
  cross join lateral (
    select ${aggregate}(0.95) within group (order by micros) as p95 from ${RAW}
    where operator = wanted.operator and at >= $2 and at < $3
  ) as latencies
  order by n`;

/** With enough memory to sort a month without a file. */
export async function openPercentiles(connectionString: string): Promise<Percentiles> {
  const client = new pg.Client({ connectionString, options: "-c work_mem=256MB -c jit=off" });
  await client.connect();
  const ask =
    (aggregate: string) =>
    async (operators: readonly string[], { start, end }: Range) => {
      const { rows } = await client.query<{ p95: number }>({
        name: aggregate,
        text: statement(aggregate),
        values: [operators, start, end],
      });
      return rows.map(({ p95 }) => p95);
    };
  return { p95: ask("percentile_cont"), exactP95: ask("percentile_disc"), end: () => client.end() };
}
