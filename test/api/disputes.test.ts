/** Disputes as they are drafted, read, served and sent. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decodeFunctionData, isHex, keccak256, toBytes } from "viem";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { LOCKS } from "../../api/db/locks.ts";
import { createPool } from "../../api/db/pool.ts";
import { POLICY } from "../../api/domain/policy.ts";
import type { Drafter } from "../../api/monitoring/disputes-drafter.ts";
import { recomputeSums } from "../../api/monitoring/sums.ts";
import { insertSamples } from "../support/measured-world.ts";
import { minutes } from "../support/measuring.ts";
import { DOWN } from "../support/told.ts";
import { BEGAN, drafterOver, PERIOD, recentOutage, slashOf } from "./support/disputes.ts";
import { address, CHAIN_ID, ETHER, hash, NOW, REGISTRY, slashRow, stakedRow } from "./support/rows.ts";
import { eventsAfter, withClients } from "./support/stored-alerts.ts";
import { apiSuite } from "./support/suite.ts";
import { VIEWS } from "./support/template.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const [FAIR, WRONGED, OTHER] = [address(1), address(2), address(3)];
const AGAIN = 15 * 60;
const fairly = violationRow(1, { operator: FAIR });
const wrongly = violationRow(2, { operator: WRONGED });
const slices = [fairly, wrongly].map((of) => sliceRow(of, { evidence: recentOutage(), period: PERIOD }));
const [fair, wrong] = slices;
if (fair === undefined || wrong === undefined) throw new Error("there are two");

const suite = apiSuite(
  {
    operator: [FAIR, WRONGED, OTHER].map((operator) => stakedRow({ address: operator, ethActive: 9n * ETHER })),
    slash: [
      slashOf(fair, { id: 1n }),
      // Twice as much as was assessed.
      slashOf(wrong, { id: 2n, bps: 2_400 }),
      slashRow({ id: 3n, operator: OTHER }),
      slashRow({ id: 4n, operator: OTHER, violationType: "GOVERNANCE" }),
      slashRow({ id: 5n, operator: OTHER, proposedAt: NOW - 100_000 }),
      slashRow({ id: 6n, operator: OTHER, state: "EXECUTED" }),
    ],
  },
  { PUBLIC_URL: "https://din.example.org/" },
);
const clock = { now: NOW };
let drafter: Drafter;
const lines: string[] = [];
beforeAll(async () => {
  await fillViolations(suite.database.client, { violations: [fairly, wrongly], slices });
  await measure();
  // The tests change what the indexer has, through its views.
  await suite.database.client.query(`set search_path = "${VIEWS}", public`);
});
beforeEach(() => {
  clock.now = NOW;
  drafter = drafterOver(suite.database.url, clock, lines);
});
afterEach(async () => {
  await drafter.stop();
  const { client } = suite.database;
  for (const table of ["dispute_draft", "alert_event", "alert"]) await client.query(`delete from din_api.${table}`);
  await client.query("update slash set dispute_until = $1 where id = 3", [NOW - 3_600 + 86_400]);
  await client.query(
    "update slash set state = 'PROPOSED', disputer = null, dispute_evidence_hash = null where id <= 3",
  );
});

/** Two see the outage of WRONGED, and its own reports say that it was up. */
async function measure(): Promise<void> {
  const pool = createPool({
    ...{ connectionString: suite.database.url, viewsSchema: VIEWS, applicationName: "test", max: 1 },
    ...{ statementTimeoutMs: 10_000, onError: () => undefined },
  });
  const own = minutes(WRONGED, BEGAN, 72, { reporter: "own", weight: 0 }).filter((_, n) => n % 2 === 0);
  const told = minutes(WRONGED, BEGAN, 72, DOWN).map((sample, n) => ({
    ...sample,
    reporter: n % 2 === 0 ? "mon-1" : "mon-2",
  }));
  await insertSamples(pool, [...told, ...own], BEGAN);
  await recomputeSums(
    suite.database.client,
    new Map([[WRONGED, Array.from({ length: 72 }, (_, n) => BEGAN + n * 60)]]),
    POLICY,
  );
  await pool.end();
}

