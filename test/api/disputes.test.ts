/** Disputes as they are read, served and sent, and the reviews that they come of. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decodeFunctionData, isHex, keccak256, toBytes } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import {
  BEGAN,
  drafterOver,
  draftOf,
  fair,
  fillAssessed,
  PERIOD,
  SLASHES,
  WRONGED,
  wrong,
  wrongly,
} from "./support/disputes.ts";
import { CHAIN_ID, ETHER, hash, NOW, REGISTRY } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const suite = apiSuite(SLASHES, { PUBLIC_URL: "https://din.example.org/" });
beforeAll(async () => {
  await fillAssessed(suite.database);
  const drafter = drafterOver(suite.database.url, { now: NOW });
  expect(await drafter.pass()).toEqual({ reviewed: 3, error: null });
  await drafter.stop();
});

const global = (slashId: string) => Buffer.from(`Slash:${slashId}`).toString("base64");

const pack = z.looseObject({
  findings: z.array(z.object({ kind: z.string() })),
  ownSamples: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())), omitted: z.number() }),
  disagreement: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())), omitted: z.number() }),
});

describe("the evidence", () => {
  test("says what was proposed and assessed, what the operator saw, and who saw something else", async () => {
    const told = pack.parse(JSON.parse((await draftOf(suite.database, "2")).pack));
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
    const told = pack.parse(JSON.parse((await draftOf(suite.database, "3")).pack));
    expect(told).toMatchObject({ dossier: null, assessed: null, recomputed: null, later: null, justifiedBps: 0 });
    expect(told.findings.map(({ kind }) => kind)).toEqual(["UNKNOWN_INCIDENT"]);
  });

  test("is served by its hash, byte for byte, and the documented command prints the hash", async () => {
    const { evidenceHash, pack } = await draftOf(suite.database, "2");
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
    const { evidenceHash, pack } = await draftOf(suite.database, "2");
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
    const { client } = suite.database;
    const { evidenceHash, pack } = await draftOf(suite.database, "2");
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
    await client.query(
      "update slash set state = 'PROPOSED', disputer = null, dispute_evidence_hash = null where id = 2",
    );
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
