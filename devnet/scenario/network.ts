/** What happens to the registry as a whole: rates, scores, a pause, parameters, roles, the treasury. */
import { encodeFunctionData, keccak256, parseAbi, parseEther, toHex } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { type Actor, addressOf } from "./actors.ts";
import { random } from "./random.ts";
import { ASSET, type Step } from "./steps.ts";
import {
  before,
  COOLDOWN,
  DAY,
  day,
  FIRST_WINDOWS,
  HOUR,
  LAST_WINDOWS,
  MINUTE,
  type SlashWindows,
  UNSTAKE_DELAY,
} from "./time.ts";
import type { Call, World } from "./world.ts";

const rateSourceAbi = parseAbi(["function set(uint256 rateE18, uint64 updatedAt)"]);

/** ETH for one wstETH at the start; then it grows by 0.0005 a day, as staking rewards would have it. */
export const FIRST_RATE = parseEther("1.23");
/** What it is when the history ends. */
export const LAST_RATE = parseEther("1.245");
const DAILY_GROWTH = parseEther("0.0005");
/** Slashed validators: for one day the rate is lower, and with it an operator under its minimum. */
const DIP = { day: 15, rate: parseEther("1.234") };

const rateOn = (days: number): bigint => (days === DIP.day ? DIP.rate : FIRST_RATE + DAILY_GROWTH * BigInt(days));

/** The source says a new rate, and somebody has the registry record it. */
export const rateCalls = (rateE18: bigint, { deployment }: World): Call[] => [
  {
    from: "governance",
    to: deployment.rateSource,
    // 0: as fresh as the block that reads it.
    data: encodeFunctionData({ abi: rateSourceAbi, functionName: "set", args: [rateE18, 0n] }),
  },
  { from: "patron", data: encodeFunctionData({ abi, functionName: "pokeRate", args: [ASSET.WSTETH] }) },
];

const rates: Step[] = Array.from({ length: 29 }, (_, index) => index + 1)
  .map((days): Step => ({ at: day(days, 12), calls: (world) => rateCalls(rateOn(days), world) }))
  .concat({ at: before(1, 30), calls: (world) => rateCalls(LAST_RATE, world) });

/** Who is scored, from which day, around which score (x 100), and the last score of the history. */
export const SCORED: readonly { operator: Actor; from: number; around: number; last: number }[] = [
  { operator: "aurora", from: 1, around: 9_930, last: 9_980 },
  { operator: "borealis", from: 1, around: 9_950, last: 9_960 },
  { operator: "cascade", from: 2, around: 9_610, last: 9_702 },
  { operator: "delta", from: 2, around: 9_850, last: 9_890 },
  { operator: "ember", from: 3, around: 9_300, last: 9_455 },
  { operator: "fjord", from: 3, around: 8_790, last: 8_801 },
  { operator: "vesper", from: 3, around: 9_500, last: 9_512 },
  { operator: "harbor", from: 4, around: 9_240, last: 9_105 },
  { operator: "juniper", from: 5, around: 9_120, last: 9_330 },
  { operator: "krypton", from: 5, around: 7_900, last: 4_100 },
  { operator: "lumen", from: 5, around: 8_900, last: 8_460 },
  { operator: "meridian", from: 6, around: 9_400, last: 9_618 },
  { operator: "nimbus", from: 6, around: 8_650, last: 8_742 },
  { operator: "orchid", from: 7, around: 9_820, last: 9_871 },
  { operator: "pulsar", from: 7, around: 9_050, last: 9_163 },
  { operator: "quartz", from: 8, around: 9_280, last: 9_297 },
  { operator: "raven", from: 8, around: 8_990, last: 7_205 },
  { operator: "sequoia", from: 9, around: 9_110, last: 8_833 },
  { operator: "willow", from: 9, around: 9_350, last: 6_900 },
  { operator: "tundra", from: 9, around: 9_470, last: 9_541 },
  { operator: "zephyr", from: 10, around: 9_600, last: 9_600 },
  { operator: "mistral", from: 10, around: 9_100, last: 9_100 },
  { operator: "sirocco", from: 10, around: 9_750, last: 9_750 },
];

export interface Score {
  operator: Actor;
  /** x 100 */
  score: number;
}

