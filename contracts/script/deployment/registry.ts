import {
  type Account,
  type Address,
  type Chain,
  getAddress,
  type Hash,
  type PublicClient,
  type Transport,
  type WalletClient,
  zeroAddress,
} from "viem";
import {
  chainlinkRateSourceAbi,
  chainlinkRateSourceBytecode,
  dinRegistryAbi,
  dinRegistryBytecode,
  lidoRateSourceAbi,
  lidoRateSourceBytecode,
} from "../../../abis/index.ts";
import { DeploymentRefused, type RegistryParameters } from "./parameters.ts";

export interface Clients {
  readonly reader: PublicClient;
  readonly writer: WalletClient<Transport, Chain, Account>;
}

/** What was deployed, and from which block on its events are to be read. */
export interface DeployedRegistry {
  readonly registry: Address;
  readonly slashingExtension: Address;
  /** Undefined where only ETH can be staked. */
  readonly rateSource: Address | undefined;
  readonly transactionHash: Hash;
  readonly startBlock: bigint;
}

/** Refuses a chain other than the one asked for, and addresses that should be contracts but hold no code there. */
export async function checkChain(
  reader: PublicClient,
  expectedChainId: number,
  parameters: RegistryParameters,
): Promise<void> {
  const chainId = await reader.getChainId();
  if (chainId !== expectedChainId) {
    throw new DeploymentRefused([`RPC_URL: is chain ${chainId}, but CHAIN_ID says ${expectedChainId}`]);
  }
  const contracts: [string, Address][] = [
    ["WSTETH_ADDRESS", parameters.wstETH],
    ["STETH_ADDRESS", parameters.stETH],
    ["CHAINLINK_FEED_ADDRESS", parameters.rateSource.kind === "chainlink" ? parameters.rateSource.feed : zeroAddress],
  ];
  const mistakes: string[] = [];
  for (const [name, address] of contracts) {
    if (address !== zeroAddress && !(await reader.getCode({ address }))) {
      mistakes.push(`${name}: no contract at ${address} on chain ${chainId}`);
    }
  }
  if (mistakes.length > 0) throw new DeploymentRefused(mistakes);
}

/** Deploys the rate adapter if there is a rate to read, the registry in one transaction, and records the first rate. */
export async function deployRegistry(clients: Clients, parameters: RegistryParameters): Promise<DeployedRegistry> {
  const rateSource = await deployRateSource(clients, parameters);
  const { rateSource: _described, ...rest } = parameters;
  const transactionHash = await clients.writer.deployContract({
    abi: dinRegistryAbi,
    bytecode: dinRegistryBytecode,
    args: [{ ...rest, rateSource: rateSource ?? zeroAddress }],
  });
  const { address: registry, block: startBlock } = await deployed(clients, transactionHash);
  if (rateSource) {
    const poke = await clients.writer.writeContract({
      address: registry,
      abi: dinRegistryAbi,
      functionName: "pokeRate",
      args: [1],
    });
    await mined(clients, poke);
  }
  const slashingExtension = await clients.reader.readContract({
    address: registry,
    abi: dinRegistryAbi,
    functionName: "slashingExtension",
  });
  return { registry, slashingExtension, rateSource, transactionHash, startBlock };
}

async function deployRateSource(clients: Clients, { rateSource }: RegistryParameters): Promise<Address | undefined> {
  if (rateSource.kind === "none") return undefined;
  const hash =
    rateSource.kind === "chainlink"
      ? await clients.writer.deployContract({
          abi: chainlinkRateSourceAbi,
          bytecode: chainlinkRateSourceBytecode,
          args: [rateSource.feed],
        })
      : await clients.writer.deployContract({
          abi: lidoRateSourceAbi,
          bytecode: lidoRateSourceBytecode,
          args: [rateSource.stETH],
        });
  return (await deployed(clients, hash)).address;
}

async function deployed(clients: Clients, hash: Hash): Promise<{ address: Address; block: bigint }> {
  const receipt = await mined(clients, hash);
  if (!receipt.contractAddress) throw new Error(`Transaction ${hash} made no contract.`);
  return { address: getAddress(receipt.contractAddress), block: receipt.blockNumber };
}

async function mined({ reader }: Clients, hash: Hash) {
  const receipt = await reader.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`Transaction ${hash} was mined and reverted.`);
  return receipt;
}
