/** Made from client/README.md by `npx tsx test/examples/print.ts`. */
// biome-ignore-all lint: as it stands there
// biome-ignore-all format: as it stands there
// biome-ignore-all assist: as it stands there
import { createClient, NetworkDocument, OperatorDocument } from "@dreamnet/din-infrastructure-core";
import { OperatorsDocument } from "@dreamnet/din-infrastructure-core";
import DINInfrastructureCore from "@dreamnet/din-infrastructure-core";
import { createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { anvil } from "viem/chains";
import {
  FeedCursorsDocument,
  StakingEventFeedDocument,
  type StakingEventSubscriptionFilter,
} from "@dreamnet/din-infrastructure-core";
import { createRecorder } from "@dreamnet/din-infrastructure-core";
import {
  AnnounceMaintenanceDocument,
  IndexerDocument,
  SetOperatorProfileDocument,
  signMaintenance,
  signProfile,
} from "@dreamnet/din-infrastructure-core";
import { RoutingCandidatesDocument, type RoutingCandidatesQuery } from "@dreamnet/din-infrastructure-core";
import { DinCoreError, DinRequestError } from "@dreamnet/din-infrastructure-core";
import type { Stage } from "./stage.ts";

export async function readme({ console, begin, url }: Stage): Promise<void> {
  begin(0);
  const din = createClient({ url: url });
  const { network } = await din.request(NetworkDocument);
  console.log(network.totalOperators, BigInt(network.totalStaked));

  begin(1);
  const operator = "0xBcd4042DE499D14e55001CcbB24a551F3b954096";
  const answer = await din.request(OperatorDocument, { address: operator });
  if (answer.operator.__typename === "Operator") console.log(answer.operator.status, BigInt(answer.operator.stake.active));
  else console.log(answer.operator.code);

  begin(2);
  for await (const item of din.items(OperatorsDocument, { first: 50 }, (data) => data.operators)) {
    console.log(item.address, item.tier);
  }

  begin(3);
  const account = privateKeyToAccount(`0x${process.env.OPERATOR_KEY}`);
  DINInfrastructureCore.configure({
    url: url,
    wallet: createWalletClient({ account, chain: anvil, transport: http(process.env.RPC_URL) }),
    registry: `0x${process.env.REGISTRY}`,
  });

  await DINInfrastructureCore.stake(operator, parseEther("0.5"));
  const staked = await DINInfrastructureCore.getOperator(operator);
  console.log(staked?.stakedAmount);

  await DINInfrastructureCore.unstake(operator, parseEther("0.5"));
  for (const { requestId, amount, claimable } of await DINInfrastructureCore.unstaking(operator)) {
    console.log(requestId, amount, claimable);
  }
  console.log(await DINInfrastructureCore.claim(operator));

  begin(4);
  const { feedCursors } = await din.request(FeedCursorsDocument);
  let cursor = feedCursors.stakingEvents;
  const wanted: StakingEventSubscriptionFilter = { operator, kind: ["STAKED"] };
  for await (const { stakingEvents } of din.subscribe(StakingEventFeedDocument, { after: cursor, filter: wanted })) {
    console.log(stakingEvents.name);
    cursor = stakingEvents.cursor;
    break;
  }

  begin(5);
  const probe = createClient({ url: url, apiKey: process.env.DIN_API_KEY ?? "" });
  const recorder = await createRecorder(probe, { onRejected: ({ code, message }) => console.log(code, message) });
  const measured = { operator, service: "rpc-service", region: "eu-1" };
  recorder.record({ ...measured, latencyMicros: 48_200 });
  recorder.record({ ...measured, timeout: true });
  recorder.observe({ ...measured, upSeconds: 1 });
  await recorder.close();
  console.log(recorder.waiting);

  begin(6);
  const reporter = privateKeyToAccount(`0x${process.env.REPORTER_KEY}`);
  const signing = await createRecorder(din, {
    sign: { reporter: "signing-probe", signTypedData: (data) => reporter.signTypedData(data) },
    onRejected: ({ code, message }) => console.log(code, message),
  });
  signing.record({ ...measured, region: "us-1", latencyMicros: 51_900 });
  await signing.close();
  console.log(signing.waiting);

  begin(7);
  const { indexer } = await din.request(IndexerDocument);
  const { chainId, registry } = indexer;
  const deadline = Math.floor(Date.now() / 1_000) + 600;

  const inTwoDays = Math.ceil(Date.now() / 60_000) * 60_000 + 2 * 86_400_000;
  const maintenance = await signMaintenance({
    operator,
    start: new Date(inTwoDays),
    end: new Date(inTwoDays + 60_000),
    reason: "new disks",
    ...{ deadline, chainId, registry },
    signTypedData: (data) => account.signTypedData(data),
  });
  const announced = await din.request(AnnounceMaintenanceDocument, { input: maintenance });
  console.log(announced.announceMaintenance.__typename);

  const profile = await signProfile({
    operator,
    revision: 1,
    profile: {
      name: "Acme Nodes",
      regions: ["eu-1"],
      endpoints: [{ service: "rpc-service", region: "eu-1", url: "https://eu.acme.example/rpc" }],
      software: [{ role: "EXECUTION", name: "Geth", version: "1.14.12" }],
      nodes: [],
    },
    ...{ deadline, chainId, registry },
    signTypedData: (data) => account.signTypedData(data),
  });
  const set = await din.request(SetOperatorProfileDocument, { input: profile });
  console.log(set.setOperatorProfile.__typename);

  begin(8);
  let table: RoutingCandidatesQuery["routingCandidates"] | undefined;
  // In a router: a second apart, for as long as it runs.
  for (let round = 0; round < 2; round += 1) {
    const known = { service: "rpc-service", region: "global", ifNotVersion: table?.version ?? null };
    const { routingCandidates } = await din.request(RoutingCandidatesDocument, known);
    if (!routingCandidates.unchanged) table = routingCandidates;
  }
  console.log(table?.candidates.map(({ address, share }) => [address, share]));

  begin(9);
  const soon = AbortSignal.timeout(5_000);
  const { indexer: now } = await din.request(IndexerDocument, {}, { signal: soon });
  console.log(now.chainId);

  begin(10);
  try {
    await din.request(OperatorDocument, { address: operator, minBlock: 2_000_000_000 });
  } catch (error) {
    if (error instanceof DinRequestError) console.log(error.code);
  }
  try {
    await DINInfrastructureCore.registerOperator(operator, operator);
  } catch (error) {
    if (error instanceof DinCoreError) console.log(error.code, error.transaction);
  }
}
