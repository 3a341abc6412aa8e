/** The database is down at the start, crashes later, and comes back: the API neither ends nor needs a restart. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../devnet/wait.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase } from "./support/database.ts";
import { leaksIn } from "./support/leaks.ts";
import { type PostgresServer, startServer } from "./support/postgres.ts";
import { address, baseRows, NOW, operatorRow } from "./support/rows.ts";
import { makeTemplate } from "./support/template.ts";

const QUERY = "{ operators { totalCount nodes { address } } }";
let folder: string;
let server: PostgresServer;
let api: TestApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "din-api-test-"));
  server = await startServer(folder);
  await makeTemplate(server.url);
  const database = await createTestDatabase(server.url);
  await database.fill({ ...baseRows(), operator: [operatorRow({ address: address(1) })] });
  await database.sort(NOW);
  await database.client.end();
  await server.service.kill("SIGQUIT");
  api = await startApi(database.url);
}, 60_000);

afterAll(async () => {
  await api.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const ready = () => fetch(`${api.url}/ready`);

async function expectDown(): Promise<void> {
  expect((await fetch(`${api.url}/health`)).status).toBe(200);
  const readiness = await ready();
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toEqual({
    ready: false,
    code: "DATABASE_UNAVAILABLE",
    message: "The database cannot be reached.",
  });
  const answer = await api.ask(QUERY);
  expect(answer.status).toBe(503);
  expect(answer.errors).toEqual([{ code: "DATABASE_UNAVAILABLE", message: "The database cannot be reached." }]);
  expect(answer.headers.get("retry-after")).toBe("2");
  expect(leaksIn(answer.text)).toEqual([]);
  const dossier = await fetch(`${api.url}/dossiers/0x${"1".repeat(64)}`);
  expect(dossier.status).toBe(503);
  expect(await dossier.json()).toEqual(answer.errors[0]);
  expect(dossier.headers.get("retry-after")).toBe("2");
}

async function expectBack(): Promise<void> {
  await waitFor(async () => (await ready()).status === 200, { what: "the API to be ready again", timeoutMs: 15_000 });
  const answer = await api.ask(QUERY);
  expect(answer).toMatchObject({ status: 200, errors: [], data: { operators: { totalCount: 1 } } });
}

test("a start without a database: alive, not ready, every question answered with 503 and a code", expectDown);

test("the database comes: ready by itself, migrations included", async () => {
  await server.service.start();
  await expectBack();
});

test("the database crashes under load: what was asked is answered or refused with a code, nothing else", async () => {
  let going = true;
  const seen = new Map<string, number>();
  const client = async () => {
    while (going) {
      const { status, errors, text } = await api.ask(QUERY);
      const what = `${status} ${errors.map(({ code }) => code).join()}`;
      seen.set(what, (seen.get(what) ?? 0) + 1);
      expect(leaksIn(text)).toEqual([]);
    }
  };
  const clients = Array.from({ length: 8 }, client);
  await waitFor(() => (seen.get("200 ") ?? 0) > 50, { what: "answers", timeoutMs: 10_000 });
  await server.service.kill("SIGQUIT");
  await waitFor(() => (seen.get("503 DATABASE_UNAVAILABLE") ?? 0) > 50, { what: "refusals", timeoutMs: 10_000 });
  going = false;
  await Promise.all(clients);
  expect([...seen.keys()].sort()).toEqual(["200 ", "503 DATABASE_UNAVAILABLE"]);
  await expectDown();
});

test("and comes back: ready without a restart", async () => {
  await server.service.start();
  await expectBack();
});
