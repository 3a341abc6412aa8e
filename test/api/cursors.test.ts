/** Cursors that are not the list's own are refused with a code, and one that is stays good. */
import { expect, test } from "vitest";
import { leaksIn } from "./support/leaks.ts";
import { address, ETHER, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askPage, PAGE } from "./support/walk.ts";

const suite = apiSuite({
  operator: [1, 2, 3].map((n) => stakedRow({ address: address(n), ethActive: BigInt(n) * ETHER })),
  slash: [1n, 2n, 3n].map((id) => slashRow({ id, operator: address(1) })),
});

const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
const PAGING = "first: $first, last: $last, after: $after, before: $before";
const operators = (order: string) => ({
  query: `query (${ARGS}) { operators(${PAGING}, orderBy: ${order}) ${PAGE("address")} }`,
});
const LIST = operators("{ field: STAKE, direction: DESC }");
const SLASHES = { query: `query (${ARGS}) { slashes(${PAGING}) ${PAGE("slashId")} }` };

const forged = (...fields: unknown[]) => Buffer.from(JSON.stringify(fields)).toString("base64url");
const NAME = "operators:STAKE:DESC";
const own = async () => (await askPage(suite.api, LIST, { first: 2 })).cursors[0] ?? "";
const first = async (list: { query: string }) => (await askPage(suite.api, list, { first: 1 })).cursors[0] ?? "";

test.each<[string, () => Promise<string> | string]>([
  ["of another list", () => first(SLASHES)],
  ["of another direction", () => first(operators("{ field: STAKE, direction: ASC }"))],
  ["of another order", () => first(operators("{ field: SCORE, direction: DESC }"))],
  ["cut short", async () => (await own()).slice(0, -3)],
  ["cut in half", async () => (await own()).slice(0, 20)],
  ["empty", () => ""],
  ["garbage", () => "%%%%"],
  ["garbage in base64", () => Buffer.from("\u0000\u0001garbage").toString("base64url")],
  ["of another version", () => forged(0, NAME, "1", address(1))],
  ["with a number as one", () => forged(1, NAME, 1, address(1))],
  ["with an object", () => forged(1, NAME, { $gt: "" }, address(1))],
  ["with SQL for a number", () => forged(1, NAME, "1); drop table din_api.operator_sort; --", address(1))],
  ["with SQL for an address", () => forged(1, NAME, "1", "' or '1'='1")],
  ["with more digits than there are", () => forged(1, NAME, "9".repeat(79), address(1))],
  ["with too many fields", () => forged(1, NAME, "1", address(1), "1")],
])("a cursor %s is refused, after and before", async (_what, make) => {
  const cursor = await make();
  for (const paging of [
    { first: 1, after: cursor },
    { last: 1, before: cursor },
  ]) {
    const answer = await suite.api.ask(LIST.query, paging);
    expect(answer.errors.map(({ code }) => code)).toEqual(["INVALID_CURSOR"]);
    expect(answer).toMatchObject({ status: 200, data: null });
    expect(leaksIn(answer.text.replace(NAME, ""))).toEqual([]);
  }
});

test("one's own stays good, even when its row is gone", async () => {
  const cursor = await own();
  const { client } = suite.database;
  await client.query("delete from din_api.operator_sort where address = $1", [address(3)]);
  const page = await askPage(suite.api, LIST, { first: 5, after: cursor });
  expect(page.keys).toEqual([address(2), address(1)]);
});

test("a forged one with well-formed values is only a place in the list", async () => {
  const page = await askPage(suite.api, LIST, { first: 5, after: forged(1, NAME, String(2n * ETHER), address(0)) });
  expect(page.keys).toEqual([address(1)]);
});
