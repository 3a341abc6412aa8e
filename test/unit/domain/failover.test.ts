import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  failoverAfter,
  isAlive,
  type NodeLife,
  type Standing,
  type Watch,
  watchAfter,
} from "../../../api/domain/failover.ts";
import { failoverSignal, isFailover } from "../../../api/domain/failover-alerts.ts";
import { POLICY, policyOf } from "../../../api/domain/policy.ts";

const DEAD = POLICY.failover.deadIntervals * POLICY.time.intervalSeconds;
const BACK = POLICY.failover.backIntervals * POLICY.time.intervalSeconds;
const NOW = 1_000_000;

/** Heard of `ago` seconds before now, and without a gap for `life` seconds up to then. */
const heard = (id: string, ago: number, life = 0): NodeLife => ({ id, lastAt: NOW - ago, since: NOW - ago - life });
const silent = (id: string): NodeLife => ({ id, lastAt: null, since: null });
const serves = (node: string | null, since = NOW - 900, firstNode = "a"): Standing => ({ node, firstNode, since });

describe("who serves", () => {
  test.each<[string, Standing | null, NodeLife[], string | null | undefined, number | null]>([
    ["one node has nothing to fail over to", null, [heard("a", 0)], undefined, null],
    ["nor has one that is left of two", serves("b"), [heard("b", 0)], undefined, null],
    ["none was ever heard of", null, [silent("a"), silent("b")], undefined, null],
    ["the best one, at first", null, [heard("a", 10), heard("b", 0)], "a", NOW - 10 + DEAD + 1],
    ["the best one that was never heard of has its time", null, [silent("a"), heard("b", 0)], "a", NOW + DEAD + 1],
    ["and keeps it", serves("a", NOW - DEAD), [silent("a"), heard("b", 0)], "a", NOW + 1],
    ["until it is over", serves("a", NOW - DEAD - 1), [silent("a"), heard("b", 0)], "b", NOW + DEAD + 1],
    ["one that died before has none", null, [heard("a", DEAD + 1), heard("b", 0)], "b", NOW + DEAD + 1],
    ["a second late is dead", serves("a"), [heard("a", DEAD + 1), heard("b", 5)], "b", NOW - 5 + DEAD + 1],
    ["just in time is not", serves("a"), [heard("a", DEAD), heard("b", 5)], "a", NOW + 1],
    ["the best of those that live", serves("a"), [heard("a", 999), heard("b", 999), heard("c", 1)], "c", NOW + DEAD],
    ["nobody", serves("b"), [heard("a", 999), heard("b", DEAD + 1)], null, null],
    ["the first to live again", serves(null), [heard("a", 999), heard("b", 0)], "b", NOW + DEAD + 1],
    ["who came back waits", serves("b"), [heard("a", 0, BACK - 1), heard("b", 0)], "b", NOW + 1],
    ["until it has lived for long enough", serves("b"), [heard("a", 0, BACK), heard("b", 0)], "a", NOW + DEAD + 1],
    ["but not if nobody else lives", serves("b"), [heard("a", 0), heard("b", 999)], "a", NOW + DEAD + 1],
    [
      "the best of those that came back",
      serves("c"),
      [heard("a", 0), heard("b", 0, BACK), heard("c", 0)],
      "b",
      NOW + DEAD + 1,
    ],
    ["a worse one never takes over", serves("a"), [heard("a", DEAD), heard("b", 0, 9 * BACK)], "a", NOW + 1],
    ["one that is no node any more is forgotten", serves("x"), [heard("a", 0), heard("b", 0)], "a", NOW + DEAD + 1],
    ["for a new primary, which has its time", serves("b"), [silent("z"), heard("y", 0)], "z", NOW + DEAD + 1],
  ])("%s", (_what, previous, nodes, node, nextDueAt) => {
    const next = failoverAfter(previous, nodes, NOW, POLICY);
    expect(next?.node).toBe(node);
    expect(next?.nextDueAt ?? null).toBe(nextDueAt);
    if (next === null) return;
    expect(next.firstNode).toBe(nodes[0]?.id);
    const isSame = previous !== null && previous.node === next.node;
    expect(next.since).toBe(isSame ? previous.since : NOW);
  });

  test("while nobody watches nobody dies: whoever served then has its time again", () => {
    const nodes = [heard("a", 9_999), heard("b", 0)];
    const at = (watchedSince: number) => failoverAfter(serves("a"), nodes, NOW, POLICY, watchedSince);
    expect(at(NOW - DEAD)).toMatchObject({ node: "a", nextDueAt: NOW + 1 });
    expect(at(NOW - DEAD - 1)?.node).toBe("b");
    const dead = [heard("a", 9_999), heard("b", 9_999)];
    expect(failoverAfter(serves(null), dead, NOW, POLICY, NOW)?.node).toBeNull();
  });

  test.each<[string, Watch | null, number]>([
    ["the first look", null, 0],
    ["the next one", { lookedAt: NOW - 60, since: 7 }, 7],
    ["one that is just in time", { lookedAt: NOW - DEAD + 60, since: 7 }, 7],
    ["one by a clock that was set back", { lookedAt: NOW + 9_999, since: NOW + 9_000 }, NOW],
    ["one that is not", { lookedAt: NOW - DEAD + 59, since: 7 }, NOW],
  ])("the watch: %s", (_what, previous, since) => {
    expect(watchAfter(previous, NOW, POLICY)).toEqual({ lookedAt: NOW, since });
  });

  test("alive, as it is shown", () => {
    expect(isAlive({ lastAt: null }, NOW, POLICY)).toBe(false);
    expect(isAlive({ lastAt: NOW - DEAD }, NOW, POLICY)).toBe(true);
    expect(isAlive({ lastAt: NOW - DEAD - 1 }, NOW, POLICY)).toBe(false);
  });
});

