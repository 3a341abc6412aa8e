/** B10: an alert to thousands of subscribers, beside a raw broadcast of the same text to as many sockets. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { recordAlerts } from "../api/alerts/record.ts";
import type { AlertSignal } from "../api/domain/alert.ts";
import { createOperators } from "./data/operators.ts";
import { cpuWatch } from "./lib/cpu.ts";
import { type Listening, listen } from "./lib/listening.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, ms, perSecond, type Result } from "./lib/report.ts";
import { startApi } from "./lib/servers.ts";
import { median } from "./lib/stats.ts";
import type { Server, Workshop } from "./lib/workshop.ts";

export interface SubscribersOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly rounds: number;
  /** Of each side. */
  readonly subscribers: number;
  /** Alerts of a round, one a second. */
  readonly seconds: number;
  readonly log: (line: string) => void;
}

/** Alerts of a burst, one right after the other. */
const BURST = 10;
const WATCHED = `0x${"0a".repeat(20)}`;
const OTHER = `0x${"0b".repeat(20)}`;
const DOCUMENT = `subscription ($operator: Address!) { alerts(filter: { operator: $operator }) {
  eventId cursor type at alert { alertId kind severity state finality operatorAddress message openedAt } } }`;

interface Side {
  readonly name: string;
  readonly server: Server;
  readonly listening: Listening;
  /** Tells all its listeners once. */
  tell(): Promise<void>;
}

interface Figures {
  /** Messages a second, of a burst. */
  readonly rate: number;
  /** From the alert's transaction, or the request, until the last has it, one alert a second, milliseconds. */
  readonly spread: number;
  /** Microseconds of the server's processor, a message, one alert a second. */
  readonly cpu: number;
  /** Transactions a second of a writer of other alerts meanwhile. */
  readonly writer: number;
}

export async function b10(options: SubscribersOptions): Promise<Result[]> {
  const { workshop, postgres, subscribers, rounds, seconds, log } = options;
  const connectionString = await postgres.createDatabase("b10");
  await createOperators(connectionString, 10);
  const writer = await openWriter(connectionString);
  const other = await openWriter(connectionString);
  const api = await startApi(workshop, "b10", connectionString, [], { EVALUATOR: "off" });
  const say = [
    JSON.stringify({ type: "connection_init" }),
    JSON.stringify({ id: "1", type: "subscribe", payload: { query: DOCUMENT, variables: { operator: WATCHED } } }),
  ];
  const ours = await listen(workshop, api.url, subscribers, say);
  const tellOurs = () => writer.write(WATCHED);
  await waitUntilAllListen(ours, tellOurs);
  const raw = await workshop.start({
    name: "raw broadcast",
    args: () => ["--import", "tsx", "bench/peers/ws-broadcast.ts"],
    env: (port) => ({ PORT: String(port) }),
    ready: "/",
  });
  const theirs = await listen(workshop, raw.url, subscribers, []);

  await tellOurs();
  const text = await ours.expect(1);
  const post = async (body: string) => {
    await (await fetch(raw.url, { method: "POST", body })).arrayBuffer();
  };
  await post(text);
  assert.equal(await theirs.expect(1), text);
  z.object({ payload: z.object({ data: z.object({ alerts: z.object({ eventId: z.string() }) }) }) }).parse(
    JSON.parse(text),
  );

  const sides: readonly Side[] = [
    { name: "API", server: api, listening: ours, tell: tellOurs },
    { name: "raw broadcast", server: raw, listening: theirs, tell: () => post(text) },
  ];
  const figures = new Map<Side, Figures[]>(sides.map((side) => [side, []]));
  const alone: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const nobody = await other.during(() => sleep(seconds * 1_000));
    if (round > 0) alone.push(nobody);
    for (const side of sides) {
      const measured = await measure(side, other, seconds);
      if (round > 0) figures.get(side)?.push(measured);
    }
    const parts = sides.map((side) => `${side.name} ${perSecond(figures.get(side)?.at(-1)?.rate ?? Number.NaN)}`);
    if (round > 0) log(`B10 round ${round}: ${parts.join(", ")}`);
  }
  await Promise.all([ours.close(), theirs.close()]);
  await Promise.all([writer.end(), other.end(), api.stop(), raw.stop()]);
  await postgres.dropDatabase("b10");
  return report(sides, figures, alone, subscribers, log);
}

