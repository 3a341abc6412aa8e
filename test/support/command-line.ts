/** The devnet's command line as a process of its own: read like a terminal, interrupted as a terminal does it. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { endLeftovers, processIdentity, signalGroup } from "../../devnet/processes.ts";
import { waitFor } from "../../devnet/wait.ts";
import { processes, processesUnder } from "./children.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** By hand, `npm start` and what package.json makes of it. */
const PROGRAMS = {
  npm: { file: "npm", args: ["start", "--"] },
  node: { file: process.execPath, args: ["--import", "tsx", "devnet/main.ts"] },
} as const;

/** Nothing of the test run's own environment: a port set there would be one that somebody else listens on. */
const environment = () =>
  Object.fromEntries(
    ["PATH", "HOME", "TMPDIR"].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** What an end has left behind. */
export interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  /** Command lines of what it had started, directly or not, and still runs. */
  readonly left: readonly string[];
}

export class CommandLine {
  readonly #stateDir: string;
  /** Everything it was seen to run, with the moment each began: a pid alone may soon be somebody else's. */
  readonly #seen = new Map<number, { args: string; identity: string }>();
  readonly #closed: Promise<number | null>;
  readonly pid: number;
  #output = "";
  #running = true;

  constructor(program: keyof typeof PROGRAMS, stateDir: string, args: readonly string[] = []) {
    const { file, args: first } = PROGRAMS[program];
    this.#stateDir = stateDir;
    const child = spawn(file, [...first, "--state-dir", stateDir, ...args], {
      cwd: ROOT,
      env: environment(),
      // A group of its own, as a shell gives each job: Ctrl-C reaches all of it, and nothing else.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid === undefined) throw new Error(`cannot start ${file}`);
    this.pid = child.pid;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        this.#output += chunk;
      });
    }
    this.#closed = new Promise((resolve) =>
      child.once("close", (code) => {
        this.#running = false;
        resolve(code);
      }),
    );
  }

  /** What it has printed so far, on both streams. */
  get output(): string {
    return this.#output;
  }

  /** @throws if it ends before it has printed `text` */
  async hasPrinted(text: string): Promise<void> {
    await this.until(() => this.#output.includes(text), `"${text}" to be printed`);
  }

  /** @throws if it ends before the condition holds */
  async until(condition: () => boolean, what: string): Promise<void> {
    await waitFor(() => condition() || !this.#running, { what, timeoutMs: 90_000, everyMs: 10 });
    if (!condition()) throw new Error(`It ended, in place of ${what}:\n${this.#output}`);
  }

  /** Presses Ctrl-C. */
  interrupt(): Promise<Ended> {
    this.#look();
    signalGroup(this.pid, "SIGINT");
    return this.ended();
  }

  /** Waits for its end, watching what it starts meanwhile. */
  async ended(): Promise<Ended> {
    const over = () => {
      if (this.#running) this.#look();
      return !this.#running;
    };
    await waitFor(over, { what: `process ${this.pid} to end`, timeoutMs: 90_000, everyMs: 150 });
    return { code: await this.#closed, left: this.#left() };
  }

  /** For the end of a test that failed: whatever still runs is ended. */
  async kill(): Promise<void> {
    if (!this.#running) return;
    signalGroup(this.pid, "SIGKILL");
    await this.#closed;
    await endLeftovers(this.#stateDir);
  }

  #look(): void {
    for (const { pid, args } of processesUnder(this.pid)) {
      const identity = processIdentity(pid);
      if (identity !== null) this.#seen.set(pid, { args, identity });
    }
  }

  #left(): string[] {
    const alive = [...this.#seen].filter(([pid, { identity }]) => processIdentity(pid) === identity);
    // What began and lost its parent between two looks still names the folder.
    const inFolder = processes().filter(({ args }) => args.includes(this.#stateDir));
    return [...alive.map(([, { args }]) => args), ...inFolder.map(({ args }) => args)];
  }
}

/** What is printed once everything runs. */
export interface Greeting {
  readonly graphql: string;
  readonly ready: string;
  readonly rpc: string;
  readonly registry: string;
  /** The query to paste. */
  readonly query: string;
  /** What is said to be its answer. */
  readonly answer: unknown;
}

/** Waits for the greeting, and reads it as its reader would. */
export async function greetingOf(line: CommandLine): Promise<Greeting> {
  await line.hasPrinted("--fresh begins anew.");
  const found = (pattern: RegExp): string => {
    const [, text] = pattern.exec(line.output) ?? [];
    if (text === undefined) throw new Error(`${pattern} is not in:\n${line.output}`);
    return text;
  };
  return {
    graphql: found(/^ {2}GraphQL +(\S+)/m),
    ready: found(/^ {2}Health +\S+ +(\S+)/m),
    rpc: found(/^ {2}JSON-RPC +(\S+)/m),
    registry: found(/^ {2}Registry +(\S+)/m),
    query: found(/Paste this:\n\n([\s\S]+?)\n\nand it answers:/),
    answer: JSON.parse(found(/and it answers:\n\n([\s\S]+?)\n\nSomething happens/)),
  };
}
