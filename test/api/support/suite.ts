import { afterAll, beforeAll, inject } from "vitest";
import { waitFor } from "../../../devnet/wait.ts";
import { startApi, type TestApi } from "./api.ts";
import { createTestDatabase, type Filling, type TestDatabase } from "./database.ts";
import { baseRows, NOW } from "./rows.ts";

export interface Suite {
  readonly api: TestApi;
  readonly database: TestDatabase;
}

/** A database and a server for all tests of a file (or block), filled with the base rows and those given. */
export function apiSuite(rows: Filling = {}, variables: Record<string, string> = {}): Suite {
  let running: Suite | undefined;
  const suite = (): Suite => {
    if (running === undefined) throw new Error("the suite is used outside its tests");
    return running;
  };
  beforeAll(async () => {
    const database = await createTestDatabase(inject("apiPostgresUrl"));
    await database.fill({ ...baseRows(), ...rows });
    await database.sort(NOW);
    const api = await startApi(database.url, variables);
    running = { database, api };
    // Until then its own migrations are statements that no test asked for.
    await waitFor(async () => (await fetch(`${api.url}/ready`)).status === 200, { what: "the API", timeoutMs: 20_000 });
  });
  afterAll(async () => {
    await running?.api.stop();
    await running?.database.drop();
  });
  return {
    get api() {
      return suite().api;
    },
    get database() {
      return suite().database;
    },
  };
}
