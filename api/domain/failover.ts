/** Which of an operator's nodes serves a service in a region, by their heartbeats. Pure. Times are Unix seconds. */
import type { Policy } from "./policy.ts";

/** A node as it was heard of last. */
export interface NodeLife {
  readonly id: string;
  /** Its last heartbeat; null if there never was one. */
  readonly lastAt: number | null;
  /** The first of those that came without a gap; null as `lastAt`. */
  readonly since: number | null;
}

export interface Standing {
  /** Who serves; null if nobody lives. */
  readonly node: string | null;
  /** Who should: the one with the lowest priority number. */
  readonly firstNode: string;
  /** When `node` began to serve, or the last one ceased to. */
  readonly since: number;
}

export interface FailoverVerdict extends Standing {
  /** When time alone may change it next; null if it does not. */
  readonly nextDueAt: number | null;
}

/** Whether somebody looks for silent nodes: while nobody does, nobody hears them either. */
export interface Watch {
  /** The last look that was written down. */
  readonly lookedAt: number;
  /** Since when looks followed each other without a break; 0 if there never was one. */
  readonly since: number;
}

/**
 * The watch after a look. The database was gone, or all of the API, if nobody looked for so long that a node which lives
 * may be silent for too long by the time it is heard again.
 *
 * @param previous null if nobody ever looked
 */
export function watchAfter(
  previous: Watch | null,
  now: number,
  { failover, time }: Pick<Policy, "failover" | "time">,
): Watch {
  if (previous === null) return { lookedAt: now, since: 0 };
  const isBroken = now - previous.lookedAt > (failover.deadIntervals - 1) * time.intervalSeconds;
  // Not after now, whoever's clock was set back.
  return { lookedAt: now, since: isBroken ? now : Math.min(previous.since, now) };
}

/**
 * Who serves now. A node without a heartbeat for longer than `deadIntervals` is dead, and the best living one takes over at
 * once. A better one takes over again only after it has lived for `backIntervals` without a gap, so that one that comes and
 * goes does not take the others with it.
 *
 * At first, and when the one that served is no node any more, the first node is to serve; as long as it was never heard of
 * it is given the time until it would be missed. So is the one that serves when the watch begins anew: see `watchAfter`.
 *
 * @param previous null if there is none
 * @param nodes of one service in one region, the best first
 * @param watchedSince `since` of the watch
 * @returns null where nothing can fail over: a single node, or none that was ever heard of
 */
export function failoverAfter(
  previous: Standing | null,
  nodes: readonly NodeLife[],
  now: number,
  policy: Pick<Policy, "failover" | "time">,
  watchedSince = 0,
): FailoverVerdict | null {
  const [first] = nodes;
  if (first === undefined || nodes.length < 2 || nodes.every(({ lastAt }) => lastAt === null)) return null;
  const rules = { ...secondsOf(policy), watchedSince };
  const goesOn = previous !== null && (previous.node === null || nodes.some(({ id }) => id === previous.node));
  const current = goesOn ? previous : { node: first.id, since: now };
  const node = servingAfter(current, nodes, now, rules);
  const since = node === current.node ? current.since : now;
  return { node, firstNode: first.id, since, nextDueAt: nextDueAt({ node, since }, nodes, now, rules) };
}

/** Whether a node counts as alive. */
export function isAlive(
  { lastAt }: Pick<NodeLife, "lastAt">,
  now: number,
  policy: Pick<Policy, "failover" | "time">,
): boolean {
  return lastAt !== null && now <= lastAt + secondsOf(policy).dead;
}

interface Rules {
  readonly dead: number;
  readonly back: number;
  readonly watchedSince: number;
}

function secondsOf({ failover, time }: Pick<Policy, "failover" | "time">): Omit<Rules, "watchedSince"> {
  const { deadIntervals, backIntervals } = failover;
  return { dead: deadIntervals * time.intervalSeconds, back: backIntervals * time.intervalSeconds };
}

type Serving = Pick<Standing, "node" | "since">;

function servingAfter(current: Serving, nodes: readonly NodeLife[], now: number, rules: Rules): string | null {
  const place = nodes.findIndex(({ id }) => id === current.node);
  const serving = nodes[place];
  if (serving === undefined || now > lastsUntil(serving, current, rules)) {
    return nodes.find((node) => node.lastAt !== null && now <= node.lastAt + rules.dead)?.id ?? null;
  }
  const better = nodes.slice(0, place).find((node) => {
    const backAt = backAtOf(node, rules);
    return backAt !== null && backAt <= now && node.lastAt !== null && now <= node.lastAt + rules.dead;
  });
  return better?.id ?? serving.id;
}

/** The last moment at which the one that serves still counts as alive. */
function lastsUntil({ lastAt }: NodeLife, { since }: Serving, { dead, watchedSince }: Rules): number {
  return Math.max(lastAt ?? since, watchedSince) + dead;
}

/** When a node has lived for long enough to take over again; null if it will not without another heartbeat. */
function backAtOf({ lastAt, since }: NodeLife, { dead, back }: Rules): number | null {
  if (lastAt === null || since === null) return null;
  return since + back <= lastAt + dead ? since + back : null;
}

function nextDueAt(current: Serving, nodes: readonly NodeLife[], now: number, rules: Rules): number | null {
  const place = nodes.findIndex(({ id }) => id === current.node);
  const serving = nodes[place];
  if (serving === undefined) return null;
  const back = nodes.slice(0, place).map((node) => backAtOf(node, rules));
  return Math.min(
    lastsUntil(serving, current, rules) + 1,
    ...back.filter((at) => at !== null).filter((at) => at > now),
  );
}
