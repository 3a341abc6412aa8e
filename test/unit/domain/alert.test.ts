import { describe, expect, test } from "vitest";
import { type Alert, type AlertSignal, nextAlert } from "../../../api/domain/alert.ts";
import { acknowledged, resolvedByHand } from "../../../api/domain/alert-acts.ts";

const THEN = 1_800_000_000;
const NOW = THEN + 600;
const OPERATOR = `0x${"a1".repeat(20)}`;

/** Fires, as it did before. */
const SIGNAL: AlertSignal = {
  is: "FIRING",
  correlationId: `SLASHING_RISK/${OPERATOR}/DOWNTIME`,
  kind: "SLASHING_RISK",
  severity: "WARNING",
  operator: OPERATOR,
  subject: "DOWNTIME",
  message: "a third of the outage is over",
  details: { basisPoints: 100, since: THEN },
  finality: null,
};

const FIRING: Alert = {
  correlationId: SIGNAL.correlationId,
  kind: "SLASHING_RISK",
  severity: "WARNING",
  state: "FIRING",
  finality: null,
  operator: OPERATOR,
  subject: "DOWNTIME",
  message: "a third of the outage is over",
  details: { basisPoints: 100, since: THEN },
  openedAt: THEN - 60,
  firedAt: THEN,
  changedAt: THEN,
  acknowledgedAt: null,
  acknowledgedBy: null,
  note: null,
  closedAt: null,
  closedBy: null,
};
const PENDING: Alert = { ...FIRING, state: "PENDING", firedAt: null };
const KNOWN = { state: "ACKNOWLEDGED", acknowledgedAt: THEN, acknowledgedBy: "somebody", note: "on it" } as const;
const RESOLVED = { state: "RESOLVED", closedAt: THEN } as const;
const BY_HAND = { ...RESOLVED, closedBy: "somebody" } as const;
const RETRACTED = { state: "RETRACTED", closedAt: THEN } as const;

const IS = ["CLEAR", "PENDING", "FIRING", "RETRACTED", "KEEP"] as const;
const taken = (current: Alert | null, told: Partial<AlertSignal>) =>
  nextAlert(current, { ...SIGNAL, ...told }, NOW).map(({ type }) => type);

describe("what does not come from the chain", () => {
  const none: string[] = [];
  test.each<[string, Alert | null, string[][]]>([
    // What was said:                CLEAR         PENDING       FIRING      RETRACTED      KEEP
    ["nothing was told", null, [none, ["PENDING"], ["FIRED"], none, none]],
    ["PENDING", PENDING, [["RESOLVED"], none, ["FIRED"], ["RETRACTED"], none]],
    ["FIRING", FIRING, [["RESOLVED"], none, none, ["RETRACTED"], none]],
    ["ACKNOWLEDGED", { ...FIRING, ...KNOWN }, [["RESOLVED"], none, none, ["RETRACTED"], none]],
    ["ACKNOWLEDGED early", { ...PENDING, ...KNOWN }, [["RESOLVED"], none, ["FIRED"], ["RETRACTED"], none]],
    ["RESOLVED", { ...FIRING, ...RESOLVED }, [none, ["PENDING"], ["FIRED"], none, none]],
    ["resolved by hand", { ...FIRING, ...BY_HAND }, [none, ["PENDING"], ["FIRED"], none, none]],
    ["RETRACTED", { ...FIRING, ...RETRACTED }, [none, ["PENDING"], ["FIRED"], none, none]],
  ])("%s", (_state, current, expected) => {
    expect(IS.map((is) => taken(current, { is }))).toEqual(expected);
  });

  test("what is told again after its end is another alert, without the past of the first", () => {
    const before: Alert = { ...FIRING, ...KNOWN, ...BY_HAND };
    const opened = { ...FIRING, openedAt: NOW, firedAt: NOW, changedAt: NOW };
    expect(nextAlert(before, SIGNAL, NOW)).toEqual([{ type: "FIRED", alert: opened }]);
    expect(nextAlert(before, { ...SIGNAL, is: "PENDING" }, NOW)).toEqual([
      { type: "PENDING", alert: { ...opened, state: "PENDING", firedAt: null } },
    ]);
  });
});

