/** When an interval counts as an outage: domain.md, "Violations and slash assessment". */
import { describe, expect, test } from "vitest";
import { consensusOf } from "../../../api/domain/consensus.ts";
import type { Report } from "../../../api/domain/measurement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { report } from "./support/reports.ts";

const POLICY = policyOf("production");

const up = report("a");
const down = report("a", { upSeconds: 0, downSeconds: 60 });
const downFor = (seconds: number, reporter = "a", weight = 1) =>
  report(reporter, { upSeconds: 60 - seconds, downSeconds: seconds, weight });
const requestsOnly = report("a", { upSeconds: 0, downSeconds: 0 });
const nothing = report("a", { requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 0, p95: null });

/** A service and, for each of its regions, the reports. */
type Service = readonly [service: string, ...regions: Report[][]];

const isOutage = (services: readonly Service[], policy = POLICY): boolean =>
  consensusOf(
    services.flatMap(([service, ...regions]) => regions.map((reports) => ({ service, reports }))),
    policy,
  ).outage;

describe("an outage minute: a service is down for 30 seconds and more in all its regions", () => {
  test.each<[string, Service[], boolean]>([
    ["nothing reported", [], false],
    ["up", [["rpc", [up]]], false],
    ["down", [["rpc", [down]]], true],
    ["down for 29 seconds", [["rpc", [downFor(29)]]], false],
    ["down for 30", [["rpc", [downFor(30)]]], true],
    ["down for 30 of 30 measured", [["rpc", [report("a", { upSeconds: 0, downSeconds: 30 })]]], true],
    ["down for 29 of 29 measured", [["rpc", [report("a", { upSeconds: 0, downSeconds: 29 })]]], false],
    ["down in both regions", [["rpc", [down], [down]]], true],
    ["down in one of two", [["rpc", [down], [up]]], false],
    ["whichever comes first", [["rpc", [up], [down]]], false],
    [
      "of two services one is down",
      [
        ["rpc", [up]],
        ["relay", [down]],
      ],
      true,
    ],
    [
      "of two services each is down in one region",
      [
        ["rpc", [up], [down]],
        ["relay", [down], [up]],
      ],
      false,
    ],
    [
      "both down: one minute",
      [
        ["rpc", [down]],
        ["relay", [down]],
      ],
      true,
    ],
    ["of the other region only requests are known", [["rpc", [down], [requestsOnly]]], false],
    ["of the other region nothing is known", [["rpc", [down], [nothing]]], true],
    ["only requests are known", [["rpc", [requestsOnly]]], false],
    [
      "by the consensus: two of three saw it down",
      [["rpc", [downFor(0, "a"), downFor(60, "b"), downFor(60, "c")]]],
      true,
    ],
    ["by the consensus: one of three", [["rpc", [downFor(0, "a"), downFor(0, "b"), downFor(60, "c")]]], false],
    [
      "what the operator says of another region does not help it",
      [["rpc", [down], [report("self", { weight: 0 })]]],
      true,
    ],
    ["nor of the same", [["rpc", [down, report("self", { weight: 0 })]]], true],
    ["its own word counts where there is no other", [["rpc", [downFor(60, "self", 0)]]], true],
  ])("%s", (_name, services, outage) => {
    expect(isOutage(services)).toBe(outage);
  });

  test("in the devnet half of a second-long interval is one second of one", () => {
    const second = (downSeconds: number) => report("a", { upSeconds: 1 - downSeconds, downSeconds });
    expect(isOutage([["rpc", [second(1)]]], policyOf("devnet"))).toBe(true);
    expect(isOutage([["rpc", [second(0)]]], policyOf("devnet"))).toBe(false);
  });
});
