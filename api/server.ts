import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import { createAuthenticator } from "./access/authenticate.ts";
import type { Caller } from "./access/caller.ts";
import { type StreamCounts, Streams } from "./alerts/streams.ts";
import { runMigrations } from "./db/migrate.ts";
import { makePartitions } from "./db/partitions.ts";
import { createDatabase, createPool } from "./db/pool.ts";
import type { Environment } from "./env.ts";
import { authorise } from "./http/authorise.ts";
import { refuseBody } from "./http/body.ts";
import { useCompiledQueries } from "./http/compile.ts";
import { followConnections } from "./http/connections.ts";
import { checkReadiness } from "./http/health.ts";
import { LIMITS, useLimits } from "./http/limits.ts";
import { publicError } from "./http/mask-error.ts";
import { useDeadlockRetry } from "./http/retry.ts";
import { createSealed } from "./http/sealed.ts";
import { type Transport, useSharedSubscriptions } from "./http/shared-subscriptions.ts";
import { createSocketOperations } from "./http/socket-operations.ts";
import { createSseConnections } from "./http/sse.ts";
import { createSockets } from "./http/websocket.ts";
import { mayAskForFigures } from "./loaders/evaluations.ts";
import { createContext, type RequestContext } from "./schema/context.ts";
import { createSchema } from "./schema/index.ts";
import { createSimulator } from "./wallets/simulator.ts";
import { createWorkers } from "./workers.ts";

export interface ApiOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** Unix seconds; the one clock of the process. */
  readonly now: () => number;
  /** Milliseconds that a WebSocket may be open without a beginning; 3,000 unless a test has less time. */
  readonly socketBeginsWithinMs?: number;
  /** Milliseconds that the simulation of a transaction may take; 5,000 unless a test has less time. */
  readonly simulationTimeoutMs?: number;
}

export interface Api {
  /** Listens, then migrates and works in the background; a database that is down delays that, not the start. */
  start(): Promise<{ readonly url: string }>;
  /** Finishes what is being answered, tells subscribers to go elsewhere, and lets go of everything. */
  stop(): Promise<void>;
  /** Who listens. */
  subscribers(): StreamCounts;
}

interface RequestScope {
  readonly requestId: string;
  readonly caller: Caller | null;
  /** None over WebSockets, which end by themselves. */
  readonly transport?: Transport;
}

