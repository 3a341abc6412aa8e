/** One look at the API and the chain: who may act, what is there to do, and what stands in the way. */
import { type Address, formatEther } from "viem";
import type { ApiReader, ApiState } from "./api.ts";
import { type AccountState, ChainFailed, type ChainReader, type ChainState, ROLE_NAME } from "./chain.ts";
import { createCompleter } from "./complete.ts";
import type { ObserverEnvironment } from "./env.ts";
import { type Problem, ROLES, type Role } from "./intent.ts";
import { type Plan, planOf } from "./plan.ts";
import { apiFailing, isNoRegistry, partFailing, rpcFailing } from "./problems.ts";
import { createReviews } from "./reviews.ts";
import type { Sight } from "./sight.ts";
import { createScoreSweep } from "./sweep.ts";

export interface ObserverOptions {
  readonly environment: Pick<ObserverEnvironment, "api" | "chain" | "minBalance">;
  readonly api: ApiReader;
  readonly chain: ChainReader;
  /** The accounts of the roles; null for one that is not this keeper's. */
  readonly accounts: Readonly<Record<Role, Address | null>>;
  /** Milliseconds of any clock that is never set back. */
  readonly now: () => number;
  /** Whether a look waits for all scores however long they take; else they come with a later look. */
  readonly waitsForScores: boolean;
}

export interface Observation {
  readonly problems: readonly Problem[];
  /** Null if it could not be made: something failed, or is not what it should be. */
  readonly plan: Plan | null;
  /** Unix seconds of the latest block; null if the chain could not be asked. */
  readonly chainTime: number | null;
  /** Whether the kill-switch is on, as heard last; null if it was never heard: then nothing may be sent. */
  readonly keeperPaused: boolean | null;
  /** Whether this is the chain and the registry that transactions are meant for. */
  readonly rightChain: boolean;
  readonly balances: Readonly<Record<Role, bigint | null>>;
  /** Roles whose account has its role in the registry. */
  readonly mayAct: ReadonlySet<Role>;
}

/** The API is too far behind to plan by, seconds. */
const MAX_LAG_SECONDS = 300;
/** Scores are looked at so often at least, and every interval at most. Milliseconds. */
const SCORES_EVERY_MS = 60_000;
/** What a look waits for scores at most, milliseconds. */
const PATIENCE_MS = 2_000;
/** What the kill-switch was longer ago is asked anew at the end of a look. Milliseconds. */
const SWITCH_LASTS_MS = 1_000;

export interface Observer {
  /** Never throws: what fails is a problem. */
  observe(): Promise<Observation>;
  /** Looks no further than at what would keep the keeper from acting. Never throws. */
  check(): Promise<Pick<Observation, "problems" | "balances">>;
}

