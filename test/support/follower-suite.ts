/** The frame of a test file about the follower: one Postgres for the file, a world of its own for each test. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { ETH } from "../../api/domain/policy.ts";
import { OPERATORS } from "./chain-arbitrary.ts";
import type { Effect, Intent } from "./chain-model.ts";
import { FollowerWorld } from "./follower-world.ts";
import { startTestPostgres, type TestPostgres } from "./postgres.ts";

export const [A, B, C] = OPERATORS;
export const REGISTER: Effect = { kind: "REGISTER" };

export function stake(eth: bigint): Effect {
  return { kind: "STAKE", units: eth * ETH };
}

/** One event for each effect, all about one operator. */
export function of(operator: `0x${string}`, ...effects: Effect[]): Intent[] {
  return effects.map((effect) => ({ operator, effect }));
}

export interface Suite {
  readonly postgres: TestPostgres;
  readonly world: FollowerWorld;
  /** One more world, which the caller closes. */
  createWorld(): Promise<FollowerWorld>;
  /** Another world in the place of this one. */
  renew(): Promise<void>;
  /** Mines a block with these and has it indexed. */
  block(...intents: Intent[]): Promise<void>;
  /** The status in the operator's sort row. */
  statusOf(operator: string): Promise<string | undefined>;
}

export function followerSuite(): Suite {
  let postgres: TestPostgres;
  let world: FollowerWorld;
  let databases = 0;
  const createWorld = () => {
    databases += 1;
    return FollowerWorld.create(postgres, `follower_${databases}`);
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.remove());
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  return {
    get postgres() {
      return postgres;
    },
    get world() {
      return world;
    },
    createWorld,
    async renew() {
      await world.close();
      world = await createWorld();
    },
    async block(...intents) {
      world.model.mine(intents);
      await world.apply(world.model.index());
    },
    async statusOf(operator) {
      const { rows } = await world.pool.query<{ status: string }>(
        "select status from din_api.operator_sort where address = $1",
        [operator],
      );
      return rows[0]?.status;
    },
  };
}
