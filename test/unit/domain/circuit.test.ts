/** Circuits, by literals. An interval is a minute; the n-th begins at n x 60. */
import { describe, expect, test } from "vitest";
import {
  type Circuit,
  type CircuitNow,
  circuitAfter,
  circuitAt,
  circuitStand,
  isGoodInterval,
  keptIntervals,
  measuredUntil,
  NEW_CIRCUIT,
  operatorCircuit,
} from "../../../api/domain/circuit.ts";
import { POLICY, policyOf } from "../../../api/domain/policy.ts";

/** One character an interval from the first on: good, bad, or nothing known. */
function told(pattern: string, first = 0): Map<number, boolean | null> {
  return new Map([...pattern].map((one, n) => [(first + n) * 60, one === "." ? null : one === "g"]));
}

const having = (pattern: string, circuit: Circuit = NEW_CIRCUIT, first = 0) =>
  circuitAfter(circuit, told(pattern, first), POLICY);

/** State and minute since which, at a minute. */
function at(circuit: Circuit, minute: number): string {
  const { state, since } = circuitAt(circuitStand(circuit, POLICY), minute * 60, POLICY);
  return `${state} ${since === null ? "ever" : since / 60}`;
}

describe("an interval", () => {
  const known = { requests: 0, successes: 0, upSeconds: 0, downSeconds: 0 };
  test.each<[string, object, boolean | null]>([
    ["95 % of its requests succeeded", { requests: 100, successes: 95 }, true],
    ["fewer did", { requests: 10_000, successes: 9_499 }, false],
    ["they did, and it was down for half of it", { requests: 1, successes: 1, upSeconds: 30, downSeconds: 30 }, true],
    ["nobody asked, and it was up", { upSeconds: 60 }, true],
    ["nobody asked, and it was down", { downSeconds: 60 }, false],
    ["nobody asked, and it was up for 95 %", { upSeconds: 57, downSeconds: 3 }, true],
    ["nobody asked, and it was up for less", { upSeconds: 56, downSeconds: 4 }, false],
    ["nothing is known", {}, null],
  ])("%s", (_what, told, isGood) => {
    expect(isGoodInterval({ ...known, ...told }, POLICY)).toBe(isGood);
  });
});

describe("a circuit", () => {
  test.each([
    ["nothing was received", "", 100, "CLOSED ever"],
    ["all is well", "gggg", 100, "CLOSED ever"],
    ["two are bad", "gbb", 3, "CLOSED ever"],
    ["two are bad, one is good, two are bad", "bbgbb", 5, "CLOSED ever"],
    ["three in a row are bad", "gbbb", 4, "OPEN 4"],
    ["three that are known in a row are bad", "b.b...b", 7, "OPEN 7"],
    ["it has been open for less than five minutes", "bbb", 7.9, "OPEN 3"],
    ["it has been open for five", "bbb", 8, "HALF_OPEN 8"],
    ["nobody says anything for long", "bbb", 1_000, "HALF_OPEN 8"],
    ["what is open changes by nothing it is told", "bbbggggg", 7.9, "OPEN 3"],
    ["good ones while it was open do not close it", "bbbggggg", 8, "HALF_OPEN 8"],
    ["bad ones while it was open do not keep it so", "bbbbbbbb", 8, "HALF_OPEN 8"],
    ["two good ones while it is tried", "bbb.....gg", 10, "HALF_OPEN 8"],
    ["three close it", "bbb.....ggg", 11, "CLOSED 11"],
    ["also where others are unknown in between", "bbb.....g.g.g", 13, "CLOSED 13"],
    ["one bad one while it is tried opens it again", "bbb.....ggb", 11, "OPEN 11"],
    ["and it is tried again", "bbb.....b", 14, "HALF_OPEN 14"],
    ["closed again it takes three to open", "bbb.....gggbb", 13, "CLOSED 11"],
    ["and three open it", "bbb.....gggbbb", 14, "OPEN 14"],
  ])("where %s", (_what, pattern, minute, expected) => {
    expect(at(having(pattern), minute)).toBe(expected);
  });

  test("says when time alone changes it", () => {
    const stand = (pattern: string) => circuitStand(having(pattern), POLICY);
    expect(circuitAt(stand("bbb"), 200, POLICY).nextChangeAt).toBe(8 * 60);
    expect(circuitAt(stand("bbb"), 8 * 60, POLICY).nextChangeAt).toBeNull();
    expect(circuitAt(stand("ggg"), 200, POLICY).nextChangeAt).toBeNull();
  });

  test("is in fast motion where an interval is a second", () => {
    const devnet = policyOf("devnet");
    const circuit = circuitAfter(NEW_CIRCUIT, new Map([10, 11, 12].map((second) => [second, false])), devnet);
    expect(circuitAt(circuitStand(circuit, devnet), 17, devnet)).toEqual({
      state: "OPEN",
      since: 13,
      nextChangeAt: 18,
    });
  });
});

