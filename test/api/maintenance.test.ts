/** Maintenance: announced and called off by an admin or by the operator's own account, and never more than is allowed. */
import {
  type CancellationToSign,
  type MaintenanceToSign,
  signCancellation,
  signMaintenance,
} from "@dreamnet/din-infrastructure-core";
import { bytesToHex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { countedRange } from "../../api/domain/maintenance.ts";
import { loadMaintenance } from "../../api/monitoring/maintenance.ts";
import { address, CHAIN_ID, ETHER, hash, NOW, operatorRow, REGISTRY, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey, withPool } from "./support/writer.ts";

const account = privateKeyToAccount(`0x${"33".repeat(32)}`);
const stranger = privateKeyToAccount(`0x${"44".repeat(32)}`);
const SIGNER = lower(account.address);
const [BUSY, RACED, CANCELLED, LISTED, OTHER] = [address(1), address(2), address(3), address(4), address(5)];

const suite = apiSuite({
  operator: [
    ...[SIGNER, lower(stranger.address), BUSY, RACED, CANCELLED, LISTED, OTHER].map((one) =>
      stakedRow({ address: one, ethActive: ETHER }),
    ),
    operatorRow({ address: address(9), registeredAt: null }),
  ],
});

let admin = "";
let adminId = "";
beforeAll(async () => {
  admin = await makeKey(suite.database.url, ["admin"]);
  adminId = admin.slice(4, 16);
});

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A whole minute more than a day ahead; tests that announce for the signer take weeks of their own. */
const START = Math.ceil(NOW / 60) * 60 + 2 * DAY;
const at = (seconds: number) => new Date(seconds * 1_000).toISOString();

const answerSchema = z.object({
  result: z.looseObject({ __typename: z.string(), maintenanceId: z.string().optional() }),
});
const FIELDS =
  "maintenanceId operatorAddress period { start end } counts { start end } reason announcedAt signed cancelledAt";

async function mutate(name: string, input: object, as: string | null) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${name}(input: $input) {
    __typename ... on Maintenance { ${FIELDS} } ... on Error { code message path } } }`;
  const answer = await askAs(suite.api, as, query, { input });
  expect(answer.errors).toEqual([]);
  return answerSchema.parse(answer.data).result;
}

const announce = (operator: string, start: number, end: number, told: object = {}) =>
  mutate("announceMaintenance", { operator, start: at(start), end: at(end), reason: "new disks", ...told }, admin);
const cancel = (id: unknown) => mutate("cancelMaintenance", { id }, admin);
const rowsOf = async (operator: string) =>
  (await suite.database.client.query("select from din_api.maintenance where operator = $1", [operator])).rowCount;

/** At another moment of the API's clock. */
async function later<Result>(seconds: number, work: () => Promise<Result>): Promise<Result> {
  suite.api.clock.now = NOW + seconds;
  try {
    return await work();
  } finally {
    suite.api.clock.now = NOW;
  }
}

describe("by an admin", () => {
  test("the whole intervals of it are announced; the same again is the same", async () => {
    const first = await announce(BUSY, START + 1, START + HOUR + 59, { reason: " new disks " });
    expect(first).toMatchObject({
      ...{ __typename: "Maintenance", reason: "new disks", announcedAt: at(NOW), signed: false, cancelledAt: null },
      period: { start: at(START + 60), end: at(START + HOUR) },
      counts: { start: at(START + 60), end: at(START + HOUR) },
    });
    expect(await announce(BUSY, START + 60, START + HOUR, { reason: "another" })).toEqual(first);
    expect(await rowsOf(BUSY)).toBe(1);
    const { rows } = await suite.database.client.query(
      "select announced_by from din_api.maintenance where operator = $1",
      [BUSY],
    );
    expect(rows).toEqual([{ announced_by: adminId }]);
  });

  test("what overlaps counts once; a minute more than two hours within seven days is too much", async () => {
    expect(await announce(BUSY, START, START + 2 * HOUR)).toMatchObject({ __typename: "Maintenance" });
    const tooMuch = { __typename: "ConflictError", code: "TOO_MUCH_MAINTENANCE", path: ["input"] };
    expect(await announce(BUSY, START + 2 * HOUR, START + 2 * HOUR + 60)).toMatchObject(tooMuch);
    expect(await announce(BUSY, START + WEEK - 60, START + WEEK)).toMatchObject(tooMuch);
    expect(await announce(BUSY, START + WEEK, START + WEEK + 2 * HOUR)).toMatchObject({ __typename: "Maintenance" });
    // Those of others are theirs.
    expect(await announce(OTHER, START, START + HOUR)).toMatchObject({ __typename: "Maintenance" });
  });

  test("of many at once no more are accepted than are allowed", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => announce(RACED, START + n * HOUR, START + n * HOUR + HOUR / 2)),
    );
    const names = answers.map(({ __typename, code }) => (__typename === "Maintenance" ? __typename : code));
    expect(names.sort()).toEqual([
      ...Array.from({ length: 4 }, () => "Maintenance"),
      ...Array.from({ length: 4 }, () => "TOO_MUCH_MAINTENANCE"),
    ]);
    expect(await rowsOf(RACED)).toBe(4);
  });

  test.each<[string, number, number, object, string, string, string]>([
    ["short notice", NOW + DAY - 61, NOW + DAY + 120, {}, "ValidationError", "MAINTENANCE_AT_SHORT_NOTICE", "start"],
    ["the past", NOW - DAY, NOW - DAY + HOUR, {}, "ValidationError", "MAINTENANCE_AT_SHORT_NOTICE", "start"],
    ["long ahead", NOW + 53 * WEEK, NOW + 53 * WEEK + HOUR, {}, "ValidationError", "MAINTENANCE_TOO_FAR", "start"],
    ["no time", START, START, {}, "ValidationError", "MAINTENANCE_WITHOUT_TIME", "end"],
    ["no whole interval", START + 1, START + 60, {}, "ValidationError", "MAINTENANCE_WITHOUT_TIME", "end"],
    ["time before time", -120, -60, {}, "ValidationError", "MAINTENANCE_WITHOUT_TIME", "end"],
    ["no reason", START, START + 60, { reason: "" }, "ValidationError", "INVALID_REASON", "reason"],
    ["a long reason", START, START + 60, { reason: "a".repeat(201) }, "ValidationError", "INVALID_REASON", "reason"],
    ["NUL", START, START + 60, { reason: "a\0" }, "ValidationError", "INVALID_REASON", "reason"],
    ["nobody", START, START + 60, { operator: address(404) }, "NotFoundError", "UNKNOWN_OPERATOR", "operator"],
    [
      "one never registered",
      START,
      START + 60,
      { operator: address(9) },
      "NotFoundError",
      "UNKNOWN_OPERATOR",
      "operator",
    ],
  ])("%s is refused", async (_what, start, end, told, type, code, field) => {
    const before = await rowsOf(OTHER);
    expect(await announce(OTHER, start, end, told)).toMatchObject({ __typename: type, code, path: ["input", field] });
    expect(await rowsOf(OTHER)).toBe(before);
  });
});

describe("called off", () => {
  test("before it begins: nothing of it counts, and its time is free again", async () => {
    const { maintenanceId } = await announce(CANCELLED, START, START + 2 * HOUR);
    expect(await announce(CANCELLED, START + 3 * HOUR, START + 4 * HOUR)).toMatchObject({
      code: "TOO_MUCH_MAINTENANCE",
    });
    const cancelled = await later(60, () => cancel(maintenanceId));
    expect(cancelled).toMatchObject({ __typename: "Maintenance", cancelledAt: at(NOW + 60), counts: null });
    // Again, and later: as it was.
    expect(await later(120, () => cancel(maintenanceId))).toEqual(cancelled);
    expect(await counted(CANCELLED)).toEqual([]);
    const again = await announce(CANCELLED, START, START + 2 * HOUR);
    expect(again).toMatchObject({ __typename: "Maintenance", cancelledAt: null });
    expect(again.maintenanceId).not.toBe(maintenanceId);
  });

  test("while it goes on: it counts up to then", async () => {
    const start = START + 2 * WEEK;
    const { maintenanceId } = await announce(CANCELLED, start, start + 2 * HOUR);
    const cancelled = await later(start + HOUR - NOW, () => cancel(maintenanceId));
    expect(cancelled).toMatchObject({ counts: { start: at(start), end: at(start + HOUR) } });
    expect(await counted(CANCELLED, start)).toEqual([{ start, end: start + HOUR }]);
    expect(await announce(CANCELLED, start + 3 * DAY, start + 3 * DAY + HOUR + 60)).toMatchObject({
      code: "TOO_MUCH_MAINTENANCE",
    });
    expect(await announce(CANCELLED, start + 3 * DAY, start + 3 * DAY + HOUR)).toMatchObject({
      __typename: "Maintenance",
    });
  });

  test("after it is over, or what is not there, is refused", async () => {
    const { maintenanceId } = await announce(CANCELLED, START, START + 2 * HOUR);
    expect(await later(START + 2 * HOUR - NOW, () => cancel(maintenanceId))).toMatchObject({
      ...{ __typename: "ConflictError", code: "MAINTENANCE_OVER", path: ["input", "id"] },
    });
    expect(await cancel(hash("nothing"))).toMatchObject({
      ...{ __typename: "NotFoundError", code: "MAINTENANCE_NOT_FOUND", path: ["input", "id"] },
    });
  });
});

describe("what counts, for whoever judges", () => {
  test("is what overlaps the range, up to its cancellation, by operator", async () => {
    const client = suite.database.client;
    const [one, two] = [address(20), address(21)];
    const insert = (operator: string, start: number, end: number, cancelledAt: number | null) =>
      client.query("insert into din_api.maintenance values ($1, $2, $3, $4, '', 0, null, $5)", [
        ...[hash(`${operator} ${start} ${end} ${cancelledAt}`), operator, start, end, cancelledAt],
      ]);
    const stored = [
      [one, 1_000, 2_000, null],
      [one, 3_000, 4_000, 3_500],
      [one, 3_000, 4_000, 3_000],
      [one, 5_000, 6_000, null],
      [two, 3_400, 3_700, null],
      [two, 3_000, 4_000, 2_000],
    ] as const;
    for (const [operator, start, end, cancelledAt] of stored) await insert(operator, start, end, cancelledAt);
    for (const [from, to] of [
      [0, 10_000],
      [2_000, 5_000],
      [1_999, 5_001],
      [3_499, 3_500],
      [3_500, 3_501],
      [3_000, 3_000],
    ] as const) {
      const expected = new Map<string, object[]>();
      for (const [operator, startAt, endAt, cancelledAt] of stored) {
        const range = countedRange({ startAt, endAt, cancelledAt });
        if (range === null || range.start >= to || range.end <= from) continue;
        expected.set(operator, [...(expected.get(operator) ?? []), range]);
      }
      expect(await loadMaintenance(client, [one, two, address(22)], from, to)).toEqual(expected);
    }
  });
});

describe("Operator.maintenance", () => {
  const list = async (args: string) => {
    const query = `{ operator(address: "${LISTED}") { ... on Operator { maintenance${args} {
      totalCount nodes { period { start } cancelledAt } pageInfo { hasNextPage endCursor } } } } }`;
    const answer = await later(START + WEEK - NOW, () => askAs(suite.api, null, query));
    expect(answer.errors).toEqual([]);
    return z
      .object({
        operator: z.object({
          maintenance: z.object({
            totalCount: z.number(),
            nodes: z.array(z.object({ period: z.object({ start: z.string() }), cancelledAt: z.string().nullable() })),
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
          }),
        }),
      })
      .parse(answer.data).operator.maintenance;
  };
  const startsOf = ({ nodes }: Awaited<ReturnType<typeof list>>) => nodes.map(({ period }) => period.start);

  test("is what is to come and what was, the furthest ahead first, page by page", async () => {
    const starts = [0, 1, 2, 3].map((n) => START + n * WEEK);
    const ids: unknown[] = [];
    for (const start of starts) ids.push((await announce(LISTED, start, start + HOUR)).maintenanceId);
    await cancel(ids[2]);
    const texts = [...starts].reverse().map(at);
    expect(startsOf(await list(""))).toEqual(texts);
    const first = await list("(first: 3)");
    expect(startsOf(first)).toEqual(texts.slice(0, 3));
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(startsOf(await list(`(first: 3, after: "${first.pageInfo.endCursor}")`))).toEqual(texts.slice(3));
    expect(startsOf(await list("(filter: { over: false })"))).toEqual([texts[0], texts[2]]);
    expect(startsOf(await list("(filter: { over: true })"))).toEqual([texts[1], texts[3]]);
    expect(await list("(filter: { over: true })")).toMatchObject({ totalCount: 2 });
  });
});

describe("by the operator's own account", () => {
  const DEADLINE = NOW + 600;
  const sign = (week: number, told: Partial<MaintenanceToSign> = {}) =>
    signMaintenance({
      ...{ operator: SIGNER, start: new Date((START + week * WEEK) * 1_000), reason: "new disks " },
      ...{
        end: new Date((START + week * WEEK + HOUR) * 1_000),
        deadline: DEADLINE,
        chainId: CHAIN_ID,
        registry: REGISTRY,
      },
      signTypedData: (data) => account.signTypedData(data),
      ...told,
    });
  const signOff = (id: `0x${string}`, told: Partial<CancellationToSign> = {}) =>
    signCancellation({
      ...{ id, deadline: DEADLINE, chainId: CHAIN_ID, registry: REGISTRY },
      signTypedData: (data) => account.signTypedData(data),
      ...told,
    });
  const send = (input: object, as: string | null = null) => mutate("announceMaintenance", input, as);
  const sendOff = (input: object) => mutate("cancelMaintenance", input, null);

  test("no key is needed, and a key without the scope does no harm", async () => {
    const first = await send(await sign(0));
    expect(first).toMatchObject({ __typename: "Maintenance", signed: true, reason: "new disks" });
    const other = await makeKey(suite.database.url, ["metrics:write"]);
    expect(await send(await sign(0), other)).toEqual(first);
  });

  test("the same message again is the same announcement, even when it was called off", async () => {
    const input = await sign(1);
    const first = await send(input);
    expect(await send(input)).toEqual(first);
    const bytes = hexToBytes(input.signature.signature);
    bytes[64] = (bytes[64] ?? 27) - 27;
    const signature = { ...input.signature, signature: bytesToHex(bytes) };
    expect(await send({ ...input, signature })).toEqual(first);
    const off = await signOff(idOf(first));
    const cancelled = await sendOff(off);
    expect(cancelled).toMatchObject({ __typename: "Maintenance", counts: null, cancelledAt: at(NOW) });
    expect(await sendOff(off)).toEqual(cancelled);
    expect(await send(input)).toEqual(cancelled);
    // Signed anew it is announced anew.
    const anew = await send(await sign(1, { deadline: DEADLINE + 1 }));
    expect(anew).toMatchObject({ __typename: "Maintenance", cancelledAt: null });
    expect(anew.maintenanceId).not.toBe(first.maintenanceId);
  });

  test("what an admin or another message had announced already is not announced again by its replay", async () => {
    const start = START + 4 * WEEK;
    const byAdmin = await announce(SIGNER, start, start + HOUR);
    const messages = [await sign(4), await sign(4, { deadline: DEADLINE + 1 })];
    for (const message of messages) expect(await send(message)).toEqual(byAdmin);
    const cancelled = await cancel(byAdmin.maintenanceId);
    for (const message of messages) expect(await send(message)).toEqual(cancelled);
    expect(await counted(SIGNER, start)).toEqual([]);
    const noted = "select from din_api.maintenance where id = $1 and cardinality(also_signed) = 2";
    expect((await suite.database.client.query(noted, [byAdmin.maintenanceId])).rowCount).toBe(1);
    // An admin may announce it anew, and so may who signs anew.
    const anew = await announce(SIGNER, start, start + HOUR);
    expect(anew).toMatchObject({ __typename: "Maintenance", cancelledAt: null });
    expect(await send(messages[0] ?? {})).toEqual(cancelled);
    expect(await send(await sign(4, { deadline: DEADLINE + 2 }))).toEqual(anew);
  });

  test.each<[string, Partial<MaintenanceToSign>, string]>([
    ["a deadline that has passed", { deadline: NOW - 1 }, "DEADLINE_PASSED"],
    ["a deadline in more than an hour", { deadline: NOW + 3_601 }, "DEADLINE_TOO_FAR"],
    ["another operator", { operator: BUSY }, "NOT_THE_SIGNER"],
    ["another chain", { chainId: 8_453 }, "NOT_THE_SIGNER"],
    ["another registry", { registry: address(9) }, "NOT_THE_SIGNER"],
    ["a stranger's signature", { signTypedData: (data) => stranger.signTypedData(data) }, "NOT_THE_SIGNER"],
    ["no signature", { signTypedData: async () => `0x${"00".repeat(65)}` as const }, "INVALID_SIGNATURE"],
  ])("%s is refused", async (_what, told, code) => {
    const before = [await rowsOf(SIGNER), await rowsOf(BUSY)];
    expect(await send(await sign(2, told))).toMatchObject({ code, path: expect.arrayContaining(["signature"]) });
    expect([await rowsOf(SIGNER), await rowsOf(BUSY)]).toEqual(before);
  });

  test.each<[string, object]>([
    ["start", { start: at(START + 2 * WEEK + 60) }],
    ["end", { end: at(START + 2 * WEEK + HOUR + 1) }],
    ["reason", { reason: "new disks" }],
    ["operator", { operator: lower(stranger.address) }],
  ])("with another %s than was signed it is refused, with an admin's key too", async (_what, told) => {
    const input = { ...(await sign(2)), ...told };
    for (const as of [null, admin]) expect(await send(input, as)).toMatchObject({ code: "NOT_THE_SIGNER" });
  });

  test.each<[string, Partial<CancellationToSign>, string]>([
    ["a deadline that has passed", { deadline: NOW - 1 }, "DEADLINE_PASSED"],
    ["another chain", { chainId: 8_453 }, "NOT_THE_SIGNER"],
    ["another registry", { registry: address(9) }, "NOT_THE_SIGNER"],
    ["a stranger's signature", { signTypedData: (data) => stranger.signTypedData(data) }, "NOT_THE_SIGNER"],
    ["a signature of another id", { id: hash("another") }, "NOT_THE_SIGNER"],
  ])("called off with %s is refused", async (_what, told, code) => {
    const id = idOf(await send(await sign(3)));
    expect(await sendOff({ ...(await signOff(id, told)), id })).toMatchObject({ code });
    expect(await counted(SIGNER, START + 3 * WEEK)).toHaveLength(1);
  });

  test("an announcement is not called off by the signature that made it", async () => {
    const input = await sign(3);
    const id = idOf(await send(input));
    expect(await sendOff({ id, signature: input.signature })).toMatchObject({ code: "NOT_THE_SIGNER" });
  });
});

/** What counts of an operator in the week from a moment on. */
async function counted(operator: string, from = START) {
  return withPool(suite.database.url, async (pool) => {
    const client = await pool.connect();
    try {
      return (await loadMaintenance(client, [operator], from, from + 2 * DAY)).get(operator) ?? [];
    } finally {
      client.release();
    }
  });
}

function idOf({ maintenanceId }: { readonly maintenanceId?: string | undefined }): `0x${string}` {
  if (maintenanceId === undefined) throw new Error("it was not announced");
  return `0x${maintenanceId.slice(2)}`;
}

function lower(text: string): `0x${string}` {
  return `0x${text.slice(2).toLowerCase()}`;
}
