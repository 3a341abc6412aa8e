/** Solidity's enums arrive as numbers; these are their names. */
import {
  ASSETS,
  DISPUTE_OUTCOMES,
  OPERATOR_STATUSES,
  SEVERITIES,
  STATUS_CAUSES,
  VIOLATION_TYPES,
} from "../../ponder.schema.ts";

/**
 * The name of a Solidity enum's value.
 *
 * @example enumMember("Asset", ["ETH", "WSTETH"], 1) // "WSTETH"
 * @throws when the number has no name: the ABI and the tables are then of different versions
 */
export function enumMember<const Name extends string>(type: string, names: readonly Name[], value: number): Name {
  const name = names[value];
  if (name !== undefined) return name;
  throw new RangeError(
    `${type} has no member ${value} (known: ${names.join(", ")}). Update ponder.schema.ts with the ABI.`,
  );
}

export const assetOf = (value: number) => enumMember("Asset", ASSETS, value);
export const operatorStatusOf = (value: number) => enumMember("OperatorStatus", OPERATOR_STATUSES, value);
export const statusCauseOf = (value: number) => enumMember("StatusCause", STATUS_CAUSES, value);
export const violationTypeOf = (value: number) => enumMember("ViolationType", VIOLATION_TYPES, value);
export const severityOf = (value: number) => enumMember("Severity", SEVERITIES, value);
export const disputeOutcomeOf = (value: number) => enumMember("DisputeOutcome", DISPUTE_OUTCOMES, value);
