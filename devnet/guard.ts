import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { childEnv } from "./child.ts";

const GUARDIAN = fileURLToPath(new URL("./guardian.ts", import.meta.url));
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Starts the guardian (guardian.ts) of this process; returns how to dismiss it when everything has ended. */
export function startGuardian(stateDir: string, logFile: string): () => Promise<void> {
  const log = openSync(logFile, "a");
  const guardian = spawn(process.execPath, ["--import", "tsx", GUARDIAN, stateDir, String(process.pid)], {
    cwd: ROOT,
    env: childEnv(),
    // Out of reach of the terminal's Ctrl-C and hang-up.
    detached: true,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  guardian.on("error", () => {});
  const { stdin } = guardian;
  // The pipe breaks when the guardian was killed: that is the killer's wish.
  stdin?.on("error", () => {});
  // Rejects if there is none: then there is none to wait for either.
  const ended = once(guardian, "exit").catch(() => {});
  return async () => {
    stdin?.end();
    await ended;
  };
}