/** One batch of scores for a window that ends now. */
export async function scoreCalls(scores: readonly Score[], windowSeconds: number, world: World): Promise<Call[]> {
  const windowEnd = BigInt(await world.now());
  const reports = scores.map(({ operator, score }) => ({
    operator: addressOf(operator),
    score,
    windowStart: windowEnd - BigInt(windowSeconds),
    windowEnd,
    formulaVersion: 1,
    reportHash: keccak256(toHex(`report ${operator} ${windowEnd}`)),
  }));
  return [{ from: "monitor", data: encodeFunctionData({ abi, functionName: "submitScores", args: [reports] }) }];
}

/** Scores of each day, the same in every devnet. */
const scores: Step[] = Array.from({ length: 29 }, (_, index) => index + 1)
  .map((days): Step => {
    const next = random(days);
    const batch = SCORED.filter(({ from }) => from <= days).map(({ operator, around }) => ({
      operator,
      score: Math.min(10_000, Math.round(around + (next() - 0.5) * 240)),
    }));
    return { at: day(days, 12), calls: (world) => scoreCalls(batch, DAY, world) };
  })
  .concat({
    at: before(0, 45),
    calls: (world) =>
      scoreCalls(
        SCORED.map(({ operator, last }) => ({ operator, score: last })),
        DAY,
        world,
      ),
  });

/** Scores that come one by one. */
const singleScores: Step[] = [
  { operator: "juniper" as const, at: day(14, 2), score: 8_120 },
  { operator: "krypton" as const, at: day(15, 2), score: 3_950 },
].map(({ operator, at, score }) => ({
  at,
  calls: () => [
    {
      from: "monitor",
      data: encodeFunctionData({
        abi,
        functionName: "updatePerformanceScore",
        args: [addressOf(operator), BigInt(score)],
      }),
    },
  ],
}));

/** Bit of the pause mask. */
const SLASHING = 4;

/** While `pulsar-errors` is live: two hours that no slash deadline counts. */
const pause: Step[] = [
  {
    at: day(20, 0, 10),
    calls: () => [{ from: "pauser", data: encodeFunctionData({ abi, functionName: "pause", args: [SLASHING] }) }],
  },
  {
    at: day(20, 2, 10),
    calls: () => [{ from: "governance", data: encodeFunctionData({ abi, functionName: "unpause", args: [SLASHING] }) }],
  },
];

export const FIRST_BOND = parseEther("0.02");
export const LAST_BOND = parseEther("0.03");

export const slashParams = (disputeBond: bigint, windows: SlashWindows) => ({
  disputeWindow: BigInt(windows.dispute),
  resolutionWindow: BigInt(windows.resolution),
  executionWindow: BigInt(windows.execution),
  cooldown: BigInt(COOLDOWN),
  largeSlashBps: 1_000,
  disputeBond,
});

const setUnstakeDelay = (at: number, seconds: number): Step => ({
  at,
  calls: () => [
    {
      from: "governance",
      data: encodeFunctionData({ abi, functionName: "setUnstakeDelay", args: [BigInt(seconds)] }),
    },
  ],
});

const setSlashParams = (at: number, windows: SlashWindows): Step => ({
  at,
  calls: () => [
    {
      from: "governance",
      data: encodeFunctionData({ abi, functionName: "setSlashParams", args: [slashParams(LAST_BOND, windows)] }),
    },
  ],
});

const parameters: Step[] = [
  setSlashParams(day(12, 6), FIRST_WINDOWS),
  setUnstakeDelay(day(13), UNSTAKE_DELAY + 12 * MINUTE),
  setUnstakeDelay(day(14), UNSTAKE_DELAY),
  setSlashParams(before(0, 4), LAST_WINDOWS),
];

const DISPUTE_RESOLVER = keccak256(toHex("DISPUTE_RESOLVER"));

const roles: Step[] = (["grantRole", "revokeRole"] as const).map((functionName, index) => ({
  at: [day(9), day(22)][index] ?? 0,
  calls: () => [
    {
      from: "governance",
      data: encodeFunctionData({ abi, functionName, args: [DISPUTE_RESOLVER, addressOf("deputyResolver")] }),
    },
  ],
}));

const treasury: Step[] = [ASSET.ETH, ASSET.WSTETH].map((asset, index) => ({
  at: day(25) + index * HOUR,
  calls: () => [{ from: "treasury", data: encodeFunctionData({ abi, functionName: "claimTreasury", args: [asset] }) }],
}));

export const NETWORK_STEPS: readonly Step[] = [
  ...rates,
  ...scores,
  ...singleScores,
  ...pause,
  ...parameters,
  ...roles,
  ...treasury,
];
