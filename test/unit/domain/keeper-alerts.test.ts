import { describe, expect, it } from "vitest";
import { KEEPER_PROBLEMS, type KeeperProblemCode, type SaidProblem } from "../../../api/domain/keeper.ts";
import {
  absentSignals,
  type KeeperPresence,
  type KeeperWord,
  keeperSignals,
  lastingProblems,
  pausedSignal,
} from "../../../api/domain/keeper-alerts.ts";
import type { LastAlert } from "../../../api/domain/time-alerts.ts";

const NOW = 1_700_000_000;
const STUCK: SaidProblem = { code: "STUCK", role: "MONITOR", message: "stuck", since: NOW - 1_000 };
const POOR: SaidProblem = { code: "OUT_OF_FUNDS", role: "PROPOSER", message: "poor", since: NOW };

const active = (...problems: SaidProblem[]): KeeperWord => ({ at: NOW, active: true, problems });
const standby = (...problems: SaidProblem[]): KeeperWord => ({ at: NOW, active: false, problems });
const ago = (seconds: number, word: KeeperWord): KeeperWord => ({ ...word, at: NOW - seconds });
const problem = (code: KeeperProblemCode): SaidProblem => ({ ...STUCK, code, role: null, message: code });

describe("keeperSignals", () => {
  it.each<[string, KeeperWord | null, KeeperWord, string[]]>([
    ["the first word, and all is well", null, active(), []],
    ["the first word", null, active(STUCK), ["FIRING STUCK/MONITOR"]],
    ["the same again", ago(5, active(STUCK, POOR)), active(POOR, STUCK), []],
    ["in other words", ago(5, active(STUCK)), active({ ...STUCK, message: "for 9 s" }), []],
    ["one more", ago(5, active(STUCK)), active(STUCK, POOR), ["FIRING OUT_OF_FUNDS/PROPOSER"]],
    [
      "of the other role",
      ago(5, active(STUCK)),
      active({ ...STUCK, role: "PROPOSER" }),
      ["CLEAR STUCK/MONITOR", "FIRING STUCK/PROPOSER"],
    ],
    ["of no role", ago(5, active(STUCK)), active(STUCK, { ...STUCK, role: null }), ["FIRING STUCK/ALL"]],
    ["twice", null, active(STUCK, { ...STUCK, message: "another" }), ["FIRING STUCK/MONITOR"]],
    ["one of two", ago(5, active(STUCK, { ...STUCK, message: "another" })), active(STUCK), []],
    ["over", ago(5, active(STUCK, POOR)), active(POOR), ["CLEAR STUCK/MONITOR"]],
    ["of a standby, which does not work", null, standby(STUCK), []],
    ["of a standby, which could not take over", null, standby(POOR), ["FIRING OUT_OF_FUNDS/PROPOSER"]],
    ["of one that stands by from now on", ago(5, active(STUCK, POOR)), standby(STUCK, POOR), ["CLEAR STUCK/MONITOR"]],
    ["of one that acts from now on", ago(5, standby(STUCK, POOR)), active(STUCK, POOR), ["FIRING STUCK/MONITOR"]],
    ["it may pass", null, active({ ...STUCK, since: NOW - 59 }), []],
    [
      "it lasts",
      ago(5, active({ ...STUCK, since: NOW - 60 })),
      active({ ...STUCK, since: NOW - 60 }),
      ["FIRING STUCK/MONITOR"],
    ],
    ["it has passed before it was told", ago(5, active({ ...STUCK, since: NOW - 64 })), active(), []],
    ["after 60 s", ago(60, active(STUCK)), active(STUCK), []],
    [
      "after a silence",
      ago(61, active(STUCK, POOR)),
      active(STUCK),
      ["CLEAR OUT_OF_FUNDS/PROPOSER", "FIRING STUCK/MONITOR"],
    ],
    ["from a clock that is behind", { ...active(STUCK), at: NOW + 100 }, active(STUCK), []],
  ])("%s", (_what, last, now, expected) => {
    const signals = keeperSignals("k-1", last, now);
    expect(signals.map(({ is, correlationId }) => `${is} ${correlationId.replace("KEEPER_FAILING/k-1/", "")}`)).toEqual(
      expected,
    );
  });

  it("names the keeper, the code and the role, in the words said first", () => {
    expect(keeperSignals("k-1", null, active(POOR, { ...POOR, message: "poorer" }))).toEqual([
      {
        is: "FIRING",
        kind: "KEEPER_FAILING",
        severity: "CRITICAL",
        correlationId: "KEEPER_FAILING/k-1/OUT_OF_FUNDS/PROPOSER",
        operator: null,
        subject: "k-1/OUT_OF_FUNDS",
        message: "poor",
        details: { keeper: "k-1", code: "OUT_OF_FUNDS", role: "PROPOSER" },
        finality: null,
      },
    ]);
  });

  it("is critical for what does not pass by itself", () => {
    const severe = (word: KeeperWord) =>
      keeperSignals("k-1", null, word).map(({ severity, details }) => `${severity} ${details.code}`);
    expect(severe(active(...KEEPER_PROBLEMS.map(problem))).toSorted()).toEqual([
      ...["WRONG_CHAIN", "WRONG_REGISTRY", "ROLE_MISSING", "OUT_OF_FUNDS", "NONCE_TAKEN"]
        .map((c) => `CRITICAL ${c}`)
        .sort(),
      ...["FEES_TOO_HIGH", "STUCK", "REVERTED", "RPC_FAILING", "API_FAILING"].map((c) => `WARNING ${c}`).sort(),
    ]);
    expect(severe(standby(...KEEPER_PROBLEMS.map(problem))).toSorted()).toEqual(
      ["OUT_OF_FUNDS", "ROLE_MISSING", "WRONG_CHAIN", "WRONG_REGISTRY"].map((code) => `CRITICAL ${code}`),
    );
  });
});

