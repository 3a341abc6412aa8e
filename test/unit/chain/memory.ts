/** The model's indexer and a follower in memory: what Postgres and the follower's statements are to do, the short way. */
import { markOf, type PendingEvent, type Position, planTail } from "../../../api/chain/plan.ts";
import { checkpointOf, type IndexerStep, type ModelBlock, type ModelEvent } from "../../support/chain-model.ts";
import type { Present, Told } from "../../support/outbox-words.ts";

export class MemoryIndexer {
  journal: ModelEvent[] = [];
  private latest = checkpointOf(0, 0);
  private finalized = checkpointOf(0, 0);
  private reverts = 0;
  private live = true;

  apply(step: IndexerStep): void {
    switch (step.type) {
      case "BLOCK":
        this.journal.push(...step.block.events);
        this.latest = whole(step.block);
        return;
      case "REVERT":
      case "RECOVER":
        this.journal = this.journal.filter((event) => event.blockNumber <= step.to);
        this.reverts += 1;
        this.live = step.type === "REVERT";
        return;
      case "FINALIZE":
        this.finalized = whole(step.to);
        return;
      case "BACKFILL": {
        this.journal.push(...step.blocks.flatMap((block) => block.events));
        const last = step.blocks.at(-1);
        if (last !== undefined) this.finalized = this.latest = whole(last);
        return;
      }
      case "LIVE":
        this.live = true;
        return;
    }
  }

  position(): Position {
    const { latest, finalized } = this;
    return { latest, finalized, revert: this.live ? String(this.reverts) : "", last: this.journal.at(-1) ?? null };
  }

  present(): Present[] {
    return this.journal.map((event) => ({ ...event, final: event.id <= this.finalized }));
  }
}

export class MemoryFollower {
  readonly outbox: Told[] = [];
  private readonly pending = new Map<string, PendingEvent>();
  private cursor = "";
  private readonly indexer: MemoryIndexer;

  constructor(indexer: MemoryIndexer) {
    this.indexer = indexer;
  }

  /** Answers what it retracted. */
  pass(): string[] {
    const { journal } = this.indexer;
    const position = this.indexer.position();
    for (const event of journal.filter(({ id }) => id > this.cursor && id <= position.finalized)) {
      this.tell("FINALIZED", event);
      this.pending.delete(keyOf(event));
      this.cursor = event.id;
    }
    const floor = this.cursor > position.finalized ? this.cursor : position.finalized;
    const tail = journal.filter(({ id }) => id > floor);
    const plan = planTail(tail, [...this.pending.values()], position);
    for (const key of plan.mark) this.update(keyOf(key), markOf(position));
    for (const key of plan.clear) this.update(keyOf(key), null);
    for (const key of plan.retract) {
      this.tell("RETRACTED", key);
      this.pending.delete(keyOf(key));
    }
    for (const key of plan.tell) {
      this.tell("PENDING", key);
      const event = tail.find((candidate) => keyOf(candidate) === keyOf(key));
      if (event !== undefined) this.pending.set(keyOf(key), { ...event, missingAt: null });
    }
    return plan.retract.map(keyOf);
  }

  private tell(finality: string, { id, blockHash }: { id: string; blockHash: string }): void {
    this.outbox.push({ finality, eventId: id, blockHash });
  }

  private update(key: string, missingAt: string | null): void {
    const event = this.pending.get(key);
    if (event !== undefined) this.pending.set(key, { ...event, missingAt });
  }
}

function whole(block: ModelBlock): string {
  return checkpointOf(block.time, block.number);
}

function keyOf({ id, blockHash }: { id: string; blockHash: string }): string {
  return `${id}:${blockHash}`;
}
