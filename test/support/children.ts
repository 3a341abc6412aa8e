import { execFileSync } from "node:child_process";

export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  /** Its command line. */
  readonly args: string;
}

/** Every process of the machine. */
export const processes = (): ProcessRow[] =>
  execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return args === undefined ? [] : [{ pid: Number(pid), ppid: Number(ppid), args }];
    });

/** The processes under `parent`, however far down. */
export function processesUnder(parent: number, table = processes()): ProcessRow[] {
  return table.filter((row) => row.ppid === parent).flatMap((row) => [row, ...processesUnder(row.pid, table)]);
}

/**
 * The process under `parent` (however far down) whose command line has `text` in it.
 *
 * @throws when there is none, or more than one
 */
export function childPid(parent: number | undefined, text: string): number {
  const found = parent === undefined ? [] : processesUnder(parent).filter(({ args }) => args.includes(text));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} processes of ${text} under ${parent}`);
  return only.pid;
}
