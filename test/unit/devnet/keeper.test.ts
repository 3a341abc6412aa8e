/** What the devnet knows of its keeper: the settings it runs with, and when it is ready. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAddress } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOST } from "../../../devnet/ports.ts";
import { addressOf, privateKeyOf } from "../../../devnet/scenario/actors.ts";
import { reportsActive } from "../../../devnet/services.ts";
import { keeperKey, keeperSettingsOf, writeSettings } from "../../../devnet/settings.ts";

const URLS = {
  rpc: "http://127.0.0.1:1",
  indexer: "http://127.0.0.1:2",
  api: "http://127.0.0.1:3",
  graphql: "http://127.0.0.1:3/graphql",
  database: "postgres://nobody@127.0.0.1:4/none",
};

describe("the keeper's settings", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "din-settings-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("are its owner's alone, and its API key is the same at the next start: it reports under its name by it", async () => {
    await writeSettings(folder, {
      DATABASE_URL: URLS.database,
      ...keeperSettingsOf(URLS, "din_kept"),
      LOG_LEVEL: "info",
    });
    expect((await stat(join(folder, "env"))).mode & 0o777).toBe(0o600);
    // No database is asked: there is none.
    expect(await keeperKey(folder, URLS.database, new Date())).toBe("din_kept");
  });

  it("have the keys of the two accounts that hold its roles", () => {
    const { MONITOR_PRIVATE_KEY, PROPOSER_PRIVATE_KEY } = keeperSettingsOf(URLS, "din_kept");
    expect(MONITOR_PRIVATE_KEY).toBe(privateKeyOf("monitor"));
    expect(PROPOSER_PRIVATE_KEY).toBe(privateKeyOf("keeper"));
    for (const actor of ["monitor", "keeper"] as const) {
      expect(privateKeyToAddress(privateKeyOf(actor))).toBe(addressOf(actor));
    }
  });
});

describe("the keeper is ready", () => {
  let server: Server;
  let url: string;
  let reports: unknown[];
  beforeEach(async () => {
    server = createServer((_request, response) => response.end(JSON.stringify({ data: { keeper: { reports } } })));
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    const address = server.address();
    url = `http://${HOST}:${address !== null && typeof address === "object" ? address.port : 0}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const STARTED = Date.parse("2026-11-21T12:00:05.600Z");
  const report = { keeperId: "devnet", active: true, at: "2026-11-21T12:00:05.000Z" };

  it.each([
    ["when it says that it leads, in the second of its start or later", [report], true],
    ["not by what the process before it said", [{ ...report, at: "2026-11-21T12:00:04.000Z" }], false],
    ["not while it stands by", [{ ...report, active: false }], false],
    ["not by another keeper's word", [{ ...report, keeperId: "elsewhere" }], false],
    ["not before it says anything", [], false],
  ])("%s", async (_what, said, ready) => {
    reports = said;
    expect(await reportsActive(url)(STARTED)).toBe(ready);
  });
});
