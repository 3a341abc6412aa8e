import { encodeAbiParameters, keccak256, parseAbiParameters } from "viem";
import { describe, expect, test } from "vitest";
import { incidentKeyOf, violationIdOf } from "../../../api/monitoring/violation-ids.ts";

describe("ids", () => {
  const SOURCE = {
    chainId: 8_453,
    registry: `0x${"d1".repeat(20)}`,
    operator: `0x${"0a".repeat(20)}`,
    source: { charge: "DOWNTIME" },
    openedAt: 1_760_003_700,
  } as const;

  test("a violation's id is the hash of what it is", () => {
    const abi = parseAbiParameters("uint256, address, address, string, string, uint256");
    expect(violationIdOf(SOURCE)).toBe(
      keccak256(encodeAbiParameters(abi, [8_453n, SOURCE.registry, SOURCE.operator, "DOWNTIME", "", 1_760_003_700n])),
    );
    const others = [
      { ...SOURCE, chainId: 1 },
      { ...SOURCE, registry: SOURCE.operator },
      { ...SOURCE, operator: SOURCE.registry },
      { ...SOURCE, source: { charge: "LATENCY" } },
      { ...SOURCE, source: { incidentId: "DOWNTIME" } },
      { ...SOURCE, openedAt: 1 },
    ] as const;
    expect(new Set([SOURCE, ...others].map(violationIdOf)).size).toBe(7);
  });

  test("an incident key is keccak256(abi.encode(violationId, slice))", () => {
    const id = `0x${"ab".repeat(32)}` as const;
    const words = `0x${"ab".repeat(32)}${"2".padStart(64, "0")}` as const;
    expect(incidentKeyOf(id, 2)).toBe(keccak256(words));
    expect(() => incidentKeyOf("abc", 1)).toThrow(TypeError);
  });
});
