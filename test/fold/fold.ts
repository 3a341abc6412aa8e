/**
 * What the tables must hold, given the canonical chain: a second, independent reading of the registry's events. It is
 * written from the design and the schema's comments, and knows nothing of the indexer's handlers.
 */
import { bondClaimed, bondSettled, owedToTreasury, roleChanged, treasuryClaimed } from "./accounts.ts";
import type { CanonicalEvent } from "./canonical.ts";
import { managerSet, metadataUpdated, registered, scored, statusChanged } from "./operators.ts";
import * as parameters from "./parameters.ts";
import { takePart } from "./parties.ts";
import * as slashes from "./slashes.ts";
import { staked, unstakeCancelled, unstakeClaimed, unstakeRequested } from "./staking.ts";
import { type Deployment, emptyTables, lower, put, type Tables } from "./tables.ts";

/** Folds events, which are in the chain's order, into the content of every table. */
export function foldEvents(events: readonly CanonicalEvent[], deployment: Deployment): Tables {
  const tables = emptyTables();
  for (const event of events) {
    journal(tables, event);
    takePart(tables, event);
    apply(tables, event, deployment);
  }
  return tables;
}

function journal(tables: Tables, { eventName, args: said, moment }: CanonicalEvent): void {
  // Whatever viem's types say: an event without arguments has no `args`.
  const args = said ?? {};
  const counted = "seq" in args;
  put(tables, "event", {
    ...moment,
    name: eventName,
    operator: counted ? lower(args.operator) : null,
    seq: counted ? Number(args.seq) : null,
    subject: "slashId" in args ? args.slashId : "requestId" in args ? args.requestId : null,
  });
}

function apply(tables: Tables, event: CanonicalEvent, deployment: Deployment): void {
  const at = event.moment;
  const registry = () => parameters.registryRow(tables, deployment, at);
  const keepChange = () => parameters.parameterChanged(tables, event.eventName, event.args ?? {}, at);
  switch (event.eventName) {
    case "OperatorRegistered":
      registered(tables, event.args, at);
      break;
    case "ManagerSet":
      managerSet(tables, event.args, at);
      break;
    case "MetadataUpdated":
      metadataUpdated(tables, event.args, at);
      break;
    case "OperatorStatusChanged":
      statusChanged(tables, event.args, at);
      break;
    case "PerformanceScoreUpdated":
      scored(tables, event.args, at);
      break;
    case "Staked":
      staked(tables, event.args, at);
      break;
    case "UnstakeRequested":
      unstakeRequested(tables, event.args, at);
      break;
    case "UnstakeCancelled":
      unstakeCancelled(tables, event.args, at);
      break;
    case "UnstakeClaimed":
      unstakeClaimed(tables, event.args, at);
      break;
    case "SlashProposed":
      slashes.proposed(tables, event.args, at);
      break;
    case "SlashApproved":
      slashes.approved(tables, event.args, at);
      break;
    case "SlashDisputed":
      slashes.disputed(tables, event.args, at);
      break;
    case "SlashResolved":
      slashes.resolved(tables, event.args, at);
      break;
    case "SlashExecuted": {
      const { asset, execution } = event.args;
      owedToTreasury(registry(), asset, execution.fromActive + execution.fromUnbonding);
      slashes.executed(tables, event.args, at);
      break;
    }
    case "SlashCancelled":
      slashes.cancelled(tables, event.args, at);
      break;
    case "SlashExpired":
      slashes.expired(tables, event.args, at);
      break;
    case "BondSettled":
      bondSettled(tables, registry, event.args, at);
      break;
    case "BondClaimed":
      bondClaimed(tables, event.args, at);
      break;
    case "TreasuryClaimed":
      treasuryClaimed(tables, registry(), event.args, at);
      break;
    case "RateObserved":
      parameters.rateObserved(tables, event.args, at);
      break;
    case "RateSourceSet":
      parameters.rateSourceSet(tables, event.args, at);
      keepChange();
      break;
    case "SlashParamsSet":
      parameters.slashParamsSet(registry(), event.args);
      keepChange();
      break;
    case "UnstakeDelaySet":
      registry().unstakeDelay = Number(event.args.unstakeDelay);
      keepChange();
      break;
    case "MinStakeSet":
      registry().minStake = event.args.minStake;
      keepChange();
      break;
    case "TreasurySet":
      registry().treasury = lower(event.args.treasury);
      keepChange();
      break;
    case "PauseMaskChanged":
      parameters.pauseMaskChanged(tables, registry(), event.args, at);
      break;
    case "RoleGranted":
      roleChanged(tables, event.args, true, at);
      break;
    case "RoleRevoked":
      roleChanged(tables, event.args, false, at);
      break;
    case "DefaultAdminTransferScheduled":
    case "DefaultAdminTransferCanceled":
    case "DefaultAdminDelayChangeScheduled":
    case "DefaultAdminDelayChangeCanceled":
    case "RoleAdminChanged":
      keepChange();
      break;
    default:
      // A new event of the registry must be folded, or this does not compile.
      throw new Error(`no fold for ${JSON.stringify(event satisfies never)}`);
  }
}
