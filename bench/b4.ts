/** B4: the 10,000th page beside the first, a large database beside a small one, and Ponder's `offset`. */
import assert from "node:assert/strict";
import { z } from "zod";
import type { ServingOptions } from "./b3.ts";
import { createOperators } from "./data/operators.ts";
import { alternate, ask, type Request } from "./lib/load.ts";
import { ms, type Result } from "./lib/report.ts";
import { startApi, startPonderGraphql } from "./lib/servers.ts";
import { median, quantile } from "./lib/stats.ts";

const PAGE_SIZE = 10;
const SMALL = 100;
/** Requests a round to each side. */
const REQUESTS = 500;
/** Ponder walks over all that it skips. */
const OFFSET_REQUESTS = 20;

const ORDER = "orderBy: { field: REGISTRATION, direction: DESC }";
const page = (args: string) => `{
  operators(${args}, ${ORDER}) {
    nodes { address tier status stake { active } publishedScore { value } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const ponderPage = (offset: number) => `{
  operators(limit: ${PAGE_SIZE}, offset: ${offset}, orderBy: "registeredAt", orderDirection: "desc") {
    items { address emittedStatus ethActive wstethActive score }
    pageInfo { hasNextPage endCursor }
  }
}`;

export async function b4(options: ServingOptions): Promise<Result[]> {
  const { workshop, postgres, rounds, operators, log } = options;
  const [large, small] = [await postgres.createDatabase("b4_large"), await postgres.createDatabase("b4_small")];
  await createOperators(large, operators);
  await createOperators(small, SMALL);
  const api = await startApi(workshop, "api-large", large);
  const smallApi = await startApi(workshop, "api-small", small);
  const ponder = await startPonderGraphql(workshop, large);
  const graphql = (url: string, query: string): Request => ({ url: `${url}/graphql`, body: JSON.stringify({ query }) });

  const cursor = await cursorBeforeLastPage(
    graphql(api.url, `{ operators(last: ${PAGE_SIZE + 1}, ${ORDER}) { edges { cursor } } }`),
  );
  const first = graphql(api.url, page(`first: ${PAGE_SIZE}`));
  const last = graphql(api.url, page(`first: ${PAGE_SIZE}, after: "${cursor}"`));
  const smallFirst = graphql(smallApi.url, page(`first: ${PAGE_SIZE}`));
  const offset = graphql(ponder.url, ponderPage(operators - PAGE_SIZE));
  assert.deepEqual(addressesOf(await ask(last)), addressesOf(await ask(offset)));
  assert.equal(addressesOf(await ask(first)).length, PAGE_SIZE);

  const p99 = { first: [] as number[], last: [] as number[], firstBesideSmall: [] as number[], small: [] as number[] };
  const middle = { last: [] as number[], offset: [] as number[] };
  await alternate([first, last, smallFirst], REQUESTS);
  await alternate([last, offset], 3);
  for (let round = 0; round < rounds; round += 1) {
    const [ofFirst = [], ofLast = []] = await alternate([first, last], REQUESTS);
    const [beside = [], ofSmall = []] = await alternate([first, smallFirst], REQUESTS);
    // In blocks: one that follows right upon Ponder's would pay for the caches it has emptied.
    const [keyset = []] = await alternate([last], OFFSET_REQUESTS * 5);
    const [skipped = []] = await alternate([offset], OFFSET_REQUESTS);
    p99.first.push(quantile(ofFirst, 0.99));
    p99.last.push(quantile(ofLast, 0.99));
    p99.firstBesideSmall.push(quantile(beside, 0.99));
    p99.small.push(quantile(ofSmall, 0.99));
    middle.last.push(median(keyset));
    middle.offset.push(median(skipped));
    const parts = [
      `page 1 p50 ${ms(median(ofFirst))} p99 ${ms(quantile(ofFirst, 0.99))}`,
      `last page p50 ${ms(median(ofLast))} p99 ${ms(quantile(ofLast, 0.99))}`,
      `small p50 ${ms(median(ofSmall))} p99 ${ms(quantile(ofSmall, 0.99))}`,
      `offset p50 ${ms(median(skipped))}`,
    ];
    log(`B4 round ${round + 1}: ${parts.join(", ")}`);
  }
  for (const server of [api, smallApi, ponder]) await server.stop();
  for (const name of ["b4_large", "b4_small"]) await postgres.dropDatabase(name);

  const pages = (operators / PAGE_SIZE).toLocaleString("en-US");
  const compare = (ours: readonly number[], theirs: readonly number[]) => ({
    ours: ms(median(ours)),
    theirs: ms(median(theirs)),
    ratio: median(ours) / median(theirs),
  });
  return [
    {
      ...{ benchmark: "B4", work: `page ${pages}, p99`, peer: "page 1", goal: { atMost: 1.2 } },
      ...compare(p99.last, p99.first),
    },
    {
      ...{ benchmark: "B4", work: `page 1 of ${operators.toLocaleString("en-US")} operators, p99` },
      ...{ peer: `of ${SMALL} operators`, goal: { atMost: 1.2 }, ...compare(p99.firstBesideSmall, p99.small) },
    },
    {
      ...{ benchmark: "B4", work: `page ${pages}, p50`, peer: "Ponder offset", goal: { atLeast: 50 } },
      ...{ ours: ms(median(middle.last)), theirs: ms(median(middle.offset)) },
      ratio: median(middle.offset) / median(middle.last),
    },
  ];
}

async function cursorBeforeLastPage(request: Request): Promise<string> {
  const answer = z.object({
    data: z.object({ operators: z.object({ edges: z.array(z.object({ cursor: z.string() })) }) }),
  });
  const [edge] = answer.parse(await ask(request)).data.operators.edges;
  if (edge === undefined) throw new Error("there is no last page");
  return edge.cursor;
}

const addresses = z.array(z.object({ address: z.string().toLowerCase() }));
const eitherAnswer = z.object({
  data: z.object({ operators: z.union([z.object({ nodes: addresses }), z.object({ items: addresses })]) }),
});

function addressesOf(answer: unknown): string[] {
  const { operators } = eitherAnswer.parse(answer).data;
  return ("nodes" in operators ? operators.nodes : operators.items).map(({ address }) => address);
}
