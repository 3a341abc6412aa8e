/** What lists of operators are filtered and ordered by, at the edges. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  address,
  ETHER,
  hash,
  NOW,
  operatorRow,
  PAST,
  RATE,
  requestRow,
  scored,
  slashRow,
  stakedEvent,
  stakedRow,
} from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const MANAGER = address(1, "0x3a");
const FORMER = address(2, "0x3a");

/** Named by what they are there for. */
const NAMED = {
  nothing: operatorRow({ address: address(1) }),
  underTier1: stakedRow({ address: address(2), ethActive: ETHER - 1n }),
  tier1: stakedRow({ address: address(3), ethActive: ETHER }),
  underTier2: stakedRow({ address: address(4), ethActive: 10n * ETHER - 1n }),
  tier2: stakedRow({ address: address(5), ethActive: 10n * ETHER }),
  // 83.333… wstETH at 1.2 are a wei short of 100 ETH, and a wei of ETH makes it up.
  underTier3: stakedRow({ address: address(6), wstethActive: (100n * ETHER * ETHER) / RATE }),
  tier3: stakedRow({ address: address(7), wstethActive: (100n * ETHER * ETHER) / RATE, ethActive: 1n }),
  exited: operatorRow({ address: address(8), firstStakedAt: PAST }),
  leaving: stakedRow({ address: address(9), ethUnbonding: ETHER }),
  cooling: stakedRow({ address: address(10), ethActive: 5n * ETHER, slashedUntil: NOW }),
  cooled: stakedRow({ address: address(11), ethActive: 5n * ETHER, slashedUntil: NOW - 1 }),
  perCent: operatorRow({ address: address(12), metadataUri: "https://a.example/100%_sure?q=1" }),
  quoted: operatorRow({ address: address(13), metadataUri: `it's "quoted" \\ $1 \`x\`` }),
  unicode: operatorRow({ address: address(14), metadataUri: "Ünïcode — 北極星 🚀 STRASSE" }),
  managed: operatorRow({ address: address(15), metadataUri: "100xxsure" }),
} as const;
type Name = keyof typeof NAMED;

const suite = apiSuite({
  operator: Object.values(NAMED),
  manager: [
    { operator: NAMED.managed.address, manager: MANAGER, allowed: true, updatedAt: PAST, eventId: "" },
    { operator: NAMED.tier1.address, manager: MANAGER, allowed: true, updatedAt: PAST, eventId: "" },
    { operator: NAMED.managed.address, manager: FORMER, allowed: false, updatedAt: PAST, eventId: "" },
  ],
  slash: [
    slashRow({ id: 1n, operator: NAMED.tier1.address, state: "EXECUTED" }),
    slashRow({ id: 2n, operator: NAMED.tier1.address, violationType: "MISBEHAVIOR", severity: "HIGH" }),
    slashRow({ id: 3n, operator: NAMED.tier2.address, state: "DISPUTED", violationType: "BAD_DATA" }),
  ],
  unstakeRequest: [
    requestRow({ id: 1n, operator: NAMED.tier1.address, unlockAt: NOW - 1 }),
    requestRow({ id: 2n, operator: NAMED.tier1.address, unlockAt: NOW }),
    requestRow({ id: 3n, operator: NAMED.tier1.address, unlockAt: NOW - 1, state: "CLAIMED" }),
    requestRow({ id: 4n, operator: NAMED.tier1.address, unlockAt: NOW + 9, state: "CANCELLED" }),
  ],
  stakingEvent: [
    stakedEvent(1, NAMED.tier1.address),
    stakedEvent(2, NAMED.tier1.address, { payer: MANAGER, asset: "WSTETH" }),
    stakedEvent(3, NAMED.tier2.address, { kind: "UNSTAKE_REQUESTED", payer: null }),
  ],
});

const page = z.object({
  operators: z.object({ totalCount: z.number(), nodes: z.array(z.object({ address: z.string() })) }),
});

async function found(filter: object): Promise<Name[]> {
  const answer = await suite.api.ask(
    `query ($filter: OperatorFilter) {
      operators(filter: $filter, first: 100, orderBy: { field: STAKE, direction: ASC }) { totalCount nodes { address } }
    }`,
    { filter },
  );
  expect(answer.errors).toEqual([]);
  const { operators } = page.parse(answer.data);
  expect(operators.totalCount).toBe(operators.nodes.length);
  return operators.nodes.map(({ address: shown }) => nameOf(shown));
}

