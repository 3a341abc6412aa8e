/** Slashes of slices that were assessed here, what was measured of them, and the drafter over a test's database. */
import pino from "pino";
import { makePartitions } from "../../../api/db/partitions.ts";
import { createPool } from "../../../api/db/pool.ts";
import type { JudgedInterval, MeasuredEvidence } from "../../../api/domain/dossier.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { createDrafter, type Drafter } from "../../../api/monitoring/disputes-drafter.ts";
import { recomputeSums } from "../../../api/monitoring/sums.ts";
import type { Rows } from "../../fold/tables.ts";
import { insertSamples, RETENTION } from "../../support/measured-world.ts";
import { minutes } from "../../support/measuring.ts";
import { DOWN } from "../../support/told.ts";
import { outage, START } from "../../unit/domain/support/slices.ts";
import type { Filling, TestDatabase } from "./database.ts";
import { address, CHAIN_ID, ETHER, NOW, REGISTRY, slashRow, stakedRow } from "./rows.ts";
import { VIEWS } from "./template.ts";
import { fillViolations, sliceRow, violationRow } from "./violations.ts";

/** When the outages of these tests begin. */
export const BEGAN = Math.floor((NOW - 10_000) / 60) * 60;
/** Of an outage of 72 minutes. */
export const PERIOD = { start: BEGAN, end: BEGAN + 72 * 60 };

/** 72 minutes down, a few hours ago. */
export function recentOutage(): MeasuredEvidence {
  const moved = ({ at, figures, reports }: JudgedInterval): JudgedInterval => ({
    at: at - START + BEGAN,
    figures,
    reports: reports.map((report) => ({ ...report, receivedAt: report.receivedAt - START + BEGAN })),
  });
  const evidence = outage(72);
  return { ...evidence, intervals: evidence.intervals.map(moved) };
}

/** What the keeper proposes for a slice. */
export function slashOf(
  { operator, incidentKey, evidenceHash, bps, startAt, endAt, severity }: ReturnType<typeof sliceRow>,
  told: Partial<Rows["slash"]> & Pick<Rows["slash"], "id">,
): Rows["slash"] {
  const hex = (text: string): `0x${string}` => `0x${text.slice(2)}`;
  return slashRow({
    ...{ operator: hex(operator), incidentKey, evidenceHash, bps, proposedBps: bps, severity },
    ...{ faultStart: startAt, faultEnd: endAt, ...told },
  });
}

export function drafterOver(url: string, clock: { readonly now: number }, lines: string[] = []): Drafter {
  return createDrafter({
    connectionString: url,
    viewsSchema: VIEWS,
    registry: { chainId: CHAIN_ID, address: REGISTRY },
    policy: POLICY,
    retention: RETENTION,
    now: () => clock.now,
    log: pino({ level: "warn" }, { write: (line: string) => void lines.push(line) }),
    pollMs: 5,
  });
}

export const [FAIR, WRONGED, OTHER] = [address(1), address(2), address(3)];
const fairly = violationRow(1, { operator: FAIR });
export const wrongly = violationRow(2, { operator: WRONGED });
export const fair = sliceRow(fairly, { evidence: recentOutage(), period: PERIOD });
export const wrong = sliceRow(wrongly, { evidence: recentOutage(), period: PERIOD });

/** Six slashes: 1 to 3 can be disputed, and 1 agrees with what was assessed. */
export const SLASHES: Filling = {
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
};

/** What was assessed for `SLASHES`. Two saw the outage of WRONGED, and its own reports say that it was up. */
export async function fillAssessed({ client, url }: TestDatabase): Promise<void> {
  await fillViolations(client, { violations: [fairly, wrongly], slices: [fair, wrong] });
  const pool = createPool({
    ...{ connectionString: url, viewsSchema: VIEWS, applicationName: "test", max: 1 },
    ...{ statementTimeoutMs: 10_000, onError: () => undefined },
  });
  const own = minutes(WRONGED, BEGAN, 72, { reporter: "own", weight: 0 }).filter((_, n) => n % 2 === 0);
  const told = minutes(WRONGED, BEGAN, 72, DOWN).map((sample, n) => ({
    ...sample,
    reporter: n % 2 === 0 ? "mon-1" : "mon-2",
  }));
  await makePartitions(pool, NOW, RETENTION);
  await insertSamples(pool, [...told, ...own], BEGAN);
  await recomputeSums(client, new Map([[WRONGED, Array.from({ length: 72 }, (_, n) => BEGAN + n * 60)]]), POLICY);
  await pool.end();
  // Tests change what the indexer has, through its views.
  await client.query(`set search_path = "${VIEWS}", public`);
}

export interface Draft {
  readonly evidenceHash: string;
  readonly slashId: string;
  readonly pack: string;
  readonly draftedAt: number;
}

/** All drafts, in the order in which they were made. */
export async function draftsIn({ client }: TestDatabase): Promise<Draft[]> {
  const { rows } = await client.query<Draft>(
    `select evidence_hash as "evidenceHash", slash_id as "slashId", pack, drafted_at::float8 as "draftedAt"
     from din_api.dispute_draft order by drafted_at, slash_id`,
  );
  return rows;
}

/** The newest draft of a slash. */
export async function draftOf(database: TestDatabase, slashId: string): Promise<Draft> {
  const found = (await draftsIn(database)).findLast((draft) => draft.slashId === slashId);
  if (found === undefined) throw new Error(`no draft of ${slashId}`);
  return found;
}
