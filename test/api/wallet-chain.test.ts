/** Every transaction of a wallet on a real chain: simulated before it is sent, then sent just as it is, and seen to work. */
import { encodeFunctionData, type Hex, keccak256, maxUint256, parseEther, stringToHex } from "viem";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { SLASH_STATES } from "../../api/db/chain.ts";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { baseRows, hash, registryRow, requestRow, slashRow } from "./support/rows.ts";

let stack: Stack;
let database: TestDatabase;
let api: TestApi;

const lower = (account: string): Hex => `0x${account.slice(2).toLowerCase()}`;
const [AURORA, DELTA, PATRON] = [lower(addressOf("aurora")), lower(addressOf("delta")), lower(addressOf("patron"))];
const ETHER = parseEther("1");

beforeAll(async () => {
  const off = { scenario: false, indexer: false, api: false, activity: false, metrics: false };
  stack = await startStack({ parts: off, blocks: "automine" });
  database = await createTestDatabase(inject("apiPostgresUrl"));
  const role = (name: string, actor: Actor) => ({
    ...{ role: keccak256(stringToHex(name)), account: lower(addressOf(actor)), held: true },
    ...{ updatedAt: 0, eventId: "" },
  });
  await database.fill({
    ...baseRows(),
    registry: [registryRow({ address: lower(stack.registry) })],
    role: [role("GOVERNANCE", "governance"), role("DISPUTE_RESOLVER", "resolver")],
  });
  api = await startApi(
    database.url,
    { REGISTRY_ADDRESS: stack.registry, RPC_URL: `http://127.0.0.1:9/nobody,${stack.urls.rpc}` },
    { simulationTimeoutMs: 30_000 },
  );
});

afterAll(async () => {
  await api?.stop();
  await database?.drop();
  await stack?.stop();
});

const madeSchema = z.object({
  to: z.templateLiteral(["0x", z.string()]),
  data: z.templateLiteral(["0x", z.string()]),
  value: z.string(),
  simulation: z.object({
    outcome: z.string(),
    gas: z.number().nullable(),
    message: z.string(),
    revert: z
      .object({ name: z.string().nullable(), args: z.array(z.object({ name: z.string(), value: z.string() })) })
      .nullable(),
  }),
});
const walletSchema = z.object({ wallet: z.object({ transactions: z.object({ made: madeSchema }) }) });

const balancesSchema = z.object({
  wallet: z.object({
    balances: z.object({ eth: z.coerce.bigint(), wsteth: z.coerce.bigint(), unavailableReason: z.null() }),
  }),
});

/** @param call a field of `Transactions` with its arguments */
async function made(actor: Actor, call: string) {
  api.clock.now = Number((await stack.client.getBlock()).timestamp);
  const selection = "to data value simulation { outcome gas message revert { name args { name value } } }";
  const { data, errors } = await api.ask(
    `query ($a: Address!) { wallet(address: $a) { transactions { made: ${call} { ${selection} } } } }`,
    { a: addressOf(actor) },
  );
  expect(errors).toEqual([]);
  return walletSchema.parse(data).wallet.transactions.made;
}

/** Simulates, sends, and answers the receipt. */
async function act(actor: Actor, call: string) {
  const { to, data, value, simulation } = await made(actor, call);
  expect(simulation).toMatchObject({ outcome: "SUCCEEDS", revert: null });
  const receipt = await sendFrom(stack.client, { from: addressOf(actor), to, data, value: BigInt(value) });
  // An estimate is what is enough, and the clock of the next block changes little.
  expect(simulation.gas).toBeGreaterThan(Number(receipt.gasUsed) * 0.8);
  return receipt;
}

/** What the simulation says is what happens to who sends it all the same. */
async function reverts(actor: Actor, call: string) {
  const { to, data, value, simulation } = await made(actor, call);
  expect(simulation).toMatchObject({ outcome: "REVERTS", gas: null });
  await expect(sendFrom(stack.client, { from: addressOf(actor), to, data, value: BigInt(value) })).rejects.toThrow(
    new RegExp(`${simulation.revert?.name}|custom error`),
  );
  return { name: simulation.revert?.name, args: simulation.revert?.args, message: simulation.message };
}

const operatorInfo = (operator: Hex) =>
  stack.client.readContract({ address: stack.registry, abi, functionName: "getOperator", args: [operator] });
const passTime = async (until: number) => {
  await stack.client.setNextBlockTimestamp({ timestamp: BigInt(until) });
  await stack.client.mine({ blocks: 1 });
};