function nameOf(shown: string): Name {
  const names = Object.entries(NAMED).flatMap(([name, row]) => (row.address === shown.toLowerCase() ? [name] : []));
  const [name] = names;
  if (name === undefined || !isName(name)) throw new Error(`nobody is at ${shown}`);
  return name;
}

function isName(name: string): name is Name {
  return name in NAMED;
}

/** Without stake, in the order of their addresses. */
const IDLE: Name[] = ["nothing", "exited", "leaving", "perCent", "quoted", "unicode", "managed"];
const EVERYBODY: Name[] = [
  ...IDLE,
  "underTier1",
  "tier1",
  "cooling",
  "cooled",
  "underTier2",
  "tier2",
  "underTier3",
  "tier3",
];

describe.each<[string, object, Name[]]>([
  ["nothing asked", {}, EVERYBODY],
  ["null for each", { tier: null, status: null, stake: null, text: null, manager: null }, EVERYBODY],
  ["tier NONE", { tier: "NONE" }, [...IDLE, "underTier1"]],
  ["tier 1, to a wei under 10 ETH", { tier: ["TIER_1"] }, ["tier1", "cooling", "cooled", "underTier2"]],
  ["tier 2, from 10 ETH", { tier: "TIER_2" }, ["tier2", "underTier3"]],
  ["tier 3, from 100 ETH in both assets", { tier: "TIER_3" }, ["tier3"]],
  ["two tiers", { tier: ["TIER_3", "TIER_2"] }, ["tier2", "underTier3", "tier3"]],
  ["no tier is none of them", { tier: [] }, []],
  ["ACTIVE", { status: "ACTIVE" }, ["tier1", "cooled", "underTier2", "tier2", "underTier3", "tier3"]],
  ["SLASHED, to the last second", { status: "SLASHED" }, ["cooling"]],
  ["INACTIVE", { status: "INACTIVE" }, ["underTier1"]],
  ["LEAVING or EXITED", { status: ["LEAVING", "EXITED"] }, ["exited", "leaving"]],
  ["PENDING", { status: "PENDING" }, ["nothing", "perCent", "quoted", "unicode", "managed"]],
  ["DEGRADED, which nobody can be yet", { status: "DEGRADED" }, []],
  [
    "both bounds belong to the range",
    { stake: { min: `${ETHER}`, max: `${10n * ETHER}` } },
    ["tier1", "cooling", "cooled", "underTier2", "tier2"],
  ],
  ["a range of one value", { stake: { min: `${5n * ETHER}`, max: `${5n * ETHER}` } }, ["cooling", "cooled"]],
  ["a wei beyond", { stake: { min: `${10n * ETHER + 1n}` } }, ["underTier3", "tier3"]],
  ["only a maximum", { stake: { max: `${ETHER - 1n}` } }, [...IDLE, "underTier1"]],
  ["the largest number there is", { stake: { min: `${2n ** 256n - 1n}` } }, []],
  ["an empty range of stake", { stake: {} }, EVERYBODY],
  ["% is a character", { text: "100%" }, ["perCent"]],
  ["_ is a character", { text: "%_s" }, ["perCent"]],
  ["_ alone", { text: "_" }, ["perCent"]],
  ["a backslash", { text: "\\" }, ["quoted"]],
  ["quotes", { text: `'S "Q` }, ["quoted"]],
  ["what looks like a parameter", { text: "$1" }, ["quoted"]],
  ["SQL", { text: "' or 1=1 --" }, []],
  ["other scripts", { text: "極星" }, ["unicode"]],
  ["an emoji", { text: "🚀" }, ["unicode"]],
  ["letters of any case, beyond ASCII too", { text: "ÜNÏ" }, ["unicode"]],
  ["the address, in any case", { text: NAMED.tier1.address.toUpperCase().slice(2) }, ["tier1"]],
  ["no text is in every text", { text: "" }, EVERYBODY],
  ["a manager", { manager: MANAGER }, ["managed", "tier1"]],
  ["a former manager", { manager: FORMER }, []],
  ["all at once", { manager: MANAGER, tier: "TIER_1", status: "ACTIVE", text: "0x0a", stake: { min: "1" } }, ["tier1"]],
])("%s", (_what, filter, expected) => {
  test(`finds ${expected.join(", ") || "nobody"}`, async () => {
    expect(await found(filter)).toEqual(expected);
  });
});

