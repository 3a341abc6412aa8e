import { expect, test } from "vitest";
import { slashableValue } from "../../../api/monitoring/slices.ts";

const RATE = { eth: 10n ** 18n, wsteth: 12n * 10n ** 17n };

/** The registry's snapshot adds what is active and unbonding of an asset before it takes its value. */
test.each([
  [2n, 3n, 6n],
  [0n, 5n, 6n],
  [4n, 4n, 9n],
])("%s and %s units of wstETH at 1.2 are worth %s together", (active, unbonding, value) => {
  const stake = { active: { eth: 1n, wsteth: active }, unbonding: { eth: 2n, wsteth: unbonding }, everStaked: true };
  expect(slashableValue({ ...stake, rates: RATE })).toBe(3n + value);
});
