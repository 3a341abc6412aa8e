/** The lives of slashes, unstake requests and pauses in the model: their events, and the indexer's rows of them. */
import type { pauseChange, slash, unstakeRequest } from "../../api/db/chain.ts";
import { ETH } from "../../api/domain/policy.ts";
import type { Effect, Intent, ModelBlock, ModelEvent, SlashEvent } from "./chain-events.ts";

type SlashRow = typeof slash.$inferSelect;
type RequestRow = typeof unstakeRequest.$inferSelect;
type PauseRow = typeof pauseChange.$inferSelect;

/** Of the event's row. What is no step has no name that the registry would give it. */
export function nameOf(effect: Effect): string {
  if (effect.kind === "SLASH_STEP" || effect.kind === "REQUEST_STEP") return effect.name;
  if (effect.kind === "RATE") return "RateObserved";
  return effect.kind === "PAUSE" ? "PauseMaskChanged" : effect.kind;
}

export function subjectOf(effect: Effect): bigint | null {
  if (effect.kind === "SLASH_STEP" || effect.kind === "REQUEST_STEP") return effect.id;
  return effect.kind === "SLASH" ? 7n : null;
}

export interface StepRows {
  readonly slashes: SlashRow[];
  readonly requests: RequestRow[];
  readonly pauses: PauseRow[];
}

/** The indexer's rows after these blocks. A step of what never began does nothing. */
export function foldSteps(blocks: readonly ModelBlock[]): StepRows {
  const slashes = new Map<bigint, SlashRow>();
  const requests = new Map<bigint, RequestRow>();
  const pauses: PauseRow[] = [];
  for (const event of blocks.flatMap((block) => block.events)) {
    const { effect } = event;
    if (effect.kind === "SLASH_STEP") {
      const before =
        effect.name === "SlashProposed" ? proposed(event, effect.id, effect.bps ?? 500) : slashes.get(effect.id);
      if (before !== undefined) slashes.set(effect.id, { ...before, ...afterSlash(event, effect.name) });
    } else if (effect.kind === "REQUEST_STEP") {
      const before =
        effect.name === "UnstakeRequested"
          ? requested(event, effect.id, effect.unlockAt ?? 0)
          : requests.get(effect.id);
      const state = { UnstakeRequested: "OPEN", UnstakeCancelled: "CANCELLED", UnstakeClaimed: "CLAIMED" } as const;
      if (before !== undefined) requests.set(effect.id, { ...before, state: state[effect.name] });
    } else if (effect.kind === "PAUSE") {
      const { mask, expiresAt } = effect;
      pauses.push({
        ...provenance(event),
        id: event.id,
        by: ACCOUNT,
        mask,
        expiresAt,
        clockStoppedAt: 0,
        pausedSeconds: 0,
      });
    }
  }
  return { slashes: [...slashes.values()], requests: [...requests.values()], pauses };
}

const LIVE = ["PROPOSED", "DISPUTED", "UPHELD"];

/** Whether the registry would take the step, after these blocks and what is before it in its own. */
export function isPossible(blocks: readonly ModelBlock[], { operator, effect }: Intent): boolean {
  if (effect.kind !== "SLASH_STEP" && effect.kind !== "REQUEST_STEP") return true;
  const { slashes, requests } = foldSteps(blocks);
  const rows = effect.kind === "SLASH_STEP" ? slashes : requests;
  const row = rows.find(({ id }) => id === effect.id);
  if (effect.name === "SlashProposed" || effect.name === "UnstakeRequested") return row === undefined;
  if (row === undefined || row.operator !== operator) return false;
  switch (effect.name) {
    case "SlashDisputed":
      return row.state === "PROPOSED";
    case "SlashResolved":
      return row.state === "DISPUTED";
    case "SlashExecuted":
      // Once for each asset, in one block.
      return row.state === "EXECUTED"
        ? blocks.at(-1)?.events.some(isExecution(effect.id)) === true
        : LIVE.includes(row.state);
    case "SlashCancelled":
    case "SlashExpired":
      return LIVE.includes(row.state);
    default:
      return row.state === "OPEN";
  }
}

