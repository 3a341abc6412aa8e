/** What an account has, may claim, and did. */

import fc from "fast-check";
import { encodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { PARTY_ROLES, type PartyRole } from "../../api/db/chain.ts";
import { claimableUnits, remainingUnits, type UnbondingPool } from "../../api/domain/unbonding.ts";
import type { Rows } from "../fold/tables.ts";
import {
  address,
  ETHER,
  FINALIZED,
  NOW,
  PAST,
  place,
  RATE,
  requestRow,
  slashRow,
  stakedEvent,
  stakedRow,
  WHOLE,
} from "./support/rows.ts";
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

const bits = (...roles: PartyRole[]) => roles.reduce((sum, role) => sum | (1 << PARTY_ROLES.indexOf(role)), 0);

/** The n-th event, and who took part in it. */
function happened(n: number, name: string, operator: Rows["event"]["operator"], told: Partial<Rows["event"]> = {}) {
  return { name, operator, seq: operator === null ? null : n, subject: null, ...place(n), ...told };
}
const part = (n: number, name: string, operator: Rows["event"]["operator"], ...roles: PartyRole[]): Rows["party"] => ({
  ...{ account: ACCOUNT, eventId: place(n).id, name, operator },
  roles: bits(...roles),
});

const LATE = FINALIZED + 1;
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
  slash: [slashRow({ id: 3n, operator: OWN, disputer: ACCOUNT, bond: 55n })],
  stakingEvent: [
    stakedEvent(101, STRANGER, { payer: ACCOUNT, units: 4n, asset: "WSTETH" }),
    stakedEvent(103, OWN, { units: 6n }),
  ],
  payout: [{ kind: "BOND", account: ACCOUNT, asset: "ETH", units: 9n, ...place(105) }],
  event: [
    happened(101, "Staked", STRANGER),
    happened(102, "ManagerSet", MANAGED),
    happened(103, "Staked", OWN),
    happened(104, "SlashDisputed", OWN, { subject: 3n }),
    happened(105, "BondClaimed", null),
    happened(106, "Staked", STRANGER),
    happened(LATE, "MetadataUpdated", MANAGED),
  ],
  party: [
    part(101, "Staked", STRANGER, "PAYER", "SENDER"),
    part(102, "ManagerSet", MANAGED, "MANAGER"),
    part(103, "Staked", OWN, "OPERATOR", "PAYER", "SENDER"),
    part(104, "SlashDisputed", OWN, "OPERATOR", "DISPUTER"),
    part(105, "BondClaimed", null, "RECIPIENT", "SENDER"),
    part(LATE, "MetadataUpdated", MANAGED, "SENDER"),
    { ...part(106, "Staked", STRANGER, "OPERATOR"), account: STRANGER },
  ],
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

describe("history", () => {
  test("has what the account took part in, the newest first, and as what", async () => {
    const asked = "event { name operatorAddress subject source { block transaction } } roles asset units finality";
    const entry = (n: number, name: string, operator: string | null, told: object) => ({
      event: {
        ...{ name, operatorAddress: operator === null ? null : like(operator), subject: null },
        source: { block: n, transaction: place(n).transactionHash },
      },
      ...{ asset: null, units: null, finality: "FINALIZED" },
      ...told,
    });
    const disputed = entry(104, "SlashDisputed", OWN, { roles: ["OPERATOR", "DISPUTER"], asset: "ETH", units: "55" });
    expect(await wallet(`history { totalCount nodes { ${asked} } }`)).toEqual({
      history: {
        totalCount: 6,
        nodes: [
          entry(LATE, "MetadataUpdated", MANAGED, { roles: ["SENDER"], finality: "PENDING" }),
          entry(105, "BondClaimed", null, { roles: ["SENDER", "RECIPIENT"], asset: "ETH", units: "9" }),
          { ...disputed, event: { ...disputed.event, subject: "3" } },
          entry(103, "Staked", OWN, { roles: ["OPERATOR", "SENDER", "PAYER"], asset: "ETH", units: "6" }),
          entry(102, "ManagerSet", MANAGED, { roles: ["MANAGER"] }),
          entry(101, "Staked", STRANGER, { roles: ["SENDER", "PAYER"], asset: "WSTETH", units: "4" }),
        ],
      },
    });
  });

  test.each<[string, readonly number[]]>([
    ["{ role: [PAYER] }", [103, 101]],
    ["{ role: [DISPUTER, MANAGER] }", [104, 102]],
    ["{ role: [] }", []],
    ['{ name: ["Staked", "ManagerSet"] }', [103, 102, 101]],
    ['{ name: ["Nope\\u0000"] }', []],
    [`{ operator: "${OWN}" }`, [104, 103]],
    [`{ operator: "${STRANGER}", role: [PAYER], name: ["Staked"] }`, [101]],
  ])("filtered by %s", async (filter, blocks) => {
    expect(await wallet(`history(filter: ${filter}) { totalCount nodes { event { source { block } } } }`)).toEqual({
      history: { totalCount: blocks.length, nodes: blocks.map((block) => ({ event: { source: { block } } })) },
    });
  });

  test("goes on where a page ended, both ways", async () => {
    const schema = z.object({ history: z.object({ edges: z.array(z.object({ cursor: z.string() })) }) });
    const cursors = schema
      .parse(await wallet("history { edges { cursor } }"))
      .history.edges.map(({ cursor }) => cursor);
    const blocks = async (page: string) => wallet(`history(${page}) { nodes { event { source { block } } } }`);
    const at = (...wanted: number[]) => ({
      history: { nodes: wanted.map((block) => ({ event: { source: { block } } })) },
    });
    expect(await blocks(`first: 2, after: "${cursors[1]}"`)).toEqual(at(104, 103));
    expect(await blocks(`last: 2, before: "${cursors[4]}"`)).toEqual(at(104, 103));
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
      manager: OPERATORS.map((operator) => ({ ...named(operator, true), manager: MANAGER })),
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
