/**
 * The keeper: looks, plans, and has what is planned sent, for as long as it leads. Whatever of the world fails, it waits,
 * says so and goes on by itself: nothing outside ends it.
 */
import { createClient } from "@dreamnet/din-infrastructure-core";
import { BaseError } from "viem";
import { accountsToTell, addressesOf, addressOf, UNKNOWN } from "./accounts.ts";
import { createApiReader } from "./api.ts";
import { createChainClient, createChainReader } from "./chain.ts";
import type { KeeperEnvironment } from "./env.ts";
import type { Log } from "./follow.ts";
import { type Intent, type Problem, type ProblemCode, ROLES, type Role, type Submitted } from "./intent.ts";
import type { Accounts } from "./keys.ts";
import { createObserver, type Observation } from "./observe.ts";
import { backoffMs, createWaiter } from "./pause.ts";
import { apiFailing, distinct, rpcFailing, whatFailed } from "./problems.ts";
import { createReporter, type KeeperReport } from "./reporter.ts";
import { createScoreDesk } from "./scores.ts";
import { OtherLedgerError, openStore, type Store } from "./store.ts";
import { createSubmitter, type Submitter } from "./submit.ts";
import { simulate } from "./transaction.ts";

export interface KeeperOptions {
  readonly environment: KeeperEnvironment;
  /** One at least. */
  readonly accounts: Accounts;
  /** Milliseconds since the epoch: for what is written down. */
  readonly now: () => number;
  /** Milliseconds of a clock that is never set back: for how long things last. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** Whether a pass waits for all scores to be read however long that takes: for who makes only one. */
  readonly waitsForScores?: boolean;
}

/** What one pass came to. */
export interface Passed {
  /** Whether this keeper leads; if not, nothing else was done. */
  readonly active: boolean;
  readonly problems: readonly Problem[];
  /** Whether something was sent or settled. */
  readonly moved: boolean;
  /** Whether none of its accounts could have sent anything. */
  readonly blocked: boolean;
}

export interface Keeper {
  /** Passes, until it is stopped. */
  start(): void;
  /**
   * One pass: for those who do not start it.
   *
   * @throws when the ledger cannot be reached
   */
  pass(): Promise<Passed>;
  /** Ends within a second or two; whatever was under way, its ledger has it. */
  stop(): Promise<void>;
}

interface Session {
  readonly store: Store;
  readonly submitters: Readonly<Record<Role, Submitter | null>>;
}

/** How often one that stands by tries to lead. Milliseconds. */
const TRY_LEAD_MS = 1_000;
/** How often it looks whether it could. Milliseconds. */
const CHECK_MS = 10_000;
/** How long a pass may take to its end when the keeper is stopped. Milliseconds. */
const LAST_PASS_MS = 1_000;

/** With these nothing can be sent, whatever is planned. */
const BLOCKING: ReadonlySet<ProblemCode> = new Set(["ROLE_MISSING", "OUT_OF_FUNDS", "FEES_TOO_HIGH"]);