describe("an operator and its managers", () => {
  test("register, describe, and are told when they may not", async () => {
    expect(await reverts("aurora", 'register(minStake: "5")')).toEqual({
      name: "MinStakeTooLow",
      args: [
        { name: "given", value: "5" },
        { name: "required", value: String(ETHER) },
      ],
      message: "The commitment is under the registry's minimum: give at least `required`.",
    });
    await act("aurora", `register(minStake: "${ETHER}")`);
    expect(await reverts("aurora", `register(minStake: "${ETHER}")`)).toMatchObject({ name: "AlreadyRegistered" });

    const byManager = `register(operator: "${DELTA}", minStake: "${ETHER}")`;
    expect(await reverts("manager", byManager)).toMatchObject({ name: "NotAuthorized", args: [] });
    await act("delta", `setManager(manager: "${addressOf("manager")}", allowed: true)`);
    await act("manager", byManager);
    await act("manager", `setMetadata(operator: "${DELTA}", uri: "ipfs://delta")`);
    expect(await operatorInfo(DELTA)).toMatchObject({ metadataURI: "ipfs://delta", minStake: ETHER });
    expect(await reverts("patron", `setMetadata(operator: "${DELTA}", uri: "")`)).toMatchObject({
      name: "NotAuthorized",
    });
    await act("patron", `syncStatus(operator: "${DELTA}")`);
    expect(await reverts("patron", "syncStatus")).toMatchObject({ name: "NotRegistered" });
  });
});

describe("stake", () => {
  test("of ETH goes in, by anyone who has it", async () => {
    await act("patron", `stake(operator: "${AURORA}", units: "${20n * ETHER}")`);
    expect((await operatorInfo(AURORA)).active).toEqual([20n * ETHER, 0n]);
    const tooMuch = await made("patron", `stake(operator: "${AURORA}", units: "${10n ** 26n}")`);
    expect(tooMuch.simulation).toMatchObject({
      ...{ outcome: "REVERTS", message: "The account holds less ETH than the transaction sends." },
      revert: { name: null, args: [] },
    });
  });

  test("of wstETH goes in once it is approved", async () => {
    await act("delta", "pokeRate(asset: WSTETH)");
    const stake = `stake(asset: WSTETH, units: "${2n * ETHER}")`;
    expect(await reverts("delta", stake)).toMatchObject({
      name: "ERC20InsufficientAllowance",
      args: [{ name: "spender" }, { name: "allowance", value: "0" }, { name: "needed", value: String(2n * ETHER) }],
    });
    const { logs } = await act("delta", `approveToken(units: "${2n * ETHER}")`);
    expect(logs.map(({ address }) => address)).toEqual([lower(stack.deployment.wstETH)]);
    const query = `{ wallet(address: "${DELTA}") { balances { eth wsteth unavailableReason } } }`;
    const held = async () => balancesSchema.parse((await api.ask(query)).data).wallet.balances;
    const before = await held();
    expect(before).toMatchObject({ eth: await stack.client.getBalance({ address: DELTA }), unavailableReason: null });
    await act("delta", stake);
    expect(before.wsteth - (await held()).wsteth).toBe(2n * ETHER);
    expect((await operatorInfo(DELTA)).active).toEqual([0n, 2n * ETHER]);
    expect(await reverts("patron", `stake(operator: "${DELTA}", asset: WSTETH, units: "1")`)).toMatchObject({
      name: expect.stringMatching(/^ERC20Insufficient/),
    });
  });

  test("of stETH is refused on a chain without it", async () => {
    expect(await reverts("delta", 'stakeStEth(amount: "5")')).toMatchObject({
      ...{ name: "AssetNotSupported", args: [{ name: "asset", value: "1" }] },
    });
    const query = `{ wallet(address: "${DELTA}") { transactions { approveToken(token: STETH, units: "1") { to } } } }`;
    expect((await api.ask(query)).errors).toMatchObject([{ code: "ASSET_NOT_SUPPORTED" }]);
  });

  test("is asked back, called off, and claimed when its time has come", async () => {
    expect(await reverts("aurora", `unstake(units: "${21n * ETHER}")`)).toMatchObject({
      ...{ name: "InsufficientActive", args: [{ name: "active", value: String(20n * ETHER) }] },
    });
    await act("aurora", `unstake(units: "${ETHER}")`);
    await act("aurora", `unstake(units: "${ETHER}", recipient: "${PATRON}")`);
    await act("manager", `unstake(operator: "${DELTA}", asset: WSTETH, units: "${maxUint256}")`);
    expect((await operatorInfo(DELTA)).active).toEqual([0n, 0n]);
    await database.fill({
      unstakeRequest: [
        requestRow({ id: 1n, operator: AURORA }),
        requestRow({ id: 2n, operator: AURORA, recipient: PATRON }),
      ],
    });
    await act("aurora", 'cancelUnstake(requestId: "1")');
    expect(await reverts("aurora", 'cancelUnstake(requestId: "1")')).toMatchObject({ name: "RequestClosed" });

    const claim = 'claim(requestId: "2")';
    const { unlockAt } = await stack.client.readContract({
      ...{ address: stack.registry, abi, functionName: "getUnstakeRequest", args: [2n] },
    });
    expect(await reverts("patron", claim)).toMatchObject({
      ...{ name: "NotMatured", args: [{ name: "unlockAt", value: String(unlockAt) }] },
    });
    await passTime(Number(unlockAt) + 1);
    const before = await stack.client.getBalance({ address: PATRON });
    await act("aurora", claim);
    expect((await stack.client.getBalance({ address: PATRON })) - before).toBe(ETHER);
  });
});

