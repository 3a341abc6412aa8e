/**
 * The keeper's submitter as a process of its own, that a test may kill: it wants every incident proposed and executed, as
 * the chain alone says what is missing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createPublicClient, encodeFunctionData, type Hex, http, keccak256, type PublicClient, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import type { Intent } from "../../keeper/intent.ts";
import { openStore } from "../../keeper/store.ts";
import { createSubmitter } from "../../keeper/submit.ts";

export interface KeeperProcessOptions {
  readonly connectionString: string;
  readonly rpc: string;
  readonly registry: Hex;
  readonly key: Hex;
  readonly operators: readonly Hex[];
  readonly incidents: number;
  readonly confirmations: number;
  /** How many times as fast as the wall clock its own goes. */
  readonly haste: number;
  readonly maxFeeGwei: number;
}

export const incidentKeyOf = (index: number): Hex => keccak256(toHex(`incident ${index}`));

async function wanted(client: PublicClient, options: KeeperProcessOptions): Promise<Intent[]> {
  const range = { address: options.registry, abi, fromBlock: 0n, strict: true } as const;
  const clock = await client.readContract({ address: options.registry, abi, functionName: "slashClock" });
  const { timestamp } = await client.getBlock();
  const proposed = await client.getContractEvents({ ...range, eventName: "SlashProposed" });
  const executed = await client.getContractEvents({ ...range, eventName: "SlashExecuted" });
  const done = new Set(executed.map(({ args }) => args.slashId));
  const known = new Set(proposed.map(({ args }) => args.terms.incidentKey));
  const toExecute = proposed.flatMap(({ args: { slashId, terms } }): Intent[] => {
    if (done.has(slashId) || clock <= terms.disputeUntil) return [];
    const data = encodeFunctionData({ abi, functionName: "executeSlash", args: [slashId] });
    const key = `execute/${slashId}/${terms.incidentKey}`;
    return [{ key, kind: "EXECUTE", role: "PROPOSER", data, summary: `execute ${slashId}` }];
  });
  const toPropose = Array.from({ length: options.incidents }, (_, index) => index).flatMap((index): Intent[] => {
    const incidentKey = incidentKeyOf(index);
    const operator = options.operators[index % options.operators.length];
    if (known.has(incidentKey) || operator === undefined) return [];
    const fault = { faultStart: timestamp - 100n, faultEnd: timestamp - 50n };
    const terms = { operator, violationType: 1, severity: 1, bps: 2, value: 0n, ...fault };
    const evidence = { evidenceHash: incidentKey, reason: `incident ${index}`, evidenceURI: "ipfs://evidence" };
    const args = [{ ...terms, incidentKey, ...evidence }] as const;
    const data = encodeFunctionData({ abi, functionName: "proposeSlash", args });
    return [{ key: `propose/${incidentKey}`, kind: "PROPOSE", role: "PROPOSER", data, summary: `propose ${index}` }];
  });
  return [...toExecute, ...toPropose];
}

async function run(options: KeeperProcessOptions): Promise<never> {
  const client = createPublicClient({ transport: http(options.rpc, { retryCount: 0 }), cacheTime: 0 });
  const now = () => Date.now() * options.haste;
  const quiet = { info: () => {}, warn: () => {} };
  const { connectionString, registry } = options;
  for (;;) {
    try {
      const ledger = { chainId: 31_337, registry };
      const store = await openStore({ connectionString, ledger, onLost: () => {} });
      const submitter = createSubmitter({
        ...{ store, client, chainId: 31_337, registry, now, log: quiet, role: "PROPOSER" },
        account: privateKeyToAccount(options.key),
        fees: { maxFeePerGas: BigInt(options.maxFeeGwei) * 10n ** 9n, maxPriorityFeePerGas: 50n * 10n ** 9n },
        ...{ confirmations: options.confirmations, stuckMs: 4_000 },
      });
      let leads = false;
      while (!store.isLost()) {
        if (!leads) leads = await store.tryLead();
        let moved = false;
        if (leads) {
          try {
            ({ moved } = await submitter.pass(await wanted(client, options), { paused: false }));
            process.send?.("pass");
          } catch {
            // The chain or the ledger could not be asked: the next look goes on.
          }
        }
        // The pace of its looks, not a wait for anything.
        await sleep(moved ? 1 : 20);
      }
    } catch {
      await sleep(50);
    }
  }
}

const [text] = process.argv.slice(2);
if (process.send !== undefined && text !== undefined) {
  process.on("disconnect", () => process.exit(0));
  void run(JSON.parse(text));
}
