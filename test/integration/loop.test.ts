/**
 * The whole loop, by itself: an operator goes down, is alerted of, charged and slashed on the chain by the dossier that anybody
 * can recompute, loses its tier, its reputation and its routes, within five minutes of the start.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, type DinClient, ViolationsDocument } from "@dreamnet/din-infrastructure-core";
import { parseEther } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { waitFor } from "../../devnet/wait.ts";
import { graphqlOf } from "../support/graphql.ts";

const SIROCCO = addressOf("sirocco");
const PROGRAM = fileURLToPath(new URL("../support/dossier-program.mjs", import.meta.url));

/** Milliseconds from the start to the end of the loop, by the promise. */
const WITHIN_MS = 300_000;

let begun: number;
let stack: Stack;
let din: DinClient;

beforeAll(async () => {
  begun = performance.now();
  // As `npm start` makes it, but for the activity, which has no part in it, and with nobody else measured: a slow machine keeps
  // up with intervals of a second.
  stack = await startStack({ parts: { activity: false }, measures: (address) => address === SIROCCO.toLowerCase() });
  din = createClient({ url: stack.urls.graphql });
});

afterAll(() => stack?.stop());

const until = (what: string, check: () => Promise<boolean>) =>
  waitFor(check, { what, timeoutMs: Math.max(0, WITHIN_MS - (performance.now() - begun)), everyMs: 300 });

const ask = (query: string) => graphqlOf(stack.urls.graphql)(query, { address: SIROCCO });

const operatorSchema = z.object({
  operator: z.object({
    status: z.string(),
    tier: z.string(),
    stake: z.object({ active: z.string(), locked: z.string() }),
    reputation: z.object({ value: z.number(), components: z.object({ slashes: z.number() }) }),
  }),
});

async function sirocco() {
  const answer = await ask(`query ($address: Address!) { operator(address: $address) { ... on Operator {
    status tier stake { active locked } reputation { value components { slashes } }
  } } }`);
  return operatorSchema.parse(answer).operator;
}

const alertsSchema = z.object({
  alerts: z.object({ nodes: z.array(z.object({ kind: z.string(), state: z.string() })) }),
});

/** Kinds of the alerts that fired about it, in their order, whatever became of them. */
async function alerted(): Promise<string[]> {
  const answer = await ask(`query ($address: Address!) {
    alerts(first: 100, direction: ASC, filter: { operator: $address }) { nodes { kind state } }
  }`);
  const { nodes } = alertsSchema.parse(answer).alerts;
  return nodes.filter(({ state }) => state !== "PENDING").map(({ kind }) => kind);
}

const routeSchema = z.object({
  routingCandidates: z.object({ excluded: z.array(z.object({ reasons: z.array(z.string()) })) }),
});

/** Why nobody is routed to; nobody else is measured. */
async function excludedFor(): Promise<readonly string[]> {
  const answer = await ask(`query { routingCandidates(service: "rpc", region: "eu-west") { excluded { reasons } } }`);
  return routeSchema.parse(answer).routingCandidates.excluded[0]?.reasons ?? [];
}

/** The one slice of its violation; undefined until it was assessed. */
async function slice() {
  const { violations } = await din.request(ViolationsDocument, { filter: { operator: SIROCCO } });
  expect(violations.nodes.length).toBeLessThanOrEqual(1);
  return violations.nodes[0]?.slices.nodes[0];
}

const recomputedSchema = z.object({ hash: z.string(), charged: z.number(), bps: z.number(), amount: z.string() });

async function recomputed(evidenceUri: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, evidenceUri]);
  return recomputedSchema.parse(JSON.parse(stdout));
}

const proposals = () =>
  stack.client.getContractEvents({
    ...{ address: stack.registry, abi, eventName: "SlashProposed", strict: true },
    args: { operator: SIROCCO },
    fromBlock: BigInt(stack.startBlock),
  });

test(
  "an outage is alerted of, and slashed by its dossier: stake, tier and reputation fall",
  async () => {
    const before = await sirocco();
    expect(before).toMatchObject({ tier: "TIER_2", stake: { active: parseEther("10.5").toString(), locked: "0" } });
    expect(await proposals()).toEqual([]);

    await until("an open circuit", async () => (await excludedFor()).includes("CIRCUIT_OPEN"));
    await until("OPERATOR_OFFLINE", async () => (await alerted()).includes("OPERATOR_OFFLINE"));
    await until("a slice with its dossier", async () => (await slice()) !== undefined);
    const assessed = await slice();
    expect(assessed).toMatchObject({ slice: 1, final: true, charged: 8, fraction: 720, confidence: "HIGH" });

    await until("the slash on the chain", async () => (await proposals()).length > 0);
    const [proposed] = await proposals();
    expect(proposed?.args).toMatchObject({
      proposer: addressOf("keeper"),
      terms: { bps: 720, incidentKey: assessed?.incidentKey, evidenceHash: assessed?.evidenceHash },
      evidenceURI: `${stack.urls.api}/dossiers/${assessed?.evidenceHash}`,
    });
    expect(await recomputed(proposed?.args.evidenceURI ?? "")).toEqual({
      hash: proposed?.args.terms.evidenceHash,
      charged: 8,
      bps: 720,
      amount: parseEther("0.756").toString(),
    });
    await until("SLASH_PROPOSED", async () => (await alerted()).includes("SLASH_PROPOSED"));
    expect(await sirocco()).toMatchObject({ tier: "TIER_2", stake: { locked: parseEther("0.756").toString() } });

    let [last, after] = [before, before];
    await until("status SLASHED", async () => {
      [last, after] = [after, await sirocco()];
      return after.status === "SLASHED";
    });
    expect(after).toMatchObject({ tier: "TIER_1", stake: { active: parseEther("9.744").toString(), locked: "0" } });
    expect(after.reputation.components.slashes).toBeCloseTo(72, 0);
    // Beside the look just before it: over minutes, what was measured meanwhile moves it too.
    expect(after.reputation.value).toBeLessThan(last.reputation.value - 50);
    await until("no route", async () => (await excludedFor()).includes("STATUS"));
    await until("all alerts", async () => {
      const kinds = await alerted();
      return ["SLASH_EXECUTED", "TIER_CHANGED"].every((kind) => kinds.includes(kind));
    });
    expect((await slice())?.slash).toMatchObject({ state: "EXECUTED" });
    expect(await proposals()).toHaveLength(1);
  },
  WITHIN_MS,
);
