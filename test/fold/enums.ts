/** The registry's enums, in the order of `IDINRegistry.sol`: written down here again, so that a misplaced name shows. */
import type * as schema from "../../indexer/ponder.schema.ts";

export const ASSET: readonly schema.Asset[] = ["ETH", "WSTETH"];
export const STATUS: readonly schema.OperatorStatus[] = ["NONE", "INACTIVE", "ACTIVE", "LEAVING", "SLASHED"];
export const CAUSE: readonly schema.StatusCause[] = [
  "NONE",
  "REGISTRATION",
  "STAKE",
  "UNSTAKE",
  "UNSTAKE_CANCELLED",
  "CLAIM",
  "SLASH",
  "SYNC",
];
export const VIOLATION: readonly schema.ViolationType[] = [
  "NONE",
  "DOWNTIME",
  "BAD_DATA",
  "MISBEHAVIOR",
  "PERFORMANCE_THRESHOLD",
  "GOVERNANCE",
];
export const SEVERITY: readonly schema.Severity[] = ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
export const OUTCOME: readonly schema.DisputeOutcome[] = ["NONE", "OVERTURNED", "REDUCED", "UPHELD"];

/** The name of an enum's value. A value past the last name is a contract this fold does not know. */
export function nameOf<Name extends string>(names: readonly Name[], value: number): Name {
  const name = names[value];
  if (name === undefined) throw new RangeError(`no name for ${value} among ${names.join(", ")}`);
  return name;
}
