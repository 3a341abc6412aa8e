/** Six operators to be ranked, and facts about one of them from before and after a moment. */
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { POLICY } from "../../../api/domain/policy.ts";
import { registerReporter } from "../../../api/ingestion/registry.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { evaluationRow } from "./measured.ts";
import { forgetRanking } from "./ranking.ts";
import { address, baseRows, ETHER, NOW, slashRow, stakedRow } from "./rows.ts";
import { fillViolations, sliceRow, violationRow } from "./violations.ts";
import { withPool } from "./writer.ts";

export const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];
/** The end of a day, and so of an hour. */
export const AT = NOW - (NOW % DAY);
/** Every interval before it has closed. */
export const LATER = AT + 20 * MINUTE;

export const BEST = address(1);
export const SCORED = address(2);
export const TIED = address(3);
export const HURT = address(4);
export const GONE = address(5);
export const TIED_TOO = address(6);

const STAKES = [100n, 10n, 10n, 1n, 0n, 10n];
const OPERATORS = [BEST, SCORED, TIED, HURT, GONE, TIED_TOO];

const { score: SCORE } = evaluationRow({ operator: BEST });
const hourRow = (operator: string, at: number, value: number) => ({
  ...{ operator, at, policyVersion: POLICY.version, coverageBps: 10_000 },
  score: { ...SCORE, components: [], value },
});

/** A database with them for all tests of a file; each begins without a ranking. */
export function rankedWorld(): { readonly database: TestDatabase } {
  let made: TestDatabase | undefined;
  const world = {
    get database() {
      if (made === undefined) throw new Error("the world is used outside its tests");
      return made;
    },
  };
  beforeAll(async () => {
    made = await createTestDatabase(inject("apiPostgresUrl"));
    await fill(made);
  });
  beforeEach(() => forgetRanking(world.database.client));
  afterAll(() => made?.drop());
  return world;
}

async function fill(database: TestDatabase): Promise<void> {
  await database.fill({
    ...baseRows(),
    operator: OPERATORS.map((operator, n) => stakedRow({ address: operator, ethActive: (STAKES[n] ?? 0n) * ETHER })),
    operatorEvaluation: OPERATORS.map((operator) =>
      evaluationRow({ operator, ...(operator === BEST ? { score: 9_000 } : {}) }),
    ),
    scoreHistory: [hourRow(SCORED, AT, 7_000), hourRow(SCORED, AT + HOUR, 9_500), hourRow(BEST, AT + HOUR, 10_000)],
    slash: [
      slashRow({ id: 1n, operator: HURT, state: "EXECUTED", bps: 720, executedAt: AT }),
      slashRow({ id: 2n, operator: HURT, state: "EXECUTED", bps: 1_000, executedAt: AT + 1 }),
    ],
  });
  await database.sort(NOW);
  const was = violationRow(1, { operator: HURT, openedAt: AT });
  const comes = violationRow(2, { operator: HURT, openedAt: AT + 1 });
  await fillViolations(database.client, {
    violations: [was, comes],
    // Found to be worse after the moment.
    slices: [
      { ...sliceRow(was), assessedAt: AT, severity: "LOW" },
      { ...sliceRow(was, { slice: 2 }), assessedAt: AT + 1, severity: "CRITICAL" },
      { ...sliceRow(comes), assessedAt: AT + 1 },
    ],
  });
  await withPool(database.url, (pool) =>
    registerReporter(pool, { id: "own", name: "own", address: HURT, weight: 1 }, NOW),
  );
}
