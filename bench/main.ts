/**
 * Benchmarks, each side beside its peers in one run on one machine.
 *
 * @example npm run bench
 * @example npm run bench -- --only B3,B4 --rounds 3 --seconds 2
 * @example npm run bench -- --only B8 --events 50000
 */
import { parseArgs } from "node:util";
import { b3 } from "./b3.ts";
import { b4 } from "./b4.ts";
import { b5 } from "./b5.ts";
import { b6 } from "./b6.ts";
import { b7 } from "./b7.ts";
import { b8 } from "./b8.ts";
import { b9 } from "./b9.ts";
import { b10 } from "./b10.ts";
import { startPostgres } from "./lib/postgres.ts";
import { machine, type Result, table } from "./lib/report.ts";
import { Workshop } from "./lib/workshop.ts";
import { sustained } from "./sustained.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "B3,B4,B5,B6,B7,B8,B9,B10,SUSTAINED" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string" },
    operators: { type: "string" },
    batches: { type: "string", default: "30" },
    connections: { type: "string", default: "1" },
    evaluators: { type: "string" },
    rate: { type: "string" },
    transactions: { type: "string", default: "200" },
    subscribers: { type: "string", default: "10000" },
    raw: { type: "string", default: "8" },
    latencies: { type: "string", default: "20" },
    events: { type: "string", default: "500000" },
    "backfill-rounds": { type: "string", default: "3" },
  },
});

const number = (name: keyof typeof values, otherwise?: number): number => {
  const value = Number(values[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0, but is ${values[name]}`);
  return value;
};

const wanted = new Set(values.only.toUpperCase().split(","));
const workshop = await Workshop.open();
const results: Result[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void workshop.close().finally(() => process.exit(1)));
}
const log = (line: string) => console.log(line);
try {
  log(machine());
  const postgres = await startPostgres();
  workshop.atTheEnd(() => postgres.remove());
  const serving = {
    ...{ workshop, postgres, log },
    ...{ rounds: number("rounds"), seconds: number("seconds", 5), operators: number("operators", 100_000) },
  };
  if (wanted.has("B3")) results.push(...(await b3(serving)));
  if (wanted.has("B4")) results.push(...(await b4(serving)));
  const ingesting = {
    ...{ workshop, postgres, log },
    ...{ rounds: number("rounds"), batches: number("batches"), connections: number("connections") },
  };
  if (wanted.has("B5")) results.push(...(await b5(ingesting)));
  if (wanted.has("B6")) results.push(...(await b6(ingesting)));
  if (wanted.has("B7")) {
    const size = { operators: number("operators", 10_000), raw: number("raw"), latencies: number("latencies") };
    results.push(...(await b7({ postgres, log, rounds: number("rounds"), ...size })));
  }
  if (wanted.has("B9")) results.push(...(await b9({ transactions: number("transactions"), log })));
  if (wanted.has("B10")) {
    const size = { subscribers: number("subscribers"), seconds: number("seconds", 5) };
    results.push(...(await b10({ workshop, postgres, log, rounds: number("rounds"), ...size })));
  }
  if (wanted.has("SUSTAINED")) {
    const size = { operators: number("operators", 10_000), seconds: number("seconds", 60) };
    const evaluators = values.evaluators === undefined ? 0 : number("evaluators");
    const rate = values.rate === undefined ? null : number("rate");
    results.push(...(await sustained({ workshop, postgres, log, ...size, evaluators, rate })));
  }
  if (wanted.has("B8")) {
    const options = { workshop, postgres, log, events: number("events"), rounds: number("backfill-rounds") };
    results.push(...(await b8(options)));
  }
  log(`\n${table(results)}`);
} finally {
  await workshop.close();
}
