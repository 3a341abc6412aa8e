/** What client software the network runs. */
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { MAX_SOFTWARE } from "../../api/loaders/software.ts";
import { address, ETHER, operatorRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const [A, B, C, D, GONE, MANY, FREE] = [1, 2, 3, 4, 5, 6, 7].map((n) => address(n));
const stake = (one: string | undefined, ethActive: bigint) => stakedRow({ address: `0x${one?.slice(2)}`, ethActive });

const suite = apiSuite({
  operator: [
    stake(A, 5n * ETHER),
    stake(B, 3n * ETHER),
    stake(C, 2n * ETHER),
    stake(D, ETHER),
    stake(MANY, ETHER),
    stake(GONE, 0n),
    operatorRow({ address: `0x${FREE?.slice(2)}` }),
  ],
});

const SOFTWARE: readonly (readonly [string | undefined, string, string, string])[] = [
  [A, "EXECUTION", "Geth", "1.14"],
  [B, "EXECUTION", "geth", "1.14"],
  [C, "EXECUTION", "Geth", "1.13"],
  // Both, for safety: it counts for each.
  [C, "EXECUTION", "Reth", "1.0"],
  [D, "EXECUTION", "Nethermind", "1.30"],
  [GONE, "EXECUTION", "Reth", "1.0"],
  [FREE, "EXECUTION", "Reth", "1.0"],
  [address(99), "EXECUTION", "Reth", "1.0"],
  [A, "CONSENSUS", "Lighthouse", "6"],
  [D, "SIGNER", "Web3Signer", "23"],
  [D, "SIGNER", "Web3Signer", "24"],
  ...Array.from(
    { length: MAX_SOFTWARE + 2 },
    (_, n) => [MANY, "RELAY", `relay-${String(n).padStart(2, "0")}`, "1"] as const,
  ),
  [A, "RELAY", "relay-00", "1"],
  [B, "RELAY", `relay-${MAX_SOFTWARE}`, "2"],
];

beforeAll(async () => {
  await suite.database.client.query(
    `insert into din_api.operator_software (operator, role, name, version)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [0, 1, 2, 3].map((column) => SOFTWARE.map((row) => row[column])),
  );
});

const sharesSchema = z.object({
  softwareDistribution: z.array(
    z.object({
      ...{ name: z.string().nullable(), version: z.string().nullable(), operators: z.number() },
      ...{ stakeValue: z.string(), share: z.number() },
    }),
  ),
});

async function shares(args: string): Promise<string[]> {
  const query = `{ softwareDistribution(${args}) { name version operators stakeValue share } }`;
  const { data, errors } = await suite.api.ask(query);
  expect(errors).toEqual([]);
  return sharesSchema
    .parse(data)
    .softwareDistribution.map(({ name, version, operators, stakeValue, share }) =>
      [name, version, operators, `${BigInt(stakeValue) / ETHER} ETH`, share].join(" "),
    );
}

describe("softwareDistribution", () => {
  test("by version, what most run first; who left, never staked or never registered, does not count", async () => {
    expect(await shares("role: EXECUTION")).toEqual([
      "Geth 1.14 2 8 ETH 5000",
      "Geth 1.13 1 2 ETH 2500",
      "Nethermind 1.30 1 1 ETH 2500",
      "Reth 1.0 1 2 ETH 2500",
    ]);
  });

  test("with versions together: one that runs two counts once", async () => {
    expect(await shares("role: EXECUTION, byVersion: false")).toEqual([
      "Geth  3 10 ETH 7500",
      "Nethermind  1 1 ETH 2500",
      "Reth  1 2 ETH 2500",
    ]);
    expect(await shares("role: SIGNER, byVersion: false")).toEqual(["Web3Signer  1 1 ETH 10000"]);
    expect(await shares("role: SIGNER")).toHaveLength(2);
  });

  test("what fewest run is one, with everybody in it once", async () => {
    const all = await shares("role: RELAY");
    expect(all).toHaveLength(MAX_SOFTWARE + 1);
    expect(all[0]).toBe("relay-00 1 2 6 ETH 6666");
    // Two of MANY and the one of B.
    expect(all.at(-1)).toBe("  2 4 ETH 6666");
  });

  test("a few at once are answered, many are refused before anything is read", async () => {
    const many = (count: number) =>
      `{ ${Array.from({ length: count }, (_, n) => `_${n}: softwareDistribution(role: RELAY) { name operators }`).join(" ")} }`;
    expect((await suite.api.ask(many(4))).errors).toEqual([]);
    expect((await suite.api.ask(many(14))).errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
  });
});
