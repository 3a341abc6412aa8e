/**
 * The ledger: which intent has which nonce, every transaction ever signed for it, and what became of it. Each write is one
 * statement, and a nonce is written down before anything is signed for it. See docs/adr/0013-keeper.md.
 */
import type { Address, Hex } from "viem";
import { connectLedger, KEEPER_SCHEMA, type LedgerOf, tryLead } from "./database.ts";
import type { Intent } from "./intent.ts";
import { type Attempt, type OpenNonce, type OpenRow, openNonceOf } from "./nonce.ts";

export { OtherLedgerError } from "./database.ts";
export type { Attempt, OpenNonce } from "./nonce.ts";

/** A receipt, as far as the ledger keeps it. */
export interface Mined {
  readonly hash: Hex;
  readonly blockNumber: bigint;
  readonly succeeded: boolean;
  readonly final: boolean;
}

export interface Store {
  /**
   * Takes the lead for as long as this connection lasts; false if another keeper has it.
   *
   * @throws when the database does not answer; the connection is given up then
   */
  tryLead(): Promise<boolean>;
  isLost(): boolean;
  end(): void;
  /** One more than the highest nonce ever taken; null if none was. */
  nextNonce(account: Address): Promise<number | null>;
  /**
   * What is not done with, and what the chain, by its own count, has not had: oldest first. A chain that has not come to
   * the block in which something became final cannot tell.
   */
  openNonces(account: Address, chainNonce: number, head: bigint): Promise<OpenNonce[]>;
  /**
   * Takes a nonce for an intent, or to fill it. False if the intent is under way, done, or failed too short a time ago, and
   * if a nonce to be filled was taken before.
   *
   * @param now milliseconds
   */
  reserve(account: Address, nonce: number, intent: Intent | null, now: number): Promise<boolean>;
  /** Gives back a nonce for which nothing was ever signed. */
  release(account: Address, nonce: number): Promise<void>;
  /** Writes down what was signed: to be called before it is sent. */
  signed(account: Address, nonce: number, attempt: Attempt): Promise<void>;
  mined(account: Address, nonce: number, mined: Mined): Promise<void>;
  /** No block has it any more. Answers whether it is still for its intent: another nonce may have taken that over. */
  unmined(account: Address, nonce: number): Promise<boolean>;
  lost(account: Address, nonce: number): Promise<void>;
  /** Notes that an intent came to nothing; it may be tried again after a while that grows. */
  failed(intent: Intent | { readonly key: string }, error: string, now: number): Promise<void>;
  /** Those of the keys that may not be begun: under way, done, or failed a short time ago. */
  unavailable(keys: readonly string[], now: number): Promise<ReadonlySet<string>>;
  /** Of these, what has come to nothing again and again, and why it did the last time. */
  failing(keys: readonly string[]): Promise<{ readonly summary: string; readonly error: string }[]>;
}

/** An intent that failed so often is told of as a problem. */
const MANY_TRIES = 5;

/** Milliseconds until an intent that failed may be tried again: 5 s, 10 s, 20 s ... at most 10 minutes. */
const RETRY = `least(600000, 5000 * (2 ^ least(greatest(i.tries - 1, 0), 16)))`;
const MAY_NOT_YET = `i.failed_at is not null and i.failed_at + ${RETRY} > $NOW`;
const LIVE = `n.state in ('RESERVED', 'SENT', 'MINED') or n.succeeded`;

