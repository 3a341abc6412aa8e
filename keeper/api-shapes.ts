/** What the API answers, in the shapes of a sight. Pure. */
import type {
  LiveSlashesQuery,
  ScoresToPublishQuery,
  SealScoreReportsMutation,
  SlicesToProposeQuery,
} from "@dreamnet/din-infrastructure-core";
import type { Address } from "viem";
import type { SealedScore } from "./calls.ts";
import type { LiveState, Review, ScoreSeen, SlashSeen, SliceSeen } from "./sight.ts";

export function sliceOf(node: SlicesToProposeQuery["violationSlices"]["nodes"][number]): SliceSeen {
  const { incidentKey, evidenceHash, severity, fraction, confidence, charged, period, violation } = node;
  return {
    ...{ incidentKey, evidenceHash, severity, fraction, confidence, charged },
    operator: lower(violation.operatorAddress),
    type: violation.type,
    start: seconds(period.start),
    end: seconds(period.end),
    assessedAt: seconds(node.assessedAt),
    facts: null,
    review: null,
  };
}

export function slashOf(node: LiveSlashesQuery["slashes"]["nodes"][number]): SlashSeen {
  const { id, slashId, incidentKey, fraction, violationType, next, dispute, violationSlice } = node;
  return {
    ...{ id: slashId, nodeId: id, incidentKey, fraction },
    operator: lower(node.operatorAddress),
    proposer: lower(node.proposer),
    state: liveStateOf(node.state),
    type: violationType,
    assessed: violationSlice !== null && violationSlice !== undefined,
    needsApproval: next.needsApproval,
    executable: next.executable,
    expirable: next.expirable,
    disputeUntil: seconds(node.disputeUntil),
    resolveBy: dispute?.resolveBy ? seconds(dispute.resolveBy) : null,
    executeBy: seconds(node.executeBy),
    facts: null,
    review: null,
  };
}

function liveStateOf(state: string): LiveState {
  if (state === "PROPOSED" || state === "DISPUTED" || state === "UPHELD") return state;
  throw new TypeError(`the API answers with a slash in state ${state} where it was asked for live ones`);
}

export function scoreOf({
  address,
  score,
  publishedScore,
}: ScoresToPublishQuery["operators"]["nodes"][number]): ScoreSeen {
  const value = score.value ?? null;
  return {
    operator: lower(address),
    value: value === null ? null : hundredths(value),
    confidence: score.confidence,
    windowEnd: seconds(score.windowEnd),
    published: publishedScore
      ? {
          value: hundredths(publishedScore.value),
          windowEnd: seconds(publishedScore.windowEnd),
          updatedAt: seconds(publishedScore.updatedAt),
        }
      : null,
  };
}

/** @throws TypeError for what is no number of basis points: compared with one, it would not hold anything back */
export function reviewOf(review: {
  readonly basisPoints: number;
  readonly findings: readonly { readonly message: string }[];
}): Review {
  if (!Number.isInteger(review.basisPoints) || review.basisPoints < 0) {
    throw new TypeError(`the API answers with a review that leaves ${review.basisPoints} basis points`);
  }
  return { basisPoints: review.basisPoints, finding: review.findings[0]?.message ?? "" };
}

type Report = NonNullable<
  Extract<
    SealScoreReportsMutation["sealScoreReports"],
    { __typename: "SealedScoreReports" }
  >["results"][number]["report"]
>;

export function sealedOf({
  operatorAddress,
  score,
  windowStart,
  windowEnd,
  formulaVersion,
  reportHash,
}: Report): SealedScore {
  return {
    ...{ score, formulaVersion, reportHash },
    operator: lower(operatorAddress),
    windowStart: seconds(windowStart),
    windowEnd: seconds(windowEnd),
  };
}

export const hundredths = (value: number) => Math.round(value * 100);
export const seconds = (time: string) => Math.floor(Date.parse(time) / 1_000);
export const lower = (address: string): Address => `0x${address.slice(2).toLowerCase()}`;
