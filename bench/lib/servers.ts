/** The API and what is put beside it, each in a process of its own on the same database. */
import { CHAIN_ID, REGISTRY, SCHEMA, VIEWS_SCHEMA } from "../data/operators.ts";
import { ponderArgs, type Server, type Workshop } from "./workshop.ts";

/** Connections of each side's pool. */
const POOL = 10;

/** As `npm run start:api` in production; it follows nothing, since nothing moves. */
export const startApi = (
  workshop: Workshop,
  name: string,
  database: string,
  node: readonly string[] = [],
  env: Record<string, string> = {},
) =>
  workshop.start({
    name,
    args: () => [...node, "--import", "tsx", "api/main.ts"],
    env: (port) => ({
      DATABASE_URL: database,
      DATABASE_POOL_SIZE: String(POOL),
      VIEWS_SCHEMA,
      CHAIN_ID: String(CHAIN_ID),
      REGISTRY_ADDRESS: REGISTRY,
      API_PORT: String(port),
      FOLLOWER: "off",
      LOG_LEVEL: "warn",
      ...env,
    }),
    ready: "/health",
  });

export const startSqlServer = (workshop: Workshop, database: string): Promise<Server> =>
  workshop.start({
    name: "hand-written SQL",
    args: () => ["--import", "tsx", "bench/peers/sql-server.ts"],
    env: (port) => ({ DATABASE_URL: database, VIEWS_SCHEMA, PORT: String(port) }),
    ready: "/health",
  });

/** Ponder's own API on the indexer's tables, by `ponder serve`. */
export const startPonderGraphql = (workshop: Workshop, database: string): Promise<Server> =>
  workshop.start({
    name: "ponder serve",
    args: (port) => ponderArgs("serve", "ponder-graphql", { schema: SCHEMA, port }),
    env: (port) => ({ DATABASE_URL: database, PORT: String(port), PONDER_TELEMETRY_DISABLED: "1" }),
    ready: "/health",
    stopSignal: "SIGINT",
    // It writes its schema into the folder it is started in.
    cwd: workshop.directory,
  });
