/** Announces maintenance, and calls it off, with the operator's account (EIP-712), in place of an API key. */

type Hex = `0x${string}`;

const TYPES = {
  Maintenance: [
    { name: "operator", type: "address" },
    { name: "start", type: "uint64" },
    { name: "end", type: "uint64" },
    { name: "reason", type: "string" },
    { name: "deadline", type: "uint64" },
  ],
  CancelMaintenance: [
    { name: "id", type: "bytes32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

interface Domain {
  readonly name: "DIN Maintenance";
  readonly version: "1";
  readonly chainId: number;
  readonly verifyingContract: Hex;
}

/** What is signed to announce, as viem's `signTypedData` takes it. */
export interface MaintenanceTypedData {
  readonly domain: Domain;
  readonly types: Pick<typeof TYPES, "Maintenance">;
  readonly primaryType: "Maintenance";
  readonly message: {
    readonly operator: Hex;
    readonly start: bigint;
    readonly end: bigint;
    readonly reason: string;
    readonly deadline: bigint;
  };
}

/** What is signed to call it off. */
export interface CancelMaintenanceTypedData {
  readonly domain: Domain;
  readonly types: Pick<typeof TYPES, "CancelMaintenance">;
  readonly primaryType: "CancelMaintenance";
  readonly message: { readonly id: Hex; readonly deadline: bigint };
}

interface ToSign<Data> {
  /** Until when the signature holds, Unix seconds; at most an hour ahead. */
  readonly deadline: number;
  /** Both as the query `indexer` tells them. */
  readonly chainId: number;
  readonly registry: Hex;
  /** For example a viem account's `signTypedData`. */
  readonly signTypedData: (data: Data) => Promise<Hex>;
}

export interface MaintenanceToSign extends ToSign<MaintenanceTypedData> {
  /** Whose account signs. */
  readonly operator: Hex;
  readonly start: Date;
  readonly end: Date;
  readonly reason: string;
}

export interface CancellationToSign extends ToSign<CancelMaintenanceTypedData> {
  /** The `maintenanceId`. */
  readonly id: Hex;
}

/**
 * The input of `announceMaintenance`, signed.
 *
 * @example
 * const input = await signMaintenance({ operator, start, end, reason: "new disks", deadline, chainId, registry, signTypedData: (data) => account.signTypedData(data) });
 * await din.request(AnnounceMaintenanceDocument, { input });
 */
export async function signMaintenance(told: MaintenanceToSign) {
  const { operator, reason, deadline, signTypedData } = told;
  const [start, end] = [secondsOf(told.start), secondsOf(told.end)];
  const signature = await signTypedData({
    domain: domainOf(told),
    types: { Maintenance: TYPES.Maintenance },
    primaryType: "Maintenance",
    message: { operator, start: BigInt(start), end: BigInt(end), reason, deadline: BigInt(deadline) },
  });
  const input = { operator, start: textOf(start), end: textOf(end), reason };
  return { ...input, signature: { deadline, signature } };
}

/** The input of `cancelMaintenance`, signed. */
export async function signCancellation(told: CancellationToSign) {
  const { id, deadline, signTypedData } = told;
  const signature = await signTypedData({
    domain: domainOf(told),
    types: { CancelMaintenance: TYPES.CancelMaintenance },
    primaryType: "CancelMaintenance",
    message: { id, deadline: BigInt(deadline) },
  });
  return { id, signature: { deadline, signature } };
}

function domainOf({ chainId, registry }: { readonly chainId: number; readonly registry: Hex }): Domain {
  return { name: "DIN Maintenance", version: "1", chainId, verifyingContract: registry };
}

/** Whole seconds: a signature has no place for their fraction. */
function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}

function textOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
