import { type Address, type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import { dinRegistryAbi } from "../../abis/index.ts";
import type { ChainClient } from "../anvil.ts";
import { DevnetError, messageOf } from "../errors.ts";
import type { Deployment } from "../state.ts";
import { sendFrom, submitFrom, type Transaction, whyReverted } from "../transactions.ts";
import { type Actor, addressOf } from "./actors.ts";

export interface Call {
  from: Actor;
  data: Hex;
  /** The registry unless said otherwise. */
  to?: Address;
  value?: bigint;
  /** The slash it proposes is known by this key from then on. */
  slash?: string;
  /** The unstake request it makes is known by this key from then on. */
  request?: string;
}

/** The chain as the scenario and the activity act on it: named actors send transactions, slashes and requests have keys. */
export class World {
  readonly slashes = new Map<string, bigint>();
  readonly requests = new Map<string, bigint>();
  /** Unix seconds of the block that is being put together; undefined while blocks come by themselves. */
  #now: number | undefined;

  constructor(
    readonly client: ChainClient,
    readonly deployment: Deployment,
  ) {}

  /** Unix seconds, as the chain counts them. */
  async now(): Promise<number> {
    return this.#now ?? Number((await this.client.getBlock()).timestamp);
  }

  /** Sends a transaction and waits until it is mined. */
  async send(call: Call): Promise<TransactionReceipt> {
    const receipt = await sendFrom(this.client, this.#transaction(call)).catch((error: unknown) => {
      throw refused(call, messageOf(error));
    });
    this.#remember(call, receipt);
    return receipt;
  }

  /** Makes one block of all of these, at this moment; for a chain that mines only when told to. */
  async block(
    unixSeconds: number,
    steps: readonly { calls: (world: World) => readonly Call[] | Promise<readonly Call[]> }[],
  ) {
    this.#now = unixSeconds;
    const sent: { call: Call; hash: Hex }[] = [];
    for (const { calls } of steps) {
      for (const call of await calls(this)) {
        sent.push({ call, hash: await submitFrom(this.client, this.#transaction(call)) });
      }
    }
    await this.client.setNextBlockTimestamp({ timestamp: BigInt(unixSeconds) });
    await this.client.mine({ blocks: 1 });
    for (const { call, hash } of sent) {
      const receipt = await this.client.getTransactionReceipt({ hash });
      if (receipt.status !== "success") throw refused(call, await whyReverted(this.client, this.#transaction(call)));
      this.#remember(call, receipt);
    }
    this.#now = undefined;
  }

  slashId(key: string): bigint {
    return found(this.slashes, key);
  }

  requestId(key: string): bigint {
    return found(this.requests, key);
  }

  #transaction({ from, to = this.deployment.registry, data, value = 0n }: Call): Transaction {
    return { from: addressOf(from), to, data, value };
  }

  #remember({ slash, request }: Call, { logs }: TransactionReceipt): void {
    if (slash !== undefined) {
      const [log] = parseEventLogs({ abi: dinRegistryAbi, eventName: "SlashProposed", logs });
      if (log !== undefined) this.slashes.set(slash, log.args.slashId);
    }
    if (request !== undefined) {
      const [log] = parseEventLogs({ abi: dinRegistryAbi, eventName: "UnstakeRequested", logs });
      if (log !== undefined) this.requests.set(request, log.args.requestId);
    }
  }
}

const refused = ({ from }: Call, why: string) => new DevnetError(`A transaction of ${from} was refused: ${why}`);

function found(ids: ReadonlyMap<string, bigint>, key: string): bigint {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`nothing is known as "${key}"`);
  return id;
}
