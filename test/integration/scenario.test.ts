/** The scenario against its own documentation: the chain ends as expected.ts, written by hand, says. */
import { formatEther } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { EXPECTED, EXPECTED_REGISTRY, EXPECTED_REQUESTS } from "../../devnet/scenario/expected.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";

const STATUSES = ["NONE", "INACTIVE", "ACTIVE", "LEAVING", "SLASHED"] as const;
const STATES = ["NONE", "PROPOSED", "EXECUTED", "CANCELLED", "EXPIRED", "DISPUTED", "UPHELD"] as const;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ parts: { indexer: false, api: false, activity: false }, blocks: "automine" });
});
afterAll(() => stack?.stop());

const registry = () => ({ address: stack.registry, abi }) as const;
const pair = ([eth = 0n, wsteth = 0n]: readonly bigint[]) => ({ eth: formatEther(eth), wsteth: formatEther(wsteth) });

describe("the scenario", () => {
  it.each(EXPECTED)("leaves $operator as documented", async (expected) => {
    const info = await stack.client.readContract({
      ...registry(),
      functionName: "getOperator",
      args: [addressOf(expected.operator)],
    });
    expect({
      registered: info.registeredAt !== 0n,
      status: STATUSES[info.status],
      active: pair(info.active),
      unbonding: pair(info.unbonding),
      locked: pair(info.locked),
      ...(expected.score === null ? {} : { score: info.score }),
    }).toEqual({
      registered: expected.registered,
      status: expected.status,
      active: expected.active,
      unbonding: expected.unbonding,
      locked: expected.locked,
      ...(expected.score === null ? {} : { score: expected.score }),
    });
    if (expected.name !== null) expect(decodeURIComponent(info.metadataURI)).toContain(`"name":"${expected.name}"`);
  });

  it.each(EXPECTED.flatMap(({ slashes }) => slashes))("ends slash $key as documented", async (expected) => {
    const id = stack.world.slashId(expected.key);
    const slash = await stack.client.readContract({ ...registry(), functionName: "getSlash", args: [id] });
    const executions = await stack.client.getContractEvents({
      ...registry(),
      eventName: "SlashExecuted",
      args: { slashId: id },
      fromBlock: 0n,
      strict: true,
    });
    const taken = [0n, 0n];
    for (const { args } of executions) taken[args.asset] = args.execution.fromActive + args.execution.fromUnbonding;
    expect({ state: STATES[slash.state], slashed: pair(taken) }).toEqual({
      state: expected.state,
      slashed: expected.slashed,
    });
    // The registry keeps the terms of an overturned slash; only its event says that nothing is left of it.
    if (expected.end !== "OVERTURNED") expect(slash.terms.bps).toBe(expected.bps);
  });

  it.each(EXPECTED_REQUESTS)("leaves request $key as documented", async (expected) => {
    const id = stack.world.requestId(expected.key);
    const request = await stack.client.readContract({ ...registry(), functionName: "getUnstakeRequest", args: [id] });
    const claims = await stack.client.getContractEvents({
      ...registry(),
      eventName: "UnstakeClaimed",
      args: { requestId: id },
      fromBlock: 0n,
      strict: true,
    });
    const sum = (of: "unitsPaid" | "unitsSlashed") =>
      formatEther(claims.reduce((total, { args }) => total + args[of], 0n));
    expect({ open: request.units !== 0n, paid: sum("unitsPaid"), slashed: sum("unitsSlashed") }).toEqual({
      open: expected.state === "OPEN",
      paid: expected.paid,
      slashed: expected.slashed,
    });
    const { timestamp } = await stack.client.getBlock();
    if (expected.state === "OPEN") expect(request.unlockAt < timestamp).toBe(expected.matured);
  });

  it("leaves the registry as documented", async () => {
    const read = stack.client;
    const owed = await Promise.all(
      [0, 1].map((asset) => read.readContract({ ...registry(), functionName: "treasuryOwed", args: [asset] })),
    );
    const [mask] = await read.readContract({ ...registry(), functionName: "pauseMask" });
    const params = await read.readContract({ ...registry(), functionName: "slashParams" });
    const { rateE18 } = await read.readContract({ ...registry(), functionName: "rateOf", args: [1] });
    const { timestamp } = await read.getBlock();
    const clock = await read.readContract({ ...registry(), functionName: "slashClock" });
    const claimed = await read.getContractEvents({
      ...registry(),
      eventName: "TreasuryClaimed",
      fromBlock: 0n,
      strict: true,
    });
    const bonds = await Promise.all(
      EXPECTED_REGISTRY.bonds.map(async ({ account }) => ({
        account,
        claimable: formatEther(
          await read.readContract({ ...registry(), functionName: "bondOf", args: [addressOf(account)] }),
        ),
      })),
    );
    expect({
      rateE18: formatEther(rateE18),
      disputeBond: formatEther(params.disputeBond),
      disputeWindow: Number(params.disputeWindow),
      resolutionWindow: Number(params.resolutionWindow),
      executionWindow: Number(params.executionWindow),
      pauseMask: mask,
      pausedSeconds: Number(timestamp - clock),
      treasuryOwed: pair(owed),
      treasuryClaimed: pair([0, 1].map((asset) => claimed.find(({ args }) => args.asset === asset)?.args.units ?? 0n)),
      bonds,
    }).toEqual(EXPECTED_REGISTRY);
  });

  it("never runs ahead of the clock, and begins thirty days ago", async () => {
    const [first, last] = await Promise.all([stack.client.getBlock({ blockNumber: 0n }), stack.client.getBlock()]);
    expect(Number(last.timestamp)).toBeLessThanOrEqual(Math.floor(Date.now() / 1_000));
    expect(Number(last.timestamp - first.timestamp)).toBeGreaterThanOrEqual(30 * 86_400 - 1);
  });

  it("has every status, tier and way a slash can end", () => {
    const seen = <T>(of: (operator: (typeof EXPECTED)[number]) => readonly T[]) => new Set(EXPECTED.flatMap(of)).size;
    expect(seen(({ status }) => [status])).toBe(STATUSES.length);
    expect(seen(({ tier }) => [tier])).toBe(4);
    expect(seen(({ slashes }) => slashes.map(({ end }) => end))).toBe(10);
    expect(seen(({ slashes }) => slashes.map(({ state }) => state))).toBe(STATES.length - 1);
  });
});
