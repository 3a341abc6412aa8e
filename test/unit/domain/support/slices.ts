/** Facts of slices to assess: an outage and an incident of one operator. */
import type {
  IncidentEvidence,
  JudgedInterval,
  JudgedReport,
  MeasuredEvidence,
  SliceFacts,
} from "../../../../api/domain/dossier.ts";
import { ETH } from "../../../../api/domain/policy.ts";

export const START = 1_760_000_040;
const VIOLATION_ID = `0x${"5a".repeat(32)}`;

export function report(told: Partial<JudgedReport> = {}): JudgedReport {
  return {
    ...{ service: "rpc", region: "eu", reporter: "mon-1", revision: 0, weight: 1 },
    ...{ requests: 10, successes: 0, timeouts: 10, upSeconds: 0, downSeconds: 60 },
    ...{ p95Micros: null, p99Micros: null, sketch: null, receivedAt: START + 90 },
    ...told,
  };
}

/** So many minutes down, each reported by two. */
export function outage(minutes: number, countedBefore = 0): MeasuredEvidence {
  const intervals = Array.from({ length: minutes }, (_, n): JudgedInterval => {
    const at = START + (countedBefore + n) * 60;
    return {
      at,
      figures: { measuredSeconds: 60, corroboratedSeconds: 60 },
      reports: ["mon-1", "mon-2"].map((reporter) => report({ reporter, receivedAt: at + 90 })),
    };
  });
  const seconds = minutes * 60;
  return {
    kind: "MEASURED",
    charge: "DOWNTIME",
    intervals,
    countedBefore,
    measuredSeconds: seconds,
    corroboratedSeconds: seconds,
  };
}

export const INCIDENT: IncidentEvidence = {
  kind: "INCIDENT",
  incidentId: "0x1f",
  summary: "A block that no other node has — “0xabc”.",
  report: {
    reporter: "mon-2",
    weight: 2,
    evidenceHash: `0x${"11".repeat(32)}`,
    evidenceUri: "ipfs://a",
    at: START + 100,
  },
  confirmation: {
    reporter: "mon-1",
    weight: 1,
    evidenceHash: `0x${"22".repeat(32)}`,
    evidenceUri: "ipfs://b",
    at: START + 200,
  },
};

export function sliceFacts(told: Partial<SliceFacts> = {}): SliceFacts {
  const evidence = told.evidence ?? outage(72);
  const length = evidence.kind === "MEASURED" ? evidence.intervals.length * 60 : 60;
  return {
    registry: { chainId: 8_453, address: `0x${"d1".repeat(20)}` },
    violationId: VIOLATION_ID,
    operator: `0x${"0a".repeat(20)}`,
    violation: "DOWNTIME",
    startedAt: START,
    openedAt: START + 61 * 60,
    tier: "TIER_1",
    slice: 1,
    final: true,
    period: { start: START, end: START + length },
    maintenance: [],
    evidence,
    stakeValue: 9n * ETH,
    alreadyBps: 0,
    ...told,
  };
}
