import { describe, expect, test } from "vitest";
import { consensusOf } from "../../../api/domain/consensus.ts";
import type { Report } from "../../../api/domain/measurement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { bucketOf, EMPTY_SKETCH } from "../../../api/domain/sketch.ts";
import { EMPTY_TOTALS } from "../../../api/domain/totals.ts";
import { cellsOf, report } from "./support/reports.ts";

const POLICY = policyOf("production");
const totalsOf = (...cells: Report[][]) => consensusOf(cellsOf(cells), POLICY).totals;
const sketched = (micros: number, count: number): Report["latency"] => ({
  kind: "SKETCH",
  sketch: { first: bucketOf(micros), counts: [count] },
});

describe("the lower weighted median speaks", () => {
  /** Reports as weight:value. */
  test.each<[string, string, number]>([
    ["one", "1:900", 900],
    ["two: the lower", "1:950 1:900", 900],
    ["two: the one with more weight", "1:900 2:950", 950],
    ["three: the middle", "1:990 1:900 1:950", 950],
    ["three: half of the weight is reached by the second", "1:900 1:950 2:990", 950],
    ["three: the third outweighs the others", "1:900 1:950 3:990", 990],
    ["three: the first outweighs the others", "3:900 1:950 1:990", 900],
    ["five: the middle", "1:910 1:950 1:900 1:940 1:930", 930],
    ["five: 1 + 1 + 1 of 10 are under half, 3 more are over", "1:900 1:910 1:920 3:930 4:940", 930],
    ["five: 1 + 1 + 3 of 10 are exactly half", "1:900 1:910 3:920 1:930 4:940", 920],
  ])("of %s: %s", (_name, reports, value) => {
    // Each of the metrics by itself, all others equal.
    const told = reports.split(" ").map((pair) => pair.split(":").map(Number));
    const by = (given: (value: number) => Parameters<typeof report>[1]) =>
      totalsOf(told.map(([weight = 0, value = 0], i) => report(`r${i}`, { weight, ...given(value) })));
    expect(by((value) => ({ successes: value })).successes).toBe(value);
    expect(by((value) => ({ requests: 10 * value })).offered).toBe(10 * value);
    expect(by((value) => ({ p95: value })).scalar?.minP95Micros).toBe(value);
    const up = (value: number) => (value - 900) / 2;
    expect(by((value) => ({ upSeconds: up(value), downSeconds: 60 - up(value) })).upSeconds).toBe(up(value));
  });

  test("ties are broken by the reporter's id, not by the order of arrival", () => {
    const [b, a] = [
      report("b", { requests: 1_000, successes: 500 }),
      report("a", { requests: 2_000, successes: 1_000 }),
    ];
    expect(totalsOf([b, a])).toMatchObject({ requests: 2_000, successes: 1_000 });
    expect(totalsOf([a, b])).toMatchObject({ requests: 2_000, successes: 1_000 });
    const c = report("c", { requests: 500, successes: 250 });
    expect(totalsOf([c, b, a])).toMatchObject({ requests: 1_000, successes: 500 });
  });

  test("success is ordered by its rate, not by its counts", () => {
    const cell = [
      report("a", { requests: 100, successes: 91 }),
      report("b", { requests: 10_000, successes: 9_000 }),
      report("c", { requests: 10, successes: 10 }),
    ];
    expect(totalsOf(cell)).toMatchObject({ requests: 100, successes: 91, offered: 100 });
  });
});

test("each metric takes a whole report: no figure is mixed of two", () => {
  const cell = [
    report("a", {
      requests: 1_000,
      successes: 700,
      timeouts: 1,
      upSeconds: 50,
      downSeconds: 10,
      latency: sketched(300_000, 700),
    }),
    report("b", { requests: 1_200, successes: 1_080, timeouts: 2, upSeconds: 60, latency: sketched(100_000, 1_080) }),
    report("c", {
      requests: 1_100,
      successes: 1_089,
      timeouts: 3,
      upSeconds: 30,
      downSeconds: 5,
      latency: sketched(200_000, 1_089),
    }),
  ];
  expect(totalsOf(cell)).toEqual({
    // 70 %, 90 %, 99 %: b. Requests: c. p95: c. Uptime 83 %, 100 %, 86 %: c. Seconds measured: b.
    requests: 1_200,
    successes: 1_080,
    timeouts: 2,
    offered: 1_100,
    upSeconds: 30,
    downSeconds: 5,
    measuredSeconds: 60,
    corroboratedSeconds: 60,
    sketch: { first: bucketOf(200_000), counts: [1_089] },
    scalar: null,
  });
});

test("a scalar and a sketch are ordered by the same p95; the one that is taken keeps its form", () => {
  const [fast, slow] = [
    report("a", { p95: 100_000, successes: 800 }),
    report("b", { latency: sketched(300_000, 990) }),
  ];
  expect(totalsOf([fast, slow])).toMatchObject({
    sketch: EMPTY_SKETCH,
    scalar: {
      successes: 800,
      minP95Micros: 100_000,
      maxP95Micros: 100_000,
      minP99Micros: 200_000,
      maxP99Micros: 200_000,
    },
  });
  expect(totalsOf([fast, { ...slow, weight: 2 }])).toMatchObject({
    sketch: { first: bucketOf(300_000), counts: [990] },
    scalar: null,
  });
});

