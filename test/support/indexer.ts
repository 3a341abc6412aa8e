/** An indexer of a test's own: `npm run start:indexer` in an environment the test chooses. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Service } from "../../devnet/child.ts";
import type { ProcessTable } from "../../devnet/processes.ts";
import { answersOk } from "../../devnet/wait.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface IndexerSetting {
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  readonly registry: string;
  readonly startBlock: number;
  readonly port: number;
  /** The deployment's schema; the views are beside it, as `<schema>_views`. */
  readonly schema: string;
  readonly chainId?: number;
  readonly logFile: string;
}

export const viewsOf = (schema: string): string => `${schema}_views`;

/** The indexer as a service, ready when it has come to the chain's head. */
export function indexerService(setting: IndexerSetting, table: ProcessTable): Service {
  return new Service(
    {
      name: "indexer",
      file: "npm",
      args: ["run", "--silent", "start:indexer"],
      cwd: ROOT,
      env: {
        DATABASE_URL: setting.databaseUrl,
        RPC_URL: setting.rpcUrl,
        CHAIN_ID: String(setting.chainId ?? 31337),
        REGISTRY_ADDRESS: setting.registry,
        START_BLOCK: String(setting.startBlock),
        INDEXER_PORT: String(setting.port),
        INDEXER_SCHEMA: setting.schema,
        VIEWS_SCHEMA: viewsOf(setting.schema),
        RPC_POLL_INTERVAL_MS: "100",
      },
      logFile: setting.logFile,
      graceMs: 15_000,
      readyTimeoutMs: 60_000,
      ready: () => answersOk(`http://127.0.0.1:${setting.port}/ready`),
    },
    table,
  );
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly code?: string;
  readonly action?: string;
}

/** The lines an indexer has logged so far, less what is not JSON. */
export function logLines(logFile: string): LogLine[] {
  return readFileSync(logFile, "utf8").split("\n").flatMap(parseLine);
}

function parseLine(line: string): LogLine[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return isLogLine(parsed) ? [parsed] : [];
  } catch {
    return [];
  }
}

function isLogLine(value: unknown): value is LogLine {
  return typeof value === "object" && value !== null && "level" in value && "msg" in value;
}
