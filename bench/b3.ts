/** B3: 50 operators with stake, tier, status and score from Postgres, beside one SQL and Ponder's own API. */
import assert from "node:assert/strict";
import { z } from "zod";
import { ETH, POLICY } from "../api/domain/policy.ts";
import { stakeValue } from "../api/domain/stake.ts";
import { tierOf } from "../api/domain/tier.ts";
import { createOperators } from "./data/operators.ts";
import { cpuWatch } from "./lib/cpu.ts";
import { ask, load, type Request } from "./lib/load.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, perSecond, type Result } from "./lib/report.ts";
import { startApi, startPonderGraphql, startSqlServer } from "./lib/servers.ts";
import { median } from "./lib/stats.ts";
import type { Workshop } from "./lib/workshop.ts";

const CONNECTIONS = 8;

/** By registration: a column of Ponder's tables too, with an index for either side. */
const OURS = `query Operators {
  operators(first: 50, orderBy: { field: REGISTRATION, direction: DESC }) {
    nodes { address tier status stake { active unbonding locked } publishedScore { value windowEnd } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The facts that the same is computed from; its callers would have to do that. */
const PONDERS = `query Operators {
  operators(limit: 50, orderBy: "registeredAt", orderDirection: "desc") {
    items {
      address emittedStatus ethActive ethUnbonding ethLocked wstethActive wstethUnbonding wstethLocked
      score scoreWindowEnd
    }
    pageInfo { hasNextPage endCursor }
  }
  assetRates { items { asset rateE18 } }
}`;

interface Side {
  readonly name: string;
  readonly request: Request;
  readonly pid: number;
}

export interface ServingOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly rounds: number;
  readonly seconds: number;
  /** Rows of the larger database. */
  readonly operators: number;
  readonly log: (line: string) => void;
}

export async function b3({ workshop, postgres, rounds, seconds, log }: ServingOptions): Promise<Result[]> {
  const database = await postgres.createDatabase("b3");
  await createOperators(database, 10_000);
  const sql = await startSqlServer(workshop, database);
  const api = await startApi(workshop, "api", database, process.env.BENCH_API_NODE?.split(" ") ?? []);
  const ponder = await startPonderGraphql(workshop, database);
  const sides: Side[] = [
    { name: "API", pid: api.pid, request: { url: `${api.url}/graphql`, body: JSON.stringify({ query: OURS }) } },
    { name: "hand-written SQL", pid: sql.pid, request: { url: sql.url, body: "{}" } },
    {
      name: "Ponder graphql()",
      pid: ponder.pid,
      request: { url: `${ponder.url}/graphql`, body: JSON.stringify({ query: PONDERS }) },
    },
  ];
  await checkEqual(sides);

  const rates = new Map<Side, number[]>(sides.map((side) => [side, []]));
  const costs = new Map<Side, { server: number[]; postgres: number[] }>(
    sides.map((side) => [side, { server: [], postgres: [] }]),
  );
  for (const side of sides) await load(side.request, CONNECTIONS, seconds / 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) {
      const server = cpuWatch(side.pid);
      const database = cpuWatch(postgres.pid);
      const { requests, seconds: took } = await load(side.request, CONNECTIONS, seconds);
      rates.get(side)?.push(requests / took);
      costs.get(side)?.server.push(((server() ?? Number.NaN) * 1000) / requests);
      costs.get(side)?.postgres.push(((database() ?? Number.NaN) * 1000) / requests);
    }
    log(
      `B3 round ${round + 1}: ${sides.map((side) => `${side.name} ${rates.get(side)?.at(-1)?.toFixed(0)}/s`).join(", ")}`,
    );
  }
  for (const server of [sql, api, ponder]) await server.stop();
  await postgres.dropDatabase("b3");

  const rate = (side: Side | undefined) => median((side && rates.get(side)) ?? []);
  const micros = (values: readonly number[] | undefined) => `${Math.round(median(values ?? []))} µs`;
  log(
    markdown(
      ["B3", "requests", "CPU of the server, a request", "CPU of Postgres, a request"],
      sides.map((side) => [
        side.name,
        perSecond(rate(side)),
        micros(costs.get(side)?.server),
        micros(costs.get(side)?.postgres),
      ]),
    ),
  );
  const [ours, hand, theirs] = sides;
  const result = (peer: Side | undefined, atLeast: number): Result => ({
    benchmark: "B3",
    work: "50 operators with stake, tier, status, score",
    ours: perSecond(rate(ours)),
    peer: peer?.name ?? "",
    theirs: perSecond(rate(peer)),
    ratio: rate(ours) / rate(peer),
    goal: { atLeast },
  });
  return [result(hand, 0.6), result(theirs, 4)];
}

const ourAnswer = z.object({
  data: z.object({
    operators: z.object({
      nodes: z.array(
        z.object({
          address: z.string(),
          tier: z.string(),
          stake: z.object({ active: z.string(), unbonding: z.string(), locked: z.string() }),
          publishedScore: z.object({ value: z.number(), windowEnd: z.string() }).nullable(),
        }),
      ),
    }),
  }),
});

const ponderAnswer = z.object({
  data: z.object({
    operators: z.object({
      items: z.array(
        z.object({
          address: z.string(),
          ethActive: z.coerce.bigint(),
          ethUnbonding: z.coerce.bigint(),
          ethLocked: z.coerce.bigint(),
          wstethActive: z.coerce.bigint(),
          wstethUnbonding: z.coerce.bigint(),
          wstethLocked: z.coerce.bigint(),
          score: z.number().nullable(),
          scoreWindowEnd: z.number().nullable(),
        }),
      ),
    }),
    assetRates: z.object({ items: z.array(z.object({ asset: z.string(), rateE18: z.coerce.bigint() })) }),
  }),
});

/** The hand-written answer is ours to the letter; Ponder's facts give ours when the rules are applied to them. */
async function checkEqual(sides: readonly Side[]): Promise<void> {
  const [api, sql, ponder] = await Promise.all(sides.map(({ request }) => ask(request)));
  assert.deepEqual(api, sql);
  const ours = ourAnswer.parse(api).data.operators.nodes;
  assert.equal(ours.length, 50);
  const facts = ponderAnswer.parse(ponder).data;
  const rates = {
    eth: facts.assetRates.items.find(({ asset }) => asset === "ETH")?.rateE18 ?? ETH,
    wsteth: facts.assetRates.items.find(({ asset }) => asset === "WSTETH")?.rateE18 ?? 0n,
  };
  const derived = facts.operators.items.map((row) => {
    const active = stakeValue({ eth: row.ethActive, wsteth: row.wstethActive }, rates);
    return {
      address: row.address,
      tier: tierOf(active, POLICY),
      stake: {
        active: active.toString(),
        unbonding: stakeValue({ eth: row.ethUnbonding, wsteth: row.wstethUnbonding }, rates).toString(),
        locked: stakeValue({ eth: row.ethLocked, wsteth: row.wstethLocked }, rates).toString(),
      },
      publishedScore:
        row.score === null || row.scoreWindowEnd === null
          ? null
          : { value: row.score / 100, windowEnd: new Date(row.scoreWindowEnd * 1000).toISOString() },
    };
  });
  assert.deepEqual(
    derived,
    ours.map(({ address, tier, stake, publishedScore }) => ({
      ...{ address: address.toLowerCase(), tier, stake, publishedScore },
    })),
  );
}
