import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasReached, isGone, type JournalEvent, markOf, type Position, planTail } from "../../../api/chain/plan.ts";
import { history, play } from "../../support/chain-arbitrary.ts";
import { ChainModel, checkpointOf, type IndexerStep } from "../../support/chain-model.ts";
import { outboxFaults } from "../../support/outbox-words.ts";
import { MemoryFollower, MemoryIndexer } from "./memory.ts";

const TIME = 1_700_000_000;
const at = (block: number) => checkpointOf(TIME + block * 12, block);
const event = (block: number, blockHash: string, logIndex = 0): JournalEvent => ({
  id: checkpointOf(TIME + block * 12, block, logIndex),
  blockHash,
  blockNumber: block,
});
const position = (latest: number, rest: Partial<Position> = {}): Position => ({
  latest: at(latest),
  finalized: at(60),
  revert: "7",
  last: null,
  ...rest,
});
const pending = (of: JournalEvent, missingAt: string | null = null) => ({ ...of, missingAt });
const nothing = { tell: [], retract: [], mark: [], clear: [] };
const A = event(95, "0xa");
const keyA = { id: A.id, blockHash: A.blockHash };

describe("planTail", () => {
  it("tells what it has not told", () => {
    expect(planTail([A], [], position(100))).toEqual({ ...nothing, tell: [keyA] });
  });

  it("has nothing to say of what it has told", () => {
    expect(planTail([A], [pending(A)], position(100))).toEqual(nothing);
  });

  it("only marks an event that a revert took away: the checkpoint is from before", () => {
    expect(planTail([], [pending(A)], position(100))).toEqual({ ...nothing, mark: [keyA] });
  });

  it.each([
    ["nothing was indexed since", position(100), markOf(position(100)), false],
    ["the replay is not there yet", position(94), markOf(position(100)), false],
    ["the replay has passed", position(95), markOf(position(100)), true],
    ["the replay has come to where it was before", position(101), markOf(position(100)), true],
    ["another revert came between", position(101, { revert: "8" }), markOf(position(100)), false],
    ["the indexer was started again", position(101, { revert: "" }), markOf(position(100, { revert: "" })), false],
  ])("a missing event, when %s", (_, where, mark, gone) => {
    expect(isGone(pending(A, mark), where)).toBe(gone);
  });

  it("marks anew after another revert", () => {
    const later = position(101, { revert: "8" });
    expect(planTail([], [pending(A, markOf(position(100)))], later)).toEqual({ ...nothing, mark: [keyA] });
  });

  it("moves its mark on with the replay, which may end at the checkpoint that the revert left behind", () => {
    const mark = markOf(position(95));
    expect(planTail([], [pending(A, mark)], position(94))).toEqual({ ...nothing, mark: [keyA] });
    expect(isGone(pending(A, markOf(position(94))), position(95))).toBe(true);
  });

  it("forgets the mark of an event that came back, and tells nothing", () => {
    expect(planTail([A], [pending(A, markOf(position(100)))], position(96))).toEqual({ ...nothing, clear: [keyA] });
  });

  it.each([
    ["a later block's event is there", event(96, "0xb"), true],
    ["another block stands in its place", event(95, "0xb"), true],
    ["an earlier event of its block is there", event(95, "0xa"), false],
    ["only earlier blocks are there", event(94, "0xb"), false],
  ])("a missing event without a mark, when %s", (_, last, gone) => {
    expect(isGone(pending(A), position(100, { last }))).toBe(gone);
  });

  it("takes the same id in another block for another event", () => {
    const B = event(95, "0xb");
    expect(planTail([B], [pending(A)], position(95, { last: B }))).toEqual({
      ...nothing,
      tell: [{ id: B.id, blockHash: "0xb" }],
      retract: [keyA],
    });
  });

  it("knows that what is missing below finality is gone, whatever the mark", () => {
    const final = position(130, { finalized: at(95), revert: "" });
    expect(planTail([], [pending(A)], final)).toEqual({ ...nothing, retract: [keyA] });
  });

  it("needs no event that is on both sides without a mark", () => {
    const B = event(96, "0xb");
    const C = event(97, "0xc");
    const where = position(97, { last: C });
    const whole = planTail([B, C], [pending(A), pending(B)], where);
    expect(planTail([C], [pending(A)], where)).toEqual(whole);
  });
});

describe("hasReached", () => {
  it.each([
    ["its own block, whole", at(95), A.id, true],
    ["the block before", at(94), A.id, false],
    ["the event before it in a backfill", checkpointOf(TIME + 95 * 12, 95, 3), event(95, "", 4).id, false],
    ["a smaller block of a slower branch", checkpointOf(TIME + 96 * 12, 94), A.id, false],
    ["a larger block of a faster branch", checkpointOf(TIME + 90 * 12, 96), A.id, true],
  ])("%s", (_, checkpoint, id, reached) => {
    expect(hasReached(checkpoint, id)).toBe(reached);
  });
});

describe("over random reorgs, stale nodes, crashes and restarts", () => {
  it("every event and block is told as pending at most once, then settled once, and nothing that stays is retracted", () => {
    fc.assert(
      fc.property(history, (commands) => {
        const model = new ChainModel();
        const indexer = new MemoryIndexer();
        const follower = new MemoryFollower(indexer);
        const doomed = (key: string) =>
          !model.chain.some((block) => block.events.some(({ id, blockHash }) => `${id}:${blockHash}` === key));
        const run = (steps: readonly IndexerStep[]) => {
          for (const step of steps) indexer.apply(step);
        };
        let tallest = 0;
        for (const command of commands) {
          run(play(model, command));
          tallest = Math.max(tallest, model.chain.length);
          if (command.type !== "PASS") continue;
          // Safe at every moment: what is retracted is not on the chain that the indexer is replaying.
          for (const key of follower.pass()) expect(doomed(key)).toBe(true);
        }
        // A quiet end, long enough to come past everything that a reorg took away: several may have shortened the chain.
        run(model.index());
        for (let blocks = tallest - model.chain.length + 8; blocks > 0; blocks -= 1) {
          follower.pass();
          model.mine();
          run(model.index());
        }
        follower.pass();
        expect(outboxFaults(follower.outbox, indexer.present())).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});
