/** What the outbox said of each event, for checking that every story has one end. */
export interface Told {
  readonly finality: string;
  readonly eventId: string;
  readonly blockHash: string;
}

/** The first letters of what was told, in order, by event and block: `PF`, `PR`, `F`. */
export function wordsOf(outbox: readonly Told[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const { finality, eventId, blockHash } of outbox) {
    const key = `${eventId}:${blockHash}`;
    words.set(key, `${words.get(key) ?? ""}${finality.charAt(0)}`);
  }
  return words;
}

export interface Present {
  readonly id: string;
  readonly blockHash: string;
  readonly final: boolean;
}

/**
 * Everything wrong with an outbox once the follower has caught up with the journal: at most one PENDING and then one of
 * FINALIZED and RETRACTED for each event and block; final events told as final, others as pending, gone ones retracted.
 */
export function outboxFaults(outbox: readonly Told[], journal: readonly Present[]): string[] {
  const words = wordsOf(outbox);
  const faults: string[] = [];
  for (const event of journal) {
    const key = `${event.id}:${event.blockHash}`;
    const word = words.get(key) ?? "";
    const right = event.final ? word === "F" || word === "PF" : word === "P";
    if (!right) faults.push(`${key} is ${event.final ? "final" : "pending"} and was told as "${word}"`);
    words.delete(key);
  }
  for (const [key, word] of words) {
    if (word !== "PR") faults.push(`${key} is gone and was told as "${word}"`);
  }
  return faults;
}
