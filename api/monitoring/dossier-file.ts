/** Dossiers as bytes and their hashes, and the ids that the chain knows violations by. docs/dossiers.md tells how to check them. */
import canonicalize from "canonicalize";
import { encodeAbiParameters, type Hex, isAddress, isHex, keccak256, parseAbiParameters, toBytes } from "viem";
import type { Dossier } from "../domain/dossier.ts";
import type { Charge } from "../domain/violation.ts";

export interface SealedDossier {
  /** Canonical JSON (RFC 8785): what is stored and served, byte for byte. */
  readonly text: string;
  /** keccak256 of its UTF-8 bytes. */
  readonly evidenceHash: Hex;
}

/**
 * Writes a dossier down for good.
 *
 * @throws RangeError for a number that another reader might read as another: only integers up to 2^53 are safe
 */
export function sealDossier(dossier: Dossier): SealedDossier {
  assertExact(dossier);
  const text = canonicalize(dossier);
  if (text === undefined) throw new TypeError("a dossier is an object");
  return { text, evidenceHash: keccak256(toBytes(text)) };
}

function assertExact(value: unknown): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} in a dossier is not an integer that everybody reads alike`);
  }
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) assertExact(part);
}

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
