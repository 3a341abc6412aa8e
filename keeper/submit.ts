/**
 * Brings intents of one account to the chain: simulates, signs, sends, watches, replaces what is stuck. One transaction at
 * a time waits to be mined, so that no nonce is ever left out and nothing later hangs on something earlier. Each step is
 * written to the ledger before it is taken: whatever is killed when, the next look goes on from there.
 */
import { type Address, formatEther, formatGwei, type Hex, type LocalAccount, type PublicClient } from "viem";
import { bumpedFees, type FeeLimits, type Fees, feesFor, replaceable } from "./fees.ts";
import { type Following, follow, type Log } from "./follow.ts";
import type { Intent, Problem, ProblemCode, Role, Submitted } from "./intent.ts";
import { type Look, lookAt } from "./look.ts";
import { oneLine } from "./problems.ts";
import type { OpenNonce, Store } from "./store.ts";
import { type Call, FILL_GAS, gasLimit, send, sign, simulate } from "./transaction.ts";

export interface SubmitterOptions {
  readonly store: Store;
  readonly client: PublicClient;
  readonly chainId: number;
  readonly registry: Address;
  readonly account: LocalAccount;
  readonly role: Role;
  readonly fees: FeeLimits;
  /** Blocks on top of a transaction's after which no reorg is expected. */
  readonly confirmations: number;
  /** Milliseconds after which one that is not mined is replaced. */
  readonly stuckMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Submitter {
  /**
   * One look: follows what is under way, then begins one of the intents, the first that may be.
   *
   * @throws when the ledger or the chain cannot be asked; nothing is lost by it
   */
  pass(intents: readonly Intent[], options: PassOptions): Promise<Submitted>;
}

export interface PassOptions {
  /** Nothing is begun, and what waits to be mined is called off. */
  readonly paused: boolean;
  /** Keys of intents that must not be any more: they are called off if they wait to be mined. */
  readonly unwanted?: ReadonlySet<string>;
}

/** So many intents that would revert are passed over in one look. */
const MAX_REFUSED = 10;

/** How long a use of the account by somebody else is told, milliseconds. */
const TAKEN_TOLD_MS = 600_000;

export function createSubmitter(options: SubmitterOptions): Submitter {
  const { store, client, chainId, registry, account, role, log, now } = options;
  const { address } = account;
  const limits = replaceable(options.fees);
  /** Milliseconds: until when it is told that somebody else uses the account; since when such a transaction waits. */
  let takenUntil = 0;
  let foreignSince: number | null = null;
  const unexplained = new Map<number, bigint>();

  return {
    async pass(intents, { paused, unwanted = new Set() }) {
      const look = await lookAt(client, address, chainId);
      const problems: Problem[] = [];
      const tell: Tell = (code, message) => problems.push({ code, role, message: oneLine(message) });
      const isOff: IsOff = ({ intent }) => paused || intent === null || unwanted.has(intent.key);

      const following = await follow({ ...options, unexplained }, look);
      if (following.lost > 0) takenUntil = now() + TAKEN_TOLD_MS;
      const waits = following.unmined.length > 0;
      const moved = waits ? await goOn(following, look, tell, isOff) : await begin(intents, look, tell, paused);
      if (now() < takenUntil) {
        const advice = "give the keeper accounts that nobody else uses";
        tell("NONCE_TAKEN", `Somebody else sends transactions from ${address}: ${advice}.`);
      }
      for (const { summary, error } of await store.failing(intents.map(({ key }) => key))) {
        tell("REVERTED", `It is refused again and again: ${summary}: ${error}`);
      }
      return {
        problems,
        balance: look.balance,
        inFlight: following.inFlight,
        waiting: waits || moved,
        moved: moved || following.changed,
      };
    },
  };

  /** What waits to be mined is signed, sent again, replaced or called off; the oldest first. */
  async function goOn({ unmined }: Following, look: Look, tell: Tell, isOff: IsOff): Promise<boolean> {
    const [first] = unmined;
    if (first !== undefined && first.nonce > look.count) {
      // Somebody else's transaction came before it and was taken back: without one in its place none is ever mined.
      return store.reserve(address, look.count, null, now());
    }
    let moved = false;
    for (const entry of unmined) {
      if (await goOnWith(entry, look, tell, isOff(entry))) moved = true;
    }
    return moved;
  }

  async function goOnWith(entry: OpenNonce, look: Look, tell: Tell, off: boolean): Promise<boolean> {
    // Its nonce was used: by which transaction shows soon.
    if (entry.nonce < look.count) return false;
    const [oldest] = entry.attempts;
    const newest = entry.attempts.at(-1);
    const isHead = entry.nonce === look.count;
    if (newest === undefined || oldest === undefined) return isHead && startOver(entry, look, tell);
    const isCalledOff = off && !newest.fills;
    // A clock may have been set back, or be another keeper's.
    const isStuck = Math.abs(now() - newest.signedAt) >= options.stuckMs;
    if (isHead && now() - oldest.signedAt > 3 * options.stuckMs) {
      tell("STUCK", `The transaction of ${address} with nonce ${entry.nonce} has waited to be mined for long.`);
    }
    if (isHead && (isCalledOff || isStuck) && (await replace(entry, newest, look, tell, off))) return true;
    if (isCalledOff || (await isKnown(newest.hash))) return false;
    const sent = await send(client, newest.raw);
    if (sent === "OUT_OF_FUNDS") tellPoor(tell, look.balance, null);
    log.info({ role, nonce: entry.nonce, hash: newest.hash, sent }, "sent again");
    return false;
  }

  /** For a nonce that was taken and nothing signed for: a crash came between. */
  async function startOver(entry: OpenNonce, look: Look, tell: Tell): Promise<boolean> {
    if (entry.intent !== null) {
      // Nobody can have it, so that the nonce is free again; whether it is still wanted, and with what, the plan says.
      await store.release(address, entry.nonce);
      log.info({ role, nonce: entry.nonce, key: entry.intent.key }, "given back: nothing was signed for it");
      return true;
    }
    const fees = feesFor(look.market, limits);
    if (!isPayable(fees, FILL_GAS, look, tell)) return false;
    await signAndSend(entry.nonce, null, FILL_GAS, fees);
    return true;
  }

  /** One with higher fees in the place of one that does not get mined; one that does nothing, if it is not wanted any more. */
  async function replace(entry: OpenNonce, newest: Fees, look: Look, tell: Tell, off: boolean): Promise<boolean> {
    const call = off ? null : callOf(entry);
    const simulation = call === null ? null : await simulate(client, address, call);
    const fills = simulation === null || simulation.reverts;
    const gas = fills ? FILL_GAS : gasLimit(simulation.gas);
    const fees = bumpedFees(newest, look.market, fills ? options.fees : limits);
    if (!isPayable(fees, gas, look, tell)) return false;
    await signAndSend(entry.nonce, fills ? null : call, gas, fees);
    const fields = { role, nonce: entry.nonce, key: entry.intent?.key ?? null, fills, fees: told(fees) };
    log.info(fields, "another transaction in its place");
    return true;
  }

  /** Begins the first intent that may be begun. */
  async function begin(intents: readonly Intent[], look: Look, tell: Tell, paused: boolean): Promise<boolean> {
    const next = await store.nextNonce(address);
    // The node is behind what was seen before.
    if (paused || (next !== null && look.count < next)) return false;
    if (isForeignWaiting(look)) return false;
    if (next !== null && look.count > next) takenUntil = now() + TAKEN_TOLD_MS;
    const unavailable = await store.unavailable(
      intents.map(({ key }) => key),
      now(),
    );
    let refused = 0;
    for (const intent of intents) {
      if (unavailable.has(intent.key)) continue;
      const call: Call = { to: registry, data: intent.data };
      const simulation = await simulate(client, address, call);
      if (!simulation.reverts) return beginWith(intent, call, gasLimit(simulation.gas), look, tell);
      if (simulation.name === "AccessControlUnauthorizedAccount") {
        tell("ROLE_MISSING", `${address} does not have the role of the ${role.toLowerCase()} in the registry.`);
        return false;
      }
      await store.failed(intent, simulation.text, now());
      log.info({ role, key: intent.key, why: simulation.text }, "would revert");
      refused += 1;
      if (refused === MAX_REFUSED) return false;
    }
    return false;
  }

  async function beginWith(intent: Intent, call: Call, gas: bigint, look: Look, tell: Tell): Promise<boolean> {
    const fees = feesFor(look.market, limits);
    if (!isPayable(fees, gas, look, tell)) return false;
    if (!(await store.reserve(address, look.count, intent, now()))) return false;
    await signAndSend(look.count, call, gas, fees);
    log.info({ role, nonce: look.count, key: intent.key, fees: told(fees) }, intent.summary);
    return true;
  }

  async function signAndSend(nonce: number, call: Call | null, gas: bigint, fees: Fees): Promise<void> {
    const attempt = await sign({ account, chainId, nonce, call, gas, fees, now: now() });
    await store.signed(address, nonce, attempt);
    // If it is dropped, or refused, the next look sees it.
    await send(client, attempt.raw);
  }

  /** A transaction that is none of ours waits with the nonce that would be ours. Told when it goes on: nodes differ for moments. */
  function isForeignWaiting({ pending, count }: Look): boolean {
    if (pending <= count) {
      foreignSince = null;
      return false;
    }
    foreignSince ??= now();
    if (now() - foreignSince >= options.stuckMs) takenUntil = now() + TAKEN_TOLD_MS;
    return true;
  }

  function isPayable(fees: Fees | null, gas: bigint, { market, balance }: Look, tell: Tell): fees is Fees {
    if (fees === null) {
      const { maxFeePerGas, maxPriorityFeePerGas } = options.fees;
      const most = `${formatGwei(maxFeePerGas)} gwei in all and ${formatGwei(maxPriorityFeePerGas)} for the tip`;
      const base = `${formatGwei(market.baseFeePerGas)} gwei`;
      const why = "and a ninth is kept for calling it off";
      tell("FEES_TOO_HIGH", `The base fee is ${base}: within the limits of ${most} it would not get mined, ${why}.`);
      return false;
    }
    const cost = gas * fees.maxFeePerGas;
    if (balance < cost) tellPoor(tell, balance, cost);
    return balance >= cost;
  }

  function tellPoor(tell: Tell, balance: bigint, cost: bigint | null): void {
    const needed = cost === null ? "" : `, and the next transaction may cost ${formatEther(cost)}`;
    tell("OUT_OF_FUNDS", `${address} has ${formatEther(balance)} ETH left${needed}: send it some.`);
  }

  function callOf({ intent }: OpenNonce): Call | null {
    return intent && { to: registry, data: intent.data };
  }

  async function isKnown(hash: Hex): Promise<boolean> {
    return (await client.request({ method: "eth_getTransactionByHash", params: [hash] })) !== null;
  }
}

type IsOff = (entry: OpenNonce) => boolean;
type Tell = (code: ProblemCode, message: string) => void;

const told = ({ maxFeePerGas, maxPriorityFeePerGas }: Fees) =>
  `${formatGwei(maxFeePerGas)}/${formatGwei(maxPriorityFeePerGas)} gwei`;
