/** Dossiers as anybody can have and check them. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { keccak256 } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { waitFor } from "../../devnet/wait.ts";
import { INCIDENT } from "../unit/domain/support/slices.ts";
import { address, ETHER, hash, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OPERATOR = address(1);
const outage = violationRow(1, { operator: OPERATOR });
const incident = violationRow(2, { operator: OPERATOR, type: "BAD_DATA", charge: null, incidentId: "1" });
// Not only ASCII: bytes are what is hashed.
const SLICES = [
  sliceRow(outage),
  sliceRow(incident, { evidence: { ...INCIDENT, summary: "Ünïcode 北極星 🚀 \u2028" } }),
];

const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: 9n * ETHER })] });
beforeAll(() => fillViolations(suite.database.client, { violations: [outage, incident], slices: SLICES }));

const get = (path: string, init: RequestInit = {}) => fetch(`${suite.api.url}/dossiers/${path}`, init);

/** The one command of docs/dossiers.md, run as a reader would. */
async function documentedCommand(evidenceHash: string): Promise<string> {
  const guide = await readFile(new URL("docs/dossiers.md", `file://${ROOT}`), "utf8");
  const commands = [...guide.matchAll(/```sh\n(.*?)\n```/gs)].map(([, command]) => command ?? "");
  expect(commands).toHaveLength(1);
  const env = { ...process.env, API: suite.api.url, HASH: evidenceHash };
  const { stdout } = await promisify(execFile)("bash", ["-c", commands[0] ?? ""], { cwd: ROOT, env });
  return stdout.trim();
}

