import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ETH, POLICY, type Policy } from "../../../api/domain/policy.ts";
import { reviewSlash } from "../../../api/domain/review.ts";
import { readDossier } from "../../../api/domain/review-dossier.ts";
import { recomputeDossier, recountDossier } from "../../../api/domain/review-recount.ts";
import type { JudgedInterval } from "../../../api/domain/slice-facts.ts";
import { HASH, proposal, readOf, reviewed, stored, type Told, verdict } from "./support/reviews.ts";
import { INCIDENT, outage, report, START } from "./support/slices.ts";

/** So many minutes in which a tenth of all requests failed. */
const failing = (minutes: number) => ({
  ...outage(minutes),
  charge: "SUCCESS_RATE" as const,
  intervals: outage(minutes).intervals.map((interval) => ({
    ...interval,
    figures: {
      ...interval.figures,
      rolling: { numerator: 980, denominator: 1_000 },
      trailing: { numerator: 90, denominator: 100 },
    },
  })),
});
const slow = (minutes: number, p95 = 300_000, threshold = 250_000) => ({
  ...outage(minutes),
  charge: "LATENCY" as const,
  intervals: outage(minutes).intervals.map((interval) => ({
    ...interval,
    figures: {
      ...interval.figures,
      ...{ rollingP95Micros: p95, trailingP95Micros: p95, thresholdMicros: threshold },
    },
  })),
});
/** The interval with other reports. */
const withReports = (minute: number, reports: JudgedInterval["reports"]) => ({
  ...outage(72),
  intervals: outage(72).intervals.map((interval, n) => (n === minute ? { ...interval, reports } : interval)),
});
/** The period of so many minutes that begins so many later. */
const after = (first: number, minutes: number) => ({ start: START + first * 60, end: START + (first + minutes) * 60 });
const up = { upSeconds: 60, downSeconds: 0 };
const replacing = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`the dossier says nothing of ${from}`);
  return text.replace(from, to);
};

describe("a slash that agrees", () => {
  test.each<[string, Told, number]>([
    ["an outage", {}, 1_200],
    [
      "its second day, under what the cap leaves",
      { slice: { evidence: outage(100, 72), period: after(72, 100), slice: 2, alreadyBps: 1_200 } },
      3_800,
    ],
    ["in a tier that pays less", { slice: { tier: "TIER_3" } }, 900],
    ["a slice of which no slash was proposed", { proposed: null }, 1_200],
    ["that takes less than was assessed", { proposed: { bps: 700 } }, 700],
    ["that names a part of the period", { proposed: { faultStart: START + 60, faultEnd: START + 120 } }, 1_200],
    [
      "an incident",
      { slice: { violation: "BAD_DATA", evidence: INCIDENT }, proposed: { violationType: "BAD_DATA" } },
      500,
    ],
    [
      "too many failures",
      {
        slice: { violation: "PERFORMANCE_THRESHOLD", evidence: failing(61) },
        proposed: { violationType: "PERFORMANCE_THRESHOLD" },
      },
      400,
    ],
    [
      "too slow, by the threshold of the tier it had then",
      { slice: { violation: "PERFORMANCE_THRESHOLD", tier: "TIER_3", evidence: slow(61, 260_000) }, proposed: null },
      300,
    ],
    ["all that came late confirms it", { noLonger: [] }, 1_200],
    ["what still counts of it fills the cap", { slice: { evidence: outage(130) }, noLonger: [1, 2, 3] }, 5_000],
  ])("%s", (_what, told, bps) => {
    expect(reviewed(told)).toEqual({ findings: [], basisPoints: bps });
  });
});

