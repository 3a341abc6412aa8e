/** One INSERT a row, prepared, of values that are there as they are stored; duplicates are left out. */
import pg from "pg";
import { latenciesOf, type Sample } from "../data/samples.ts";
import { COLUMNS } from "./like-table.ts";

export interface Inserter {
  /** A transaction for each sample: each is on disk before the next is sent. */
  insertEach(samples: readonly Sample[]): Promise<void>;
  /** One transaction for all. */
  insertAll(samples: readonly Sample[]): Promise<void>;
  end(): Promise<void>;
}

export async function openInserter(connectionString: string, table: string): Promise<Inserter> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const text = `insert into ${table} (${COLUMNS.join(", ")})
    values (${COLUMNS.map((_, index) => `$${index + 1}`).join(", ")}) on conflict do nothing`;
  async function insertEach(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) await client.query({ name: "insert", text, values: valuesOf(sample) });
  }
  return {
    insertEach,
    async insertAll(samples) {
      await client.query("begin");
      await insertEach(samples);
      await client.query("commit");
    },
    end: () => client.end(),
  };
}

function valuesOf(sample: Sample): unknown[] {
  const { operator, timestamp, service, region, reporter, revision, requests, successes, timeouts } = sample;
  return [
    ...[operator, timestamp, service, region, reporter, revision, requests, successes, timeouts],
    ...[sample.upSeconds, sample.downSeconds, null, null, 1, timestamp, Buffer.from(latenciesOf(sample).stored)],
  ];
}
