/** Reputations as they are read: from stored hours, slashes of the chain, violations, and alerts. The API's clock stands at NOW. */
import { createClient, OperatorReputationDocument } from "@dreamnet/din-infrastructure-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { POLICY, policyOf } from "../../api/domain/policy.ts";
import { type HourlyScore, reputationOf, weighHours } from "../../api/domain/reputation.ts";
import { registerReporter } from "../../api/ingestion/registry.ts";
import { waitFor } from "../../devnet/wait.ts";
import { INCIDENT, outage } from "../unit/domain/support/slices.ts";
import { heard } from "../unit/domain/support/watching.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { evaluationRow } from "./support/measured.ts";
import { address, ETHER, NOW, PAST, place, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { tell } from "./support/stored-alerts.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";
import { withPool } from "./support/writer.ts";

const [NEW, HURT, GOOD, MIXED, GONE] = [address(1), address(2), address(3), address(4), address(5)];
const OTHERS = Array.from({ length: 45 }, (_, n) => address(n + 10));
const [MANAGER, FORMER, STRANGER] = [address(90), address(91), address(92)];
const [HOUR, DAY] = [3_600, 86_400];
/** When the last full hour ended: the API's clock is 1,600 seconds later. */
const LAST = NOW - (NOW % HOUR);
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

/** Every kind of hour, beyond the horizon and after the last full one too; in no order that helps. */
const VARIED: HourlyScore[] = Array.from({ length: 6_200 }, (_, n) => ({
  at: LAST + (4 - n) * HOUR,
  value: n % 7 === 3 ? null : (n * 7_919) % 10_001,
  coverageBps: (n * 104_729) % 10_001,
}));
const { score: SCORE } = evaluationRow({ operator: GOOD });
const hourRow = (operator: string, { at, value, coverageBps }: HourlyScore) => ({
  ...{ operator, at, policyVersion: POLICY.version, coverageBps },
  score: { ...SCORE, components: [], value },
});
/** Of the n-th operator, those that are measured only every so many hours. */
const hoursOf = (every: number) => VARIED.filter((_, n) => n % every === 0);

const suite = apiSuite({
  operator: [
    stakedRow({ address: NEW, ethActive: 10n * ETHER }),
    stakedRow({ address: HURT, ethActive: ETHER }),
    stakedRow({ address: GOOD, ethActive: 100n * ETHER }),
    stakedRow({ address: MIXED, ethActive: ETHER }),
    stakedRow({ address: GONE }),
    ...OTHERS.map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
  ],
  scoreHistory: [
    // 24 hours at 100, the last of them unknown.
    ...Array.from({ length: 25 }, (_, n) =>
      hourRow(GOOD, { at: LAST - n * HOUR, value: n === 0 ? null : 10_000, coverageBps: 10_000 }),
    ),
    ...VARIED.map((hour) => hourRow(MIXED, hour)),
    ...hoursOf(61).map((hour) => hourRow(GONE, hour)),
  ],
  slash: [
    // 7.2 %, of which a dispute left half.
    slashRow({ id: 1n, operator: HURT, state: "EXECUTED", proposedBps: 720, bps: 360, executedAt: NOW }),
    slashRow({ id: 2n, operator: HURT, state: "EXECUTED", bps: 720, executedAt: NOW - 90 * DAY }),
    slashRow({ id: 3n, operator: HURT, state: "PROPOSED", bps: 5_000 }),
    slashRow({ id: 4n, operator: HURT, state: "CANCELLED", bps: 5_000, cancelledAt: NOW - 5 }),
    slashRow({ id: 5n, operator: HURT, state: "EXPIRED", bps: 5_000, expiredAt: NOW - 5 }),
    slashRow({ id: 6n, operator: HURT, state: "EXECUTED", bps: 5_000, executedAt: NOW - 1_440 * DAY }),
  ],
  manager: [
    { operator: HURT, manager: MANAGER, allowed: true, updatedAt: PAST, eventId: place(1).id },
    { operator: HURT, manager: FORMER, allowed: false, updatedAt: PAST, eventId: place(2).id },
    { operator: NEW, manager: STRANGER, allowed: true, updatedAt: PAST, eventId: place(3).id },
  ],
});

const opened = (n: number, at: number) => violationRow(n, { operator: HURT, openedAt: at });
const MISBEHAVED = violationRow(5, {
  ...{ operator: HURT, type: "MISBEHAVIOR", charge: null, incidentId: INCIDENT.incidentId },
  ...{ startedAt: NOW - 900, openedAt: NOW, closedAt: NOW },
});
const VIOLATIONS = {
  worsening: opened(1, NOW - 30 * DAY),
  fresh: opened(2, NOW),
  unassessed: opened(3, NOW),
  forgotten: opened(4, NOW - 480 * DAY),
};

beforeAll(async () => {
  const { client, url } = suite.database;
  await fillViolations(client, {
    violations: [...Object.values(VIOLATIONS), MISBEHAVED],
    slices: [
      // 100 and then 1,000 basis points: 40 at first, 20 by now.
      sliceRow(VIOLATIONS.worsening, { evidence: outage(61) }),
      sliceRow(VIOLATIONS.worsening, { slice: 2, evidence: outage(10, 61) }),
      // 200: MEDIUM.
      sliceRow(VIOLATIONS.fresh, { evidence: outage(62) }),
      sliceRow(VIOLATIONS.forgotten),
      sliceRow(MISBEHAVED, { evidence: INCIDENT }),
    ],
  });
  await withPool(url, async (pool) => {
    const accounts = { own: HURT, manager: MANAGER, former: FORMER, stranger: STRANGER, keyed: null };
    for (const [id, account] of Object.entries(accounts)) {
      await registerReporter(pool, { id, name: id, address: account, weight: 1 }, NOW);
    }
  });
  const off = (operator: string, at: number, reporters: string[], independent: string[] = []) => {
    const given = { operator, dissenters: [reporters, reporters, reporters], independent: new Set(independent) };
    const [began = [], ended = []] = heard(given, { operator });
    return tell(client, began, at).then(() => tell(client, ended, at + 600));
  };
  // Its own twice (one half gone), its manager's twice; no longer ago, not of others, nor of who was believed then.
  await off(HURT, NOW - 30 * DAY, ["own"]);
  await off(HURT, NOW - 600, ["own", "manager", "stranger", "keyed"]);
  await off(HURT, NOW - 480 * DAY - 1, ["own"]);
  await off(HURT, NOW - 599, ["former", "manager"], ["former"]);
  await off(NEW, NOW - 700, ["own"]);
});

const SELECTION = `value policyVersion asOf components { performance boost slashes violations disagreements weight }`;
const answerSchema = z.object({
  operator: z.object({ reputation: z.looseObject({ value: z.int(), components: z.record(z.string(), z.number()) }) }),
});

async function reputation(operator: string, api: TestApi = suite.api) {
  const answer = await api.ask(
    `{ operator(address: "${operator}") { ... on Operator { reputation { ${SELECTION} } } } }`,
  );
  expect(answer.errors).toEqual([]);
  return answerSchema.parse(answer.data).operator.reputation;
}

afterEach(() => {
  suite.api.clock.now = NOW;
});

test("of a page of 50 operators: one statement", async () => {
  const statements = countStatements();
  const answer = await suite.api.ask(`{ operators(first: 50) { nodes { address reputation { ${SELECTION} } } } }`);
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(3);
  statements.restore();
});

describe("a reputation", () => {
  test("without a past is the prior and the boost of the tier, as of now", async () => {
    expect(await reputation(NEW)).toEqual({
      ...{ value: 525, policyVersion: POLICY.version, asOf: iso(NOW) },
      components: { performance: 500, boost: 25, slashes: 0, violations: 0, disagreements: 0, weight: 0 },
    });
  });

  test("of a day at 100, until an hour ago", async () => {
    // Sum of 2^-(k/336) for k = 1..24 is 23.391415, and 1,600 seconds later 23.369978.
    expect(await reputation(GOOD)).toMatchObject({
      value: 797,
      components: { performance: 746.675, boost: 50, weight: 23.37 },
    });
  });

  test("takes off executed slashes, assessed violations and disagreements of the operator's own reports", async () => {
    expect(await reputation(HURT)).toMatchObject({
      components: {
        performance: 500,
        boost: 10,
        // 36 + half of 72
        slashes: 72,
        // Half of 40 for its most severe slice, 5, nothing, and 40 for the incident.
        violations: 65,
        // 5 x (1/2 + 3 x 2^(-600/2592000)), and one of them a second younger.
        disagreements: 17.4976,
      },
      // 510 - 72 - 65 - 17.50
      value: 356,
    });
  });

  test("is what the chain says: a slash that a reorg takes back costs nothing", async () => {
    const { client } = suite.database;
    const [{ schema } = { schema: "" }] = (
      await client.query<{ schema: string }>(
        "select table_schema as schema from information_schema.tables where table_name = 'slash' and table_type = 'BASE TABLE'",
      )
    ).rows;
    await client.query(`update "${schema}".slash set state = 'PROPOSED', executed_at = null where id = 1`);
    expect((await reputation(HURT)).value).toBe(392);
    await client.query(`update "${schema}".slash set state = 'EXECUTED', executed_at = $1 where id = 1`, [NOW]);
    expect((await reputation(HURT)).value).toBe(356);
  });

  test("decays while nothing happens", async () => {
    suite.api.clock.now = NOW + 90 * DAY;
    expect(await reputation(HURT)).toMatchObject({
      components: { slashes: 36, violations: 8.125, disagreements: 2.1872 },
      value: 464,
    });
  });
});

describe("the sums of hours", () => {
  const expected = (hours: readonly HourlyScore[], now: number, policy = POLICY) => {
    const facts = { tier: "NONE", slashes: [], violations: [], disagreements: [] } as const;
    const { components } = reputationOf({ ...facts, hours: weighHours(hours, policy, now) }, policy, now);
    return { performance: components.performanceE4 / 10_000, weight: components.measuredHoursE4 / 10_000 };
  };

  test.each([
    ["now", NOW],
    ["on the hour", LAST],
    ["the second before", LAST - 1],
    ["a year later", NOW + 365 * DAY],
    ["when the hours of the future are over", NOW + 5 * HOUR],
  ])("of thousands of them are those of one by one: %s", async (_what, now) => {
    suite.api.clock.now = now;
    expect((await reputation(MIXED)).components).toMatchObject(expected(VARIED, now));
    expect((await reputation(GONE)).components).toMatchObject(expected(hoursOf(61), now));
  });

  test("in fast motion, where an hour is a minute, too", async () => {
    const fast = await startApi(suite.database.url, { POLICY_PROFILE: "devnet" });
    await waitFor(async () => (await fetch(`${fast.url}/ready`)).status === 200, { what: "/ready", timeoutMs: 20_000 });
    fast.clock.now = NOW;
    const found = await reputation(MIXED, fast);
    expect(found.components).toMatchObject(expected(VARIED, NOW, policyOf("devnet")));
    expect(found.components).not.toMatchObject(expected(VARIED, NOW));
    await fast.stop();
  });
});

test("thousands of hours each: a document may not ask for many pages of them", async () => {
  const page = "operators(first: 100) { nodes { reputation { value } } }";
  const answer = await suite.api.ask(`{ a: ${page} b: ${page} c: ${page} d: ${page} }`);
  expect(answer.errors.map(({ code }) => code)).toEqual(["COST_TOO_HIGH"]);
});

test("the typed document answers the same", async () => {
  const client = createClient({ url: `${suite.api.url}/graphql` });
  const { operator } = await client.request(OperatorReputationDocument, { address: HURT });
  expect(operator).toMatchObject({ __typename: "Operator", reputation: { value: 356, asOf: iso(NOW) } });
  const missing = await client.request(OperatorReputationDocument, { address: address(99) });
  expect(missing.operator).toMatchObject({ __typename: "NotFoundError", code: "OPERATOR_NOT_FOUND" });
});

test("the policy says every number of it", async () => {
  const answer = await suite.api.ask(`{ policy { tiers { tier reputationBoost } reputation {
    maximum priorScore priorHours scoreHalfLifeSeconds slashCost slashHalfLifeSeconds violationCosts { severity points }
    violationHalfLifeSeconds disagreementCost disagreementHalfLifeSeconds horizonHalfLives
  } } }`);
  expect(answer.data).toEqual({
    policy: {
      tiers: Object.entries({ NONE: 0, TIER_1: 10, TIER_2: 25, TIER_3: 50 }).map(([tier, reputationBoost]) => ({
        tier,
        reputationBoost,
      })),
      reputation: {
        ...{ maximum: 1_000, priorScore: 50, priorHours: 24, scoreHalfLifeSeconds: 14 * DAY },
        ...{ slashCost: 1_000, slashHalfLifeSeconds: 90 * DAY },
        violationCosts: Object.entries({ LOW: 2, MEDIUM: 5, HIGH: 15, CRITICAL: 40 }).map(([severity, points]) => ({
          severity,
          points,
        })),
        ...{ violationHalfLifeSeconds: 30 * DAY, disagreementCost: 5, disagreementHalfLifeSeconds: 30 * DAY },
        horizonHalfLives: 16,
      },
    },
  });
});
