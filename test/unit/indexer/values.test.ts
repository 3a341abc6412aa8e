import { describe, expect, test } from "vitest";
import { assetOf, disputeOutcomeOf, enumMember, operatorStatusOf } from "../../../indexer/src/lib/enums.ts";
import { ethValue, toNumber } from "../../../indexer/src/lib/numbers.ts";
import { asText } from "../../../indexer/src/lib/parameters.ts";
import { provenance, timeOf } from "../../../indexer/src/lib/provenance.ts";
import { storable } from "../../../indexer/src/lib/text.ts";
import { BLOCK_HASH, EVENT, TRANSACTION } from "./event.ts";

describe("enums", () => {
  test.each([
    [assetOf(0), "ETH"],
    [assetOf(1), "WSTETH"],
    [operatorStatusOf(0), "NONE"],
    [operatorStatusOf(4), "SLASHED"],
    [disputeOutcomeOf(1), "OVERTURNED"],
  ])("%s", (name, expected) => {
    expect(name).toBe(expected);
  });

  test.each([2, -1, 0.5, Number.NaN])("%s has no name", (value) => {
    expect(() => enumMember("Asset", ["ETH", "WSTETH"], value)).toThrow(
      `Asset has no member ${value} (known: ETH, WSTETH). Update ponder.schema.ts with the ABI.`,
    );
  });
});

test.each([
  [0n, 0],
  [1_700_000_000n, 1_700_000_000],
  [9_007_199_254_740_991n, 9_007_199_254_740_991],
  [9_007_199_254_740_992n, 9_007_199_254_740_991],
  [18_446_744_073_709_551_615n, 9_007_199_254_740_991],
])("toNumber(%s)", (value, expected) => {
  expect(toNumber(value)).toBe(expected);
});

test.each([
  [5n, 10n ** 18n, 5n],
  [3n, 1_500_000_000_000_000_000n, 4n],
  [1n, 999_999_999_999_999_999n, 0n],
  [0n, 10n ** 18n, 0n],
])("ethValue(%s, %s) rounds down", (units, rateE18, expected) => {
  expect(ethValue(units, rateE18)).toBe(expected);
});

test("asText", () => {
  expect(asText({ minStake: 10n ** 18n, bps: 50, to: "0xab", on: true })).toEqual({
    minStake: "1000000000000000000",
    bps: "50",
    to: "0xab",
    on: "true",
  });
  expect(asText({})).toEqual({});
});

test.each([
  ["ipfs://a", "ipfs://a"],
  ["\u0000a\u0000\u0000b", "ab"],
  ["\u0000", ""],
])("storable(%j)", (value, expected) => {
  expect(storable(value)).toBe(expected);
});

test("provenance", () => {
  expect(provenance(EVENT)).toEqual({
    blockNumber: 70,
    blockHash: BLOCK_HASH,
    blockTime: 1_800_000_007,
    transactionHash: TRANSACTION,
    logIndex: 3,
  });
  expect(timeOf(EVENT)).toBe(1_800_000_007);
});
