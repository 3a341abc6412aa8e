/** Intents as the registry takes them. Pure. */
import { type Address, encodeFunctionData, type Hex, keccak256 } from "viem";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import type { Intent } from "./intent.ts";
import type { Severity, SlashSeen, SliceSeen } from "./sight.ts";

/** The registry's numbers of what the API has names for. */
const VIOLATION_TYPE = { DOWNTIME: 1, BAD_DATA: 2, MISBEHAVIOR: 3, PERFORMANCE_THRESHOLD: 4 } as const;
const SEVERITY = { LOW: 1, MEDIUM: 2, HIGH: 3, CRITICAL: 4 } as const satisfies Record<Severity, number>;

export const proposeKey = ({ incidentKey }: Pick<SliceSeen, "incidentKey">) => `propose/${incidentKey}`;

/** A slash is its number and its incident: after a reorg its number may be another's. */
export const slashKey = (
  kind: "EXECUTE" | "EXPIRE" | "CANCEL",
  { id, incidentKey }: Pick<SlashSeen, "id" | "incidentKey">,
) => `${kind.toLowerCase()}/${id}/${incidentKey}`;

/** @param bps basis points to take: the slice's fraction, or less */
export function proposal(slice: SliceSeen, bps: number, evidenceUrl: string): Intent {
  const { operator, incidentKey, evidenceHash, type, severity, fraction, charged, start, end } = slice;
  const reduced = bps < fraction ? `, ${bps} of ${fraction} bp` : "";
  const data = encodeFunctionData({
    abi,
    functionName: "proposeSlash",
    args: [
      {
        ...{ operator, incidentKey, evidenceHash, bps, value: 0n },
        violationType: VIOLATION_TYPE[type],
        severity: SEVERITY[severity],
        faultStart: BigInt(start),
        faultEnd: BigInt(end),
        reason: `${type}, ${charged} charged${reduced}; see the dossier`,
        evidenceURI: `${evidenceUrl}/dossiers/${evidenceHash}`,
      },
    ],
  });
  const summary = `propose to slash ${operator} by ${bps} bp for ${type}`;
  return { key: proposeKey(slice), kind: "PROPOSE", role: "PROPOSER", data, summary };
}

export function execution(slash: SlashSeen): Intent {
  const data = encodeFunctionData({ abi, functionName: "executeSlash", args: [BigInt(slash.id)] });
  const summary = `execute slash ${slash.id} of ${slash.operator}, ${slash.fraction} bp`;
  return { key: slashKey("EXECUTE", slash), kind: "EXECUTE", role: "PROPOSER", data, summary };
}

export function expiry(slash: SlashSeen): Intent {
  const data = encodeFunctionData({ abi, functionName: "expireSlash", args: [BigInt(slash.id)] });
  const summary = `expire slash ${slash.id} of ${slash.operator}`;
  return { key: slashKey("EXPIRE", slash), kind: "EXPIRE", role: "PROPOSER", data, summary };
}

/** What is written to the chain is paid for by its length; the review itself is in the API. */
const MAX_REASON = 200;

/** @param reason for everybody to read on the chain; cut where it is long */
export function cancellation(slash: SlashSeen, reason: string): Intent {
  const line = reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON - 1)}…` : reason;
  const data = encodeFunctionData({ abi, functionName: "cancelSlash", args: [BigInt(slash.id), line] });
  const summary = `cancel slash ${slash.id} of ${slash.operator}`;
  return { key: slashKey("CANCEL", slash), kind: "CANCEL", role: "PROPOSER", data, summary };
}

/** A score as the API sealed it. */
export interface SealedScore {
  readonly operator: Address;
  /** x 100 */
  readonly score: number;
  /** Unix seconds. */
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly formulaVersion: number;
  readonly reportHash: Hex;
}

export function submission(scores: readonly SealedScore[]): Intent {
  const data = encodeFunctionData({
    abi,
    functionName: "submitScores",
    args: [
      scores.map(({ windowStart, windowEnd, ...score }) => ({
        ...score,
        windowStart: BigInt(windowStart),
        windowEnd: BigInt(windowEnd),
      })),
    ],
  });
  const summary = `submit ${scores.length} ${scores.length === 1 ? "score" : "scores"}`;
  return { key: `scores/${keccak256(data)}`, kind: "SCORES", role: "MONITOR", data, summary };
}
