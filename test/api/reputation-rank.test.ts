/** Ranks, history, recovery and the network's medians, as they are asked for. A ranker has taken the snapshots before. */
import { readFile } from "node:fs/promises";
import {
  createClient,
  OperatorAgainstNetworkDocument,
  OperatorRecoveryDocument,
  OperatorReputationHistoryDocument,
} from "@dreamnet/din-infrastructure-core";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { POLICY } from "../../api/domain/policy.ts";
import { evaluationRow } from "./support/measured.ts";
import { rankAt } from "./support/ranking.ts";
import { address, ETHER, NOW, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const [BEST, WORSE, HURT, GONE, NEW] = [address(1), address(2), address(3), address(4), address(5)];
const OTHERS = Array.from({ length: 50 }, (_, n) => address(n + 100));
const [HOUR, DAY] = [3_600, 86_400];
const LAST = NOW - (NOW % HOUR);
const MIDNIGHT = NOW - (NOW % DAY);
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const checksummed = (operator: string) => expect.stringMatching(new RegExp(`^${operator}$`, "i"));

const suite = apiSuite({
  operator: [
    stakedRow({ address: BEST, ethActive: 100n * ETHER }),
    stakedRow({ address: WORSE, ethActive: 10n * ETHER }),
    stakedRow({ address: HURT, ethActive: ETHER }),
    stakedRow({ address: GONE }),
  ],
  operatorEvaluation: [
    evaluationRow({ operator: BEST, score: 9_900 }),
    evaluationRow({ operator: WORSE, score: 8_000 }),
    evaluationRow({ operator: HURT }),
    evaluationRow({ operator: GONE }),
  ],
  slash: [slashRow({ id: 1n, operator: HURT, state: "EXECUTED", bps: 2_000, executedAt: MIDNIGHT })],
});

const rank = (at: number) => rankAt(suite.database.url, at);

async function ask(operator: string, selection: string): Promise<unknown> {
  const answer = await suite.api.ask(`{ operator(address: "${operator}") { ... on Operator { ${selection} } } }`);
  expect(answer.errors).toEqual([]);
  return z.object({ operator: z.unknown() }).parse(answer.data).operator;
}

const RANK = "reputation { rank percentile ranked rankedAt }";

test("before the first snapshot nobody has a rank, nor a history, nor anything beside it", async () => {
  expect(await ask(BEST, `${RANK} againstNetwork { at }`)).toEqual({
    reputation: { rank: null, percentile: null, ranked: null, rankedAt: null },
    againstNetwork: null,
  });
  expect(await ask(BEST, "reputation { history { totalCount nodes { at } } }")).toEqual({
    reputation: { history: { totalCount: 0, nodes: [] } },
  });
});

describe("once it is ranked", () => {
  beforeAll(async () => {
    for (const day of [2, 1, 0]) await rank(MIDNIGHT - day * DAY + HOUR - 1);
    const { client } = suite.database;
    // As of a day of other rules.
    await client.query("update din_api.reputation_checkpoint set policy_version = 4 where at = $1", [
      MIDNIGHT - 2 * DAY,
    ]);
    await rank(LAST + 60);
    await client.query(
      `insert into din_api.measured_standing
         (snapshot, service, region, range, operator, requests, success_ppm, p95_micros, uptime_ppm, coverage_bps,
          confidence)
       select id, service, region, range, $1, 10, ppm, 123456, null, 10000, 'HIGH' from din_api.snapshot
       cross join (values ('', '', 'DAY', 987654), ('rpc', '', 'DAY', 1), ('', 'eu', 'DAY', 2), ('', '', 'WEEK', 3))
         as cell (service, region, range, ppm)
       where at = $2`,
      [BEST, LAST],
    );
    await client.query(
      `update din_api.snapshot
       set medians = medians || '{"successPpm": 990000, "p95Micros": 200000, "uptimePpm": 999000}' where at = $1`,
      [LAST],
    );
  });

  test("it has a place among those that take part; who has left has none", async () => {
    const place = (rank: number | null, percentile: number | null) => ({
      reputation: { rank, percentile, ranked: 3, rankedAt: iso(LAST) },
    });
    expect(await ask(BEST, RANK)).toEqual(place(1, 10_000));
    expect(await ask(WORSE, RANK)).toEqual(place(2, 5_000));
    expect(await ask(HURT, RANK)).toEqual(place(3, 0));
    expect(await ask(GONE, RANK)).toEqual(place(null, null));
  });

  test("its history is a page of days, the newest first", async () => {
    const checkpoint = (day: number, value: number, told: object = {}) => ({
      ...{ at: iso(MIDNIGHT - day * DAY), value, rank: 3, percentile: 0, ranked: 3, policyVersion: POLICY.version },
      ...told,
    });
    const FIELDS = "nodes { at value rank percentile ranked policyVersion }";
    const history = (given: string) => ask(HURT, `reputation { history${given} { ${FIELDS} } }`);
    const days = [checkpoint(0, 310), checkpoint(1, 510), checkpoint(2, 510, { policyVersion: 4 })];
    expect(await history("")).toEqual({ reputation: { history: { nodes: days } } });
    const between = `(from: "${iso(MIDNIGHT - DAY)}", to: "${iso(MIDNIGHT)}")`;
    expect(await history(between)).toEqual({ reputation: { history: { nodes: [days[1]] } } });
    const client = createClient({ url: `${suite.api.url}/graphql` });
    const page = async (after: string | null) => {
      const { operator } = await client.request(OperatorReputationHistoryDocument, { address: HURT, first: 2, after });
      if (operator.__typename !== "Operator") throw new Error(operator.__typename);
      return operator.reputation.history;
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor ?? null);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const seen = [...first.nodes, ...second.nodes].map(({ components: _components, ...node }) => node);
    expect(seen).toEqual(days);
    expect(await ask(HURT, "reputation { history(first: 1) { nodes { components { slashes boost } } } }")).toEqual({
      reputation: { history: { nodes: [{ components: { slashes: 200, boost: 10 } }] } },
    });
    expect(await ask(GONE, "reputation { history(first: 1) { totalCount nodes { value rank percentile } } }")).toEqual({
      reputation: { history: { totalCount: 3, nodes: [{ value: 500, rank: null, percentile: null }] } },
    });
  });

  test("it stands beside the medians of the same snapshot, each in its unit", async () => {
    const client = createClient({ url: `${suite.api.url}/graphql` });
    const of = async (operator: string) =>
      (await client.request(OperatorAgainstNetworkDocument, { address: operator })).operator;
    expect(await of(BEST)).toEqual({
      ...{ __typename: "Operator", address: checksummed(BEST) },
      againstNetwork: {
        ...{ at: iso(LAST), ranked: 3 },
        // 550 525 311
        reputation: { value: 550, median: 525, difference: 25, better: true, reason: null },
        score: { value: 99, median: 80, difference: 19, better: true, reason: null },
        successRate: { value: 98.7654, median: 99, difference: -0.2346, better: false, reason: null },
        p95LatencyMs: { value: 123.456, median: 200, difference: -76.544, better: true, reason: null },
        uptime: { value: null, median: 99.9, difference: null, better: null, reason: "VALUE_UNKNOWN" },
        stakeValue: {
          ...{ value: String(100n * ETHER), median: String(10n * ETHER), difference: String(90n * ETHER) },
          ...{ better: true, reason: null },
        },
      },
    });
    expect(await of(WORSE)).toMatchObject({
      againstNetwork: {
        reputation: { value: 525, difference: 0, better: false },
        stakeValue: { difference: "0", better: false },
        successRate: { value: null, reason: "VALUE_UNKNOWN" },
      },
    });
    expect(await of(HURT)).toMatchObject({
      againstNetwork: { score: { value: null, median: 80 }, stakeValue: { difference: String(-9n * ETHER) } },
    });
  });

  test("nobody's value has no median", async () => {
    const { client } = suite.database;
    await client.query(`update din_api.snapshot set medians = medians || '{"successPpm": null}' where at = $1`, [LAST]);
    expect(await ask(BEST, "againstNetwork { successRate { value median difference better reason } }")).toEqual({
      againstNetwork: {
        successRate: { value: 98.7654, median: null, difference: null, better: null, reason: "MEDIAN_UNKNOWN" },
      },
    });
  });

  test("who registered since is in the next snapshot", async () => {
    await suite.database.fill({ operator: [NEW, ...OTHERS].map((operator) => stakedRow({ address: operator })) });
    expect(await ask(NEW, `${RANK} againstNetwork { at }`)).toEqual({
      reputation: { rank: null, percentile: null, ranked: null, rankedAt: null },
      againstNetwork: null,
    });
  });

  test("a page of 50 operators costs one statement, and one for their histories", async () => {
    const statements = countStatements();
    const answer = await suite.api.ask(`{ nodes(ids: [${OTHERS.map((operator) => `"${globalId(operator)}"`)}]) {
      ... on Operator { againstNetwork { reputation { value } stakeValue { better } } ${RANK} }
    } }`);
    const texts = statements.texts.filter((text) => text.includes("standing"));
    const all = statements.texts.length;
    statements.reset();
    const pages = await suite.api.ask(`{ nodes(ids: [${OTHERS.map((operator) => `"${globalId(operator)}"`)}]) {
      ... on Operator { reputation { history(first: 5) { nodes { at } } } }
    } }`);
    const histories = statements.texts.filter((text) => text.includes("reputation_checkpoint"));
    statements.restore();
    expect([answer.errors, pages.errors]).toEqual([[], []]);
    expect([texts.length, histories.length]).toEqual([1, 1]);
    // The operators, the chain, and that: no hours are read for a rank.
    expect(all).toBeLessThanOrEqual(3);
  });
});

const errorSchema = z.object({ errors: z.array(z.looseObject({ path: z.array(z.string()) })) });
const globalId = (operator: string) => Buffer.from(`Operator:${operator}`).toString("base64");

describe("recovery", () => {
  const client = () => createClient({ url: `${suite.api.url}/graphql` });
  const of = async (operator: string, threshold: number, score?: number) => {
    const { operator: found } = await client().request(OperatorRecoveryDocument, {
      ...{ address: operator, threshold },
      ...(score === undefined ? {} : { score }),
    });
    if (found.__typename !== "Operator") throw new Error(found.__typename);
    return found.reputation.recovery;
  };

  test("is a number of days at a score", async () => {
    // 510 less what is left of 200: 100.5 of it 89.4 days after the slash, which was 73,600 seconds ago.
    expect(await of(HURT, 410, 50)).toEqual({
      ...{ threshold: 410, score: 50, met: false, days: 89, at: iso(NOW + 89 * DAY), value: 410, reason: null },
    });
    expect(await of(HURT, 0)).toMatchObject({ met: true, days: 0, at: iso(NOW), value: 311 });
  });

  test("goes by the score it has, if none is given", async () => {
    const own = await of(BEST, 700);
    expect(own).toMatchObject({ score: 99, met: false });
    expect(await of(BEST, 700, 99)).toEqual(own);
    // A document that asks for no figure in its own words.
    expect(await ask(BEST, "reputation { recovery(threshold: 700) { days } }")).toEqual({
      reputation: { recovery: { days: own.days } },
    });
    expect(await of(HURT, 510)).toEqual({
      ...{ threshold: 510, score: null, met: false, days: null, at: null, value: null, reason: "SCORE_UNKNOWN" },
    });
    expect(await of(HURT, 1_000, 100)).toMatchObject({ met: false, days: null, reason: "OUT_OF_REACH" });
  });

  test("the example of docs/reputation.md answers what it says there", async () => {
    const guide = await readFile(new URL("../../docs/reputation.md", import.meta.url), "utf8");
    const block = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(guide)?.[1] ?? "";
    const answer = await suite.api.ask(block("graphql"));
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual(JSON.parse(block("json")));
  });

  test.each([
    ["a threshold below 0", "threshold: -1", "threshold"],
    ["a threshold above 1000", "threshold: 1001", "threshold"],
    ["a score below 0", "threshold: 500, score: -0.01", "score"],
    ["a score above 100", "threshold: 500, score: 100.01", "score"],
  ])("refuses %s", async (_what, given, argument) => {
    const answer = await suite.api.ask(
      `{ operator(address: "${HURT}") { ... on Operator { reputation { recovery(${given}) { days } } } } }`,
    );
    expect(answer.errors.map(({ code }) => code)).toEqual(["OUT_OF_RANGE"]);
    expect(errorSchema.parse(JSON.parse(answer.text)).errors).toMatchObject([
      { path: ["operator", "reputation", "recovery"], extensions: { argument } },
    ]);
  });

  test("refuses a range that ends before it begins", async () => {
    const answer = await suite.api.ask(
      `{ operator(address: "${HURT}") { ... on Operator { reputation {
        history(from: "${iso(NOW)}", to: "${iso(NOW)}") { nodes { at } } } } } }`,
    );
    expect(answer.errors).toMatchObject([{ code: "INVALID_RANGE" }]);
  });

  test("a document may not ask for it of a page of operators, nor for long histories of many", async () => {
    const recoveries = await suite.api.ask(
      "{ operators(first: 100) { nodes { reputation { recovery(threshold: 1, score: 1) { days } } } } }",
    );
    const histories = await suite.api.ask(
      "{ operators(first: 100) { nodes { reputation { history(first: 100) { nodes { at value } } } } } }",
    );
    expect([recoveries, histories].flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([
      "COST_TOO_HIGH",
      "COST_TOO_HIGH",
    ]);
  });
});
