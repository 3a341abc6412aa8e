/** B6: the same batches signed by their reporter (EIP-712), beside those with a key and a signature for each sample. */
import assert from "node:assert/strict";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { BatchOptions } from "./b5.ts";
import { BATCH, type Sample } from "./data/samples.ts";
import { signBatch } from "./data/sign.ts";
import { cpuWatch } from "./lib/cpu.ts";
import { checkAccepted, openIngestion } from "./lib/ingestion.ts";
import { type Request, sendEach } from "./lib/load.ts";
import { markdown, perSecond, type Result } from "./lib/report.ts";
import { median } from "./lib/stats.ts";
import { signEach, verifyEach } from "./peers/verify-samples.ts";

const OPERATORS = 10_000;

const account = privateKeyToAccount(generatePrivateKey());

export async function b6({ workshop, postgres, rounds, batches, connections, log }: BatchOptions): Promise<Result[]> {
  const env = { EVALUATOR: "off" };
  const given = { workshop, postgres, name: "b6", operators: OPERATORS, env, signer: account.address };
  const ingestion = await openIngestion(given);
  const signed = async (samples: readonly Sample[]) => ingestion.request(samples, await signBatch(account, samples));
  /** Batches of the reporter with the account are every second one. */
  const own = (count: number) => ingestion.next(2 * count).filter((samples) => samples[0]?.reporter === reporter);
  const [reporter] = ingestion.writers.reporters;

  const [first = [], second = []] = own(2);
  await checkAccepted(await signed(first), BATCH);
  await checkAccepted(ingestion.request(second), BATCH);

  const rates = { signed: [] as number[], keyed: [] as number[], each: [] as number[] };
  const costs = { signed: [] as number[], keyed: [] as number[] };
  const send = async (kind: "signed" | "keyed", requests: readonly Request[], counted: boolean) => {
    const before = await ingestion.stored();
    const cpu = cpuWatch(ingestion.api.pid);
    const { seconds } = await sendEach(requests, connections);
    const used = cpu();
    assert.equal((await ingestion.stored()) - before, requests.length * BATCH);
    if (!counted) return;
    rates[kind].push((requests.length * BATCH) / seconds);
    costs[kind].push(((used ?? Number.NaN) * 1_000) / (requests.length * BATCH));
  };
  // The first round is for warming up.
  for (let round = 0; round <= rounds; round += 1) {
    await send("signed", await Promise.all(own(batches).map(signed)), round > 0);
    await send(
      "keyed",
      own(batches).map((samples) => ingestion.request(samples)),
      round > 0,
    );
    const single = await signEach(account, own(1).flat());
    const start = performance.now();
    assert.equal(await verifyEach(account.address, single), single.length);
    if (round === 0) continue;
    rates.each.push((single.length * 1_000) / (performance.now() - start));
    const parts = [rates.signed, rates.keyed, rates.each].map((values) => perSecond(values.at(-1) ?? Number.NaN));
    log(`B6 round ${round}: signed ${parts[0]}, with a key ${parts[1]}, a signature each ${parts[2]}`);
  }
  await ingestion.close();

  log(
    markdown(
      ["B6", "samples", "CPU of the API, a sample"],
      [
        ["signed", perSecond(median(rates.signed)), `${median(costs.signed).toFixed(1)} µs`],
        ["with a key", perSecond(median(rates.keyed)), `${median(costs.keyed).toFixed(1)} µs`],
      ],
    ),
  );
  const beside = (peer: string, theirs: readonly number[], atLeast: number): Result => ({
    ...{ benchmark: "B6", work: `signed batches of ${BATCH.toLocaleString("en-US")} samples`, peer, goal: { atLeast } },
    ...{ ours: perSecond(median(rates.signed)), theirs: perSecond(median(theirs)) },
    ratio: median(rates.signed) / median(theirs),
  });
  return [beside("viem, a signature a sample", rates.each, 25), beside("B5: with a key", rates.keyed, 0.7)];
}
