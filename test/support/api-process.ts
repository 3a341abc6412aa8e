/** The API as a process of its own on a fixed port, that a test may kill at any moment and start again. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { childEnv } from "../../devnet/child.ts";
import { answersOk } from "../../devnet/wait.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSX = createRequire(import.meta.url).resolve("tsx");

export class ApiProcess {
  readonly url: string;
  private readonly variables: Readonly<Record<string, string>>;
  private child: ChildProcess | null = null;
  private exited: Promise<unknown[]> = Promise.resolve([]);
  /** The last it logged. */
  private output = "";

  /** @param variables its environment; needs a port that is free */
  constructor(variables: Readonly<Record<string, string>>, port: number) {
    this.variables = { ...variables, API_PORT: String(port) };
    this.url = `http://127.0.0.1:${port}`;
  }

  start(): void {
    const child = spawn(process.execPath, ["--import", TSX, "api/main.ts"], {
      cwd: ROOT,
      env: childEnv(this.variables),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.output = (this.output + text).slice(-KEPT_OUTPUT);
      });
    }
    this.exited = once(child, "exit");
    this.child = child;
  }

  /** `kill -9`; it is gone when this returns. @throws if it had ended by itself */
  async kill(): Promise<void> {
    this.child?.kill("SIGKILL");
    const [, signal] = await this.exited;
    if (signal !== "SIGKILL") throw this.endedByItself();
    this.child = null;
  }

  /** As an administrator stops it; answers its exit code. Nothing happens where it does not run. */
  async stop(): Promise<unknown> {
    if (this.child === null) return 0;
    this.child.kill("SIGTERM");
    const [code] = await this.exited;
    this.child = null;
    return code;
  }

  /** Whether it says of itself that its answers are true. @throws if it has ended by itself */
  async isReady(): Promise<boolean> {
    if (this.child === null || this.child.exitCode !== null) throw this.endedByItself();
    return answersOk(`${this.url}/ready`).catch(() => false);
  }

  private endedByItself(): Error {
    return new Error(`the API ended by itself with ${this.child?.exitCode}:\n${this.output}`);
  }
}

/** Characters: enough for the last stack trace. */
const KEPT_OUTPUT = 8_000;
