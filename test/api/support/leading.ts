/** Workers of which one leads at a time, in tests where one comes after another. */
import { waitFor } from "../../../devnet/wait.ts";

/**
 * The first pass of a worker in which it does not stand by: the server sees the end of a connection, and lets go of its
 * lock, a moment after the one before has stopped.
 */
export async function leadingPass<Pass extends { readonly role: string }>(worker: {
  pass(): Promise<Pass>;
}): Promise<Pass> {
  let said = await worker.pass();
  const leads = async () => {
    if (said.role === "STANDBY") said = await worker.pass();
    return said.role !== "STANDBY";
  };
  await waitFor(leads, { what: "the one that led before to be gone", timeoutMs: 10_000, everyMs: 5 });
  return said;
}
