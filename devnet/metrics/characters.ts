/**
 * How each operator runs its services. Times count seconds since the generator's epoch, the moment it was first started;
 * before it lies the history that is sent at once. `expected.ts` says where this leads.
 */
import { ACTORS, type Actor, addressOf } from "../scenario/actors.ts";

/** How an operator does at a moment. */
export interface Condition {
  /** Requests a second that it is asked, on average over a day. */
  readonly load: number;
  /** Share of requests that succeed, 0 to 1. */
  readonly success: number;
  /** Median latency of successes, milliseconds. */
  readonly medianMillis: number;
  /** Nothing answers: every request times out. */
  readonly down: boolean;
}

/** Where an operator runs what; the shares of the load add up to 1. */
export interface Cell {
  readonly service: ServiceId;
  readonly region: RegionId;
  readonly share: number;
}

export const SERVICES = { rpc: "JSON-RPC gateway", relay: "Message relay" } as const;
export type ServiceId = keyof typeof SERVICES;
export const REGIONS = ["eu-west", "us-east"] as const;
export type RegionId = (typeof REGIONS)[number];

export interface Character {
  readonly cells: readonly Cell[];
  readonly usually: Condition;
  /** From then on it is different. */
  readonly later?: { readonly from: number; readonly is: Partial<Condition> };
  /** Again and again it is different for a while: `lasts` seconds of each `every`, counted from `from`, or else the epoch. */
  readonly spells?: {
    readonly every: number;
    readonly lasts: number;
    readonly is: Partial<Condition>;
    /** None before it; left out: there always were. */
    readonly from?: number;
  };
  /** Once it is different for a while. */
  readonly once?: { readonly from: number; readonly to: number; readonly is: Partial<Condition> };
  /** Nobody measures it any more from then on. */
  readonly silentFrom?: number;
  /** Whether the two probes measure it. */
  readonly probed: boolean;
  /** Nothing said of it is late or corrected, so that what it is charged is the same in every devnet. */
  readonly punctual?: true;
  /** What it says of itself, through a reporter with its own address; left out: nothing. */
  readonly claims?: Partial<Condition>;
}

const EVERYWHERE: readonly Cell[] = [
  { service: "rpc", region: "eu-west", share: 0.5 },
  { service: "rpc", region: "us-east", share: 0.3 },
  { service: "relay", region: "eu-west", share: 0.2 },
];
const TWO_REGIONS: readonly Cell[] = [
  { service: "rpc", region: "eu-west", share: 0.6 },
  { service: "rpc", region: "us-east", share: 0.4 },
];
const ONE: readonly Cell[] = [{ service: "rpc", region: "eu-west", share: 1 }];

/** 13 x 10^9 requests a month are 5,015 a second in a month of 30 days: both are above it on average over a day. */
const EXCELLENT: Condition = { load: 6_500, success: 0.9996, medianMillis: 60, down: false };
const GOOD: Condition = { load: 5_700, success: 0.998, medianMillis: 120, down: false };

const excellent: Character = { cells: TWO_REGIONS, usually: EXCELLENT, probed: true };
const good: Character = { cells: ONE, usually: GOOD, probed: true };

/**
 * When what troubles an operator begins: ten minutes before the epoch, a third of a "day" of this world. By then everybody
 * has passed the initial check, which never lapses: without it an operator would be PENDING whatever happens to it.
 */
const TROUBLE = -600;

/** When one of them goes down, for all to watch. */
const OUTAGE = { from: 180, to: 270 };

/**
 * An outage that is charged, half a minute after the start and then once a "day": 60 intervals of it are free, 8 are not.
 * That makes 8 % of the stake, which needs no approval.
 */
const DAILY_OUTAGE = { from: 30, every: 1_440, lasts: 68, is: { down: true } };

/** Those with a story. Everybody else is good. */
const STORIES: Partial<Record<Actor, Character | null>> = {
  aurora: { ...excellent, cells: EVERYWHERE },
  borealis: excellent,
  orchid: excellent,
  // Slower than the target but within what its tier allows.
  ember: { ...good, later: { from: TROUBLE, is: { medianMillis: 188 } } },
  juniper: { ...good, later: { from: TROUBLE, is: { medianMillis: 310 } } },
  lumen: { ...good, later: { from: TROUBLE, is: { success: 0.955 } } },
  // Half of what is promised.
  nimbus: { ...good, usually: { ...GOOD, load: 2_600 } },
  krypton: { ...good, usually: { ...GOOD, load: 1_000, success: 0.9, medianMillis: 850 } },
  pulsar: { ...good, silentFrom: TROUBLE },
  // Bad, and says that all is well.
  quartz: {
    ...good,
    later: { from: TROUBLE, is: { success: 0.93, medianMillis: 290 } },
    claims: { load: 9_000, success: 1, medianMillis: 20, down: false },
  },
  raven: { ...good, once: { ...OUTAGE, is: { down: true } } },
  // Spikes that are too short to be held against it.
  sequoia: { ...good, spells: { every: 300, lasts: 8, is: { medianMillis: 600 } } },
  sirocco: { ...good, spells: DAILY_OUTAGE, punctual: true },
  // Nobody but itself measures it.
  vesper: { ...good, probed: false, claims: {} },
  // Nobody measures these: two have nothing staked, of the third nobody knows.
  glacier: null,
  ion: null,
  willow: null,
};

const byAddress = new Map(ACTORS.map((actor) => [addressOf(actor).toLowerCase(), STORIES[actor]]));

/** How an operator is, by its address in any case; null if nobody measures it. Newcomers are good. */
export function characterOf(operator: string): Character | null {
  const story = byAddress.get(operator.toLowerCase());
  return story === undefined ? good : story;
}

/** How an operator does so many seconds after the epoch; null once it is silent. */
export function conditionAt(character: Character, seconds: number): Condition | null {
  const { usually, later, spells, once, silentFrom } = character;
  if (silentFrom !== undefined && seconds >= silentFrom) return null;
  const inSpell = spells !== undefined && isInSpell(spells, seconds);
  return {
    ...usually,
    ...(later !== undefined && seconds >= later.from ? later.is : {}),
    ...(inSpell ? spells.is : {}),
    ...(once !== undefined && seconds >= once.from && seconds < once.to ? once.is : {}),
  };
}

function isInSpell({ from, every, lasts }: NonNullable<Character["spells"]>, seconds: number): boolean {
  return (from === undefined || seconds >= from) && positive(seconds - (from ?? 0), every) < lasts;
}

/** The remainder that is never negative. */
const positive = (value: number, by: number) => ((value % by) + by) % by;

/** Operators that speak for themselves, by address in lower case. */
export const SELF_REPORTING: readonly string[] = ACTORS.filter((actor) => STORIES[actor]?.claims !== undefined).map(
  (actor) => addressOf(actor).toLowerCase(),
);
