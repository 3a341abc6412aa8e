/** Reports of scores: sealed before the chain has their hash, and as anybody can have and check them. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { keccak256, zeroHash } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { POLICY } from "../../api/domain/policy.ts";
import { EMPTY_SKETCH } from "../../api/domain/sketch.ts";
import type { Rows } from "../fold/tables.ts";
import { evaluationRow, latencies, totals, WINDOW_END } from "./support/measured.ts";
import { address, CHAIN_ID, ETHER, hash, operatorRow, place, REGISTRY, scored, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey } from "./support/writer.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const [WELL, SLOW, FAILING, DOUBTFUL, HALF_KNOWN, OUTDATED, NEVER, STRANGER] = Array.from({ length: 8 }, (_, n) =>
  address(n + 1),
);
const DAY = 86_400;

/** Measured over the whole of each window, by more than one reporter; nothing divides evenly. */
const all = (told: Parameters<typeof totals>[0] = {}) => {
  const over = (seconds: number) =>
    totals({
      ...{ requests: 9_001, successes: 8_917, offered: 9_001, sketch: latencies(8_917, 312) },
      ...{ upSeconds: seconds - 777, downSeconds: 777, measuredSeconds: seconds, corroboratedSeconds: seconds },
      ...told,
    });
  return {
    ...{ HOUR: over(3_600), DAY: over(DAY), WEEK: over(7 * DAY) },
    ...{
      MONTH: { ...over(28 * DAY), offered: 7_000_000_001 },
      TRAILING: { ...over(30 * DAY), offered: 7_000_000_001 },
    },
  };
};
const of = (operator: string | undefined) => ({ operator: operator ?? "" });
const FAILED = { requests: 500, successes: 0, offered: 500, sketch: EMPTY_SKETCH };

const written = (n: number, operator: `0x${string}`, reportHash: `0x${string}`): Rows["score"] => ({
  ...{ operator, reporter: address(1, "0x99"), oldScore: 0, newScore: 9_000, windowStart: 1, windowEnd: 2 },
  ...{ formulaVersion: 1, reportHash, seq: n, ...place(n) },
});

const suite = apiSuite({
  operator: [WELL, SLOW, FAILING, DOUBTFUL, HALF_KNOWN, OUTDATED, NEVER]
    .flatMap((operator) => (operator === undefined ? [] : [operator]))
    .map((operator) => ({ ...stakedRow({ address: operator, ethActive: ETHER }), ...scored(9_000) }))
    // It only named a manager.
    .concat({ ...operatorRow({ address: address(9) }), ...scored(1), registeredAt: null }),
  operatorEvaluation: [
    evaluationRow({ ...of(WELL), sums: all() }),
    evaluationRow({ ...of(SLOW), sums: all({ sketch: latencies(8_917, 1_400) }) }),
    evaluationRow({ ...of(FAILING), sums: all(FAILED) }),
    evaluationRow({ ...of(DOUBTFUL), sums: all({ corroboratedSeconds: 0 }) }),
    evaluationRow({
      ...of(HALF_KNOWN),
      sums: { ...all(), HOUR: totals({ requests: 0, successes: 0, sketch: EMPTY_SKETCH }) },
    }),
    { ...evaluationRow({ ...of(OUTDATED), sums: all() }), policyVersion: POLICY.version - 1 },
  ],
});

const MUTATION = `mutation ($operators: [Address!]!) { sealScoreReports(operators: $operators) { __typename
  ... on SealedScoreReports { results { operatorAddress code message
    report { operatorAddress score windowStart windowEnd formulaVersion reportHash report } } }
  ... on Error { code message path } } }`;

