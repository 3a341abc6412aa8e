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
 * What may happen to a slash next: the registry's own conditions. A deadline belongs to the window it closes.
 *
 * @param clock the slash clock now
 * @param pauseMask the pause bits in force now
 */
export function slashOptions(slash: SlashFacts, clock: number, pauseMask: number): SlashOptions {
  const live = slash.state === "PROPOSED" || slash.state === "DISPUTED" || slash.state === "UPHELD";
  const needsApproval = live && slash.bps > slash.largeSlashBps && !slash.approved;
  const slashing = (pauseMask & PAUSE_BITS.SLASHING) === 0;
  const disputes = (pauseMask & PAUSE_BITS.DISPUTES) === 0;
  const overdue = clock > slash.executeBy;
  return {
    needsApproval,
    disputable: disputes && slash.state === "PROPOSED" && clock <= slash.disputeUntil,
    resolvable: disputes && slash.state === "DISPUTED" && slash.resolveBy !== null && clock <= slash.resolveBy,
    executable: slashing && live && !needsApproval && !overdue && disputeIsOver(slash, clock),
    expirable: live && overdue,
  };
}

function disputeIsOver(slash: SlashFacts, clock: number): boolean {
  if (slash.state === "PROPOSED") return clock > slash.disputeUntil;
  if (slash.state === "DISPUTED") return slash.resolveBy !== null && clock > slash.resolveBy;
  return slash.state === "UPHELD";
}