describe("what speaks against a slash", () => {
  const bad = { slice: { violation: "BAD_DATA", evidence: INCIDENT } } as const;
  const performance = { violation: "PERFORMANCE_THRESHOLD" } as const;
  test.each<[string, Told, string]>([
    ["evidence that is none of ours", { proposed: { evidenceHash: `0x${"00".repeat(32)}` } }, "OTHER_EVIDENCE 0"],
    ["a stored dossier of another hash", { hash: `0x${"00".repeat(32)}` }, "OTHER_EVIDENCE 0"],
    ["a dossier of another slice", { terms: { slice: 2 } }, "OTHER_EVIDENCE 0"],
    ["a dossier of another violation", { terms: { violationId: "0x1" } }, "OTHER_EVIDENCE 0"],
    ["it is too large", { proposed: { bps: 1_201 } }, "TOO_LARGE 1200"],
    ["another type", { proposed: { violationType: "MISBEHAVIOR" } }, "OTHER_TERMS 1200"],
    ["another severity", { proposed: { severity: "LOW" } }, "OTHER_TERMS 1200"],
    ["a fault before the period", { proposed: { faultStart: START - 1 } }, "OTHER_TERMS 1200"],
    ["a fault after the period", { proposed: { faultEnd: START + 72 * 60 + 1 } }, "OTHER_TERMS 1200"],
    ["low confidence", { terms: { confidence: "LOW" } }, "LOW_CONFIDENCE 0"],
    [
      "low confidence by the dossier's own seconds",
      { edit: replacing('"corroboratedSeconds":4320', '"corroboratedSeconds":4000') },
      "LOW_CONFIDENCE 0",
    ],
    ["text that is no dossier", { edit: () => "{}" }, "WRONG_ARITHMETIC 0"],
    ["text that is no JSON", { edit: () => "{" }, "WRONG_ARITHMETIC 0"],
    ["columns in another order", { edit: replacing('"service","region"', '"region","service"') }, "WRONG_ARITHMETIC 0"],
    ["a smaller rate", { edit: replacing('"downtimeBps":100', '"downtimeBps":50') }, "WRONG_ARITHMETIC 600"],
    ["a longer grace", { edit: replacing('"graceIntervals":60', '"graceIntervals":70') }, "WRONG_ARITHMETIC 200"],
    [
      "a smaller multiplier",
      { edit: replacing('"slashMultiplierBps":10000', '"slashMultiplierBps":5000') },
      "WRONG_ARITHMETIC 600",
    ],
    [
      "what else was charged within the cap",
      { edit: replacing('"alreadyBps":0', '"alreadyBps":4500') },
      "WRONG_ARITHMETIC 500",
    ],
    ["a smaller stake", { edit: replacing('"stakeValue":"9', '"stakeValue":"8') }, "WRONG_ARITHMETIC 1200"],
    [
      "fewer that were counted before",
      { slice: { evidence: outage(30, 60), period: after(60, 30) }, edit: replacing('"counted":90', '"counted":80') },
      "WRONG_ARITHMETIC 2000",
    ],
    [
      "a report that says up",
      { slice: { evidence: withReports(3, [report(up), report({ ...up, reporter: "mon-2" })]) } },
      "WRONG_ARITHMETIC 1100",
    ],
    [
      "reports that came too late",
      { slice: { evidence: withReports(3, [report({ receivedAt: START + 19 * 60 })]) } },
      "WRONG_ARITHMETIC 1100",
    ],
    [
      "another region that was up",
      { slice: { evidence: withReports(3, [report(), report({ ...up, region: "us" })]) } },
      "WRONG_ARITHMETIC 1100",
    ],
    ["an interval without a report", { slice: { evidence: withReports(3, []) } }, "WRONG_ARITHMETIC 1100"],
    [
      "an interval that is listed twice",
      {
        slice: {
          evidence: { ...outage(72), intervals: [...outage(72).intervals.slice(1), ...outage(72).intervals.slice(-1)] },
        },
      },
      "WRONG_ARITHMETIC 1100",
    ],
    [
      "intervals after the period",
      { slice: { period: { start: START, end: START + 70 * 60 } }, proposed: null },
      "WRONG_ARITHMETIC 1000",
    ],
    [
      "intervals in maintenance",
      { slice: { maintenance: [{ start: START, end: START + 300 }] } },
      "WRONG_ARITHMETIC 700",
    ],
    [
      "a success rate that does not breach",
      {
        slice: { ...performance, evidence: failing(61) },
        proposed: null,
        edit: replacing('"numerator":980', '"numerator":990'),
      },
      "WRONG_ARITHMETIC 200",
    ],
    [
      "a latency that does not breach",
      { slice: { ...performance, evidence: slow(61, 252_500) }, proposed: null },
      "WRONG_ARITHMETIC 0",
    ],
    [
      "a threshold that no tier has",
      { slice: { ...performance, evidence: slow(61, 240_000, 200_000) }, proposed: null },
      "WRONG_ARITHMETIC 0",
    ],
    [
      "figures of something else",
      { slice: { ...performance, evidence: { ...outage(61), charge: "LATENCY" } }, proposed: null },
      "WRONG_ARITHMETIC 0",
    ],
    [
      "an incident with one reporter",
      { ...bad, proposed: null, edit: replacing('"reporter":"mon-1"', '"reporter":"mon-2"') },
      "WRONG_ARITHMETIC 0",
    ],
    [
      "an incident with a word of no weight",
      { ...bad, proposed: null, edit: replacing('"weight":2', '"weight":0') },
      "WRONG_ARITHMETIC 0",
    ],
    [
      "an incident without evidence",
      { ...bad, proposed: null, edit: replacing("11".repeat(32), "00".repeat(32)) },
      "WRONG_ARITHMETIC 0",
    ],
    ["minutes that were up after all", { noLonger: [0, 1, 71] }, "LATER_DATA 900"],
    ["all of it was", { noLonger: Array.from({ length: 72 }, (_, n) => n) }, "LATER_DATA 0"],
    [
      "several things",
      { proposed: { bps: 2_000, severity: "LOW" }, noLonger: [5] },
      "TOO_LARGE OTHER_TERMS LATER_DATA 1100",
    ],
  ])("%s", (_what, told, expected) => {
    expect(verdict(reviewed(told))).toBe(expected);
  });

  test("nothing was assessed, or not of this operator", () => {
    const { terms, text } = stored();
    const proposed = proposal(terms);
    const none = reviewSlash({ proposed, assessed: null, dossier: null, later: null });
    expect(verdict(none)).toBe("UNKNOWN_INCIDENT 0");
    const read = readOf(text);
    const dossier = { hash: HASH, read, recomputed: recomputeDossier(read, POLICY) };
    const other = reviewSlash({ proposed: { ...proposed, operator: "0x1" }, assessed: terms, dossier, later: null });
    expect(verdict(other)).toBe("UNKNOWN_INCIDENT 0");
  });

  test("the messages have the figures, and name the intervals", () => {
    const evidence = withReports(3, [report(up)]);
    expect(reviewed({ slice: { evidence }, noLonger: [5] }).findings).toEqual([
      {
        kind: "WRONG_ARITHMETIC",
        message: `Recomputed from its dossier, it is 11 % of the stake (990000000000000000 wei), not 12 % (1080000000000000000 wei). The interval ${START + 180} is no outage by its own reports.`,
      },
      {
        kind: "LATER_DATA",
        message:
          "By what is known now, 70 of the 71 intervals that were counted still count: 10 % of the stake, not 12 %.",
      },
    ]);
    const all = { ...outage(72), intervals: outage(72).intervals.map((one) => ({ ...one, reports: [] })) };
    const [finding] = reviewed({ slice: { evidence: all } }).findings;
    expect(finding?.message).toMatch(/So it is with 67 more\.$/);
  });
});

