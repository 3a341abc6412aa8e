/** @throws the signal's reason, if that comes first: the step goes on, and is not waited for */
export async function waited<Value>(step: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return step;
  let leave = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([step, left]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
