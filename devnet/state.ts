import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { getAddress, isAddress } from "viem";
import { z } from "zod";
import { DevnetError } from "./errors.ts";

/**
 * What a devnet remembers between starts. The file is written once the chain and its history are complete, and
 * `complete` is what tells a start that was interrupted half-way: such a one is begun anew.
 */
const address = z
  .string()
  .refine((value) => isAddress(value))
  .transform((value) => getAddress(value));

const deploymentSchema = z.object({
  registry: address,
  wstETH: address,
  rateSource: address,
  startBlock: z.number().int().nonnegative(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** Raised whenever a state kept by older code can no longer be gone on with. */
export const STATE_VERSION = 1;

const stateSchema = z.object({
  version: z.number(),
  /** Unix seconds of the first block. */
  genesisTime: z.number().int(),
  scenario: z.boolean(),
  deployment: deploymentSchema,
});
export type DevnetState = z.infer<typeof stateSchema>;

const stateFile = (stateDir: string) => join(stateDir, "state.json");

/** Everything a devnet keeps, by name: never more than this is deleted, whatever folder it was pointed at. */
const KEPT = [
  "state.json",
  "postgres",
  "postgres.password",
  "chain.json",
  "chain.json.next",
  "anvil-cache",
  "logs",
  "env",
  "metrics.json",
  "metrics.json.next",
];

export const logFile = (stateDir: string, name: string) => join(stateDir, "logs", `${name}.log`);

/** What the metrics generator remembers. */
export const metricsFile = (stateDir: string) => join(stateDir, "metrics.json");

export async function prepareStateDir(stateDir: string): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  // Postgres may have to run as another user, who must be able to pass. What is secret is closed by itself.
  await chmod(stateDir, 0o755);
}

/** Null where there is nothing to go on with. */
export function readState(stateDir: string): DevnetState | null {
  if (!existsSync(stateFile(stateDir))) return null;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(stateFile(stateDir), "utf8"));
  } catch (error) {
    throw unusable(stateDir, "is damaged", error);
  }
  const state = stateSchema.safeParse(content);
  if (!state.success) throw unusable(stateDir, "is damaged", state.error);
  if (state.data.version !== STATE_VERSION) throw unusable(stateDir, "was made by another version");
  return state.data;
}

const unusable = (stateDir: string, why: string, cause?: unknown) =>
  new DevnetError(`The state kept in ${stateDir} ${why}.`, "Begin anew: npm start -- --fresh", { cause });

export function writeState(stateDir: string, state: DevnetState): void {
  const next = `${stateFile(stateDir)}.next`;
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(next, stateFile(stateDir));
}

/** Deletes what a devnet kept. The lock stays: it is held by whoever calls this. */
export async function clearState(stateDir: string): Promise<void> {
  // The state goes first: interrupted here, the rest is no state.
  for (const name of KEPT) await rm(join(stateDir, name), { recursive: true, force: true });
}

/** Whether something is there, complete or not. */
export const hasRemains = (stateDir: string) => KEPT.some((name) => existsSync(join(stateDir, name)));
