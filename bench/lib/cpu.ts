/** Processor time of processes, from /proc; elsewhere than on Linux there is none to report. */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in these, whatever its own ticks are. */
const MS_PER_TICK = 10;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own time. */
  readonly ownMs: number;
  /** Of children that have ended and been waited for. */
  readonly endedMs: number;
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ms = (index: number) => Number(fields[index] ?? 0) * MS_PER_TICK;
    return { pid, parent: Number(fields[1]), ownMs: ms(11) + ms(12), endedMs: ms(13) + ms(14) };
  } catch {
    return null;
  }
}

/** Milliseconds of processor time that a process and all below it have used; null where that cannot be known. */
export function cpuMs(root: number): number | null {
  if (process.platform !== "linux") return null;
  const stats = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
  const tree = new Set([root]);
  for (let grown = true; grown; ) {
    const before = tree.size;
    for (const stat of stats) if (tree.has(stat.parent)) tree.add(stat.pid);
    grown = tree.size > before;
  }
  return stats.filter((stat) => tree.has(stat.pid)).reduce((sum, stat) => sum + stat.ownMs + stat.endedMs, 0);
}

/** What a process used of the processor while something ran, milliseconds. */
export function cpuWatch(root: number): () => number | null {
  const before = cpuMs(root);
  return () => {
    const after = cpuMs(root);
    return before === null || after === null ? null : after - before;
  };
}
