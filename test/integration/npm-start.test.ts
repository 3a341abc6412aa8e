/** `npm start` from the terminal: what it prints, that it is true, and that nothing stays behind whenever it is left. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createClient,
  type DinClient,
  IndexerDocument,
  OperatorsDocument,
  TypedDocumentString,
} from "@dreamnet/din-infrastructure-core";
import { createPublicClient, type Hash, http } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { lockFile } from "../../devnet/lock.ts";
import { readMemory } from "../../devnet/metrics/memory.ts";
import { HOST } from "../../devnet/ports.ts";
import { leftovers } from "../../devnet/processes.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { EXPECTED } from "../../devnet/scenario/expected.ts";
import { metricsFile } from "../../devnet/state.ts";
import { waitFor } from "../../devnet/wait.ts";
import { CommandLine, type Greeting, greetingOf } from "../support/command-line.ts";

const folders: string[] = [];
const lines: CommandLine[] = [];
/** The folder that all starts share, one after another: each has to cope with what the one before has left. */
let stateDir: string;

beforeAll(async () => {
  stateDir = await folder();
});

afterAll(async () => {
  await Promise.all(lines.map((line) => line.kill()));
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "din-npm-start-"));
  folders.push(path);
  return path;
}

function start(program: "npm" | "node", args: readonly string[] = [], inFolder = stateDir): CommandLine {
  const line = new CommandLine(program, inFolder, ["--any-ports", ...args]);
  lines.push(line);
  return line;
}

/** Neither a lock nor the record of a process. */
function expectReleased(): void {
  expect(existsSync(lockFile(stateDir))).toBe(false);
  expect(existsSync(join(stateDir, "processes.json"))).toBe(false);
}

describe("Ctrl-C before it is up leaves no process and no lock", () => {
  const earliest = ["as soon as the folder is taken", [], (_output: string) => existsSync(lockFile(stateDir))] as const;
  const latest = ["when the first metrics are sent", [], (_output: string) => isMeasuring()] as const;
  const between = [
    ["when Postgres is ready", [], (output: string) => output.includes("postgres: ready")],
    // The one before may have come to the end of its history, and then this one would have none to play.
    ["when the history is complete", ["--fresh"], (output: string) => output.includes("history complete")],
  ] as const;

  // The first and the last moment; those between them are left to the soak suite.
  test.each([earliest, ...(process.env.SOAK ? between : []), latest])("%s", async (moment, args, hasCome) => {
    const line = start("node", args);
    await line.until(() => hasCome(line.output), moment);
    expect(await line.interrupt()).toEqual({ code: 130, left: [] });
    expect(line.output).toContain("Stopped before it was up.");
    expect(line.output).not.toMatch(/error|^ +at /im);
    expectReleased();
  });
});

/** Whether the generator knows whom to measure: the next it does is to send. The greeting waits for what comes of it. */
function isMeasuring(): boolean {
  return Object.keys(readMemory(metricsFile(stateDir))?.operators ?? {}).length > 0;
}

/** What the first full start showed, for the later ones to be compared with. */
let first: { greeting: Greeting; beginning: Hash; block: number; operators: string[] } | undefined;

describe("npm start", () => {
  let line: CommandLine;
  let greeting: Greeting;
  let din: DinClient;
  /** Looked at first and compared last, so that the chain moves while the other tests run. */
  let before: Happenings;

  beforeAll(async () => {
    line = start("npm");
    greeting = await greetingOf(line);
    din = createClient({ url: greeting.graphql });
    before = await happenings(din);
  });

  test("prints a query and its answer, which the printed address gives too", async () => {
    await expectAnswered(greeting);
    expect((await fetch(greeting.ready)).status).toBe(200);
  });

  test("the printed query soon shows scores, of operators that are measured", async () => {
    const scored = async () => (await scoresOf(greeting)).every((score) => score !== null);
    await waitFor(scored, { what: "every operator of the answer to have a score", timeoutMs: 60_000, everyMs: 250 });
    for (const score of await scoresOf(greeting)) expect(score).toBeGreaterThan(98);
  });

  test("a second start in the same folder says who is there, and disturbs nobody", async () => {
    const second = start("node");
    expect(await second.ended()).toMatchObject({ code: 1 });
    expect(second.output).toContain(`already running here: process ${holder()},`);
    expect(second.output).toContain("--state-dir <folder> --any-ports");
    expect((await fetch(greeting.ready)).status).toBe(200);
  });

  test("a busy port is named, with the flag that chooses another", async () => {
    const elsewhere = await folder();
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, HOST, () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      }),
    );
    const refused = start("node", ["--rpc-port", String(port)], elsewhere);
    expect(await refused.ended()).toEqual({ code: 1, left: [] });
    server.close();
    expect(refused.output).toContain(`Port ${port}, wanted for the chain's JSON-RPC, is busy.`);
    expect(refused.output).toContain("--rpc-port <port>");
    expect(refused.output).not.toMatch(/^ +at /m);
    expect(existsSync(lockFile(elsewhere))).toBe(false);
  });

  test("something happens on the chain, and the API follows", async () => {
    const moved = async () => {
      const now = await happenings(din);
      return now.block > before.block && now.latest !== before.latest;
    };
    await waitFor(moved, { what: "a new block, and stake moved or a score", timeoutMs: 90_000, everyMs: 250 });
  });

  test("Ctrl-C ends it, and all it has started", async () => {
    const { block } = await happenings(din);
    first = { greeting, block, beginning: await beginningOf(greeting), operators: await operatorsOf(din) };
    const documented = EXPECTED.filter(({ registered }) => registered).map(({ operator }) => addressOf(operator));
    expect(first.operators).toEqual(expect.arrayContaining(documented));
    expect(leftovers(stateDir).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["postgres", "anvil", "indexer", "api", "keeper"]),
    );
    // Its code is the shell's business: one that npm put in between dies of the same Ctrl-C, and npm after it.
    expect((await line.interrupt()).left).toEqual([]);
    expect(line.output).toContain("\nStopped.\n");
    expectReleased();
  });
});

