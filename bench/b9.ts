/**
 * B9: how long it takes until a subscriber knows: from a transaction to the alert it causes, beside a raw subscription to
 * the chain's logs; and from a sample to the alert that the operator is down.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import {
  createClient,
  type MetricSampleInput,
  RecordMetricsBatchDocument,
  RegisterReporterDocument,
  RegisterServiceDocument,
} from "@dreamnet/din-infrastructure-core";
import { createClient as createSubscriber } from "graphql-ws";
import pg from "pg";
import { encodeFunctionData, parseEther } from "viem";
import { WebSocket } from "ws";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import type { Scope } from "../api/access/caller.ts";
import { createKey } from "../api/access/keys.ts";
import { ACTORS, type Actor, addressOf } from "../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../devnet/stack.ts";
import { waitFor } from "../devnet/wait.ts";
import { ms, type Result } from "./lib/report.ts";
import { median, quantile } from "./lib/stats.ts";

/** Milliseconds between two questions of the indexer for a new block: the devnet's setting. */
const POLL_MS = 500;

/** Whoever stakes, and whoever goes down. */
const STAKER: Actor = "aurora";
const OPERATORS = ACTORS.slice(ACTORS.indexOf(STAKER));

export interface B9Options {
  /** How many transactions. */
  readonly transactions: number;
  readonly log: (line: string) => void;
}

export async function b9({ transactions, log }: B9Options): Promise<Result[]> {
  const stack = await startStack({
    parts: { scenario: false, activity: false, metrics: false },
    blocks: "automine",
    env: { RPC_POLL_INTERVAL_MS: String(POLL_MS), LOG_LEVEL: "warn" },
  });
  try {
    await registerAll(stack);
    const alerts = await listenToAlerts(stack);
    const fromChain = await ofTransactions(stack, alerts, transactions);
    const fromSamples = await ofSamples(stack, alerts);
    alerts.end();
    log(`B9 alert after a transaction: ${spread(fromChain.ours)}; its log: ${spread(fromChain.theirs)}`);
    log(`B9 alert after a sample: ${spread(fromSamples)}`);
    const [ours, theirs] = [quantile(fromChain.ours, 0.99), quantile(fromChain.theirs, 0.99)];
    return [
      {
        benchmark: "B9",
        work: `transaction → alert less a poll of ${POLL_MS} ms, p99`,
        ours: ms(ours - POLL_MS),
        peer: "eth_subscribe",
        theirs: ms(theirs),
        ratio: (ours - POLL_MS) / theirs,
        goal: { atMost: 1.5 },
      },
      {
        benchmark: "B9",
        work: "sample → alert, p99",
        ours: ms(quantile(fromSamples, 0.99)),
        peer: "a second",
        theirs: ms(1_000),
        ratio: quantile(fromSamples, 0.99) / 1_000,
        goal: { atMost: 1 },
      },
    ];
  } finally {
    await stack.stop();
  }
}

const spread = (values: readonly number[]) =>
  `p50 ${ms(median(values))}, p99 ${ms(quantile(values, 0.99))} of ${values.length}`;

async function registerAll({ world }: Stack): Promise<void> {
  for (const operator of OPERATORS) {
    const address = addressOf(operator);
    const register = [address, parseEther("1")] as const;
    await world.send({
      from: operator,
      data: encodeFunctionData({ abi, functionName: "registerOperator", args: register }),
    });
    const stake = encodeFunctionData({ abi, functionName: "stake", args: [address] });
    await world.send({ from: operator, value: parseEther("50"), data: stake });
  }
}

const eventSchema = z.object({
  data: z.object({
    alerts: z.object({
      alert: z.object({ kind: z.string(), operatorAddress: z.string().nullable(), subject: z.string().nullable() }),
    }),
  }),
});

/** When each thing was first heard of, by what it is. */
class Heard {
  readonly #at = new Map<string, number>();

