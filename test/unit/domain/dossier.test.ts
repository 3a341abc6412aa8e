import { describe, expect, test } from "vitest";
import { assessSlice, REPORT_COLUMNS, type SliceFacts } from "../../../api/domain/dossier.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import type { Confidence } from "../../../api/domain/window.ts";
import { INCIDENT, outage, report, START, sliceFacts } from "./support/slices.ts";

const POLICY = policyOf("production");
const assessed = (told: Partial<SliceFacts> = {}) => assessSlice(sliceFacts(told), POLICY);

describe("a slice of an outage", () => {
  test("72 minutes: the arithmetic, step by step", () => {
    const { charge, assessment, confidence, dossier } = assessed();
    expect(charge).toMatchObject({ charged: 12, chargedBps: 1_200 });
    expect(assessment).toMatchObject({ bps: 1_200, severity: "CRITICAL", amount: 1_080_000_000_000_000_000n });
    expect(confidence).toBe("HIGH");
    expect(dossier.arithmetic).toEqual({
      ...{ counted: 72, grace: 60, charged: 12, chargedBefore: 0, bpsEach: 100, chargedBps: 1_200 },
      ...{ multiplierBps: 10_000, discountedBps: 1_200, alreadyBps: 0, capBps: 5_000, bps: 1_200 },
      ...{ stakeValue: "9000000000000000000", amount: "1080000000000000000" },
    });
    expect(dossier).toMatchObject({ version: 1, type: "DOWNTIME", slice: 1, final: true, severity: "CRITICAL" });
  });

  test("its second day: earlier slices are not charged again, and the rolling cap is what they left", () => {
    const evidence = outage(1_440, 72);
    const { dossier } = assessed({ evidence, slice: 2, alreadyBps: 1_200 });
    expect(dossier.arithmetic).toMatchObject({
      ...{ counted: 1_512, charged: 1_440, chargedBefore: 12, chargedBps: 144_000 },
      ...{ alreadyBps: 1_200, capBps: 3_800, bps: 3_800, amount: "3420000000000000000" },
    });
  });

  test("the reports stand under their intervals, in the order of the columns", () => {
    const { evidence } = assessed().dossier;
    if (evidence.kind !== "MEASURED") throw new Error("an outage is measured");
    expect(evidence.reportColumns).toEqual(REPORT_COLUMNS);
    expect(evidence.reporters).toEqual(["mon-1", "mon-2"]);
    expect(evidence.intervals).toHaveLength(72);
    expect(evidence.intervals[1]).toEqual({
      at: START + 60,
      figures: { measuredSeconds: 60, corroboratedSeconds: 60 },
      reports: [
        ["rpc", "eu", "mon-1", 0, 1, 10, 0, 10, 0, 60, null, null, null, START + 150],
        ["rpc", "eu", "mon-2", 0, 1, 10, 0, 10, 0, 60, null, null, null, START + 150],
      ],
    });
  });

  test("the same facts in another order are the same dossier", () => {
    const reports = [
      report({ service: "rpc", region: "us" }),
      report({ service: "archive", region: "us" }),
      report({ service: "rpc", region: "eu", reporter: "mon-2" }),
      report(),
    ];
    const evidence = { ...outage(2), intervals: outage(2).intervals.map((interval) => ({ ...interval, reports })) };
    const maintenance = [
      { start: START - 60, end: START },
      { start: START - 600, end: START - 120 },
    ];
    const turned = {
      evidence: {
        ...evidence,
        intervals: evidence.intervals.toReversed().map((interval) => ({ ...interval, reports: reports.toReversed() })),
      },
      maintenance: maintenance.toReversed(),
    };
    expect(assessed(turned).dossier).toEqual(assessed({ evidence, maintenance }).dossier);
  });

  test("the rules that were in force are in it", () => {
    const { policy } = assessed({ tier: "TIER_3" }).dossier;
    expect(policy).toMatchObject({
      ...{ version: POLICY.version, profile: "production", intervalSeconds: 60 },
      tier: { slashMultiplierBps: 7_500, latencyThresholdMs: 300, graceBps: 15_000 },
      outage: { graceIntervals: 60 },
      slash: { downtimeBps: 100, capBps: 5_000 },
    });
  });
});

describe("a slice of something else", () => {
  test("bad minutes are charged by started hours", () => {
    const evidence = { ...outage(61), charge: "SUCCESS_RATE" } as const;
    const { charge, assessment } = assessed({ violation: "PERFORMANCE_THRESHOLD", evidence, tier: "TIER_2" });
    expect(charge).toMatchObject({ counted: 61, grace: 0, charged: 2, chargedBps: 400 });
    expect(assessment).toMatchObject({ bps: 360, severity: "MEDIUM" });
  });

  test("an incident: both words for it, and nothing measured", () => {
    const { dossier, confidence } = assessed({ violation: "MISBEHAVIOR", evidence: INCIDENT, tier: "TIER_3" });
    expect(confidence).toBe("HIGH");
    expect(dossier.arithmetic).toMatchObject({ counted: 1, grace: 0, charged: 1, bpsEach: 1_000, bps: 1_000 });
    expect(dossier.evidence).toEqual({ ...INCIDENT, reporters: ["mon-1", "mon-2"] });
  });
});

describe("how well a slice is known", () => {
  const PERIOD = { start: START, end: START + 10_000 };
  test.each<[string, number, number, Confidence]>([
    ["all of it, by two", 10_000, 10_000, "HIGH"],
    ["just enough of either", 9_500, 9_025, "HIGH"],
    ["too little measured", 9_499, 9_499, "LOW"],
    ["too little by two", 10_000, 9_499, "LOW"],
    ["nothing", 0, 0, "LOW"],
  ])("%s", (_what, measuredSeconds, corroboratedSeconds, confidence) => {
    const evidence = { ...outage(72), measuredSeconds, corroboratedSeconds };
    expect(assessed({ evidence, period: PERIOD }).dossier.confidence).toBe(confidence);
  });
});