const reportSchema = z.object({
  operatorAddress: z.string(),
  score: z.int(),
  windowStart: z.string(),
  windowEnd: z.string(),
  formulaVersion: z.int(),
  reportHash: z.templateLiteral(["0x", z.string()]),
  report: z.string(),
});
const resultSchema = z.object({
  operatorAddress: z.string(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  report: reportSchema.nullable(),
});

let key = "";
beforeAll(async () => {
  key = await makeKey(suite.database.url, ["keeper:write"]);
});

const ask = (operators: readonly (string | undefined)[]) => askAs(suite.api, key, MUTATION, { operators });

async function seal(...operators: readonly (string | undefined)[]) {
  const answer = await ask(operators);
  expect(answer.errors).toEqual([]);
  const shape = z.object({ sealScoreReports: z.object({ results: z.array(resultSchema) }) });
  return shape.parse(answer.data).sealScoreReports.results;
}

async function sealed(operator: string | undefined) {
  const [result] = await seal(operator);
  if (!result?.report) throw new Error(`${operator} has no report: ${result?.code}`);
  return result.report;
}

const run = async (command: string, args: readonly string[], env: Record<string, string> = {}) => {
  const { stdout } = await promisify(execFile)(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  return stdout.trim();
};

const stored = async () =>
  (await suite.database.client.query("select count(*)::int as count from din_api.score_report")).rows[0]?.count;

describe("sealing", () => {
  test("operator by operator, in the order asked for: a report, or why there is none", async () => {
    const asked = [DOUBTFUL, WELL, STRANGER, HALF_KNOWN, address(9), OUTDATED, NEVER, SLOW];
    const results = await seal(...asked);
    expect(results.map(({ operatorAddress }) => operatorAddress.toLowerCase())).toEqual(asked);
    expect(results.map(({ code, report }) => code ?? report?.score)).toEqual([
      ...["LOW_CONFIDENCE", expect.any(Number), "UNKNOWN_OPERATOR", "UNKNOWN_SCORE", "UNKNOWN_OPERATOR"],
      ...["OUTDATED_SCORE", "UNKNOWN_SCORE", expect.any(Number)],
    ]);
    expect(results.find(({ code }) => code === "UNKNOWN_SCORE")?.message).toContain("LATENCY");
    for (const { code, message, report } of results)
      expect([code === null, message === null]).toEqual([report !== null, report !== null]);
  });

  test("tells what the registry is told, and what the operator's score says", async () => {
    const { report, ...told } = await sealed(WELL);
    const answer = await suite.api.ask(
      `{ operator(address: "${WELL}") { ... on Operator { score { value windowEnd policyVersion components { window { start } } } } } }`,
    );
    const shape = z.object({
      operator: z.object({
        score: z.object({
          value: z.number(),
          windowEnd: z.string(),
          policyVersion: z.int(),
          components: z.array(z.object({ window: z.object({ start: z.string() }) })),
        }),
      }),
    });
    const { score } = shape.parse(answer.data).operator;
    expect(told).toMatchObject({
      score: Math.round(score.value * 100),
      windowEnd: score.windowEnd,
      windowStart: score.components.map(({ window }) => window.start).sort()[0],
      formulaVersion: score.policyVersion,
    });
    expect(JSON.parse(report)).toMatchObject({
      version: 1,
      registry: { chainId: CHAIN_ID, address: REGISTRY },
      operator: WELL,
      score: told.score,
      window: { end: WINDOW_END },
      formulaVersion: POLICY.version,
      profile: "production",
    });
  });

  test("the same score again is the same report, written once; another one is another", async () => {
    const before = await sealed(WELL);
    const count = await stored();
    suite.api.clock.now += 100;
    expect(await sealed(WELL)).toEqual(before);
    suite.api.clock.now -= 100;
    expect(await stored()).toBe(count);
    expect((await sealed(SLOW)).reportHash).not.toBe(before.reportHash);
  });

  test.each<[string, readonly (string | undefined)[], string, readonly string[]]>([
    ["nobody", [], "NO_OPERATORS", ["operators"]],
    ["one twice", [WELL, SLOW, WELL], "DUPLICATE_OPERATOR", ["operators", "2"]],
    ["too many", Array.from({ length: 101 }, (_, n) => address(n)), "TOO_MANY_OPERATORS", ["operators"]],
  ])("%s is refused, and nothing is written", async (_what, operators, code, path) => {
    const count = await stored();
    expect((await ask(operators)).data).toMatchObject({
      sealScoreReports: { __typename: "ValidationError", code, path },
    });
    expect(await stored()).toBe(count);
  });
});

describe("a report by its hash", () => {
  const get = (path: string, init: RequestInit = {}) => fetch(`${suite.api.url}/scores/${path}`, init);

  test("byte for byte what was hashed, for ever; the documented command prints the hash", async () => {
    const { reportHash, report } = await sealed(WELL);
    const response = await get(reportHash);
    const body = new Uint8Array(await response.arrayBuffer());
    expect(Buffer.from(body).toString("utf8")).toBe(report);
    expect(keccak256(body)).toBe(reportHash);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const guide = await readFile(new URL("docs/scores.md", `file://${ROOT}`), "utf8");
    const commands = [...guide.matchAll(/```sh\n(.*?)\n```/gs)].map(([, command]) => command ?? "");
    expect(commands).toHaveLength(1);
    expect(await run("bash", ["-c", commands[0] ?? ""], { API: suite.api.url, HASH: reportHash })).toBe(reportHash);
  });

  test("hash, score and every part of it follow from the report alone, by the guide", async () => {
    for (const operator of [WELL, SLOW, FAILING]) {
      const { reportHash, score, report } = await sealed(operator);
      const found = await run("node", ["test/support/score-program.mjs", `${suite.api.url}/scores/${reportHash}`]);
      const { components } = z
        .object({ components: z.array(z.object({ scoreE4: z.int(), pointsE4: z.int() })) })
        .parse(JSON.parse(report));
      expect(JSON.parse(found)).toEqual({
        ...{ hash: reportHash, score },
        scoresE4: components.map(({ scoreE4 }) => scoreE4),
        pointsE4: components.map(({ pointsE4 }) => pointsE4),
      });
    }
  });

  test.each([
    ["a hash of nothing", hash("nothing"), 404, `No score report has the hash ${hash("nothing")}.`],
    ["no hash", "abc", 404, "A score report is at /scores/ and its hash: 0x and 64 hexadecimal digits."],
  ])("%s is not found", async (_what, path, status, message) => {
    const response = await get(path);
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  test("is only read", async () => {
    expect((await get(hash("nothing"), { method: "POST", body: "{}" })).status).toBe(405);
  });
});

test("a score on the chain leads to its report; one without, or with another's, to none", async () => {
  const { reportHash, report } = await sealed(WELL);
  await suite.database.fill({
    score: [
      written(11, WELL ?? "0x", hash("another's")),
      written(12, WELL ?? "0x", reportHash),
      written(13, SLOW ?? "0x", hash("another's")),
      written(14, FAILING ?? "0x", zeroHash),
    ],
  });
  const statements = countStatements();
  const answer =
    await suite.api.ask(`{ operators(first: 100, orderBy: { field: REGISTRATION, direction: ASC }) { nodes {
    publishedScore { reportHash report } publishedScores(first: 2) { nodes { reportHash report } }
  } } }`);
  expect(answer.errors).toEqual([]);
  // Operators, the chain, each list of scores and their reports: however many operators there are.
  expect(statements.texts.length).toBeLessThanOrEqual(6);
  statements.restore();
  const shape = z.object({ operators: z.object({ nodes: z.array(z.unknown()) }) });
  const { nodes } = shape.parse(answer.data).operators;
  expect(nodes).toHaveLength(7);
  expect(nodes.slice(0, 4)).toEqual([
    {
      publishedScore: { reportHash, report },
      publishedScores: {
        nodes: [
          { reportHash, report },
          { reportHash: hash("another's"), report: null },
        ],
      },
    },
    {
      publishedScore: { reportHash: hash("another's"), report: null },
      publishedScores: { nodes: [{ reportHash: hash("another's"), report: null }] },
    },
    {
      publishedScore: { reportHash: null, report: null },
      publishedScores: { nodes: [{ reportHash: zeroHash, report: null }] },
    },
    { publishedScore: { reportHash: null, report: null }, publishedScores: { nodes: [] } },
  ]);
});