describe("what comes from the chain", () => {
  const young = { finality: "PENDING" } as const;
  const final = { finality: "FINALIZED" } as const;
  const none: string[] = [];
  const all = [none, none, none, none, none];

  test.each<[string, Alert | null, string[][], string[][]]>([
    // What was said, not final:       CLEAR      PENDING    FIRING     RETRACTED   KEEP; and the same as final
    ["nothing was told", null, [none, ["PENDING"], ["FIRED"], none, none], [none, ["PENDING"], ["FIRED"], none, none]],
    [
      "FIRING",
      { ...FIRING, ...young },
      [["RESOLVED"], none, none, ["RETRACTED"], none],
      [["RESOLVED", "FINALIZED"], ["FINALIZED"], ["FINALIZED"], ["RETRACTED"], ["FINALIZED"]],
    ],
    [
      "FIRING and final",
      { ...FIRING, ...final },
      [["RESOLVED"], none, none, ["RETRACTED"], none],
      [["RESOLVED"], none, none, ["RETRACTED"], none],
    ],
    [
      "ACKNOWLEDGED",
      { ...FIRING, ...KNOWN, ...young },
      [["RESOLVED"], none, none, ["RETRACTED"], none],
      [["RESOLVED", "FINALIZED"], ["FINALIZED"], ["FINALIZED"], ["RETRACTED"], ["FINALIZED"]],
    ],
    [
      "RESOLVED",
      { ...FIRING, ...RESOLVED, ...young },
      [none, none, ["REOPENED"], ["RETRACTED"], none],
      [["FINALIZED"], ["FINALIZED"], ["REOPENED", "FINALIZED"], ["RETRACTED"], ["FINALIZED"]],
    ],
    [
      "RESOLVED and final",
      { ...FIRING, ...RESOLVED, ...final },
      [none, none, ["REOPENED"], ["RETRACTED"], none],
      [none, none, ["REOPENED"], ["RETRACTED"], none],
    ],
    [
      "resolved by hand",
      { ...FIRING, ...BY_HAND, ...young },
      [none, none, none, ["RETRACTED"], none],
      [["FINALIZED"], ["FINALIZED"], ["FINALIZED"], ["RETRACTED"], ["FINALIZED"]],
    ],
    ["RETRACTED", { ...FIRING, ...RETRACTED, ...young }, all.with(2, ["REOPENED"]), all.with(2, ["REOPENED"])],
  ])("%s", (_state, current, pending, finalized) => {
    expect(IS.map((is) => taken(current, { is, ...young }))).toEqual(pending);
    expect(IS.map((is) => taken(current, { is, ...final }))).toEqual(finalized);
  });

  test("final is never taken back by who says less", () => {
    const current: Alert = { ...FIRING, ...final };
    for (const finality of ["PENDING", null] as const) {
      const [step] = nextAlert(current, { ...SIGNAL, details: {}, finality }, NOW);
      expect(step).toEqual({ type: "UPDATED", alert: { ...current, details: {}, changedAt: NOW } });
    }
  });

  test("a change and its finality are two steps: who waits for the second finds it", () => {
    const told: AlertSignal = { ...SIGNAL, severity: "CRITICAL", ...final };
    const updated: Alert = { ...FIRING, ...young, severity: "CRITICAL", changedAt: NOW };
    expect(nextAlert({ ...FIRING, ...young }, told, NOW)).toEqual([
      { type: "UPDATED", alert: updated },
      { type: "FINALIZED", alert: { ...updated, ...final } },
    ]);
  });

  test("what was retracted and is on the chain again may be retracted again", () => {
    const gone: Alert = { ...FIRING, ...RETRACTED, ...final };
    expect(nextAlert(gone, { ...SIGNAL, ...young }, NOW)).toEqual([
      { type: "REOPENED", alert: { ...FIRING, ...young, changedAt: NOW } },
    ]);
  });

  test("a reorg takes back what somebody resolved, too", () => {
    const current: Alert = { ...FIRING, ...young, ...BY_HAND };
    expect(nextAlert(current, { ...SIGNAL, is: "RETRACTED", ...young }, NOW)).toEqual([
      { type: "RETRACTED", alert: { ...FIRING, ...young, state: "RETRACTED", changedAt: NOW, closedAt: NOW } },
    ]);
  });
});

