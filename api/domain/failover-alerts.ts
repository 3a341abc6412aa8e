/** What is to be told of failovers. Pure. */
import type { AlertSignal } from "./alert.ts";
import type { Standing } from "./failover.ts";
import { cleared } from "./time-alerts.ts";

/** One service of an operator in a region. */
export interface ServicePlace {
  /** Lowercase. */
  readonly operator: string;
  readonly service: string;
  readonly region: string;
}

/** Whether another node serves than before: what the incident log tells. At first the one that should is no news. */
export function isFailover(previous: Standing | null, next: Standing | null): boolean {
  if (next === null) return false;
  return next.node !== (previous === null ? next.firstNode : previous.node);
}

/**
 * What changed for those who are to know; null if nothing did, so that no alert has to be looked at.
 *
 * @param next null if there is nothing to fail over any more
 */
export function failoverSignal(
  place: ServicePlace,
  previous: Standing | null,
  next: Standing | null,
): AlertSignal | null {
  if (troubleOf(previous) === troubleOf(next)) return null;
  const { operator, service, region } = place;
  const subject = `${service}/${region}`;
  const about = {
    correlationId: `BACKUP_FAILOVER/${operator}/${subject}`,
    kind: "BACKUP_FAILOVER",
    ...{ operator, subject },
  } as const;
  if (next === null || next.node === next.firstNode) return cleared(about);
  const { node, firstNode } = next;
  return {
    ...about,
    is: "FIRING",
    finality: null,
    severity: node === null ? "CRITICAL" : "WARNING",
    message:
      node === null
        ? `No node of ${service} in ${region} lives.`
        : `${service} in ${region} is served by ${node} in place of ${firstNode}.`,
    details: { service, region, node, primary: firstNode },
  };
}

/** Null while the first node serves. */
function troubleOf(standing: Standing | null): string | null {
  if (standing === null || standing.node === standing.firstNode) return null;
  return JSON.stringify([standing.node, standing.firstNode]);
}
