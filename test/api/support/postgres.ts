import { join } from "node:path";
import type { Service } from "../../../devnet/child.ts";
import { startGuardian } from "../../../devnet/guard.ts";
import { claimPorts } from "../../../devnet/ports.ts";
import { startPostgres } from "../../../devnet/postgres.ts";
import { ProcessTable } from "../../../devnet/processes.ts";
import { prepareStateDir } from "../../../devnet/state.ts";

export interface PostgresServer {
  /** Of the `postgres` database, as its superuser. */
  readonly url: string;
  readonly port: number;
  /** `kill("SIGQUIT")` is `pg_ctl stop -m immediate`; then `start()` brings it back on the same port. */
  readonly service: Service;
  stop(): Promise<void>;
}

/** Starts a Postgres of the test's own, with its data under `folder`. */
export async function startServer(folder: string): Promise<PostgresServer> {
  await prepareStateDir(folder);
  const [port = 0] = await claimPorts([{ purpose: "a test's Postgres", port: 0, flag: "", env: "" }]);
  // Ends the server if this process is killed and cannot.
  const dismiss = startGuardian(folder, join(folder, "guardian.log"));
  const { service, url } = await startPostgres({
    stateDir: folder,
    logFile: join(folder, "postgres.log"),
    port,
    table: new ProcessTable(folder),
    signal: new AbortController().signal,
    onService: () => {},
  });
  return { url: inDatabase(url, "postgres"), port, service, stop: () => service.stop().then(dismiss) };
}

/** The same server, another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
