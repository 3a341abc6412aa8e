/** B5: batches of 1,000 samples through the API, beside COPY of the rows they become and one INSERT a row. */
import assert from "node:assert/strict";
import { BATCH, type Sample } from "./data/samples.ts";
import { cpuWatch } from "./lib/cpu.ts";
import { checkAccepted, checkDuplicate, type Ingestion, openIngestion } from "./lib/ingestion.ts";
import { sendEach } from "./lib/load.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, perSecond, type Result } from "./lib/report.ts";
import { median } from "./lib/stats.ts";
import type { Workshop } from "./lib/workshop.ts";
import { copyRows, openCopier } from "./peers/copy-samples.ts";
import { openInserter } from "./peers/insert-samples.ts";
import { COLUMNS, createLike } from "./peers/like-table.ts";

const OPERATORS = 10_000;

export interface BatchOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly rounds: number;
  /** Batches of a round; a side that is slow sends fewer. */
  readonly batches: number;
  /** Batches on their way at once, of the API and of COPY. */
  readonly connections: number;
  readonly log: (line: string) => void;
}

/** One way for batches into the database. */
interface Side {
  readonly name: string;
  /** Where its samples are. */
  readonly table: string;
  readonly batches: number;
  /** Makes all that is to be sent; what that answers sends it and is what is measured. @returns seconds */
  prepare(batches: readonly (readonly Sample[])[]): () => Promise<number>;
  /** Its process; none if it is this one. */
  readonly pid?: number;
}

interface Figures {
  /** Samples a second. */
  readonly rate: number;
  /** Microseconds of a processor, a sample. */
  readonly client: number;
  readonly postgres: number;
}

export async function b5(options: BatchOptions): Promise<Result[]> {
  const { workshop, postgres, rounds, batches, connections, log } = options;
  const env = { EVALUATOR: "off" };
  const ingestion = await openIngestion({ workshop, postgres, name: "b5", operators: OPERATORS, env });
  const { connectionString, database } = ingestion;
  const copyTable = await createLike(database, "peer_copy");
  const insertTable = await createLike(database, "peer_insert");
  const copiers = await Promise.all(Array.from({ length: connections }, () => openCopier(connectionString, copyTable)));
  const inserter = await openInserter(connectionString, insertTable);
  await checkEqual(ingestion, copyTable, insertTable, {
    copy: (samples) => copiers[0]?.copy(copyRows(samples)) ?? Promise.reject(new Error("no connection")),
    insert: inserter.insertAll,
  });

  const sides: readonly Side[] = [
    {
      ...{ name: "API", table: "din_api.metric_sample", batches, pid: ingestion.api.pid },
      prepare(all) {
        const requests = all.map((samples) => ingestion.request(samples));
        return async () => (await sendEach(requests, connections)).seconds;
      },
    },
    {
      ...{ name: "COPY", table: copyTable, batches: batches * 3 },
      prepare(all) {
        const queue = all.map(copyRows).values();
        return timed(async () => {
          await Promise.all(
            copiers.map(async ({ copy }) => {
              for (const rows of queue) await copy(rows);
            }),
          );
        });
      },
    },
    {
      ...{ name: "INSERT a row", table: insertTable, batches: 1 },
      prepare: (all) => timed(() => inserter.insertEach(all.flat())),
    },
    {
      ...{ name: "INSERT a row, a transaction a batch", table: insertTable, batches: Math.ceil(batches / 10) },
      prepare: (all) =>
        timed(async () => {
          for (const samples of all) await inserter.insertAll(samples);
        }),
    },
  ];
  const figures = new Map<Side, Figures[]>(sides.map((side) => [side, []]));
  // The first round is for warming up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of sides) {
      const measured = await measure(ingestion, side, postgres.pid);
      if (round > 0) figures.get(side)?.push(measured);
    }
    if (round === 0) continue;
    const parts = sides.map((side) => `${side.name} ${perSecond(figures.get(side)?.at(-1)?.rate ?? Number.NaN)}`);
    log(`B5 round ${round}: ${parts.join(", ")}`);
  }
  for (const peer of [...copiers, inserter]) await peer.end();
  await ingestion.close();
  return report(sides, figures, log);
}

/** Every sample that was sent is stored when its side says so. */
async function measure(ingestion: Ingestion, side: Side, postgresPid: number): Promise<Figures> {
  const batches = ingestion.next(side.batches);
  const samples = batches.reduce((sum, batch) => sum + batch.length, 0);
  const send = side.prepare(batches);
  const before = await ingestion.stored(side.table);
  const own = cpuWatch(side.pid ?? process.pid);
  const database = cpuWatch(postgresPid);
  const seconds = await send();
  const figures = {
    rate: samples / seconds,
    client: ((own() ?? Number.NaN) * 1_000) / samples,
    postgres: ((database() ?? Number.NaN) * 1_000) / samples,
  };
  assert.equal((await ingestion.stored(side.table)) - before, samples);
  return figures;
}

const timed = (work: () => Promise<void>) => async () => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

/** All three ways store the same rows; what is sent to the API again is a duplicate. */
async function checkEqual(
  ingestion: Ingestion,
  copyTable: string,
  insertTable: string,
  peers: Record<"copy" | "insert", (samples: readonly Sample[]) => Promise<void>>,
): Promise<void> {
  for (const samples of ingestion.next(2)) {
    const request = ingestion.request(samples);
    await checkAccepted(request, BATCH);
    await checkDuplicate(request, BATCH);
    await peers.copy(samples);
    await peers.insert(samples);
  }
  const columns = COLUMNS.filter((column) => column !== "received_at").join(", ");
  for (const table of [copyTable, insertTable]) {
    const { rows } = await ingestion.database.query<{ same: number }>(
      `select count(*)::integer as same
       from (select ${columns} from din_api.metric_sample intersect select ${columns} from ${table}) as both_have`,
    );
    assert.equal(rows[0]?.same, 2 * BATCH);
  }
}

function report(
  sides: readonly Side[],
  figures: ReadonlyMap<Side, readonly Figures[]>,
  log: (line: string) => void,
): Result[] {
  const middle = (side: Side | undefined, part: keyof Figures) =>
    median(((side && figures.get(side)) ?? []).map((figure) => figure[part]));
  const micros = (value: number) => `${value.toFixed(1)} µs`;
  log(
    markdown(
      ["B5", "samples", "CPU of the process, a sample", "CPU of Postgres, a sample"],
      sides.map((side) => [
        side.name,
        perSecond(middle(side, "rate")),
        micros(middle(side, "client")),
        micros(middle(side, "postgres")),
      ]),
    ),
  );
  const [api, copy, single, batched] = sides;
  const beside = (peer: Side | undefined, goal: Result["goal"]): Result => ({
    ...{ benchmark: "B5", work: `batches of ${BATCH.toLocaleString("en-US")} samples`, peer: peer?.name ?? "", goal },
    ...{ ours: perSecond(middle(api, "rate")), theirs: perSecond(middle(peer, "rate")) },
    ratio: middle(api, "rate") / middle(peer, "rate"),
  });
  return [beside(copy, { atLeast: 0.25 }), beside(single, { atLeast: 25 }), beside(batched, null)];
}
