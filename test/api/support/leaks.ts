/** What must never be in an answer: where our code is, what we ask the database, what it says of itself. */
const INTERNALS = [
  /node_modules|file:\/\/|\.ts\b|\.js\b|\bat [\w.<>]+ \(/,
  /\b(select|insert|update|delete)\b.+\b(from|into|set)\b/i,
  /din_(api|chain|indexer)|operator_sort|_ponder|pg_|relation "|column "|ECONN|drizzle|pothos|password|postgres(ql)?:/i,
  /originalError|stack(trace)?"|SyntaxError|TypeError|RangeError/,
];

/** The parts of an answer's text that give something away; none is right. */
export function leaksIn(text: string): string[] {
  return INTERNALS.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
}