/** Assembles the API; nothing runs before `start`. */
export function createApi({
  environment,
  log,
  now,
  socketBeginsWithinMs = 3_000,
  simulationTimeoutMs = 5_000,
}: ApiOptions): Api {
  const { database, registry, http } = environment;
  const pool = createPool({
    connectionString: database.url,
    viewsSchema: database.viewsSchema,
    applicationName: "din-api",
    max: database.poolSize,
    statementTimeoutMs: database.statementTimeoutMs,
    onError: (error) => log.warn({ err: error }, "a database connection was lost"),
  });
  const db = createDatabase(pool);
  const streamsPool = createPool({
    connectionString: database.url,
    viewsSchema: database.viewsSchema,
    applicationName: "din-api-streams",
    max: STREAMS_POOL_SIZE,
    statementTimeoutMs: database.statementTimeoutMs,
    queryTimeoutMs: database.statementTimeoutMs + 5_000,
    onError: (error) => log.warn({ err: error }, "a database connection of subscriptions was lost"),
  });
  const streams = new Streams({
    pool: streamsPool,
    pollMs: environment.subscriptions.pollMs,
    onError: (error, where) => log.warn({ err: error, where }, "subscribers wait"),
  });
  const sse = createSseConnections();
  const workers = createWorkers({ environment, log, now });
  const authenticator = createAuthenticator(pool);
  const simulator = createSimulator({
    ...{ rpcUrls: environment.rpcUrls, registry, timeoutMs: simulationTimeoutMs, maxInFlight: SIMULATIONS_AT_ONCE },
    onFailure: (problem, place) => log.warn({ problem, place }, "an RPC did not answer what it was asked"),
  });
  const stopping = new AbortController();
  let migrated = false;
  let publicUrl = environment.http.publicUrl ?? "";
  let background: Promise<void> = Promise.resolve();

  const freshContext = (document?: string): RequestContext =>
    createContext({
      db,
      pool,
      now: now(),
      policy: environment.policy,
      retention: environment.retention,
      registry,
      simulator,
      publicUrl,
      maxLagSeconds: environment.maxLagSeconds,
      streams,
      webhookTargets: environment.webhooks,
      figures: document === undefined || mayAskForFigures(document),
    });

  const yoga = createYoga<RequestScope, RequestContext>({
    schema: createSchema(),
    context: ({ params }) => freshContext(params.query),
    plugins: [
      useLimits(LIMITS, environment.introspection),
      useCompiledQueries(),
      useDeadlockRetry(() => freshContext()),
      useSharedSubscriptions({ streams, freshContext, log, maxStreams: environment.subscriptions.maximum }),
      useRequestErrors(log),
    ],
    maskedErrors: false,
    graphiql: environment.graphiql && { title: "DIN operator graph", defaultQuery: GRAPHIQL_QUERY },
    landingPage: false,
    multipart: false,
    logging: false,
  });

  const sockets = createSockets({
    protocol: createSocketOperations({ yoga, authenticator, now, log, beginsWithinMs: socketBeginsWithinMs }),
    maxSockets: environment.subscriptions.maximum,
    log,
  });

  const serveSealed = createSealed({ db, log });
  const server = createServer((request, response) => {
    const requestId = requestIdOf(request);
    response.setHeader("x-request-id", requestId);
    // Who keeps asking on a connection it has would keep the server from ever closing.
    if (stopping.signal.aborted) response.setHeader("connection", "close");
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path === "/graphql" && environment.evaluator.mode === "only") {
      sendJson(response, 404, { message: "This process only evaluates (EVALUATOR=only). See /health and /ready." });
    } else if (path === "/graphql") {
      if (refuseBody(request, response)) return;
      void authorise(request, response, { authenticator, now: now(), requestId, log }).then((known) => {
        if (known !== undefined)
          return yoga(request, response, { requestId, ...known, transport: sse.transportOf(response) });
      });
    } else if (serveSealed(request, response, path, requestId)) return;
    else if (path === "/health") sendJson(response, 200, { status: "ok" });
    else if (path === "/ready") {
      void checkReadiness({ pool, migrated, registry, maxLagSeconds: environment.maxLagSeconds, now: now() }).then(
        (readiness) => sendJson(response, readiness.ready ? 200 : 503, readiness),
      );
    } else sendJson(response, 404, { message: "Not here. GraphQL is at /graphql; see also /health and /ready." });
  });
  server.requestTimeout = 30_000;
  const connections = followConnections({
    server,
    upgrade(request, socket, head) {
      const isServed = request.url?.split("?", 1)[0] === "/graphql" && environment.evaluator.mode !== "only";
      sockets.upgrade(request, socket, head, requestIdOf(request), isServed);
    },
  });

  async function prepare(): Promise<void> {
    const migrate = async () => {
      await runMigrations(pool);
      // Without them no sample can be stored.
      await makePartitions(pool, now(), environment.retention);
    };
    migrated = await migrateWhenPossible(migrate, log, stopping.signal);
    if (migrated) workers.start();
  }

  return {
    async start() {
      const url = await listen(server, http);
      publicUrl = environment.http.publicUrl ?? url;
      background = prepare();
      return { url };
    },
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      connections.closeUnused();
      streams.stop();
      await Promise.all([sockets.stop(), sse.stop()]);
      await background;
      await workers.stop();
      await closed;
      await Promise.all([pool.end(), streamsPool.end()]);
    },
    subscribers: () => streams.counts(),
  };
}

/** One for what is new, one for those that catch up. */
const STREAMS_POOL_SIZE = 2;
/** Transactions simulated at once: an RPC counts what it is asked. */
const SIMULATIONS_AT_ONCE = 8;

const GRAPHIQL_QUERY = `{
  operators(first: 5) {
    totalCount
    nodes { address tier status statusReasons stake { active unbonding } score { value unknownReason } }
  }
}
`;

/** Masks errors with the request's id at hand, wherever they come from. */
function useRequestErrors(log: Logger): Plugin<object, RequestScope> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Symbol.asyncIterator in result || Array.isArray(result) || !("errors" in result) || !result.errors) return;
      const errors = result.errors.map((error) => publicError(error, serverContext.requestId, log));
      setResult({ ...result, errors });
    },
  };
}

/** Retries migrations until they run or the process stops: a database that is down is waited for. */
async function migrateWhenPossible(migrate: () => Promise<void>, log: Logger, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await migrate();
      log.info("migrations are up to date");
      return true;
    } catch (error) {
      const delayMs = Math.min(500 * 2 ** attempt, 5_000);
      log.warn({ err: error, delayMs }, "migrations could not run, retrying");
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
}

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
    });
  });
}

/** A caller's own id is kept if it is a plausible one, so that logs can be matched across services. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