describe("what comes late", () => {
  test("counts where it belongs: the third bad one opens it, whenever it comes", () => {
    expect(at(having("b", having("b.b", NEW_CIRCUIT, 1), 2), 4)).toBe("OPEN 4");
    expect(at(having("b", having("bb", NEW_CIRCUIT, 2), 1), 4)).toBe("OPEN 4");
    // By then it has been open for so long that it is tried.
    expect(at(having("b", having("bb", NEW_CIRCUIT, 2), 1), 20)).toBe("HALF_OPEN 9");
  });

  test("may take back what was concluded: a good one, and nothing at all", () => {
    const open = having("bbb");
    expect(at(having("g", open, 1), 3)).toBe("CLOSED ever");
    expect(at(having(".", open, 1), 3)).toBe("CLOSED ever");
    expect(measuredUntil(having(".", open, 2), POLICY)).toBe(120);
    expect(at(having("b", having("g", open, 1), 1), 3)).toBe("OPEN 3");
  });

  test("is kept as long as a whole cycle takes; older ones change nothing", () => {
    expect(keptIntervals(POLICY)).toBe(11);
    // Eleven after it, and all are kept.
    const full = having("ggggggggggg", NEW_CIRCUIT, 3);
    expect(full.received).toHaveLength(11);
    expect(full.base.until).toBe(0);
    // The twelfth settles the oldest.
    const more = having("g", full, 14);
    expect(more.received).toHaveLength(11);
    expect(more.base.until).toBe(4 * 60);
    expect(having("bbbb", more)).toEqual(more);
    // Opened by then, tried five minutes later, and closed by the good ones that follow.
    expect(at(having("bbb", more, 4), 15)).toBe("CLOSED 15");
  });

  test("settles with where it stood, and how far it had come", () => {
    // Two bad ones, settled; the third one comes with the kept ones.
    const settled = having(`${"g".repeat(3)}bb${".".repeat(30)}${"g".repeat(11)}`);
    expect(settled.base).toEqual({ state: "CLOSED", since: null, run: 2, until: 5 * 60 });
    expect(at(settled, 46)).toBe("CLOSED ever");
    expect(at(having("b", settled, 20), 46)).toBe("CLOSED 38");
    const tried = having(`bbb.....gg${".".repeat(30)}bbbbbbbbbbb`);
    expect(tried.base).toEqual({ state: "HALF_OPEN", since: 8 * 60, run: 2, until: 10 * 60 });
    // One bad one opens what is tried; with a third good one before it takes three.
    expect(at(tried, 51)).toBe("OPEN 47");
    expect(at(having("g", tried, 20), 51)).toBe("OPEN 49");
  });
});

describe("an operator's circuit", () => {
  const of = (state: CircuitNow["state"], since: number | null = null) => ({ state, since });
  const fine = { killedAt: null, score: 9_000 };
  test.each<[string, readonly ReturnType<typeof of>[], { killedAt: number | null; score: number | null }, object]>([
    ["nothing is measured", [], fine, { state: null, since: null, reason: null }],
    ["all are closed", [of("CLOSED"), of("CLOSED", 7)], fine, { state: "CLOSED", since: null, reason: null }],
    [
      "one is half open",
      [of("CLOSED"), of("HALF_OPEN", 7)],
      fine,
      { state: "HALF_OPEN", since: 7, reason: "MEASUREMENTS" },
    ],
    [
      "several are open: since the first",
      [of("HALF_OPEN", 1), of("OPEN", 9), of("OPEN", 8)],
      fine,
      { state: "OPEN", since: 8, reason: "MEASUREMENTS" },
    ],
    [
      "its score is 60",
      [of("CLOSED")],
      { killedAt: null, score: 6_000 },
      { state: "CLOSED", since: null, reason: null },
    ],
    [
      "its score is less",
      [of("CLOSED")],
      { killedAt: null, score: 5_999 },
      { state: "OPEN", since: null, reason: "SCORE" },
    ],
    ["its score is unknown", [of("CLOSED")], { ...fine, score: null }, { state: "CLOSED", since: null, reason: null }],
    [
      "it is switched off",
      [of("OPEN", 8)],
      { killedAt: 3, score: 1 },
      { state: "OPEN", since: 3, reason: "KILL_SWITCH" },
    ],
  ])("where %s", (_what, circuits, facts, expected) => {
    expect(operatorCircuit(circuits, facts, POLICY)).toEqual(expected);
  });
});
