/**
 * The sender of webhooks. Any number run side by side, in any process; each may be killed at any moment, and what it was
 * sending is sent again when its lease ends. Nothing else waits for it or for a receiver: it has connections of its own.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "pino";
import { createPool } from "../db/pool.ts";
import { alertPayload, testPayload } from "./payload.ts";
import { post } from "./post.ts";
import { purgeDeliveries } from "./purge.ts";
import { type Resolve, resolverOf } from "./resolve.ts";
import { MAX_ATTEMPTS, type Outcome, verdictOf } from "./retry.ts";
import { headersOf, messageIdOf } from "./signature.ts";
import { type Claimed, claimDeliveries, type Room, recordAttempt, releaseDeliveries } from "./store.ts";

export interface SenderOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  /** Whether receivers may be at addresses that are not public, and speak plain http. */
  readonly allowPrivate: boolean;
  /** Milliseconds since the epoch, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** 0 to 1, for the delays of retries. Default: random. */
  readonly random?: () => number;
  /** Default: see `resolverOf`. */
  readonly resolve?: Resolve;
  /** Milliseconds that one attempt may take in all. */
  readonly timeoutMs?: number;
}

export interface Sender {
  /** Sends what is due, again and again, until `stop`. */
  start(): void;
  /** Ends all work within a second. What is being sent then is sent again by whoever comes next. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks for what is due, when there was nothing. */
const POLL_MS = 250;

/** Retries grow up to this when the database is away. */
const MAX_BACKOFF_MS = 2_000;

const TIMEOUT_MS = 10_000;

/** Well past the timeout, with time to write down what came of it. */
const LEASE_MS = 60_000;

/** Attempts under way at once. They mostly wait; a receiver that hangs holds one for as long as the timeout. */
const CONCURRENCY = 128;

/** Of those, to one webhook; and to one whose last attempt failed, so that some that hang leave room for the others. */
const ROOM = 4;
const ROOM_AFTER_FAILURE = 1;

/** And to all whose last attempt failed: were they as many as all attempts at once, the others would wait for them. */
const ROOM_OF_FAILING = CONCURRENCY / 2;

/** As many webhooks are remembered as failing; past that it is learnt again. */
const MAX_FAILED = 10_000;

/** Statements are short and few: claims, and one for each attempt. */
const CONNECTIONS = 3;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Milliseconds between two rounds of forgetting. */
const PURGE_EVERY_MS = 3_600_000;

/** How long `stop` lets attempts come to their end. */
const STOP_GRACE_MS = 300;

const USER_AGENT = "DIN-Webhooks/1";

interface UnderWay {
  readonly delivery: Claimed;
  readonly control: AbortController;
  readonly done: Promise<void>;
}

/** All attempts were begun, and of the last nothing was written down: it may be what ends its senders. */
const UNFINISHED: Outcome = { status: null, error: "UNFINISHED", retryAfterMs: null };

/** The attempt took too long. */
class TimedOutError extends Error {
  readonly code = "TIMEOUT";
}

export function createSender(options: SenderOptions): Sender {
  const { allowPrivate, now, random = Math.random, timeoutMs = TIMEOUT_MS } = options;
  const resolve = options.resolve ?? resolverOf(allowPrivate);
  const log = options.log.child({ part: "webhooks" });
  const pool = createPool({
    connectionString: options.connectionString,
    viewsSchema: options.viewsSchema,
    applicationName: "din-webhooks",
    max: CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    queryTimeoutMs: STATEMENT_TIMEOUT_MS + 5_000,
    onError: () => undefined,
  });
  const stopping = new AbortController();
  const underWay = new Map<string, UnderWay>();
  const failed = new Set<string>();
  const purge = createPurge(pool, now, log);
  let failures = 0;
  /** Whether the last pass left something, and whether an attempt has ended since. */
  let mayBeMore = false;
  let hasEnded = false;
  let wake: () => void = () => undefined;
  let loop: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;

  function rooms(): ReadonlyMap<string, Room> {
    const taken = new Map<string, number>([...failed].map((id) => [id, 0]));
    for (const { delivery } of underWay.values()) {
      taken.set(delivery.webhookId, (taken.get(delivery.webhookId) ?? 0) + 1);
    }
    return new Map(
      [...taken].map(([id, used]) => {
        const failing = failed.has(id);
        return [id, { left: Math.max(0, (failing ? ROOM_AFTER_FAILURE : ROOM) - used), failing }];
      }),
    );
  }

  function roomOfFailing(): number {
    const taken = [...underWay.values()].filter(({ delivery }) => failed.has(delivery.webhookId));
    return Math.max(0, ROOM_OF_FAILING - taken.length);
  }

  async function send(delivery: Claimed, signal: AbortSignal): Promise<Outcome> {
    const { id, webhookId, url, secret, event, createdAt } = delivery;
    const body = event === null ? testPayload(webhookId, createdAt) : alertPayload(event);
    const message = { id: messageIdOf(id), timestamp: Math.floor(now() / 1_000), body };
    const headers = { "content-type": "application/json", "user-agent": USER_AGENT, ...headersOf(secret, message) };
    return post({ url: new URL(url), headers, body }, { allowPrivate, resolve, signal, now });
  }

  async function attempt(delivery: Claimed, control: AbortController): Promise<void> {
    const timer = setTimeout(() => control.abort(new TimedOutError("too slow")), timeoutMs);
    const startedAt = performance.now();
    const outcome = delivery.attempts > MAX_ATTEMPTS ? UNFINISHED : await send(delivery, control.signal);
    clearTimeout(timer);
    if (control.signal.reason === STOPPED) return;
    const verdict = verdictOf(outcome, delivery.attempts, random());
    if (verdict.state === "DELIVERED") failed.delete(delivery.webhookId);
    else fail(delivery.webhookId);
    const durationMs = performance.now() - startedAt;
    await recordAttempt(pool, delivery, { outcome, verdict, durationMs }, now());
  }

  function fail(webhookId: string): void {
    if (failed.size >= MAX_FAILED) failed.clear();
    failed.add(webhookId);
  }

  function begin(delivery: Claimed): void {
    const control = new AbortController();
    const done = attempt(delivery, control)
      // Its lease ends and it is sent again.
      .catch((error: unknown) => log.warn({ err: error, delivery: delivery.id }, "an attempt was not recorded"))
      .finally(() => {
        if (control.signal.reason !== STOPPED) underWay.delete(delivery.id);
        hasEnded = true;
        if (mayBeMore) wake();
      });
    underWay.set(delivery.id, { delivery, control, done });
  }

  async function pass(): Promise<void> {
    hasEnded = false;
    const at = now();
    const limit = CONCURRENCY - underWay.size;
    const request = { now: at, leaseUntil: at + LEASE_MS, limit, failingLimit: roomOfFailing(), room: ROOM };
    const claimed = limit > 0 ? await claimDeliveries(pool, { ...request, rooms: rooms() }) : [];
    if (stopping.signal.aborted) return releaseDeliveries(pool, claimed, at);
    for (const delivery of claimed) begin(delivery);
    mayBeMore = limit === 0 || claimed.length > 0;
    await purge();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await pass();
        if (failures > 0) log.info("sending again");
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1 && !stopping.signal.aborted) log.warn({ err: error }, "cannot send, retrying");
      }
      await rest(failures === 0 ? POLL_MS : Math.min(POLL_MS * 2 ** Math.min(failures, 10), MAX_BACKOFF_MS));
    }
  }

  /** Until the time is over, or an attempt that has ended makes room for what may wait. */
  async function rest(ms: number): Promise<void> {
    const woken = new AbortController();
    wake = () => woken.abort();
    if (stopping.signal.aborted || (hasEnded && mayBeMore && failures === 0)) return;
    await sleep(ms, undefined, { signal: woken.signal }).catch(() => undefined);
    wake = () => undefined;
  }

  async function end(): Promise<void> {
    stopping.abort();
    wake();
    const ended = Promise.all([loop, ...[...underWay.values()].map(({ done }) => done)]);
    await Promise.race([ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    const held = [...underWay.values()];
    for (const { control } of held) control.abort(STOPPED);
    const deliveries = held.map(({ delivery }) => delivery);
    const release = releaseDeliveries(pool, deliveries, now()).catch((error: unknown) =>
      log.warn({ err: error }, "leases were left to end by themselves"),
    );
    await Promise.race([release, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    // Connections in use, of a database that does not answer, are not waited for.
    void pool.end();
  }

  return {
    start() {
      loop ??= run();
    },
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}

/** Why an attempt is broken off by `stop`: nothing is to be written down of it. */
const STOPPED = Symbol("stopped");

/** Forgets a little at each call, from time to time, and never fails: the next round comes. */
function createPurge(pool: pg.Pool, now: () => number, log: Logger): () => Promise<void> {
  let nextAt = Number.NEGATIVE_INFINITY;
  let place: string | null = null;
  return async () => {
    const at = now();
    if (place === null && at < nextAt) return;
    nextAt = at + PURGE_EVERY_MS;
    place = await purgeDeliveries(pool, place ?? "0", Math.floor(at / 1_000)).catch((error: unknown) => {
      log.warn({ err: error }, "old deliveries are kept until the next round");
      return null;
    });
  };
}
