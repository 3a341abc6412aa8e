/** Outages, what else they suspend, announced maintenance, and judgements of earlier rules. */
import { describe, expect, test } from "vitest";
import { NO_BREACH } from "../../../api/domain/charging.ts";
import {
  type ClosedInterval,
  type Judgement,
  judgeInterval,
  judgeSilence,
  resumed,
  startOfJudgement,
} from "../../../api/domain/judgement.ts";
import {
  closedAt,
  DOWN,
  FAILING,
  GOOD,
  type Interval,
  judged,
  judgedWith,
  minute,
  POLICY,
  SLOW,
  START,
  times,
  unknown,
} from "./support/judging.ts";

const maintained = (interval: Interval): Interval => ({ ...interval, maintained: true });
/** Down, failing and slow at once. */
const ALL_WRONG: Interval = {
  ...DOWN,
  ...{ hour: SLOW.hour, day: FAILING.day, trailing: { ...FAILING.trailing, p95: SLOW.trailing.p95 } },
};

describe("an outage", () => {
  test.each<[string, Interval[], Partial<Judgement["outage"]>]>([
    ["60 minutes are grace", times(60, DOWN), { bad: 60, openSince: null }],
    ["the 61st opens it", times(61, DOWN), { bad: 61, startedAt: START, openSince: minute(61) }],
    ["is not over after 4 minutes up", [...times(70, DOWN), ...times(4, GOOD)], { bad: 70, good: 4 }],
    ["is over after 5", [...times(70, DOWN), ...times(5, GOOD)], NO_BREACH],
    ["counts on after 4", [...times(70, DOWN), ...times(4, GOOD), DOWN], { bad: 71, good: 0 }],
    [
      "short of opening, 5 forgive all",
      [...times(60, DOWN), ...times(5, GOOD), DOWN],
      { bad: 1, startedAt: minute(65) },
    ],
    ["unknown minutes do not count", [...times(60, DOWN), ...times(30, unknown(DOWN))], { bad: 60 }],
    ["… nor end it", [...times(60, DOWN), ...times(30, unknown(GOOD)), DOWN], { bad: 61, openSince: minute(91) }],
    ["… nor break a run", [...times(61, DOWN), ...times(2, GOOD), unknown(GOOD), ...times(3, GOOD)], NO_BREACH],
    ["minutes in maintenance do not count", [...times(60, DOWN), ...times(30, maintained(DOWN))], { bad: 60 }],
    ["… nor end it", [...times(60, DOWN), ...times(9, maintained(GOOD)), DOWN], { bad: 61 }],
  ])("%s", (_name, intervals, outage) => {
    expect(judged(intervals).outage).toMatchObject(outage);
  });

  test("the tier's grace is for breaches: it does not stretch an outage's", () => {
    expect(judged(times(61, DOWN), "TIER_3").outage.openSince).toBe(minute(61));
  });

  test("of a minute of which only requests are known nobody can say that it was up", () => {
    const before = judged(times(61, DOWN));
    const requestsOnly: ClosedInterval = { ...closedAt(before.judgedUntil, GOOD), measuredSeconds: 0 };
    expect(judgeInterval(before, requestsOnly, POLICY, "TIER_1").judgement.outage).toEqual(before.outage);
  });

  test("what was judged is written down with each minute that counts", () => {
    const { events } = judgedWith([GOOD, DOWN, SLOW, FAILING]);
    const seconds = { measuredSeconds: 60, corroboratedSeconds: 60 };
    const [slow, failing] = [400_000, { numerator: 989, denominator: 1_000 }];
    expect(events).toEqual([
      { type: "COUNTED", charge: "DOWNTIME", at: minute(1), figures: seconds },
      {
        ...{ type: "COUNTED", charge: "LATENCY", at: minute(2) },
        figures: { ...seconds, rollingP95Micros: slow, trailingP95Micros: slow, thresholdMicros: 250_000 },
      },
      {
        ...{ type: "COUNTED", charge: "SUCCESS_RATE", at: minute(3) },
        figures: { ...seconds, rolling: failing, trailing: failing },
      },
    ]);
  });
});

describe("a minute is charged once", () => {
  test("what is charged as downtime is neither good nor bad for the breaches", () => {
    const { judgement, events } = judgedWith(times(100, ALL_WRONG));
    expect(judgement.outage.bad).toBe(100);
    expect([judgement.success.bad, judgement.latency.bad]).toEqual([60, 60]);
    const [charged, bad] = ["DOWNTIME", "SUCCESS_RATE"].map((charge) =>
      events.flatMap((event) => (event.type === "COUNTED" && event.charge === charge ? [event.at] : [])),
    );
    expect(charged?.slice(60).filter((at) => bad?.includes(at))).toEqual([]);
  });

  test("and does not close them either", () => {
    const down = { ...GOOD, outage: true };
    const before = judged([...times(59, FAILING), ...times(61, { ...FAILING, outage: true })]);
    expect(before.success.openSince).toBe(minute(60));
    expect(judgedWith(times(50, down), { from: before }).judgement.success).toEqual(before.success);
  });
});

describe("announced maintenance", () => {
  test("suspends all that is charged, as if nothing were known", () => {
    for (const interval of [ALL_WRONG, GOOD]) {
      const before = judged(times(70, ALL_WRONG));
      const { judgement, events } = judgedWith(times(120, maintained(interval)), { from: before });
      const { initialCheckAt } = judgement;
      expect(judgement).toEqual({ ...before, judgedUntil: before.judgedUntil + 7_200, initialCheckAt });
      expect(events).toEqual([]);
    }
  });

  test("does not keep an operator from passing its initial check", () => {
    expect(judged([maintained(GOOD)]).initialCheckAt).toBe(minute(1));
  });
});

describe("silence", () => {
  const states = [judged(times(70, ALL_WRONG)), judged(times(30, ALL_WRONG)), startOfJudgement(START)];
  test.each(states)("%# passed at once is as if judged minute by minute", (from) => {
    const silence = { ...unknown(GOOD), hour: { ...GOOD.hour, measuredSeconds: 0 } };
    const expected = judgedWith(times(3_000, silence), { from });
    expect(judgeSilence(from, from.judgedUntil + 3_000 * 60, POLICY)).toEqual(expected);
  });

  test("that is over already changes nothing", () => {
    const [state = startOfJudgement(START)] = states;
    expect(judgeSilence(state, state.judgedUntil - 60, POLICY)).toEqual({ judgement: state, events: [] });
  });
});

describe("a judgement that was stored", () => {
  test("is the same again", () => {
    const state = judged([...times(70, ALL_WRONG), GOOD]);
    expect(resumed(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test("under rules that kept no evidence keeps what is not charged, and counts the rest anew", () => {
    const old = {
      ...{ judgedUntil: START, initialCheckAt: START - 60, throughputSince: START - 120 },
      ...{ uptimeLowSince: START - 180, uptimeSince: START - 240 },
      success: { bad: 61, good: 3, openSince: START - 300 },
      latency: { bad: 7, good: 0, openSince: null },
    };
    const { success: _success, latency: _latency, ...kept } = old;
    expect(resumed(JSON.parse(JSON.stringify(old)))).toEqual({ ...startOfJudgement(START), ...kept });
  });
});
