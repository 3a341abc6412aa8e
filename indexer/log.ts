/** JSON lines in the shape of Ponder's own, so that one reader understands both. */
export const LEVELS = {
  silent: Number.POSITIVE_INFINITY,
  fatal: 60,
  error: 50,
  warn: 40,
  info: 30,
  debug: 20,
  trace: 10,
} as const;
export type LogLevel = keyof typeof LEVELS;

type Write = (message: string, fields?: Readonly<Record<string, unknown>>) => void;
export type Log = { readonly info: Write; readonly warn: Write; readonly error: Write };

/** @param print where a finished line goes */
export function createLog(level: LogLevel, print: (line: string) => void = (line) => console.log(line)): Log {
  const write =
    (at: keyof Log): Write =>
    (msg, fields) => {
      if (LEVELS[at] < LEVELS[level]) return;
      print(JSON.stringify({ level: LEVELS[at], time: Date.now(), service: "indexer", msg, ...fields }));
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