export function createKeeper(options: KeeperOptions): Keeper {
  const { environment, accounts, now, elapsed, log, waitsForScores = false } = options;
  const { chain: where, pollMs } = environment;
  const stopping = new AbortController();
  const waiter = createWaiter();
  const client = createChainClient(where.rpcUrls);
  const chain = createChainReader(client, where.registry);
  const din = createClient({ url: environment.api.url, apiKey: environment.apiKey.reveal() });
  const api = createApiReader(din, stopping.signal);
  const reporter = createReporter({ din, id: environment.id, now: elapsed, log });
  const observer = createObserver({
    environment,
    api,
    chain,
    accounts: addressesOf(accounts),
    now: elapsed,
    waitsForScores,
  });
  const desk = createScoreDesk({
    ...{ api, chain, now: elapsed, log, maxGas: environment.maxBatchGas },
    simulate: ({ data }) => simulate(client, addressOf(accounts, "MONITOR"), { to: where.registry, data }),
  });
  let session: Session | null = null;
  let running: Promise<void> | null = null;
  let told = "";
  let latest: readonly Problem[] = [];
  let led: boolean | null = null;
  let checked: Awaited<ReturnType<typeof observer.check>> = { problems: [], balances: UNKNOWN };
  let checkAt = Number.NEGATIVE_INFINITY;

  return {
    start() {
      running ??= run();
    },
    pass,
    async stop() {
      stopping.abort();
      waiter.wake();
      if (running !== null) await Promise.race([running, new Promise((resolve) => setTimeout(resolve, LAST_PASS_MS))]);
      session?.store.end();
      // Of passes made by hand there may be others: what keeps them from working holds on.
      await reporter.end(idle(running === null ? latest : []));
    },
  };

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      let waitMs = TRY_LEAD_MS;
      try {
        const passed = await pass();
        if (passed.active) {
          failures = passed.moved || !passed.blocked ? 0 : failures + 1;
          waitMs = passed.moved ? 0 : backoffMs(pollMs, failures);
        } else failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        waitMs = backoffMs(TRY_LEAD_MS, failures);
        failures += 1;
        if (failures === 1) log.warn({ why: whatFailed(error) }, "the ledger cannot be reached");
        reporter.say(idle(error instanceof OtherLedgerError ? [otherLedger(error)] : []));
      }
      if (!stopping.signal.aborted) await waiter.wait(waitMs);
    }
  }

  async function pass(): Promise<Passed> {
    const { store, submitters } = await sessionOf();
    const leads = await store.tryLead();
    if (leads !== led) log.info({}, leads ? "leads" : "stands by: another keeper leads");
    led = leads;
    if (!leads) return standBy();
    const seen = await observer.observe();
    const problems: Problem[] = [];
    const results = await Promise.all(ROLES.map((role) => submit(role, submitters[role], seen, problems)));
    if (store.isLost()) throw new Error("the connection to the ledger was lost");
    // What a submitter says of its account is said more exactly; what was cut short says nothing.
    const all = stopping.signal.aborted ? [] : distinct([...problems, ...seen.problems]);
    latest = all;
    tell(all);
    reporter.say({ active: true, problems: all, accounts: accountsToTell(accounts, results, seen.balances) });
    return {
      active: true,
      problems: all,
      moved: results.some((result) => result?.moved === true),
      blocked: seen.plan === null || ROLES.every((role, index) => isBlocked(role, results[index] ?? null, seen)),
    };
  }

  /** What would keep it from taking over is told in time. */
  async function standBy(): Promise<Passed> {
    if (elapsed() >= checkAt) {
      checked = await observer.check();
      checkAt = elapsed() + CHECK_MS;
      tell(checked.problems);
    }
    const { problems, balances } = checked;
    reporter.say({ active: false, problems: [...problems], accounts: accountsToTell(accounts, [], balances) });
    return { active: false, problems, moved: false, blocked: false };
  }

  /** The connection that leads, or would; opened anew once it is lost. */
  async function sessionOf(): Promise<Session> {
    if (session !== null && !session.store.isLost()) return session;
    session?.store.end();
    session = null;
    led = null;
    const store = await openStore({
      connectionString: environment.databaseUrl.reveal(),
      ledger: { chainId: where.id, registry: where.registry },
      onLost: (error) => {
        log.warn({ why: whatFailed(error) }, "the connection to the ledger was lost, and the lead with it");
        waiter.wake();
      },
    });
    const submitterOf = (role: Role) => {
      const account = accounts[role];
      if (account === null) return null;
      const { fees, confirmations, stuckMs } = environment;
      const shared = { store, client, now, log, fees, confirmations, stuckMs };
      return createSubmitter({ ...shared, chainId: where.id, registry: where.registry, account, role });
    };
    session = { store, submitters: { MONITOR: submitterOf("MONITOR"), PROPOSER: submitterOf("PROPOSER") } };
    return session;
  }

  /** Null if nothing could be looked at. What goes wrong is added to the problems. */
  async function submit(
    role: Role,
    submitter: Submitter | null,
    seen: Observation,
    problems: Problem[],
  ): Promise<Submitted | null> {
    const { keeperPaused: paused, rightChain } = seen;
    if (submitter === null || !rightChain || paused === null || stopping.signal.aborted) return null;
    try {
      const intents = seen.mayAct.has(role) ? await intentsOf(role, seen, problems) : [];
      const submitted = await submitter.pass(intents, { paused, unwanted: new Set(seen.plan?.unwanted) });
      problems.push(...submitted.problems);
      return submitted;
    } catch (error) {
      // Of the ledger it is seen by its connection, and told once.
      if (session?.store.isLost() !== true) problems.push({ ...rpcFailing(error), role });
      return null;
    }
  }

  async function intentsOf(role: Role, { plan, chainTime }: Observation, problems: Problem[]): Promise<Intent[]> {
    if (plan === null || chainTime === null) return [];
    if (role === "PROPOSER") return [...plan.intents];
    if (!plan.scoresOpen) {
      desk.clear();
      return [];
    }
    try {
      return await desk.intents(plan.scores, chainTime);
    } catch (error) {
      problems.push({ ...(error instanceof BaseError ? rpcFailing(error) : apiFailing(error)), role });
      return [];
    }
  }

  /** In the log, what is new of it. */
  function tell(problems: readonly Problem[]): void {
    const gist = JSON.stringify(problems.map(({ code, role }) => [code, role]));
    if (gist === told) return;
    told = gist;
    for (const { code, role, message } of problems) log.warn({ code, role }, message);
    if (problems.length === 0) log.info({}, "all is well");
  }

  function idle(problems: readonly Problem[]): KeeperReport {
    return { active: false, problems: [...problems], accounts: accountsToTell(accounts, [], UNKNOWN) };
  }
}

/** Whether the role's account, if there is one, could send nothing. */
function isBlocked(role: Role, submitted: Submitted | null, { mayAct, balances }: Observation): boolean {
  if (submitted === null || !mayAct.has(role) || balances[role] === 0n) return true;
  return submitted.problems.some(({ code }) => BLOCKING.has(code));
}

const otherLedger = (error: Error): Problem => ({ code: "WRONG_REGISTRY", role: null, message: error.message });
