/** The worked example of docs/metrics.md is what the API and the client do. */
import { readFileSync } from "node:fs";
import { samplesDigest as digestOfClient, encodeHistogram, signMetricBatch } from "@dreamnet/din-infrastructure-core";
import { bytesToHex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { z } from "zod";
import { recover } from "../../../api/access/typed-data.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { decodeSketch } from "../../../api/domain/sketch.ts";
import { samplesDigest } from "../../../api/ingestion/digest.ts";
import { Refusal, readSample } from "../../../api/ingestion/sample.ts";
import { readSignature } from "../../../api/ingestion/signature.ts";
import { readWireSketch } from "../../../api/ingestion/sketch-wire.ts";

const guide = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");

function block(kind: string): string {
  const [, text] = new RegExp(`\`\`\`${kind}\n(.*)\n\`\`\``).exec(guide) ?? [];
  if (text === undefined) throw new Error(`no block of ${kind}`);
  return text;
}

const SAMPLE = z.object({
  operator: z.string(),
  service: z.string(),
  region: z.string(),
  timestamp: z.number(),
  requests: z.number(),
  successes: z.number(),
  timeouts: z.number(),
  upSeconds: z.number(),
  downSeconds: z.number(),
  sketch: z.string(),
});
const samples = z.array(SAMPLE).parse(JSON.parse(block("json")));
const DEADLINE = 1_780_000_600;
const REGISTRY = { chainId: 84_532, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3" } as const;
const SIGNER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

test("the sketch", () => {
  expect(
    encodeHistogram([
      [50_000, 2],
      [52_000, 1],
    ]),
  ).toBe(block("sketch"));
  const read = readWireSketch(block("sketch"));
  if (typeof read === "string") throw new Error(read);
  expect(decodeSketch(read.bytes)).toEqual({ first: 541, counts: [2, 0, 1] });
});

test("the sample is taken", () => {
  const [sample = null] = samples;
  const read = readSample(sample, { now: DEADLINE, time: POLICY.time, reporter: "probe-eu" });
  expect(read).not.toBeInstanceOf(Refusal);
  expect(read).toMatchObject({ reporter: "probe-eu", revision: 0, at: 1_780_000_020, successes: 3 });
});

test("its digest, for the API and for the client, in whatever order its fields are", async () => {
  const shuffled = samples.map((sample) => Object.fromEntries(Object.entries(sample).reverse()));
  for (const same of [samples, shuffled]) {
    expect(bytesToHex(samplesDigest(same))).toBe(block("digest"));
    expect(await digestOfClient(same)).toBe(block("digest"));
  }
});

test("the hash and the signature", async () => {
  expect(recover(hexToBytes(z.templateLiteral(["0x", z.string()]).parse(block("hash"))), block("signature"))).toBe(
    SIGNER.toLowerCase(),
  );
  const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  expect(account.address).toBe(SIGNER);
  const { signature } = await signMetricBatch({
    ...{ samples, reporter: "probe-eu", deadline: DEADLINE, chainId: REGISTRY.chainId, registry: REGISTRY.address },
    signTypedData: (data) => account.signTypedData(data),
  });
  expect(signature.signature).toBe(block("signature"));
  const read = readSignature(signature, samplesDigest(samples), REGISTRY, DEADLINE - 60);
  expect(bytesToHex(read.hash)).toBe(block("hash"));
  expect(read.signer).toBe(SIGNER.toLowerCase());
});

test("the limits that it tells", () => {
  expect(guide).toContain(`at most ${POLICY.time.maxFutureIntervals} intervals ahead and 7 days old`);
  expect(POLICY.time.maxPastIntervals * POLICY.time.intervalSeconds).toBe(7 * 86_400);
});
