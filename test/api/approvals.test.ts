/** Slashes that wait for governance. The API's clock stands at NOW. */
import { decodeFunctionData } from "viem";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import type { Rows } from "../fold/tables.ts";
import { address, CHAIN_ID, ETHER, HEAD, NOW, REGISTRY, registryRow, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { PAGE, walk } from "./support/walk.ts";

const [FIRST, SECOND] = [address(1), address(2)];
const LARGE = { bps: 1_001, disputeUntil: NOW - 1, executeBy: NOW + 1_000 };

/** By what they are there for; ids of different lengths, and deadlines not in the order of ids. */
const SLASHES = {
  last: { ...LARGE, executeBy: NOW + 9_000 },
  lastMoment: { ...LARGE, executeBy: NOW },
  overdue: { ...LARGE, executeBy: NOW - 1 },
  atTheBound: { ...LARGE, bps: 1_000 },
  approved: { ...LARGE, approvedAt: NOW - 9 },
  approvedAtBirth: { ...LARGE, approvedAtBirth: true },
  executed: { ...LARGE, state: "EXECUTED" },
  cancelled: { ...LARGE, state: "CANCELLED" },
  expired: { ...LARGE, state: "EXPIRED" },
  disputed: { ...LARGE, state: "DISPUTED", resolveBy: NOW + 500 },
  upheld: { ...LARGE, state: "UPHELD" },
  ofAnother: { ...LARGE, executeBy: NOW + 500, operator: SECOND },
  disputable: { ...LARGE, disputeUntil: NOW + 10 },
} as const satisfies Record<string, Partial<Rows["slash"]>>;
type Name = keyof typeof SLASHES;
const idOf = (name: string) => String(Object.keys(SLASHES).indexOf(name) + 5);

const rows = Object.values(SLASHES).map((told, index) => slashRow({ id: BigInt(index + 5), operator: FIRST, ...told }));
const suite = apiSuite({
  operator: [FIRST, SECOND].map((operator) => stakedRow({ address: operator, ethActive: 50n * ETHER })),
  slash: rows,
});

/** The most urgent first; of one moment by number. */
const PENDING: Name[] = ["lastMoment", "ofAnother", "disputed", "upheld", "disputable", "last"];

const pageSchema = z.object({
  pendingApprovals: z.object({ totalCount: z.number(), nodes: z.array(z.object({ slashId: z.string() })) }),
});

async function pending(args = ""): Promise<string[]> {
  const answer = await suite.api.ask(`{ pendingApprovals(first: 100${args}) { totalCount nodes { slashId } } }`);
  expect(answer.errors).toEqual([]);
  const { totalCount, nodes } = pageSchema.parse(answer.data).pendingApprovals;
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ slashId }) => slashId);
}

const setRegistry = async (told: Partial<Rows["registry"]>) => {
  await suite.database.client.query("delete from din_indexer_one.registry");
  await suite.database.fill({ registry: [registryRow(told)] });
};

describe("what waits for governance", () => {
  test("is what is live, large and not approved, to the last second of its time; the most urgent first", async () => {
    expect(await pending()).toEqual(PENDING.map(idOf));
  });

  test("of one operator", async () => {
    expect(await pending(`, filter: { operator: "${SECOND}" }`)).toEqual([idOf("ofAnother")]);
    expect(await pending(`, filter: { operator: "${address(3)}" }`)).toEqual([]);
    expect(await pending(", filter: { operator: null }")).toEqual(PENDING.map(idOf));
  });

  test.each(["forwards", "backwards"] as const)("page by page, %s", async (way) => {
    const list = {
      query: `query ($first: Int, $last: Int, $after: String, $before: String) {
        pendingApprovals(first: $first, last: $last, after: $after, before: $before) ${PAGE("slashId")} }`,
    };
    for (const sizes of [[1], [2, 3], [100]])
      expect(await walk(suite.api, list, way, sizes)).toEqual(PENDING.map(idOf));
  });

  test("by the slash clock: what it stood still is added to every deadline", async () => {
    await setRegistry({ pausedSeconds: 1 });
    expect(await pending()).toEqual([idOf("overdue"), ...PENDING.map(idOf)]);
    await setRegistry({});
  });

  test("a block that is not mirrored is said to be missing", async () => {
    const answer = await suite.api.ask(`{ pendingApprovals(minBlock: ${HEAD + 1}) { totalCount } }`);
    expect(answer.errors).toMatchObject([{ code: "BLOCK_NOT_INDEXED" }]);
  });
});

describe("the approval", () => {
  const approvals = async () => {
    const answer = await suite.api.ask(
      "{ slashes(first: 100, direction: ASC) { nodes { slashId approval { to data value chainId } next { needsApproval } } } }",
    );
    expect(answer.errors).toEqual([]);
    const call = z.object({
      to: z.string(),
      data: z.templateLiteral(["0x", z.string()]),
      value: z.string(),
      chainId: z.int(),
    });
    const shape = z.object({
      slashes: z.object({ nodes: z.array(z.object({ slashId: z.string(), approval: call.nullable() })) }),
    });
    return shape.parse(answer.data).slashes.nodes;
  };

  test("is there for those and no others, and approves that slash", async () => {
    const given = (await approvals()).filter(({ approval }) => approval !== null);
    expect(given.map(({ slashId }) => slashId).sort()).toEqual(PENDING.map(idOf).sort());
    for (const { slashId, approval } of given) {
      expect(approval).toMatchObject({ chainId: CHAIN_ID, value: "0" });
      expect(approval?.to.toLowerCase()).toBe(REGISTRY);
      expect(decodeFunctionData({ abi, data: approval?.data ?? "0x" })).toEqual({
        functionName: "approveSlash",
        args: [BigInt(slashId)],
      });
    }
  });

  test("is not there while slashing is paused: the registry would not take it", async () => {
    await setRegistry({ pauseMask: 4, pauseExpiresAt: NOW + 100, clockStoppedAt: NOW, pausedSeconds: 0 });
    expect((await approvals()).filter(({ approval }) => approval !== null)).toEqual([]);
    // They wait all the same.
    expect(await pending()).toEqual(PENDING.map(idOf));
    await setRegistry({});
  });
});
