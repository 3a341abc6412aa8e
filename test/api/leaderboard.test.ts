/** Leaderboards: everybody once and in order, whatever happens between two pages. */
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { RANKING_METRICS, type RankingMetric } from "../../api/domain/ranking.ts";
import {
  DistributionDocument,
  LeaderboardDocument,
  RankingSnapshotDocument,
} from "../../client/src/generated/graphql.ts";
import { random } from "../../devnet/scenario/random.ts";
import { boardOf, dropSnapshot, putSnapshot, type ToldFigures, type ToldStanding } from "./support/rankings.ts";
import { address, NOW, operatorRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { askPage, type List, PAGE, type Way, walk } from "./support/walk.ts";

const HOUR = 3_600;
const AT = NOW - (NOW % HOUR);
const OPERATORS = Array.from({ length: 60 }, (_, n) => address((n * 37) % 101));
const suite = apiSuite({ operator: OPERATORS.map((operator) => operatorRow({ address: operator })) });

/** Few different values, so that ties are everywhere, some of them unknown; a few take no part. */
function standingsOf(seed: number, operators: readonly string[]): ToldStanding[] {
  const next = random(seed);
  const integer = (end: number) => Math.floor(next() * end);
  const figures = (place: Partial<ToldFigures>): ToldFigures[] =>
    next() < 0.3
      ? []
      : [
          {
            ...place,
            requests: integer(5) * 10 ** 10,
            successPpm: next() < 0.2 ? null : 1_000_000 - integer(4),
            p95Micros: next() < 0.2 ? null : 100_000 + integer(4),
            uptimePpm: next() < 0.2 ? null : 999_990 + integer(5),
          },
        ];
  return operators.map((operator) => ({
    operator,
    reputation: integer(6) * 100,
    score: next() < 0.2 ? null : 9_000 + integer(6),
    // More than a double holds.
    stakeValue: 10n ** 20n + BigInt(integer(4)),
    isRanked: next() < 0.9,
    measured: [
      ...figures({}),
      ...figures({ range: "WEEK" }),
      ...figures({ service: "rpc" }),
      ...figures({ service: "rpc", region: "eu" }),
      ...figures({ region: "eu", range: "MONTH" }),
    ],
  }));
}

const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
const PAGING = "first: $first, last: $last, after: $after, before: $before";
const board = (by: RankingMetric, more = ""): List => ({
  query: `query (${ARGS}) { leaderboard(${PAGING}, by: ${by} ${more}) ${PAGE("address")} }`,
});
const whole = (list: List) => walk(suite.api, list, "forwards", [100]);
const FIRST = standingsOf(1, OPERATORS);

beforeAll(async () => {
  const service = "insert into din_api.service (id, name, created_at) values ($1, $1, 0)";
  for (const id of ["rpc", "idle"]) await suite.database.client.query(service, [id]);
});

describe("before the first snapshot", () => {
  test("nobody is on the board, and nothing is known", async () => {
    const answer = await suite.api.ask(
      `{ leaderboard(by: SCORE) { totalCount snapshot { at } nodes { rank } pageInfo { hasNextPage endCursor } } rankingSnapshot { at } }`,
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      leaderboard: { totalCount: 0, snapshot: null, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      rankingSnapshot: null,
    });
  });
});

describe("one snapshot", () => {
  let id = 0;
  beforeAll(async () => {
    id = await putSnapshot(suite.database.client, AT, FIRST);
  });

  const PLACES = [
    ["", {}],
    ["range: WEEK", { range: "WEEK" }],
    ['service: "rpc"', { service: "rpc" }],
    ['service: "rpc", region: "eu"', { service: "rpc", region: "eu" }],
    ['region: "eu", range: MONTH', { region: "eu", range: "MONTH" }],
  ] as const;

  test.each(RANKING_METRICS)(
    "by %s: the best first, ties by address, without those of whom nothing is known",
    async (by) => {
      for (const [args, place] of PLACES) {
        const expected = boardOf(FIRST, by, place);
        expect(expected.length).toBeGreaterThan(10);
        expect(await whole(board(by, args))).toEqual(expected);
        expect(await whole(board(by, `${args} order: WORST_FIRST`))).toEqual(expected.toReversed());
      }
    },
  );

  test.each<Way>(["forwards", "backwards"])("%s, with pages of any size, either end first", async (way) => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
    const metric = fc.constantFrom(...RANKING_METRICS);
    await fc.assert(
      fc.asyncProperty(metric, fc.boolean(), sizes, async (by, isBest, some) => {
        const expected = boardOf(FIRST, by);
        const list = board(by, isBest ? "" : "order: WORST_FIRST");
        expect(await walk(suite.api, list, way, some)).toEqual(isBest ? expected : expected.toReversed());
      }),
      { numRuns: 6 },
    );
  });

  test("ranks go on over pages, both ways and between two cursors", async () => {
    const ranks = z.object({
      leaderboard: z.object({
        totalCount: z.number(),
        edges: z.array(z.object({ cursor: z.string(), node: z.object({ rank: z.number(), address: z.string() }) })),
      }),
    });
    const ask = async (order: string, page: object) => {
      const query = `query (${ARGS}) { leaderboard(${PAGING}, by: LATENCY_P95, order: ${order}) { totalCount edges { cursor node { rank address } } } }`;
      const { leaderboard } = ranks.parse((await suite.api.ask(query, page)).data);
      const found = leaderboard.edges.map(({ node }) => node.rank);
      return { ...leaderboard, ranks: found, cursors: leaderboard.edges.map(({ cursor }) => cursor) };
    };
    const total = boardOf(FIRST, "LATENCY_P95").length;
    const [best, worst] = [await ask("BEST_FIRST", { first: 5 }), await ask("WORST_FIRST", { first: 5 })];
    expect([best.totalCount, worst.totalCount]).toEqual([total, total]);
    expect(best.ranks).toEqual([1, 2, 3, 4, 5]);
    expect(worst.ranks).toEqual([0, 1, 2, 3, 4].map((n) => total - n));
    expect((await ask("BEST_FIRST", { last: 3 })).ranks).toEqual([total - 2, total - 1, total]);
    expect((await ask("BEST_FIRST", { first: 2, after: best.cursors[4] })).ranks).toEqual([6, 7]);
    expect((await ask("BEST_FIRST", { last: 2, before: best.cursors[4] })).ranks).toEqual([3, 4]);
    expect((await ask("BEST_FIRST", { last: 2, after: best.cursors[0], before: best.cursors[4] })).ranks).toEqual([
      3, 4,
    ]);
    expect((await ask("WORST_FIRST", { first: 9, after: worst.cursors[0], before: worst.cursors[3] })).ranks).toEqual([
      total - 1,
      total - 2,
    ]);
    expect((await ask("BEST_FIRST", { first: 0 })).totalCount).toBe(total);
  });

  test("by reputation are the ranks of the snapshot itself", async () => {
    const { rows } = await suite.database.client.query<{ operator: string }>(
      "select operator from din_api.standing where snapshot = $1 and rank is not null order by rank",
      [id],
    );
    expect(await whole(board("REPUTATION"))).toEqual(rows.map(({ operator }) => operator));
  });

  test("an entry says what the snapshot does, in its units, in one statement; an operator is as it is now", async () => {
    const entry =
      "rank address reputation score stakeValue requests successRate p95LatencyMs uptime coverage confidence";
    const [best = ""] = boardOf(FIRST, "STAKE", { service: "rpc" });
    const told = FIRST.find(({ operator }) => operator === best);
    const figures = told?.measured?.find(({ service, region }) => service === "rpc" && region === undefined);
    const scaled = (value: number | null | undefined, by: number) =>
      value === null || value === undefined ? null : value / by;
    const counted = countStatements();
    const answer = await suite.api.ask(
      `{ leaderboard(by: STAKE, service: "rpc", first: 1) { totalCount snapshot { at measuredUntil policyVersion operators ranked
         medians { reputation score stakeValue successRate p95LatencyMs uptime } } nodes { ${entry} } } }`,
    );
    expect(counted.texts).toHaveLength(1);
    counted.restore();
    expect(answer.errors).toEqual([]);
    expect(JSON.parse(answer.text.replace(/"0x[0-9a-fA-F]{40}"/g, (text) => text.toLowerCase())).data).toEqual({
      leaderboard: {
        totalCount: boardOf(FIRST, "STAKE", { service: "rpc" }).length,
        snapshot: {
          at: new Date(AT * 1_000).toISOString(),
          measuredUntil: new Date((AT - HOUR) * 1_000).toISOString(),
          policyVersion: 5,
          operators: 60,
          ranked: FIRST.filter(({ isRanked }) => isRanked).length,
          medians: {
            ...{ reputation: 500, score: null, stakeValue: "1", successRate: null, p95LatencyMs: 1.5, uptime: 99.9999 },
          },
        },
        nodes: [
          {
            ...{ rank: 1, address: best, reputation: told?.reputation, score: scaled(told?.score, 100) },
            ...{ stakeValue: told?.stakeValue.toString(), requests: figures?.requests },
            ...{ successRate: scaled(figures?.successPpm, 10_000), p95LatencyMs: scaled(figures?.p95Micros, 1_000) },
            ...{ uptime: scaled(figures?.uptimePpm, 10_000), coverage: 98.76, confidence: "HIGH" },
          },
        ],
      },
    });
    const now = await suite.api.ask(
      "{ leaderboard(by: REPUTATION, first: 1) { nodes { operator { address status } } } }",
    );
    expect(now.data).toMatchObject({ leaderboard: { nodes: [{ operator: { status: "PENDING" } }] } });
  });

  test.each([
    ['service: "nobody"', "UNKNOWN_SERVICE"],
    ['service: ""', "UNKNOWN_SERVICE"],
    ['service: "\\u0000"', "UNKNOWN_SERVICE"],
    ['region: ""', "INVALID_FILTER"],
    ['region: "a b"', "INVALID_FILTER"],
  ])("%s is refused with %s", async (args, code) => {
    const answer = await suite.api.ask(`{ leaderboard(by: SCORE, ${args}) { totalCount } }`);
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
  });

  test.each(['region: "nowhere"', 'service: "idle"', 'service: "rpc", region: "us"'])(
    "%s: nobody is measured there, and nobody is on the board",
    async (args) => {
      const answer = await suite.api.ask(
        `{ leaderboard(by: SCORE, ${args}) { totalCount nodes { rank } snapshot { ranked } } }`,
      );
      expect(answer.errors).toEqual([]);
      expect(answer.data).toMatchObject({ leaderboard: { totalCount: 0, nodes: [] } });
    },
  );

  test("a cursor of another board, another order or two snapshots is refused; one of a snapshot that is gone says so", async () => {
    const { cursors } = await askPage(suite.api, board("SCORE"), { first: 2 });
    const [cursor = ""] = cursors;
    const codes = async (list: List, page: object) =>
      (await suite.api.ask(list.query, page)).errors.map(({ code }) => code);
    for (const other of [
      "by: STAKE",
      "by: SCORE, range: WEEK",
      'by: SCORE, service: "rpc"',
      "by: SCORE, order: WORST_FIRST",
    ]) {
      const list = { query: `query (${ARGS}) { leaderboard(${PAGING}, ${other}) { totalCount } }` };
      expect(await codes(list, { first: 1, after: cursor })).toEqual(["INVALID_CURSOR"]);
    }
    const next = await putSnapshot(suite.database.client, AT + HOUR, FIRST);
    const later = await askPage(suite.api, board("SCORE"), { first: 1 });
    expect(await codes(board("SCORE"), { after: cursor, before: later.cursors[0] })).toEqual(["INVALID_CURSOR"]);
    expect(await codes(board("SCORE"), { first: 1, after: cursor })).toEqual([]);
    await dropSnapshot(suite.database.client, next);
    expect(await codes(board("SCORE"), { first: 1, after: later.cursors[0] })).toEqual(["SNAPSHOT_EXPIRED"]);
    expect(await codes(board("SCORE"), { last: 1, before: later.cursors[0] })).toEqual(["SNAPSHOT_EXPIRED"]);
    expect(await codes(board("SCORE"), { first: 1, after: cursor })).toEqual([]);
  });
});

