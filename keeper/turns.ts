/** What cannot all be asked in one look takes turns over the looks, so that nothing waits for ever behind others. */

export interface Turns {
  /** Those that were asked longest ago first, and before them those that never were; else in their order. */
  inTurn<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[];
  asked(key: string): void;
}

/** More than are ever live at once; those asked longest ago are forgotten first. */
const MOST = 20_000;

export function createTurns(): Turns {
  const turns = new Map<string, number>();
  let turn = 0;
  return {
    inTurn: (items, keyOf) => [...items].sort((a, b) => (turns.get(keyOf(a)) ?? 0) - (turns.get(keyOf(b)) ?? 0)),
    asked(key) {
      turn += 1;
      // The last in the order of the map is the one that was asked last.
      turns.delete(key);
      turns.set(key, turn);
      const [oldest] = turns.keys();
      if (turns.size > MOST && oldest !== undefined) turns.delete(oldest);
    },
  };
}
