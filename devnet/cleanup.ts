import { messageOf } from "./errors.ts";

/** What has to be undone, in the opposite order of doing it. Everything is tried, whatever fails; each thing once. */
export class Cleanup {
  readonly #steps: { what: string; undo: () => Promise<void> | void }[] = [];
  #done: Promise<void> | undefined;

  add(what: string, undo: () => Promise<void> | void): void {
    this.#steps.push({ what, undo });
  }

  /** @throws AggregateError of what could not be undone, once everything was tried */
  run(): Promise<void> {
    this.#done ??= this.#run();
    return this.#done;
  }

  async #run(): Promise<void> {
    const failures: Error[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failures.push(new Error(`${step.what}: ${messageOf(error)}`, { cause: error }));
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `Not everything stopped cleanly:\n${failures.map(messageOf).join("\n")}`);
    }
  }
}

/**
 * Runs tasks side by side. When one fails the others are aborted, and none is still running when this settles: what they
 * started can be stopped for certain.
 */
export async function together(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<unknown>)[],
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const errors: unknown[] = [];
  await Promise.all(
    tasks.map((task) =>
      task(either).catch((error: unknown) => {
        errors.push(error);
        failed.abort(error);
      }),
    ),
  );
  if (errors.length > 0) throw errors[0];
}
