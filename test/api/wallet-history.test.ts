/** What an account took part in. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PARTY_ROLES, type PartyRole } from "../../api/db/chain.ts";
import type { Rows } from "../fold/tables.ts";
import { address, FINALIZED, place, slashRow, stakedEvent, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const OWN = address(1);
const MANAGED = address(2);
const STRANGER = address(4);
const ACCOUNT = OWN;

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
  operator: [OWN, MANAGED, STRANGER].map((operator) => stakedRow({ address: operator })),
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
