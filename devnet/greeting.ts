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
      score { value confidence }
      windows {
        hour { latency { p95 { ms } } }
        day { successRate coverage }
      }
    }
  }
}`;

const nodeSchema = z.object({ score: z.object({ value: z.number().nullable() }).loose() }).loose();
const answerSchema = z.object({
  data: z.object({ operators: z.object({ totalCount: z.number(), nodes: z.array(nodeSchema) }).loose() }).nullish(),
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

/** How long an API that says it is ready may take to show every operator, and the scores of the first. */
const PATIENCE_MS = 20_000;

/**
 * What the API answers to the query, once it knows all operators that the chain has, and their scores: the API is ready as
 * soon as it can answer, and takes a moment to catch up with what was indexed and measured before.
 */
async function firstAnswer(stack: Stack, signal: AbortSignal): Promise<string> {
  const { urls, client, registry, startBlock, measured } = stack;
  const registered = await client.getContractEvents({
    address: registry,
    abi: dinRegistryAbi,
    eventName: "OperatorRegistered",
    fromBlock: BigInt(startBlock),
  });
  let answer: Answer | undefined;
  const complete = async () => {
    answer = await ask(urls.graphql);
    if (answer.errors !== undefined) return true;
    const { totalCount = 0, nodes = [] } = answer.data?.operators ?? {};
    return totalCount >= registered.length && (!measured || nodes.every(({ score }) => score.value !== null));
  };
  try {
    await waitFor(complete, {
      what: "the API to know every operator and its score",
      timeoutMs: PATIENCE_MS,
      everyMs: 150,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (answer === undefined) return `(no answer: ${messageOf(error)})`;
  }
  return JSON.stringify(answer, null, 2);
}

/** What to listen with: alerts as they come, and what they are about. */
const alertsOf = (graphql: string): string =>
  `curl -N -G ${graphql} -H 'accept: text/event-stream' \\
  --data-urlencode 'query=subscription { alerts { type alert { kind state finality operatorAddress message } } }'`;

/** What to watch for. */
function storyOf({ measured, keeper, stateDir }: Stack): string {
  if (!measured) return "";
  const outage = `
Half a minute after the first start, and once every 24 minutes, Sirocco goes down for 68 s: OPERATOR_OFFLINE, SLASHING_RISK,
and when it is back, a violation with its dossier.`;
  if (keeper.pid === undefined) return `${outage}\n`;
  return `${outage} Then the keeper proposes a slash, and executes it a
minute later unless it is disputed: SLASH_EXECUTED, TIER_CHANGED. README.md shows it step by step. What the keeper means to do,
and what holds it back:

    env $(cat ${stateDir}/env) npm run -s start:keeper -- --dry-run
`;
}

const indent = (text: string) => text.replaceAll(/^/gm, "    ");

/** What is printed when all of it runs. */
export async function greeting(stack: Stack, elapsedMs: () => number, signal: AbortSignal): Promise<string> {
  const { urls } = stack;
  const answer = await firstAnswer(stack, signal);
  const measured = stack.measured ? ", and every second is measured: here it is a minute of the rules" : "";
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

Something happens on the chain every few seconds${measured}.
To see alerts as they come:

${indent(alertsOf(urls.graphql))}
${storyOf(stack)}
To send metrics yourself, make a key:

    env $(grep DATABASE_URL= ${stack.stateDir}/env) npm run keys -- create --name mine --scopes metrics:write

Ctrl-C stops everything; npm start goes on from there, npm start -- --fresh begins anew.
`;
}
