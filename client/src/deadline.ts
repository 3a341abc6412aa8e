import { DinConnectionError } from "./errors.ts";
import type { Timing } from "./timing.ts";

/**
 * Gives `step` so much time: its signal is aborted after that, or with `signal`. A step that does not hear it, such as a signer
 * that waits for its owner, is not waited for.
 *
 * @throws what `step` does; once its signal is aborted, the signal's reason
 */
export async function within<Value>(
  ms: number,
  timing: Timing,
  signal: AbortSignal | undefined,
  step: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const leave = () => controller.abort(signal?.reason);
  const cancel = timing.after(ms, () => controller.abort(new DinConnectionError(`No answer within ${ms / 1_000} s.`)));
  signal?.addEventListener("abort", leave, { once: true });
  const over = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  try {
    signal?.throwIfAborted();
    return await Promise.race([step(controller.signal), over]);
  } finally {
    cancel();
    signal?.removeEventListener("abort", leave);
  }
}