  note(what: string): void {
    if (!this.#at.has(what)) this.#at.set(what, performance.now());
  }

  async until(what: string): Promise<number> {
    await waitFor(() => this.#at.has(what), { what, timeoutMs: 30_000, everyMs: 1 });
    return this.#at.get(what) ?? Number.NaN;
  }
}

interface Alerts {
  readonly heard: Heard;
  end(): void;
}

const ALERTS = "subscription { alerts { alert { kind operatorAddress subject } } }";

async function listenToAlerts(stack: Stack): Promise<Alerts> {
  const heard = new Heard();
  const client = createSubscriber({
    url: stack.urls.graphql.replace("http", "ws"),
    webSocketImpl: WebSocket,
    lazy: false,
  });
  const connected = new Promise<void>((resolve) => client.on("connected", () => resolve()));
  client.subscribe(
    { query: ALERTS },
    {
      next: (message) => {
        const { kind, operatorAddress, subject } = eventSchema.parse(message).data.alerts.alert;
        heard.note(`${kind} ${operatorAddress} ${subject}`);
      },
      error: (error) => {
        throw error;
      },
      complete: () => {},
    },
  );
  await connected;
  return { heard, end: () => void client.dispose() };
}

const logSchema = z.object({ params: z.object({ result: z.object({ transactionHash: z.string() }) }) });

/** The peer: what the chain's node itself tells. */
async function listenToLogs(stack: Stack): Promise<{ readonly heard: Heard; end(): void }> {
  const heard = new Heard();
  const socket = new WebSocket(stack.urls.rpc.replace("http", "ws"));
  await once(socket, "open");
  const params = ["logs", { address: stack.registry }];
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_subscribe", params }));
  await once(socket, "message");
  socket.on("message", (data) => {
    const parsed = logSchema.safeParse(JSON.parse(String(data)));
    if (parsed.success) heard.note(parsed.data.params.result.transactionHash);
  });
  return { heard, end: () => socket.terminate() };
}

/** One after another, from the moment each was sent; a block is mined for it at once. */
async function ofTransactions(stack: Stack, alerts: Alerts, count: number) {
  const logs = await listenToLogs(stack);
  const operator = addressOf(STAKER);
  const data = encodeFunctionData({ abi, functionName: "unstake", args: [operator, parseEther("0.01")] });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const sent = performance.now();
    const key = `request ${index}`;
    const { transactionHash } = await stack.world.send({ from: STAKER, data, request: key });
    theirs.push((await logs.heard.until(transactionHash)) - sent);
    const alert = `STAKE_DECREASED ${operator} ${stack.world.requestId(key)}`;
    ours.push((await alerts.heard.until(alert)) - sent);
  }
  logs.end();
  return { ours, theirs };
}

/** Each operator goes down once: three intervals in a row are told at once, and with them it counts as offline. */
async function ofSamples(stack: Stack, alerts: Alerts): Promise<number[]> {
  const din = createClient({ url: stack.urls.graphql, apiKey: await firstKey(stack) });
  await din.request(RegisterServiceDocument, { input: { id: "rpc", name: "JSON-RPC gateway" } });
  for (const id of ["probe-1", "probe-2"]) await din.request(RegisterReporterDocument, { input: { id, name: id } });
  const times: number[] = [];
  for (const operator of OPERATORS) {
    const address = addressOf(operator);
    const now = Math.floor(Date.now() / 1_000);
    const samples = [3, 2, 1].flatMap((ago) => ["probe-1", "probe-2"].map((id) => outage(address, id, now - ago)));
    const sent = performance.now();
    const { recordMetricsBatch } = await din.request(RecordMetricsBatchDocument, { input: { samples } });
    assert.equal(recordMetricsBatch.__typename, "RecordedBatch");
    times.push((await alerts.heard.until(`OPERATOR_OFFLINE ${address} null`)) - sent);
  }
  return times;
}

const outage = (operator: string, reporter: string, timestamp: number): MetricSampleInput => ({
  ...{ operator, reporter, timestamp, service: "rpc", region: "eu-1" },
  ...{ requests: 10, successes: 0, timeouts: 10, upSeconds: 0, downSeconds: 1 },
});

async function firstKey(stack: Stack): Promise<string> {
  const pool = new pg.Pool({ connectionString: stack.urls.database, max: 1 });
  try {
    const scopes: readonly Scope[] = ["admin", "metrics:write"];
    const { key } = await createKey(
      pool,
      { name: "bench", scopes, reporter: null },
      null,
      Math.floor(Date.now() / 1_000),
    );
    return key;
  } finally {
    await pool.end();
  }
}
