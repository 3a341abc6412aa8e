/** A plan as text for people: a line for each intent and each hold, in columns. Pure. */
import type { Plan } from "./plan.ts";

const HEAD = ["KIND", "ROLE", "ABOUT", "WHY", "UNTIL"] as const;

/**
 * @example tableOf(plan)
 * // KIND     ROLE      ABOUT                                            WHY       UNTIL
 * // EXECUTE  PROPOSER  execute slash 7 of 0x…, 720 bp                   to do     -
 * // HOLD     PROPOSER  slash 8 0x… DOWNTIME 900 bp                      WINDOW    2026-11-21T16:00:00Z
 */
export function tableOf({ intents, scores, holds }: Pick<Plan, "intents" | "scores" | "holds">): string {
  const rows = [
    ...intents.map(({ kind, role, summary }) => [kind, role, summary, "to do", "-"]),
    ...scores.map(({ operator, score, why, published }) => {
      const now = points(score);
      const was = published === null ? "" : `, ${points(published)} on chain`;
      return ["SCORES", "MONITOR", `submit the score of ${operator}: ${now}${was}`, `to be sealed: ${WHY[why]}`, "-"];
    }),
    ...holds.map(({ kind, about, code, until }) => [
      "HOLD",
      kind === "SCORES" ? "MONITOR" : "PROPOSER",
      `${kind.toLowerCase()}: ${about}`,
      code,
      until === null ? "-" : `${new Date(until * 1_000).toISOString().slice(0, 19)}Z`,
    ]),
  ];
  if (rows.length === 0) return "There is nothing to do, and nothing is held.";
  return columns([[...HEAD], ...rows]);
}

const WHY = { FIRST: "the first", MOVED: "it moved", OLD: "the last is old" } as const;

const points = (score: number) => (score / 100).toFixed(2);

function columns(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
