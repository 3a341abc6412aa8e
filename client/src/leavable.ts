type Results<Value> = AsyncGenerator<Value, void, undefined>;

/**
 * A generator that can be left while somebody waits for its next value: by itself it would hear of it only after that. Ends
 * with `signal` as well, with its reason.
 *
 * @param start makes the generator, which ends with the signal's reason once that is aborted
 */
export function leavable<Value>(
  signal: AbortSignal | undefined,
  start: (ending: AbortSignal) => Results<Value>,
): Results<Value> {
  const ending = new AbortController();
  const generator = start(ending.signal);
  let isLeft = false;
  const follow = () => ending.abort(signal?.reason);
  const over = () => {
    signal?.removeEventListener("abort", follow);
    return { done: true, value: undefined } as const;
  };
  if (signal?.aborted) follow();
  else signal?.addEventListener("abort", follow, { once: true });
  const results = {
    async next() {
      try {
        const result = await generator.next();
        return result.done ? over() : result;
      } catch (error) {
        over();
        if (isLeft) return over();
        throw error;
      }
    },
    async return() {
      isLeft = true;
      ending.abort(new Error("The results are not wanted any more."));
      // After what waits for the next one, which has ended by now.
      await generator.return().catch(() => {});
      return over();
    },
    async throw(error: unknown) {
      await results.return();
      throw error;
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