export async function openStore({
  connectionString,
  ledger,
  onLost,
}: {
  readonly connectionString: string;
  readonly ledger: LedgerOf;
  readonly onLost: (error: Error) => void;
}): Promise<Store> {
  const { client, isLost, end } = await connectLedger(connectionString, ledger, onLost);
  const [INTENT, NONCE, ATTEMPT] = ["intent", "nonce", "attempt"].map((name) => `${KEEPER_SCHEMA}.${name}`);
  const key = (account: Address) => account.toLowerCase();
  // Where another nonce has taken the intent over since (this one was held for final, or lost), it is only to be filled.
  const UNLESS_TAKEN_OVER = `case when exists (
    select from ${NONCE} as other where other.intent_key = n.intent_key and (other.account, other.nonce) <> (n.account, n.nonce)
      and (other.state in ('RESERVED', 'SENT', 'MINED') or other.succeeded)) then null else n.intent_key end`;

  return {
    ...{ isLost, end },
    async tryLead() {
      try {
        return await tryLead(client);
      } catch (error) {
        // A dead network shows as silence, for many minutes: a new connection is the way out.
        end();
        throw error;
      }
    },

    async nextNonce(account) {
      const { rows } = await client.query<{ next: string | null }>(
        `select max(nonce) + 1 as next from ${NONCE} where account = $1`,
        [key(account)],
      );
      return rows[0]?.next === null || rows[0] === undefined ? null : Number(rows[0].next);
    },

    async openNonces(account, chainNonce, head) {
      const { rows } = await client.query<OpenRow>(
        `select n.nonce::integer, n.state, n.mined_hash as "minedHash", n.block_number as "blockNumber", i.key, i.data, i.summary,
           coalesce((
             select json_agg(json_build_object('hash', a.hash, 'raw', a.raw, 'fills', a.fills, 'signedAt', a.signed_at,
               'maxFeePerGas', a.max_fee_per_gas::text, 'maxPriorityFeePerGas', a.max_priority_fee_per_gas::text)
               order by a.max_fee_per_gas, a.signed_at)
             from ${ATTEMPT} as a where a.account = n.account and a.nonce = n.nonce), '[]') as attempts
         from ${NONCE} as n left join ${INTENT} as i on i.key = n.intent_key
         where n.account = $1 and (n.state not in ('FINAL', 'LOST')
           or (n.nonce >= $2 and coalesce(n.block_number, 0) <= $3)) order by n.nonce`,
        [key(account), chainNonce, head.toString()],
      );
      return rows.map(openNonceOf);
    },

    async reserve(account, nonce, intent, now) {
      if (intent === null) {
        const { rowCount } = await client.query(
          `insert into ${NONCE} (account, nonce, state, reserved_at) values ($1, $2, 'RESERVED', $3) on conflict do nothing`,
          [key(account), nonce, now],
        );
        return rowCount === 1;
      }
      const { rowCount } = await client.query(
        `with wanted as (
           insert into ${INTENT} as i (key, kind, role, data, summary, tries, created_at) values ($4, $5, $6, $7, $8, 1, $3)
           on conflict (key) do update set data = excluded.data, summary = excluded.summary, tries = i.tries + 1
             where not exists (select from ${NONCE} as n where n.intent_key = i.key and (${LIVE}))
               and not (${MAY_NOT_YET.replace("$NOW", "$3")})
           returning key
         )
         insert into ${NONCE} (account, nonce, intent_key, state, reserved_at)
         select $1, $2, key, 'RESERVED', $3 from wanted`,
        [key(account), nonce, now, intent.key, intent.kind, intent.role, intent.data, intent.summary],
      );
      return rowCount === 1;
    },

    async release(account, nonce) {
      await client.query(
        `delete from ${NONCE} as n where account = $1 and nonce = $2 and state = 'RESERVED'
           and not exists (select from ${ATTEMPT} as a where a.account = n.account and a.nonce = n.nonce)`,
        [key(account), nonce],
      );
    },

    async signed(account, nonce, { hash, raw, maxFeePerGas, maxPriorityFeePerGas, fills, signedAt }) {
      await client.query(
        `with written as (
           insert into ${ATTEMPT} (account, nonce, hash, raw, max_fee_per_gas, max_priority_fee_per_gas, fills, signed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (hash) do nothing
         )
         update ${NONCE} set state = 'SENT' where account = $1 and nonce = $2 and state = 'RESERVED'`,
        [
          ...[key(account), nonce, hash, raw, maxFeePerGas.toString(), maxPriorityFeePerGas.toString()],
          ...[fills, signedAt],
        ],
      );
    },

    async mined(account, nonce, { hash, blockNumber, succeeded, final }) {
      await client.query(
        `update ${NONCE} as n set state = $3, mined_hash = $4, block_number = $5, succeeded = $6 and not a.fills,
           intent_key = ${UNLESS_TAKEN_OVER}
         from ${ATTEMPT} as a where n.account = $1 and n.nonce = $2 and a.hash = $4`,
        [key(account), nonce, final ? "FINAL" : "MINED", hash, blockNumber.toString(), succeeded],
      );
    },

    async unmined(account, nonce) {
      const { rows } = await client.query<{ isFor: boolean }>(
        `update ${NONCE} as n set state = 'SENT', mined_hash = null, block_number = null, succeeded = false,
           intent_key = ${UNLESS_TAKEN_OVER}
         where account = $1 and nonce = $2 returning intent_key is not null as "isFor"`,
        [key(account), nonce],
      );
      return rows[0]?.isFor === true;
    },

    async lost(account, nonce) {
      const lose = `update ${NONCE} set state = 'LOST', succeeded = false where account = $1 and nonce = $2`;
      await client.query(lose, [key(account), nonce]);
    },

    async failed(intent, error, now) {
      if (!("data" in intent)) {
        await client.query(`update ${INTENT} set failed_at = $2, error = $3 where key = $1`, [intent.key, now, error]);
        return;
      }
      await client.query(
        `insert into ${INTENT} as i (key, kind, role, data, summary, tries, failed_at, error, created_at)
         values ($1, $2, $3, $4, $5, 1, $6, $7, $6)
         on conflict (key) do update set tries = i.tries + 1, failed_at = excluded.failed_at, error = excluded.error`,
        [intent.key, intent.kind, intent.role, intent.data, intent.summary, now, error],
      );
    },

    async unavailable(keys, now) {
      const { rows } = await client.query<{ key: string }>(
        `select i.key from ${INTENT} as i where i.key = any($1)
           and ((${MAY_NOT_YET.replace("$NOW", "$2")})
             or exists (select from ${NONCE} as n where n.intent_key = i.key and (${LIVE})))`,
        [keys, now],
      );
      return new Set(rows.map((row) => row.key));
    },

    async failing(keys) {
      const { rows } = await client.query<{ summary: string; error: string }>(
        `select i.summary, i.error from ${INTENT} as i where i.key = any($1) and i.tries >= $2 and i.error is not null
           and not exists (select from ${NONCE} as n where n.intent_key = i.key and (${LIVE})) order by i.key`,
        [keys, MANY_TRIES],
      );
      return rows;
    },
  };
}
