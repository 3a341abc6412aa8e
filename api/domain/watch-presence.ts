/** Whether an operator is there at all: down, or not heard of; and whether those who measure it agree. Pure. */
import { momentOf, spanOf, type WatchRule } from "./watch-facts.ts";

/**
 * It seems down with the last few intervals that were received, and is once closed intervals say so, too: from the
 * received ones alone nothing is charged, since they may still be outvoted. It is up again after as many received
 * intervals as end an outage; a closed outage lags behind and would bring back what is over. Of who has fallen silent
 * nobody knows what it is now: it does not begin then, and does not end.
 */
export const offline: WatchRule = (facts, policy, told) => {
  const { now, measuredUntil, received } = facts;
  const { bad, startedAt } = facts.judgement.outage;
  const { offlineIntervals } = policy.alerts;
  const before = told("OPERATOR_OFFLINE", null);
  const isSilent = now - measuredUntil >= policy.time.silentAfterIntervals * policy.time.intervalSeconds;
  if (before === undefined && (isSilent || !begins(received, true, offlineIntervals))) return [];
  if (begins(received, false, policy.outage.endIntervals)) return [];
  if (before?.is === "FIRING") return [before];
  const about = { kind: "OPERATOR_OFFLINE", severity: "CRITICAL", subject: null } as const;
  if (startedAt !== null && bad >= offlineIntervals) {
    const message = `The operator is down since ${momentOf(startedAt)}.`;
    return [{ ...about, is: "FIRING", message, details: { downSince: startedAt } }];
  }
  const seconds = offlineIntervals * policy.time.intervalSeconds;
  const message = `The operator seems down: it was in all of the last ${spanOf(seconds)} that were measured.`;
  return [before ?? { ...about, is: "PENDING", message, details: {} }];
};

function begins(received: readonly boolean[], value: boolean, count: number): boolean {
  return received.length >= count && received.slice(0, count).every((outage) => outage === value);
}

/**
 * Only of who was measured before. It does not begin while a past is being sent that comes ever nearer: that begins long
 * ago, whoever sends it, and is no news of now. It is over when half of what makes it pending is not missed any more: whoever sends
 * every few intervals would otherwise be missed and found again each time.
 */
export const missedReports: WatchRule = (facts, { alerts, time }, told) => {
  const { now, measuredUntil, isCatchingUp } = facts;
  if (measuredUntil === 0) return [];
  const seconds = (intervals: number) => intervals * time.intervalSeconds;
  const missed = now - measuredUntil;
  const before = told("MISSED_REPORTS", null);
  if (missed < seconds(alerts.missedIntervals)) {
    const isStillMissed = missed * 2 > seconds(alerts.missedIntervals);
    return before !== undefined && isStillMissed ? [before] : [];
  }
  const is = missed >= seconds(time.silentAfterIntervals) ? "FIRING" : "PENDING";
  if (before?.is === "FIRING" || before?.is === is) return [before];
  if (before === undefined && isCatchingUp) return [];
  return [
    {
      is,
      kind: "MISSED_REPORTS",
      severity: "WARNING",
      subject: null,
      message: `Nothing was measured for ${spanOf(missed)}: since ${momentOf(measuredUntil)}.`,
      details: { measuredUntil },
    },
  ];
};

/**
 * Whoever was off the consensus in each of the last closed intervals, until it was in none of them. Of the operator's own
 * reports that is no reason to worry: they count for nothing.
 */
export const disagreement: WatchRule = ({ dissenters, independent }, { confidence }, told) => {
  const intervals = confidence.disagreementIntervals;
  const reporters = [...new Set(dissenters.flat())].sort();
  return reporters.flatMap((reporter) => {
    const before = told("REPORTER_DISAGREEMENT", reporter);
    if (before !== undefined) return [before];
    const isOff = dissenters.length >= intervals && dissenters.every((off) => off.includes(reporter));
    if (!isOff) return [];
    return [
      {
        is: "FIRING",
        kind: "REPORTER_DISAGREEMENT",
        severity: independent.has(reporter) ? "WARNING" : "INFO",
        subject: reporter,
        message: `What reporter ${reporter} says was off the consensus in ${intervals} closed intervals running.`,
        details: { independent: independent.has(reporter) },
      },
    ];
  });
};