describe("while the world goes on between two pages", () => {
  let at = AT + 10 * HOUR;
  beforeEach(() => {
    at += 10 * HOUR;
  });

  test.each<[Way, number]>([
    ["forwards", 1],
    ["backwards", 2],
  ])("%s, all pages are of the snapshot that the first was of, seed %i", async (way, seed) => {
    const { client } = suite.database;
    const by = RANKING_METRICS[seed % RANKING_METRICS.length] ?? "SCORE";
    const before = standingsOf(100 + seed, OPERATORS);
    const kept = [await putSnapshot(client, at, before)];
    let [turn, joined] = [0, 0];
    const seen = await walk(suite.api, board(by), way, [7, 3, 11], async () => {
      turn += 1;
      // Others register, scores and all else change, and every other page a snapshot takes the place of an older one.
      joined += 1;
      const row = operatorRow({ address: address(seed * 1_000 + joined, "0x0b") });
      await suite.database.fill({ operator: [row] });
      await suite.database.sort(NOW + turn);
      await client.query("update din_api.operator_sort set score = (random() * 10000)::integer");
      if (turn % 2 === 1) return;
      const operators = [...OPERATORS.slice(turn), row.address];
      kept.push(await putSnapshot(client, at + turn * HOUR, standingsOf(200 + seed + turn, operators)));
      const [, second] = kept;
      // As long as three are kept, the first one is.
      if (kept.length > 3 && second !== undefined) {
        await dropSnapshot(client, second);
        kept.splice(1, 1);
      }
    });
    expect(seen).toEqual(boardOf(before, by));
    expect(turn).toBeGreaterThan(3);
    // Whoever begins now is on another board.
    expect(await whole(board(by))).not.toEqual(seen);
  });
});

