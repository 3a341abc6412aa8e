/** Laws of circuits, whatever is received and in whichever order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Circuit,
  circuitAfter,
  circuitAt,
  circuitStand,
  keptIntervals,
  NEW_CIRCUIT,
} from "../../../api/domain/circuit.ts";
import { POLICY } from "../../../api/domain/policy.ts";

const KEPT = keptIntervals(POLICY);

interface Report {
  readonly minute: number;
  readonly isGood: boolean | null;
}

const take = (circuit: Circuit, { minute, isGood }: Report): Circuit =>
  circuitAfter(circuit, new Map([[minute * 60, isGood]]), POLICY);
const stand = (circuit: Circuit) => circuitStand(circuit, POLICY);

/** Bad more often than not: circuits are to open. */
const isGood = fc.constantFrom(false, false, true);

test("the same intervals, as many as are kept, come to the same in any order, once or several times, one by one or together", () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: KEPT });
  const any = minutes.chain((known) =>
    fc.record({
      reports: fc.tuple(...known.map((minute) => isGood.map((good): Report => ({ minute, isGood: good })))),
      order: fc.array(fc.nat({ max: Math.max(0, known.length - 1) }), { maxLength: 40 }),
    }),
  );
  fc.assert(
    fc.property(any, ({ reports, order }) => {
      const together = circuitAfter(
        NEW_CIRCUIT,
        new Map(reports.map(({ minute, isGood: good }) => [minute * 60, good])),
        POLICY,
      );
      const some = order.flatMap((n) => reports[n] ?? []);
      expect([...some, ...reports].reduce(take, NEW_CIRCUIT)).toEqual(together);
      expect([...reports.toReversed(), ...some].reduce(take, NEW_CIRCUIT)).toEqual(together);
    }),
  );
});

test("any number of intervals come to what they are in order, if each comes for good before as many newer ones as are kept", () => {
  const history = fc.array(fc.record({ isGood, delay: fc.integer({ min: 0, max: KEPT - 1 }), first: isGood }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(history, (intervals) => {
      const inOrder = intervals.map(({ isGood: good }, minute): Report => ({ minute, isGood: good }));
      // Each interval is told at once, some other way perhaps, and as it is so many intervals later.
      const late = intervals
        .flatMap(({ isGood: good, delay, first }, minute) => [
          { at: minute, report: { minute, isGood: first } },
          { at: minute + delay, report: { minute, isGood: good } },
        ])
        .map((told, place) => ({ ...told, place }))
        .sort((a, b) => a.at - b.at || a.place - b.place)
        .map(({ report }) => report);
      expect(stand(late.reduce(take, NEW_CIRCUIT))).toEqual(stand(inOrder.reduce(take, NEW_CIRCUIT)));
    }),
  );
});

test("as a machine that goes from interval to interval would have it, and time is told the same in steps or at once", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(false, false, true, null), { maxLength: 60 }), (intervals) => {
      let circuit = NEW_CIRCUIT;
      let machine = { state: "CLOSED", opened: 0, bad: 0, good: 0 };
      for (const [minute, good] of intervals.entries()) {
        if (machine.state === "OPEN" && minute >= machine.opened + 5)
          machine = { ...machine, state: "HALF_OPEN", good: 0 };
        if (machine.state === "CLOSED" && good !== null) {
          machine.bad = good ? 0 : machine.bad + 1;
          if (machine.bad === 3) machine = { state: "OPEN", opened: minute + 1, bad: 0, good: 0 };
        } else if (machine.state === "HALF_OPEN" && good === false) {
          machine = { state: "OPEN", opened: minute + 1, bad: 0, good: 0 };
        } else if (machine.state === "HALF_OPEN" && good === true) {
          machine.good += 1;
          if (machine.good === 3) machine = { state: "CLOSED", opened: 0, bad: 0, good: 0 };
        }
        circuit = take(circuit, { minute, isGood: good });
        expect(circuit.received.length).toBeLessThanOrEqual(KEPT);
        const now = circuitAt(stand(circuit), (minute + 1) * 60, POLICY);
        const isTried = machine.state === "OPEN" && minute + 1 >= machine.opened + 5;
        expect(now.state).toBe(isTried ? "HALF_OPEN" : machine.state);
        if (now.nextChangeAt !== null) {
          expect(circuitAt(now, now.nextChangeAt - 1, POLICY)).toEqual(now);
          expect(circuitAt(now, now.nextChangeAt, POLICY)).toEqual({
            state: "HALF_OPEN",
            since: now.nextChangeAt,
            nextChangeAt: null,
          });
        }
      }
    }),
  );
});
