/** The kill-switch of operators, and their circuits as they are shown. */
import { OperatorCircuitDocument, SetCircuitDocument } from "@dreamnet/din-infrastructure-core";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type CircuitTold,
  forgetRoutes,
  putCircuits,
  routerOver,
  routesOf,
  settleRouter,
  tableOf,
  trust,
} from "./support/routing.ts";
import { address, ETHER, NOW, scored, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT } from "./support/template.ts";
import { askAs, makeKey } from "./support/writer.ts";

const OPERATORS = Array.from({ length: 60 }, (_, n) => address(n + 1));
const OPERATOR = address(1);
const POOR = address(2);
const suite = apiSuite({
  operator: OPERATORS.map((operator) =>
    stakedRow({ address: operator, ethActive: 20n * ETHER, ...scored(operator === POOR ? 5_000 : 9_000) }),
  ),
});
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
let key = "";
let admin = "";
beforeAll(async () => {
  key = await makeKey(suite.database.url, ["circuit:write"]);
  admin = await makeKey(suite.database.url, ["admin", "circuit:write"]);
});
beforeEach(async () => {
  suite.api.clock.now = NOW;
  await forgetRoutes(suite.database.client);
  await trust(suite.database.client, OPERATORS);
});

const resultSchema = z.object({ setCircuit: z.looseObject({ __typename: z.string() }) });
async function set(state: "OPEN" | "AUTOMATIC", reason: string, told: object = {}, by = key) {
  const input = { operator: OPERATOR, state, reason, ...told };
  const answer = await askAs(suite.api, by, SetCircuitDocument.toString(), { input });
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return resultSchema.parse(answer.data).setCircuit;
}
async function shown(operator: string = OPERATOR, by: string | null = null) {
  const { data } = await askAs(suite.api, by, OperatorCircuitDocument.toString(), { address: operator });
  return z.object({ operator: z.looseObject({}) }).parse(data).operator;
}
/** With their routes, by a router that has ended before anything else is done. */
async function put(...circuits: CircuitTold[]): Promise<void> {
  await putCircuits(suite.database.client, circuits);
  const router = routerOver(suite.database.url, suite.api.clock);
  await settleRouter(router);
  await router.stop();
}

describe("a kill-switch", () => {
  test("takes an operator out of all tables in the transaction that turns it, and lets it back", async () => {
    await put({ operator: OPERATOR }, { operator: OPERATOR, region: "us" }, { operator: address(3) });
    const before = [await tableOf(suite.api), await tableOf(suite.api, "", { region: "us" })];
    expect(before).toMatchObject([{ candidateCount: 2 }, { candidateCount: 1, excludedCount: 0 }]);
    expect(await set("OPEN", "  it burns ")).toEqual({
      ...{ __typename: "OperatorCircuit", state: "OPEN", since: iso(NOW), reason: "KILL_SWITCH" },
      override: { state: "OPEN", reason: "it burns", setAt: iso(NOW), setBy: null },
    });
    const after = [await tableOf(suite.api), await tableOf(suite.api, "", { region: "us" })];
    expect(after).toMatchObject([
      { candidateCount: 1, excludedCount: 1, excluded: [{ reasons: ["KILL_SWITCH"], circuit: "CLOSED" }] },
      { candidateCount: 0, excludedCount: 1, candidates: [] },
    ]);
    expect(after.map(({ version }, n) => version === before[n]?.version)).toEqual([false, false]);
    expect(await set("AUTOMATIC", "out")).toMatchObject({ state: "CLOSED", reason: null });
    expect(await routesOf(suite.api)).toEqual({ [OPERATOR]: 180_000_000, [address(3)]: 180_000_000 });
  });

  test("turned so already changes nothing: the first reason stays, and so do versions", async () => {
    await put({ operator: OPERATOR });
    expect(await set("AUTOMATIC", "it is so")).toMatchObject({ override: null });
    await set("OPEN", "first");
    const { version } = await tableOf(suite.api);
    suite.api.clock.now = NOW + 60;
    expect(await set("OPEN", "second")).toMatchObject({ since: iso(NOW), override: { reason: "first" } });
    expect((await tableOf(suite.api)).version).toBe(version);
    expect(await shown()).toMatchObject({ circuitOverrides: { nodes: [{ reason: "first" }] } });
  });

  test("is remembered turn by turn, the newest first; who turned it is for admins", async () => {
    for (const [n, state] of (["OPEN", "AUTOMATIC", "OPEN"] as const).entries())
      await set(state, `turn ${n}`, {}, admin);
    const nodes = ["turn 2", "turn 1", "turn 0"].map((reason) => ({ reason, setBy: null }));
    expect(await shown()).toMatchObject({ circuitOverrides: { nodes }, circuit: { override: { reason: "turn 2" } } });
    const told = nodes.map(({ reason }) => ({ reason, setBy: admin.slice(4, 16) }));
    expect(await shown(OPERATOR, admin)).toMatchObject({ circuitOverrides: { nodes: told } });
    expect(await shown(OPERATOR, key)).toMatchObject({ circuitOverrides: { nodes } });
  });

  test("may be turned before anything is measured: what comes is excluded", async () => {
    await set("OPEN", "not yet");
    await put({ operator: OPERATOR });
    expect(await routesOf(suite.api)).toEqual({ [OPERATOR]: "KILL_SWITCH" });
  });

  test("turned by many at once is turned by one, and its history alternates", async () => {
    await put({ operator: OPERATOR });
    await Promise.all(Array.from({ length: 8 }, (_, n) => set("OPEN", `open ${n}`)));
    await Promise.all(Array.from({ length: 12 }, (_, n) => set(n % 2 === 0 ? "AUTOMATIC" : "OPEN", `turn ${n}`)));
    const { rows } = await suite.database.client.query<{ state: string | null }>(
      "select state from din_api.circuit_override order by id",
    );
    expect(rows.map(({ state }) => state)).toEqual(rows.map((_, n) => (n % 2 === 0 ? "OPEN" : null)));
    const isOpen = rows.at(-1)?.state === "OPEN";
    expect(await tableOf(suite.api)).toMatchObject({ candidateCount: isOpen ? 0 : 1, excludedCount: isOpen ? 1 : 0 });
  });

  test("needs no indexer: it is turned while its tables are held", async () => {
    await put({ operator: OPERATOR });
    const other = new pg.Client({ connectionString: suite.database.url });
    await other.connect();
    await other.query(`begin; lock table "${DEPLOYMENT}".operator, "${DEPLOYMENT}".slash, "${DEPLOYMENT}".registry`);
    expect(await set("OPEN", "in an emergency")).toMatchObject({ state: "OPEN" });
    await other.query("rollback");
    await other.end();
    expect(await routesOf(suite.api)).toEqual({ [OPERATOR]: "KILL_SWITCH" });
  });

  test("of nobody, or without a reason, is refused", async () => {
    const nobody = { __typename: "NotFoundError", code: "UNKNOWN_OPERATOR", path: ["input", "operator"] };
    expect(await set("OPEN", "why", { operator: address(999) })).toMatchObject(nobody);
    for (const reason of ["", "  ", "two\nlines", "x".repeat(301), "a\0b"]) {
      const refused = { __typename: "ValidationError", code: "INVALID_REASON", path: ["input", "reason"] };
      expect(await set("OPEN", reason)).toMatchObject(refused);
    }
    expect((await suite.database.client.query("select from din_api.circuit_override")).rowCount).toBe(0);
  });
});

