import { z } from "zod";
import { dinRegistryAbi } from "../abis/index.ts";
import { messageOf } from "./errors.ts";
import type { Stack } from "./stack.ts";
import { waitFor } from "./wait.ts";

/** The query to paste. */
export const FIRST_QUERY = `{
  operators(first: 3, orderBy: { field: STAKE, direction: DESC }) {
    totalCount
    nodes {
      address
      tier
      status
      stake { value }
    }
  }
}`;

const answerSchema = z.object({
  data: z.object({ operators: z.object({ totalCount: z.number() }).loose() }).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
type Answer = z.infer<typeof answerSchema>;

async function ask(graphql: string): Promise<Answer> {
  const response = await fetch(graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: FIRST_QUERY }),
    signal: AbortSignal.timeout(5_000),
  });
  return answerSchema.parse(await response.json());
}

/** How long an API that says it is ready may take to show every operator. */
const PATIENCE_MS = 20_000;

/**
 * What the API answers to the query, once it knows all operators that the chain has: the API is ready as soon as it can
 * answer, and takes a moment to catch up with what was indexed before.
 */
async function firstAnswer({ urls, client, registry, startBlock }: Stack, signal: AbortSignal): Promise<string> {
  const registered = await client.getContractEvents({
    address: registry,
    abi: dinRegistryAbi,
    eventName: "OperatorRegistered",
    fromBlock: BigInt(startBlock),
  });
  let answer: Answer | undefined;
  const complete = async () => {
    answer = await ask(urls.graphql);
    return answer.errors !== undefined || (answer.data?.operators.totalCount ?? 0) >= registered.length;
  };
  try {
    await waitFor(complete, { what: "the API to know every operator", timeoutMs: PATIENCE_MS, everyMs: 150, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (answer === undefined) return `(no answer: ${messageOf(error)})`;
  }
  return JSON.stringify(answer, null, 2);
}

const indent = (text: string) => text.replaceAll(/^/gm, "    ");

/** What is printed when all of it runs. */
export async function greeting(stack: Stack, elapsedMs: () => number, signal: AbortSignal): Promise<string> {
  const { urls } = stack;
  const answer = await firstAnswer(stack, signal);
  return `
The DIN operator graph is up (${(elapsedMs() / 1_000).toFixed(1)} s${stack.resumed ? ", going on where it stopped" : ""}).

  GraphQL     ${urls.graphql}   (open it in a browser for GraphiQL)
  Health      ${urls.api}/health   ${urls.api}/ready
  Indexer     ${urls.indexer}/status
  JSON-RPC    ${urls.rpc}   (chain 31337, anvil's public accounts)
  Registry    ${stack.registry}
  Settings    ${stack.stateDir}/env   (DATABASE_URL and the rest)
  Logs        ${stack.stateDir}/logs

Paste this:

${indent(FIRST_QUERY)}

and it answers:

${indent(answer)}

Something happens on the chain every few seconds. Ctrl-C stops everything; npm start goes on from there,
npm start -- --fresh begins anew.
`;
}
