/** What live slashes come to: execution, expiry, cancellation, or a wait. Pure. */
import { cancellation, execution, expiry, slashKey } from "./calls.ts";
import type { Hold, HoldCode } from "./hold.ts";
import type { Intent } from "./intent.ts";
import { PAUSE, type Sight, type SlashSeen } from "./sight.ts";

export interface SlashPlan {
  readonly intents: readonly Intent[];
  readonly holds: readonly Hold[];
  /** Numbers of slashes that are held only for want of `facts`, or of a review. */
  readonly wantFacts: readonly string[];
  readonly wantReviews: readonly string[];
}

type Step = "EXECUTE" | "EXPIRE" | "CANCEL";

type Verdict =
  | { readonly kind: "DO"; readonly step: Step }
  | { readonly kind: "WANT"; readonly what: "FACTS" | "REVIEW"; readonly step: Step }
  | { readonly kind: "HOLD"; readonly step: Step; readonly code: HoldCode; readonly until: number | null };

/** Those whose time ends first come first; what spares an operator comes before what takes from one. */
export function planSlashes(sight: Sight): SlashPlan {
  const byStep: Record<Step, Intent[]> = { CANCEL: [], EXECUTE: [], EXPIRE: [] };
  const holds: Hold[] = [];
  const wantFacts: string[] = [];
  const wantReviews: string[] = [];
  for (const slash of [...sight.slashes].sort(byDeadline)) {
    const verdict = judge(slash, sight);
    if (verdict.kind === "DO" && !sight.keeperPaused) {
      byStep[verdict.step].push(intentOf(slash, verdict.step));
      continue;
    }
    if (verdict.kind === "WANT") (verdict.what === "FACTS" ? wantFacts : wantReviews).push(slash.id);
    const key = slashKey(verdict.step, slash);
    const { code, until } = holdOf(verdict);
    holds.push({ kind: verdict.step, key, about: aboutOf(slash), code, until });
  }
  return { intents: [...byStep.CANCEL, ...byStep.EXECUTE, ...byStep.EXPIRE], holds, wantFacts, wantReviews };
}

function holdOf(verdict: Verdict): Pick<Hold, "code" | "until"> {
  if (verdict.kind === "HOLD") return { code: verdict.code, until: verdict.until };
  return { code: verdict.kind === "DO" ? "PAUSED" : "UNSETTLED", until: null };
}

function judge(slash: SlashSeen, sight: Sight): Verdict {
  if (slash.expirable) return confirmed(slash, "EXPIRE", sight);
  if (isReviewed(slash)) {
    if (slash.review === null) return { kind: "WANT", what: "REVIEW", step: "EXECUTE" };
    if (slash.review.basisPoints === 0 && isOurs(slash, sight)) return confirmed(slash, "CANCEL", sight);
    const wait = waitOf(slash, sight);
    if (wait !== null) return wait;
    // A dispute or governance may decide; else it expires.
    if (slash.review.basisPoints < slash.fraction) return hold("REVIEW", slash.executeBy);
  }
  return waitOf(slash, sight) ?? confirmed(slash, "EXECUTE", sight);
}

const isOurs = ({ proposer }: SlashSeen, sight: Sight) => proposer === sight.proposer;

/**
 * What was assessed here, whoever proposed it; not what governance or a resolver decided. Of anything else there is nothing
 * to review by: an API that lost its data must not make the keeper call off what it proposed.
 */
function isReviewed({ assessed, type, state }: SlashSeen): boolean {
  return assessed && type !== "GOVERNANCE" && state !== "UPHELD";
}

/** What has to pass before it can be executed, by the API. */
function waitOf(slash: SlashSeen, sight: Sight): Verdict | null {
  if ((sight.pauseMask & PAUSE.SLASHING) !== 0) return hold("REGISTRY_PAUSED", sight.pausedUntil);
  if (slash.executable) return null;
  if (slash.state === "DISPUTED") return hold("DISPUTED", slash.resolveBy);
  return slash.needsApproval ? hold("APPROVAL", slash.executeBy) : hold("WINDOW", slash.disputeUntil);
}

function hold(code: HoldCode, until: number | null): Verdict {
  return { kind: "HOLD", step: "EXECUTE", code, until };
}

/** The step, if the registry itself has the slash as the API does and would take the step by its own clock. */
function confirmed(slash: SlashSeen, step: Step, sight: Sight): Verdict {
  const { facts } = slash;
  if (facts === null) return { kind: "WANT", what: "FACTS", step };
  const same = facts.incidentKey === slash.incidentKey && facts.state === slash.state && facts.bps === slash.fraction;
  if (same && isOpen(slash, step, sight)) return { kind: "DO", step };
  return { kind: "HOLD", step, code: "UNSETTLED", until: null };
}

function isOpen({ facts, state }: SlashSeen, step: Step, { slashClock, proposer }: Sight): boolean {
  if (facts === null) return false;
  if (step === "EXPIRE") return slashClock > facts.executeBy;
  if (step === "CANCEL") return facts.proposer === proposer && state !== "UPHELD";
  const isLarge = facts.bps > facts.largeSlashBps;
  if (slashClock > facts.executeBy || (isLarge && !facts.approved)) return false;
  if (state === "PROPOSED") return slashClock > facts.disputeUntil;
  return state === "UPHELD" || slashClock > facts.resolveBy;
}

function intentOf(slash: SlashSeen, step: Step): Intent {
  if (step === "EXECUTE") return execution(slash);
  if (step === "EXPIRE") return expiry(slash);
  return cancellation(slash, slash.review?.finding || "by what is known now, nothing is to be charged");
}

const aboutOf = ({ id, operator, type, fraction }: SlashSeen) => `slash ${id} ${operator} ${type} ${fraction} bp`;

function byDeadline(a: SlashSeen, b: SlashSeen): number {
  return a.executeBy - b.executeBy || Number(BigInt(a.id) - BigInt(b.id));
}
