/** Batches signed by a reporter's account: taken once, from nobody else, and not with a bit changed. */
import { type MetricSampleInput, signMetricBatch } from "@dreamnet/din-infrastructure-core";
import { bytesToHex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { random } from "../../devnet/scenario/random.ts";
import { address, CHAIN_ID, ETHER, NOW, REGISTRY, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { BATCH, LAST_INTERVAL, registerAll, SKETCH_OF_90, sendBatch, withPool } from "./support/writer.ts";

/** The soak suite has 50 times as many. */
const MUTATIONS = 200 * Number(process.env.SOAK ?? "1");

const OPERATOR = address(1);
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });
const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
const stranger = privateKeyToAccount(`0x${"22".repeat(32)}`);
const DEADLINE = NOW + 600;

function samplesOf(region: string): MetricSampleInput[] {
  const common = { operator: OPERATOR, service: "rpc", timestamp: LAST_INTERVAL, upSeconds: 60, downSeconds: 0 };
  return [
    { ...common, region, requests: 100, successes: 90, timeouts: 3, sketch: SKETCH_OF_90 },
    { ...common, region: `${region}-2`, requests: 7, successes: 0, timeouts: 0, sketch: null, reporter: "signer" },
  ];
}

type Told = Partial<Parameters<typeof signMetricBatch>[0]>;
const sign = (region: string, told: Told = {}) =>
  signMetricBatch({
    ...{ samples: samplesOf(region), reporter: "signer", deadline: DEADLINE, chainId: CHAIN_ID, registry: REGISTRY },
    signTypedData: (data) => account.signTypedData(data),
    ...told,
  });

const stored = async (region: string) =>
  (
    await suite.database.client.query<{ reporter: string; weight: number }>(
      "select reporter, weight from din_api.metric_sample where region in ($1, $1 || '-2')",
      [region],
    )
  ).rows;

beforeAll(async () => {
  await registerAll(suite.database.url);
  await withPool(suite.database.url, (pool) =>
    pool.query(
      `insert into din_api.reporter (id, name, address, weight, created_at, updated_at)
       values ('signer', 's', $1, 4, 0, 0), ('other', 'o', $2, 1, 0, 0)`,
      [account.address.toLowerCase(), stranger.address.toLowerCase()],
    ),
  );
});

test("a signed batch needs no key, and is the reporter's", async () => {
  expect(await sendBatch(suite.api, null, await sign("eu"))).toMatchObject({ accepted: 2, rejected: 0 });
  expect(await stored("eu")).toEqual([
    { reporter: "signer", weight: 4 },
    { reporter: "signer", weight: 4 },
  ]);
});

test("v may be 0 or 1 as well", async () => {
  const input = await sign("v01");
  const bytes = hexToBytes(input.signature.signature);
  bytes[64] = (bytes[64] ?? 27) - 27;
  const signature = { ...input.signature, signature: bytesToHex(bytes) };
  expect(await sendBatch(suite.api, null, { ...input, signature })).toMatchObject({ accepted: 2 });
});

test("it is taken once, however it is sent again; with a new deadline its samples are duplicates", async () => {
  const input = await sign("replay");
  expect(await sendBatch(suite.api, null, input)).toMatchObject({ accepted: 2 });
  const replayed = { __typename: "ConflictError", code: "REPLAYED", path: ["input", "signature"] };
  expect(await sendBatch(suite.api, null, input)).toMatchObject(replayed);
  const bytes = hexToBytes(input.signature.signature);
  bytes[64] = (bytes[64] ?? 27) - 27;
  const signature = { ...input.signature, signature: bytesToHex(bytes) };
  expect(await sendBatch(suite.api, null, { ...input, signature })).toMatchObject(replayed);
  expect(await sendBatch(suite.api, null, await sign("replay", { deadline: DEADLINE + 1 }))).toMatchObject({
    accepted: 0,
    duplicates: 2,
  });
});

test("at once from several sides: taken once", async () => {
  const input = await sign("race");
  const answers = await Promise.all(Array.from({ length: 6 }, () => sendBatch(suite.api, null, input)));
  const codes = answers.map((answer) => (answer.__typename === "RecordedBatch" ? answer.accepted : answer.code));
  expect(codes.filter((code) => code === 2)).toHaveLength(1);
  expect(codes.filter((code) => code === "REPLAYED")).toHaveLength(5);
});

