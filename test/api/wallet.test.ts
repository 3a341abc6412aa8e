/** What an account has, and may claim. */

import { encodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import type { Rows } from "../fold/tables.ts";
import { address, ETHER, NOW, PAST, RATE, requestRow, stakedRow, WHOLE } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const OWN = address(1);
const MANAGED = address(2);
const FORMER = address(3);
const STRANGER = address(4);
/** An operator that also manages another, was dismissed by a third, and is paid by a fourth. */
const ACCOUNT = OWN;

const named = (operator: Rows["manager"]["operator"], allowed: boolean): Rows["manager"] => ({
  ...{ operator, manager: ACCOUNT, allowed },
  ...{ updatedAt: PAST, eventId: "" },
});

const DAY = 86_400;
const REQUESTS = [
  // Of its own: matured, the second after a slash of half; one of an epoch that was lost; one coming.
  requestRow({ id: 1n, operator: OWN, units: 3n * ETHER, unlockAt: NOW - 50 }),
  requestRow({ id: 2n, operator: OWN, units: 2n * ETHER, factor: WHOLE * 2n, unlockAt: NOW - 100 }),
  requestRow({ id: 3n, operator: OWN, epoch: 7, unlockAt: NOW - 10 }),
  requestRow({ id: 4n, operator: OWN, units: ETHER, unlockAt: NOW }),
  requestRow({ id: 5n, operator: OWN, state: "CLAIMED", units: 0n, unlockAt: NOW - 20, closedAt: NOW - 5 }),
  // Of the one it manages, in wstETH: live slashes hold all but one unit of the pool.
  requestRow({ id: 6n, operator: MANAGED, asset: "WSTETH", units: 5n * ETHER, unlockAt: NOW - 60 }),
  requestRow({ id: 7n, operator: MANAGED, asset: "WSTETH", units: ETHER, unlockAt: NOW + DAY }),
  // Of others: one pays it.
  requestRow({ id: 8n, operator: STRANGER, recipient: ACCOUNT, units: ETHER, unlockAt: NOW + 5 }),
  requestRow({ id: 9n, operator: STRANGER, units: ETHER, unlockAt: NOW - 70 }),
  requestRow({ id: 10n, operator: FORMER, units: ETHER, unlockAt: NOW - 80 }),
  // Its own that pays somebody else, at the same moment as another.
  requestRow({ id: 11n, operator: OWN, recipient: STRANGER, units: ETHER / 2n, unlockAt: NOW - 50 }),
];

const suite = apiSuite({
  operator: [
    stakedRow({ address: OWN, ethActive: 20n * ETHER, ethUnbonding: 8n * ETHER, wstethActive: ETHER }),
    stakedRow({
      ...{ address: MANAGED, ethActive: ETHER },
      ...{ wstethActive: ETHER, wstethUnbonding: 6n * ETHER, wstethLocked: 7n * ETHER - 1n },
    }),
    stakedRow({ address: FORMER, ethActive: 100n * ETHER, ethUnbonding: ETHER }),
    stakedRow({ address: STRANGER, ethActive: 100n * ETHER, ethUnbonding: 2n * ETHER }),
  ],
  manager: [named(MANAGED, true), named(FORMER, false)],
  unstakeRequest: REQUESTS,
  bondBalance: [{ account: ACCOUNT, claimable: 77n, updatedAt: PAST }],
});

async function wallet(selection: string, account: string = ACCOUNT): Promise<unknown> {
  const { data, errors } = await suite.api.ask(`query ($a: Address!) { wallet(address: $a) { ${selection} } }`, {
    a: account,
  });
  expect(errors).toEqual([]);
  return z.object({ wallet: z.unknown() }).parse(data).wallet;
}

const like = (account: string) => expect.stringMatching(new RegExp(`^${account}$`, "i"));
const time = (at: number) => new Date(at * 1_000).toISOString();
const wei = (amount: bigint) => String(amount);
const inEth = (units: bigint) => (units * RATE) / ETHER;

describe("positions", () => {
  test("say as what the account acts, and what may be claimed", async () => {
    const asked =
      "role node { address } unstakes { claimable held coming nextClaimableAt assets { asset claimable held coming } }";
    expect(await wallet(`positions { totalCount edges { ${asked} } }`)).toEqual({
      positions: {
        totalCount: 2,
        edges: [
          {
            ...{ role: "OPERATOR", node: { address: like(OWN) } },
            unstakes: {
              ...{ claimable: wei((9n * ETHER) / 2n), held: "0", coming: wei(ETHER), nextClaimableAt: time(NOW + 1) },
              assets: [
                { asset: "ETH", claimable: wei((9n * ETHER) / 2n), held: "0", coming: wei(ETHER) },
                { asset: "WSTETH", claimable: "0", held: "0", coming: "0" },
              ],
            },
          },
          {
            ...{ role: "MANAGER", node: { address: like(MANAGED) } },
            unstakes: {
              ...{ claimable: wei(inEth(1n)), held: wei(inEth(5n * ETHER - 1n)), coming: wei(inEth(ETHER)) },
              nextClaimableAt: time(NOW + DAY + 1),
              assets: [
                { asset: "ETH", claimable: "0", held: "0", coming: "0" },
                { asset: "WSTETH", claimable: "1", held: wei(5n * ETHER - 1n), coming: wei(ETHER) },
              ],
            },
          },
        ],
      },
    });
  });

  test("are pages with cursors", async () => {
    const first = z
      .object({ positions: z.object({ pageInfo: z.object({ endCursor: z.string(), hasNextPage: z.literal(true) }) }) })
      .parse(await wallet("positions(first: 1) { pageInfo { endCursor hasNextPage } }"));
    const rest = await wallet(
      `positions(after: "${first.positions.pageInfo.endCursor}") { edges { role } nodes { address } }`,
    );
    expect(rest).toEqual({ positions: { edges: [{ role: "MANAGER" }], nodes: [{ address: like(MANAGED) }] } });
  });

  test("of an account that is nobody are none", async () => {
    const nobody = await wallet(
      "positions { edges { role } } summary { active bond unstakes { claimable nextClaimableAt } } history { nodes { roles } } claimableUnstakes { totalCount nodes { asset } }",
      address(99),
    );
    expect(nobody).toEqual({
      positions: { edges: [] },
      summary: { active: "0", bond: "0", unstakes: { claimable: "0", nextClaimableAt: null } },
      history: { nodes: [] },
      claimableUnstakes: { totalCount: 0, nodes: [] },
    });
  });
});

test("the summary adds up positions, and all that the account may claim", async () => {
  const asked =
    "active unbonding locked bond unstakes { claimable held coming nextClaimableAt } assets { asset active unbonding locked value }";
  expect(await wallet(`summary { ${asked} }`)).toEqual({
    summary: {
      active: wei(21n * ETHER + inEth(2n * ETHER)),
      unbonding: wei(8n * ETHER + inEth(6n * ETHER)),
      locked: wei(inEth(7n * ETHER - 1n)),
      bond: "77",
      unstakes: {
        claimable: wei((9n * ETHER) / 2n + inEth(1n)),
        held: wei(inEth(5n * ETHER - 1n)),
        // With the stranger's request that pays the account, and no other of the stranger's.
        coming: wei(2n * ETHER + inEth(ETHER)),
        nextClaimableAt: time(NOW + 1),
      },
      assets: [
        { asset: "ETH", active: wei(21n * ETHER), unbonding: wei(8n * ETHER), locked: "0", value: wei(29n * ETHER) },
        {
          ...{ asset: "WSTETH", active: wei(2n * ETHER), unbonding: wei(6n * ETHER), locked: wei(7n * ETHER - 1n) },
          value: wei(inEth(8n * ETHER)),
        },
      ],
    },
  });
});

const idsSchema = z.array(z.object({ request: z.object({ requestId: z.string() }) }));
const pageSchema = z.object({
  list: z.object({
    totalCount: z.int(),
    nodes: idsSchema,
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const PAGE = "totalCount nodes { request { requestId } } pageInfo { hasNextPage endCursor }";

describe("requests that the account may claim", () => {
  const MATURED = ["2", "6", "1", "11", "3"];
  const COMING = ["4", "8", "7"];

  test.each<[string, readonly string[]]>([
    ["claimableUnstakes", MATURED],
    ["comingUnstakes", COMING],
  ])("%s: those whose time comes first come first, whatever the page", async (list, expected) => {
    for (const first of [1, 2, 100]) {
      const seen: string[] = [];
      let after = "";
      for (;;) {
        const page = pageSchema.parse(await wallet(`list: ${list}(first: ${first}${after}) { ${PAGE} }`)).list;
        expect(page.totalCount).toBe(expected.length);
        seen.push(...page.nodes.map(({ request }) => request.requestId));
        if (!page.pageInfo.hasNextPage) break;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
      expect(seen).toEqual(expected);
    }
    const last = pageSchema.parse(await wallet(`list: ${list}(last: 2) { ${PAGE} }`)).list;
    expect(last.nodes.map(({ request }) => request.requestId)).toEqual(expected.slice(-2));
  });

  const FIELDS = "operatorAddress paysTo asset units value held claimableAt remainingSeconds claim { data value }";

  test("say what is paid, to whom, and have the transaction", async () => {
    const { claimableUnstakes } = z
      .object({ claimableUnstakes: z.object({ nodes: z.array(z.unknown()) }) })
      .parse(await wallet(`claimableUnstakes { nodes { ${FIELDS} } }`));
    const [halved, held, , elsewhere, lost] = claimableUnstakes.nodes;
    expect(halved).toEqual({
      ...{ operatorAddress: like(OWN), paysTo: like(ACCOUNT), asset: "ETH", units: wei(ETHER), value: wei(ETHER) },
      ...{ held: "0", claimableAt: time(NOW - 99), remainingSeconds: 0 },
      claim: { data: encodeFunctionData({ abi, functionName: "claimUnstake", args: [2n] }), value: "0" },
    });
    expect(held).toMatchObject({ units: "1", value: wei(inEth(1n)), held: wei(5n * ETHER - 1n) });
    expect(elsewhere).toMatchObject({ paysTo: like(STRANGER), units: wei(ETHER / 2n) });
    expect(lost).toMatchObject({ units: "0", held: "0" });
  });

  test("count down to the first moment they are paid", async () => {
    expect(await wallet("comingUnstakes { nodes { units claimableAt remainingSeconds } }")).toEqual({
      comingUnstakes: {
        nodes: [
          { units: wei(ETHER), claimableAt: time(NOW + 1), remainingSeconds: 1 },
          { units: wei(ETHER), claimableAt: time(NOW + 6), remainingSeconds: 6 },
          { units: wei(ETHER), claimableAt: time(NOW + DAY + 1), remainingSeconds: DAY + 1 },
        ],
      },
    });
  });

  test("a cursor of one list is none of the other", async () => {
    const { list } = pageSchema.parse(await wallet(`list: comingUnstakes(first: 1) { ${PAGE} }`));
    const query = `{ wallet(address: "${ACCOUNT}") { claimableUnstakes(after: "${list.pageInfo.endCursor}") { totalCount } } }`;
    expect((await suite.api.ask(query)).errors).toMatchObject([{ code: "INVALID_CURSOR" }]);
  });
});

test("a whole wallet is ten statements at most, however many positions and requests there are", async () => {
  const statements = countStatements();
  try {
    await wallet(`summary { active bond unstakes { claimable } } claimableUnstakes { nodes { units value held } }
      positions { edges { role unstakes { claimable } node { address stake { active } } } }
      comingUnstakes { nodes { units value } } history { nodes { roles units finality event { name } } }`);
    // Operators of both lists may come together, or not.
    expect(statements.texts.length).toBeLessThanOrEqual(10);
    expect(statements.texts.length).toBeGreaterThanOrEqual(9);
  } finally {
    statements.restore();
  }
});
