/** Laws of the life of alerts, over whatever is said of one thing and done about it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALERT_SEVERITIES,
  type Alert,
  type AlertDetails,
  type AlertSignal,
  type AlertStep,
  nextAlert,
} from "../../../api/domain/alert.ts";
import { acknowledged, resolvedByHand } from "../../../api/domain/alert-acts.ts";

const about = { correlationId: "X/1", kind: "SLASH_PROPOSED", operator: null, subject: "1", message: "" } as const;
const told = (finality: fc.Arbitrary<AlertSignal["finality"]>): fc.Arbitrary<AlertSignal> =>
  fc.record({
    is: fc.constantFrom("CLEAR", "PENDING", "FIRING", "RETRACTED", "KEEP"),
    correlationId: fc.constant(about.correlationId),
    kind: fc.constant(about.kind),
    severity: fc.constantFrom(...ALERT_SEVERITIES),
    operator: fc.constant(about.operator),
    subject: fc.constant(about.subject),
    message: fc.constant(about.message),
    details: fc.constantFrom<AlertDetails>({}, { bps: 1 }, { bps: 2 }),
    finality,
  });
const done = fc.constantFrom("ACKNOWLEDGE", "RESOLVE");
const histories = fc.oneof(
  fc.array(fc.oneof(told(fc.constant(null)), done), { maxLength: 30 }),
  fc.array(fc.oneof(told(fc.constantFrom("PENDING", "FINALIZED")), done), { maxLength: 30 }),
);

interface Taken {
  /** Which of the alerts took it. */
  readonly place: number;
  readonly step: AlertStep;
}

/** As the one writer does it: all alerts of the thing, the newest last, and all steps. */
function live(history: readonly (AlertSignal | "ACKNOWLEDGE" | "RESOLVE")[]): { alerts: Alert[]; steps: Taken[] } {
  const alerts: Alert[] = [];
  const steps: Taken[] = [];
  for (const [at, word] of history.entries()) {
    for (const step of typeof word === "string" ? act(alerts.at(-1), word, at) : say(alerts.at(-1), word, at)) {
      const isNew = (step.type === "PENDING" || step.type === "FIRED") && alerts.at(-1)?.closedAt !== null;
      if (isNew) alerts.push(step.alert);
      else alerts[alerts.length - 1] = step.alert;
      steps.push({ place: alerts.length - 1, step });
    }
  }
  return { alerts, steps };
}

const say = (current: Alert | undefined, signal: AlertSignal, at: number) => nextAlert(current ?? null, signal, at);

function act(current: Alert | undefined, word: "ACKNOWLEDGE" | "RESOLVE", at: number): AlertStep[] {
  if (current === undefined || current.closedAt !== null) return [];
  const step = (word === "RESOLVE" ? resolvedByHand : acknowledged)(current, { by: "key", note: null, at });
  return step === null ? [] : [step];
}

const holds = (law: (history: readonly (AlertSignal | "ACKNOWLEDGE" | "RESOLVE")[]) => void) =>
  fc.assert(fc.property(histories, law), { numRuns: 2_000 });

test("only the newest may be open, and it is closed exactly if it has an end", () => {
  holds((history) => {
    const { alerts, steps } = live(history);
    expect(alerts.slice(0, -1).filter(({ closedAt }) => closedAt === null)).toEqual([]);
    for (const { alert } of steps.map(({ step }) => step)) {
      expect(alert.closedAt !== null).toBe(alert.state === "RESOLVED" || alert.state === "RETRACTED");
      if (alert.closedBy !== null) expect(alert.state).toBe("RESOLVED");
      if (alert.state === "FIRING") expect(alert.firedAt).not.toBeNull();
      if (alert.state === "PENDING") expect(alert.firedAt).toBeNull();
      if (alert.state === "ACKNOWLEDGED") expect(alert.acknowledgedBy).toBe("key");
    }
  });
});

test("its events fold to what is stored: each tells all of the alert after it, and a change", () => {
  holds((history) => {
    const { alerts, steps } = live(history);
    const folded: Alert[] = [];
    for (const { place, step } of steps) {
      expect(step.alert).not.toEqual(folded[place]);
      folded[place] = step.alert;
    }
    expect(folded).toEqual(alerts);
  });
});

test("what the chain tells is one alert, and its finality only goes from PENDING to FINALIZED, but by way of RETRACTED", () => {
  const words = fc.array(fc.oneof(told(fc.constantFrom("PENDING", "FINALIZED")), done), { maxLength: 30 });
  fc.assert(
    fc.property(words, (history) => {
      const { alerts, steps } = live(history);
      expect(alerts.length).toBeLessThanOrEqual(1);
      for (const [index, { step }] of steps.entries()) {
        const before = steps[index - 1]?.step.alert;
        if (before === undefined || before.finality === step.alert.finality) continue;
        if (before.state === "RETRACTED") expect(step.type).toBe("REOPENED");
        else expect([before.finality, step.alert.finality, step.type]).toEqual(["PENDING", "FINALIZED", "FINALIZED"]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("the same said twice is said once", () => {
  const signal = fc.oneof(told(fc.constant(null)), told(fc.constantFrom("PENDING", "FINALIZED")));
  fc.assert(
    fc.property(histories, signal, (history, last) => {
      const { alerts } = live(history);
      // What is of the chain is always said to be.
      fc.pre(alerts.length === 0 || (alerts.at(-1)?.finality === null) === (last.finality === null));
      const steps = nextAlert(alerts.at(-1) ?? null, last, 100);
      expect(nextAlert(steps.at(-1)?.alert ?? alerts.at(-1) ?? null, last, 101)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test("KEEP and CLEAR and RETRACTED never open anything, and only FIRING reopens", () => {
  holds((history) => {
    const { alerts } = live(history);
    const current = alerts.at(-1) ?? null;
    if (current !== null && current.closedAt === null) return;
    for (const is of ["KEEP", "CLEAR", "RETRACTED"] as const) {
      const signal: AlertSignal = { ...about, is, severity: "INFO", details: {}, finality: current?.finality ?? null };
      for (const { alert } of nextAlert(current, signal, 100)) expect(alert.closedAt).not.toBeNull();
    }
  });
});