test("a sample that is wrong, or another reporter's, is refused by itself", async () => {
  const [first = {}, second = {}] = samplesOf("mixed");
  const samples = [first, { ...first, reporter: "r-1" }, { ...second, successes: 8 }];
  const answer = await sendBatch(suite.api, null, await sign("mixed", { samples }));
  expect(answer).toMatchObject({
    results: [
      { status: "ACCEPTED" },
      { status: "REJECTED", code: "REPORTER_NOT_YOURS" },
      { status: "REJECTED", code: "SUCCESSES_ABOVE_REQUESTS" },
    ],
  });
});

test("a batch is forgotten an hour after its deadline, and was refused by it long before", async () => {
  const input = await sign("old", { deadline: NOW });
  expect(await sendBatch(suite.api, null, input)).toMatchObject({ accepted: 2 });
  const kept = async () =>
    (await suite.database.client.query("select from din_api.signed_batch where deadline = $1", [NOW])).rowCount;
  expect(await kept()).toBe(1);
  suite.api.clock.now = NOW + 3_700;
  expect(await sendBatch(suite.api, null, input)).toMatchObject({ code: "DEADLINE_PASSED" });
  expect(await sendBatch(suite.api, null, await sign("new", { deadline: NOW + 3_800 }))).toMatchObject({ accepted: 2 });
  suite.api.clock.now = NOW;
  expect(await kept()).toBe(0);
});

test("more that are to be forgotten than are forgotten at once go with the next batches", async () => {
  const old = NOW + 10_000;
  const { client } = suite.database;
  await client.query(
    "insert into din_api.signed_batch select 'signer', int4send(n), $1 from generate_series(1, 2500) as n",
    [old],
  );
  suite.api.clock.now = old + 3_700;
  const deadline = suite.api.clock.now + 60;
  for (const region of ["forget-1", "forget-2", "forget-3"]) {
    const samples = samplesOf(region).map((sample) => ({ ...sample, timestamp: suite.api.clock.now }));
    expect(await sendBatch(suite.api, null, await sign(region, { deadline, samples }))).toMatchObject({ accepted: 2 });
  }
  suite.api.clock.now = NOW;
  expect((await client.query("select from din_api.signed_batch where deadline = $1", [old])).rowCount).toBe(0);
});

test("a batch that is on disk is answered, whatever becomes of those to be forgotten", async () => {
  const { client } = suite.database;
  const now = NOW + 20_000;
  await client.query("insert into din_api.signed_batch values ('signer', 'stuck', $1)", [NOW]);
  await client.query(
    `create function din_api.refuse() returns trigger language plpgsql as 'begin raise ''stuck''; end'`,
  );
  await client.query(
    "create trigger refuse before delete on din_api.signed_batch for each row execute function din_api.refuse()",
  );
  suite.api.clock.now = now;
  const samples = samplesOf("stuck").map((sample) => ({ ...sample, timestamp: now }));
  const answer = await sendBatch(suite.api, null, await sign("stuck", { deadline: now + 60, samples }));
  suite.api.clock.now = NOW;
  await client.query("drop function din_api.refuse() cascade");
  expect(answer).toMatchObject({ accepted: 2 });
});

