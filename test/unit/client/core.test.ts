/** What DINInfrastructureCore asks, signs and answers, with an API and a wallet that say what the test wants. */
import { describe, expect, test } from "vitest";
import DINInfrastructureCore, {
  type CoreOptions,
  createInfrastructureCore,
  type Timing,
} from "../../../client/src/index.ts";
import { REAL_TIME } from "../../../client/src/timing.ts";

type Hex = `0x${string}`;

const OPERATOR = "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEbA";
const word = (value: string | bigint) => BigInt(value).toString(16).padStart(64, "0");
const REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const ELSEWHERE = "0x00000000000000000000000000000000000000ee";
const LEAST = 10n ** 18n;

interface World {
  /** Of the API. */
  chainId?: number;
  registry?: string;
  /** Blocks that the API has indexed, or what it answers or throws instead, each time it is asked; the last one stays. */
  blocks?: (number | object)[];
  /** Answers of the API by the operation's name. */
  answers?: Record<string, unknown>;
  nodeChain?: string;
  /** What eth_call says to anything but the least stake. */
  call?: (data: string, block: string) => unknown;
  leastStake?: unknown;
  receipts?: unknown[];
  /** The so many-th transaction that the wallet's owner does not sign. */
  rejected?: number;
}

interface Sent {
  readonly to: Hex;
  readonly data: Hex;
  readonly value: bigint;
}

/** Time passes as soon as nothing else happens. */
function quickTime(): Timing {
  let [now, isPassing] = [0, false];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const pass = () => {
    isPassing = false;
    const [next] = [...timers].sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    timers.delete(next);
    now = next.at;
    next.callback();
    if (timers.size > 0) go();
  };
  const go = () => {
    if (!isPassing) setImmediate(pass);
    isPassing = true;
  };
  return {
    now: () => now,
    random: () => 0,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      go();
      return () => timers.delete(timer);
    },
  };
}

function world(told: World = {}, options: Partial<CoreOptions> = {}) {
  const asked: { name: string; variables: unknown }[] = [];
  const sent: Sent[] = [];
  let isSending = false;
  const calls: unknown[] = [];
  const blocks = [...(told.blocks ?? [7])];
  const receipts = [...(told.receipts ?? [{ status: "0x1", blockNumber: "0x7" }])];
  const send: typeof fetch = async (_url, init) => {
    const { query, variables } = JSON.parse(String(init?.body));
    const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? "";
    asked.push({ name, variables });
    const block = (blocks.length > 1 ? blocks.shift() : blocks[0]) ?? 0;
    if (block instanceof Error) throw block;
    if (block instanceof Promise) return block;
    const indexer = { chainId: told.chainId ?? 31_337, registry: told.registry ?? REGISTRY, block };
    const data = name === "CoreIndexer" ? { indexer } : told.answers?.[name];
    const answer = typeof block === "object" ? block : { data };
    return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
  };
  const wallet = {
    account: { address: "0xAaAaaAAaaaaAAaaaAaaaAaAaAAaAaAaAAAAaaAaa" as const },
    chain: { id: 31_337 },
    async request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
      const [first, block] = Array.isArray(params) ? params : [];
      calls.push([method, first, block]);
      if (method === "eth_chainId") return told.nodeChain ?? "0x7a69";
      if (method === "eth_getTransactionReceipt") {
        const receipt = receipts.length > 1 ? receipts.shift() : receipts[0];
        if (receipt instanceof Error) throw receipt;
        return receipt;
      }
      if (first.data === "0x375b3c0a") return told.leastStake ?? `0x${word(LEAST)}`;
      return told.call?.(first.data, block) ?? "0x";
    },
    async sendTransaction(transaction: Sent): Promise<Hex> {
      // As long as it takes to learn a nonce, and to tell the node.
      if (isSending) throw new Error("nonce too low");
      isSending = true;
      for (let step = 0; step < 20; step += 1) await null;
      isSending = false;
      sent.push(transaction);
      if (sent.length === told.rejected) throw new Error("rejected by the user");
      return `0x${word(BigInt(sent.length))}`;
    },
  };
  const made = () =>
    createInfrastructureCore({
      ...{ url: "http://api.test/graphql", fetch: send, wallet, timing: quickTime(), pollMs: 100, timeoutMs: 1_000 },
      ...options,
    });
  return { core: made(), another: made, asked, sent, calls };
}

