/** Transactions about slashes: what they call, and what is refused because the registry would refuse it. */
import { decodeFunctionData, keccak256, stringToHex, zeroHash } from "viem";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import type { Rows } from "../fold/tables.ts";
import {
  address,
  CHAIN_ID,
  ETHER,
  hash,
  NOW,
  PAST,
  REGISTRY,
  registryRow,
  slashRow,
  stakedRow,
} from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const OPERATOR = address(1);
const ACCOUNTS = {
  operator: OPERATOR,
  manager: address(1, "0x3a"),
  formerManager: address(2, "0x3a"),
  governance: address(1, "0x60"),
  formerGovernance: address(2, "0x60"),
  proposer: address(1, "0x5a"),
  /** Proposed slash 8, and holds its role no more. */
  formerProposer: address(2, "0x5a"),
  resolver: address(1, "0x7d"),
  /** A resolver that is also what it must not be. */
  managingResolver: address(2, "0x7d"),
  anybody: address(9, "0x99"),
} as const;
type Who = keyof typeof ACCOUNTS;

const UNDISPUTED = { disputeUntil: NOW - 1, executeBy: NOW + 1_000 };
const DISPUTED = { ...UNDISPUTED, state: "DISPUTED", resolveBy: NOW, bps: 400 } as const;
const SLASHES = {
  1: { disputeUntil: NOW, disputeBond: 7n },
  2: UNDISPUTED,
  3: { ...UNDISPUTED, bps: 1_001 },
  4: DISPUTED,
  5: { ...UNDISPUTED, state: "UPHELD" },
  6: { ...UNDISPUTED, executeBy: NOW - 1 },
  7: { ...UNDISPUTED, state: "EXECUTED" },
  8: { ...DISPUTED, proposer: ACCOUNTS.formerProposer },
  9: { ...DISPUTED, proposer: ACCOUNTS.resolver },
} as const satisfies Record<number, Partial<Rows["slash"]>>;

const role = (name: string, account: `0x${string}`, held = true): Rows["role"] => ({
  ...{ role: keccak256(stringToHex(name)), account, held },
  ...{ updatedAt: PAST, eventId: "" },
});

const suite = apiSuite({
  operator: [stakedRow({ address: OPERATOR, ethActive: 50n * ETHER })],
  manager: [
    { operator: OPERATOR, manager: ACCOUNTS.manager, allowed: true, updatedAt: PAST, eventId: "" },
    { operator: OPERATOR, manager: ACCOUNTS.formerManager, allowed: false, updatedAt: PAST, eventId: "" },
    { operator: OPERATOR, manager: ACCOUNTS.managingResolver, allowed: true, updatedAt: PAST, eventId: "" },
  ],
  role: [
    role("GOVERNANCE", ACCOUNTS.governance),
    role("GOVERNANCE", ACCOUNTS.formerGovernance, false),
    role("SLASH_PROPOSER", ACCOUNTS.proposer),
    role("SLASH_PROPOSER", ACCOUNTS.formerProposer, false),
    role("DISPUTE_RESOLVER", ACCOUNTS.resolver),
    role("DISPUTE_RESOLVER", ACCOUNTS.managingResolver),
  ],
  slash: Object.entries(SLASHES).map(([id, told]) => slashRow({ id: BigInt(id), operator: OPERATOR, ...told })),
});

async function transactionOf(who: Who, call: string) {
  const answer = await suite.api.ask(
    `query ($account: Address!) { wallet(address: $account) { transactions { made: ${call} { to data value chainId } } } }`,
    { account: ACCOUNTS[who] },
  );
  expect(answer.errors).toEqual([]);
  const call_ = z.object({
    to: z.string(),
    data: z.templateLiteral(["0x", z.string()]),
    value: z.string(),
    chainId: z.int(),
  });
  const shape = z.object({ wallet: z.object({ transactions: z.object({ made: call_ }) }) });
  const { to, data, value, chainId } = shape.parse(answer.data).wallet.transactions.made;
  expect([to.toLowerCase(), chainId]).toEqual([REGISTRY, CHAIN_ID]);
  return { ...decodeFunctionData({ abi, data }), value };
}

async function refusalOf(who: Who, call: string) {
  const answer = await suite.api.ask(
    `query ($account: Address!) { wallet(address: $account) { transactions { ${call} { data } } } }`,
    { account: ACCOUNTS[who] },
  );
  expect(answer.status).toBe(200);
  return answer.errors;
}

const EVIDENCE = hash("it ran");
const dispute = (id: number, evidence: string = EVIDENCE) =>
  `dispute(slashId: "${id}", evidenceHash: "${evidence}", uri: "ipfs://log")`;
const resolve = (id: number, outcome: string, newFraction?: number) =>
  `resolveDispute(slashId: "${id}", outcome: ${outcome}, ${newFraction === undefined ? "" : `newFraction: ${newFraction}, `}reason: "seen")`;
const cancel = (id: number) => `cancelSlash(slashId: "${id}", reason: "by mistake")`;

test.each<[Who, string, string, readonly unknown[], string]>([
  ["governance", 'approveSlash(slashId: "3")', "approveSlash", [3n], "0"],
  ["governance", cancel(3), "cancelSlash", [3n, "by mistake"], "0"],
  ["proposer", cancel(4), "cancelSlash", [4n, "by mistake"], "0"],
  ["governance", cancel(8), "cancelSlash", [8n, "by mistake"], "0"],
  ["anybody", 'executeSlash(slashId: "2")', "executeSlash", [2n], "0"],
  ["anybody", 'executeSlash(slashId: "5")', "executeSlash", [5n], "0"],
  ["anybody", 'expireSlash(slashId: "6")', "expireSlash", [6n], "0"],
  ["operator", dispute(1), "disputeSlash", [1n, EVIDENCE, "ipfs://log"], "7"],
  ["manager", dispute(1), "disputeSlash", [1n, EVIDENCE, "ipfs://log"], "7"],
  ["resolver", resolve(4, "OVERTURNED"), "resolveDispute", [4n, 1, 0, "seen"], "0"],
  ["resolver", resolve(4, "REDUCED", 399), "resolveDispute", [4n, 2, 399, "seen"], "0"],
  ["resolver", resolve(4, "UPHELD", 0), "resolveDispute", [4n, 3, 0, "seen"], "0"],
])("%s: %s", async (who, call, functionName, args, value) => {
  expect(await transactionOf(who, call)).toEqual({ functionName, args, value });
});