test("the client's documents are answered", async () => {
  await putSnapshot(suite.database.client, AT + 100 * HOUR, FIRST);
  const asked: [{ toString(): string }, object][] = [
    [LeaderboardDocument, { by: "UPTIME", service: "rpc", first: 3 }],
    [DistributionDocument, { metric: "STAKE", buckets: 3 }],
    [RankingSnapshotDocument, {}],
  ];
  for (const [document, variables] of asked) {
    const answer = await suite.api.ask(document.toString(), variables);
    expect(answer.errors).toEqual([]);
    expect(answer.text).toContain('"ranked":');
  }
});

describe("what may be asked", () => {
  const entry = "address rank operator { address status tier stake { value } }";

  test("a page of a hundred with their operators, and a dozen boards side by side", async () => {
    const page = await suite.api.ask(`{ leaderboard(by: STAKE, first: 100) { nodes { ${entry} } } }`);
    expect(page.errors).toEqual([]);
    const boards = Array.from({ length: 12 }, (_, n) => `a${n}: leaderboard(by: STAKE, first: 10) { nodes { rank } }`);
    expect((await suite.api.ask(`{ ${boards.join(" ")} }`)).errors).toEqual([]);
  });

  test.each([
    [
      "thirty boards",
      Array.from({ length: 30 }, (_, n) => `a${n}: leaderboard(by: STAKE, first: 1) { nodes { rank } }`).join(" "),
    ],
    [
      "thirty distributions",
      Array.from({ length: 30 }, (_, n) => `a${n}: distribution(metric: STAKE) { count }`).join(" "),
    ],
    [
      "slashes of a hundred operators",
      "leaderboard(by: STAKE, first: 100) { nodes { operator { slashes(first: 100) { nodes { id state } } } } }",
    ],
  ])("not %s: they cost too much", async (_what, selection) => {
    expect((await suite.api.ask(`{ ${selection} }`)).errors.map(({ code }) => code)).toEqual(["COST_TOO_HIGH"]);
  });

  test("not more than a hundred at once", async () => {
    const answer = await suite.api.ask("{ leaderboard(by: STAKE, first: 101) { totalCount } }");
    expect(answer.errors.map(({ code }) => code)).toEqual(["PAGE_SIZE_OUT_OF_RANGE"]);
  });
});