describe("what a dossier says", () => {
  test("every dossier that is assessed is read back to the same", () => {
    for (const told of [
      {},
      { evidence: INCIDENT, violation: "MISBEHAVIOR" },
      { evidence: outage(100, 72), period: after(72, 100) },
    ] as const) {
      const { terms, text } = stored(told);
      const { assessment, confidence, faults } = recomputeDossier(readOf(text), POLICY);
      expect([assessment.bps, assessment.amount, assessment.severity, confidence, faults]).toEqual([
        ...[terms.bps, terms.amount, terms.severity, terms.confidence, []],
      ]);
    }
  });

  test("another version of the form is not read", () => {
    expect(readDossier(stored().text.replace('"version":1', '"version":2'))).toBeNull();
  });

  test("it is recomputed by its own rules, whatever holds now", () => {
    const evidence = slow(61, 260_000);
    const { text } = stored({ violation: "PERFORMANCE_THRESHOLD", tier: "TIER_3", evidence });
    const later: Policy = {
      ...{ ...POLICY, version: POLICY.version + 1 },
      tiers: POLICY.tiers.map((terms) => ({ ...terms, latencyThresholdMs: 400, slashMultiplierBps: 1_000 })),
      targets: { ...POLICY.targets, successBps: 5_000, initialLatencyMs: 400 },
      slash: { ...POLICY.slash, performanceBps: 1, performanceIntervals: 1_000, capBps: 1 },
      outage: { ...POLICY.outage, downBps: 10_000, graceIntervals: 1_000 },
      confidence: { ...POLICY.confidence, reporters: 9, coverageBps: 10_000 },
    };
    for (const told of [text, stored().text]) {
      expect(recomputeDossier(readOf(told), later)).toEqual(recomputeDossier(readOf(told), POLICY));
    }
    expect(recomputeDossier(readOf(text), later).assessment.bps).toBe(300);
  });
});

test("what is known later never raises a charge, and less of it never counts for more", () => {
  const minutes = fc.integer({ min: 1, max: 100 });
  const dropped = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 120 });
  const before = fc.integer({ min: 0, max: 90 });
  fc.assert(
    fc.property(
      minutes,
      before,
      dropped,
      dropped,
      fc.integer({ min: 0, max: 5_000 }),
      (count, earlier, some, more, alreadyBps) => {
        const read = readOf(
          stored({
            evidence: outage(count, earlier),
            alreadyBps,
            stakeValue: 7n * ETH + 1n,
            period: { start: START, end: START + 600 * 60 },
          }).text,
        );
        const recomputed = recomputeDossier(read, POLICY);
        const without = (gone: readonly number[]) =>
          recountDossier(read, recomputed, (at) => !gone.includes((at - START) / 60 - earlier), POLICY).assessment;
        const [all, less, least] = [without([]), without(some), without([...some, ...more])];
        expect(all).toEqual(recomputed.assessment);
        expect(less.bps).toBeLessThanOrEqual(all.bps);
        expect(least.amount).toBeLessThanOrEqual(less.amount);
      },
    ),
    { numRuns: 40 },
  );
});
