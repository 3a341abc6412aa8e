import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { waitFor } from "./wait.ts";

/**
 * Which processes a devnet has running, kept in a file so that whoever comes after a crash can end them: the guardian
 * (guardian.ts) at once, or the next start. A pid alone may be somebody else's by then, so each is kept with the moment
 * its process began.
 */
const recordSchema = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  identity: z.string(),
  stopSignal: z.enum(["SIGTERM", "SIGINT"]),
});
export type ProcessRecord = z.infer<typeof recordSchema>;

/**
 * What tells a process from another that later got the same pid: when it began, and in which boot of the machine.
 * Null if there is no such process, or only its zombie.
 */
export function processIdentity(pid: number): string | null {
  try {
    if (process.platform !== "linux") {
      const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      return line === "" || line.startsWith("Z") ? null : line.replace(/^\S+\s+/, "");
    }
    // The name in parentheses may hold spaces and parentheses; the fields start behind the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19] ?? "?"}`;
  } catch {
    return null;
  }
}

/** The running processes of one devnet, mirrored to `processes.json` in its state directory. */
export class ProcessTable {
  readonly #records = new Map<number, ProcessRecord>();
  readonly #file: string;

  constructor(stateDir: string) {
    this.#file = tableFile(stateDir);
  }

  add(name: string, pid: number, stopSignal: ProcessRecord["stopSignal"]): void {
    const identity = processIdentity(pid);
    if (identity === null) return;
    this.#records.set(pid, { name, pid, identity, stopSignal });
    this.#write();
  }

  remove(pid: number): void {
    if (this.#records.delete(pid)) this.#write();
  }

  #write(): void {
    if (this.#records.size === 0) {
      rmSync(this.#file, { force: true });
      return;
    }
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify([...this.#records.values()]));
    renameSync(next, this.#file);
  }
}

const tableFile = (stateDir: string) => join(stateDir, "processes.json");

/** Removes the record, when all that it names has ended. */
export const forgetProcesses = (stateDir: string): void => rmSync(tableFile(stateDir), { force: true });

/** The recorded processes that still run. */
export function leftovers(stateDir: string): ProcessRecord[] {
  let text: string;
  try {
    text = readFileSync(tableFile(stateDir), "utf8");
  } catch {
    return [];
  }
  return z
    .array(recordSchema)
    .parse(JSON.parse(text))
    .filter((record) => processIdentity(record.pid) === record.identity);
}

/** Asks a process to end. What it has started is its own business until its time is up. */
export const signalLeader = (pid: number, signal: NodeJS.Signals): void => send(pid, signal);

/** Signals a process and all that it has started. */
export const signalGroup = (pid: number, signal: NodeJS.Signals): void => send(-pid, signal);

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // ESRCH: gone already, which is what was wanted.
  }
}

/**
 * Ends what a devnet that died left running: first asks, newest first as a clean stop would, then kills.
 * Returns the names of what it ended.
 */
export async function endLeftovers(stateDir: string, graceMs = 5_000): Promise<string[]> {
  const found = leftovers(stateDir).reverse();
  for (const record of found) signalLeader(record.pid, record.stopSignal);
  const gone = () => found.every((record) => processIdentity(record.pid) !== record.identity);
  try {
    await waitFor(gone, { what: "old processes to end", timeoutMs: graceMs });
  } catch {
    for (const record of found) {
      if (processIdentity(record.pid) === record.identity) signalGroup(record.pid, "SIGKILL");
    }
    await waitFor(gone, { what: "killed processes to end", timeoutMs: graceMs });
  }
  return found.map((record) => record.name);
}
