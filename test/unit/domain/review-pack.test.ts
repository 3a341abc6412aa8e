import { describe, expect, test } from "vitest";
import { deviationsOf } from "../../../api/domain/consensus.ts";
import type { Report } from "../../../api/domain/measurement.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { areSameFindings, draftedSignal } from "../../../api/domain/review-alerts.ts";
import { disputePack, type OwnSample, type PackFacts, type PlacedDeviation } from "../../../api/domain/review-pack.ts";
import { sealJson } from "../../../api/monitoring/seal.ts";
import { HASH, proposal, stored } from "./support/reviews.ts";
import { report, START } from "./support/slices.ts";

const MIB = 2 ** 20;
const seen: Report = {
  ...{ reporter: "mon-1", weight: 1, requests: 100, successes: 100, timeouts: 0, upSeconds: 60, downSeconds: 0 },
  latency: { kind: "SCALAR", p95Micros: 100_000, p99Micros: 200_000 },
};

function facts(told: Partial<PackFacts> = {}): PackFacts {
  const { terms } = stored();
  return {
    registry: { chainId: 8_453, address: `0x${"d1".repeat(20)}` },
    slash: {
      ...proposal(terms),
      ...{ id: "7", incidentKey: HASH, evidenceUri: "ipfs://x", reason: "an outage", snapshotValue: "9" },
      ...{ proposer: "0x1", proposedAt: START, proposedTransaction: HASH },
    },
    review: { findings: [{ kind: "TOO_LARGE", message: "It is." }], basisPoints: 5 },
    ...{ assessed: terms, recomputed: null, later: null, period: { start: START, end: START + 60 } },
    ownSamples: { rows: [], total: 0 },
    disagreement: { rows: [], total: 0 },
    draftedAt: START + 100,
    ...told,
  };
}

describe("a pack", () => {
  test("has the first rows that fit into 4 MiB, and says how many do not", () => {
    const sketch = "Ü".repeat(400);
    const own: OwnSample[] = Array.from({ length: 9_000 }, (_, n) => ({
      at: START + n * 60,
      ...report({ weight: 0, sketch }),
    }));
    const off: PlacedDeviation = {
      ...{ at: START, service: "rpc", region: "eu", report: seen, metric: "UPTIME" },
      ...{ reported: { numerator: 60, denominator: 60 }, agreed: { numerator: 0, denominator: 60 } },
    };
    const deviations = Array.from({ length: 30_000 }, () => off);
    const pack = disputePack(
      facts({ ownSamples: { rows: own, total: 9_500 }, disagreement: { rows: deviations, total: 30_000 } }),
    );
    const { text } = sealJson(pack);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4 * MIB);
    expect(Buffer.byteLength(text)).toBeGreaterThan(3 * MIB);
    for (const [part, total] of [
      [pack.ownSamples, 9_500],
      [pack.disagreement, 30_000],
    ] as const) {
      expect(part.omitted).toBeGreaterThan(0);
      expect(part.rows.length + part.omitted).toBe(total);
    }
    expect(pack.ownSamples.rows[0]?.[0]).toBe(START);
    expect(disputePack(facts()).ownSamples).toMatchObject({ rows: [], omitted: 0 });
  });

  test("the same facts are the same bytes", () => {
    expect(sealJson(disputePack(facts()))).toEqual(sealJson(disputePack(facts())));
  });
});

describe("deviations", () => {
  test.each<[string, Partial<Report>, string[]]>([
    ["nothing", {}, []],
    ["a point of success, just tolerated", { successes: 99 }, []],
    ["more than a point", { successes: 98 }, ["SUCCESS 98/100 100/100"]],
    ["uptime", { upSeconds: 30, downSeconds: 30 }, ["UPTIME 30/60 60/60"]],
    [
      "p95 by more than a tenth",
      { latency: { kind: "SCALAR", p95Micros: 110_001, p99Micros: 200_000 } },
      ["P95 110001/1 100000/1"],
    ],
    ["requests", { requests: 200, successes: 200 }, ["REQUESTS 200/1 100/1"]],
    ["the operator's own too", { weight: 0, upSeconds: 0, downSeconds: 60 }, ["UPTIME 0/60 60/60"]],
  ])("%s", (_what, changes, expected) => {
    const reports = [seen, { ...seen, reporter: "mon-2" }, { ...seen, ...changes, reporter: "odd" }];
    const found = deviationsOf(reports, POLICY).filter(({ report }) => report.reporter === "odd");
    const shown = found.map(
      ({ metric, reported, agreed }) =>
        `${metric} ${reported.numerator}/${reported.denominator} ${agreed.numerator}/${agreed.denominator}`,
    );
    expect(shown).toEqual(expected);
  });
});

test("what is said of several findings, and when they are the same", () => {
  const a = { kind: "TOO_LARGE", message: "It takes more." } as const;
  const b = { kind: "LATER_DATA", message: "Less is left." } as const;
  const about = { operator: "0xa", slashId: "7", incidentKey: "0x1", evidenceHash: HASH };
  expect(draftedSignal({ ...about, findings: [a, b] })).toMatchObject({
    correlationId: "DISPUTE_DRAFTED/0xa/7",
    message: "A dispute of slash 7 is drafted. It takes more. And 1 more.",
    details: { findings: "TOO_LARGE LATER_DATA" },
  });
  expect(areSameFindings([a, b], [{ ...a }, { ...b }])).toBe(true);
  expect(areSameFindings([a, b], [b, a])).toBe(false);
  expect(areSameFindings([a], [a, b])).toBe(false);
  expect(areSameFindings([a], [{ ...a, message: "It takes less." }])).toBe(false);
});
