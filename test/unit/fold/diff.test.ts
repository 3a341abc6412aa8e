import { describe, expect, test } from "vitest";
import { diffTables } from "../../fold/diff.ts";
import { emptyTables, put, type Rows, type Tables } from "../../fold/tables.ts";

const balance: Rows["bondBalance"] = {
  account: "0x00000000000000000000000000000000000000aa",
  claimable: 20n,
  updatedAt: 1_800_000_000,
};
const change: Rows["parameterChange"] = {
  id: "1",
  name: "MinStakeSet",
  value: { minStake: "1" },
  blockNumber: 1,
  blockHash: "0x01",
  blockTime: 1_800_000_000,
  transactionHash: "0x02",
  logIndex: 0,
};

function tables(...balances: Rows["bondBalance"][]): Tables {
  const made = emptyTables();
  for (const row of balances) put(made, "bondBalance", row);
  return made;
}

describe("diffTables", () => {
  test("says nothing of equal tables", () => {
    expect(diffTables(tables({ ...balance }), tables({ ...balance }))).toEqual([]);
  });

  test("names the row and column that differ, with both values", () => {
    expect(diffTables(tables({ ...balance, claimable: 19n }), tables(balance))).toEqual([
      'bondBalance 0x00000000000000000000000000000000000000aa: column claimable is "19n", the chain says "20n"',
    ]);
  });

  test("names a row that is missing", () => {
    expect(diffTables(tables(), tables(balance))).toEqual([
      expect.stringMatching(/^bondBalance 0x0+aa: missing, the chain says \{.*"claimable":"20n"/),
    ]);
  });

  test("names a row that is too much", () => {
    expect(diffTables(tables(balance), tables())).toEqual([
      expect.stringMatching(/^bondBalance 0x0+aa: not on the chain/),
    ]);
  });

  test("looks into JSON columns", () => {
    const [has, wants] = [emptyTables(), emptyTables()];
    put(has, "parameterChange", { ...change, value: { minStake: "2" } });
    put(wants, "parameterChange", change);
    expect(diffTables(has, wants)).toEqual([
      'parameterChange 1: column value is {"minStake":"2"}, the chain says {"minStake":"1"}',
    ]);
  });

  test("a number is not the bigint of the same value", () => {
    const has = tables({ ...balance });
    Object.assign(has.bondBalance.get(balance.account) ?? {}, { claimable: 20 });
    expect(diffTables(has, tables(balance))).toEqual([
      expect.stringMatching(/column claimable is 20, the chain says "20n"$/),
    ]);
  });

  test("stays readable however much differs", () => {
    const [has, wants] = [emptyTables(), emptyTables()];
    for (let id = 0; id < 100; id++) put(wants, "parameterChange", { ...change, id: String(id) });
    const lines = diffTables(has, wants);
    expect(lines).toHaveLength(41);
    expect(lines.at(-1)).toBe("… and 60 more");
  });
});
