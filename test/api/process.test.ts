/** The API as a process: what it says when it cannot start, and how it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { claimPorts } from "../../devnet/ports.ts";
import { waitFor } from "../../devnet/wait.ts";
import { address, CHAIN_ID, ETHER, REGISTRY, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT, VIEWS } from "./support/template.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSX = createRequire(import.meta.url).resolve("tsx");
const suite = apiSuite({ operator: [stakedRow({ address: address(1), ethActive: ETHER })] });

interface Running {
  readonly child: ChildProcess;
  output(): string;
  readonly exited: Promise<number | null>;
}

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function start(variables: Record<string, string>): Running {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["--import", TSX, "api/main.ts"], { cwd: ROOT, env: { PATH, ...variables } });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, exited, output: () => output };
}

const environment = (port: number) => ({
  DATABASE_URL: suite.database.url,
  CHAIN_ID: String(CHAIN_ID),
  REGISTRY_ADDRESS: REGISTRY,
  VIEWS_SCHEMA: VIEWS,
  API_PORT: String(port),
  FOLLOWER: "off",
  STATEMENT_TIMEOUT_MS: "20000",
});

async function freePort(): Promise<number> {
  const [port = 0] = await claimPorts([{ purpose: "a test's API", port: 0, flag: "", env: "" }]);
  return port;
}

describe("it does not start", () => {
  test("with a wrong environment: every mistake, each on its line, exit code 1", async () => {
    const { exited, output } = start({
      DATABASE_URL: "mysql://x",
      CHAIN_ID: "1",
      REGISTRY_ADDRESS: "0x12",
      API_PORT: "70000",
      VIEWS_SCHEMA: "x; drop table y",
      FOLLOWER: "maybe",
    });
    expect(await exited).toBe(1);
    const lines = output().trim().split("\n");
    expect(lines[0]).toMatch(/environment/);
    const named = lines.slice(1).map((line) => line.trim().split(":", 1)[0]);
    expect(named.sort()).toEqual([
      "API_PORT",
      "CHAIN_ID",
      "DATABASE_URL",
      "FOLLOWER",
      "REGISTRY_ADDRESS",
      "VIEWS_SCHEMA",
    ]);
    expect(output()).not.toMatch(/^ +at /m);
  });

  test("on a port in use: which one, and what to set, exit code 1", async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, "127.0.0.1", () => {
        const found = holder.address();
        resolve(typeof found === "object" && found !== null ? found.port : 0);
      });
    });
    const { exited, output } = start(environment(port));
    expect(await exited).toBe(1);
    expect(output()).toContain("PORT_IN_USE");
    expect(output()).toContain(`127.0.0.1:${port}`);
    expect(output()).toContain("API_PORT");
    expect(output()).not.toMatch(/^ +at /m);
    holder.close();
  });
});

describe("SIGTERM", () => {
  test("what is being answered is finished, new requests are refused, exit code 0", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { child, exited, output } = start(environment(port));
    await waitFor(() => output().includes("migrations are up to date"), { what: "the API", timeoutMs: 20_000 });

    const release = await holdOperators();
    const pending = fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: QUESTION,
    });
    await isWaiting();

    child.kill("SIGTERM");
    await waitFor(() => output().includes('"stopping"'), { what: "the signal", timeoutMs: 5_000 });
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    // A second one changes nothing.
    child.kill("SIGTERM");
    await release();

    const answer = await pending;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: { operator: { tier: "TIER_1" } } });
    expect(await exited).toBe(0);
  });

  test("who keeps asking on a connection it has does not hold up the end", async () => {
    const port = await freePort();
    const { child, exited, output } = start(environment(port));
    await waitFor(() => output().includes("migrations are up to date"), { what: "the API", timeoutMs: 20_000 });
    const release = await holdOperators();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ended = askWhileAnswered(port, agent);
    await isWaiting();
    child.kill("SIGTERM");
    await waitFor(() => output().includes('"stopping"'), { what: "the signal", timeoutMs: 5_000 });
    await release();
    expect(await exited).toBe(0);
    expect(await ended).toBeGreaterThan(0);
  });
});

const QUESTION = JSON.stringify({ query: `{ operator(address: "${address(1)}") { ... on Operator { tier } } }` });

/** Keeps every question about an operator waiting until the function it answers is called. */
async function holdOperators(): Promise<() => Promise<unknown>> {
  const { client } = suite.database;
  await client.query("begin");
  await client.query(`lock table ${DEPLOYMENT}.operator in access exclusive mode`);
  return () => client.query("rollback");
}

async function isWaiting(): Promise<void> {
  const waiting = "select from pg_stat_activity where application_name = 'din-api' and wait_event_type = 'Lock'";
  const { client } = suite.database;
  const isSeen = async () => {
    // Within a transaction, which holds the lock, the first look would be remembered.
    await client.query("select pg_stat_clear_snapshot()");
    return (await client.query(waiting)).rowCount !== 0;
  };
  await waitFor(isSeen, { what: "the request", timeoutMs: 10_000 });
}

/** Asks again as soon as it is answered, until nobody answers; answers how often somebody did. */
async function askWhileAnswered(port: number, agent: Agent): Promise<number> {
  const headers = { "content-type": "application/json" };
  for (let answers = 0; ; answers += 1) {
    const isAnswered = await new Promise<boolean>((resolve) => {
      const asked = request({ port, path: "/graphql", method: "POST", headers, agent }, (response) =>
        response.resume().once("close", () => resolve(response.complete)),
      );
      asked.once("error", () => resolve(false)).end(QUESTION);
    });
    if (!isAnswered) return answers;
  }
}

test("a stop while the database is away does not hang", async () => {
  const port = await freePort();
  const { child, exited } = start({
    ...environment(port),
    DATABASE_URL: "postgres://a:b@127.0.0.1:1/x",
    FOLLOWER: "on",
  });
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/health`)).status === 200, {
    what: "the API",
    timeoutMs: 20_000,
  });
  const asked = performance.now();
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
  expect(performance.now() - asked).toBeLessThan(5_000);
});