interface Draft {
  readonly evidenceHash: string;
  readonly slashId: string;
  readonly pack: string;
  readonly draftedAt: number;
}
const drafts = async (): Promise<Draft[]> =>
  (
    await suite.database.client.query<Draft>(
      `select evidence_hash as "evidenceHash", slash_id as "slashId", pack, drafted_at::float8 as "draftedAt"
       from din_api.dispute_draft order by drafted_at, slash_id`,
    )
  ).rows;
const told = async () =>
  (await eventsAfter(suite.database.client, 0n)).map(({ type, alert }) => `${alert.subject} ${type}`);

async function drafted(slashId: string): Promise<Draft> {
  const found = (await drafts()).findLast((draft) => draft.slashId === slashId);
  if (found === undefined) throw new Error(`no draft of ${slashId}`);
  return found;
}
const global = (slashId: string) => Buffer.from(`Slash:${slashId}`).toString("base64");

describe("the drafter", () => {
  test("drafts a dispute of each slash that can be disputed and does not agree, once", async () => {
    expect(await drafter.pass()).toEqual({ reviewed: 3, error: null });
    expect((await drafts()).map(({ slashId }) => slashId)).toEqual(["2", "3"]);
    expect(await told()).toEqual(["2 FIRED", "3 FIRED"]);
    const [event] = await eventsAfter(suite.database.client, 0n);
    const { evidenceHash } = await drafted("2");
    expect(event?.alert).toMatchObject({
      ...{ kind: "DISPUTE_DRAFTED", severity: "WARNING", operator: WRONGED, subject: "2", state: "FIRING" },
      message: "A dispute of slash 2 is drafted. It takes 24 % of the stake, but 12 % was assessed.",
      details: { slashId: "2", evidenceHash, findings: "TOO_LARGE", incidentKey: wrong.incidentKey },
    });
    expect(await drafter.pass()).toEqual({ reviewed: 0, error: null });
    clock.now += AGAIN;
    expect(await drafter.pass()).toEqual({ reviewed: 3, error: null });
    // Another process, which remembers nothing.
    await drafter.stop();
    drafter = drafterOver(suite.database.url, clock);
    expect((await drafter.pass()).reviewed).toBe(3);
    expect([(await drafts()).length, await told()]).toEqual([2, ["2 FIRED", "3 FIRED"]]);
  });

  test("drafts it again when something else is found", async () => {
    await drafter.pass();
    await suite.database.client.query("update slash set bps = 3000 where id = 2");
    clock.now += AGAIN - 1;
    await drafter.pass();
    expect(await drafts()).toHaveLength(2);
    clock.now += 1;
    await drafter.pass();
    const [, , again] = await drafts();
    expect(again).toMatchObject({ slashId: "2", draftedAt: clock.now });
    expect(again?.pack).toContain("It takes 30 % of the stake, but 12 % was assessed.");
    expect(await told()).toEqual(["2 FIRED", "3 FIRED", "2 UPDATED"]);
    await suite.database.client.query("update slash set bps = 2400 where id = 2");
  });

  test("says that it is over when the slash agrees, is disputed or can be disputed no more", async () => {
    const { client } = suite.database;
    await drafter.pass();
    await client.query("update slash set dispute_until = $1 where id = 3", [clock.now + 10]);
    clock.now += 10;
    await drafter.pass();
    expect(await told()).toHaveLength(2);
    clock.now += 1;
    await drafter.pass();
    expect((await told()).slice(2)).toEqual(["3 RESOLVED"]);
    await client.query("update slash set bps = 1200 where id = 2");
    clock.now += AGAIN;
    await drafter.pass();
    expect((await told()).slice(3)).toEqual(["2 RESOLVED"]);
    await client.query("update slash set bps = 2400 where id = 2");
    clock.now += AGAIN;
    await drafter.pass();
    expect((await told()).slice(4)).toEqual(["2 FIRED"]);
    await client.query("update slash set state = 'DISPUTED' where id = 2");
    await drafter.pass();
    expect((await told()).slice(5)).toEqual(["2 RESOLVED"]);
    // It is the same draft all the time.
    expect(await drafts()).toHaveLength(2);
  });

  test("does not tell again what somebody resolved by hand", async () => {
    await drafter.pass();
    const { client } = suite.database;
    await client.query("update din_api.alert set state = 'RESOLVED', closed_at = $1, closed_by = 'ops'", [clock.now]);
    clock.now += AGAIN;
    await drafter.pass();
    expect(await told()).toEqual(["2 FIRED", "3 FIRED"]);
  });

  test("by several processes at once it is drafted and told once", async () => {
    const others = [drafterOver(suite.database.url, clock), drafterOver(suite.database.url, clock)];
    const passes = await Promise.all([drafter, ...others].flatMap((one) => [one.pass(), one.pass()]));
    expect(passes.map(({ error }) => error)).toEqual(Array(6).fill(null));
    for (const one of [drafter, ...others]) await one.pass();
    expect([(await drafts()).map(({ slashId }) => slashId), (await told()).sort()]).toEqual([
      ["2", "3"],
      ["2 FIRED", "3 FIRED"],
    ]);
    for (const one of others) await one.stop();
  });

  test("leaves it to whoever is at it", async () => {
    await withClients(suite.database.url, 1, async ([other]) => {
      await other?.query("begin");
      await other?.query("select pg_advisory_xact_lock($1)", [LOCKS.disputes]);
      expect((await drafter.pass()).reviewed).toBe(0);
      expect(await drafts()).toEqual([]);
      await other?.query("rollback");
      expect((await drafter.pass()).reviewed).toBe(3);
    });
  });

  test("a draft and its alert come together: what cannot be told is not drafted, holds up no other, and is tried again", async () => {
    const { client } = suite.database;
    await client.query(`create function refuse() returns trigger language plpgsql as $$
      begin if new.alert->>'subject' = '2' then raise exception 'no room'; end if; return new; end $$`);
    await client.query(
      "create trigger refuse before insert on din_api.alert_event for each row execute function refuse()",
    );
    expect((await drafter.pass()).reviewed).toBe(2);
    expect([(await drafts()).map(({ slashId }) => slashId), await told()]).toEqual([["3"], ["3 FIRED"]]);
    expect(lines.splice(0).filter((line) => line.includes("cannot review a slash"))).toHaveLength(1);
    await client.query("drop trigger refuse on din_api.alert_event; drop function refuse()");
    expect((await drafter.pass()).reviewed).toBe(0);
    clock.now += 60;
    expect((await drafter.pass()).reviewed).toBe(1);
    expect(await told()).toEqual(["3 FIRED", "2 FIRED"]);
  });
});

