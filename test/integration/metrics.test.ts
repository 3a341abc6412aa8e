/**
 * From the probes to the answers, all of it real: what Metrics Core sends over the public API becomes windows, scores and
 * statuses, whatever happens to the API meanwhile, and whatever an operator says of itself.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { policyOf } from "../../api/domain/policy.ts";
import type { Sample } from "../../devnet/metrics/deliveries.ts";
import { EXPECTED_PERFORMANCE, type ExpectedPerformance } from "../../devnet/metrics/expected.ts";
import { generateMetrics } from "../../devnet/metrics/generator.ts";
import { readMemory, writeMemory } from "../../devnet/metrics/memory.ts";
import { ownReporterOf } from "../../devnet/metrics/model.ts";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import { EXPECTED } from "../../devnet/scenario/expected.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { waitFor } from "../../devnet/wait.ts";
import { consensusSums, type Sums } from "../support/consensus-sums.ts";
import { graphqlOf } from "../support/graphql.ts";

const { time } = policyOf("devnet");

/**
 * One of each kind, so that a slow machine keeps up with intervals of a second; the soak suite has them all: in several
 * services and regions, slow, lying, of too little throughput, silent for long, alone with its own word, and never measured.
 */
const KINDS: readonly Actor[] = ["aurora", "juniper", "quartz", "nimbus", "pulsar", "vesper", "willow"];
/** Their breaches open after more than a minute of bad intervals that were told in time: the soak suite waits for it. */
const SLOW_TO_SHOW: readonly Actor[] = ["juniper", "quartz"];
const WATCHED = EXPECTED_PERFORMANCE.filter(({ operator }) => process.env.SOAK || KINDS.includes(operator));
const watchedAddresses = new Set(WATCHED.map(({ operator }) => addressOf(operator).toLowerCase()));

let stack: Stack;
let memoryFile: string;

/** Everything the API has acknowledged, in the order it did. */
const acknowledged: Sample[] = [];
const lines: string[] = [];

beforeAll(async () => {
  // A block every two seconds: an API that starts is ready only while the chain moves.
  stack = await startStack({ parts: { activity: false, metrics: false } });
  memoryFile = join(stack.stateDir, "metrics.json");
});

afterAll(async () => {
  await generator?.stop();
  await stack?.stop();
});

interface Running {
  stop(): Promise<void>;
}
let generator: Running | undefined;

