import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { codeOf, DevnetError } from "./errors.ts";
import { processIdentity } from "./processes.ts";

/** One devnet for each state directory: a lock file that names its holder. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  identity: z.string(),
  since: z.string(),
});
export type LockHolder = z.infer<typeof holderSchema>;

export const lockFile = (stateDir: string) => join(stateDir, "lock");

function readHolder(file: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Absent, or half written by a process that died just then: nobody holds it.
    return null;
  }
}

const isAlive = (holder: LockHolder) => processIdentity(holder.pid) === holder.identity;

/** Moves a dead holder's lock away. If a concurrent start replaced it meanwhile, puts that one back. */
function clearStale(file: string, me: number): void {
  const aside = `${file}.stale.${me}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  try {
    if (moved !== null && isAlive(moved)) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Takes the lock of `stateDir` for this process. A lock whose holder died is taken over.
 *
 * @returns a function that gives the lock back
 * @throws DevnetError naming the process that holds it
 */
export function acquireLock(stateDir: string, now: Date): () => void {
  const file = lockFile(stateDir);
  const identity = processIdentity(process.pid);
  if (identity === null) throw new Error("cannot read the start time of this very process");
  const me: LockHolder = { pid: process.pid, identity, since: now.toISOString() };

  // The content appears together with the file: written aside, then linked, which fails where a lock is.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(me));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        linkSync(draft, file);
        return () => void releaseLock(stateDir, process.pid);
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      const holder = readHolder(file);
      if (holder !== null && isAlive(holder)) throw heldBy(holder, stateDir);
      clearStale(file, process.pid);
    }
    throw new DevnetError(`Several starts at once fight for ${file}.`, "Start one of them again.");
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the lock if `pid` holds it, and says whether it did. */
export function releaseLock(stateDir: string, pid: number): boolean {
  if (readHolder(lockFile(stateDir))?.pid !== pid) return false;
  rmSync(lockFile(stateDir), { force: true });
  return true;
}

function heldBy(holder: LockHolder, stateDir: string): DevnetError {
  return new DevnetError(
    `A devnet is already running here: process ${holder.pid}, since ${holder.since}.`,
    `Use that one, or stop it (Ctrl-C in its terminal, or kill ${holder.pid}). A second one needs a folder and ports of its own: --state-dir <folder> --any-ports. This one's folder: ${stateDir}`,
  );
}
