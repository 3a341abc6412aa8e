import { setTimeout as delay } from "node:timers/promises";
import { encodeFunctionData, formatEther, parseEther } from "viem";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import { type Actor, addressOf } from "./scenario/actors.ts";
import { LAST_RATE, rateCalls } from "./scenario/network.ts";
import { random } from "./scenario/random.ts";
import { MINUTE } from "./scenario/time.ts";
import type { World } from "./scenario/world.ts";

/**
 * Something new on the chain every few seconds. Only these operators move, and the rate only by a hair, so that what the
 * scenario documents of the others stays true. Slashes and scores are the keeper's.
 */
const MOVING = ["zephyr", "mistral"] as const satisfies readonly Actor[];

/** Whom each outage costs its tier: it gets its stake back in time for the next one, which comes 24 minutes after the last. */
const RESTORED = { operator: "sirocco", stake: parseEther("10.5"), afterSeconds: 18 * MINUTE } as const;

/** Milliseconds between two events, at least and at most. */
const PAUSE = { least: 2_500, most: 6_000 };

/** Half of it up, half of it down, around the scenario's last rate. */
const RATE_BAND = parseEther("0.0004");

type Roll = () => number;
type Act = (world: World, roll: Roll) => Promise<string | null>;

/** What each act does and how often it is chosen, relative to the others. An act that does not apply returns null. */
const ACTS: readonly { weight: number; act: Act }[] = [
  { weight: 6, act: stake },
  { weight: 4, act: unstake },
  { weight: 2, act: cancelOne },
  { weight: 3, act: claimOne },
  { weight: 2, act: rate },
  { weight: 2, act: restore },
];

const pick = <T>(list: readonly T[], roll: Roll): T | undefined => list[Math.floor(roll() * list.length)];
const someone = (roll: Roll): Actor => pick(MOVING, roll) ?? MOVING[0];
const between = (least: number, most: number, roll: Roll) => parseEther((least + (most - least) * roll()).toFixed(3));

async function stake(world: World, roll: Roll): Promise<string> {
  const operator = someone(roll);
  const value = between(0.05, 0.9, roll);
  await world.send({
    from: roll() < 0.3 ? "patron" : operator,
    value,
    data: encodeFunctionData({ abi, functionName: "stake", args: [addressOf(operator)] }),
  });
  return `${operator} +${formatEther(value)} ETH`;
}

async function unstake(world: World, roll: Roll): Promise<string | null> {
  const operator = someone(roll);
  const units = between(0.05, 0.7, roll);
  const { active } = await operatorOf(world, operator);
  // Never near the minimum: a moving operator goes on moving.
  if (active[0] < units + parseEther("4")) return null;
  await world.send({
    request: `activity-${await world.now()}-${operator}`,
    from: operator,
    data: encodeFunctionData({ abi, functionName: "unstake", args: [addressOf(operator), units] }),
  });
  return `${operator} asks ${formatEther(units)} ETH back`;
}

async function cancelOne(world: World, roll: Roll): Promise<string | null> {
  const request = pick(await openRequests(world), roll);
  if (request === undefined) return null;
  await world.send({
    from: request.operator,
    data: encodeFunctionData({ abi, functionName: "cancelUnstake", args: [request.id] }),
  });
  return `${request.operator} cancels a request`;
}

async function claimOne(world: World, roll: Roll): Promise<string | null> {
  const now = BigInt(await world.now());
  const request = pick(
    (await openRequests(world)).filter(({ unlockAt }) => unlockAt < now),
    roll,
  );
  if (request === undefined) return null;
  await world.send({
    from: request.operator,
    data: encodeFunctionData({ abi, functionName: "claimUnstake", args: [request.id] }),
  });
  return `${request.operator} claims a request`;
}

async function rate(world: World, roll: Roll): Promise<string> {
  const next = LAST_RATE - RATE_BAND / 2n + (RATE_BAND * BigInt(Math.floor(roll() * 1_000))) / 1_000n;
  for (const call of rateCalls(next, world)) await world.send(call);
  return `wstETH at ${formatEther(next)}`;
}

