import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { DevnetError, messageOf } from "./errors.ts";
import type { PortWish } from "./ports.ts";

/** Which of the ports a devnet listens on is for what, and how each is chosen. */
export const PORTS = {
  api: { purpose: "the API", port: 4000, flag: "--port", env: "API_PORT" },
  rpc: { purpose: "the chain's JSON-RPC", port: 8545, flag: "--rpc-port", env: "DEVNET_RPC_PORT" },
  indexer: { purpose: "the indexer's health", port: 42069, flag: "--indexer-port", env: "INDEXER_PORT" },
  postgres: { purpose: "Postgres", port: 54329, flag: "--postgres-port", env: "DEVNET_POSTGRES_PORT" },
} as const satisfies Record<string, PortWish>;
export type PortName = keyof typeof PORTS;
export const PORT_NAMES = ["api", "rpc", "indexer", "postgres"] as const satisfies readonly PortName[];

export interface CliOptions {
  help: boolean;
  fresh: boolean;
  activity: boolean;
  metrics: boolean;
  keeper: boolean;
  stateDir: string;
  ports: Record<PortName, number>;
}

export const HELP = `npm start                  starts everything, or goes on where the last start stopped
npm start -- --fresh       begins anew; what the last start left is deleted

  --port <port>            ${PORTS.api.purpose} (${PORTS.api.env}, ${PORTS.api.port})
  --rpc-port <port>        ${PORTS.rpc.purpose} (${PORTS.rpc.env}, ${PORTS.rpc.port})
  --indexer-port <port>    ${PORTS.indexer.purpose} (${PORTS.indexer.env}, ${PORTS.indexer.port})
  --postgres-port <port>   ${PORTS.postgres.purpose} (${PORTS.postgres.env}, ${PORTS.postgres.port})
  --any-ports              whatever ports are free; a port of 0 does that for one
  --no-activity            leaves the chain quiet once it is up
  --no-metrics             measures nobody: no samples, no scores
  --no-keeper              writes nothing to the chain: neither slashes nor scores
  --state-dir <folder>     where it all is kept (DEVNET_DIR, .devnet)
  --help                   this
`;

const port = z
  .string()
  .regex(/^\d+$/, "is no port number")
  .transform(Number)
  .refine((value) => value <= 65_535, "is no port number: the highest is 65535");

const FLAGS = {
  help: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
  "no-activity": { type: "boolean", default: false },
  "no-metrics": { type: "boolean", default: false },
  "no-keeper": { type: "boolean", default: false },
  "any-ports": { type: "boolean", default: false },
  "state-dir": { type: "string" },
  port: { type: "string" },
  "rpc-port": { type: "string" },
  "indexer-port": { type: "string" },
  "postgres-port": { type: "string" },
} as const;

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new DevnetError(messageOf(error), HELP, { cause: error });
  }
}

/**
 * What the command line and the environment ask for; a flag wins over its variable. All mistakes are told together.
 *
 * @example parseOptions(["--port", "4100"], {}, "/repo").ports.api // 4100
 */
export function parseOptions(argv: readonly string[], env: NodeJS.ProcessEnv, root: string): CliOptions {
  const flags = readFlags(argv);
  const mistakes: string[] = [];
  const portOf = (name: PortName): number => {
    const wish = PORTS[name];
    const flag = {
      api: flags.port,
      rpc: flags["rpc-port"],
      indexer: flags["indexer-port"],
      postgres: flags["postgres-port"],
    };
    // An empty variable counts as unset: that is how shells and compose files leave one out.
    const given = flag[name] ?? (env[wish.env] || undefined);
    if (given === undefined) return flags["any-ports"] ? 0 : wish.port;
    const parsed = port.safeParse(given);
    if (parsed.success) return parsed.data;
    const where = flag[name] === undefined ? wish.env : wish.flag;
    mistakes.push(`${where}: "${given}" ${parsed.error.issues.map((issue) => issue.message).join(", ")}`);
    return 0;
  };
  const ports = { api: portOf("api"), rpc: portOf("rpc"), indexer: portOf("indexer"), postgres: portOf("postgres") };
  mistakes.push(...sharedPorts(ports));
  if (mistakes.length > 0) throw new DevnetError(mistakes.join("\n"), HELP);
  return {
    help: flags.help,
    fresh: flags.fresh,
    activity: !flags["no-activity"],
    metrics: !flags["no-metrics"],
    keeper: !flags["no-keeper"],
    stateDir: resolve(root, flags["state-dir"] ?? (env.DEVNET_DIR || ".devnet")),
    ports,
  };
}

function sharedPorts(ports: Record<PortName, number>): string[] {
  return PORT_NAMES.flatMap((name, index) =>
    PORT_NAMES.slice(index + 1)
      .filter((other) => ports[name] !== 0 && ports[name] === ports[other])
      .map((other) => `${PORTS[name].flag} and ${PORTS[other].flag} are both ${ports[name]}`),
  );
}