describe("refused", () => {
  test("samples so deep that no digest can be made of them, by name", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const { signature } = await sign("deep");
    const input = `{ "samples": [{ "sketch": ${deep} }], "signature": ${JSON.stringify(signature)} }`;
    const answer = await suite.api.post(`{ "query": ${JSON.stringify(BATCH)}, "variables": { "input": ${input} } }`);
    expect(answer.data).toMatchObject({
      recordMetricsBatch: { __typename: "ValidationError", code: "SAMPLES_TOO_DEEP", path: ["input", "samples"] },
    });
  });

  const code = async (input: Awaited<ReturnType<typeof sign>>) => {
    const answer = await sendBatch(suite.api, null, input);
    return answer.__typename === "RecordedBatch" ? "taken" : answer.code;
  };

  test.each<[string, Told, string]>([
    ["a deadline that has passed", { deadline: NOW - 1 }, "DEADLINE_PASSED"],
    ["a deadline in more than an hour", { deadline: NOW + 3_601 }, "DEADLINE_TOO_FAR"],
    ["a reporter that is not there", { reporter: "nobody" }, "NOT_THE_SIGNER"],
    ["a reporter without an account", { reporter: "r-1" }, "NOT_THE_SIGNER"],
    ["another reporter", { reporter: "other" }, "NOT_THE_SIGNER"],
    ["a reporter with NUL", { reporter: "signer\0" }, "NOT_THE_SIGNER"],
    ["another chain", { chainId: 8_453 }, "NOT_THE_SIGNER"],
    ["another registry", { registry: address(9) }, "NOT_THE_SIGNER"],
    ["a stranger's signature", { signTypedData: (data) => stranger.signTypedData(data) }, "NOT_THE_SIGNER"],
  ])("%s", async (_what, told, expected) => {
    expect(await code(await sign("refused", told))).toBe(expected);
    expect(await stored("refused")).toEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["64 bytes", `0x${"01".repeat(64)}`],
    ["zeros", `0x${"00".repeat(65)}`],
    ["r beyond the order", `0x${"ff".repeat(32)}${"01".repeat(32)}1b`],
    ["words", "signed, me"],
  ] as const)("%s for a signature", async (_what, signature) => {
    const input = await sign("refused");
    expect(await sendBatch(suite.api, null, { ...input, signature: { ...input.signature, signature } })).toMatchObject({
      code: "INVALID_SIGNATURE",
    });
  });

  test("the twin of a signature, with the larger s", async () => {
    const input = await sign("refused");
    const bytes = hexToBytes(input.signature.signature);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = order - BigInt(bytesToHex(bytes.subarray(32, 64)));
    const v = bytes[64] === 27 ? "1c" : "1b";
    const twin = `0x${bytesToHex(bytes.subarray(0, 32)).slice(2)}${s.toString(16).padStart(64, "0")}${v}` as const;
    expect(await code({ ...input, signature: { ...input.signature, signature: twin } })).toBe("INVALID_SIGNATURE");
    expect(await stored("refused")).toEqual([]);
  });

  test(`${MUTATIONS} batches with one thing changed: none is taken`, async () => {
    const next = random(7);
    const below = (limit: number) => Math.floor(next() * limit);
    const input = await sign("mutated");
    const mutants = Array.from({ length: MUTATIONS }, (_, n) => mutate(input, n, below));
    const before = await suite.database.client.query("select count(*) from din_api.metric_sample");
    for (let from = 0; from < mutants.length; from += 20) {
      const codes = await Promise.all(mutants.slice(from, from + 20).map(code));
      expect(codes.filter((found) => found === "taken")).toEqual([]);
    }
    const after = await suite.database.client.query("select count(*) from din_api.metric_sample");
    expect(after.rows).toEqual(before.rows);
    // What they were made from would have been.
    expect(await code(input)).toBe("taken");
  });
});

/** One thing of a signed batch changed: a bit of the signature, the deadline, the reporter, or something in a sample. */
function mutate(input: Awaited<ReturnType<typeof sign>>, n: number, below: (limit: number) => number) {
  const { samples, signature } = input;
  const [first = {}, ...rest] = samples;
  switch (n % 8) {
    case 0:
    case 1:
    case 2: {
      const bytes = hexToBytes(signature.signature);
      const place = below(65);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << below(8));
      return { samples, signature: { ...signature, signature: bytesToHex(bytes) } };
    }
    case 3:
      return {
        samples,
        signature: { ...signature, deadline: NOW + ((signature.deadline - NOW + 1 + below(2_900)) % 3_600) },
      };
    case 4: {
      const reporter = ["other", "r-1", "Signer", "signer ", "signe", ""][below(6)] ?? "";
      return { samples, signature: { ...signature, reporter } };
    }
    case 5:
      return { samples: [{ ...first, requests: 101 + below(1_000) }, ...rest], signature };
    case 6:
      return { samples: below(2) === 0 ? [first] : [...rest, first], signature };
    default: {
      const changes = [
        { region: "mutated-3" },
        { revision: 0 },
        { reporter: "signer" },
        { timestamp: LAST_INTERVAL + 1 },
        { sketch: `${SKETCH_OF_90}=` },
        { operator: OPERATOR.toUpperCase().replace("X", "x") },
        { timeouts: null },
      ];
      return { samples: [{ ...first, ...changes[below(changes.length)] }, ...rest], signature };
    }
  }
}