describe("lastingProblems", () => {
  const said = { code: "STUCK", role: "MONITOR", message: "in other words" } as const;

  it.each<[string, KeeperWord, number]>([
    ["what was not said before", ago(5, active(POOR)), NOW],
    ["what was", ago(5, active(POOR, STUCK)), STUCK.since],
    ["what was, of another role", ago(5, active({ ...STUCK, role: null })), NOW],
    ["what was a minute ago", ago(60, standby(STUCK)), STUCK.since],
    ["what was before a silence", ago(61, active(STUCK)), NOW],
  ])("says since when: %s", (_what, before, since) => {
    expect(lastingProblems(before, [said], NOW)).toEqual([{ ...said, since }]);
  });
});

describe("absentSignals", () => {
  const OPEN: LastAlert = { closedAt: null, closedBy: null };
  const by = (closedBy: string | null, closedAt: number): LastAlert => ({ closedAt, closedBy });
  const acts = (seconds: number): KeeperPresence => ({ since: NOW - seconds, activeAt: NOW - seconds });
  const standsBy = (seconds: number): KeeperPresence => ({ since: NOW - seconds, activeAt: null });

  it.each<[string, KeeperPresence, LastAlert | null, string[]]>([
    ["nobody ever reported", { since: null, activeAt: null }, null, []],
    ["one acts", acts(120), null, []],
    ["it fell silent", acts(121), null, ["FIRING"]],
    ["and was told", acts(121), OPEN, []],
    ["it is back", acts(120), OPEN, ["CLEAR"]],
    ["another reported first just now, and does not act", standsBy(0), OPEN, []],
    ["nobody has acted yet", standsBy(120), null, []],
    ["nobody takes over", standsBy(121), null, ["FIRING"]],
    ["another acts, and the last one is silent", { since: NOW - 3, activeAt: NOW - 3 }, null, []],
    ["resolved by hand since", acts(500), by("key", NOW - 380), []],
    ["resolved by hand before", acts(500), by("key", NOW - 381), ["FIRING"]],
    ["resolved by itself", acts(500), by(null, NOW - 10), ["FIRING"]],
    ["all is forgotten", { since: null, activeAt: null }, OPEN, []],
  ])("%s", (_what, presence, last, expected) => {
    expect(absentSignals(presence, last, NOW).map(({ is }) => is)).toEqual(expected);
  });

  it("says since when, which does not change while it lasts", () => {
    const [signal] = absentSignals(acts(200), null, NOW);
    expect(signal).toMatchObject({
      ...{ severity: "CRITICAL", correlationId: "KEEPER_FAILING/SILENT", subject: "SILENT", finality: null },
      message: "No keeper has been active since 2023-11-14T22:10:00.000Z: no scores and no slashes get to the chain.",
      details: { keeper: null, code: "SILENT", role: null, since: NOW - 200 },
    });
  });
});

describe("pausedSignal", () => {
  it("holds until the switch is turned back", () => {
    const paused = pausedSignal(true, "an audit");
    expect(paused).toMatchObject({ is: "FIRING", severity: "WARNING", details: { reason: "an audit" } });
    expect(pausedSignal(false, "done")).toMatchObject({ is: "CLEAR", correlationId: paused.correlationId });
  });
});