const code = (expected: string, transaction: string | null = null) =>
  expect.objectContaining({ name: "DinCoreError", code: expected, transaction });
const reverts = (data: string) => () => {
  throw Object.assign(new Error("execution reverted"), { data });
};

describe("what is sent", () => {
  test("registering commits to the registry's least stake, then the stake follows", async () => {
    const { core, sent } = world();
    await core.registerOperator(OPERATOR, OPERATOR.toLowerCase(), 5n);
    expect(sent).toEqual([
      { to: REGISTRY, data: `0xc788c520${word(OPERATOR)}${word(LEAST)}`, value: 0n },
      { to: REGISTRY, data: `0x26476204${word(OPERATOR)}`, value: 5n },
    ]);
  });

  test("without a first stake it is one transaction", async () => {
    const { core, sent } = world();
    await core.registerOperator(OPERATOR, OPERATOR);
    expect(sent.map(({ data }) => data.slice(0, 10))).toEqual(["0xc788c520"]);
  });

  test("unstaking asks back", async () => {
    const { core, sent } = world();
    await core.unstake(OPERATOR, 3n);
    expect(sent).toEqual([{ to: REGISTRY, data: `0xc2a672e0${word(OPERATOR)}${word(3n)}`, value: 0n }]);
  });

  test("what can be claimed is, and nothing else", async () => {
    const request = { asset: "ETH", remaining: "9", unlockAt: "2026-01-01T00:00:00.000Z" };
    const nodes = [
      { ...request, requestId: "4", claimable: "9" },
      { ...request, requestId: "5", claimable: "0" },
    ];
    const operator = { __typename: "Operator", unstakeRequests: { nodes } };
    const { core, sent } = world({ answers: { CoreClaimable: { operator } } });
    expect(await core.unstaking(OPERATOR)).toEqual([
      { requestId: "4", asset: "ETH", amount: 9n, claimable: 9n, unlockAt: Date.UTC(2026, 0, 1) },
      { requestId: "5", asset: "ETH", amount: 9n, claimable: 0n, unlockAt: Date.UTC(2026, 0, 1) },
    ]);
    expect(await core.claim(OPERATOR)).toEqual(["4"]);
    expect(sent).toEqual([{ to: REGISTRY, data: `0xc5dd6fee${word(4n)}`, value: 0n }]);
  });

  test("it is done once the API has indexed the block it is mined in", async () => {
    const receipts = [null, null, { status: "0x1", blockNumber: "0x9" }];
    const { core, asked, calls } = world({ receipts, blocks: [5, 7, 8, 9] });
    await core.stake(OPERATOR, 1n);
    expect(calls.filter((call) => JSON.stringify(call).includes("Receipt"))).toHaveLength(3);
    // The first asks which registry.
    expect(asked.map(({ name }) => name)).toEqual(Array(4).fill("CoreIndexer"));
  });
});

