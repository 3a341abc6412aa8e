/**
 * The fastest way into Postgres: COPY of rows that were made before, a batch a transaction. Nothing is parsed, decoded,
 * checked or looked up; a sample that is there already fails the batch.
 */

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { latenciesOf, type Sample } from "../data/samples.ts";
import { COLUMNS } from "./like-table.ts";

/** Rows in COPY's text format, as they are sent. */
export function copyRows(samples: readonly Sample[]): Buffer {
  return Buffer.from(samples.map(rowOf).join(""));
}

function rowOf(sample: Sample): string {
  const { operator, timestamp, service, region, reporter, revision, requests, successes, timeouts } = sample;
  const sketch = `\\\\x${Buffer.from(latenciesOf(sample).stored).toString("hex")}`;
  const values = [
    ...[operator, timestamp, service, region, reporter, revision, requests, successes, timeouts],
    ...[sample.upSeconds, sample.downSeconds, "\\N", "\\N", 1, timestamp, sketch],
  ];
  return `${values.join("\t")}\n`;
}

export interface Copier {
  /** On disk when this returns. */
  copy(rows: Buffer): Promise<void>;
  end(): Promise<void>;
}

export async function openCopier(connectionString: string, table: string): Promise<Copier> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const statement = `copy ${table} (${COLUMNS.join(", ")}) from stdin`;
  return {
    copy: (rows) => pipeline(Readable.from([rows], { objectMode: false }), client.query(copyFrom(statement))),
    end: () => client.end(),
  };
}
