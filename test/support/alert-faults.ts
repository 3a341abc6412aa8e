/** What alerts of the chain have to say once the follower has settled, from the model alone. */
import type { ChainModel, ModelEvent } from "./chain-model.ts";
import { foldSteps, nameOf, subjectOf } from "./chain-steps.ts";

export interface StoredAlert {
  readonly correlationId: string;
  readonly kind: string;
  readonly state: string;
  readonly finality: string | null;
  readonly operator: string | null;
  /** Of changes: the tier it says the operator has now. */
  readonly to: string | null;
}

const KINDS: Readonly<Record<string, string>> = {
  SlashProposed: "SLASH_PROPOSED",
  SlashDisputed: "SLASH_DISPUTED",
  SlashExecuted: "SLASH_EXECUTED",
  SlashCancelled: "SLASH_CANCELLED",
  UnstakeRequested: "STAKE_DECREASED",
};

/**
 * Everything wrong with alerts of a history in which nothing was old and nobody resolved anything by hand.
 *
 * @param tiers in the sort rows, by operator
 */
export function alertFaults(
  model: ChainModel,
  alerts: readonly StoredAlert[],
  tiers: ReadonlyMap<string, string>,
): string[] {
  const { slashes, requests } = foldSteps(model.indexed);
  const faults: string[] = [];
  const standing = new Map<string, ModelEvent>();
  for (const event of model.indexed.flatMap(({ events }) => events)) {
    const kind = KINDS[nameOf(event.effect)];
    if (kind !== undefined)
      standing.set(`${kind}/${event.operator}/${subjectOf(event.effect)}@${event.blockHash}`, event);
  }
  const stored = new Map(alerts.map((alert) => [alert.correlationId, alert]));
  for (const [correlationId, event] of standing) {
    const alert = stored.get(correlationId);
    const holds = doesHold(event);
    const isFinal = event.blockNumber <= model.finalized;
    // What had ended when it was seen first was never told.
    if (alert === undefined && !holds) continue;
    const expected = `${holds ? "FIRING" : "RESOLVED"} ${isFinal ? "FINALIZED" : "PENDING"}`;
    const found = alert === undefined ? "missing" : `${alert.state} ${alert.finality}`;
    if (found !== expected) faults.push(`${correlationId} is ${found}, not ${expected}`);
  }
  for (const { correlationId, kind, state, operator, to } of alerts) {
    if (Object.values(KINDS).includes(kind) && !standing.has(correlationId)) {
      const overturned = slashes.some(({ outcome }) => kind === "SLASH_CANCELLED" && outcome === "OVERTURNED");
      if (state !== "RETRACTED" && !overturned) faults.push(`${correlationId} is gone and ${state}`);
    }
    const isOpen = state !== "RESOLVED" && state !== "RETRACTED";
    if (kind === "TIER_CHANGED" && isOpen && tiers.get(operator ?? "") !== to) {
      faults.push(`${correlationId} says ${to}, the row ${tiers.get(operator ?? "")}`);
    }
  }
  return faults;

  function doesHold({ effect }: ModelEvent): boolean {
    const id = subjectOf(effect);
    const state = slashes.find((row) => row.id === id)?.state ?? "";
    switch (nameOf(effect)) {
      case "SlashProposed":
        return ["PROPOSED", "DISPUTED", "UPHELD"].includes(state);
      case "SlashDisputed":
        return state === "DISPUTED";
      case "UnstakeRequested":
        return requests.find((row) => row.id === id)?.state !== "CANCELLED";
      default:
        return true;
    }
  }
}
