/** Where a benchmark's processes live: a temporary folder for their logs, and an end for all of them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, Service } from "../../devnet/child.ts";
import { claimPorts, HOST } from "../../devnet/ports.ts";
import { ProcessTable } from "../../devnet/processes.ts";
import { answersOk } from "../../devnet/wait.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PONDER = fileURLToPath(new URL("./bin/ponder.js", import.meta.resolve("ponder")));

export interface ServerOptions {
  readonly name: string;
  /** What node runs, given the port. */
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => Record<string, string>;
  /** Path that answers 200 once it is ready. */
  readonly ready: string;
  readonly stopSignal?: Command["stopSignal"];
  readonly cwd?: string;
  readonly readyTimeoutMs?: number;
}

export interface Server {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts servers and ends them. */
export class Workshop {
  readonly directory: string;
  readonly table: ProcessTable;
  readonly #endings: (() => Promise<unknown>)[] = [];

  private constructor(directory: string) {
    this.directory = directory;
    this.table = new ProcessTable(directory);
  }

  static async open(): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), "din-bench-")));
  }

  /** Called when the workshop closes, the last first. */
  atTheEnd(ending: () => Promise<unknown>): void {
    this.#endings.push(ending);
  }

  async close(): Promise<void> {
    for (const ending of this.#endings.toReversed()) await ending();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Starts a server of Node and waits until it is ready. */
  async start(options: ServerOptions): Promise<Server> {
    const [port] = await claimPorts([{ purpose: options.name, port: 0, flag: "", env: "" }]);
    if (port === undefined) throw new Error("no port");
    const url = `http://${HOST}:${port}`;
    const service = new Service(
      {
        name: options.name,
        file: process.execPath,
        args: options.args(port),
        env: { NODE_ENV: "production", ...options.env(port) },
        cwd: options.cwd ?? ROOT,
        logFile: join(this.directory, `${options.name}.log`),
        stopSignal: options.stopSignal ?? "SIGTERM",
        graceMs: 10_000,
        readyTimeoutMs: options.readyTimeoutMs ?? 60_000,
        ready: () => answersOk(`${url}${options.ready}`),
      },
      this.table,
    );
    this.atTheEnd(() => service.stop());
    await service.start();
    if (service.pid === undefined) throw new Error(`${options.name} ended`);
    return { pid: service.pid, url, stop: () => service.stop() };
  }
}

/** Node's arguments for a Ponder command on an app of this folder. */
export function ponderArgs(
  command: "start" | "serve",
  app: string,
  options: { readonly schema: string; readonly port: number },
) {
  return [
    PONDER,
    command,
    ...["--root", join(ROOT, "bench", "peers", app)],
    ...["--schema", options.schema],
    ...["--port", String(options.port)],
    ...["--log-format", "json", "--log-level", "warn"],
  ];
}
