/** The whole stack: a slash and what subscribers hear of it, when its block stays and when it is replaced. */
import { encodeFunctionData, keccak256, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { reorg } from "../../devnet/reorg.ts";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";
import { VIOLATION } from "../../devnet/scenario/steps.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { waitFor } from "../../devnet/wait.ts";
import { openSse, type SseReader, type StreamedResult } from "../support/sse-reader.ts";
import { openWs, type WsClient } from "../support/ws-client.ts";

let stack: Stack;
let overWs: WsClient;
let overSse: SseReader;

const ALERTS = `subscription ($after: String) {
  alerts(filter: { kind: [SLASH_PROPOSED] }, after: $after) {
    eventId cursor type alert { alertId state finality operatorAddress subject }
  }
}`;

beforeAll(async () => {
  stack = await startStack({
    parts: { activity: false, metrics: false },
    blocks: "automine",
    env: { RPC_POLL_INTERVAL_MS: "100" },
  });
  overWs = await openWs(stack.urls.api);
  await overWs.init();
  overWs.subscribe("alerts", ALERTS);
  overSse = await openSse({ url: stack.urls.api, query: ALERTS });
});

afterAll(async () => {
  overSse?.close();
  overWs?.socket.terminate();
  await stack?.stop();
});

const eventSchema = z.object({
  eventId: z.string(),
  cursor: z.string(),
  type: z.string(),
  alert: z.object({
    alertId: z.string(),
    state: z.string(),
    finality: z.string().nullable(),
    operatorAddress: z.string(),
    subject: z.string(),
  }),
});

function heard(results: readonly StreamedResult[], operator: Actor) {
  const all = results.map((result) => {
    expect(result.errors).toBeUndefined();
    return eventSchema.parse(result.data?.alerts);
  });
  return all.filter(({ alert }) => alert.operatorAddress === addressOf(operator));
}

const said = (results: readonly StreamedResult[], operator: Actor) =>
  heard(results, operator).map(({ type, alert }) => `${type} ${alert.state} ${alert.finality}`);

/** Both subscribers hear the same, in the same order. @param meanwhile done before each look */
async function untilSaid(operator: Actor, expected: readonly string[], meanwhile = async () => {}): Promise<void> {
  const both = () => [said(overWs.results("alerts"), operator), said(overSse.results, operator)];
  const heardAll = async () => {
    await meanwhile();
    return both().every((one) => one.length >= expected.length);
  };
  await waitFor(heardAll, { what: `${expected.at(-1)} of ${operator}`, timeoutMs: 90_000, everyMs: 300 });
  expect(both()).toEqual([expected, expected]);
}

async function propose(operator: Actor): Promise<void> {
  const now = await stack.world.now();
  await stack.world.send({
    from: "keeper",
    slash: `of ${operator}`,
    data: encodeFunctionData({
      abi,
      functionName: "proposeSlash",
      args: [
        {
          ...{ operator: addressOf(operator), violationType: VIOLATION.DOWNTIME, severity: 1, bps: 100, value: 0n },
          ...{
            faultStart: BigInt(now - 600),
            faultEnd: BigInt(now - 60),
            reason: "an outage",
            evidenceURI: "ipfs://e",
          },
          incidentKey: keccak256(toHex(`incident ${operator} ${now}`)),
          evidenceHash: keccak256(toHex(`evidence ${operator}`)),
        },
      ],
    }),
  });
}

test("a slash whose block is replaced is heard of, and taken back", async () => {
  await propose("aurora");
  await untilSaid("aurora", ["FIRED FIRING PENDING"]);
  await reorg(stack.client, 1);
  let blocks = 0;
  // Where the registry stays quiet, only further blocks prove that the slash will not come back.
  const nextBlock = async () => {
    blocks += 1;
    await stack.client.mine({ blocks: 1 });
  };
  await untilSaid("aurora", ["FIRED FIRING PENDING", "RETRACTED RETRACTED PENDING"], nextBlock);
  // Not by waiting until its block was final.
  expect(blocks).toBeLessThan(25);
});

test("one that stays is heard of, and becomes final", async () => {
  await propose("borealis");
  await untilSaid("borealis", ["FIRED FIRING PENDING"]);
  await stack.client.mine({ blocks: 70 });
  await untilSaid("borealis", ["FIRED FIRING PENDING", "FINALIZED FIRING FINALIZED"]);
  expect(said(overWs.results("alerts"), "aurora")).toHaveLength(2);
});

test("whoever comes back with a cursor hears what it missed, once; ids are unique", async () => {
  const live = overWs.results("alerts").map((result) => eventSchema.parse(result.data?.alerts));
  const ids = live.map(({ eventId }) => BigInt(eventId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));

  const [first] = heard(overWs.results("alerts"), "aurora");
  const later = await openWs(stack.urls.api);
  try {
    await later.init();
    later.subscribe("again", ALERTS, { after: first?.cursor });
    const rest = live.slice(live.findIndex(({ eventId }) => eventId === first?.eventId) + 1);
    await waitFor(() => later.results("again").length >= rest.length, { what: "what was missed", timeoutMs: 20_000 });
    expect(later.results("again").map((result) => eventSchema.parse(result.data?.alerts))).toEqual(rest);
  } finally {
    later.socket.terminate();
  }
});
