/**
 * Ends a devnet's processes if the devnet itself dies without doing so (SIGKILL, a crash, a closed terminal).
 * It holds the reading end of a pipe whose writing end only the devnet has: end of file means the devnet is gone.
 *
 * Usage: guardian.ts <state directory> <pid of the devnet>
 */
import { releaseLock } from "./lock.ts";
import { endLeftovers, forgetProcesses } from "./processes.ts";

const [, , stateDir, owner] = process.argv;
if (stateDir === undefined || owner === undefined) throw new Error("usage: guardian.ts <state directory> <pid>");

// Signals meant for the devnet (Ctrl-C reaches everything in the terminal's group) must not end its guardian first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on("end", async () => {
  // After a clean stop there is nothing left to do. Nor is there when a next start has taken the lock over meanwhile:
  // it ends by itself what it finds.
  await endLeftovers(stateDir);
  if (releaseLock(stateDir, Number(owner))) forgetProcesses(stateDir);
});
