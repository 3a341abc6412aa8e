/**
 * Deploys DINRegistry as the environment says (contracts/README.md lists the variables) and prints where it is: for
 * people, and as the last line in JSON.
 *
 * @example CHAIN_ID=84532 RPC_URL=https://… DEPLOYER_PRIVATE_KEY=0x… ADMIN=0x… … npm run deploy
 */
import { BaseError, createPublicClient, createWalletClient, defineChain, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { CHAINS, DeploymentRefused, parseDeployment } from "./deployment/parameters.ts";
import { checkChain, deployRegistry } from "./deployment/registry.ts";

async function main(): Promise<void> {
  const { chainId, rpcUrl, privateKey, parameters } = parseDeployment(process.env);
  const chain = defineChain({
    id: chainId,
    name: CHAINS[chainId]?.name ?? String(chainId),
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const reader = createPublicClient({ chain, transport: http(rpcUrl) });
  await checkChain(reader, chainId, parameters);
  const account = privateKeyToAccount(privateKey);
  console.log(`Deploying to ${chain.name} (${chainId}) as ${account.address} …`);
  const writer = createWalletClient({ account, chain, transport: http(rpcUrl) });
  const result = await deployRegistry({ reader, writer }, parameters);

  console.log(`DINRegistry         ${result.registry}`);
  console.log(`slashing extension  ${result.slashingExtension}`);
  console.log(`rate source         ${result.rateSource ?? "none: ETH only"}`);
  console.log(`transaction         ${result.transactionHash}`);
  console.log(`start block         ${result.startBlock}`);
  console.log(
    JSON.stringify({
      chainId,
      ...result,
      rateSource: result.rateSource ?? null,
      startBlock: Number(result.startBlock),
    }),
  );
}

/** Of a failed call only its short message: the long one repeats the request, and with it the RPC URL and its key. */
function explain(error: unknown): string {
  if (error instanceof DeploymentRefused) return error.message;
  if (error instanceof BaseError) return error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
