import { PAUSE_BITS } from "./slash-clock.ts";

/** A slash as far as its next step depends on it. Deadlines are on the slash clock. */
export interface SlashFacts {
  readonly state: "NONE" | "PROPOSED" | "EXECUTED" | "CANCELLED" | "EXPIRED" | "DISPUTED" | "UPHELD";
  readonly bps: number;
  readonly largeSlashBps: number;
  readonly approved: boolean;
  readonly disputeUntil: number;
  /** Null until disputed. */
  readonly resolveBy: number | null;
  readonly executeBy: number;
}

export type SlashStepName = "APPROVE" | "DISPUTE" | "RESOLVE" | "EXECUTE" | "CANCEL" | "EXPIRE";

/** Why the registry would not accept a step: the names of its errors. */
export type SlashRefusal =
  | "PAUSED"
  | "WRONG_SLASH_STATE"
  | "WINDOW_OPEN"
  | "WINDOW_CLOSED"
  | "APPROVAL_NEEDED"
  | "APPROVAL_NOT_NEEDED";

type Check = (slash: SlashFacts, clock: number) => boolean;

/** The registry's own conditions for each step, in its order: the first that holds is why not. */
const REFUSALS: Readonly<Record<SlashStepName, readonly (readonly [SlashRefusal, Check])[]>> = {
  APPROVE: [
    ["WRONG_SLASH_STATE", (slash) => !isLive(slash)],
    ["APPROVAL_NOT_NEEDED", (slash) => !needsApproval(slash)],
    ["WINDOW_CLOSED", (slash, clock) => clock > slash.executeBy],
  ],
  DISPUTE: [
    ["WRONG_SLASH_STATE", ({ state }) => state !== "PROPOSED"],
    ["WINDOW_CLOSED", (slash, clock) => clock > slash.disputeUntil],
  ],
  RESOLVE: [
    ["WRONG_SLASH_STATE", ({ state }) => state !== "DISPUTED"],
    ["WINDOW_CLOSED", ({ resolveBy }, clock) => resolveBy === null || clock > resolveBy],
  ],
  EXECUTE: [
    ["WRONG_SLASH_STATE", (slash) => !isLive(slash)],
    ["WINDOW_OPEN", ({ state, disputeUntil }, clock) => state === "PROPOSED" && clock <= disputeUntil],
    [
      "WINDOW_OPEN",
      ({ state, resolveBy }, clock) => state === "DISPUTED" && (resolveBy === null || clock <= resolveBy),
    ],
    ["WINDOW_CLOSED", (slash, clock) => clock > slash.executeBy],
    ["APPROVAL_NEEDED", (slash) => needsApproval(slash)],
  ],
  // What a resolver upheld is not the proposer's any more. What waits for approval may be cancelled like any other.
  CANCEL: [["WRONG_SLASH_STATE", (slash) => !isLive(slash) || slash.state === "UPHELD"]],
  EXPIRE: [
    ["WRONG_SLASH_STATE", (slash) => !isLive(slash)],
    ["WINDOW_OPEN", (slash, clock) => clock <= slash.executeBy],
  ],
};

/** What pauses a step. */
const PAUSED_BY: Readonly<Record<SlashStepName, number>> = {
  APPROVE: PAUSE_BITS.SLASHING,
  DISPUTE: PAUSE_BITS.DISPUTES,
  RESOLVE: PAUSE_BITS.DISPUTES,
  EXECUTE: PAUSE_BITS.SLASHING,
  CANCEL: 0,
  EXPIRE: 0,
};

/**
 * Why the registry would refuse a step now, from whoever may take it; null if it would not. A deadline belongs to the window
 * it closes.
 *
 * @param clock the slash clock now
 * @param pauseMask the pause bits in force now
 */
export function slashRefusal(
  step: SlashStepName,
  slash: SlashFacts,
  clock: number,
  pauseMask: number,
): SlashRefusal | null {
  if ((pauseMask & PAUSED_BY[step]) !== 0) return "PAUSED";
  return REFUSALS[step].find(([, applies]) => applies(slash, clock))?.[0] ?? null;
}

/** Which steps the registry would accept now, each from whoever may take it. */
export interface SlashOptions {
  /** Governance has to approve it before it can be executed. */
  readonly needsApproval: boolean;
  readonly disputable: boolean;
  readonly resolvable: boolean;
  readonly executable: boolean;
  readonly expirable: boolean;
}

/**
 * What may happen to a slash next: the registry's own conditions.
 *
 * @param clock the slash clock now
 * @param pauseMask the pause bits in force now
 */
export function slashOptions(slash: SlashFacts, clock: number, pauseMask: number): SlashOptions {
  const accepts = (step: SlashStepName) => slashRefusal(step, slash, clock, pauseMask) === null;
  return {
    needsApproval: isLive(slash) && needsApproval(slash),
    disputable: accepts("DISPUTE"),
    resolvable: accepts("RESOLVE"),
    executable: accepts("EXECUTE"),
    expirable: accepts("EXPIRE"),
  };
}

export const LIVE_SLASH_STATES = ["PROPOSED", "DISPUTED", "UPHELD"] as const;

function isLive({ state }: SlashFacts): boolean {
  return LIVE_SLASH_STATES.some((live) => live === state);
}

function needsApproval({ bps, largeSlashBps, approved }: SlashFacts): boolean {
  return bps > largeSlashBps && !approved;
}
