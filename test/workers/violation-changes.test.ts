/** What changes while a violation builds up or is open, and what comes late: none of it changes what was counted. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { POLICY, type Policy } from "../../api/domain/policy.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";
import { DAY, evaluationOf, MINUTE, measuringIn } from "../support/measuring.ts";
import { recompute, storedViolations } from "../support/stored-violations.ts";
import { announce, closed, DOWN, FAILED, told } from "../support/told.ts";

const suite = followerSuite();
const dossierSchema = z.object({
  tier: z.string(),
  policy: z.object({ version: z.number(), tier: z.object({ slashMultiplierBps: z.number() }) }),
  period: z.object({ start: z.number(), end: z.number() }),
  maintenance: z.array(z.unknown()),
  evidence: z.object({ measuredSeconds: z.number(), corroboratedSeconds: z.number() }),
  arithmetic: z.object({ charged: z.number(), chargedBefore: z.number(), counted: z.number() }),
});
const dossierOf = (text = "{}") => dossierSchema.parse(JSON.parse(text));

describe("a tier that changes", () => {
  it("leaves an open violation the multiplier it opened with; what opens later has the new one", async () => {
    const { world, start, at } = await measuringIn(suite, 50n);
    await world.store(
      told(A, start, [
        [72, DOWN],
        [10, {}],
        [71, DOWN],
        [10, {}],
      ]),
      start,
    );
    await at(start + closed(61));
    await suite.block(...of(A, stake(100n)));
    await at(start + closed(61));
    await at(start + closed(163));
    const violations = await storedViolations(world.pool);
    // 90 % in TIER_2, of all that is at stake when it is assessed; 75 % in TIER_3.
    expect(violations).toMatchObject([
      { tier: "TIER_2", slices: [{ chargedBps: 1_200, bps: 1_080, stakeValue: `150${"0".repeat(18)}` }] },
      { tier: "TIER_3", slices: [{ chargedBps: 1_100, bps: 825 }] },
    ]);
    const dossiers = violations.map(({ slices }) => dossierOf(slices[0]?.dossier));
    expect(dossiers.map(({ tier, policy }) => [tier, policy.tier.slashMultiplierBps])).toEqual([
      ["TIER_2", 9_000],
      ["TIER_3", 7_500],
    ]);
    await world.close();
  });

  it("stretches or shortens the grace of what still builds up, and closes nothing that is open", async () => {
    const { world, start, at } = await measuringIn(suite, 50n);
    await world.store(told(A, start, [[80, FAILED]]), start);
    await world.store(told(B, start, [[80, FAILED]]), start);
    await at(start + closed(70));
    // 75 minutes in TIER_2, 60 in TIER_1, 90 in TIER_3.
    await suite.block(...of(A, stake(100n)), ...of(B, { kind: "UNSTAKE", units: 45n * 10n ** 18n }));
    await at(start + closed(70));
    await at(start + closed(80));
    expect(await storedViolations(world.pool)).toMatchObject([
      { operator: B, tier: "TIER_1", openedAt: start + 71 * MINUTE, closedAt: null },
    ]);
    await suite.block(...of(B, stake(100n)));
    await at(start + closed(80) + 30);
    expect((await evaluationOf(world, B)).judgement.success).toMatchObject({ openSince: start + 71 * MINUTE });
    await world.close();
  });
});

it("under new numbers an open violation goes on: what was assessed stays, and only what comes since is charged", async () => {
  const { world, start, at } = await measuringIn(suite, 9n);
  const minutes = 2 * 1_440;
  await world.store(
    told(A, start, [
      [minutes, DOWN],
      [6, {}],
    ]),
    start,
  );
  await at(start + DAY + closed(1));
  const newer: Policy = {
    ...POLICY,
    version: POLICY.version + 1,
    outage: { ...POLICY.outage, graceIntervals: 30 },
    slash: { ...POLICY.slash, downtimeBps: 2, capBps: 9_000 },
  };
  world.now = start + closed(minutes + 6);
  await world.settle(world.evaluator({ policy: newer }));
  const [violation, ...others] = await storedViolations(world.pool);
  expect(others).toEqual([]);
  expect(violation).toMatchObject({
    ...{ startedAt: start, openedAt: start + 61 * MINUTE, closedAt: start + (minutes + 5) * MINUTE },
    slices: [
      { slice: 1, start, end: start + DAY, charged: 1_380, bps: 5_000 },
      { slice: 2, start: start + DAY, end: start + 2 * DAY, charged: 1_440, bps: 2_880 },
    ],
  });
  const [before, since] = violation?.slices ?? [];
  expect(dossierOf(before?.dossier).policy.version).toBe(POLICY.version);
  // By the new grace 1,410 of the first day's 1,440 minutes would have been charged: they are not charged again.
  expect(dossierOf(since?.dossier)).toMatchObject({
    policy: { version: newer.version },
    arithmetic: { counted: 2_880, charged: 1_440, chargedBefore: 1_410 },
  });
  for (const slice of violation?.slices ?? []) {
    const { charged, chargedBps, bps, amount, evidenceHash } = slice;
    expect(recompute(slice.dossier)).toMatchObject({ charged, chargedBps, bps, amount, evidenceHash });
  }
  await world.close();
});

it("of many that are due at once a few are assessed in a transaction, and the others right after it", async () => {
  const { world, start } = await measuringIn(suite, 9n);
  const operators = Array.from({ length: 12 }, (_, n) => `0x${String(n + 1).padStart(40, "7")}` as const);
  for (const operator of operators) {
    await suite.block(...of(operator, REGISTER, stake(9n)));
    await world.store(
      told(operator, start, [
        [70, DOWN],
        [5, {}],
      ]),
      start,
    );
  }
  const evaluator = world.evaluator();
  const assessed = async () => (await storedViolations(world.pool)).map(({ slices }) => slices.length);
  world.now = start + closed(60);
  await world.settle(evaluator);
  world.now = start + closed(75);
  const counts = [];
  for (let pass = 1; pass <= 4; pass += 1) {
    await evaluator.pass();
    counts.push((await assessed()).reduce((sum, slices) => sum + slices, 0));
  }
  expect(counts).toEqual([5, 10, 12, 12]);
  expect(await assessed()).toEqual(Array(12).fill(1));
  expect(await world.isSettled()).toBe(true);
  await world.close();
});

describe("announced maintenance", () => {
  it("keeps an outage open through good minutes, however few of them are judged at a time", async () => {
    const { world, start, at } = await measuringIn(suite, 9n);
    await world.store(
      told(A, start, [
        [65, DOWN],
        [30, {}],
        [3, DOWN],
      ]),
      start,
    );
    await announce(world, A, start + 65 * MINUTE, start + 95 * MINUTE);
    for (let minute = 64; minute <= 98; minute += 2) await at(start + closed(minute));
    expect(await storedViolations(world.pool)).toMatchObject([{ startedAt: start, closedAt: null }]);
    expect((await evaluationOf(world, A)).judgement.outage).toMatchObject({ bad: 68, good: 0 });
    await world.close();
  });

  it("is in the dossier as far as it overlaps the slice", async () => {
    const { world, start, at } = await measuringIn(suite, 9n);
    await announce(world, A, start, start + 20 * MINUTE);
    await announce(world, A, start + 70 * MINUTE, start + 100 * MINUTE);
    await world.store(told(A, start, [[100, DOWN]]), start);
    await world.store(
      told(A, start + 100 * MINUTE, [
        [20, DOWN],
        [5, {}],
      ]),
      start,
    );
    await at(start + closed(125));
    const [violation] = await storedViolations(world.pool);
    expect(violation).toMatchObject({ startedAt: start + 20 * MINUTE, slices: [{ charged: 10 }] });
    expect(dossierOf(violation?.slices[0]?.dossier).maintenance).toEqual([
      { start: start + 70 * MINUTE, end: start + 100 * MINUTE },
    ]);
    await world.close();
  });
});

describe("what comes late", () => {
  it("is not in the seconds that a slice was measured for", async () => {
    const { world, start, at } = await measuringIn(suite, 9n);
    await world.store(
      told(A, start, [
        [70, DOWN],
        [10, null],
        [5, {}],
      ]),
      start,
    );
    await world.store(told(A, start + 70 * MINUTE, [[10, DOWN]]), start + DAY);
    await at(start + closed(85));
    const [violation] = await storedViolations(world.pool);
    expect(violation).toMatchObject({ slices: [{ charged: 10, confidence: "LOW" }] });
    const seconds = 75 * MINUTE;
    expect(dossierOf(violation?.slices[0]?.dossier).evidence).toMatchObject({
      ...{ measuredSeconds: seconds, corroboratedSeconds: seconds },
    });
    await world.close();
  });

  it("is late from the moment on when its minute closes", async () => {
    const { world, start, at } = await measuringIn(suite, 9n);
    await world.store(told(A, start, [[1, DOWN]]), start + closed(1));
    await world.store(told(A, start + MINUTE, [[1, DOWN]]), start + closed(2) - 1);
    await at(start + closed(3));
    expect((await evaluationOf(world, A)).judgement.outage).toMatchObject({ bad: 1, startedAt: start + MINUTE });
    await world.close();
  });

  it("convicts nobody when a whole past is sent at once", async () => {
    const { world, start, at } = await measuringIn(suite, 9n);
    await world.store(told(A, start, [[70, { ...FAILED, upSeconds: 0, downSeconds: 60 }]]), start + DAY);
    await at(start + DAY);
    const { judgement } = await evaluationOf(world, A);
    expect([judgement.outage.bad, judgement.success.bad]).toEqual([0, 0]);
    expect(await storedViolations(world.pool)).toEqual([]);
    await world.close();
  });
});