describe("while it is open", () => {
  const worse = { severity: "CRITICAL", message: "it is charged" } as const;
  const known: Alert = { ...FIRING, ...KNOWN };

  test.each<[string, Alert, Partial<AlertSignal>, string[], Partial<Alert>]>([
    ["more severe", FIRING, worse, ["UPDATED"], { ...worse, state: "FIRING" }],
    ["less severe", FIRING, { severity: "INFO" }, ["UPDATED"], { severity: "INFO", state: "FIRING" }],
    ["another detail", FIRING, { details: { basisPoints: 200, since: THEN } }, ["UPDATED"], {}],
    ["a detail less", FIRING, { details: { basisPoints: 100 } }, ["UPDATED"], {}],
    ["a detail more", FIRING, { details: { basisPoints: 100, since: THEN, x: null } }, ["UPDATED"], {}],
    ["other words alone", FIRING, { message: "it goes on" }, [], {}],
    ["acknowledged and more severe: it fires again", known, worse, ["FIRED"], { ...worse, state: "FIRING" }],
    ["acknowledged and less severe", known, { severity: "INFO" }, ["UPDATED"], { state: "ACKNOWLEDGED" }],
    ["acknowledged, other details", known, { details: {} }, ["UPDATED"], { state: "ACKNOWLEDGED", details: {} }],
    ["pending and more severe", PENDING, { is: "PENDING", ...worse }, ["UPDATED"], { state: "PENDING" }],
    ["has fired: what seems is no news", FIRING, { is: "PENDING", ...worse }, [], {}],
    ["is kept: what else is said is no news", FIRING, { is: "KEEP", ...worse }, [], {}],
  ])("%s", (_what, current, told, types, change) => {
    const steps = nextAlert(current, { ...SIGNAL, ...told }, NOW);
    expect(steps.map(({ type }) => type)).toEqual(types);
    for (const { alert } of steps) expect(alert).toMatchObject({ ...change, changedAt: NOW, openedAt: THEN - 60 });
  });

  test("it fired when it fired first", () => {
    expect(nextAlert(known, { ...SIGNAL, ...worse }, NOW)[0]?.alert.firedAt).toBe(THEN);
    expect(nextAlert(PENDING, SIGNAL, NOW)[0]?.alert.firedAt).toBe(NOW);
  });
});

describe("what people do", () => {
  const act = { by: "key", note: "seen", at: NOW };
  const known = { acknowledgedAt: NOW, acknowledgedBy: "key", note: "seen", changedAt: NOW };

  test.each([PENDING, FIRING])("$state is acknowledged, once", (current) => {
    const step = acknowledged(current, act);
    expect(step).toEqual({ type: "ACKNOWLEDGED", alert: { ...current, state: "ACKNOWLEDGED", ...known } });
    expect(step && acknowledged(step.alert, { ...act, by: "another" })).toBeNull();
  });

  test.each([PENDING, FIRING, { ...FIRING, ...KNOWN }])("$state is resolved, once", (current) => {
    const step = resolvedByHand(current, act);
    const closed = { state: "RESOLVED", closedAt: NOW, closedBy: "key", changedAt: NOW, note: "seen" };
    expect(step).toEqual({ type: "RESOLVED", alert: { ...current, ...closed } });
    expect(step && resolvedByHand(step.alert, { ...act, by: "another" })).toBeNull();
  });

  test("without a note the last one stays", () => {
    const noted: Alert = { ...FIRING, note: "before" };
    expect(acknowledged(noted, { ...act, note: null })?.alert.note).toBe("before");
    expect(resolvedByHand(noted, { ...act, note: null })?.alert.note).toBe("before");
  });
});