describe("nothing is signed", () => {
  test.each([
    ["if the API speaks of another chain", { chainId: 1 }, {}, "WRONG_CHAIN"],
    ["if the wallet's node is on another chain", { nodeChain: "0x1" }, {}, "WRONG_CHAIN"],
    [
      "if the API names another registry than the one configured",
      { registry: ELSEWHERE },
      { registry: REGISTRY },
      "WRONG_REGISTRY",
    ],
    ["if there is no contract at the registry's address", { leastStake: "0x" }, {}, "WRONG_REGISTRY"],
    ["without a wallet", {}, { wallet: undefined }, "WALLET_MISSING"],
  ] as const)("%s", async (_what, told, options, expected) => {
    const { core, sent } = world(told, options);
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code(expected));
    expect(sent).toEqual([]);
  });

  test("if the registry would refuse it: then its reason is told", async () => {
    const { core, sent } = world({ call: reverts(`0x45ed80e9${word(OPERATOR)}`) });
    await expect(core.registerOperator(OPERATOR, OPERATOR, 1n)).rejects.toEqual(code("ALREADY_REGISTERED"));
    expect(sent).toEqual([]);
  });

  test.each([
    ["an operator that is no address", (core: Core) => core.stake("operator-1", 1n), "INVALID_OPERATOR"],
    ["a wallet that is not the operator", (core: Core) => core.registerOperator(OPERATOR, ELSEWHERE), "INVALID_WALLET"],
    ["nothing to stake first", (core: Core) => core.registerOperator(OPERATOR, OPERATOR, 0n), "INVALID_AMOUNT"],
    ["nothing to unstake", (core: Core) => core.unstake(OPERATOR, 0n), "INVALID_AMOUNT"],
  ])("for %s, and nobody is asked", async (_what, act, expected) => {
    const { core, sent, asked } = world();
    await expect(act(core)).rejects.toEqual(code(expected));
    expect([sent, asked]).toEqual([[], []]);
  });

  test("once it is aborted", async () => {
    const { core, sent } = world();
    const reason = new Error("changed my mind");
    await expect(core.stake(OPERATOR, 1n, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(sent).toEqual([]);
  });
});

type Core = ReturnType<typeof createInfrastructureCore>;

test("where money goes is asked once: an API that changes its mind later changes nothing", async () => {
  const told: World = {};
  const { core, sent } = world(told);
  await core.stake(OPERATOR, 1n);
  told.registry = ELSEWHERE;
  await core.stake(OPERATOR, 2n);
  expect(sent.map(({ to }) => to)).toEqual([REGISTRY, REGISTRY]);
});

test("who gives up while it waits for its turn is let go at once, and nothing of it is sent", async () => {
  let answer = (_answer: string) => {};
  const slow = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const { core, sent } = world({ call: () => slow });
  const [controller, reason] = [new AbortController(), new Error("changed my mind")];
  const stakes = [core.stake(OPERATOR, 1n), core.stake(OPERATOR, 3n)];
  const given = expect(core.stake(OPERATOR, 2n, { signal: controller.signal })).rejects.toBe(reason);
  await new Promise((go) => setImmediate(go));
  controller.abort(reason);
  await given;
  answer("0x");
  await Promise.all(stakes);
  expect(sent.map(({ value }) => value)).toEqual([1n, 3n]);
});

test("two that send with the same wallet take turns, too", async () => {
  const { core, another, sent } = world();
  await Promise.all([core.stake(OPERATOR, 1n), another().stake(OPERATOR, 2n)]);
  expect(sent.map(({ value }) => value)).toEqual([1n, 2n]);
});

test("of several at once each has its turn, whatever becomes of the one before", async () => {
  const { core, sent } = world({ rejected: 2 });
  const outcomes = await Promise.allSettled([1n, 2n, 3n].map((amount) => core.stake(OPERATOR, amount)));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[1]).toMatchObject({ reason: { message: "rejected by the user" } });
  expect(sent.map(({ value }) => value)).toEqual([1n, 2n, 3n]);
});

describe("what went wrong after it was sent says which transaction", () => {
  const HASH = `0x${word(1n)}`;

  test("reverted after all, with the reason of the block it is in", async () => {
    const call = (_data: string, block: string) => (block === "latest" ? "0x" : reverts("0x8f121e43")());
    const { core } = world({ receipts: [{ status: "0x0", blockNumber: "0x7" }], call });
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code("PAUSED", HASH));
  });

  test("reverted for what cannot be found out any more", async () => {
    const { core } = world({ receipts: [{ status: "0x0", blockNumber: "0x7" }] });
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code("REVERTED", HASH));
  });

  test("not mined in time", async () => {
    const { core } = world({ receipts: [null] });
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code("NOT_MINED", HASH));
  });

  test("whoever is away for a moment is waited for; what the API refuses for good is not", async () => {
    const away = new TypeError("fetch failed");
    const { core, asked } = world({ receipts: [away, { status: "0x1", blockNumber: "0x9" }], blocks: [7, away, 9] });
    await core.stake(OPERATOR, 1n);
    expect(asked).toHaveLength(3);
    const refusal = { errors: [{ message: "no", extensions: { code: "FORBIDDEN" } }] };
    const { core: refused, asked: once } = world({ blocks: [5, refusal] });
    await expect(refused.stake(OPERATOR, 1n)).rejects.toEqual(code("NOT_INDEXED", HASH));
    expect(once).toHaveLength(2);
  });

  test.each([
    ["a node", { receipts: [new Promise(() => {})] }, "NOT_MINED"],
    ["an API", { blocks: [5, new Promise(() => {})] }, "NOT_INDEXED"],
  ])("%s that takes the question and never answers is given as long as there is", async (_who, told, expected) => {
    const { core } = world(told);
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code(expected, HASH));
  });

  test("asked for the last time when the time is over, a node may answer", async () => {
    const late = new Promise((resolve) => setTimeout(() => resolve({ status: "0x1", blockNumber: "0x7" }), 75));
    const { core, sent } = world({ receipts: [null, late] }, { timing: REAL_TIME, pollMs: 50, timeoutMs: 1 });
    await core.stake(OPERATOR, 1n);
    expect(sent).toHaveLength(1);
  });

  test("mined, and not indexed in time", async () => {
    const { core } = world({ blocks: [5, 6] });
    await expect(core.stake(OPERATOR, 1n)).rejects.toEqual(code("NOT_INDEXED", HASH));
  });
});