test.each<[Who, string, string, string]>([
  ["governance", 'approveSlash(slashId: "99")', "INVALID_ID", "slash 99"],
  ["governance", 'approveSlash(slashId: "x")', "INVALID_ID", "slashId"],
  ["governance", 'approveSlash(slashId: "2")', "APPROVAL_NOT_NEEDED", "no approval"],
  ["governance", 'approveSlash(slashId: "7")', "WRONG_SLASH_STATE", "EXECUTED"],
  ["formerGovernance", 'approveSlash(slashId: "3")', "NOT_AUTHORIZED", "GOVERNANCE"],
  ["proposer", 'approveSlash(slashId: "3")', "NOT_AUTHORIZED", "GOVERNANCE"],
  ["governance", cancel(5), "WRONG_SLASH_STATE", "UPHELD"],
  ["governance", cancel(7), "WRONG_SLASH_STATE", "EXECUTED"],
  ["operator", cancel(2), "NOT_AUTHORIZED", "proposer"],
  ["formerProposer", cancel(8), "NOT_AUTHORIZED", "proposer"],
  ["proposer", cancel(8), "NOT_AUTHORIZED", "proposer"],
  ["anybody", 'executeSlash(slashId: "1")', "WINDOW_OPEN", "too early"],
  ["anybody", 'executeSlash(slashId: "4")', "WINDOW_OPEN", "DISPUTED"],
  ["anybody", 'executeSlash(slashId: "6")', "WINDOW_CLOSED", "too late"],
  ["anybody", 'executeSlash(slashId: "3")', "APPROVAL_NEEDED", "approve"],
  ["anybody", 'expireSlash(slashId: "2")', "WINDOW_OPEN", "too early"],
  ["anybody", 'expireSlash(slashId: "7")', "WRONG_SLASH_STATE", "EXECUTED"],
  ["operator", dispute(2), "WINDOW_CLOSED", "too late"],
  ["operator", dispute(4), "WRONG_SLASH_STATE", "DISPUTED"],
  ["anybody", dispute(1), "NOT_AUTHORIZED", "managers"],
  ["formerManager", dispute(1), "NOT_AUTHORIZED", "managers"],
  ["operator", dispute(1, zeroHash), "EVIDENCE_MISSING", "zero"],
  ["resolver", resolve(1, "UPHELD"), "WRONG_SLASH_STATE", "PROPOSED"],
  ["governance", resolve(4, "UPHELD"), "NOT_AUTHORIZED", "DISPUTE_RESOLVER"],
  ["resolver", resolve(9, "UPHELD"), "RESOLVER_IS_PARTY", "proposed"],
  ["managingResolver", resolve(4, "UPHELD"), "RESOLVER_IS_PARTY", "proposed"],
  ["resolver", resolve(4, "NONE"), "INVALID_OUTCOME", "NONE"],
  ["resolver", resolve(4, "REDUCED"), "INVALID_REDUCTION", "1 to 399"],
  ["resolver", resolve(4, "REDUCED", 400), "INVALID_REDUCTION", "1 to 399"],
  ["resolver", resolve(4, "UPHELD", 100), "INVALID_REDUCTION", "REDUCED"],
  ["resolver", resolve(4, "OVERTURNED", 100), "INVALID_REDUCTION", "REDUCED"],
])("%s: %s is refused as %s", async (who, call, code, says) => {
  const errors = await refusalOf(who, call);
  expect(errors).toMatchObject([{ code }]);
  expect(errors[0]?.message).toContain(says);
});

describe("while the registry is paused", () => {
  const paused = async (mask: number, check: () => Promise<void>) => {
    const set = async (told: Partial<Rows["registry"]>) => {
      await suite.database.client.query("delete from din_indexer_one.registry");
      await suite.database.fill({ registry: [registryRow(told)] });
    };
    await set({ pauseMask: mask, pauseExpiresAt: NOW + 100, clockStoppedAt: NOW, pausedSeconds: 0 });
    await check();
    await set({});
  };

  test("for slashing, nothing is approved or executed; it is cancelled and expires", () =>
    paused(4, async () => {
      expect(await refusalOf("governance", 'approveSlash(slashId: "3")')).toMatchObject([{ code: "PAUSED" }]);
      expect(await refusalOf("anybody", 'executeSlash(slashId: "2")')).toMatchObject([{ code: "PAUSED" }]);
      expect(await refusalOf("governance", cancel(3))).toEqual([]);
      expect(await refusalOf("anybody", 'expireSlash(slashId: "6")')).toEqual([]);
      expect(await refusalOf("operator", dispute(1))).toEqual([]);
    }));

  test("for disputes, nothing is disputed or resolved", () =>
    paused(8, async () => {
      expect(await refusalOf("operator", dispute(1))).toMatchObject([{ code: "PAUSED" }]);
      expect(await refusalOf("resolver", resolve(4, "UPHELD"))).toMatchObject([{ code: "PAUSED" }]);
      expect(await refusalOf("anybody", 'executeSlash(slashId: "2")')).toEqual([]);
    }));
});