export function createObserver(options: ObserverOptions): Observer {
  const { environment, api, chain, accounts, now } = options;
  const reviews = createReviews(api, now);
  const complete = createCompleter({ chain, reviews, now });
  const sweep = createScoreSweep({ api, now, patienceMs: options.waitsForScores ? null : PATIENCE_MS });
  let keeperPaused: boolean | null = null;

  return {
    async check() {
      const [{ problems, balances }, ofApi] = await Promise.all([lookAtChain(), lookAtApi()]);
      return { problems: [...problems, ...ofApi.problems], balances };
    },

    async observe() {
      const startedAt = now();
      const [ofChain, ofApi] = await Promise.all([lookAtChain(), lookAtApi()]);
      keeperPaused = ofApi.state?.keeperPaused ?? keeperPaused;
      const found = {
        problems: [...ofChain.problems, ...ofApi.problems],
        chainTime: ofChain.state?.time ?? null,
        rightChain: ofChain.state !== null,
        balances: ofChain.balances,
        mayAct: ofChain.mayAct,
      };
      if (ofChain.state === null || ofApi.state === null) return { ...found, keeperPaused, plan: null };
      try {
        const sight = await complete(await seen(ofChain.state, ofApi.state));
        // It may have been turned while all this was asked.
        if (now() - startedAt > SWITCH_LASTS_MS) keeperPaused = (await api.state()).keeperPaused;
        const plan = planOf({ ...sight, keeperPaused: keeperPaused === true });
        return { ...found, problems: [...found.problems, ...partProblems()], keeperPaused, plan };
      } catch (error) {
        const problem = error instanceof ChainFailed ? rpcFailing(error.cause) : apiFailing(error);
        return { ...found, problems: [...found.problems, problem], keeperPaused, plan: null };
      }
    },
  };

  /** What fails of the API while the rest of it answers, so that the rest is done. */
  function partProblems(): Problem[] {
    const [ofReviews, ofScores] = [reviews.failure(), sweep.failure()];
    return [
      ...(ofReviews === null ? [] : [partFailing("Reviews", "PROPOSER", ofReviews.error)]),
      ...(ofScores === null ? [] : [partFailing("Scores", "MONITOR", ofScores.error)]),
    ];
  }

  async function lookAtChain(): Promise<ChainLook> {
    const balances: Record<Role, bigint | null> = { MONITOR: null, PROPOSER: null };
    const mayAct = new Set<Role>();
    const failed = (problem: Problem): ChainLook => ({ problems: [problem], state: null, balances, mayAct });
    const { id, registry } = environment.chain;
    try {
      const chainId = await chain.chainId();
      if (chainId !== id) {
        const message = `RPC_URL answers for chain ${chainId}, CHAIN_ID is ${id}: set the one that is right.`;
        return failed({ code: "WRONG_CHAIN", role: null, message });
      }
      const [state, ...found] = await Promise.all([chain.state(), ...ROLES.map(accountOf)]);
      const problems = ROLES.flatMap((role, index) => {
        const account = found[index] ?? null;
        balances[role] = account?.balance ?? null;
        if (account?.hasRole === true) mayAct.add(role);
        return problemsOf(role, account);
      });
      return { problems, state, balances, mayAct };
    } catch (error) {
      if (!isNoRegistry(error)) return failed(rpcFailing(error));
      const message = `There is no DINRegistry at ${registry} on chain ${id}: set REGISTRY_ADDRESS to the one that is deployed.`;
      return failed({ code: "WRONG_REGISTRY", role: null, message });
    }
  }

  async function accountOf(role: Role): Promise<AccountState | null> {
    const address = accounts[role];
    return address === null ? null : chain.account(role, address);
  }

  function problemsOf(role: Role, account: AccountState | null): Problem[] {
    if (account === null) return [];
    const { hasRole, balance } = account;
    const problems: Problem[] = [];
    if (!hasRole) {
      const message = `${accounts[role]} does not have the role ${ROLE_NAME[role]} in the registry: let its admin grant it.`;
      problems.push({ code: "ROLE_MISSING", role, message });
    }
    if (balance < environment.minBalance) {
      const message = `${accounts[role]} has ${formatEther(balance)} ETH, less than ${formatEther(environment.minBalance)}: send it some.`;
      problems.push({ code: "OUT_OF_FUNDS", role, message });
    }
    return problems;
  }

  async function lookAtApi(): Promise<{ readonly problems: readonly Problem[]; readonly state: ApiState | null }> {
    try {
      const state = await api.state();
      const { chainId, registry, lagSeconds, healthy } = state;
      const { chain: ours } = environment;
      if (chainId !== ours.id || registry !== ours.registry) {
        const message = `The API is of ${registry} on chain ${chainId}, not of ${ours.registry} on chain ${ours.id}: set API_URL to the right one.`;
        return { problems: [{ code: "WRONG_REGISTRY", role: null, message }], state: null };
      }
      if (healthy && lagSeconds <= MAX_LAG_SECONDS) return { problems: [], state };
      const message = `The API's mirror of the chain is ${lagSeconds} s behind, or incomplete: nothing is planned by it.`;
      // The kill-switch is its own, and heard all the same.
      keeperPaused = state.keeperPaused;
      return { problems: [{ code: "API_FAILING", role: null, message }], state: null };
    } catch (error) {
      return { problems: [apiFailing(error)], state: null };
    }
  }

  async function seen(state: ChainState, { publishing, intervalSeconds, keeperPaused }: ApiState): Promise<Sight> {
    const [slices, slashes, recent, scores] = await Promise.all([
      api.slices(),
      api.liveSlashes(),
      api.recentSlashes(state.time - state.cooldown),
      sweep.take(Math.min(intervalSeconds * 1_000, SCORES_EVERY_MS)),
    ]);
    return {
      chainTime: state.time,
      slashClock: state.slashClock,
      pauseMask: state.pauseMask,
      pausedUntil: state.pausedUntil,
      cooldown: state.cooldown,
      keeperPaused,
      proposer: accounts.PROPOSER,
      evidenceUrl: environment.api.evidenceUrl,
      ...{ publishing, slices, slashes, recent, scores },
    };
  }
}

interface ChainLook {
  readonly problems: readonly Problem[];
  readonly state: ChainState | null;
  readonly balances: Readonly<Record<Role, bigint | null>>;
  readonly mayAct: ReadonlySet<Role>;
}
