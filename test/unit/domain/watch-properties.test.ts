/** Laws of what is told, whatever is measured. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Alert, type AlertSignal, nextAlert } from "../../../api/domain/alert.ts";
import { POLICY, TIERS } from "../../../api/domain/policy.ts";
import { watchOf } from "../../../api/domain/watch.ts";
import { counted, facts, MINUTE, NOTHING } from "./support/watching.ts";
import { END } from "./support/windows.ts";

const state = fc
  .record({ bad: fc.integer({ min: 0, max: 130 }), open: fc.boolean() })
  .map(({ bad, open }) => counted(bad, open && bad > 0 ? END : null));
const since = fc.constantFrom(null, null, END - MINUTE);

/** Any facts at all, also such as never follow one another. */
const anyFacts = fc
  .record({
    passed: fc.constantFrom(0, 1, 1, 1, 5, 70),
    tier: fc.constantFrom(...TIERS),
    isWatched: fc.integer({ max: 9, min: 0 }).map((dice) => dice > 0),
    score: fc.oneof(fc.constant(null), fc.integer({ min: 8_000, max: 10_000 })),
    outage: state,
    success: state,
    latency: state,
    throughputSince: since,
    uptimeSince: since,
    lag: fc.constantFrom(0, 60, 151, 299, 300, 899, 900, 10_000),
    received: fc.array(fc.boolean(), { maxLength: 5 }),
    dissenters: fc.array(fc.subarray(["a", "b", "c"]), { maxLength: 3 }),
  })
  .map(({ outage, success, latency, throughputSince, uptimeSince, ...given }) => ({
    ...given,
    judgement: { outage, success, latency, throughputSince, uptimeSince },
  }));

test("what is told opens once, closes once, and is what is remembered; the same facts again are silence", () => {
  fc.assert(
    fc.property(fc.array(anyFacts, { maxLength: 30 }), (steps) => {
      let watch = NOTHING;
      let now = END;
      const open = new Map<string, AlertSignal>();
      for (const { passed, lag, ...given } of steps) {
        now += passed * MINUTE;
        const known = facts({ ...given, now, windowEnd: now, measuredUntil: now - lag });
        const { watch: next, signals } = watchOf(watch, known, POLICY);
        for (const signal of signals) {
          const before = open.get(signal.correlationId);
          if (signal.is === "CLEAR") expect(before).toBeDefined();
          // What has fired never only seems to hold again.
          else expect([before?.is, signal.is]).not.toEqual(["FIRING", "PENDING"]);
          if (signal.is === "CLEAR") open.delete(signal.correlationId);
          else open.set(signal.correlationId, signal);
        }
        const byName = (a: { readonly message: string }, b: { readonly message: string }) =>
          a.message < b.message ? -1 : 1;
        const remembered = next.told.map((finding) => expect.objectContaining({ ...finding }));
        expect([...open.values()].sort(byName)).toEqual([...remembered].sort((a, b) => byName(a.sample, b.sample)));
        expect(new Set(signals.map(({ correlationId }) => correlationId)).size).toBe(signals.length);
        expect(next.scores.length).toBeLessThanOrEqual(13);
        expect(watchOf(next, known, POLICY)).toEqual({ watch: next, signals: [] });
        watch = next;
      }
    }),
    { numRuns: 200 },
  );
});

test("each signal is a step in the life of its alert: nothing is said in vain", () => {
  fc.assert(
    fc.property(fc.array(anyFacts, { maxLength: 30 }), (steps) => {
      let watch = NOTHING;
      let now = END;
      const alerts = new Map<string, Alert>();
      for (const { passed, lag, ...given } of steps) {
        now += passed * MINUTE;
        const known = facts({ ...given, now, windowEnd: now, measuredUntil: now - lag });
        const { watch: next, signals } = watchOf(watch, known, POLICY);
        for (const signal of signals) {
          const steps = nextAlert(alerts.get(signal.correlationId) ?? null, signal, now);
          expect(steps.length).toBe(1);
          for (const { alert } of steps) alerts.set(signal.correlationId, alert);
        }
        const firing = [...alerts.values()].filter(({ closedAt }) => closedAt === null);
        expect(firing.length).toBe(next.told.length);
        watch = next;
      }
    }),
    { numRuns: 200 },
  );
});