describe("what is read", () => {
  const operator = {
    ...{ __typename: "Operator", address: OPERATOR, registeredAt: "2026-01-02T03:04:05.000Z" },
    stake: { active: "1500000000000000000" },
    score: { value: 99.8, evaluatedAt: "2026-02-01T00:00:00.000Z" },
    violations: { nodes: [] as unknown[] },
  };

  test("an operator in its shape of old", async () => {
    const begun = { startedAt: "2026-01-03T00:00:00.000Z", closedAt: "2026-01-03T01:12:00.000Z", incident: null };
    const slices = (...severities: string[]) => ({ nodes: severities.map((severity) => ({ severity })) });
    const nodes = [
      { ...begun, type: "DOWNTIME", charge: "DOWNTIME", slices: slices("LOW", "CRITICAL", "MEDIUM") },
      { ...begun, type: "PERFORMANCE_THRESHOLD", charge: "LATENCY", closedAt: null, slices: slices() },
      { ...begun, type: "BAD_DATA", charge: null, incident: { summary: "a stale block" }, slices: slices("HIGH") },
    ];
    const { core } = world({ answers: { CoreOperator: { operator: { ...operator, violations: { nodes } } } } });
    const timestamp = Date.UTC(2026, 0, 3);
    expect(await core.getOperator(OPERATOR)).toEqual({
      ...{ id: OPERATOR, walletAddress: OPERATOR, stakedAmount: 1_500_000_000_000_000_000n, performanceScore: 99.8 },
      ...{ registeredAt: Date.UTC(2026, 0, 2, 3, 4, 5), lastPerformanceCheck: Date.UTC(2026, 1, 1) },
      violations: [
        {
          ...{ type: "downtime", timestamp, durationMinutes: 72, severity: "critical" },
          description: "A service was down in all its regions.",
        },
        {
          ...{ type: "performance_threshold", timestamp, severity: "low" },
          description: "The p95 of latencies was above the tier's threshold.",
        },
        { type: "bad_data", timestamp, durationMinutes: 72, severity: "high", description: "a stale block" },
      ],
    });
  });

  test("what is not known of it is NaN, not 0", async () => {
    const unknown = { ...operator, score: { value: null, evaluatedAt: null } };
    const { core } = world({ answers: { CoreOperator: { operator: unknown } } });
    const found = await core.getOperator(OPERATOR);
    expect([found?.performanceScore, found?.lastPerformanceCheck]).toEqual([Number.NaN, Number.NaN]);
  });

  const missing = { operator: { __typename: "NotFoundError", code: "OPERATOR_NOT_FOUND", message: "none" } };
  test("nobody is undefined, and has no metrics", async () => {
    const { core } = world({ answers: { CoreOperator: missing, CoreMetrics: missing, CoreStakingEvents: missing } });
    expect(await core.getOperator(OPERATOR)).toBeUndefined();
    expect(await core.getMetrics(OPERATOR)).toEqual([]);
    expect(await core.stakingEvents(OPERATOR)).toEqual([]);
  });

  test("the newest metrics, oldest first, in pages of at most 100", async () => {
    const sample = (n: number) => ({
      ...{ service: "rpc", at: new Date(n * 1_000).toISOString(), throughput: n, uptime: 100 },
      ...{ successRate: null, p95LatencyMs: null, p99LatencyMs: 3.5 },
    });
    const samples = {
      nodes: Array.from({ length: 100 }, (_, n) => sample(100 - n)),
      pageInfo: { hasNextPage: true, endCursor: "c" },
    };
    const { core, asked } = world({ answers: { CoreMetrics: { operator: { __typename: "Operator", samples } } } });
    expect(await core.getMetrics(OPERATOR, 2)).toEqual(
      [99, 100].map((n) => ({
        ...{ serviceId: "rpc", timestamp: n * 1_000, throughput: n, uptime: 100 },
        ...{ successRate: Number.NaN, p95Latency: Number.NaN, p99Latency: 3.5 },
      })),
    );
    expect(asked.at(-1)?.variables).toMatchObject({ first: 2 });
    expect(await core.getMetrics(OPERATOR, 0)).toEqual([]);
    expect((await core.getMetrics(OPERATOR)).map(({ timestamp }) => timestamp / 1_000)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    expect(asked).toHaveLength(2);
    await expect(core.getMetrics(OPERATOR, -1)).rejects.toEqual(code("INVALID_LIMIT"));
  });

  test("staking events, oldest first", async () => {
    const nodes = [
      { kind: "SLASHED", units: "3", source: { time: "2026-01-03T00:00:00.000Z" } },
      { kind: "UNSTAKE_REQUESTED", units: "2", source: { time: "2026-01-02T00:00:00.000Z" } },
      { kind: "STAKED", units: "9", source: { time: "2026-01-01T00:00:00.000Z" } },
    ];
    const answer = { operator: { __typename: "Operator", stakingEvents: { nodes } } };
    const { core } = world({ answers: { CoreStakingEvents: answer } });
    expect(await core.stakingEvents(OPERATOR)).toEqual([
      { operatorId: OPERATOR, type: "stake", amount: 9n, timestamp: Date.UTC(2026, 0, 1) },
      { operatorId: OPERATOR, type: "unstake", amount: 2n, timestamp: Date.UTC(2026, 0, 2) },
      { operatorId: OPERATOR, type: "slash", amount: 3n, timestamp: Date.UTC(2026, 0, 3) },
    ]);
  });

  test("the status: an average of nobody is NaN, a check that never was null", async () => {
    const totals = { totalOperators: 3, totalStaked: "5", activeOperators: 2, slashedOperators: 1 };
    const network = { ...totals, averagePerformanceScore: null, lastPerformanceCheck: null };
    const { core } = world({ answers: { CoreStatus: { network } } });
    expect(await core.status()).toEqual({
      ...{ ...totals, totalStaked: 5n, averagePerformanceScore: Number.NaN, lastPerformanceCheck: null },
    });
  });
});

describe("metrics", () => {
  const metrics = {
    ...{ serviceId: "rpc-service", successRate: 99.5, p95Latency: 200, p99Latency: 300, throughput: 13_000_000_000 },
    ...{ uptime: 99.95, timestamp: Date.UTC(2026, 0, 1) },
  };
  const recorded = { RecordMetrics: { recordMetrics: { __typename: "RecordedMetrics" } } };

  test("go out with their time in words, as the reporter that is configured", async () => {
    const { core, asked } = world({ answers: recorded }, { reporter: "probe" });
    await core.recordMetrics(OPERATOR, metrics);
    const variables = {
      ...{ operator: OPERATOR, reporter: "probe" },
      metrics: { ...metrics, timestamp: "2026-01-01T00:00:00.000Z" },
    };
    expect(asked).toEqual([{ name: "RecordMetrics", variables }]);
  });

  test("what the API refuses is an error with its code", async () => {
    const refusal = { __typename: "NotFoundError", code: "UNKNOWN_SERVICE", message: "none", path: [] };
    const { core } = world({ answers: { RecordMetrics: { recordMetrics: refusal } } });
    await expect(core.recordMetrics(OPERATOR, metrics)).rejects.toEqual(code("UNKNOWN_SERVICE"));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])("%s is no time", async (timestamp) => {
    const { core, asked } = world();
    await expect(core.recordMetrics(OPERATOR, { ...metrics, timestamp })).rejects.toEqual(code("INVALID_TIMESTAMP"));
    expect(asked).toEqual([]);
  });
});

test("the one of the whole program says what to do until it is configured", async () => {
  await expect(DINInfrastructureCore.status()).rejects.toEqual(code("NOT_CONFIGURED"));
  await expect(DINInfrastructureCore.stake(OPERATOR, 1n)).rejects.toThrow(/configure\({ url/);
});
