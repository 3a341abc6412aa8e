/** Every computed field beside what the rules say of it, worked out by hand. The API's clock stands at NOW. */
import { describe, expect, test } from "vitest";
import type { Rows } from "../fold/tables.ts";
import {
  address,
  baseRows,
  ETHER,
  hash,
  NOW,
  PAST,
  place,
  RATE,
  requestRow,
  scored,
  stakedRow,
  WHOLE,
} from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const RICH = address(1);
const POOR = address(2);
const HURT = address(3);
/** Lowercase, and as it is to be shown. */
const CHECKSUMMED = [
  "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
  "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
] as const;

const REQUESTS = [
  requestRow({ id: 1n, operator: RICH }),
  // A tenth was slashed since, and the pool's rounding is downwards.
  requestRow({ id: 2n, operator: POOR, units: 1_000_000_000_000_000_001n, factor: WHOLE }),
  // From before everything unbonding was lost.
  requestRow({ id: 3n, operator: POOR, epoch: 1 }),
  // Claimable strictly after its moment.
  requestRow({ id: 4n, operator: RICH, unlockAt: NOW }),
  requestRow({ id: 5n, operator: RICH, unlockAt: NOW - 1 }),
  requestRow({
    id: 6n,
    operator: RICH,
    state: "CLAIMED",
    units: 0n,
    unitsPaid: 4n * ETHER,
    closedAt: NOW - 5,
    closedTransaction: hash("claim"),
  }),
  // More than what live slashes leave free.
  requestRow({ id: 7n, operator: HURT, asset: "WSTETH", units: 3n * ETHER, unitsRequested: 3n * ETHER }),
];

const suite = apiSuite({
  operator: [
    stakedRow({
      address: RICH,
      minStake: 3n * ETHER,
      ethActive: 50n * ETHER,
      ethUnbonding: 12n * ETHER,
      ethLocked: 2n * ETHER,
      wstethActive: 4n * ETHER + 1n,
      ...scored(9_980),
    }),
    stakedRow({
      address: POOR,
      ethActive: ETHER / 2n,
      ethUnbonding: 5n * ETHER,
      ethFactor: (WHOLE * 9n) / 10n,
      ethEpoch: 0,
    }),
    stakedRow({
      address: HURT,
      ethActive: ETHER / 2n,
      wstethActive: ETHER,
      wstethUnbonding: 3n * ETHER,
      wstethLocked: 2n * ETHER,
      slashedUntil: NOW,
      slashCount: 1,
      cumulativeSlashedBps: 800,
    }),
    stakedRow({ address: CHECKSUMMED[0], ethActive: 1_000n * ETHER, metadataUri: "{}", registeredBy: CHECKSUMMED[0] }),
  ],
  unstakeRequest: REQUESTS,
});

