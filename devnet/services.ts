import { Service } from "./child.ts";
import { ROOT } from "./guard.ts";
import type { ProcessTable } from "./processes.ts";
import { answersOk } from "./wait.ts";

/** How the two programs of this repository are started: as `npm run start:indexer` and `npm run start:api` do. */
export const ENTRY = { indexer: "indexer/main.ts", api: "api/main.ts" } as const;

export interface AppOptions {
  name: keyof typeof ENTRY;
  url: string;
  env: Record<string, string>;
  logFile: string;
  table: ProcessTable;
}

export const appService = ({ name, url, env, logFile, table }: AppOptions): Service =>
  new Service(
    {
      name,
      file: process.execPath,
      args: ["--import", "tsx", ENTRY[name]],
      cwd: ROOT,
      env,
      logFile,
      // A little more than what each gives itself to finish what it is doing.
      graceMs: 10_000,
      readyTimeoutMs: 90_000,
      // Asking is work for them, too, while they start.
      readyEveryMs: 150,
      ready: () => answersOk(`${url}/ready`),
    },
    table,
  );
