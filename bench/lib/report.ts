/** What a benchmark answers, and how it is printed. */
import { cpus } from "node:os";

export interface Result {
  readonly benchmark: string;
  readonly work: string;
  readonly ours: string;
  readonly peer: string;
  readonly theirs: string;
  /** Larger is better for us, unless `atMost`. */
  readonly ratio: number;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
  readonly note?: string;
}

/** Compares two medians with the goal. */
export function isMet({ ratio, goal }: Result): boolean | null {
  if (goal === null) return null;
  return "atLeast" in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

const goalText = (goal: Result["goal"]) =>
  goal === null ? "" : "atLeast" in goal ? `≥ ${goal.atLeast} ×` : `≤ ${goal.atMost} ×`;

/** A Markdown table, so that it can be read in a terminal and kept in a README. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const met = isMet(result);
    return [
      result.benchmark,
      result.work,
      result.ours,
      result.peer,
      result.theirs,
      `${result.ratio < 10 ? result.ratio.toFixed(2) : result.ratio.toFixed(0)} ×`,
      goalText(result.goal),
      met === null ? "" : met ? "met" : "MISSED",
    ];
  });
  return markdown(["#", "work", "ours", "beside", "theirs", "ratio", "goal", ""], rows);
}

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) => `| ${widths.map((width, i) => (row[i] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** What the figures were taken on. */
export function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en-US")} /s`;
export const ms = (value: number) => `${value.toFixed(2)} ms`;
