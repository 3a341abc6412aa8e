/** The settings the programs of this world run with, and the file that has them for whoever starts one by hand. */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { createKey } from "../api/access/keys.ts";
import type { ProfileName } from "../api/domain/policy.ts";
import { CHAIN_ID } from "./anvil.ts";
import type { PortName } from "./options.ts";
import { HOST } from "./ports.ts";
import { VIEWS_SCHEMA } from "./reconcile.ts";
import { privateKeyOf } from "./scenario/actors.ts";
import type { Deployment } from "./state.ts";

/** In fast motion: an interval of measurement is a second, and all durations follow. */
export const PROFILE: ProfileName = "devnet";

/** The name of the keeper that runs here, in what it reports. */
export const KEEPER_ID = "devnet";

export interface Urls {
  readonly rpc: string;
  readonly indexer: string;
  readonly api: string;
  readonly graphql: string;
  readonly database: string;
}

/** Of the indexer and the API. */
export const settingsOf = (
  urls: Urls,
  ports: Record<PortName, number>,
  deployment: Deployment,
): Record<string, string> => ({
  DATABASE_URL: urls.database,
  CHAIN_ID: String(CHAIN_ID),
  RPC_URL: urls.rpc,
  REGISTRY_ADDRESS: deployment.registry,
  START_BLOCK: String(deployment.startBlock),
  RPC_POLL_INTERVAL_MS: "500",
  VIEWS_SCHEMA,
  POLICY_PROFILE: PROFILE,
  // The least there is: a second writes what a minute does elsewhere.
  METRICS_RAW_RETENTION_DAYS: "9",
  // Receivers to try webhooks with are on this machine.
  WEBHOOK_ALLOW_PRIVATE: "true",
  INDEXER_PORT: String(ports.indexer),
  API_PORT: String(ports.api),
  API_HOST: HOST,
  LOG_LEVEL: "info",
});

/** What the keeper needs besides. Its accounts are anvil's, whose keys are public. */
export const keeperSettingsOf = (urls: Urls, apiKey: string): Record<string, string> => ({
  API_URL: urls.graphql,
  EVIDENCE_URL: urls.api,
  KEEPER_API_KEY: apiKey,
  KEEPER_ID,
  KEEPER_POLL_MS: "1000",
  // Ten seconds of blocks: nobody replaces more of them here.
  KEEPER_CONFIRMATIONS: "5",
  MONITOR_PRIVATE_KEY: privateKeyOf("monitor"),
  PROPOSER_PRIVATE_KEY: privateKeyOf("keeper"),
});

/** The keeper's API key: the one it had at the last start, or else one that is made beside the database. */
export async function keeperKey(stateDir: string, database: string, now: Date): Promise<string> {
  const kept = /^KEEPER_API_KEY=(.+)$/m.exec(readSettings(stateDir))?.[1];
  if (kept !== undefined) return kept;
  const pool = new pg.Pool({ connectionString: database, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => {});
  try {
    const request = { name: "the devnet's keeper", scopes: ["keeper:write"], reporter: null };
    return (await createKey(pool, request, null, Math.floor(now.getTime() / 1_000))).key;
  } finally {
    await pool.end();
  }
}

const settingsFile = (stateDir: string) => join(stateDir, "env");

function readSettings(stateDir: string): string {
  try {
    return readFileSync(settingsFile(stateDir), "utf8");
  } catch {
    return "";
  }
}

/** It holds a password and keys: the file is its owner's alone. */
export async function writeSettings(stateDir: string, env: Record<string, string>): Promise<void> {
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}\n`);
  await writeFile(settingsFile(stateDir), lines.join(""), { mode: 0o600 });
}
