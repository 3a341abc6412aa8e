import { describe, expect, test } from "vitest";
import type { Tier } from "../../../api/domain/policy.ts";
import type { Charge } from "../../../api/domain/violation.ts";
import { counted, heard } from "./support/watching.ts";
import { END } from "./support/windows.ts";

/** What is heard of the risk of one charge: its severity and the projected basis points, or that it is over. */
function risks(charge: Charge, tier: Tier, ...counts: readonly (number | "OPEN")[][]): (string | undefined)[] {
  const steps = counts.map(([bad, open]) => {
    const state = counted(typeof bad === "number" ? bad : 0, open === "OPEN" ? END : null);
    const judgement = {
      DOWNTIME: { outage: state },
      SUCCESS_RATE: { success: state },
      LATENCY: { latency: state },
    }[charge];
    return { tier, judgement };
  });
  return heard(...steps).map((signals) => {
    const signal = signals.find(({ kind }) => kind === "SLASHING_RISK");
    if (signal === undefined) return undefined;
    const { projectedBps } = signal.details;
    return signal.is === "CLEAR" ? "CLEAR" : `${signal.severity} ${projectedBps}`;
  });
}

describe("half of what opens a violation on", () => {
  test.each<[Charge, Tier, number, string]>([
    ["DOWNTIME", "TIER_1", 31, "WARNING 100"],
    ["DOWNTIME", "TIER_3", 31, "WARNING 75"],
    ["SUCCESS_RATE", "TIER_1", 30, "WARNING 200"],
    ["SUCCESS_RATE", "TIER_2", 38, "WARNING 360"],
    ["SUCCESS_RATE", "TIER_3", 45, "WARNING 300"],
    ["LATENCY", "TIER_1", 15, "WARNING 200"],
    ["LATENCY", "TIER_2", 19, "WARNING 180"],
  ])("%s of %s: from %i minutes on", (charge, tier, minutes, warning) => {
    expect(risks(charge, tier, [minutes - 1], [minutes], [minutes + 1])).toEqual([undefined, warning, undefined]);
  });
});

test("an outage: critical when it is a violation, told again every ten charged minutes up to the cap", () => {
  const of = (bad: number) => [bad, "OPEN"] as const;
  expect(
    risks(
      "DOWNTIME",
      "TIER_1",
      [31],
      [60],
      [...of(61)],
      [...of(69)],
      [...of(70)],
      [...of(79)],
      [...of(80)],
      [...of(110)],
      [...of(500)],
      [0],
    ),
  ).toEqual([
    "WARNING 100",
    undefined,
    "CRITICAL 100",
    undefined,
    "CRITICAL 1000",
    undefined,
    "CRITICAL 2000",
    "CRITICAL 5000",
    undefined,
    "CLEAR",
  ]);
});

test("a breach: told again with each started hour, by the tier's multiplier", () => {
  expect(
    risks(
      "SUCCESS_RATE",
      "TIER_2",
      [38],
      [75, "OPEN"],
      [120, "OPEN"],
      [121, "OPEN"],
      [180, "OPEN"],
      [10_000, "OPEN"],
      [0],
    ),
  ).toEqual(["WARNING 360", "CRITICAL 360", undefined, "CRITICAL 540", undefined, "CRITICAL 5000", "CLEAR"]);
});

test("good minutes in between take nothing back, the end of the build-up does", () => {
  expect(risks("LATENCY", "TIER_1", [15], [15], [16], [0], [14], [15])).toEqual([
    "WARNING 200",
    ...[undefined, undefined, "CLEAR", undefined, "WARNING 200"],
  ]);
});

test("a tier that has to wait longer is warned on: its count still stands", () => {
  const state = { judgement: { latency: counted(15) } };
  const [, second] = heard({ ...state, tier: "TIER_1" }, { ...state, tier: "TIER_3" });
  expect(second).toMatchObject([{ is: "FIRING", subject: "LATENCY", details: { projectedBps: 150 } }]);
});

test("says how far it is, and what it would cost", () => {
  expect(heard({ judgement: { outage: counted(31) } }, { judgement: { outage: counted(72, END) } })).toMatchObject([
    [
      {
        message: `31 min of the 61 min that are a violation of downtime. Projected slash: 1 % of the stake.`,
      },
    ],
    [{ message: `In violation of downtime, 72 min so far. Projected slash: 10 % of the stake.` }],
  ]);
});
