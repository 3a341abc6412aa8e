/** What the keeper asks of a real API, page by page, and what it plans by the answers. */
import { createClient } from "@dreamnet/din-infrastructure-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type ApiReader, createApiReader } from "../../keeper/api.ts";
import type { ChainReader } from "../../keeper/chain.ts";
import { createObserver } from "../../keeper/observe.ts";
import { PERIOD, recentOutage } from "./support/disputes.ts";
import { evaluationRow, latencies, totals, WINDOW_END } from "./support/measured.ts";
import { address, CHAIN_ID, ETHER, hash, NOW, PAST, REGISTRY, scored, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";
import { makeKey } from "./support/writer.ts";

const [DOWN, SLASHED, DOUBTFUL, MEASURED] = [address(1), address(2), address(3), address(4)];
const PROPOSER = address(1, "0x5a");

const violations = [
  violationRow(0, { operator: DOWN }),
  violationRow(1, { operator: SLASHED }),
  violationRow(2, { operator: DOUBTFUL }),
];
const slices = violations.map((violation, n) =>
  sliceRow(violation, {
    evidence: { ...recentOutage(), ...(n === 2 ? { corroboratedSeconds: 0 } : {}) },
    period: PERIOD,
  }),
);
const [down, slashed] = slices;
if (down === undefined || slashed === undefined) throw new Error("there are three slices");

/** Of all windows, by more than one reporter. */
const over = (seconds: number) =>
  totals({
    ...{ requests: 9_000, successes: 8_910, offered: 9_000, sketch: latencies(8_910, 200) },
    ...{ upSeconds: seconds, downSeconds: 0, measuredSeconds: seconds, corroboratedSeconds: seconds },
  });
const DAY = 86_400;
const sums = {
  ...{ HOUR: over(3_600), DAY: over(DAY), WEEK: over(7 * DAY) },
  ...{ MONTH: { ...over(28 * DAY), offered: 13e9 }, TRAILING: { ...over(30 * DAY), offered: 13e9 } },
};

/** Enough for a second page of each list. */
const OTHERS = Array.from({ length: 105 }, (_, n) => address(n + 100));

const suite = apiSuite({
  operator: [DOWN, SLASHED, DOUBTFUL, MEASURED, ...OTHERS].map((operator) => ({
    ...stakedRow({ address: operator, ethActive: 9n * ETHER }),
    ...(operator === MEASURED ? scored(9_000) : {}),
  })),
  slash: [
    ...OTHERS.map((operator, n) => slashRow({ id: BigInt(n + 1), operator, proposedAt: NOW - 400_000 + n })),
    slashRow({ id: 106n, operator: DOWN, state: "EXECUTED", proposedAt: NOW - 300_000 }),
    slashRow({
      ...{ id: 107n, operator: DOWN, state: "DISPUTED", disputer: DOWN, disputedAt: NOW - 500, resolveBy: NOW + 500 },
      ...{ proposedAt: NOW - 200_000, violationType: "BAD_DATA" },
    }),
    // It was assessed, for another severity and period.
    slashRow({
      ...{ id: 108n, operator: SLASHED, proposer: PROPOSER },
      incidentKey: slashed.incidentKey,
      proposedAt: NOW - 100,
    }),
  ],
  operatorEvaluation: [evaluationRow({ operator: MEASURED, sums })],
});

let api: ApiReader;
beforeAll(async () => {
  await fillViolations(suite.database.client, { violations, slices });
  const apiKey = await makeKey(suite.database.url, ["keeper:write"]);
  const din = createClient({ url: `${suite.api.url}/graphql`, apiKey });
  api = createApiReader(din, new AbortController().signal);
});

test("of what chain it is, whether it may act, and when scores are due", async () => {
  expect(await api.state()).toMatchObject({
    chainId: CHAIN_ID,
    registry: REGISTRY,
    healthy: true,
    keeperPaused: false,
    intervalSeconds: 60,
    publishing: { scoreMove: 100, scoreSeconds: 21_600 },
  });
});

test("slices that no slash is for, and that are known well", async () => {
  expect(await api.slices()).toEqual([
    {
      ...{ incidentKey: down.incidentKey, evidenceHash: down.evidenceHash, operator: DOWN, type: "DOWNTIME" },
      ...{ severity: "CRITICAL", fraction: 1_200, confidence: "HIGH", charged: 12 },
      ...{ ...PERIOD, assessedAt: NOW, facts: null, review: null },
    },
  ]);
});

test("live slashes, all pages of them, oldest first", async () => {
  const found = await api.liveSlashes();
  expect(found).toHaveLength(107);
  expect(found.map(({ id }) => id).slice(-2)).toEqual(["107", "108"]);
  const [disputed, proposed] = found.slice(-2);
  expect(disputed).toMatchObject({
    ...{ id: "107", operator: DOWN, state: "DISPUTED", type: "BAD_DATA", assessed: false, resolveBy: NOW + 500 },
    ...{ executable: false, expirable: false, facts: null, review: null },
  });
  expect(proposed).toMatchObject({
    ...{ id: "108", operator: SLASHED, proposer: PROPOSER, state: "PROPOSED", type: "DOWNTIME", assessed: true },
    ...{ fraction: 200, incidentKey: slashed.incidentKey, resolveBy: null, executable: false },
    ...{ disputeUntil: NOW - 100 + 86_400, executeBy: NOW - 100 + 345_600 },
  });
});

test("slashes proposed since a moment, in whatever state", async () => {
  expect(await api.recentSlashes(NOW - 300_000)).toEqual([
    { operator: SLASHED, type: "DOWNTIME", proposedAt: NOW - 100 },
    { operator: DOWN, type: "BAD_DATA", proposedAt: NOW - 200_000 },
    { operator: DOWN, type: "DOWNTIME", proposedAt: NOW - 300_000 },
  ]);
  expect(await api.recentSlashes(0)).toHaveLength(108);
});

test("scores beside those on the chain, of all operators", async () => {
  const scores = await api.scores();
  expect(new Set(scores.map(({ operator }) => operator)).size).toBe(scores.length);
  expect(scores).toHaveLength(109);
  expect(scores.find(({ operator }) => operator === MEASURED)).toEqual({
    ...{ operator: MEASURED, value: 9_960, confidence: "HIGH", windowEnd: WINDOW_END },
    published: { value: 9_000, windowEnd: PAST + 3_600, updatedAt: PAST + 3_700 },
  });
  expect(scores.find(({ operator }) => operator === DOWN)).toMatchObject({ value: null, published: null });
});

test("reviews of a slice and of slashes", async () => {
  const [slice] = await api.slices();
  if (slice === undefined) throw new Error("there is one");
  expect(await api.reviewOfSlice(slice)).toEqual({ basisPoints: 1_200, finding: "" });
  expect(await api.reviewOfSlice({ ...slice, incidentKey: hash("another") })).toBeNull();
  const live = await api.liveSlashes();
  const reviews = await api.reviewsOfSlashes(live.filter(({ id }) => id === "107" || id === "108"));
  expect(reviews.get("108")).toMatchObject({ basisPoints: 0, finding: expect.stringMatching(/./) });
  expect([...reviews.keys()].sort()).toEqual(["107", "108"]);
});

test("seals of scores, and why others have none", async () => {
  const { sealed, refused } = await api.seal([MEASURED, DOWN]);
  expect(sealed).toEqual([
    {
      ...{ operator: MEASURED, score: 9_960, windowEnd: WINDOW_END, formulaVersion: 5 },
      windowStart: expect.any(Number),
      reportHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    },
  ]);
  expect(refused).toEqual([{ operator: DOWN, code: "UNKNOWN_SCORE" }]);
});

/** A registry in which all is as the API has it. */
const chain: ChainReader = {
  chainId: async () => CHAIN_ID,
  state: async () => ({ time: NOW, slashClock: NOW, pauseMask: 0, pausedUntil: 0, cooldown: 3_600 }),
  account: async () => ({ balance: ETHER, hasRole: true }),
  sliceFacts: async () => ({
    used: false,
    slashedBps: 0,
    pools: [{ active: 9n * ETHER, unbonding: 0n, locked: 0n }],
  }),
  slashFacts: async () => ({
    ...{ state: "PROPOSED", incidentKey: slashed.incidentKey, proposer: PROPOSER, bps: 200, largeSlashBps: 1_000 },
    ...{ approved: false, disputeUntil: NOW + 1, resolveBy: 0, executeBy: NOW + 2 },
  }),
  scoreWindowEnd: async () => 0,
};

const observer = (told: Partial<ChainReader> = {}, registry: `0x${string}` = REGISTRY, asked = api, now = () => 0) =>
  createObserver({
    environment: {
      api: { url: "", evidenceUrl: "https://din.example" },
      chain: { id: CHAIN_ID, registry, rpcUrls: [] },
      minBalance: ETHER,
    },
    api: asked,
    chain: { ...chain, ...told },
    accounts: { MONITOR: address(9), PROPOSER },
    now,
    waitsForScores: true,
  });

describe("a look", () => {
  test("asks for what the plan wants to know, until it is known", async () => {
    const { plan, problems } = await observer().observe();
    expect(problems).toEqual([]);
    expect(plan?.intents.map(({ key }) => key)).toEqual([
      `cancel/108/${slashed.incidentKey}`,
      `propose/${down.incidentKey}`,
    ]);
    expect(plan?.scores.map(({ operator, why }) => [operator, why])).toEqual([[MEASURED, "MOVED"]]);
    // Of those to expire, some at a time.
    expect(plan?.wanting).toMatchObject({ slices: [], sliceReviews: [], slashReviews: [] });
  });

  test("looks at scores once an interval", async () => {
    const one = observer();
    expect((await one.observe()).plan?.scores).toHaveLength(1);
    expect((await one.observe()).plan?.scores).toEqual([]);
  });

  test("plans nothing with an API of another registry, and nothing on another chain", async () => {
    const elsewhere = await observer({}, `0x${"9".repeat(40)}`).observe();
    expect([elsewhere.plan, elsewhere.rightChain]).toEqual([null, true]);
    expect(elsewhere.problems).toMatchObject([{ code: "WRONG_REGISTRY", role: null }]);
    const wrong = await observer({ chainId: async () => 1 }).observe();
    expect([wrong.plan, wrong.rightChain]).toEqual([null, false]);
    expect(wrong.problems).toMatchObject([{ code: "WRONG_CHAIN", role: null }]);
  });

  test("tells who has no role, and who runs out of money", async () => {
    const { problems, mayAct } = await observer({
      account: async (role) => ({ balance: role === "MONITOR" ? ETHER - 1n : ETHER, hasRole: role === "MONITOR" }),
    }).observe();
    expect(problems.map(({ code, role }) => [code, role])).toEqual([
      ["OUT_OF_FUNDS", "MONITOR"],
      ["ROLE_MISSING", "PROPOSER"],
    ]);
    expect([...mayAct]).toEqual(["MONITOR"]);
  });

  test("tells which of the two fails, and plans nothing", async () => {
    const fails = async () => {
      throw new Error("it is down");
    };
    const late = await observer({ sliceFacts: fails }).observe();
    expect([late.plan, late.problems.map(({ code }) => code)]).toEqual([null, ["RPC_FAILING"]]);
    const early = await observer({ state: fails }).observe();
    expect([early.plan, early.problems.map(({ code }) => code)]).toEqual([null, ["RPC_FAILING"]]);
  });

  test("that scores cannot be read holds up no slash", async () => {
    const scores = () => Promise.reject(new Error("a page failed"));
    const { plan, problems } = await observer({}, REGISTRY, { ...api, scores }).observe();
    expect(plan?.intents).toHaveLength(2);
    expect(problems).toMatchObject([{ code: "API_FAILING", role: "MONITOR" }]);
  });

  test("that a review cannot be had holds up no other slash", async () => {
    const reviewsOfSlashes = () => Promise.reject(new Error("no answer in time"));
    const { plan, problems } = await observer({}, REGISTRY, { ...api, reviewsOfSlashes }).observe();
    expect(plan?.intents.map(({ key }) => key)).toEqual([`propose/${down.incidentKey}`]);
    expect(problems).toMatchObject([{ code: "API_FAILING", role: "PROPOSER" }]);
  });

  test("hears of a kill-switch that was turned while it lasted", async () => {
    let time = 0;
    let asked = 0;
    const state = async () => ({ ...(await api.state()), keeperPaused: asked++ > 0 });
    const liveSlashes = () => {
      time += 1_001;
      return api.liveSlashes();
    };
    const { plan, keeperPaused } = await observer({}, REGISTRY, { ...api, state, liveSlashes }, () => time).observe();
    expect([keeperPaused, plan?.intents, plan?.scoresOpen]).toEqual([true, [], false]);
  });

  test("does not know of the kill-switch until it has heard of it, and then what it heard last", async () => {
    const nowhere = createApiReader(createClient({ url: "http://127.0.0.1:9/graphql" }), new AbortController().signal);
    const deaf = await observer({}, REGISTRY, nowhere).observe();
    expect([deaf.plan, deaf.keeperPaused, deaf.problems.map(({ code }) => code)]).toEqual([
      null,
      null,
      ["API_FAILING"],
    ]);
    let fails = false;
    const one = observer({}, REGISTRY, {
      ...api,
      state: async () => (fails ? nowhere.state() : { ...(await api.state()), keeperPaused: true }),
    });
    expect((await one.observe()).keeperPaused).toBe(true);
    fails = true;
    expect((await one.observe()).keeperPaused).toBe(true);
  });

  test("of one that stands by goes no further than what would keep it from acting", async () => {
    const { problems, balances } = await observer({
      account: async () => ({ balance: 0n, hasRole: true }),
      slashFacts: () => Promise.reject(new Error("not asked")),
    }).check();
    expect(problems.map(({ code, role }) => [code, role])).toEqual([
      ["OUT_OF_FUNDS", "MONITOR"],
      ["OUT_OF_FUNDS", "PROPOSER"],
    ]);
    expect(balances).toEqual({ MONITOR: 0n, PROPOSER: 0n });
  });
});