describe("the circuit of an operator", () => {
  const circuit = (state: CircuitTold["state"], since: number | null, region: string): CircuitTold => ({
    ...{ operator: OPERATOR, state, since, region },
  });

  test("is the worst of what holds, and lists all, the worst first, as they are now", async () => {
    expect(await shown()).toMatchObject({ circuit: { state: null, since: null, reason: null, services: [] } });
    await put(
      ...[circuit("CLOSED", null, "a"), circuit("CLOSED", NOW - 9_000, "b"), circuit("HALF_OPEN", NOW - 50, "c")],
      ...[circuit("OPEN", NOW - 100, "d"), circuit("OPEN", NOW - 290, "e")],
    );
    const service = (region: string, state: string, since: number | null) => ({
      ...{ service: "rpc", region, state, since: since === null ? null : iso(since) },
    });
    expect(await shown()).toMatchObject({
      circuit: {
        ...{ state: "OPEN", since: iso(NOW - 290), reason: "MEASUREMENTS", override: null },
        services: [
          ...[service("e", "OPEN", NOW - 290), service("d", "OPEN", NOW - 100), service("c", "HALF_OPEN", NOW - 50)],
          ...[service("a", "CLOSED", null), service("b", "CLOSED", NOW - 9_000)],
        ],
      },
    });
    // Time alone has half opened it.
    suite.api.clock.now = NOW + 10;
    expect(await shown()).toMatchObject({
      circuit: {
        ...{ state: "OPEN", since: iso(NOW - 100) },
        services: [
          service("d", "OPEN", NOW - 100),
          service("c", "HALF_OPEN", NOW - 50),
          service("e", "HALF_OPEN", NOW + 10),
          service("a", "CLOSED", null),
          service("b", "CLOSED", NOW - 9_000),
        ],
      },
    });
    suite.api.clock.now = NOW + 86_400;
    expect(await shown()).toMatchObject({ circuit: { state: null, services: [] } });
  });

  test("is open for a low score", async () => {
    await put({ operator: POOR });
    expect(await shown(POOR)).toMatchObject({ circuit: { state: "OPEN", since: null, reason: "SCORE" } });
  });

  test("lists at most as many as were asked for", async () => {
    await put(...Array.from({ length: 30 }, (_, n) => circuit("CLOSED", null, `r${n}`)));
    const count = async (first: string) => {
      const answer = await suite.api.ask(`{ operator(address: "${OPERATOR}") { ... on Operator {
        circuit { services${first} { region } } } } }`);
      return answer.errors[0]?.code ?? (JSON.stringify(answer.data).match(/region/g) ?? []).length;
    };
    expect([await count(""), await count("(first: 100)"), await count("(first: 0)")]).toEqual([20, 30, 0]);
    expect(await count("(first: 101)")).toBe("PAGE_SIZE_OUT_OF_RANGE");
  });

  test("of a page of operators is one statement, and so are their switches", async () => {
    await put(...OPERATORS.map((operator) => ({ operator })));
    const statements = countStatements();
    const answer = await suite.api.ask(`{ operators(first: 50) { nodes {
      circuit { state since reason override { reason } services(first: 3) { state } }
      circuitOverrides(first: 2) { nodes { reason } } } } }`);
    expect(answer.errors).toEqual([]);
    expect(statements.texts).toHaveLength(4);
    statements.restore();
  });
});