describe("a dossier by its hash", () => {
  test("byte for byte what was hashed, for ever", async () => {
    for (const { evidenceHash, dossier } of SLICES) {
      const response = await get(evidenceHash);
      const body = new Uint8Array(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(Buffer.from(body).toString("utf8")).toBe(dossier);
      expect(keccak256(body)).toBe(evidenceHash);
      expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(response.headers.get("content-length")).toBe(String(body.length));
    }
  });

  test("the documented command prints the evidence hash", async () => {
    for (const { evidenceHash } of SLICES) expect(await documentedCommand(evidenceHash)).toBe(evidenceHash);
  });

  test("in any case of its digits, and by HEAD without a body", async () => {
    const [{ evidenceHash, dossier } = { evidenceHash: "", dossier: "" }] = SLICES;
    expect(await (await get(`0x${evidenceHash.slice(2).toUpperCase()}`)).text()).toBe(dossier);
    const head = await get(evidenceHash, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("content-length")).toBe(String(Buffer.byteLength(dossier)));
  });

  test.each([
    ["a hash of nothing", hash("nothing"), `No dossier has the hash ${hash("nothing")}.`],
    ["no hash", "abc", "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits."],
    ["nothing", "", "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits."],
    [
      "a path beyond",
      `${SLICES[0]?.evidenceHash}/x`,
      "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits.",
    ],
    ["a quote", "'%22;--", "A dossier is at /dossiers/ and its hash: 0x and 64 hexadecimal digits."],
  ])("%s is not found", async (_what, path, message) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("is only read", async () => {
    const response = await get(SLICES[0]?.evidenceHash ?? "", { method: "POST", body: "{}" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("readers that do not read", () => {
  test("hold a few dossiers in memory and no more; others are told to come again", async () => {
    const large = hash("large");
    await suite.database.client.query(
      `insert into din_api.violation_slice select 'large', 1, operator, start_at, end_at, final, charged, charged_bps, bps,
         severity, confidence, stake_value, amount, 'large', $1, repeat('x', 16000000), assessed_at
       from din_api.violation_slice where evidence_hash = $2`,
      [large, SLICES[0]?.evidenceHash],
    );
    const url = new URL(suite.api.url);
    const answers: string[] = [];
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.on("error", () => undefined);
      socket.once("data", (bytes) => {
        socket.pause();
        answers.push(bytes.toString("latin1"));
      });
      socket.write(`GET /dossiers/${large} HTTP/1.1\r\nhost: x\r\n\r\n`);
      return socket;
    });
    await waitFor(async () => answers.length === 20, { what: "all answers", timeoutMs: 15_000 });
    const refused = answers.filter((text) => text.startsWith("HTTP/1.1 503 "));
    expect(refused).toHaveLength(4);
    for (const text of refused) expect(text).toContain("retry-after: 1\r\n");
    // All else that is sealed is there.
    for (const other of ["scores", "evidence"]) {
      expect((await fetch(`${suite.api.url}/${other}/${hash("nothing")}`)).status).toBe(404);
    }
    // One goes away, another finds its place.
    for (const socket of sockets) socket.destroy();
    const [{ evidenceHash, dossier } = { evidenceHash: "", dossier: "" }] = SLICES;
    await waitFor(async () => (await get(evidenceHash)).status === 200, { what: "room", timeoutMs: 15_000 });
    expect(await (await get(evidenceHash)).text()).toBe(dossier);
  });

  test("keep their places while what they asked for is read, however soon they go away", async () => {
    const { client } = suite.database;
    const [{ evidenceHash } = { evidenceHash: "" }] = SLICES;
    await client.query("begin");
    await client.query("lock table din_api.violation_slice in access exclusive mode");
    const url = new URL(suite.api.url);
    const gone = Array.from({ length: 16 }, () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.write(`GET /dossiers/${evidenceHash} HTTP/1.1\r\nhost: x\r\n\r\n`);
      return socket;
    });
    const status = async () => (await get(evidenceHash, { method: "HEAD", signal: AbortSignal.timeout(500) })).status;
    await waitFor(async () => (await status()) === 503, { what: "all places to be taken", timeoutMs: 3_000 });
    await Promise.all(gone.map((socket) => new Promise((resolve) => socket.once("close", resolve).destroy())));
    for (let again = 0; again < 20; again += 1) expect(await status()).toBe(503);
    await client.query("rollback");
    await waitFor(async () => (await status()) === 200, { what: "room", timeoutMs: 15_000 });
  });
});

test("a document is answered so many MB of dossiers; one that asks for more is told so", async () => {
  await suite.database.client.query(
    `insert into din_api.violation_slice select violation_id, slice + n, operator, start_at, end_at, final, charged,
       charged_bps, bps, severity, confidence, stake_value, amount, 'mb ' || n, 'mb ' || n, repeat('x', 12000000), assessed_at
     from din_api.violation_slice cross join generate_series(1, 3) as n where evidence_hash = $1`,
    [SLICES[0]?.evidenceHash],
  );
  const ask = (first: number) =>
    suite.api.ask(
      `{ violations(first: 1, direction: ASC) { nodes { slices(first: ${first}) { nodes { dossier } } } } }`,
    );
  const lengths = z.object({
    violations: z.object({
      nodes: z.array(z.object({ slices: z.object({ nodes: z.array(z.object({ dossier: z.string() })) }) })),
    }),
  });
  const { data } = await ask(3);
  const [found] = lengths.parse(data).violations.nodes;
  expect(found?.slices.nodes.map(({ dossier }) => dossier.length)).toEqual([
    SLICES[0]?.dossier.length,
    12_000_000,
    12_000_000,
  ]);
  const refused = await ask(4);
  expect(refused.errors).toMatchObject([{ code: "DOSSIERS_TOO_LARGE" }]);
  expect(refused.errors[0]?.message).toContain("/dossiers/");
  await suite.database.client.query("delete from din_api.violation_slice where evidence_hash like 'mb %'");
});

const slashRules = z.object({ downtimeBps: z.int(), badDataBps: z.int(), capBps: z.int() });
/** As much of a dossier as its arithmetic needs, read by its documented form. */
const readable = z.object({
  type: z.enum(["DOWNTIME", "BAD_DATA"]),
  policy: z.object({
    outage: z.object({ graceIntervals: z.int() }),
    slash: slashRules,
    tier: z.object({ slashMultiplierBps: z.int() }),
  }),
  evidence: z.object({ intervals: z.array(z.unknown()).length(72).optional() }),
  arithmetic: z.object({ counted: z.int(), alreadyBps: z.int(), stakeValue: z.string() }),
});

/** The arithmetic of docs/dossiers.md, written down a second time. */
function recomputed(dossier: string): { bps: number; amount: string } {
  const { type, policy, evidence, arithmetic } = readable.parse(JSON.parse(dossier));
  const before = arithmetic.counted - (evidence.intervals?.length ?? 1);
  const units = (count: number) => {
    return Math.max(0, count - (type === "DOWNTIME" ? policy.outage.graceIntervals : 0));
  };
  const each = { DOWNTIME: policy.slash.downtimeBps, BAD_DATA: policy.slash.badDataBps }[type];
  const charged = (units(arithmetic.counted) - units(before)) * each;
  const asked = BigInt(charged) * BigInt(policy.tier.slashMultiplierBps);
  const most = BigInt(Math.max(0, policy.slash.capBps - arithmetic.alreadyBps)) * 10_000n;
  const taken = asked < most ? asked : most;
  const amount = (BigInt(arithmetic.stakeValue) * taken) / 100_000_000n;
  return { bps: Number(taken / 10_000n), amount: amount.toString() };
}

test("its arithmetic follows from its own evidence, by the guide alone", () => {
  const more = [
    sliceRow(violationRow(3, { operator: OPERATOR, tier: "TIER_3" }), {
      alreadyBps: 4_500,
      stakeValue: 10n ** 21n + 7n,
    }),
    sliceRow(violationRow(4, { operator: OPERATOR, tier: "TIER_2" }), { stakeValue: 33n }),
  ];
  for (const { dossier, bps, amount } of [...SLICES, ...more]) {
    expect(recomputed(dossier)).toEqual({ bps, amount });
  }
});
