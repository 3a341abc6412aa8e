import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { DevnetError } from "./errors.ts";
import { type ProcessRecord, type ProcessTable, signalGroup, signalLeader } from "./processes.ts";
import { waitFor } from "./wait.ts";

export interface Command {
  name: string;
  file: string;
  args: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
  /** Who it runs as, when not as the one who started the devnet. */
  user?: { uid: number; gid: number } | undefined;
  /** Standard output and error are appended here. */
  logFile: string;
  stopSignal?: ProcessRecord["stopSignal"];
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Running {
  pid: number;
  exited: Promise<Exit>;
}

/**
 * The environment of a child: this process's, less what would turn its clients away from this devnet
 * (libpq and pg read PGHOST, PGSSLMODE, ...).
 */
export function childEnv(extra: Record<string, string> = {}, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([key]) => !/^(PG|PONDER_|DATABASE_|NODE_OPTIONS$)/.test(key));
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * Starts a command in a process group of its own, so that Ctrl-C in the terminal reaches only the devnet, which then
 * stops its children in order, and so that one signal reaches all that a child has started.
 */
export async function run(command: Command, table: ProcessTable): Promise<Running> {
  const log = openSync(command.logFile, "a");
  let child: ChildProcess;
  try {
    child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: childEnv(command.env),
      detached: true,
      stdio: ["ignore", log, log],
      ...command.user,
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<Exit>((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const { pid } = child;
  if (pid === undefined) {
    const reason = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new DevnetError(`Cannot start ${command.name}: ${reason.message}`, undefined, { cause: reason });
  }
  child.on("error", () => {});
  table.add(command.name, pid, command.stopSignal ?? "SIGTERM");
  void exited.then(() => table.remove(pid));
  return { pid, exited };
}

/** Runs a command to its end. An abort ends it, and waits until it is gone. */
export async function runToEnd(command: Command, table: ProcessTable, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const { pid, exited } = await run(command, table);
  const abort = () => signalGroup(pid, "SIGKILL");
  signal?.addEventListener("abort", abort, { once: true });
  // It may have come while the process was being started: then the listener is never called.
  if (signal?.aborted) abort();
  const exit = await exited;
  signal?.removeEventListener("abort", abort);
  signal?.throwIfAborted();
  if (exit.code !== 0) throw died(command, exit, "failed");
}

export interface ServiceSpec extends Command {
  /** Polled after a start until true; given when that was, Unix milliseconds. */
  ready: (startedAt: number) => Promise<boolean>;
  readyTimeoutMs: number;
  readyEveryMs?: number;
  /** How long a stop may take before the process is killed. */
  graceMs: number;
}

/** A long-running child that can be stopped, killed and started again. */
export class Service {
  #running: Running | undefined;
  #wanted = false;
  /** Called when it ends without having been asked to. */
  onUnexpectedExit: ((error: DevnetError) => void) | undefined;

  constructor(
    private readonly spec: ServiceSpec,
    private readonly table: ProcessTable,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get logFile(): string {
    return this.spec.logFile;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Starts it and waits until it is ready. */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#running !== undefined) throw new Error(`${this.name} runs already`);
    signal?.throwIfAborted();
    this.#wanted = true;
    const startedAt = Date.now();
    const running = await run(this.spec, this.table);
    this.#running = running;

    let ended: Exit | undefined;
    void running.exited.then((exit) => {
      ended = exit;
      this.#running = undefined;
      if (isReady && this.#wanted) this.onUnexpectedExit?.(died(this.spec, exit, "ended unexpectedly"));
    });
    let isReady = false;
    await waitFor(
      async () => {
        if (ended !== undefined) return true;
        return this.spec.ready(startedAt);
      },
      {
        what: `${this.name} to be ready (log: ${this.logFile})`,
        timeoutMs: this.spec.readyTimeoutMs,
        everyMs: this.spec.readyEveryMs ?? 40,
        signal,
      },
    );
    if (ended !== undefined) throw died(this.spec, ended, "ended before it was ready");
    isReady = true;
  }

  /** Asks it to end, kills it if it does not, and waits until it is gone. */
  async stop(): Promise<void> {
    this.#wanted = false;
    const running = this.#running;
    if (running === undefined) return;
    signalLeader(running.pid, this.spec.stopSignal ?? "SIGTERM");
    const timer = setTimeout(() => signalGroup(running.pid, "SIGKILL"), this.spec.graceMs);
    await running.exited;
    clearTimeout(timer);
    // What it may have left of its group.
    signalGroup(running.pid, "SIGKILL");
  }

  /** Sends a signal, SIGKILL for a crash, and waits until the process is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#wanted = false;
    const running = this.#running;
    if (running === undefined) return;
    signalGroup(running.pid, signal);
    await running.exited;
  }
}

function died(command: Command, exit: Exit, how: string): DevnetError {
  const status = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
  const tail = readFileSync(command.logFile, "utf8").trimEnd().split("\n").slice(-12).join("\n");
  return new DevnetError(
    `${command.name} ${how} (${status}). Its last words:\n${tail}`,
    `All of it: ${command.logFile}`,
  );
}
