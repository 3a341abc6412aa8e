import { encodeErrorResult } from "viem";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../../abis/index.ts";
import { createSimulator } from "../../../api/wallets/simulator.ts";
import { waitFor } from "../../../devnet/wait.ts";
import { type ScriptedRpc, startScriptedRpc } from "../../support/rpc-script.ts";

const CHAIN_ID = 31_337;
const REGISTRY = "0x00000000000000000000000000000000000000cc";
const CALL = { from: "0x00000000000000000000000000000000000000aa", to: REGISTRY, data: "0x", value: 0n } as const;

let rpc: ScriptedRpc;
let problems: string[] = [];
beforeEach(async () => {
  rpc = await startScriptedRpc(CHAIN_ID);
  problems = [];
});
afterEach(() => rpc.close());

const simulatorOf = (timeoutMs: number) =>
  createSimulator({
    ...{ rpcUrls: [rpc.url], registry: { chainId: CHAIN_ID, address: REGISTRY }, timeoutMs, maxInFlight: 1 },
    onFailure: (problem) => problems.push(problem),
  });
const ask = { what: "the node to be asked", timeoutMs: 5_000 };

test("who finds too many waiting is told so at once; the others have their turns", async () => {
  const simulator = simulatorOf(10_000);
  const release = rpc.hold();
  const simulations = Array.from({ length: 9 }, () => simulator.simulate(CALL));
  await waitFor(async () => rpc.asked.length > 0, ask);
  expect(await simulator.simulate(CALL)).toEqual({ outcome: "UNAVAILABLE", problem: "BUSY" });
  release();
  const outcomes = (await Promise.all(simulations)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(Array.from({ length: 9 }, () => "SUCCEEDS"));
});

test("who waits in vain for a turn gives it up, and takes none from those after it", async () => {
  const simulator = simulatorOf(150);
  const release = rpc.hold();
  const [first, second] = await Promise.all([simulator.simulate(CALL), simulator.simulate(CALL)]);
  expect(first).toEqual({ outcome: "UNAVAILABLE", problem: "TIMEOUT" });
  expect(second).toMatchObject({ outcome: "UNAVAILABLE" });
  release();
  await waitFor(async () => (await simulator.simulate(CALL)).outcome === "SUCCEEDS", ask);
});

test("that the registry is there is asked until it is known, and a constant until there was an answer to keep", async () => {
  const simulator = simulatorOf(10_000);
  rpc.answers.eth_getCode = () => ({ result: "0x" });
  expect(await simulator.simulate(CALL)).toEqual({ outcome: "UNAVAILABLE", problem: "NO_REGISTRY" });
  await expect(simulator.constantAddress("0x12")).rejects.toMatchObject({ problem: "NO_REGISTRY" });
  expect(problems).toEqual(["NO_REGISTRY", "NO_REGISTRY"]);
  rpc.answers.eth_getCode = () => ({ result: "0x60" });
  rpc.answers.eth_call = () => ({ result: "0x" });
  await expect(simulator.constantAddress("0x12")).rejects.toMatchObject({ problem: "BAD_ANSWER" });
  rpc.answers.eth_call = () => ({ result: `0x${REGISTRY.slice(2).padStart(64, "0")}` });
  rpc.asked.length = 0;
  const both = await Promise.all([simulator.constantAddress("0x12"), simulator.constantAddress("0x12")]);
  expect([...both, await simulator.constantAddress("0x12")]).toEqual([REGISTRY, REGISTRY, REGISTRY]);
  expect(rpc.asked.filter((method) => method === "eth_getCode")).toHaveLength(0);
  expect(rpc.asked.filter((method) => method === "eth_call")).toHaveLength(1);
});

test("an estimate that fails first, and says less, does not hide why the call reverts", async () => {
  const simulator = simulatorOf(10_000);
  const data = encodeErrorResult({ abi, errorName: "NothingToClaim" });
  let revert = () => {};
  const reverted = new Promise<void>((resolve) => {
    revert = resolve;
  });
  rpc.answers.eth_estimateGas = () => ({ error: { code: -32_601, message: "no such method" } });
  rpc.answers.eth_call = async () => {
    await reverted;
    return { error: { code: 3, message: "execution reverted", data } };
  };
  const simulation = simulator.simulate(CALL);
  await waitFor(async () => rpc.asked.includes("eth_estimateGas"), ask);
  // By the time that another has its answer the estimate has failed.
  await fetch(rpc.url, { method: "POST", body: JSON.stringify({ id: 1, method: "eth_chainId" }) });
  revert();
  expect(await simulation).toMatchObject({ outcome: "REVERTS", revert: { name: "NothingToClaim" } });
});
