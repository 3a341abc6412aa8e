/** GraphQL over HTTP, as its reference implementation audits it. */
import { auditServer } from "graphql-http";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { baseRows } from "./support/rows.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
  await database.fill(baseRows());
  api = await startApi(database.url);
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

test("all 61 audits of graphql-http pass", async () => {
  const results = await auditServer({ url: `${api.url}/graphql` });
  const failed = results.flatMap((result) =>
    result.status === "ok" ? [] : [`${result.status} ${result.id} ${result.name}: ${result.reason}`],
  );
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});
