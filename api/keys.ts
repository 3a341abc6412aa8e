/** What `npm run keys` runs: API keys from the command line, the first one above all. Reads DATABASE_URL, and exits. */
import { parseArgs } from "node:util";
import pg from "pg";
import { SCOPES } from "./access/caller.ts";
import { type ApiKeyRow, createKey, listKeys, revokeKey } from "./access/keys.ts";
import { runMigrations } from "./db/migrate.ts";
import { ExpectedFailure } from "./domain/failure.ts";

const HELP = `API keys of the DIN operator graph, in the database that DATABASE_URL names.

  npm run keys -- create --name <name> --scopes <scope,…> [--reporter <id>]
      Makes a key and prints it, for the only time. Scopes: ${SCOPES.join(", ")}.
      With --reporter it may report as that reporter only.
  npm run keys -- list
      All keys without their secrets, the newest first.
  npm run keys -- revoke <id>
      Ends a key from the next request on. Its id is the part between the underscores.
  npm run keys -- --help

Exit codes: 0 done, 1 it could not be done, 2 the command is wrong.`;

/** The command line is not one of those in the help. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

type Command = (pool: pg.Pool, now: number) => Promise<string>;

/** @throws UsageError */
function commandOf(argv: readonly string[]): Command | "help" {
  const { values, positionals } = readArguments(argv);
  const [verb, ...rest] = positionals;
  if (values.help || verb === "help") return "help";
  if (verb !== "create" && (values.name ?? values.scopes ?? values.reporter) !== undefined) {
    throw new UsageError("--name, --scopes and --reporter are for `create`.");
  }
  if (verb === "create" && rest.length === 0) {
    const { name, scopes, reporter } = values;
    if (name === undefined || scopes === undefined) throw new UsageError("`create` needs --name and --scopes.");
    return (pool, now) => create(pool, { name, scopes: scopes.split(","), reporter: reporter ?? null }, now);
  }
  if (verb === "list" && rest.length === 0) return async (pool) => table(await listKeys(pool));
  const [id] = rest;
  if (verb === "revoke" && id !== undefined && rest.length === 1) {
    return async (pool, now) => `${(await revokeKey(pool, id, now)).id} is revoked.`;
  }
  throw new UsageError(verb === undefined ? "Say what to do." : `This is no command: ${positionals.join(" ")}.`);
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        name: { type: "string" },
        scopes: { type: "string" },
        reporter: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function create(pool: pg.Pool, request: Parameters<typeof createKey>[1], now: number): Promise<string> {
  const { key } = await createKey(pool, request, null, now);
  return key;
}

function table(keys: readonly ApiKeyRow[]): string {
  if (keys.length === 0) return "There are no keys.";
  const moment = (seconds: number | null) => (seconds === null ? "-" : new Date(seconds * 1_000).toISOString());
  const lines = keys.map((key) => [
    key.id,
    key.revokedAt === null ? "valid" : "revoked",
    key.scopes.join(","),
    key.reporter ?? "-",
    moment(key.createdAt),
    moment(key.lastUsedAt),
    key.name,
  ]);
  const all = [["ID", "STATE", "SCOPES", "REPORTER", "CREATED", "LAST USED", "NAME"], ...lines];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** @returns what to print */
async function run(url: string, command: Command): Promise<string> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: "din-keys",
    connectionTimeoutMillis: 5_000,
  });
  // Errors of idle connections have no caller.
  pool.on("error", () => undefined);
  try {
    await runMigrations(pool);
    return await command(pool, Math.floor(Date.now() / 1_000));
  } finally {
    await pool.end();
  }
}

try {
  const command = commandOf(process.argv.slice(2));
  const url = process.env.DATABASE_URL ?? "";
  if (command === "help") console.log(HELP);
  else if (!/^postgres(ql)?:\/\//.test(url)) {
    console.error("DATABASE_URL is not set to a Postgres URL, such as postgres://user:password@host:5432/name.");
    process.exitCode = 1;
  } else console.log(await run(url, command));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = 2;
  } else {
    console.error(error instanceof ExpectedFailure ? `${error.code}: ${error.message}` : whatFailed(error));
    process.exitCode = 1;
  }
}

function whatFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? `${error.code}: ` : "";
  return `The database could not be asked. ${code}${error.message || "it cannot be reached"}`;
}
