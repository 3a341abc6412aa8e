/** Subscriptions to what is: operators and the network; and to stake as it moves, which a reorg may take back. */
import { expect, test } from "vitest";
import { z } from "zod";
import { chainCursor } from "../../api/loaders/log-cursor.ts";
import { waitFor } from "../../devnet/wait.ts";
import { openSse, type SseReader } from "../support/sse-reader.ts";
import { address, ETHER, hash, place, stakedEvent, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT } from "./support/template.ts";

const ONE = address(1);
const suite = apiSuite({
  operator: [ONE, address(2)].map((operator) => stakedRow({ address: operator, ethActive: 5n * ETHER })),
  stakingEvent: [stakedEvent(30, ONE), stakedEvent(31, address(2))],
});

const open = (query: string, variables?: object): Promise<SseReader> =>
  openSse({ url: suite.api.url, query, ...(variables === undefined ? {} : { variables }) });
const has = (reader: SseReader, count: number) =>
  waitFor(() => reader.results.length >= count, { what: `${count} results`, timeoutMs: 5_000 });

/** As the follower does when stake has changed. */
async function stake(operator: string, ether: number): Promise<void> {
  const { client } = suite.database;
  await client.query(`update ${DEPLOYMENT}.operator set eth_active = $2 where address = $1`, [
    operator,
    (BigInt(ether) * ETHER).toString(),
  ]);
  await client.query(
    `update din_api.operator_sort set stake_value = $2::numeric, version = nextval('din_api.operator_version') where address = $1`,
    [operator, (BigInt(ether) * ETHER).toString()],
  );
}

test("operatorChanged: as it is, then after each change of it, and of no other", async () => {
  const query = "subscription ($a: Address!) { operatorChanged(address: $a) { address tier stake { active } } }";
  const reader = await open(query, { a: ONE });
  await has(reader, 1);
  await stake(address(2), 7);
  await stake(ONE, 50);
  await has(reader, 2);
  expect(reader.results.map(({ data }) => data?.operatorChanged)).toMatchObject([
    { tier: "TIER_1", stake: { active: (5n * ETHER).toString() } },
    { tier: "TIER_2", stake: { active: (50n * ETHER).toString() } },
  ]);
  // What changed is not asked for here, so nothing is told until something is that is.
  const tiers = await open("subscription ($a: Address!) { operatorChanged(address: $a) { tier } }", { a: ONE });
  await has(tiers, 1);
  await stake(ONE, 60);
  await has(reader, 3);
  await stake(ONE, 5);
  await has(tiers, 2);
  expect(tiers.results.map(({ data }) => data?.operatorChanged)).toEqual([{ tier: "TIER_2" }, { tier: "TIER_1" }]);
  for (const each of [reader, tiers]) each.close();
});

test("operatorChanged of nobody: a coded refusal", async () => {
  const reader = await open("subscription ($a: Address!) { operatorChanged(address: $a) { tier } }", { a: address(9) });
  await reader.ended;
  expect(reader.results.map(({ errors }) => errors?.map(({ extensions }) => extensions?.code))).toEqual([
    ["OPERATOR_NOT_FOUND"],
  ]);
});

test("a registration that a reorg takes back is told, and what comes after it", async () => {
  const { client } = suite.database;
  const reader = await open("subscription ($a: Address!) { operatorChanged(address: $a) { address } }", {
    a: address(2),
  });
  const network = await open("subscription { networkChanged { totalOperators } }");
  await has(reader, 1);
  await has(network, 1);
  const registered = (at: number | null) =>
    client.query(`update ${DEPLOYMENT}.operator set registered_at = $2 where address = $1`, [address(2), at]);
  const { rows: before } = await client.query(`select registered_at from ${DEPLOYMENT}.operator where address = $1`, [
    address(2),
  ]);
  await registered(null);
  await client.query("begin");
  const { rows: removed } = await client.query("delete from din_api.operator_sort where address = $1 returning *", [
    address(2),
  ]);
  await client.query("insert into din_api.operator_removal (address) values ($1)", [address(2)]);
  await client.query("commit");
  await has(reader, 2);
  await has(network, 2);
  expect(reader.results[1]?.errors?.map(({ extensions }) => extensions?.code)).toEqual(["OPERATOR_NOT_FOUND"]);
  expect(network.results[1]?.data).toEqual({ networkChanged: { totalOperators: 1 } });
  await registered(before[0]?.registered_at);
  const { version: _, ...row } = removed[0] ?? {};
  await client.query(
    "insert into din_api.operator_sort select * from jsonb_populate_record(null::din_api.operator_sort, $1::jsonb || jsonb_build_object('version', nextval('din_api.operator_version')))",
    [JSON.stringify(row)],
  );
  await has(reader, 3);
  await has(network, 3);
  expect(reader.results[2]).toMatchObject({ data: { operatorChanged: {} } });
  for (const each of [reader, network]) each.close();
});

