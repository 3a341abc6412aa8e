/**
 * What measurements make of every operator, two minutes after the start and until the outage: worked out by hand from the
 * characters, the stakes the scenario leaves and the rules, not computed by the code under test.
 *
 * A breach is judged by what came in time, and the past is sent when it is over: its intervals are known and prove nothing.
 * So breaches open only after a minute and more of the present: 30 to 90 bad intervals, and 15 until each has closed.
 *
 * Those who are good score 0.4 x 99.8 + 0.3 x 100 + 0.2 x 100 + 0.1 x 100 = 99.92: their p95 is 1.51 x 120 = 181 ms, and
 * 5,700 requests a second are more than 13 x 10^9 in any month. Ranges leave room for noise, and for months of 28 to 31 days.
 */
import type { Status, StatusReason } from "../../api/domain/status.ts";
import type { Actor } from "../scenario/actors.ts";

export interface ExpectedPerformance {
  readonly operator: Actor;
  readonly status: Status;
  readonly reasons: readonly StatusReason[];
  /** Least and most; null: unknown. */
  readonly score: readonly [least: number, most: number] | null;
  /** Whether two independent reporters measured it throughout the last day; null if nobody did. */
  readonly corroborated: boolean | null;
}

const GOOD = [99.8, 100] as const;

type Told = Partial<ExpectedPerformance> & Pick<ExpectedPerformance, "operator">;

/** What goes without saying: staked enough, measured by both probes, and good. */
const operator = (told: Told): ExpectedPerformance => ({
  status: "ACTIVE",
  reasons: ["STAKE_SUFFICIENT"],
  score: GOOD,
  corroborated: true,
  ...told,
});

export const EXPECTED_PERFORMANCE: readonly ExpectedPerformance[] = [
  operator({ operator: "aurora" }),
  operator({ operator: "borealis" }),
  operator({ operator: "cascade" }),
  operator({ operator: "delta" }),
  // p95 1.51 x 188 = 284 ms: 3.4 points of latency are lost, and its tier allows 300
  operator({ operator: "ember", score: [98.4, 99.5] }),
  // it never had the 5 ETH it committed to
  operator({ operator: "fjord", status: "PENDING", reasons: ["MINIMUM_STAKE_NEVER_MET"] }),
  operator({
    operator: "glacier",
    status: "PENDING",
    reasons: ["NEVER_STAKED", "INITIAL_CHECK_NOT_PASSED"],
    score: null,
    corroborated: null,
  }),
  operator({ operator: "harbor", status: "LEAVING", reasons: ["EVERYTHING_UNBONDING"] }),
  operator({
    operator: "ion",
    status: "EXITED",
    reasons: ["EVERYTHING_WITHDRAWN"],
    score: null,
    corroborated: null,
  }),
  // p95 1.51 x 310 = 468 ms: 78.2 points of latency are 23.5 of the score
  operator({ operator: "juniper", status: "DEGRADED", reasons: ["LATENCY_BREACH"], score: [92.7, 94.1] }),
  // 90 % success, no point of latency at 1,283 ms, a fifth of the throughput: 36 + 0 + 4 + 10
  operator({
    operator: "krypton",
    status: "SLASHED",
    reasons: ["STAKE_BELOW_MINIMUM_AFTER_SLASH"],
    score: [49.3, 50.6],
  }),
  // 95.5 % success for ten minutes and more of the 24 in a day: 38.2 to 39.2
  operator({ operator: "lumen", status: "DEGRADED", reasons: ["SUCCESS_RATE_BREACH"], score: [98, 99.4] }),
  operator({ operator: "meridian" }),
  // 2,600 of 5,015 requests a second
  operator({ operator: "nimbus", status: "DEGRADED", reasons: ["THROUGHPUT_BREACH"], score: [89, 91.2] }),
  operator({ operator: "orchid" }),
  // silent for ten minutes: of the last hour nothing is known
  operator({
    operator: "pulsar",
    status: "INACTIVE",
    reasons: ["NOTHING_MEASURED"],
    score: null,
    corroborated: false,
  }),
  // 93 % success and p95 1.51 x 290 = 438 ms, whatever it says itself: 37.2 to 38.8 + 24.4 + 20 + 10
  operator({
    operator: "quartz",
    status: "DEGRADED",
    reasons: ["SUCCESS_RATE_BREACH", "LATENCY_BREACH"],
    score: [90.9, 93.8],
  }),
  // its outage is still to come
  operator({ operator: "raven" }),
  // 60 points of latency while a spike is in the hour
  operator({ operator: "sequoia", score: [85, 100] }),
  // its outage comes half a minute after the start: a twentieth of the requests of that day, and of the time up
  operator({ operator: "sirocco", score: [96.5, 100] }),
  operator({ operator: "tundra" }),
  // only by itself
  operator({ operator: "vesper", corroborated: false }),
  operator({
    operator: "willow",
    status: "PENDING",
    reasons: ["INITIAL_CHECK_NOT_PASSED"],
    score: null,
    corroborated: null,
  }),
];
