/** Runs Ponder as a child process. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { IndexerEnv } from "./env.ts";
import { LEVELS } from "./log.ts";

/** Never SIGTERM: the Vite inside Ponder exits on that at once, before Ponder has given its schema's lock back. */
const STOP_SIGNAL = "SIGINT";
/** Ponder gives itself 5 seconds to stop. */
const KILL_AFTER_MS = 8_000;
/** A node that lags far behind looks like one such reorg, now and then; a chain that is another one always does. */
const REORGS_TO_BELIEVE = 3;

export type PonderExit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The chain was reorganised past what Ponder had taken for final. */
  readonly deepReorg: boolean;
};

type PonderLine = { readonly level: number; readonly msg: string };

/** One line of Ponder's log; undefined when it is something else that was printed. */
export function parseLine(line: string): PonderLine | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== "object" || parsed === null || !("level" in parsed) || !("msg" in parsed)) return undefined;
    if (typeof parsed.level !== "number" || typeof parsed.msg !== "string") return undefined;
    return { level: parsed.level, msg: parsed.msg };
  } catch {
    return undefined;
  }
}

/**
 * Reads Ponder's messages and says which report of a deep reorg in a row this one is, without a block indexed between
 * them; 0 for every other message.
 */
export function countDeepReorgs(): (msg: string) => number {
  let inARow = 0;
  return (msg) => {
    if (msg === "Indexed block") inARow = 0;
    if (msg !== "Encountered unrecoverable reorg") return 0;
    inARow += 1;
    return inARow;
  };
}

/** Ponder's arguments. It logs at least at `info`: the supervisor reads along. */
export const ponderArguments = (env: IndexerEnv, schema: string): string[] => [
  "start",
  ...["--root", "indexer"],
  ...["--schema", schema],
  ...["--views-schema", env.VIEWS_SCHEMA],
  ...["--port", String(env.INDEXER_PORT)],
  ...["--log-format", "json"],
  ...["--log-level", LEVELS[env.LOG_LEVEL] < LEVELS.info ? env.LOG_LEVEL : "info"],
];

type Run = {
  readonly env: IndexerEnv;
  readonly schema: string;
  readonly signal: AbortSignal;
  /** Whether what was indexed is certainly not on the chain any more. Asked when Ponder reports a deep reorg. */
  readonly isOtherChain: () => Promise<boolean>;
};

/** Runs Ponder until it ends, or stops it when `signal` aborts. */
export function runPonder({ env, schema, signal, isOtherChain }: Run): Promise<PonderExit> {
  const child = start(env, schema);
  let deepReorg = false;
  const stop = () => {
    child.kill(STOP_SIGNAL);
    setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
  };
  const stopForReorg = () => {
    deepReorg = true;
    stop();
  };
  const deepReorgs = countDeepReorgs();
  const read = (line: string) => {
    const parsed = parseLine(line);
    if (parsed === undefined || parsed.level >= LEVELS[env.LOG_LEVEL]) console.log(line);
    const inARow = parsed === undefined ? 0 : deepReorgs(parsed.msg);
    if (inARow === 0 || deepReorg) return;
    if (inARow >= REORGS_TO_BELIEVE) stopForReorg();
    else
      isOtherChain().then(
        (certain) => certain && stopForReorg(),
        () => {},
      );
  };
  if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", read);

  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    child.once("error", reject);
    child.once("exit", (code, exitSignal) => {
      signal.removeEventListener("abort", stop);
      resolve({ code, signal: exitSignal, deepReorg });
    });
  });
}

function start(env: IndexerEnv, schema: string): ChildProcess {
  // PORT would win over --port, and belongs to the API where both run on one machine.
  const { PORT: _port, ...inherited } = process.env;
  return spawn(
    process.execPath,
    [
      ...["--import", new URL("./orphan-guard.mjs", import.meta.url).href],
      fileURLToPath(new URL("./bin/ponder.js", import.meta.resolve("ponder"))),
      ...ponderArguments(env, schema),
    ],
    {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: { ...inherited, DATABASE_SCHEMA: schema, PONDER_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    },
  );
}
