/** `npm start`: the command line of the devnet, and the only place here that ends the process. */
import { DevnetError } from "./errors.ts";
import { greeting } from "./greeting.ts";
import { ROOT } from "./guard.ts";
import { HELP, parseOptions } from "./options.ts";
import { startStack } from "./stack.ts";
import { supervise } from "./supervise.ts";

/** Ended by a signal, as shells report it. */
const INTERRUPTED = 130;

/** Ctrl-C arrives twice under npm (from the terminal and handed on by npm): only a later one is impatience. */
const SECOND_THOUGHTS_MS = 1_500;

async function main(): Promise<number> {
  const begun = performance.now();
  const elapsedMs = () => performance.now() - begun;
  const options = parseOptions(process.argv.slice(2), process.env, ROOT);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const stop = new AbortController();
  listenForSignals(stop);
  const say = (line: string) => console.log(`${(elapsedMs() / 1_000).toFixed(1).padStart(6)} s  ${line}`);
  console.log("Starting the DIN operator graph. Ctrl-C stops it at any time.");
  let up = false;
  try {
    const stack = await startStack({
      stateDir: options.stateDir,
      fresh: options.fresh,
      ports: options.ports,
      parts: { activity: options.activity, metrics: options.metrics, keeper: options.keeper },
      signal: stop.signal,
      progress: say,
    });
    try {
      supervise(stack, say, (error) => stop.abort(error));
      console.log(await greeting(stack, elapsedMs, stop.signal));
      up = true;
      await aborted(stop.signal);
      if (stop.signal.reason instanceof DevnetError) throw stop.signal.reason;
    } finally {
      await stack.stop();
    }
    console.log("Stopped.");
    return 0;
  } catch (error) {
    // What an abort interrupts fails in many ways; only a failure of its own is worth telling.
    if (stop.signal.reason instanceof DevnetError) throw stop.signal.reason;
    if (up || !stop.signal.aborted || error instanceof AggregateError) throw error;
    console.log("Stopped before it was up.");
    return INTERRUPTED;
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

function listenForSignals(stop: AbortController): void {
  let first: number | undefined;
  const onSignal = () => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      console.log("\nStopping ...");
      stop.abort();
    } else if (now - first > SECOND_THOUGHTS_MS) {
      // The guardian ends whatever is left.
      console.log("Leaving at once.");
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}

function report(error: unknown): void {
  if (!(error instanceof DevnetError)) {
    console.error(error);
    return;
  }
  console.error(`\n${error.message}`);
  if (error.advice !== undefined) console.error(`\n${error.advice}`);
}

// Whoever reads along may leave (npm start | head); the devnet stays, and still has to stop in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  process.exit(await main());
} catch (error) {
  report(error);
  process.exit(1);
}