describe("what is told", () => {
  const place = { operator: `0x${"1".repeat(40)}`, service: "rpc", region: "eu-1" };
  test.each<[string, Standing | null, Standing | null, string | null, boolean]>([
    ["nothing at first", null, serves("a"), null, false],
    ["a backup, at first", null, serves("b"), "WARNING b", true],
    ["a backup takes over", serves("a"), serves("b"), "WARNING b", true],
    ["another takes over", serves("b"), serves("c"), "WARNING c", true],
    ["nobody lives", serves("b"), serves(null), "CRITICAL null", true],
    ["a backup lives again", serves(null), serves("b"), "WARNING b", true],
    ["the primary is back", serves("b"), serves("a"), "CLEAR", true],
    ["it goes on", serves("b"), serves("b"), null, false],
    ["the backup becomes the primary", serves("b"), serves("b", 0, "b"), "CLEAR", false],
    ["the primary becomes the backup", serves("a"), serves("a", 0, "b"), "WARNING a", false],
    ["no backup any more", serves("b"), null, "CLEAR", false],
    ["no backup any more, and all was well", serves("a"), null, null, false],
    ["never anything", null, null, null, false],
  ])("%s", (_what, previous, next, told, another) => {
    const signal = failoverSignal(place, previous, next);
    const line = signal?.is === "FIRING" ? `${signal.severity} ${signal.details.node}` : (signal?.is ?? null);
    expect(line).toBe(told);
    expect(isFailover(previous, next)).toBe(another);
    if (signal === null) return;
    expect(signal.correlationId).toBe(`BACKUP_FAILOVER/${place.operator}/rpc/eu-1`);
    expect(signal.subject).toBe("rpc/eu-1");
  });

  test("with names and figures", () => {
    expect(failoverSignal(place, serves("a"), serves("b"))).toMatchObject({
      message: "rpc in eu-1 is served by b in place of a.",
      details: { service: "rpc", region: "eu-1", node: "b", primary: "a" },
    });
    expect(failoverSignal(place, serves("b"), serves(null))?.message).toBe("No node of rpc in eu-1 lives.");
  });
});

/** The same rules in seconds: time that passes is counted one by one. */
const FAST = policyOf("devnet");
const { deadIntervals, backIntervals } = FAST.failover;

/** Some time, then a heartbeat or none. */
const moves = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 2 * deadIntervals }),
    beat: fc.constantFrom<string[]>("a", "b", "c", "none"),
  }),
  { minLength: 1, maxLength: 40 },
);

describe("whatever nodes do", () => {
  test("nobody dead serves while another lives, and only a better one that lives for long takes over from one that lives", () => {
    fc.assert(
      fc.property(moves, (steps) => {
        const world = new World();
        for (const { wait, beat } of steps) {
          world.now += wait;
          world.beat(beat);
          const before = world.standing;
          const lived = before !== null && world.lives(before.node);
          const next = world.look();
          if (next === null) {
            expect(world.nodes.every(({ lastAt }) => lastAt === null)).toBe(true);
            continue;
          }
          const waited = next.node === "a" && world.of("a").lastAt === null;
          if (next.node === null) expect(world.nodes.some(({ id }) => world.lives(id))).toBe(false);
          else if (!waited) expect(world.lives(next.node)).toBe(true);
          if (!lived || before?.node === next.node) continue;
          const { since } = world.of(next.node ?? "");
          expect(world.now - (since ?? world.now)).toBeGreaterThanOrEqual(backIntervals);
          expect(world.place(next.node)).toBeLessThan(world.place(before.node));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("looking at each second finds nothing that looking when it is due, and at heartbeats, does not", () => {
    fc.assert(
      fc.property(moves, (steps) => {
        const [often, seldom] = [new World(), new World()];
        for (const { wait, beat } of steps) {
          const until = often.now + wait;
          while (often.now < until) {
            often.now += 1;
            often.look();
            seldom.now += 1;
            if (seldom.dueAt !== null && seldom.dueAt <= seldom.now) seldom.look();
            const [seen, sought] = [seldom.standing, often.standing];
            expect([seen?.node, seen?.since]).toEqual([sought?.node, sought?.since]);
          }
          for (const world of [often, seldom]) {
            world.beat(beat);
            if (beat !== "none") world.look();
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Nodes a, b and c, what was heard of them and who serves. */
class World {
  now = NOW;
  standing: Standing | null = null;
  dueAt: number | null = null;
  nodes: NodeLife[] = ["a", "b", "c"].map(silent);

  beat(id: string): void {
    this.nodes = this.nodes.map((node) => {
      if (node.id !== id) return node;
      const gap = node.lastAt === null || this.now - node.lastAt > deadIntervals;
      return { id, lastAt: this.now, since: gap ? this.now : node.since };
    });
  }

  look(): Standing | null {
    const verdict = failoverAfter(this.standing, this.nodes, this.now, FAST);
    this.dueAt = verdict?.nextDueAt ?? null;
    this.standing = verdict;
    return verdict;
  }

  of(id: string): NodeLife {
    return this.nodes.find((node) => node.id === id) ?? silent(id);
  }

  place(id: string | null): number {
    return this.nodes.findIndex((node) => node.id === id);
  }

  lives(id: string | null): boolean {
    return id !== null && isAlive(this.of(id), this.now, FAST);
  }
}
