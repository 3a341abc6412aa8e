/** `npm run start:indexer` */
import { deploymentName, readSources } from "./deployment.ts";
import { EnvironmentError, parseIndexerEnv } from "./env.ts";
import { FatalError } from "./errors.ts";
import { createLog } from "./log.ts";
import { supervise } from "./supervisor.ts";

async function main(): Promise<number> {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stopping.abort());

  const env = parseIndexerEnv(process.env);
  const log = createLog(env.LOG_LEVEL);
  const schema = env.INDEXER_SCHEMA ?? deploymentName(readSources(), env);
  try {
    await supervise({ env, schema, log, signal: stopping.signal });
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) {
      log.info("Stopped");
      return 0;
    }
    if (!(error instanceof FatalError)) throw error;
    log.error(error.message, { code: error.code, action: error.action });
    return 1;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof EnvironmentError ? error.message : error);
  return 1;
});