function isExecution(id: bigint) {
  return ({ effect }: Intent) => effect.kind === "SLASH_STEP" && effect.name === "SlashExecuted" && effect.id === id;
}

function afterSlash(event: ModelEvent, name: SlashEvent): Partial<SlashRow> {
  switch (name) {
    case "SlashProposed":
      return {};
    case "SlashDisputed":
      return { state: "DISPUTED", disputer: ACCOUNT, bond: ETH, resolveBy: event.blockTime + 100 };
    case "SlashResolved":
      return { state: "CANCELLED", outcome: "OVERTURNED", resolver: ACCOUNT, resolution: "not so" };
    case "SlashExecuted":
      return { state: "EXECUTED", executor: ACCOUNT, slashedValue: ETH };
    case "SlashCancelled":
      return { state: "CANCELLED", cancelledBy: ACCOUNT, cancelReason: "never mind" };
    case "SlashExpired":
      return { state: "EXPIRED" };
  }
}

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const HASH = `0x${"0".repeat(64)}` as const;

function provenance({ blockNumber, blockHash, blockTime, logIndex }: ModelEvent) {
  return { blockNumber, blockHash, blockTime, transactionHash: blockHash, logIndex };
}

function proposed(event: ModelEvent, id: bigint, bps: number): SlashRow {
  return {
    ...{ id, operator: event.operator ?? ACCOUNT, state: "PROPOSED", bps, proposedBps: bps, largeSlashBps: 1_000 },
    ...{ violationType: "DOWNTIME", severity: "HIGH", reason: "down for an hour", evidenceUri: "", evidenceHash: HASH },
    ...{ incidentKey: HASH, faultStart: 0, faultEnd: 0, snapshotValue: 10n * ETH, proposedValue: ETH, ethUnits: ETH },
    ...{ wstethUnits: 0n, proposedEthUnits: ETH, proposedWstethUnits: 0n, ethRateE18: ETH, wstethRateE18: 0n },
    ...{
      approvedAtBirth: false,
      disputeUntil: event.blockTime + 100,
      resolveBy: null,
      executeBy: event.blockTime + 200,
    },
    ...{ resolutionWindow: 0, executionWindow: 0, cooldown: 0, disputeBond: ETH, proposer: ACCOUNT },
    ...{ proposedAt: event.blockTime, proposedBlock: event.blockNumber, proposedTransaction: event.blockHash },
    ...{ approver: null, approvedAt: null, approvedTransaction: null, disputer: null, disputedAt: null },
    ...{ disputedTransaction: null, disputeEvidenceHash: null, disputeUri: null, bond: null, resolver: null },
    ...{
      resolvedAt: null,
      resolvedTransaction: null,
      outcome: null,
      resolution: null,
      executor: null,
      executedAt: null,
    },
    ...{ executedTransaction: null, slashedEthUnits: null, slashedWstethUnits: null, slashedValue: null },
    ...{ slashedUntil: null, cancelledBy: null, cancelledAt: null, cancelledTransaction: null, cancelReason: null },
    ...{ expiredAt: null, expiredTransaction: null, bondRecipient: null, bondForfeited: null, bondSettledAt: null },
    ...{ bondSettledTransaction: null, lastEventId: event.id },
  };
}

function requested(event: ModelEvent, id: bigint, unlockAt: number): RequestRow {
  return {
    ...{ id, operator: event.operator ?? ACCOUNT, recipient: ACCOUNT, asset: "ETH", state: "OPEN" },
    ...{ unitsRequested: ETH, units: ETH, factor: 10n ** 27n, epoch: 0, unitsPaid: 0n, unitsSlashed: 0n, unlockAt },
    ...{ requestedAt: event.blockTime, requestedTransaction: event.blockHash, closedAt: null, closedTransaction: null },
  };
}