const pack = z.looseObject({
  findings: z.array(z.object({ kind: z.string() })),
  ownSamples: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())), omitted: z.number() }),
  disagreement: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())), omitted: z.number() }),
});

describe("the evidence", () => {
  test("says what was proposed and assessed, what the operator saw, and who saw something else", async () => {
    await drafter.pass();
    const told = pack.parse(JSON.parse((await drafted("2")).pack));
    expect(told).toMatchObject({
      ...{ version: 1, registry: { chainId: CHAIN_ID, address: REGISTRY }, justifiedBps: 1_200, draftedAt: NOW },
      slash: {
        id: "2",
        operator: WRONGED,
        bps: 2_400,
        incidentKey: wrong.incidentKey,
        snapshotValue: String(10n * ETHER),
      },
      ...{ dossier: wrong.evidenceHash, period: PERIOD, later: null },
      assessed: { violationId: wrongly.id, slice: 1, bps: 1_200, amount: wrong.amount },
      recomputed: { intervals: 72, charged: 12, bps: 1_200, amount: wrong.amount, faults: [] },
    });
    expect(told.findings.map(({ kind }) => kind)).toEqual(["TOO_LARGE"]);
    const { ownSamples, disagreement } = told;
    expect([ownSamples.rows.length, ownSamples.omitted]).toEqual([72, 0]);
    expect(ownSamples.rows[0]?.slice(0, 6)).toEqual([BEGAN, "rpc", "eu", "own", 0, 0]);
    const dissent = disagreement.rows.map((row) =>
      Object.fromEntries(disagreement.columns.map((name, i) => [name, row[i]])),
    );
    expect(dissent.filter(({ metric }) => metric === "UPTIME")).toHaveLength(72);
    expect(dissent.find(({ metric }) => metric === "UPTIME")).toEqual({
      ...{ at: BEGAN, service: "rpc", region: "eu", reporter: "own", weight: 0, metric: "UPTIME" },
      ...{ reported: 60, reportedOf: 60, agreed: 0, agreedOf: 60 },
    });
  });

  test("of what nobody assessed", async () => {
    await drafter.pass();
    const told = pack.parse(JSON.parse((await drafted("3")).pack));
    expect(told).toMatchObject({ dossier: null, assessed: null, recomputed: null, later: null, justifiedBps: 0 });
    expect(told.findings.map(({ kind }) => kind)).toEqual(["UNKNOWN_INCIDENT"]);
  });

  test("is served by its hash, byte for byte, and the documented command prints the hash", async () => {
    await drafter.pass();
    const { evidenceHash, pack } = await drafted("2");
    const response = await fetch(`${suite.api.url}/evidence/${evidenceHash}`);
    expect(await response.text()).toBe(pack);
    expect(keccak256(toBytes(pack))).toBe(evidenceHash);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await fetch(`${suite.api.url}/evidence/${hash("none")}`)).status).toBe(404);
    const guide = await readFile(new URL("docs/disputes.md", `file://${ROOT}`), "utf8");
    const commands = [...guide.matchAll(/```sh\n(.*?)\n```/gs)].map(([, command]) => command ?? "");
    expect(commands).toHaveLength(1);
    const env = { ...process.env, API: suite.api.url, HASH: evidenceHash };
    const { stdout } = await promisify(execFile)("bash", ["-c", commands[0] ?? ""], { cwd: ROOT, env });
    expect(stdout.trim()).toBe(evidenceHash);
  });

  test("in GraphQL, with a transaction that disputes the slash by it; none when that is too late", async () => {
    await drafter.pass();
    const { evidenceHash, pack } = await drafted("2");
    const asking = `{ node(id: "${global("2")}") { ... on Slash { disputeDraft {
      evidenceHash uri draftedAt pack findings { kind message } transaction { to data value chainId } } } } }`;
    const answer = await suite.api.ask(asking);
    expect(answer.errors).toEqual([]);
    const draft = z
      .object({ node: z.object({ disputeDraft: z.looseObject({ transaction: z.looseObject({ data: z.string() }) }) }) })
      .parse(answer.data).node.disputeDraft;
    const uri = `https://din.example.org/evidence/${evidenceHash}`;
    expect(draft).toMatchObject({
      ...{ evidenceHash, uri, pack, draftedAt: new Date(NOW * 1_000).toISOString() },
      findings: [{ kind: "TOO_LARGE" }],
      transaction: { value: String(ETHER / 10n), chainId: CHAIN_ID },
    });
    const { data } = draft.transaction;
    if (!isHex(data)) throw new Error("not calldata");
    expect(decodeFunctionData({ abi, data })).toEqual({ functionName: "disputeSlash", args: [2n, evidenceHash, uri] });
    suite.api.clock.now = NOW + 86_400;
    const late = await suite.api.ask(asking);
    suite.api.clock.now = NOW;
    expect(late.data).toMatchObject({ node: { disputeDraft: { evidenceHash, transaction: null } } });
  });

  test("once it is filed it shows beside the dossier, which stays as it is", async () => {
    await drafter.pass();
    const { client } = suite.database;
    const { evidenceHash, pack } = await drafted("2");
    const dossier = () => fetch(`${suite.api.url}/dossiers/${wrong.evidenceHash}`);
    expect((await dossier()).headers.get("link")).toBeNull();
    const file = (evidence: string) =>
      client.query(
        `update slash set state = 'DISPUTED', disputer = $1, disputed_at = $2, dispute_evidence_hash = $3, dispute_uri = 'x' where id = 2`,
        [WRONGED, NOW, evidence],
      );
    await file(hash("own evidence"));
    expect((await dossier()).headers.get("link")).toBeNull();
    const asking = `{ violations(filter: { operator: "${WRONGED}" }) { nodes { slices(first: 1) { nodes {
      dispute { evidenceHash evidence disputer } slash { dispute { evidence } } } } } } }`;
    const single = asking.replace("violations(", "violations(first: 1, ");
    const shown = async () => {
      const answer = await suite.api.ask(single);
      expect(answer.errors).toEqual([]);
      return answer.data;
    };
    const expected = (of: string, evidence: string | null) => ({
      violations: {
        nodes: [{ slices: { nodes: [{ dispute: { evidenceHash: of, evidence }, slash: { dispute: { evidence } } }] } }],
      },
    });
    expect(await shown()).toMatchObject(expected(hash("own evidence"), null));
    await file(evidenceHash);
    expect(await shown()).toMatchObject(expected(evidenceHash, pack));
    const response = await dossier();
    expect(response.headers.get("link")).toBe(`</evidence/${evidenceHash}>; rel="related"; title="dispute"`);
    expect(await response.text()).toBe(wrong.dossier);
  });
});

