/** The ids that the chain knows violations and their slices by. docs/dossiers.md tells how to check them. */
import { encodeAbiParameters, type Hex, isAddress, isHex, keccak256, parseAbiParameters } from "viem";
import type { Charge } from "../domain/violation.ts";

export interface ViolationSource {
  readonly chainId: number;
  /** Lowercase addresses. */
  readonly registry: string;
  readonly operator: string;
  /** What it is charged by, or the confirmed incident it is. */
  readonly source: { readonly charge: Charge } | { readonly incidentId: string };
  /** Unix seconds. */
  readonly openedAt: number;
}

const VIOLATION = parseAbiParameters(
  "uint256 chainId, address registry, address operator, string charge, string incidentId, uint256 openedAt",
);

/**
 * The id of a violation, fixed at its opening: keccak256(abi.encode(chainId, registry, operator, charge, incidentId,
 * openedAt)), with an empty string for the one of charge and incident id that it has not.
 */
export function violationIdOf({ chainId, registry, operator, source, openedAt }: ViolationSource): Hex {
  const charge = "charge" in source ? source.charge : "";
  const incidentId = "incidentId" in source ? source.incidentId : "";
  return keccak256(
    encodeAbiParameters(VIOLATION, [
      BigInt(chainId),
      address(registry),
      address(operator),
      charge,
      incidentId,
      BigInt(openedAt),
    ]),
  );
}

const INCIDENT = parseAbiParameters("bytes32 violationId, uint256 slice");

/** By what the registry knows a slice, once for ever: keccak256(abi.encode(violationId, slice)). */
export function incidentKeyOf(violationId: string, slice: number): Hex {
  if (!isHex(violationId)) throw new TypeError(`not a violation's id: ${violationId}`);
  return keccak256(encodeAbiParameters(INCIDENT, [violationId, BigInt(slice)]));
}

function address(text: string): Hex {
  if (!isAddress(text, { strict: false })) throw new TypeError(`not an address: ${text}`);
  return text;
}