/** A patron makes good what the last slash has taken, so that the next outage tells the same story. */
async function restore(world: World): Promise<string | null> {
  const { operator, stake: whole, afterSeconds } = RESTORED;
  const [{ active }, executions] = await Promise.all([
    operatorOf(world, operator),
    world.client.getContractEvents({
      address: world.deployment.registry,
      abi,
      fromBlock: BigInt(world.deployment.startBlock),
      args: { operator: addressOf(operator) },
      eventName: "SlashExecuted",
      strict: true,
    }),
  ]);
  const last = executions.at(-1);
  if (last === undefined || active[0] >= whole) return null;
  const { timestamp } = await world.client.getBlock({ blockNumber: last.blockNumber });
  if ((await world.now()) < Number(timestamp) + afterSeconds) return null;
  const value = whole - active[0];
  await world.send({
    from: "patron",
    value,
    data: encodeFunctionData({ abi, functionName: "stake", args: [addressOf(operator)] }),
  });
  return `${operator} +${formatEther(value)} ETH, back to ${formatEther(whole)}`;
}

const operatorOf = (world: World, operator: Actor) =>
  world.client.readContract({
    address: world.deployment.registry,
    abi,
    functionName: "getOperator",
    args: [addressOf(operator)],
  });

/** The activity's own requests that are not closed. */
async function openRequests(world: World): Promise<{ id: bigint; operator: Actor; unlockAt: bigint }[]> {
  const open: { id: bigint; operator: Actor; unlockAt: bigint }[] = [];
  for (const [key, id] of world.requests) {
    const operator = MOVING.find((name) => key.startsWith("activity-") && key.endsWith(name));
    if (operator === undefined) continue;
    const { units, unlockAt } = await world.client.readContract({
      address: world.deployment.registry,
      abi,
      functionName: "getUnstakeRequest",
      args: [id],
    });
    if (units === 0n) world.requests.delete(key);
    else open.push({ id, operator, unlockAt });
  }
  return open;
}

/** Learns of the requests an earlier run of the activity left open. */
async function takeUpLooseEnds(world: World): Promise<void> {
  const requested = await world.client.getContractEvents({
    address: world.deployment.registry,
    abi,
    fromBlock: BigInt(world.deployment.startBlock),
    args: { operator: MOVING.map(addressOf) },
    eventName: "UnstakeRequested",
    strict: true,
  });
  const nameOf = (address: string) => MOVING.find((name) => addressOf(name) === address);
  for (const { args } of requested) {
    world.requests.set(`activity-${args.requestId}-${nameOf(args.operator)}`, args.requestId);
  }
}

function choose(roll: Roll): Act {
  let left = roll() * ACTS.reduce((sum, { weight }) => sum + weight, 0);
  for (const { weight, act } of ACTS) {
    left -= weight;
    if (left < 0) return act;
  }
  return stake;
}

export interface ActivityOptions {
  world: World;
  /** The same seed makes the same choices. */
  seed: number;
  signal: AbortSignal;
  /** Told of each event, and of each that was refused. */
  log: (line: string) => void;
}

/** Goes on until the signal aborts. A refused transaction (somebody else paused the registry) is told and passed over. */
export async function keepMoving({ world, seed, signal, log }: ActivityOptions): Promise<void> {
  const roll = random(seed);
  let ready = false;
  while (!signal.aborted) {
    try {
      if (!ready) await takeUpLooseEnds(world);
      ready = true;
      const did = await choose(roll)(world, roll);
      if (did === null) continue;
      log(did);
    } catch (error) {
      if (signal.aborted) return;
      log(error instanceof Error ? error.message : String(error));
    }
    // The pace of the activity, not a wait for anything.
    await delay(PAUSE.least + (PAUSE.most - PAUSE.least) * roll(), undefined, { signal }).catch(() => {});
  }
}