function startGenerator(): Running {
  const stopping = new AbortController();
  const running = generateMetrics({
    ...{ graphql: stack.urls.graphql, database: stack.urls.database, memoryFile, time, signal: stopping.signal },
    now: () => new Date(),
    measures: (address) => watchedAddresses.has(address.toLowerCase()),
    log: (line) => lines.push(line),
    onAcknowledged: (samples) => acknowledged.push(...samples),
  });
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

const PERFORMANCE = `query ($address: Address!) { operator(address: $address) { ... on Operator {
  status statusReasons disagreeingReporters
  score { value }
  windows { day { measuredSeconds confidence requests } }
} } }`;

const performanceSchema = z.object({
  operator: z.object({
    status: z.string(),
    statusReasons: z.array(z.string()),
    disagreeingReporters: z.array(z.string()),
    score: z.object({ value: z.number().nullable() }),
    windows: z.object({
      day: z.object({ measuredSeconds: z.number(), confidence: z.string(), requests: z.number().nullable() }),
    }),
  }),
});

const ask = (query: string, variables: object) => graphqlOf(stack.urls.graphql)(query, variables);
const performanceOf = async (actor: Actor) =>
  performanceSchema.parse(await ask(PERFORMANCE, { address: addressOf(actor) })).operator;

/** What an operator answers if it is not what `expected.ts` says; null if it is. */
async function difference({ operator, status, reasons, score, corroborated }: ExpectedPerformance) {
  const told = await performanceOf(operator);
  const { value } = told.score;
  const inRange = score === null ? value === null : value !== null && value >= score[0] && value <= score[1];
  const same =
    told.status === status &&
    JSON.stringify(told.statusReasons) === JSON.stringify(reasons) &&
    told.windows.day.confidence === (corroborated === true ? "HIGH" : "LOW");
  return same && inRange ? null : JSON.stringify(told);
}

test("the expectations are of every operator of the scenario", () => {
  const registered = EXPECTED.filter(({ registered }) => registered).map(({ operator }) => operator);
  expect(EXPECTED_PERFORMANCE.map(({ operator }) => operator).sort()).toEqual(registered.toSorted());
});

describe("while Metrics Core sends", () => {
  beforeAll(() => {
    generator = startGenerator();
  });

  test("history and all, everybody comes to the status and score that are expected", async () => {
    const awaited = WATCHED.filter(({ operator }) => process.env.SOAK || !SLOW_TO_SHOW.includes(operator));
    const waiting = new Map(awaited.map((expected) => [expected, "not asked yet"]));
    const allCame = async () => {
      for (const expected of [...waiting.keys()]) {
        const told = await difference(expected);
        if (told === null) waiting.delete(expected);
        else waiting.set(expected, told);
      }
      return waiting.size === 0;
    };
    await waitFor(allCame, { what: "all statuses and scores", timeoutMs: 240_000, everyMs: 1_000 }).catch((error) => {
      const told = [...waiting].map(([{ operator }, answer]) => `${operator}: ${answer}`);
      throw new Error([String(error), ...told, ...lines].join("\n"));
    });
  }, 300_000);

  test("who lies of itself is contradicted, and changes nothing", async () => {
    const own = ownReporterOf(addressOf("quartz"));
    await waitFor(async () => (await performanceOf("quartz")).disagreeingReporters.includes(own), {
      what: "the liar to be named",
      timeoutMs: 60_000,
      everyMs: 500,
    });
    expect((await performanceOf("quartz")).disagreeingReporters).toEqual([own]);
    expect((await performanceOf("aurora")).disagreeingReporters).toEqual([]);
  });

  test("an API that is killed and comes back misses nothing", async () => {
    const before = acknowledged.length;
    await stack.api.kill("SIGKILL");
    await stack.api.start();
    await waitFor(() => acknowledged.length > before + 200, { what: "samples to be taken again", timeoutMs: 60_000 });
    const at = Math.max(...acknowledged.map((sample) => sample.at));
    const times = new Set(acknowledged.map((sample) => sample.at));
    const first = Math.min(...times);
    const missing = Array.from({ length: at - first }, (_, i) => first + i).filter((second) => !times.has(second));
    expect(missing).toEqual([]);
  });
});

describe("afterwards", () => {
  beforeAll(() => generator?.stop());

  test("nothing was refused", () => {
    expect(lines.filter((line) => line.startsWith("refused"))).toEqual([]);
  });

  test("what is answered is the sum of what was sent", async () => {
    for (const { operator } of WATCHED) await expectSums(operator, "HOUR");
    const newest = Math.max(...acknowledged.map(({ at }) => at)) + 1;
    for (const operator of ["aurora", "quartz", "vesper"] as const) {
      await expectSums(operator, "MINUTE", { from: newest - 1_000, to: newest });
    }
  });

  test("sent once more, it is known already", async () => {
    const memory = readMemory(memoryFile);
    if (memory === null) throw new Error("it remembers nothing");
    const sent = acknowledged.length;
    for (const progress of Object.values(memory.operators)) progress.until -= 200;
    await writeMemory(memoryFile, memory);
    const known = new Set(acknowledged.map((sample) => JSON.stringify(sample)));
    generator = startGenerator();
    await waitFor(() => acknowledged.length > sent + 2_000, { what: "it to be sent again", timeoutMs: 60_000 });
    await generator.stop();
    expect(acknowledged.slice(sent).filter((sample) => known.has(JSON.stringify(sample))).length).toBeGreaterThan(
      1_000,
    );
    expect(lines.filter((line) => line.startsWith("refused"))).toEqual([]);
    for (const operator of ["aurora", "juniper", "quartz"] as const) await expectSums(operator, "HOUR");
  });
});

const SUMS = `query ($address: Address!, $from: DateTime!, $to: DateTime!, $resolution: MetricResolution!) {
  operator(address: $address) { ... on Operator { metrics(from: $from, to: $to, resolution: $resolution) {
    total { requests successes timeouts upSeconds downSeconds measuredSeconds }
  } } }
}`;

const count = z.number().nullable();
const sumsSchema = z.object({
  operator: z.object({
    metrics: z.object({
      total: z.object({
        requests: count,
        successes: count,
        timeouts: count,
        upSeconds: count,
        downSeconds: count,
        measuredSeconds: z.number(),
      }),
    }),
  }),
});

/** Everything of the operator, or what is in a range of whole intervals, Unix seconds. */
async function expectSums(actor: Actor, resolution: "HOUR" | "MINUTE", range?: { from: number; to: number }) {
  const times = acknowledged.map(({ at }) => at);
  const { from, to } = range ?? { from: Math.min(...times), to: Math.max(...times) + 1 };
  const sums = consensusSums(acknowledged, addressOf(actor), from, to);
  const expected: { [Key in keyof Sums]: number | null } =
    sums.measuredSeconds > 0
      ? sums
      : { requests: null, successes: null, timeouts: null, upSeconds: null, downSeconds: null, measuredSeconds: 0 };
  const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
  let total: unknown;
  const matches = async () => {
    const answer = await ask(SUMS, { address: addressOf(actor), from: iso(from), to: iso(to), resolution });
    total = sumsSchema.parse(answer).operator.metrics.total;
    return JSON.stringify(total) === JSON.stringify(expected);
  };
  // The evaluator may still be at it.
  await waitFor(matches, { what: `the sums of ${actor}`, timeoutMs: 60_000, everyMs: 250 }).catch(() => {
    expect({ actor, total }).toEqual({ actor, total: expected });
  });
}