test("networkChanged: the present totals, then one for many changes, at most one a second", async () => {
  const reader = await open("subscription { networkChanged { totalStaked totalOperators } }");
  await has(reader, 1);
  const first = Date.now();
  for (let n = 0; n < 40; n += 1) await stake(address(2), 10 + n);
  const total = ((49n + 5n) * ETHER).toString();
  const totals = () =>
    reader.results.map(({ data }) => z.object({ totalStaked: z.string() }).parse(data?.networkChanged));
  await waitFor(() => totals().at(-1)?.totalStaked === total, { what: "the last total", timeoutMs: 5_000 });
  // Forty changes, and no more than a result for each second that passed.
  expect(reader.results.length).toBeLessThanOrEqual(3 + (Date.now() - first) / 1_000);
  expect(new Set(totals().map(({ totalStaked }) => totalStaked)).size).toBe(reader.results.length);
  reader.close();
});

test("stakingEvents: pending, final, and taken back, from a cursor and live", async () => {
  const { client } = suite.database;
  const tell = (finality: string, n: number, operator: string, name: string, blockHash?: string) => {
    const at = place(n);
    return client.query(
      `insert into din_api.outbox (finality, event_id, block_hash, block_number, operator, payload)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        ...[finality, at.id, blockHash ?? at.blockHash, at.blockNumber, operator],
        JSON.stringify({
          name,
          seq: n,
          subject: null,
          blockTime: at.blockTime,
          transactionHash: at.transactionHash,
          logIndex: 0,
        }),
      ],
    );
  };
  await tell("PENDING", 30, ONE, "Staked");
  await tell("PENDING", 31, address(2), "Staked");
  await tell("PENDING", 32, ONE, "MetadataUpdated");
  const query = `subscription ($f: StakingEventSubscriptionFilter, $after: String) { stakingEvents(filter: $f, after: $after) {
    updateId cursor finality name operatorAddress blockNumber blockHash transactionHash at event { __typename kind units source { blockHash } } } }`;
  const after = chainCursor.encode("0");
  const all = await open(query, { after });
  const one = await open(query, { after, f: { operator: ONE, kind: ["STAKED"] } });
  const slashes = await open(query, { after, f: { kind: ["SLASHED"] } });
  await has(all, 2);
  // It was in another block before.
  await tell("RETRACTED", 30, ONE, "Staked", hash("replaced"));
  await tell("PENDING", 30, ONE, "Staked", hash("elsewhere"));
  await tell("FINALIZED", 31, address(2), "Staked");
  await tell("FINALIZED", 40, address(2), "SlashExecuted");
  await has(all, 6);
  await has(one, 3);
  await has(slashes, 1);
  const told = ({ results }: SseReader) =>
    results.map(({ data }) => {
      const { name, finality, blockNumber, event } = z
        .object({ name: z.string(), finality: z.string(), blockNumber: z.number(), event: z.unknown() })
        .parse(data?.stakingEvents);
      return [name, finality, blockNumber, event !== null];
    });
  expect(told(all)).toEqual([
    ["Staked", "PENDING", 30, true],
    ["Staked", "PENDING", 31, true],
    ["Staked", "RETRACTED", 30, false],
    ["Staked", "PENDING", 30, false],
    ["Staked", "FINALIZED", 31, true],
    ["SlashExecuted", "FINALIZED", 40, false],
  ]);
  expect(told(one)).toEqual(told(all).filter(([, , block]) => block === 30));
  expect(told(slashes)).toEqual([["SlashExecuted", "FINALIZED", 40, false]]);
  expect(all.results[0]?.data?.stakingEvents).toMatchObject({
    transactionHash: place(30).transactionHash,
    event: { __typename: "Staked", kind: "STAKED", source: { blockHash: place(30).blockHash } },
  });
  const { cursor } = z.object({ cursor: z.string() }).parse(all.results[3]?.data?.stakingEvents);
  const rest = await open(query, { after: cursor });
  await has(rest, 2);
  expect(told(rest)).toEqual(told(all).slice(4));
  for (const nowhere of ["999", "-1"]) {
    const reader = await open(query, { after: chainCursor.encode(nowhere) });
    await reader.ended;
    expect(reader.results[0]?.errors?.[0]?.extensions?.code).toBe("INVALID_CURSOR");
  }
  for (const each of [all, one, slashes, rest]) each.close();
});

test("a reader of the mirror that is gone for a moment is not told of that, but of the event once it is back", async () => {
  const { client } = suite.database;
  const reader = await open("subscription ($a: Address!) { operatorChanged(address: $a) { stake { active } } }", {
    a: ONE,
  });
  await has(reader, 1);
  await client.query("alter view din_chain.operator rename to away");
  await stake(ONE, 77);
  await waitFor(() => suite.api.log.some((line) => line.includes("INDEXER_UNAVAILABLE")), {
    what: "an attempt",
    timeoutMs: 5_000,
  });
  await client.query("alter view din_chain.away rename to operator");
  await has(reader, 2);
  expect(reader.results[1]).toEqual({ data: { operatorChanged: { stake: { active: (77n * ETHER).toString() } } } });
  reader.close();
});
