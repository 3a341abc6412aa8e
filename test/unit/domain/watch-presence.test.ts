import { describe, expect, test } from "vitest";
import { POLICY } from "../../../api/domain/policy.ts";
import { watchOf } from "../../../api/domain/watch.ts";
import { counted, facts, first, type Given, heard, MINUTE, NOTHING, OPERATOR, told } from "./support/watching.ts";
import { END } from "./support/windows.ts";

const received = (letters: string) => ({ received: [...letters].map((letter) => letter === "d") });
const since = (startedAt: number, bad: number) => ({ ...counted(bad), startedAt });
const outage = (bad: number) => ({ judgement: { outage: counted(bad) } });

describe("OPERATOR_OFFLINE", () => {
  test.each<[string, Given[], string[][]]>([
    ["two outages in a row are not enough", [received("dduuu")], [[]]],
    ["nor are three that are not the newest", [received("uddd")], [[]]],
    ["nor three with one up between them", [received("dduddu")], [[]]],
    ["three seem down", [received("ddduu")], [["PENDING OPERATOR_OFFLINE"]]],
    ["the first three ever measured, too", [received("ddd")], [["PENDING OPERATOR_OFFLINE"]]],
    [
      "once said is enough",
      [received("ddduu"), received("ddddu"), received("ddddd")],
      [["PENDING OPERATOR_OFFLINE"], [], []],
    ],
    [
      "two closed ones do not confirm it, three do",
      [received("ddddd"), { ...received("ddddd"), ...outage(2) }, { ...received("ddddd"), ...outage(3) }],
      [["PENDING OPERATOR_OFFLINE"], [], ["FIRING OPERATOR_OFFLINE"]],
    ],
    ["both at once", [{ ...received("ddddd"), ...outage(30) }], [["FIRING OPERATOR_OFFLINE"]]],
    [
      "four up in a row do not end it, five do",
      [received("ddddd"), received("uuuud"), received("uuuuu")],
      [["PENDING OPERATOR_OFFLINE"], [], ["CLEAR OPERATOR_OFFLINE"]],
    ],
    [
      "nor when it fires, and what closed intervals say later does not bring it back",
      [
        { ...received("ddddd"), ...outage(9) },
        { ...received("uuuud"), ...outage(14) },
        { ...received("uuuuu"), ...outage(15) },
        { ...received("uuuuu"), ...outage(16) },
        { ...received("duuuu"), ...outage(17) },
      ],
      [["FIRING OPERATOR_OFFLINE"], [], ["CLEAR OPERATOR_OFFLINE"], [], []],
    ],
    [
      "one that comes and goes stays down",
      [{ ...received("ddddd"), ...outage(9) }, received("uuudd"), received("duuud"), received("uuuud")],
      [["FIRING OPERATOR_OFFLINE"], [], [], []],
    ],
    [
      "what closed intervals count on is not told again",
      [9, 10, 11].map((bad) => ({ ...received("ddddd"), judgement: { outage: since(END - 900, bad) } })),
      [["FIRING OPERATOR_OFFLINE"], [], []],
    ],
    [
      "a past that was sent late says nothing of now",
      [{ ...received("ddddd"), measuredUntil: END - 15 * MINUTE }],
      [["FIRING MISSED_REPORTS"]],
    ],
    [
      "who falls silent while down may still be",
      [received("ddddd"), { ...received("ddddd"), ...outage(5), measuredUntil: END - 15 * MINUTE }],
      [["PENDING OPERATOR_OFFLINE"], ["FIRING OPERATOR_OFFLINE", "FIRING MISSED_REPORTS"]],
    ],
  ])("%s", (_name, steps, expected) => {
    expect(told(...steps)).toEqual(expected);
  });

  test("says since when", () => {
    const signal = first({ ...received("ddddd"), ...outage(9) });
    expect(signal).toEqual({
      is: "FIRING",
      kind: "OPERATOR_OFFLINE",
      severity: "CRITICAL",
      correlationId: `OPERATOR_OFFLINE/${OPERATOR}`,
      operator: OPERATOR,
      subject: null,
      finality: null,
      message: `The operator is down since 2027-01-15T07:51:00Z.`,
      details: { downSince: END - 9 * MINUTE },
    });
  });
});