describe("the next start", () => {
  test("goes on where it was: the same chain, no block lost, all operators", async () => {
    const line = start("node", ["--no-activity"]);
    const greeting = await greetingOf(line);
    const din = createClient({ url: greeting.graphql });
    expect(line.output).toContain("going on where it stopped");
    expect(greeting.registry).toBe(first?.greeting.registry);
    expect(await beginningOf(greeting)).toBe(first?.beginning);
    const block = first?.block ?? Number.POSITIVE_INFINITY;
    expect(await heightOf(greeting)).toBeGreaterThanOrEqual(block);
    await waitFor(async () => (await happenings(din)).block >= block, {
      what: `the API to be at block ${block} again`,
      timeoutMs: 30_000,
    });
    expect(await operatorsOf(din)).toEqual(first?.operators);
    await expectAnswered(greeting);
    expect(await line.interrupt()).toEqual({ code: 0, left: [] });
    expectReleased();
  });

  test("with --fresh, begins anew: another chain, with the same history", async () => {
    const line = start("node", ["--fresh", "--no-activity"]);
    const greeting = await greetingOf(line);
    expect(line.output).toContain("beginning anew");
    expect(line.output).not.toContain("going on where it stopped");
    expect(await beginningOf(greeting)).not.toBe(first?.beginning);
    expect(greeting.registry).toBe(first?.greeting.registry);
    expect(await operatorsOf(createClient({ url: greeting.graphql }))).toEqual(first?.operators);
    await expectAnswered(greeting);
    expect(await line.interrupt()).toEqual({ code: 0, left: [] });
    expectReleased();
  });
});

const holder = () => z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(lockFile(stateDir), "utf8"))).pid;

const chainOf = ({ rpc }: Greeting) => createPublicClient({ transport: http(rpc) });
const heightOf = async (greeting: Greeting) => Number(await chainOf(greeting).getBlockNumber());
/** Tells one chain from another by when it began. Of block 1: anvil makes block 0 anew when it loads a state. */
const beginningOf = async (greeting: Greeting) => (await chainOf(greeting).getBlock({ blockNumber: 1n })).hash;

/**
 * What an answer to the printed query has that neither activity nor measurements change: value follows the rate, which
 * moves by a hair, and a status waits for the initial check.
 */
const lastingSchema = z.object({
  operators: z.object({
    totalCount: z.number(),
    nodes: z.array(z.object({ address: z.string(), tier: z.string() })),
  }),
});

const scoresSchema = z.object({
  operators: z.object({ nodes: z.array(z.object({ score: z.object({ value: z.number().nullable() }) })) }),
});

async function scoresOf({ graphql, query }: Greeting): Promise<(number | null)[]> {
  const document = new TypedDocumentString<unknown, Record<string, never>>(query);
  const answer = scoresSchema.parse(await createClient({ url: graphql }).request(document));
  return answer.operators.nodes.map(({ score }) => score.value);
}

/** The printed query, asked at the printed address, has the printed answer. */
async function expectAnswered({ graphql, query, answer }: Greeting): Promise<void> {
  const document = new TypedDocumentString<unknown, Record<string, never>>(query);
  const asked = lastingSchema.parse(await createClient({ url: graphql }).request(document));
  expect(asked.operators.nodes).toHaveLength(3);
  expect(z.object({ data: lastingSchema }).parse(answer).data).toEqual(asked);
}

async function operatorsOf(din: DinClient): Promise<string[]> {
  const { operators } = await din.request(OperatorsDocument, { first: 100 });
  return operators.nodes.map(({ address }) => address).sort();
}

interface Latest {
  network: { lastPerformanceCheck: string | null };
  stakingEvents: { totalCount: number };
}
const LATEST = new TypedDocumentString<Latest, Record<string, never>>(
  "{ network { lastPerformanceCheck } stakingEvents(first: 1) { totalCount } }",
);

interface Happenings {
  /** The block the API is at. */
  block: number;
  /** A text that another score, and another movement of stake, changes. */
  latest: string;
}

async function happenings(din: DinClient): Promise<Happenings> {
  const [{ indexer }, latest] = await Promise.all([din.request(IndexerDocument), din.request(LATEST)]);
  return { block: indexer.block ?? 0, latest: JSON.stringify(latest) };
}
