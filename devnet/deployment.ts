import { type Address, encodeDeployData, encodeFunctionData, getAddress, type Hex, parseEther } from "viem";
import {
  dinRegistryAbi,
  dinRegistryBytecode,
  mockRateSourceAbi,
  mockRateSourceBytecode,
  mockWstETHAbi,
  mockWstETHBytecode,
} from "../abis/index.ts";
import type { ChainClient } from "./anvil.ts";
import { type Actor, addressOf } from "./scenario/actors.ts";
import { FIRST_BOND, FIRST_RATE, slashParams } from "./scenario/network.ts";
import { DAY, FIRST_WINDOWS, UNSTAKE_DELAY } from "./scenario/time.ts";
import type { Deployment } from "./state.ts";
import { sendFrom } from "./transactions.ts";

const NO_ADDRESS: Address = "0x0000000000000000000000000000000000000000";

/** Who gets wstETH to stake, and how much. */
const WSTETH_HOLDERS: readonly Actor[] = ["delta", "ember", "tundra", "vesper", "zephyr", "patron"];
const WSTETH_EACH = parseEther("1000");

/** The registry on the devnet's periods, with a wstETH and a rate source that do what they are told. */
export async function deployContracts(client: ChainClient): Promise<Deployment> {
  const from = addressOf("governance");
  const create = async (data: Hex) => {
    const { contractAddress, blockNumber } = await sendFrom(client, { from, data });
    if (!contractAddress) throw new Error("a deployment made no contract");
    // A receipt has it in lowercase; the kept state and every answer of the API have the checksum.
    return { address: getAddress(contractAddress), block: Number(blockNumber) };
  };
  const wstETH = await create(
    encodeDeployData({ abi: mockWstETHAbi, bytecode: mockWstETHBytecode, args: [NO_ADDRESS] }),
  );
  const rateSource = await create(
    encodeDeployData({ abi: mockRateSourceAbi, bytecode: mockRateSourceBytecode, args: [FIRST_RATE] }),
  );
  const registry = await create(
    encodeDeployData({
      abi: dinRegistryAbi,
      bytecode: dinRegistryBytecode,
      args: [
        {
          admin: from,
          adminDelay: 0,
          governance: from,
          slashProposer: addressOf("keeper"),
          disputeResolver: addressOf("resolver"),
          performanceMonitor: addressOf("monitor"),
          pauser: addressOf("pauser"),
          treasury: addressOf("treasury"),
          minStake: parseEther("1"),
          unstakeDelay: BigInt(UNSTAKE_DELAY),
          slashParams: slashParams(FIRST_BOND, FIRST_WINDOWS),
          wstETH: wstETH.address,
          stETH: NO_ADDRESS,
          rateSource: rateSource.address,
          rateMaxAge: BigInt(DAY),
          rateMaxJumpBps: 500,
        },
      ],
    }),
  );
  await sendFrom(client, {
    from,
    to: registry.address,
    data: encodeFunctionData({ abi: dinRegistryAbi, functionName: "pokeRate", args: [1] }),
  });
  for (const holder of WSTETH_HOLDERS) {
    await sendFrom(client, {
      from,
      to: wstETH.address,
      data: encodeFunctionData({ abi: mockWstETHAbi, functionName: "mint", args: [addressOf(holder), WSTETH_EACH] }),
    });
  }
  return {
    registry: registry.address,
    wstETH: wstETH.address,
    rateSource: rateSource.address,
    startBlock: registry.block,
  };
}
