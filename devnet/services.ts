import { z } from "zod";
import { Service } from "./child.ts";
import { ROOT } from "./guard.ts";
import type { ProcessTable } from "./processes.ts";
import { KEEPER_ID } from "./settings.ts";
import { answersOk } from "./wait.ts";

/** How the programs of this repository are started: as `npm run start:indexer` and so on do. */
export const ENTRY = { indexer: "indexer/main.ts", api: "api/main.ts", keeper: "keeper/main.ts" } as const;

export interface AppOptions {
  name: keyof typeof ENTRY;
  /** Whether it is ready, given when its process was started, Unix milliseconds. */
  ready: (startedAt: number) => Promise<boolean>;
  env: Record<string, string>;
  logFile: string;
  table: ProcessTable;
}

export const appService = ({ name, ready, env, logFile, table }: AppOptions): Service =>
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
      ready,
    },
    table,
  );

/** Ready as the indexer and the API say it themselves. */
export const saysReady = (url: string) => () => answersOk(`${url}/ready`);

const reportsSchema = z.object({
  data: z.object({
    keeper: z.object({
      reports: z.array(z.object({ keeperId: z.string(), active: z.boolean(), at: z.string() })),
    }),
  }),
});

/** Ready once the keeper has told the API, since it was started, that it is the one that acts. */
export const reportsActive = (graphql: string) => async (startedAt: number) => {
  const response = await fetch(graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ keeper { reports { keeperId active at } } }" }),
    signal: AbortSignal.timeout(2_000),
  });
  const { reports } = reportsSchema.parse(await response.json()).data.keeper;
  // Times of reports are whole seconds.
  const since = Math.floor(startedAt / 1_000) * 1_000;
  return reports.some(({ keeperId, active, at }) => keeperId === KEEPER_ID && active && Date.parse(at) >= since);
};