async function operator(of: string, selection: string): Promise<unknown> {
  const answer = await suite.api.ask(`{ operator(address: "${of}") { ... on Operator { ${selection} } } }`);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

describe("an operator", () => {
  test("its stake by asset and in value, each asset rounded down on its own", async () => {
    expect(
      await operator(
        RICH,
        "stake { active unbonding locked value assets { asset active unbonding locked rate value } }",
      ),
    ).toEqual({
      operator: {
        stake: {
          // 50 + (4 x 1.2 and 1 wei, of which the rate makes 1.2)
          active: "54800000000000000001",
          unbonding: "12000000000000000000",
          locked: "2000000000000000000",
          value: "66800000000000000001",
          assets: [
            {
              asset: "ETH",
              active: "50000000000000000000",
              unbonding: "12000000000000000000",
              locked: "2000000000000000000",
              rate: "1000000000000000000",
              value: "62000000000000000000",
            },
            {
              asset: "WSTETH",
              active: "4000000000000000001",
              unbonding: "0",
              locked: "0",
              rate: "1200000000000000000",
              value: "4800000000000000001",
            },
          ],
        },
      },
    });
  });

  test("its tier and the way to the next", async () => {
    const selection = "tier tierProgress { tier next missing progress }";
    expect(await operator(RICH, selection)).toEqual({
      operator: {
        tier: "TIER_2",
        // 44.8 of 90 ETH
        tierProgress: { tier: "TIER_2", next: "TIER_3", missing: "45199999999999999999", progress: 4_977 },
      },
    });
    expect(await operator(POOR, selection)).toEqual({
      operator: {
        tier: "NONE",
        tierProgress: { tier: "NONE", next: "TIER_1", missing: "500000000000000000", progress: 5_000 },
      },
    });
    expect(await operator(CHECKSUMMED[0], selection)).toEqual({
      operator: { tier: "TIER_3", tierProgress: { tier: "TIER_3", next: null, missing: "0", progress: 10_000 } },
    });
  });

  test("its status with all reasons", async () => {
    const selection = "status statusReasons registryStatus requiredStake minStake slashedUntil";
    const told = { registryStatus: "ACTIVE", minStake: "0", requiredStake: "1000000000000000000" };
    expect(await operator(RICH, selection)).toEqual({
      operator: {
        status: "ACTIVE",
        statusReasons: ["STAKE_SUFFICIENT"],
        registryStatus: "ACTIVE",
        minStake: "3000000000000000000",
        requiredStake: "3000000000000000000",
        slashedUntil: null,
      },
    });
    expect(await operator(POOR, selection)).toEqual({
      operator: { ...told, status: "INACTIVE", statusReasons: ["STAKE_BELOW_MINIMUM"], slashedUntil: null },
    });
    // 0.5 + 1.2 ETH are enough; it cools down to the end of this second.
    const hurt = { ...told, slashedUntil: iso(NOW) };
    expect(await operator(HURT, selection)).toEqual({
      operator: { ...hurt, status: "SLASHED", statusReasons: ["SLASH_COOLDOWN"] },
    });
    suite.api.clock.now = NOW + 1;
    expect(await operator(HURT, selection)).toEqual({
      operator: { ...hurt, status: "ACTIVE", statusReasons: ["STAKE_SUFFICIENT"] },
    });
    suite.api.clock.now = NOW;
  });

  test("addresses in checksum case, times as moments, scores with two decimals", async () => {
    const [lower, shown] = CHECKSUMMED;
    expect(await operator(lower, "address registeredBy registeredAt publishedScore { value }")).toEqual({
      operator: { address: shown, registeredBy: shown, registeredAt: iso(PAST), publishedScore: null },
    });
    expect(await operator(RICH, "publishedScore { value windowEnd updatedAt }")).toEqual({
      operator: { publishedScore: { value: 99.8, windowEnd: iso(PAST + 3_600), updatedAt: iso(PAST + 3_700) } },
    });
  });
});

test("what is left of unstake requests, and what a claim would pay now", async () => {
  const ids = REQUESTS.map(({ id }) => Buffer.from(`UnstakeRequest:${id}`).toString("base64"));
  const answer = await suite.api.ask(
    "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on UnstakeRequest { remaining claimable matured paid closedAt } } }",
    { ids },
  );
  const open = { paid: "0", closedAt: null };
  const four = "4000000000000000000";
  expect(answer.data).toEqual({
    nodes: [
      { ...open, matured: true, remaining: four, claimable: four },
      // 0.9 of 1 ETH and a wei; the wei's nine tenths are lost.
      { ...open, matured: true, remaining: "900000000000000000", claimable: "900000000000000000" },
      { ...open, matured: true, remaining: "0", claimable: "0" },
      { ...open, matured: false, remaining: four, claimable: "0" },
      { ...open, matured: true, remaining: four, claimable: four },
      { matured: true, remaining: "0", claimable: "0", paid: four, closedAt: iso(NOW - 5) },
      // 1 active and 3 unbonding, 2 of them reserved.
      { ...open, matured: true, remaining: "3000000000000000000", claimable: "2000000000000000000" },
    ],
  });
});

test("the network is the sum of its operators", async () => {
  const answer = await suite.api.ask(
    `{ network { totalOperators activeOperators slashedOperators totalStaked averagePerformanceScore tiers { tier operators } } }`,
  );
  expect(answer.data).toEqual({
    network: {
      totalOperators: 4,
      activeOperators: 2,
      slashedOperators: 1,
      // 54.8 + 1 wei, 0.5, 1.7 and 1,000
      totalStaked: "1057000000000000000001",
      averagePerformanceScore: 99.8,
      tiers: [
        { tier: "NONE", operators: 1 },
        { tier: "TIER_1", operators: 1 },
        { tier: "TIER_2", operators: 1 },
        { tier: "TIER_3", operators: 1 },
      ],
    },
  });
});

test("before the first rate an asset has none, and counts for nothing", async () => {
  await suite.database.client.query("delete from din_indexer_one.asset_rate where asset = 'WSTETH'");
  expect(await operator(RICH, "stake { active assets { asset rate value } }")).toEqual({
    operator: {
      stake: {
        active: "50000000000000000000",
        assets: [
          { asset: "ETH", rate: "1000000000000000000", value: "62000000000000000000" },
          { asset: "WSTETH", rate: null, value: "0" },
        ],
      },
    },
  });
  await suite.database.fill({
    assetRate: baseRows().assetRate.filter(({ asset, rateE18 }) => asset === "WSTETH" && rateE18 === RATE),
  });
});

test("what the tables know of pools, requests, pauses and counters is told", async () => {
  expect(
    await operator(
      POOR,
      "firstStakedAt updatedBlock missingEventGaps stake { assets { unbondingFactor unbondingEpoch } }",
    ),
  ).toEqual({
    operator: {
      firstStakedAt: iso(PAST + 5),
      updatedBlock: 10,
      missingEventGaps: 0,
      stake: {
        assets: [
          { unbondingFactor: "900000000000000000000000000", unbondingEpoch: 0 },
          { unbondingFactor: "1000000000000000000000000000", unbondingEpoch: 0 },
        ],
      },
    },
  });
  const requests = await operator(POOR, "unstakeRequests(first: 1) { nodes { units factor epoch } }");
  expect(requests).toEqual({
    operator: {
      unstakeRequests: { nodes: [{ units: "4000000000000000000", factor: "1000000000000000000000000000", epoch: 1 }] },
    },
  });
  const change = {
    ...place(70),
    by: RICH,
    mask: 4,
    expiresAt: PAST + 9_000,
    clockStoppedAt: PAST + 70,
    pausedSeconds: 33,
  };
  await suite.database.fill({ pauseChange: [change] });
  const registry = await suite.api.ask(
    "{ registry { pausedSeconds updatedAt pauseChanges { nodes { clockStopped pausedSeconds } } } }",
  );
  expect(registry.data).toEqual({
    registry: {
      pausedSeconds: 0,
      updatedAt: iso(PAST),
      pauseChanges: { nodes: [{ clockStopped: true, pausedSeconds: 33 }] },
    },
  });
});

test("a score's version may be any uint32, and only the first has none before it", async () => {
  const score = (n: number, oldScore: number, newScore: number): Rows["score"] => ({
    ...place(n),
    operator: RICH,
    reporter: HURT,
    oldScore,
    newScore,
    windowStart: PAST,
    windowEnd: PAST + n,
    formulaVersion: 4_294_967_295,
    reportHash: hash("report"),
    seq: n,
  });
  // It was scored 0, and from 0 up again.
  await suite.database.fill({ score: [score(80, 0, 0), score(81, 0, 9_950), score(82, 9_950, 1)] });
  expect(await operator(RICH, "publishedScores { nodes { previous value formulaVersion seq } }")).toEqual({
    operator: {
      publishedScores: {
        nodes: [
          { previous: 99.5, value: 0.01, formulaVersion: 4_294_967_295, seq: 82 },
          { previous: 0, value: 99.5, formulaVersion: 4_294_967_295, seq: 81 },
          { previous: null, value: 0, formulaVersion: 4_294_967_295, seq: 80 },
        ],
      },
    },
  });
});
