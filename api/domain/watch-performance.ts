/** How well an operator does: its metrics against what is promised, and its score. Pure. */
import type { Breach, Judgement } from "./judgement.ts";
import type { Policy } from "./policy.ts";
import {
  type Finding,
  hundredths,
  momentOf,
  percentOf,
  percentOfBps,
  type ScoreMark,
  spanOf,
  type WatchFacts,
  type WatchRule,
} from "./watch-facts.ts";
import { monthlyThroughput, successRatio, uptimeRatio } from "./window.ts";

/** So much more than what breaches has to be offered before a throughput is good again, percent. */
const THROUGHPUT_CLEAR_PERCENT = 101;

/** Marks are kept so many intervals apart: a dozen of them tell the highest score of an hour well enough. */
const MARK_INTERVALS = 5;

/**
 * Success rate and latency build up (from as many bad intervals as are looked at together) before they are a breach, and
 * are over when the build-up or the breach is: `judgeInterval` asks for enough good intervals in a row. So does the uptime,
 * by how long it has to be too low; the throughput has a level of its own here.
 */
export const poorPerformance: WatchRule = (facts, policy, told) => {
  const { success, latency, throughputSince, uptimeSince } = facts.judgement;
  const find = (breach: Breach, since: number | null, isPending: boolean): Finding[] => {
    const before = told("POOR_PERFORMANCE", breach);
    if (since === null && !isPending) return [];
    const is = since === null ? "PENDING" : "FIRING";
    if (before !== undefined && (before.is === "FIRING" || is === "PENDING")) return [before];
    const beginning = since === null ? "" : ` In breach since ${momentOf(since)}.`;
    const message = `${FIGURES[breach](facts, policy)}.${beginning}`;
    const about = { kind: "POOR_PERFORMANCE", severity: "WARNING", subject: breach } as const;
    return [{ ...about, is, message, details: since === null ? {} : { since } }];
  };
  const builds = ({ bad }: Judgement["success"]) => bad >= policy.targets.trailingIntervals;
  const before = told("POOR_PERFORMANCE", "THROUGHPUT");
  const holdsOn = before !== undefined && throughputSince === null && !offersEnough(facts, policy);
  return [
    ...find("SUCCESS_RATE", success.openSince, builds(success)),
    ...find("LATENCY", latency.openSince, builds(latency)),
    ...(holdsOn ? [before] : find("THROUGHPUT", throughputSince, false)),
    ...find("UPTIME", uptimeSince, false),
  ];
};

function offersEnough({ windows }: WatchFacts, { targets }: Policy): boolean {
  const throughput = monthlyThroughput(windows.MONTH);
  return throughput !== null && throughput * 100 >= targets.throughputBreach * THROUGHPUT_CLEAR_PERCENT;
}

/** What is measured, in words, and what it should be. */
const FIGURES: Readonly<Record<Breach, (facts: WatchFacts, policy: Policy) => string>> = {
  SUCCESS_RATE: ({ windows: { DAY } }, { targets, time }) => {
    const rate = successRatio(DAY);
    const over = spanOf(time.windowIntervals.DAY * time.intervalSeconds);
    return `Success rate ${rate === null ? "unknown" : percentOf(rate)} over ${over}, at least ${percentOfBps(targets.successBps)} expected`;
  },
  LATENCY: ({ windows: { HOUR }, tier }, { tiers, time }) => {
    const threshold = tiers.find((terms) => terms.tier === tier)?.latencyThresholdMs;
    const figure = HOUR.p95 === null ? "unknown" : `${Math.ceil(HOUR.p95.upperMicros / 1_000)} ms`;
    const over = spanOf(time.windowIntervals.HOUR * time.intervalSeconds);
    return `P95 latency ${figure} over ${over}, at most ${threshold} ms expected`;
  },
  THROUGHPUT: ({ windows: { MONTH } }, { targets }) =>
    `Throughput ${monthlyThroughput(MONTH) ?? "unknown"} requests a month, at least ${targets.throughputBreach} expected`,
  UPTIME: ({ windows: { WEEK } }, { targets, time }) => {
    const uptime = uptimeRatio(WEEK);
    const over = spanOf(time.windowIntervals.WEEK * time.intervalSeconds);
    return `Uptime ${uptime === null ? "unknown" : percentOf(uptime)} over ${over}, at least ${percentOfBps(targets.uptimeBps)} expected`;
  },
};

/** A score that is unknown is neither low nor not. */
export const scoreLow: WatchRule = ({ score }, { alerts }, told) => {
  const before = told("SCORE_LOW", null);
  if (before !== undefined) return score !== null && score >= alerts.scoreLowClear ? [] : [before];
  if (score === null || score >= alerts.scoreLow) return [];
  const message = `The score is ${hundredths(score)}, under ${hundredths(alerts.scoreLow)}.`;
  const details = { score: hundredths(score) };
  return [{ is: "FIRING", kind: "SCORE_LOW", severity: "WARNING", subject: null, message, details }];
};

/** Against the highest score of the last hour. A score that is unknown has neither dropped nor not. */
export const scoreDropped: WatchRule = ({ score, scores }, { alerts, time }, told) => {
  const before = told("SCORE_DROPPED", null);
  if (score === null) return before === undefined ? [] : [before];
  const highest = Math.max(score, ...scores.map(({ value }) => value));
  if (before !== undefined) return highest - score < alerts.scoreDropClear ? [] : [before];
  if (highest - score < alerts.scoreDrop) return [];
  const within = spanOf(alerts.scoreDropIntervals * time.intervalSeconds);
  const message = `The score fell from ${hundredths(highest)} to ${hundredths(score)} within ${within}.`;
  const details = { from: hundredths(highest), to: hundredths(score) };
  return [{ is: "FIRING", kind: "SCORE_DROPPED", severity: "WARNING", subject: null, message, details }];
};

/** The marks of the last hour, with the score now if the last one is old enough. */
export function markedScores(
  scores: readonly ScoreMark[],
  { score, windowEnd }: Pick<WatchFacts, "score" | "windowEnd">,
  { alerts, time }: Pick<Policy, "alerts" | "time">,
): readonly ScoreMark[] {
  const oldest = windowEnd - alerts.scoreDropIntervals * time.intervalSeconds;
  const kept = scores.filter(({ at }) => at >= oldest);
  const last = kept.at(-1);
  const isDue = last === undefined || windowEnd - last.at >= MARK_INTERVALS * time.intervalSeconds;
  return score !== null && isDue ? [...kept, { at: windowEnd, value: score }] : kept;
}
