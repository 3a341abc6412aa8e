/** What the API says while the mirror is absent, replaced, behind, incomplete or of another registry. */

import pg from "pg";
import { expect, test } from "vitest";
import { z } from "zod";
import { leaksIn } from "./support/leaks.ts";
import {
  address,
  assetRateRows,
  checkpointRow,
  ETHER,
  NOW,
  operatorRow,
  REGISTRY,
  registryRow,
  stakedRow,
} from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT, deploymentDdl, VIEWS, viewsDdl } from "./support/template.ts";

const OPERATOR = address(1);
const suite = apiSuite(
  { operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] },
  // Longer than Postgres waits before it looks for deadlocks (1 s): a reader that is in one shall be told so, and ask again.
  { STATEMENT_TIMEOUT_MS: "3000" },
);

const readySchema = z.object({ ready: z.boolean(), code: z.string().optional(), message: z.string().optional() });

async function readiness(): Promise<{ status: number; code: string | undefined }> {
  const response = await fetch(`${suite.api.url}/ready`);
  const text = await response.text();
  const { ready, code } = readySchema.parse(JSON.parse(text));
  expect(ready).toBe(response.status === 200);
  expect(leaksIn(text)).toEqual([]);
  return { status: response.status, code };
}

const READY = { status: 200, code: undefined };
const not = (code: string) => ({ status: 503, code });
const query = (text: string, values?: unknown[]) => suite.database.client.query(text, values);
const active = async () => {
  const answer = await suite.api.ask(`{ operator(address: "${OPERATOR}") { ... on Operator { stake { active } } } }`);
  expect(leaksIn(answer.text)).toEqual([]);
  return answer;
};

test("all is well at first, and /health says so whatever happens", async () => {
  expect(await readiness()).toEqual(READY);
  expect((await fetch(`${suite.api.url}/health`)).status).toBe(200);
});

test("views dropped: 503 with a code; there again: answered, by the same process", async () => {
  await query(`drop schema ${VIEWS} cascade`);
  expect(await readiness()).toEqual(not("INDEXER_UNAVAILABLE"));
  expect((await fetch(`${suite.api.url}/health`)).status).toBe(200);
  const answer = await active();
  expect(answer.status).toBe(503);
  expect(answer.errors.map(({ code }) => code)).toEqual(["INDEXER_UNAVAILABLE"]);
  expect(answer.headers.get("retry-after")).toBe("2");
  // What needs no database is answered all the same.
  expect((await suite.api.ask("{ policy { version } }")).status).toBe(200);

  await query(viewsDdl(DEPLOYMENT));
  expect(await readiness()).toEqual(READY);
  expect((await active()).status).toBe(200);
});

test("views that exist and say nothing yet: the first backfill is not done", async () => {
  await query(deploymentDdl("din_indexer_empty"));
  await query(viewsDdl("din_indexer_empty"));
  expect(await readiness()).toEqual(not("INDEXER_UNAVAILABLE"));
  expect((await active()).errors.map(({ code }) => code)).toEqual(["INDEXER_UNAVAILABLE"]);
  await query(viewsDdl(DEPLOYMENT));
  expect(await readiness()).toEqual(READY);
});

/** Postgres may end the switch instead of a reader that it deadlocks with; then Ponder makes it again, and so does this. */
async function switchViews(deployment: string): Promise<void> {
  try {
    await query(viewsDdl(deployment));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "40P01") throw error;
    await query("rollback");
    await switchViews(deployment);
  }
}

test("another deployment takes over between and during requests: each is answered from one of the two", async () => {
  await query(deploymentDdl("din_indexer_two"));
  await suite.database.fill(
    {
      registry: [registryRow()],
      assetRate: assetRateRows(),
      ponderCheckpoint: [checkpointRow(6_000)],
      operator: [stakedRow({ address: OPERATOR, ethActive: 2n * ETHER })],
    },
    "din_indexer_two",
  );
  const first = await active();
  expect(first.data).toEqual({ operator: { stake: { active: `${ETHER}` } } });
  const statuses = new Set<string>();
  for (const deployment of ["din_indexer_two", DEPLOYMENT, "din_indexer_two", DEPLOYMENT, "din_indexer_two"]) {
    const answers = Promise.all(Array.from({ length: 20 }, () => active()));
    await switchViews(deployment);
    for (const answer of await answers)
      statuses.add(answer.status === 200 ? answer.text : `${answer.status} ${answer.text}`);
  }
  const told = (value: bigint) => `{"data":{"operator":{"stake":{"active":"${value}"}}}}`;
  expect([...statuses].filter((text) => text !== told(ETHER) && text !== told(2n * ETHER))).toEqual([]);
  expect((await active()).data).toEqual({ operator: { stake: { active: `${2n * ETHER}` } } });
  await query(viewsDdl(DEPLOYMENT));
});