describe("MISSED_REPORTS", () => {
  const missed = (seconds: number) => ({ measuredUntil: END - seconds });
  test.each<[string, number[], string[][]]>([
    ["five minutes less a second are not missed", [299], [[]]],
    ["five are", [300, 301], [["PENDING MISSED_REPORTS"], []]],
    [
      "it fires as the operator counts as silent",
      [300, 899, 900, 90_000],
      [["PENDING MISSED_REPORTS"], [], ["FIRING MISSED_REPORTS"], []],
    ],
    ["measured again", [900, 60], [["FIRING MISSED_REPORTS"], ["CLEAR MISSED_REPORTS"]]],
    ["before it fired", [300, 150], [["PENDING MISSED_REPORTS"], ["CLEAR MISSED_REPORTS"]]],
    [
      "who is always late is not told again and again",
      [300, 299, 200, 151, 300],
      [["PENDING MISSED_REPORTS"], [], [], [], []],
    ],
    ["and is not found again by half", [900, 600, 299], [["FIRING MISSED_REPORTS"], [], []]],
  ])("%s", (_name, steps, expected) => {
    expect(told(...steps.map(missed))).toEqual(expected);
  });

  test("it does not begin while a past is being sent, and is not over with that", () => {
    const lagging = (seconds: number) => ({ ...missed(seconds), isCatchingUp: true });
    expect(told(lagging(90_000), lagging(900), lagging(300), missed(300))).toEqual([
      ...[[], [], []],
      ["PENDING MISSED_REPORTS"],
    ]);
    expect(told(missed(90_000), lagging(80_000), lagging(900), lagging(100))).toEqual([
      ["FIRING MISSED_REPORTS"],
      ...[[], []],
      ["CLEAR MISSED_REPORTS"],
    ]);
  });

  test("of who was never measured nothing is missed", () => {
    expect(told({ measuredUntil: 0 })).toEqual([[]]);
  });

  test("says since when", () => {
    const signal = first(missed(900));
    expect(signal).toMatchObject({
      severity: "WARNING",
      message: `Nothing was measured for 15 min: since 2027-01-15T07:45:00Z.`,
      details: { measuredUntil: END - 900 },
    });
  });
});

describe("REPORTER_DISAGREEMENT", () => {
  const off = (...dissenters: string[][]) => ({ dissenters });
  test.each<[string, Given[], string[][]]>([
    ["two intervals are not enough", [off(["a"], ["a"])], [[]]],
    ["nor three with another between", [off(["a"], ["b"], ["a"])], [[]]],
    ["three are", [off(["a"], ["a", "b"], ["a"])], [["FIRING REPORTER_DISAGREEMENT a"]]],
    [
      "each reporter by itself",
      [off(["a", "b"], ["a", "b"], ["a", "b"]), off([], ["a"], ["a"])],
      [["FIRING REPORTER_DISAGREEMENT a", "FIRING REPORTER_DISAGREEMENT b"], ["CLEAR REPORTER_DISAGREEMENT b"]],
    ],
    [
      "until it was right three times in a row",
      [off(["a"], ["a"], ["a"]), off([], ["a"], ["a"]), off(["a"], [], ["a"]), off([], [], ["a"]), off([], [], [])],
      [["FIRING REPORTER_DISAGREEMENT a"], [], [], [], ["CLEAR REPORTER_DISAGREEMENT a"]],
    ],
  ])("%s", (_name, steps, expected) => {
    expect(told(...steps)).toEqual(expected);
  });

  test("a warning only of whom one would believe, and what it was is not told again", () => {
    const all = off(["a", "own"], ["a", "own"], ["a", "own"]);
    const [first, second] = heard({ ...all, independent: new Set(["a"]) }, all);
    expect(first).toMatchObject([
      { severity: "WARNING", subject: "a", correlationId: `REPORTER_DISAGREEMENT/${OPERATOR}/a` },
      { severity: "INFO", subject: "own" },
    ]);
    expect(second).toEqual([]);
  });
});

describe("an operator that nobody waits for", () => {
  const silent = { measuredUntil: END - 900 };
  test("has no alerts, and what was told of it is over", () => {
    expect(told({ ...silent, isWatched: false })).toEqual([[]]);
    expect(told(silent, { ...silent, isWatched: false }, { ...silent, isWatched: false })).toEqual([
      ["FIRING MISSED_REPORTS"],
      ["CLEAR MISSED_REPORTS"],
      [],
    ]);
    expect(watchOf({ ...NOTHING, scores: [{ at: END, value: 1 }] }, facts({ isWatched: false }), POLICY).watch).toEqual(
      NOTHING,
    );
  });
});
