import { describe, expect, test } from "vitest";
import { consensusOf } from "../../../api/domain/consensus.ts";
import type { Report } from "../../../api/domain/measurement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { cellsOf, report } from "./support/reports.ts";

const POLICY = policyOf("production");
const dissentersOf = (...cells: Report[][]) => consensusOf(cellsOf(cells), POLICY).dissenters;

describe("dissent: further off than 1 point of a rate, or 10 % of a value", () => {
  const agreed = [report("a"), report("b"), report("c")];
  const lowUp = (reporter: string) => report(reporter, { upSeconds: 1, downSeconds: 19 });
  const ok = [lowUp("a"), lowUp("b"), lowUp("c")];
  test.each<[string, Report[], Parameters<typeof report>[1], boolean]>([
    ["success 1 point above", agreed, { successes: 1_000 }, false],
    ["success 1 point below", agreed, { successes: 980 }, false],
    ["success 1.1 points below", agreed, { successes: 979 }, true],
    ["uptime of 6 % where 5 % are agreed", ok, { upSeconds: 3, downSeconds: 47 }, false],
    ["uptime of 6.06 %", ok, { upSeconds: 2, downSeconds: 31 }, true],
    ["uptime a second of a minute less", agreed, { upSeconds: 59, downSeconds: 1 }, true],
    ["p95 10 % above", agreed, { p95: 220_000 }, false],
    ["p95 a microsecond more", agreed, { p95: 220_001 }, true],
    ["p95 10 % below", agreed, { p95: 180_000 }, false],
    ["p95 a microsecond less", agreed, { p95: 179_999 }, true],
    ["requests 10 % above", agreed, { requests: 1_100, successes: 1_089 }, false],
    ["requests one more", agreed, { requests: 1_101, successes: 1_090 }, true],
    ["requests 10 % below", agreed, { requests: 900, successes: 891 }, false],
    ["requests one less", agreed, { requests: 899, successes: 890 }, true],
    ["who says nothing disagrees with nothing", agreed, { requests: 0, successes: 0, upSeconds: 0, p95: null }, false],
    ["the operator's own report, which has no vote", agreed, { weight: 0, successes: 979 }, true],
  ])("%s", (_name, others, given, off) => {
    const same = others === ok ? { upSeconds: 1, downSeconds: 19 } : {};
    expect(dissentersOf([...others, report("z", { ...same, ...given })])).toEqual(off ? ["z"] : []);
  });

  test("where no request is agreed, one is too many", () => {
    const none = { requests: 0, successes: 0, p95: null };
    expect(dissentersOf([report("a", none), report("b", none), report("z", { requests: 1, successes: 1 })])).toEqual([
      "z",
    ]);
  });

  test("each once, sorted, whichever service it was off in", () => {
    const off = { successes: 0, p95: null };
    const eu = [...agreed, report("z", off), report("y", { p95: 1 })];
    const us = [...agreed, report("z", off), report("x", { requests: 2_000, successes: 1_980 })];
    expect(dissentersOf(eu, us)).toEqual(["x", "y", "z"]);
  });
});
