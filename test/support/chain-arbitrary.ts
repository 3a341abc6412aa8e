/** Random histories of a chain and its indexer, for fast-check. */
import fc from "fast-check";
import { ETH } from "../../api/domain/policy.ts";
import type { ChainModel, IndexerStep, Intent } from "./chain-model.ts";

export const OPERATORS = [
  "0x0000000000000000000000000000000000000001",
  "0x0000000000000000000000000000000000000002",
  "0x0000000000000000000000000000000000000003",
  "0x0000000000000000000000000000000000000004",
] as const;

const effect: fc.Arbitrary<Intent["effect"]> = fc.oneof(
  fc.constant({ kind: "REGISTER" as const }),
  fc.constant({ kind: "MANAGER" as const }),
  fc.record({ kind: fc.constant("STAKE" as const), units: fc.bigInt(1n, 60n * ETH) }),
  fc.record({ kind: fc.constant("UNSTAKE" as const), units: fc.bigInt(1n, 30n * ETH) }),
  fc.record({
    kind: fc.constant("SLASH" as const),
    units: fc.bigInt(1n, 5n * ETH),
    until: fc.integer({ min: 1_700_000_000, max: 1_700_001_000 }),
  }),
  fc.record({ kind: fc.constant("SCORE" as const), score: fc.integer({ min: 0, max: 10_000 }) }),
);

/** Few, so that most of them are possible. */
const step: fc.Arbitrary<Intent> = fc.record({
  operator: fc.constantFrom(...OPERATORS.slice(0, 2)),
  effect: fc.oneof(
    fc.record({
      kind: fc.constant("SLASH_STEP" as const),
      name: fc.constantFrom(
        ...([
          "SlashProposed",
          "SlashProposed",
          "SlashDisputed",
          "SlashResolved",
          "SlashExecuted",
          "SlashCancelled",
        ] as const),
        "SlashExpired" as const,
      ),
      id: fc.bigInt(1n, 3n),
    }),
    fc.record({
      kind: fc.constant("REQUEST_STEP" as const),
      name: fc.constantFrom(...(["UnstakeRequested", "UnstakeCancelled", "UnstakeClaimed"] as const)),
      id: fc.bigInt(1n, 3n),
    }),
  ),
});

const intent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ operator: fc.constantFrom(...OPERATORS), effect }) },
  { weight: 6, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.record({
      operator: fc.constant(null),
      effect: fc.record({ kind: fc.constant("RATE" as const), rateE18: fc.bigInt(ETH, 2n * ETH) }),
    }),
  },
);

/** Often empty: a quiet registry is the hard case for retractions. */
const intents = fc.oneof(fc.constant<Intent[]>([]), fc.array(intent, { maxLength: 3 }));
const depth = fc.integer({ min: 1, max: 6 });

/** `PASS` is a pass of the follower, `CUT` the death of its leader. */
export type Command =
  | { readonly type: "MINE"; readonly intents: Intent[] }
  | { readonly type: "INDEX"; readonly count: number }
  | { readonly type: "REORG"; readonly depth: number; readonly blocks: Intent[][] }
  | { readonly type: "STALE"; readonly depth: number }
  | { readonly type: "CRASH"; readonly backfill: number }
  | { readonly type: "FINALIZE"; readonly depth: number }
  | { readonly type: "PASS" }
  | { readonly type: "CUT" };

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("MINE" as const), intents }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("INDEX" as const), count: depth }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("PASS" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("REORG" as const), depth, blocks: fc.array(intents, { maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("STALE" as const), depth }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("CRASH" as const), backfill: fc.integer({ min: 0, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("FINALIZE" as const), depth }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("CUT" as const) }) },
);

export const history = fc.array(command, { minLength: 10, maxLength: 60 });

/** Plays a command on the model; answers what the indexer does because of it. */
export function play(model: ChainModel, next: Command): IndexerStep[] {
  switch (next.type) {
    case "MINE":
      model.mine(next.intents);
      return [];
    case "INDEX":
      return model.index(next.count);
    case "REORG":
      return model.reorg(next.depth, next.blocks);
    case "STALE":
      return model.stale(next.depth);
    case "CRASH":
      return model.crash(next.backfill);
    case "FINALIZE":
      return model.finalize(next.depth);
    case "PASS":
    case "CUT":
      return [];
  }
}
