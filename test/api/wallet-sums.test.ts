/** What open requests amount to, summed in SQL, is what the rules of unbonding say. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { claimableUnits, remainingUnits, type UnbondingPool } from "../../api/domain/unbonding.ts";
import type { Rows } from "../fold/tables.ts";
import { address, NOW, PAST, requestRow, stakedRow, WHOLE } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const suite = apiSuite();

async function wallet(selection: string, account: string): Promise<unknown> {
  const { data, errors } = await suite.api.ask(`query ($a: Address!) { wallet(address: $a) { ${selection} } }`, {
    a: account,
  });
  expect(errors).toEqual([]);
  return z.object({ wallet: z.unknown() }).parse(data).wallet;
}

const like = (account: string) => expect.stringMatching(new RegExp(`^${account}$`, "i"));
const wei = (amount: bigint) => String(amount);

describe("sums in SQL", () => {
  const MANAGER = address(1, "0x3b");
  const OPERATORS = [1, 2, 3].map((n) => address(n, "0x0c"));
  const requests = fc.array(
    fc.record({
      operator: fc.constantFrom(...OPERATORS),
      asset: fc.constantFrom("ETH", "WSTETH"),
      units: fc.bigInt(0n, 10n ** 20n),
      factor: fc.bigInt(1n, WHOLE),
      epoch: fc.integer({ min: 0, max: 1 }),
      unlockAt: fc.integer({ min: NOW - 3, max: NOW + 3 }),
    }),
    { minLength: 30, maxLength: 30 },
  );
  const pool = fc.record({
    active: fc.bigInt(0n, 10n ** 20n),
    unbonding: fc.bigInt(0n, 10n ** 21n),
    factor: fc.bigInt(1n, WHOLE),
    epoch: fc.integer({ min: 0, max: 1 }),
    lockedShare: fc.bigInt(0n, 100n),
  });
  const pools = fc.array(fc.tuple(pool, pool), { minLength: OPERATORS.length, maxLength: OPERATORS.length });

  test("are what the rules of unbonding say of each request, claimed one after another", async () => {
    const [drawn] = fc.sample(fc.tuple(requests, pools), { numRuns: 1, seed: 20 });
    if (drawn === undefined) throw new Error("nothing was drawn");
    const unstakes = drawn[0].map((request, n) => requestRow({ id: BigInt(1_000 + n), ...request }));
    const rows = OPERATORS.map((operator, n) => stakedRow({ address: operator, ...columns(drawn[1][n]) }));
    await suite.database.fill({
      operator: rows,
      unstakeRequest: unstakes,
      manager: OPERATORS.map((operator) => ({
        ...{ operator, manager: MANAGER, allowed: true },
        ...{ updatedAt: PAST, eventId: "" },
      })),
    });

    const asked = "positions { edges { node { address } unstakes { assets { asset claimable held coming } } } }";
    const edges = rows.map((row) => ({
      node: { address: like(row.address) },
      unstakes: {
        assets: (["ETH", "WSTETH"] as const).map((asset) => ({
          asset,
          ...sumsOf(
            poolOf(row, asset),
            unstakes.filter((request) => request.operator === row.address && request.asset === asset),
          ),
        })),
      },
    }));
    expect(await wallet(asked, MANAGER)).toEqual({ positions: { edges } });
  });

  type Drawn = typeof pool extends fc.Arbitrary<infer Value> ? Value : never;

  function columns(drawn: readonly [Drawn, Drawn] | undefined): Partial<Rows["operator"]> {
    if (drawn === undefined) return {};
    const [eth, wsteth] = drawn.map((one) => ({
      ...one,
      locked: ((one.active + one.unbonding) * one.lockedShare) / 100n,
    }));
    if (eth === undefined || wsteth === undefined) return {};
    return {
      ...{ ethActive: eth.active, ethUnbonding: eth.unbonding, ethLocked: eth.locked },
      ...{ ethFactor: eth.factor, ethEpoch: eth.epoch },
      ...{ wstethActive: wsteth.active, wstethUnbonding: wsteth.unbonding, wstethLocked: wsteth.locked },
      ...{ wstethFactor: wsteth.factor, wstethEpoch: wsteth.epoch },
    };
  }

  const poolOf = (row: Rows["operator"], asset: "ETH" | "WSTETH"): UnbondingPool =>
    asset === "ETH"
      ? {
          ...{ active: row.ethActive, unbonding: row.ethUnbonding, locked: row.ethLocked },
          ...{ factor: row.ethFactor, epoch: row.ethEpoch },
        }
      : {
          ...{ active: row.wstethActive, unbonding: row.wstethUnbonding, locked: row.wstethLocked },
          ...{ factor: row.wstethFactor, epoch: row.wstethEpoch },
        };

  /** Claims them in turn: each takes from what the pool has free. */
  function sumsOf(start: UnbondingPool, due: readonly Rows["unstakeRequest"][]) {
    let [now, claimable, held, coming] = [start, 0n, 0n, 0n];
    for (const request of due) {
      const left = remainingUnits(request, now);
      const paid = claimableUnits(request, now, NOW);
      now = { ...now, unbonding: now.unbonding - paid };
      claimable += paid;
      if (request.unlockAt < NOW) held += left - paid;
      else coming += left;
    }
    return { claimable: wei(claimable), held: wei(held), coming: wei(coming) };
  }
});
