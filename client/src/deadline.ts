import { DinConnectionError } from "./errors.ts";
import type { Timing } from "./timing.ts";

/**
 * Gives `step` so much time: its signal is aborted after that, or with `signal`.
 *
 * @throws what `step` does: once its signal is aborted, the signal's reason
 */
export async function within<Value>(
  ms: number,
  timing: Timing,
  signal: AbortSignal,
  step: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const leave = () => controller.abort(signal.reason);
  const cancel = timing.after(ms, () => controller.abort(new DinConnectionError(`No answer within ${ms / 1_000} s.`)));
  signal.addEventListener("abort", leave, { once: true });
  try {
    signal.throwIfAborted();
    return await step(controller.signal);
  } finally {
    cancel();
    signal.removeEventListener("abort", leave);
  }
}