async function measure(side: Side, other: Writer, seconds: number): Promise<Figures> {
  const { listening, tell, server } = side;
  const cpu = cpuWatch(server.pid);
  const spreads: number[] = [];
  for (let n = 0; n < seconds; n += 1) {
    const next = sleep(1_000);
    const start = performance.now();
    await tell();
    await listening.expect(1);
    spreads.push(performance.now() - start);
    await next;
  }
  const used = cpu() ?? Number.NaN;
  const writer = await other.during(async () => {
    for (let n = 0; n < seconds; n += 1) {
      const next = sleep(1_000);
      await tell();
      await listening.expect(1);
      await next;
    }
  });
  const start = performance.now();
  for (let n = 0; n < BURST; n += 1) await tell();
  await listening.expect(BURST);
  return {
    rate: (BURST * listening.sockets * 1_000) / (performance.now() - start),
    spread: median(spreads),
    cpu: (used * 1_000) / (seconds * listening.sockets),
    writer,
  };
}

interface Writer {
  /** One alert, in a transaction of its own. */
  write(operator: string): Promise<void>;
  /** Writes alerts about another operator, one after the other, while something else runs. @returns how many a second */
  during(work: () => Promise<unknown>): Promise<number>;
  end(): Promise<void>;
}

async function openWriter(connectionString: string): Promise<Writer> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let written = 0;
  const write = async (operator: string) => {
    written += 1;
    await client.query("begin");
    await recordAlerts(
      client,
      [signalOf(operator, `${operator} ${process.hrtime.bigint()}`)],
      Math.floor(Date.now() / 1_000),
    );
    await client.query("commit");
  };
  return {
    write,
    async during(work) {
      let over = false;
      const begun = written;
      const start = performance.now();
      const writing = (async () => {
        while (!over) await write(OTHER);
      })();
      await work();
      over = true;
      await writing;
      return ((written - begun) * 1_000) / (performance.now() - start);
    },
    end: () => client.end(),
  };
}

const signalOf = (operator: string, correlationId: string): AlertSignal => ({
  ...{ is: "FIRING", kind: "SCORE_LOW", severity: "WARNING", operator, correlationId },
  ...{ subject: null, message: "The score is 84.60, under 90.", details: { score: "84.60" }, finality: null },
});

/** Operations have no acknowledgement: only an alert that reached everybody shows that all have begun. */
async function waitUntilAllListen(listening: Listening, tell: () => Promise<void>) {
  await sleep(2_000 + listening.sockets / 2);
  await tell();
  await listening.expect(1);
}

function report(
  sides: readonly Side[],
  figures: ReadonlyMap<Side, readonly Figures[]>,
  alone: readonly number[],
  subscribers: number,
  log: (line: string) => void,
): Result[] {
  const middle = (side: Side | undefined, part: keyof Figures) =>
    median(((side && figures.get(side)) ?? []).map((figure) => figure[part]));
  log(
    markdown(
      [
        "B10",
        "messages, in a burst",
        "until the last has it",
        "CPU of the server, a message",
        "writer of other alerts",
      ],
      [
        ...sides.map((side) => [
          side.name,
          perSecond(middle(side, "rate")),
          ms(middle(side, "spread")),
          `${middle(side, "cpu").toFixed(1)} µs`,
          perSecond(middle(side, "writer")),
        ]),
        ["nobody is told", "", "", "", perSecond(median(alone))],
      ],
    ),
  );
  const [api, raw] = sides;
  const work = `${subscribers.toLocaleString("en-US")} subscribers`;
  return [
    {
      ...{ benchmark: "B10", work: `${work}, an alert to all`, peer: "raw `ws` broadcast", goal: { atLeast: 0.7 } },
      ...{ ours: perSecond(middle(api, "rate")), theirs: perSecond(middle(raw, "rate")) },
      ratio: middle(api, "rate") / middle(raw, "rate"),
    },
    {
      ...{
        benchmark: "B10",
        work: `${work}, a writer of other alerts`,
        peer: "nobody is told",
        goal: { atLeast: 0.95 },
      },
      ...{ ours: perSecond(middle(api, "writer")), theirs: perSecond(median(alone)) },
      ratio: middle(api, "writer") / median(alone),
    },
    {
      ...{ benchmark: "B10", work: "the same", peer: "with raw broadcast instead", goal: null },
      ...{ ours: perSecond(middle(api, "writer")), theirs: perSecond(middle(raw, "writer")) },
      ratio: middle(api, "writer") / middle(raw, "writer"),
    },
    {
      ...{ benchmark: "B10", work: "the same", peer: "nobody is told", goal: null },
      ...{ ours: perSecond(middle(api, "writer")), theirs: perSecond(median(alone)) },
      ratio: middle(api, "writer") / median(alone),
    },
  ];
}