test("INDEXER_BEHIND from 60 seconds on, and answers go on", async () => {
  suite.api.clock.now = NOW + 58;
  expect(await readiness()).toEqual(READY);
  suite.api.clock.now = NOW + 59;
  expect(await readiness()).toEqual(not("INDEXER_BEHIND"));
  const answer = await suite.api.ask("{ indexer { lagSeconds healthy block finalizedBlock } }");
  expect(answer.data).toEqual({ indexer: { lagSeconds: 61, healthy: false, block: 5_000, finalizedBlock: 4_900 } });
  // The chain's clock may be ahead of ours.
  suite.api.clock.now = NOW - 100;
  expect((await suite.api.ask("{ indexer { lagSeconds healthy } }")).data).toEqual({
    indexer: { lagSeconds: 0, healthy: true },
  });
  suite.api.clock.now = NOW;
});

test("EVENTS_MISSING once an operator's counter has jumped", async () => {
  await suite.database.fill({ operator: [operatorRow({ address: address(2), seqGaps: 1 })] });
  expect(await readiness()).toEqual(not("EVENTS_MISSING"));
  const answer = await suite.api.ask(
    `{ indexer { healthy operatorsWithMissingEvents } operator(address: "${address(2)}") { ... on Operator { missingEvents } } }`,
  );
  expect(answer.data).toEqual({
    indexer: { healthy: false, operatorsWithMissingEvents: 1 },
    operator: { missingEvents: true },
  });
  await query(`update ${DEPLOYMENT}.operator set seq_gaps = 0`);
  expect(await readiness()).toEqual(READY);
});

test.each([
  ["address", { address: address(9) }],
  ["chain", { chainId: 8_453 }],
])("REGISTRY_MISMATCH for another %s", async (_what, told) => {
  await query(`delete from ${DEPLOYMENT}.registry`);
  await suite.database.fill({ registry: [registryRow(told)] });
  if ("chainId" in told) await query(`update ${DEPLOYMENT}._ponder_checkpoint set chain_id = '8453'`);
  expect(await readiness()).toEqual(not("REGISTRY_MISMATCH"));
  const answer = await active();
  expect(answer.status).toBe(503);
  expect(answer.errors).toMatchObject([{ code: "REGISTRY_MISMATCH", message: expect.stringContaining(REGISTRY) }]);
  await query(`delete from ${DEPLOYMENT}.registry`);
  await query(`update ${DEPLOYMENT}._ponder_checkpoint set chain_id = '31337'`);
  await suite.database.fill({ registry: [registryRow()] });
  expect(await readiness()).toEqual(READY);
});

test("FOLLOWER_BEHIND when nobody follows any more, or has a backlog", async () => {
  await query("update din_api.follower_state set passed_at = now() - interval '61 seconds'");
  expect(await readiness()).toEqual(not("FOLLOWER_BEHIND"));
  await query("update din_api.follower_state set passed_at = now()");
  await query("insert into din_api.dirty_operator (operator, reason) values ($1, 'CHAIN_EVENT')", [OPERATOR]);
  expect(await readiness()).toEqual(not("FOLLOWER_BEHIND"));
  await query("delete from din_api.dirty_operator");
  expect(await readiness()).toEqual(READY);
});

test("a statement that takes too long is ended, and told as TIMEOUT", async () => {
  await query("begin");
  await query(`lock table ${DEPLOYMENT}.operator in access exclusive mode`);
  const answer = await active();
  await query("rollback");
  expect(answer.status).toBe(503);
  expect(answer.errors.map(({ code }) => code)).toEqual(["TIMEOUT"]);
  expect((await active()).status).toBe(200);
}, 20_000);
