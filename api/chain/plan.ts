/**
 * What to tell of events that are not final, decided from one snapshot of the indexer's journal and of what was told.
 *
 * Ponder undoes a reorg in one transaction and replays in others, without touching its checkpoint in the first: in
 * between, events are missing that may come back, under a checkpoint that is too high. After a crash it undoes
 * everything that is not final in the same way. So an event that is missing is taken back only on proof that the
 * indexer has passed its place again.
 */

/** An event as it is told: its id holds no block hash, so after a reorg the same id may name another event. */
export interface EventKey {
  readonly id: string;
  readonly blockHash: string;
}

export interface JournalEvent extends EventKey {
  readonly blockNumber: number;
}

/** An event that was told as PENDING and neither finalised nor retracted since. */
export interface PendingEvent extends JournalEvent {
  /** `markOf` the position at which it was found missing last; null while it is there. */
  readonly missingAt: string | null;
}

/** How far the indexer has come, read in the same snapshot as its journal. */
export interface Position {
  /** The checkpoint of the last block indexed; too high from a revert until the first block of the replay. */
  readonly latest: string;
  /** Reverts and crash recovery never go below it. */
  readonly finalized: string;
  /** Changes with every revert; empty while the indexer is not live, when it says nothing. */
  readonly revert: string;
  /** The last event of the journal. */
  readonly last: JournalEvent | null;
}

export interface Plan {
  /** In the journal, never told: to be told as PENDING. */
  readonly tell: readonly EventKey[];
  /** Gone for good. */
  readonly retract: readonly EventKey[];
  /** Missing, may come back. */
  readonly mark: readonly EventKey[];
  /** Was missing, came back. Nothing is told. */
  readonly clear: readonly EventKey[];
}

/** What is remembered of the position at which an event was found missing. */
export function markOf(position: Pick<Position, "latest" | "revert">): string {
  return `${position.latest}@${position.revert}`;
}

/**
 * Compares the journal with what was told as PENDING. Events on both sides without a mark need nothing, so a caller may
 * leave them out of both lists.
 *
 * @param tail the journal's events that are not final
 */
export function planTail(tail: readonly JournalEvent[], pending: readonly PendingEvent[], position: Position): Plan {
  const present = new Set(tail.map(keyOf));
  const told = new Set(pending.map(keyOf));
  const plan = { tell: [] as EventKey[], retract: [] as EventKey[], mark: [] as EventKey[], clear: [] as EventKey[] };
  for (const event of tail) {
    if (!told.has(keyOf(event))) plan.tell.push(bare(event));
  }
  for (const event of pending) {
    if (present.has(keyOf(event))) {
      if (event.missingAt !== null) plan.clear.push(bare(event));
    } else if (isGone(event, position)) {
      plan.retract.push(bare(event));
    } else if (event.missingAt !== markOf(position)) {
      // Marks move on with the indexer: the replay may end at the very checkpoint that the revert left behind.
      plan.mark.push(bare(event));
    }
  }
  return plan;
}

/** Whether an event that is not in the journal can no longer come back by a replay that is under way. */
export function isGone(event: PendingEvent, position: Position): boolean {
  // Nothing up to finality is ever reverted, so what is missing there was not on the chain.
  if (hasReached(position.finalized, event.id)) return true;

  // The journal is what one chain said, up to some block: an event after this one, or another block in its place, shows
  // that the replay has passed.
  const { last } = position;
  if (last !== null && last.blockNumber > event.blockNumber) return true;
  if (last !== null && last.blockNumber === event.blockNumber && last.blockHash !== event.blockHash) return true;

  // Where the registry stays quiet only the checkpoint is left. It is right if a block was indexed since the last revert:
  // if it has changed since the event was found missing, and nothing was reverted in the meantime.
  if (event.missingAt === null || position.revert === "") return false;
  const unreverted = revertOf(event.missingAt) === position.revert;
  const moved = event.missingAt !== markOf(position);
  return unreverted && moved && hasReached(position.latest, event.id);
}

/** Digits of time and chain id in front of the block number: see `decodeCheckpoint`. */
const BEFORE_BLOCK_NUMBER = 26;

/**
 * Whether a checkpoint lies at or after the place of an event, by block number and place in the block. Time is left out:
 * a block of another branch may be later with a smaller number.
 */
export function hasReached(checkpoint: string, eventId: string): boolean {
  return checkpoint.slice(BEFORE_BLOCK_NUMBER) >= eventId.slice(BEFORE_BLOCK_NUMBER);
}

function revertOf(mark: string | null): string | null {
  return mark === null ? null : mark.slice(mark.indexOf("@") + 1);
}

function keyOf(event: EventKey): string {
  return `${event.id}:${event.blockHash}`;
}

function bare({ id, blockHash }: EventKey): EventKey {
  return { id, blockHash };
}
