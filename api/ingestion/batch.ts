/** Records a batch of samples: who may, what is right, what is known, what is new. */
import { type Caller, UnauthenticatedError } from "../access/caller.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { ForbiddenError, ValidationError } from "../domain/failure.ts";
import { ID } from "../domain/naming.ts";
import type { Policy } from "../domain/policy.ts";
import { samplesDigest } from "./digest.ts";
import { type Directory, directoryOf, loadDirectory, weightOf } from "./directory.ts";
import { Refusal, readSample, type Sample, type SampleInput } from "./sample.ts";
import type { Verdict, Weighed } from "./settle.ts";
import { type BatchSignature, readSignature, type SignedBatch } from "./signature.ts";
import { forgetPassed, takeOnce } from "./signed-batch.ts";
import type { Store } from "./store.ts";
import { inTransaction } from "./transaction.ts";
import { writeSamples } from "./write.ts";

/** Samples of one batch, at most. */
export const MAX_SAMPLES = 1_000;

export interface BatchInput {
  readonly samples: readonly (SampleInput | null | undefined)[];
  readonly signature?: BatchSignature | null | undefined;
}

/** The moment and the rules that a batch is recorded under. */
export interface Recording extends Store {
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy;
  readonly registry: ExpectedRegistry;
}

/** What became of the sample at the same place of the batch. */
export type Outcome = Verdict | Refusal;

/**
 * Records what can be recorded; it is on disk when this returns.
 *
 * @param caller has the scope metrics:write; null with a signature
 * @returns an outcome for each sample, in their order
 * @throws ValidationError, ForbiddenError, ConflictError if nothing of the batch is taken; UnauthenticatedError for nobody's
 */
export async function recordBatch(
  recording: Recording,
  caller: Caller | null,
  { samples, signature }: BatchInput,
): Promise<Outcome[]> {
  assertSize(samples.length);
  const { now, policy, registry } = recording;
  const signed = signature ? readSignature(signature, samplesDigest(samples), registry, now) : null;
  if (signed === null && caller === null) throw new UnauthenticatedError("This needs an API key, or a signature.");
  // Before the samples are read: a stranger's are not worth it.
  if (signed !== null) await assertSigner(recording, signed);
  const reading = { now, time: policy.time, reporter: signed?.reporter ?? caller?.reporter ?? null };
  const read = samples.map((sample) => readSample(sample, reading));
  return writeRead(recording, read, signed);
}

/**
 * Records samples that are right in themselves.
 *
 * @returns an outcome for each, in their order; refusals stay what they are
 */
export async function writeRead(
  recording: Recording,
  read: readonly (Sample | Refusal)[],
  signed: SignedBatch | null = null,
): Promise<Outcome[]> {
  const right = read.filter((sample): sample is Sample => !(sample instanceof Refusal));
  const directory = await directoryOf(recording.pool, right);
  const weighed = read.map((sample) => weigh(sample, directory));
  const writable = weighed.filter((sample): sample is Weighed => !(sample instanceof Refusal));
  const verdicts = await write(recording, writable, signed);
  let next = 0;
  return weighed.map((sample) => {
    if (sample instanceof Refusal) return sample;
    const verdict = verdicts[next];
    next += 1;
    if (verdict === undefined) throw new Error("a sample was written without a verdict");
    return verdict;
  });
}

function assertSize(size: number): void {
  if (size >= 1 && size <= MAX_SAMPLES) return;
  throw new ValidationError({
    code: size === 0 ? "NO_SAMPLES" : "TOO_MANY_SAMPLES",
    message: `A batch has 1 to ${MAX_SAMPLES} samples, but this one has ${size}.`,
    path: ["input", "samples"],
  });
}

async function assertSigner({ pool }: Recording, { reporter, signer }: SignedBatch): Promise<void> {
  const { reporters } = await loadDirectory(pool, [], [], ID.test(reporter) ? [reporter] : []);
  if (reporters.get(reporter)?.address === signer) return;
  throw new ForbiddenError({
    code: "NOT_THE_SIGNER",
    message: `This is not a signature of the reporter ${JSON.stringify(reporter.slice(0, 64))} over these samples.`,
    path: ["input", "signature"],
  });
}

function weigh(sample: Sample | Refusal, directory: Directory): Weighed | Refusal {
  if (sample instanceof Refusal) return sample;
  const weight = weightOf(sample, directory);
  return weight instanceof Refusal ? weight : { ...sample, weight };
}

async function write(
  recording: Recording,
  samples: readonly Weighed[],
  signed: SignedBatch | null,
): Promise<Verdict[]> {
  const { now } = recording;
  if (signed === null && samples.length === 0) return [];
  const verdicts = await inTransaction(recording, now, async (client) => {
    if (signed !== null) await takeOnce(client, signed);
    return samples.length === 0 ? [] : writeSamples(client, samples, now);
  });
  if (signed !== null) await forget(recording);
  return verdicts;
}

/** When all signed batches that had passed were forgotten, by database. */
const forgotten = new WeakMap<Store["pool"], number>();
const FORGET_EVERY_SECONDS = 60;

/** The batch is on disk: what fails here must not fail it, and is tried again a minute later. */
async function forget({ pool, now }: Recording): Promise<void> {
  if (now - (forgotten.get(pool) ?? 0) < FORGET_EVERY_SECONDS) return;
  const all = await forgetPassed(pool, now).catch(() => true);
  if (all) forgotten.set(pool, now);
}