describe("reviews", () => {
  const REVIEW = "review { agrees basisPoints findings { kind message } }";

  test("of slashes and of slices, and none of what governance decides", async () => {
    const answer = await suite.api.ask(`{ slashes(first: 4, direction: ASC) { nodes { slashId ${REVIEW} } } }`);
    expect(answer.errors).toEqual([]);
    const agrees = { agrees: true, basisPoints: 1_200, findings: [] };
    const tooLarge = { kind: "TOO_LARGE", message: "It takes 24 % of the stake, but 12 % was assessed." };
    const unknown = { kind: "UNKNOWN_INCIDENT", message: "Nothing was assessed under its incident key." };
    expect(answer.data).toEqual({
      slashes: {
        nodes: [
          { slashId: "1", review: agrees },
          { slashId: "2", review: { agrees: false, basisPoints: 1_200, findings: [tooLarge] } },
          { slashId: "3", review: { agrees: false, basisPoints: 0, findings: [unknown] } },
          { slashId: "4", review: null },
        ],
      },
    });
    const assessed = await suite.api.ask(
      `{ violations(first: 2, direction: ASC) { nodes { slices(first: 1) { nodes { ${REVIEW} } } } } }`,
    );
    expect(assessed.data).toEqual({
      violations: { nodes: [agrees, agrees].map((review) => ({ slices: { nodes: [{ review }] } })) },
    });
  });

  test("a stored dossier that was tampered with is found, also after it was looked at", async () => {
    const { client } = suite.database;
    const asking = `{ node(id: "${global("1")}") { ... on Slash { ${REVIEW} } } }`;
    expect((await suite.api.ask(asking)).data).toMatchObject({ node: { review: { agrees: true } } });
    const change = (from: string, to: string) =>
      client.query("update din_api.violation_slice set dossier = replace(dossier, $1, $2) where incident_key = $3", [
        from,
        to,
        fair.incidentKey,
      ]);
    await change('"downtimeBps":100', '"downtimeBps":90');
    const { data } = await suite.api.ask(asking);
    expect(data).toMatchObject({
      node: { review: { basisPoints: 0, findings: [{ kind: "OTHER_EVIDENCE" }, { kind: "WRONG_ARITHMETIC" }] } },
    });
    await change('"downtimeBps":90', '"downtimeBps":100');
    expect((await suite.api.ask(asking)).data).toMatchObject({ node: { review: { agrees: true } } });
  });

  test("fifty of them are more than one request may ask for", async () => {
    const answer = await suite.api.ask("{ slashes(first: 50) { nodes { review { basisPoints } } } }");
    expect(answer.errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
    expect((await suite.api.ask("{ slashes(first: 40) { nodes { review { basisPoints } } } }")).errors).toEqual([]);
  });
});
