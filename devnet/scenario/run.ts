import type { ChainClient } from "../anvil.ts";
import { DevnetError, messageOf } from "../errors.ts";
import type { Deployment } from "../state.ts";
import { NETWORK_STEPS } from "./network.ts";
import { OPERATOR_STEPS } from "./operators.ts";
import type { Step } from "./steps.ts";
import { DAY, day } from "./time.ts";
import { World } from "./world.ts";

export interface ScenarioOptions {
  client: ChainClient;
  deployment: Deployment;
  /** Unix seconds: when the history begins. */
  genesisTime: number;
  signal: AbortSignal;
  /** Told at each full day. */
  onDay?: (days: number) => void;
}

/** Lives through the thirty days. Every step lands at its moment, and none later than now. */
export async function runScenario(options: ScenarioOptions): Promise<World> {
  const { client, deployment, genesisTime, signal, onDay } = options;
  const world = new World(client, deployment);
  await client.setAutomine(false);
  let days = 0;
  for (const { at, steps } of byMoment([...NETWORK_STEPS, ...OPERATOR_STEPS])) {
    signal.throwIfAborted();
    for (; day(days + 1) <= at; days++) onDay?.(days + 1);
    await world.block(genesisTime + at, steps).catch((error: unknown) => {
      throw new DevnetError(`The scenario broke off at day ${(at / DAY).toFixed(2)}: ${messageOf(error)}`, undefined, {
        cause: error,
      });
    });
  }
  await client.setAutomine(true);
  return world;
}

/** Steps in the order of their moments; those of one moment together, in the order they were written in. */
function byMoment(steps: readonly Step[]): { at: number; steps: Step[] }[] {
  const moments = new Map<number, Step[]>();
  for (const step of steps) moments.set(step.at, [...(moments.get(step.at) ?? []), step]);
  return [...moments].sort(([a], [b]) => a - b).map(([at, together]) => ({ at, steps: together }));
}