describe("unknown is never zero: who says nothing of a metric has no vote in it", () => {
  const idle = { requests: 0, successes: 0, timeouts: 0, p95: null };
  test.each<[string, Report[], object]>([
    ["no requests are no success rate", [report("a", idle), report("b")], { requests: 1_000, successes: 990 }],
    ["… but they are requests, if the time was measured", [report("a", idle), report("b")], { offered: 0 }],
    [
      "no success is no latency",
      [report("a", { successes: 0, p95: null }), report("b")],
      { successes: 0, scalar: { minP95Micros: 200_000 } },
    ],
    [
      "no measured second is no uptime",
      [report("a", { upSeconds: 0 }), report("b", { upSeconds: 40, downSeconds: 20 })],
      { upSeconds: 40, downSeconds: 20, measuredSeconds: 60 },
    ],
    [
      "nobody was asked for anything",
      [report("a", idle)],
      { requests: 0, successes: 0, offered: 0, upSeconds: 60, scalar: null },
    ],
    [
      "nobody measured a second",
      [report("a", { upSeconds: 0 })],
      { requests: 1_000, upSeconds: 0, measuredSeconds: 0 },
    ],
  ])("%s", (_name, cell, totals) => {
    expect(totalsOf(cell)).toMatchObject(totals);
  });
});

describe("the operator's own reports weigh nothing beside another's", () => {
  const own = report("own", { weight: 0, successes: 1_000, requests: 1_000, p95: 1_000 });
  test.each<[string, Report[], object]>([
    [
      "alone they speak, and corroborate nothing",
      [own],
      { successes: 1_000, measuredSeconds: 60, corroboratedSeconds: 0 },
    ],
    [
      "its manager's beside them: the lower, as of equals",
      [own, report("manager", { weight: 0, successes: 995 })],
      { successes: 995, corroboratedSeconds: 0 },
    ],
    ["beside one other they are silent", [own, report("a")], { successes: 990, corroboratedSeconds: 0 }],
    ["two others corroborate", [own, report("a"), report("b")], { successes: 990, corroboratedSeconds: 60 }],
    [
      "of the two others one measured no time",
      [report("a"), report("b", { upSeconds: 0 })],
      { measuredSeconds: 60, corroboratedSeconds: 0 },
    ],
    ["any weight is a witness", [report("a", { weight: 100 }), report("b")], { corroboratedSeconds: 60 }],
  ])("%s", (_name, cell, totals) => {
    expect(totalsOf(cell)).toMatchObject(totals);
  });
});

describe("what only the operator says of a service or region", () => {
  const honest = [report("a", { successes: 500 }), report("b", { successes: 500 })];
  const own = [report("own", { weight: 0, requests: 1_000_000_000, successes: 1_000_000_000, p95: 1_000 })];

  test("does not count where anybody else measured", () => {
    expect(consensusOf(cellsOf([own, honest]), POLICY)).toEqual(consensusOf(cellsOf([honest]), POLICY));
    expect(totalsOf(own, [report("a", { successes: 500 })], own)).toMatchObject({ requests: 1_000, successes: 500 });
  });

  test("counts where nobody did, and corroborates nothing", () => {
    expect(totalsOf(own, own)).toMatchObject({
      ...{ requests: 2_000_000_000, measuredSeconds: 60, corroboratedSeconds: 0 },
    });
  });
});

describe("services and regions side by side", () => {
  test("nothing reported is nothing measured", () => {
    expect(consensusOf([], POLICY)).toEqual({ totals: EMPTY_TOTALS, outage: false, dissenters: [] });
  });

  test("requests and service-seconds add up, seconds of the clock do not", () => {
    const [pair, single] = [
      [report("a", { upSeconds: 30 }), report("b", { upSeconds: 30 })],
      [report("a", { upSeconds: 40, downSeconds: 10, p95: 400_000 })],
    ];
    expect(totalsOf(pair, single)).toEqual({
      requests: 2_000,
      successes: 1_980,
      timeouts: 10,
      offered: 2_000,
      upSeconds: 70,
      downSeconds: 10,
      measuredSeconds: 50,
      corroboratedSeconds: 30,
      sketch: EMPTY_SKETCH,
      scalar: {
        successes: 1_980,
        minP95Micros: 200_000,
        maxP95Micros: 400_000,
        minP99Micros: 400_000,
        maxP99Micros: 800_000,
      },
    });
  });

  test("never more of the clock than the interval has", () => {
    expect(totalsOf([report("a", { upSeconds: 50, downSeconds: 20 })]).measuredSeconds).toBe(60);
  });

  test.each(["a", "b", "c"])(
    "%s looked for a second, two of three for the minute: it was measured for the minute",
    (hasty) => {
      const reports = ["a", "b", "c"].map((id) => report(id, { upSeconds: id === hasty ? 1 : 60 }));
      expect(totalsOf(reports)).toMatchObject({ measuredSeconds: 60, corroboratedSeconds: 60 });
    },
  );

  test("each has a consensus of its own", () => {
    const [eu, us] = [
      [report("a", { successes: 900 }), report("b", { successes: 950 }), report("c", { successes: 990 })],
      [report("a", { successes: 990 }), report("b", { successes: 900 }), report("c", { successes: 940 })],
    ];
    expect(totalsOf(eu, us).successes).toBe(950 + 940);
  });
});
