/** Which alerts a reputation calls for: one of the policy's levels is crossed. Pure. */
import type { AlertSeverity, AlertSignal } from "./alert.ts";
import type { AlertPolicy } from "./policy.ts";

export const REPUTATION_KINDS = ["REPUTATION_CHANGED"] as const;

/** A reputation, and the level that it counts as being at. */
export interface Levelled {
  readonly value: number;
  /** One of the policy's; 0 is under all of them. */
  readonly level: number;
}

type Levels = Pick<AlertPolicy, "reputationLevels" | "reputationMargin">;

/**
 * The level that a reputation is at: the largest that it reaches. One above the level it was at last counts only once it is
 * passed by the margin, so that who is about there does not cross it again and again.
 *
 * @param last the level it was at; null if nothing is known of it
 */
export function levelOf(value: number, last: number | null, { reputationLevels, reputationMargin }: Levels): number {
  const reached = largest(reputationLevels, value);
  if (last === null || reached <= last) return reached;
  return Math.max(last, largest(reputationLevels, value - reputationMargin));
}

function largest(levels: readonly number[], value: number): number {
  return levels.findLast((level) => level <= value) ?? 0;
}

/** What to say of an operator that was at one level and is at another; nothing if it is the same. */
export function levelSignals(operator: string, before: Levelled, after: Levelled, policy: Levels): AlertSignal[] {
  if (after.level === before.level) return [];
  const isUp = after.level > before.level;
  // Of several that were crossed at once the last one.
  const level = isUp ? after.level : policy.reputationLevels.find((one) => one > after.level);
  if (level === undefined) return [];
  return [
    {
      ...{ is: "FIRING", kind: "REPUTATION_CHANGED", finality: null, operator, subject: null },
      correlationId: `REPUTATION_CHANGED/${operator}`,
      severity: isUp ? "INFO" : severityBelow(level, policy),
      message: `The reputation ${isUp ? "rose to" : "fell below"} ${level}: it is ${after.value}.`,
      details: { from: before.value, to: after.value, level, direction: isUp ? "UP" : "DOWN" },
    },
  ];
}

/** A newcomer begins between the two lowest levels, or above them by its tier: to be below one says something. */
function severityBelow(level: number, { reputationLevels }: Levels): AlertSeverity {
  const [lowest, second] = reputationLevels;
  if (level === lowest) return "CRITICAL";
  return level === second ? "WARNING" : "INFO";
}