test("never scored sorts below a score of 0, and ties by address", async () => {
  const rows = [
    stakedRow({ address: address(3, "0x5c"), ...scored(0) }),
    stakedRow({ address: address(2, "0x5c"), ...scored(10_000) }),
    stakedRow({ address: address(1, "0x5c"), ...scored(0) }),
    stakedRow({ address: address(4, "0x5c") }),
  ];
  await suite.database.fill({ operator: rows });
  await suite.database.sort(NOW);
  const ask = (direction: string) =>
    suite.api.ask(
      `query ($d: OrderDirection!) { operators(first: 100, filter: { text: "0x5c" }, orderBy: { field: SCORE, direction: $d }) { nodes { address } } }`,
      { d: direction },
    );
  const ascending = page.shape.operators.pick({ nodes: true });
  const order = async (direction: string) =>
    z
      .object({ operators: ascending })
      .parse((await ask(direction)).data)
      .operators.nodes.map(({ address: shown }) => Number(BigInt(shown) & 0xffn));
  expect(await order("ASC")).toEqual([4, 1, 3, 2]);
  expect(await order("DESC")).toEqual([2, 3, 1, 4]);
});

describe("slashes and staking events", () => {
  test.each([
    ["slashes", "state: EXECUTED", 1],
    ["slashes", "state: [PROPOSED, DISPUTED]", 2],
    ["slashes", "violationType: MISBEHAVIOR", 1],
    ["slashes", "severity: MEDIUM", 2],
    ["slashes", "severity: [HIGH, LOW]", 1],
    ["slashes", `incidentKey: "${hash("incident 3")}"`, 1],
    ["slashes", `incidentKey: "${hash("incident 4")}"`, 0],
    ["slashes", `operator: "${NAMED.tier1.address}"`, 2],
    ["slashes", `operator: "${NAMED.tier1.address}", state: DISPUTED`, 0],
    ["stakingEvents", "kind: STAKED", 2],
    ["stakingEvents", "asset: WSTETH", 1],
    ["stakingEvents", `payer: "${MANAGER}"`, 1],
    ["stakingEvents", `operator: "${NAMED.tier2.address}"`, 1],
    ["stakingEvents", "kind: [SLASHED]", 0],
  ])("%s of %s: %i", async (field, filter, count) => {
    const answer = await suite.api.ask(`{ ${field}(filter: { ${filter} }) { totalCount nodes { operatorAddress } } }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      [field]: { totalCount: count, nodes: Array.from({ length: count }, () => expect.anything()) },
    });
  });
});

describe("the lists under an operator", () => {
  const of = async (selection: string) => {
    const answer = await suite.api.ask(
      `{ operator(address: "${NAMED.tier1.address}") { ... on Operator { ${selection} } } }`,
    );
    return answer.errors.length > 0 ? answer.errors.map(({ code }) => code) : answer.data;
  };

  test.each([
    ["matured: true", ["1"]],
    // Claimable strictly after its moment.
    ["matured: false", ["2"]],
    ["matured: null", ["4", "3", "2", "1"]],
    ["matured: false, state: CANCELLED", []],
  ])("unstake requests of %s", async (filter, ids) => {
    expect(await of(`unstakeRequests(filter: { ${filter} }) { nodes { requestId } }`)).toEqual({
      operator: { unstakeRequests: { nodes: ids.map((requestId) => ({ requestId })) } },
    });
  });

  test.each([
    ["slashes", "severity: HIGH", 1],
    ["stakingEvents", "kind: STAKED", 2],
  ])("%s of %s", async (field, filter, totalCount) => {
    expect(await of(`${field}(filter: { ${filter} }) { totalCount }`)).toEqual({
      operator: { [field]: { totalCount } },
    });
  });

  test.each(["slashes", "stakingEvents"])("%s have no operator to choose", async (field) => {
    const chosen = `${field}(filter: { operator: "${NAMED.tier1.address}" }) { totalCount }`;
    expect(await of(chosen)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });
});
