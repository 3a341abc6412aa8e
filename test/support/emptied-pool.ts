/**
 * A life the scenario has no room for: a slash takes all that unbonds, so that an epoch ends with requests still open.
 * It also slashes unbonding wstETH, and leaves the registry paused.
 */
import { encodeFunctionData, erc20Abi, type Hex, keccak256, maxUint256, parseEther, toHex } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { LAST_WINDOWS, MINUTE, UNSTAKE_DELAY } from "../../devnet/scenario/time.ts";
import type { Call, World } from "../../devnet/scenario/world.ts";

const ETH = 0;
const WSTETH = 1;
const SLASHING = 4;
/** No operator of the scenario. */
const ACTOR = "deputyResolver";

export async function emptyAPool(world: World): Promise<void> {
  const operator = addressOf(ACTOR);
  const send = (from: Call["from"], data: Hex, more: Partial<Call> = {}) => world.send({ from, data, ...more });
  const stake = encodeFunctionData({ abi, functionName: "stake", args: [operator] });
  const unstake = (request: string, asset: number, amount: string) => {
    const args = [operator, asset, parseEther(amount), operator] as const;
    return send(ACTOR, encodeFunctionData({ abi, functionName: "unstakeAsset", args }), { request });
  };
  const ofRequest = (functionName: "claimUnstake" | "cancelUnstake", key: string) =>
    send(ACTOR, encodeFunctionData({ abi, functionName, args: [world.requestId(key)] }));
  const later = (seconds: number) => world.client.increaseTime({ seconds });

  const { registry, wstETH } = world.deployment;
  await send(ACTOR, encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, parseEther("1")] }));
  await send(ACTOR, stake, { value: parseEther("2") });
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [registry, maxUint256] });
  await send("patron", approve, { to: wstETH });
  const two = parseEther("2");
  await send("patron", encodeFunctionData({ abi, functionName: "stakeAsset", args: [operator, WSTETH, two] }));

  await unstake("emptied-a", ETH, "1.5");
  await unstake("emptied-b", ETH, "0.5");
  await unstake("emptied-c", WSTETH, "1.5");
  await later(UNSTAKE_DELAY + MINUTE);
  const { timestamp } = await world.client.getBlock();
  const fault = {
    ...{ operator, violationType: 1, severity: 4, bps: 4_000, value: 0n, faultStart: timestamp - 60n },
    ...{ faultEnd: timestamp, incidentKey: keccak256(toHex("emptied")), evidenceHash: keccak256(toHex("evidence")) },
    ...{ reason: "down for hours", evidenceURI: "ipfs://emptied" },
  };
  const propose = encodeFunctionData({ abi, functionName: "proposeSlash", args: [fault] });
  await send("keeper", propose, { slash: "emptied" });
  const slashId = world.slashId("emptied");
  await send("governance", encodeFunctionData({ abi, functionName: "approveSlash", args: [slashId] }));
  // Pays what the slash does not reserve: what is left to unbond is just what the slash will take.
  await ofRequest("claimUnstake", "emptied-a");
  await later(LAST_WINDOWS.dispute + MINUTE);
  await send("keeper", encodeFunctionData({ abi, functionName: "executeSlash", args: [slashId] }));

  await ofRequest("claimUnstake", "emptied-a");
  await ofRequest("cancelUnstake", "emptied-b");
  await ofRequest("cancelUnstake", "emptied-c");
  await send(ACTOR, stake, { value: parseEther("1") });
  await unstake("emptied-d", ETH, "0.1");
  await send("pauser", encodeFunctionData({ abi, functionName: "pause", args: [SLASHING] }));
}
