import { type Address, getAddress, type Hex } from "viem";
import { expect } from "vitest";
import { z } from "zod";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import type { Stack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import { waitFor } from "../../devnet/wait.ts";
import { graphqlOf } from "./graphql.ts";

const transactionSchema = z.object({
  ...{ to: z.string(), data: z.string(), value: z.string(), chainId: z.literal(31_337) },
  simulation: z.object({ succeeds: z.boolean().nullable(), message: z.string() }),
});
const walletSchema = z.object({ wallet: z.object({ transactions: z.object({ made: transactionSchema }) }) });

const hex = (text: string): Hex => `0x${text.slice(2)}`;

/**
 * Has GraphQL make a transaction for an actor, sends it just as it is from that account once it would succeed, and waits
 * until it is mirrored.
 *
 * @param transaction a field of `Transactions` with its arguments
 */
export async function actAs(stack: Stack, actor: Actor, transaction: string): Promise<void> {
  const ask = graphqlOf(stack.urls.graphql);
  const account: Address = addressOf(actor);
  const query = `query ($a: Address!) { wallet(address: $a) { transactions { made: ${transaction} { to data value chainId simulation { succeeds message } } } } }`;
  const make = async () => walletSchema.parse(await ask(query, { a: account })).wallet.transactions.made;
  // What waits for its time waits for a block of that time.
  const succeeds = async () => {
    const { succeeds: would, message } = (await make()).simulation;
    if (!would) throw new Error(message);
    return would;
  };
  await waitFor(succeeds, { what: `${transaction} to succeed`, timeoutMs: 20_000 });
  const made = await make();
  expect(made.to).toBe(getAddress(stack.registry));
  const { blockNumber } = await sendFrom(stack.client, {
    from: account,
    to: hex(made.to),
    data: hex(made.data),
    value: BigInt(made.value),
  });
  // Reads its own write.
  await waitFor(() => ask(`{ indexer(minBlock: ${blockNumber}) { block } }`).then(() => true), {
    what: `block ${blockNumber} to be mirrored`,
    timeoutMs: 20_000,
  });
}
