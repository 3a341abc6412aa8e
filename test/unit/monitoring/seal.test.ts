import fc from "fast-check";
import { keccak256, stringToHex } from "viem";
import { describe, expect, test } from "vitest";
import { assessSlice, type SliceFacts } from "../../../api/domain/dossier.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { sealJson } from "../../../api/monitoring/seal.ts";
import { INCIDENT, outage, sliceFacts } from "../domain/support/slices.ts";

const POLICY = policyOf("production");
const dossierOf = (told: Partial<SliceFacts> = {}) => assessSlice(sliceFacts(told), POLICY).dossier;
const seal = (told: Partial<SliceFacts> = {}) => sealJson(dossierOf(told));

describe("a sealed dossier", () => {
  test("its hash is keccak256 of its bytes, which read back as the same value", () => {
    const { text, hash } = seal();
    expect(hash).toBe(keccak256(stringToHex(text)));
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
    const { text, hash } = seal({ violation: "BAD_DATA", evidence: { ...INCIDENT, summary } });
    expect(keccak256(new Uint8Array(Buffer.from(text, "utf8")))).toBe(hash);
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
    expect(new Set(hashes.map((told) => seal(told).hash)).size).toBe(hashes.length);
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
