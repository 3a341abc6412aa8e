import fc from "fast-check";
import { encodeAbiParameters, keccak256, parseAbiParameters, stringToHex } from "viem";
import { describe, expect, test } from "vitest";
import { assessSlice, type SliceFacts } from "../../../api/domain/dossier.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { incidentKeyOf, sealDossier, violationIdOf } from "../../../api/monitoring/dossier-file.ts";
import { INCIDENT, outage, sliceFacts } from "../domain/support/slices.ts";

const POLICY = policyOf("production");
const dossierOf = (told: Partial<SliceFacts> = {}) => assessSlice(sliceFacts(told), POLICY).dossier;
const seal = (told: Partial<SliceFacts> = {}) => sealDossier(dossierOf(told));

describe("a sealed dossier", () => {
  test("its hash is keccak256 of its bytes, which read back as the same value", () => {
    const { text, evidenceHash } = seal();
    expect(evidenceHash).toBe(keccak256(stringToHex(text)));
    expect(JSON.parse(text)).toEqual(dossierOf());
    expect(text).not.toMatch(/\s/);
  });

  test("keys are sorted at every depth: the text is canonical whoever parses and prints it", () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, sorted(part)]),
      );
    };
    for (const told of [{}, { evidence: INCIDENT, violation: "BAD_DATA" } as const]) {
      const { text } = seal(told);
      expect(JSON.stringify(sorted(JSON.parse(text)))).toBe(text);
    }
  });

  test("text of any script is hashed as UTF-8", () => {
    const summary = '北極星 🚀 "quoted" \\ \u0000 \u2028 é';
    const { text, evidenceHash } = seal({ violation: "BAD_DATA", evidence: { ...INCIDENT, summary } });
    expect(keccak256(new Uint8Array(Buffer.from(text, "utf8")))).toBe(evidenceHash);
    expect(JSON.parse(text)).toMatchObject({ evidence: { summary } });
  });

  test("any change of the facts is another hash", () => {
    const hashes = [
      {},
      { slice: 2 },
      { final: false },
      { alreadyBps: 1 },
      { stakeValue: 1n },
      { evidence: outage(71) },
      { tier: "TIER_2" },
      { operator: `0x${"0b".repeat(20)}` },
    ] as const satisfies readonly Partial<SliceFacts>[];
    expect(new Set(hashes.map((told) => seal(told).evidenceHash)).size).toBe(hashes.length);
  });

  test("numbers that not everybody reads alike are refused", () => {
    expect(() => seal({ openedAt: 1.5 })).toThrow(RangeError);
    expect(() => seal({ openedAt: 2 ** 53 })).toThrow(RangeError);
    expect(() => seal({ alreadyBps: Number.NaN })).toThrow(RangeError);
  });

  test("every number of it is an integer, whatever was measured", () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(2_000),
        fc.bigInt(0n, 10n ** 26n),
        fc.nat(6_000),
        (minutes, before, stakeValue, alreadyBps) => {
          const { text } = seal({ evidence: outage(minutes, before), stakeValue, alreadyBps });
          expect(text).not.toMatch(/[0-9]\.[0-9]|[0-9]e[+-]?[0-9]/);
        },
      ),
      { numRuns: 30 },
    );
  });
});

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
