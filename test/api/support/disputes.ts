/** Slashes of slices that were assessed here, and the drafter over a test's database. */
import pino from "pino";
import type { JudgedInterval, MeasuredEvidence } from "../../../api/domain/dossier.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { createDrafter, type Drafter } from "../../../api/monitoring/disputes-drafter.ts";
import type { Rows } from "../../fold/tables.ts";
import { RETENTION } from "../../support/measured-world.ts";
import { outage, START } from "../../unit/domain/support/slices.ts";
import { CHAIN_ID, NOW, REGISTRY, slashRow } from "./rows.ts";
import { VIEWS } from "./template.ts";
import type { sliceRow } from "./violations.ts";

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
