/** Which alerts call for attention to the keepers. Pure. */
import type { AlertSeverity, AlertSignal } from "./alert.ts";
import {
  KEEPER_ABSENT_SECONDS,
  KEEPER_PATIENCE_SECONDS,
  KEEPER_SILENT_SECONDS,
  type KeeperProblem,
  type KeeperProblemCode,
  type SaidProblem,
} from "./keeper.ts";
import { isOpen, type LastAlert, wasResolvedSince } from "./time-alerts.ts";

/** What becomes of a problem: whether nothing is done while it lasts, and whether it is told of a keeper that stands by. */
interface Weight {
  readonly severity: AlertSeverity;
  readonly ofStandby: boolean;
}

/** Does not pass by itself, and would keep a standby from taking over. */
const SET_UP_WRONGLY: Weight = { severity: "CRITICAL", ofStandby: true };
/** Passes, or concerns one transaction; who sends nothing cannot have it in earnest. */
const IN_THE_WORK: Weight = { severity: "WARNING", ofStandby: false };

const WEIGHTS: Readonly<Record<KeeperProblemCode, Weight>> = {
  WRONG_CHAIN: SET_UP_WRONGLY,
  WRONG_REGISTRY: SET_UP_WRONGLY,
  ROLE_MISSING: SET_UP_WRONGLY,
  OUT_OF_FUNDS: SET_UP_WRONGLY,
  NONCE_TAKEN: { severity: "CRITICAL", ofStandby: false },
  FEES_TOO_HIGH: IN_THE_WORK,
  STUCK: IN_THE_WORK,
  REVERTED: IN_THE_WORK,
  RPC_FAILING: IN_THE_WORK,
  API_FAILING: IN_THE_WORK,
};

/** Of a report, what alerts depend on. */
export interface KeeperWord {
  /** Unix seconds. */
  readonly at: number;
  readonly active: boolean;
  readonly problems: readonly SaidProblem[];
}

/**
 * Problems with since when they last: those of the last report go on, unless the keeper was silent in between.
 *
 * @param before its last report
 * @param at Unix seconds
 */
export function lastingProblems(before: KeeperWord, problems: readonly KeeperProblem[], at: number): SaidProblem[] {
  const known = isSilent(before, at) ? [] : before.problems;
  return problems.map((problem) => ({ ...problem, since: known.find(isLike(problem))?.since ?? at }));
}

const isLike = (a: KeeperProblem) => (b: KeeperProblem) => a.code === b.code && a.role === b.role;

const isSilent = ({ at }: KeeperWord, now: number) => now - at > KEEPER_SILENT_SECONDS;

/**
 * What a keeper's report changes: one alert for each code and role, told when it appears (a warning when it has lasted)
 * and cleared when it is not said any more. A keeper that was silent for a while says everything anew.
 *
 * The words of a problem may differ in each report, so they are no details: those would be told each time.
 *
 * @param before its last report; null if this is the first
 */
export function keeperSignals(id: string, before: KeeperWord | null, after: KeeperWord): AlertSignal[] {
  const told = before === null ? new Map<string, AlertSignal>() : alertsOf(id, before);
  const holds = alertsOf(id, after);
  const isBack = before !== null && isSilent(before, after.at);
  const over = [...told.values()].filter(({ correlationId }) => !holds.has(correlationId));
  const fresh = [...holds.values()].filter(({ correlationId }) => isBack || !told.has(correlationId));
  return [...over.map((signal): AlertSignal => ({ ...signal, is: "CLEAR" })), ...fresh];
}

/** By correlation id; of the same code and role, the first said. */
function alertsOf(id: string, { at, active, problems }: KeeperWord): Map<string, AlertSignal> {
  const all = new Map<string, AlertSignal>();
  for (const problem of problems) {
    const signal = alertOf(id, problem);
    const { severity, ofStandby } = WEIGHTS[problem.code];
    const lasts = severity === "CRITICAL" || at - problem.since >= KEEPER_PATIENCE_SECONDS;
    if (lasts && (active || ofStandby) && !all.has(signal.correlationId)) all.set(signal.correlationId, signal);
  }
  return all;
}

function alertOf(id: string, { code, role, message }: KeeperProblem): AlertSignal {
  return {
    ...{ is: "FIRING", kind: "KEEPER_FAILING", severity: WEIGHTS[code].severity, operator: null, finality: null },
    correlationId: `KEEPER_FAILING/${id}/${code}/${role ?? "ALL"}`,
    subject: `${id}/${code}`,
    message,
    details: { keeper: id, code, role },
  };
}

/** The correlation id of the alert that nobody acts. */
export const ABSENT = "KEEPER_FAILING/SILENT";

/** When keepers were active, Unix seconds. */
export interface KeeperPresence {
  /** When one last was, or, if none ever was, one reported first. Null if none ever reported. */
  readonly since: number | null;
  /** When the one that says that it is active said so. Null if none does. */
  readonly activeAt: number | null;
}

/**
 * Whether there is nobody who acts. A standby that takes over in time counts; one that only stands by does not.
 *
 * @param last null if there never was one
 */
export function absentSignals({ since, activeAt }: KeeperPresence, last: LastAlert | null, now: number): AlertSignal[] {
  const isPresent = activeAt !== null && now - activeAt <= KEEPER_ABSENT_SECONDS;
  const about: Omit<AlertSignal, "is" | "message" | "details"> = {
    ...{ correlationId: ABSENT, kind: "KEEPER_FAILING", operator: null, subject: "SILENT" },
    ...{ severity: "CRITICAL", finality: null },
  };
  if (isOpen(last)) return isPresent ? [{ ...about, is: "CLEAR", message: "", details: {} }] : [];
  if (since === null || now - since <= KEEPER_ABSENT_SECONDS) return [];
  if (wasResolvedSince(last, since + KEEPER_ABSENT_SECONDS)) return [];
  return [
    {
      ...{ ...about, is: "FIRING" },
      message: `No keeper has been active since ${new Date(since * 1_000).toISOString()}: no scores and no slashes get to the chain.`,
      details: { keeper: null, code: "SILENT", role: null, since },
    },
  ];
}

/** Whether the kill-switch is on. @param reason why it was turned */
export function pausedSignal(isPaused: boolean, reason: string): AlertSignal {
  return {
    ...{ is: isPaused ? "FIRING" : "CLEAR", kind: "KEEPER_PAUSED", correlationId: "KEEPER_PAUSED" },
    ...{ severity: "WARNING", operator: null, subject: null, finality: null },
    message: `The keepers are paused: ${reason}`,
    details: { reason },
  };
}
