/** What `npm run start:api` runs: the only place that reads the environment and exits. */
import pino from "pino";
import { EnvironmentError, parseEnvironment } from "./env.ts";
import { createApi } from "./server.ts";

try {
  const environment = parseEnvironment(process.env);
  const log = pino({ name: "din-api", level: environment.logLevel });
  const api = createApi({ environment, log, now: () => Math.floor(Date.now() / 1000) });
  const { url } = await api.start();
  log.info({ url: `${url}/graphql` }, "listening");

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    await api.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
} catch (error) {
  if (error instanceof EnvironmentError) console.error(error.message);
  else if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.error(`PORT_IN_USE: ${error.message}. Set API_PORT to a free port.`);
  } else console.error(error);
  process.exit(1);
}
