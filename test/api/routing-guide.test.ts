/** The examples of docs/routing.md, in their order, are answered as it says; and the numbers that it tells are the policy's. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { keptIntervals } from "../../api/domain/circuit.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { putCircuits, routerOver, settleRouter, trust } from "./support/routing.ts";
import { ETHER, NOW, scored, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey } from "./support/writer.ts";

const guide = readFileSync(new URL("../../docs/routing.md", import.meta.url), "utf8");
const exampleSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) });
/** What each sends, and what it is said to be answered. */
const examples = [...guide.matchAll(/<<'E'\n(.*)\nE\n```\n```json\n([^`]*)```/g)].map(([, sent = "", answer = ""]) => ({
  sent: exampleSchema.parse(JSON.parse(sent)),
  answer: z.object({ data: z.unknown() }).parse(JSON.parse(answer)).data,
}));

const [HEAVY, SLASHED, FAILING] = [
  "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
  "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
  "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
] as const;
const OPERATORS = [HEAVY, SLASHED, FAILING];
const suite = apiSuite({
  operator: [
    stakedRow({ address: HEAVY, ethActive: 20n * ETHER, ...scored(9_980) }),
    stakedRow({ address: SLASHED, ethActive: 9n * ETHER, ...scored(9_525) }),
    stakedRow({ address: FAILING, ethActive: 9n * ETHER, ...scored(9_000) }),
  ],
  slash: [slashRow({ id: 1n, operator: SLASHED, bps: 1_200 })],
});

beforeAll(async () => {
  const { client, url } = suite.database;
  await trust(client, OPERATORS);
  await putCircuits(client, [
    ...[HEAVY, SLASHED].map((operator) => ({ operator })),
    { operator: FAILING, state: "OPEN", since: NOW - 80 },
  ]);
  const router = routerOver(url, suite.api.clock);
  await settleRouter(router);
  await router.stop();
  // Which it is depends on what the sequence was used for before.
  await client.query("update din_api.route_table set version = 1");
});

test("there are three examples, and each is answered as it says", async () => {
  expect(examples).toHaveLength(3);
  const key = await makeKey(suite.database.url, ["circuit:write"]);
  for (const { sent, answer } of examples) {
    const { data, errors } = await askAs(suite.api, key, sent.query, sent.variables);
    expect(errors).toEqual([]);
    expect(data).toEqual(answer);
  }
});

test("the numbers that it tells", () => {
  const { routing, time } = POLICY;
  const words: Readonly<Record<number, string>> = { 3: "three", 5: "five" };
  expect(guide).toContain(`fewer than ${routing.successBps / 100} % of its requests`);
  expect(guide).toContain(`| CLOSED | OPEN | ${words[routing.openIntervals]} bad ones`);
  expect(guide).toContain(`| OPEN | HALF_OPEN | ${words[routing.halfOpenIntervals]} intervals later`);
  expect(guide).toContain(`| HALF_OPEN | CLOSED | ${words[routing.closeIntervals]} good ones`);
  expect(guide).toContain(`A score below ${routing.minScore / 100} is`);
  expect(guide).toContain(`comes after ${time.silentAfterIntervals} intervals without`);
  expect(guide).toContain(`The newest ${keptIntervals(POLICY)} known intervals are kept`);
});
