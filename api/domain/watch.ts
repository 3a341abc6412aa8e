/** Which alerts the measurements of an operator call for. Pure. */
import { type AlertSignal, isSameDetails } from "./alert.ts";
import type { Policy } from "./policy.ts";
import type { Finding, ScoreMark, Told, WatchFacts, WatchRule } from "./watch-facts.ts";
import { markedScores, poorPerformance, scoreDropped, scoreLow } from "./watch-performance.ts";
import { disagreement, missedReports, offline } from "./watch-presence.ts";
import { slashingRisk } from "./watch-risk.ts";

/** What has to be remembered of an operator from one evaluation to the next, for its alerts. */
export interface Watch {
  /** What was said last and is not clear: only what differs from it is said again. */
  readonly told: readonly Finding[];
  /** Scores of the last hour, oldest first. */
  readonly scores: readonly ScoreMark[];
}

const RULES: readonly WatchRule[] = [
  offline,
  missedReports,
  slashingRisk,
  poorPerformance,
  scoreDropped,
  scoreLow,
  disagreement,
];

/**
 * What is to be remembered from now on, and what is to be said: what is new or differs, and what holds no more. Said in an
 * order that begins with what is over. Of an operator that nobody waits for, everything is over.
 */
export function watchOf(
  previous: Watch,
  facts: WatchFacts,
  policy: Policy,
): { readonly watch: Watch; readonly signals: readonly AlertSignal[] } {
  const before = new Map(previous.told.map((finding) => [nameOf(finding), finding]));
  const told: Told = (kind, subject) => before.get(nameOf({ kind, subject }));
  const scores = facts.isWatched ? markedScores(previous.scores, facts, policy) : [];
  const found = facts.isWatched ? RULES.flatMap((rule) => rule({ ...facts, scores }, policy, told)) : [];
  const now = new Map(found.map((finding) => [nameOf(finding), finding]));
  const over = [...before].filter(([name]) => !now.has(name)).map(([, finding]) => finding);
  const news = found.filter((finding) => !isSame(told(finding.kind, finding.subject), finding));
  return {
    watch: { told: found, scores },
    signals: [
      ...over.map((finding) => signalOf(facts.operator, finding, "CLEAR")),
      ...news.map((finding) => signalOf(facts.operator, finding, finding.is)),
    ],
  };
}

const nameOf = ({ kind, subject }: Pick<Finding, "kind" | "subject">) =>
  subject === null ? kind : `${kind}/${subject}`;

/** What the message says is in the details, as far as it matters. */
function isSame(before: Finding | undefined, { is, severity, details }: Finding): boolean {
  return before?.is === is && before.severity === severity && isSameDetails(before.details, details);
}

function signalOf(operator: string, finding: Finding, is: AlertSignal["is"]): AlertSignal {
  const { kind, subject } = finding;
  const correlationId = [kind, operator, ...(subject === null ? [] : [subject])].join("/");
  return { ...finding, is, correlationId, operator, finality: null };
}