describe("slashes", () => {
  let proposed = 0n;

  /** Proposed by hand, and mirrored as it is now. */
  async function propose(violationType: number, bps: number): Promise<bigint> {
    proposed += 1n;
    const end = (await stack.client.getBlock()).timestamp;
    const [incidentKey, evidenceHash] = [hash(`incident ${proposed}`), hash("evidence")];
    const proposal = {
      ...{ operator: AURORA, violationType, severity: 2, bps, value: 0n, faultStart: end - 10n, faultEnd: end },
      ...{ incidentKey, evidenceHash, reason: "", evidenceURI: "" },
    };
    const data = encodeFunctionData({ abi, functionName: "proposeSlash", args: [proposal] });
    await sendFrom(stack.client, { from: addressOf("keeper"), to: stack.registry, data });
    return proposed;
  }

  async function mirrored(id: bigint) {
    const { terms, state, proposer, resolveBy } = await stack.client.readContract({
      ...{ address: stack.registry, abi, functionName: "getSlash", args: [id] },
    });
    const times = {
      ...{ disputeUntil: Number(terms.disputeUntil), executeBy: Number(terms.executeBy) },
      resolveBy: Number(resolveBy) || null,
    };
    await database.client.query("delete from din_indexer_one.slash");
    await database.fill({
      slash: [
        slashRow({
          ...{ id, operator: AURORA, proposer: lower(proposer), state: SLASH_STATES[state] ?? "NONE", ...times },
          ...{ bps: terms.bps, largeSlashBps: terms.largeSlashBps, approvedAtBirth: terms.approved },
          disputeBond: terms.disputeBond,
        }),
      ],
    });
    return times;
  }

  const step = async (actor: Actor, id: bigint, call: string) => {
    await mirrored(id);
    return act(actor, call);
  };

  test("are disputed and overturned, and the bond comes back", async () => {
    expect(await reverts("aurora", "claimBond")).toMatchObject({ name: "NothingToClaim" });
    const id = await propose(1, 500);
    await step("aurora", id, `dispute(slashId: "${id}", evidenceHash: "${hash("it ran")}", uri: "ipfs://log")`);
    await step("resolver", id, `resolveDispute(slashId: "${id}", outcome: OVERTURNED, reason: "it ran")`);
    await act("aurora", "claimBond");
    expect((await operatorInfo(AURORA)).locked).toEqual([0n, 0n]);
  });

  test("are cancelled", async () => {
    const id = await propose(2, 500);
    await step("governance", id, `cancelSlash(slashId: "${id}", reason: "by mistake")`);
  });

  test("are approved and executed, and the treasury fetches what they took", async () => {
    const id = await propose(3, 2_000);
    await step("governance", id, `approveSlash(slashId: "${id}")`);
    await passTime((await mirrored(id)).disputeUntil + 1);
    const staked = async () => {
      const { active, unbonding } = await operatorInfo(AURORA);
      return active[0] + unbonding[0];
    };
    const whole = await staked();
    await act("patron", `executeSlash(slashId: "${id}")`);
    const taken = whole - (await staked());
    expect(taken).toBeGreaterThan(3n * ETHER);
    expect(await reverts("aurora", "claimTreasury")).toMatchObject({ name: "NotAuthorized" });
    const treasury = addressOf("treasury");
    const before = await stack.client.getBalance({ address: treasury });
    const { gasUsed, effectiveGasPrice } = await act("treasury", "claimTreasury(asset: ETH)");
    const after = await stack.client.getBalance({ address: treasury });
    expect(after - before + gasUsed * effectiveGasPrice).toBe(taken);
  });

  test("expire", async () => {
    const id = await propose(4, 500);
    await passTime((await mirrored(id)).executeBy + 1);
    await act("patron", `expireSlash(slashId: "${id}")`);
    expect((await operatorInfo(AURORA)).locked).toEqual([0n, 0n]);
  });
});

test("no transaction of a wallet is left out of this file", async () => {
  const { data } = await api.ask('{ __type(name: "Transactions") { fields { name } } }');
  const fields = z.object({ __type: z.object({ fields: z.array(z.object({ name: z.string() })) }) }).parse(data)
    .__type.fields;
  expect(fields.map(({ name }) => name).toSorted()).toEqual(
    [
      ...[
        "register",
        "setManager",
        "setMetadata",
        "syncStatus",
        "pokeRate",
        "approveToken",
        "stake",
        "stakeStEth",
        "unstake",
      ],
      ...["cancelUnstake", "claim", "claimBond", "claimTreasury", "dispute", "resolveDispute", "approveSlash"],
      ...["cancelSlash", "executeSlash", "expireSlash"],
    ].toSorted(),
  );
});
