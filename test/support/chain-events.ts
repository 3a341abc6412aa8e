/** What the model's blocks hold. */

/** What an event does to its operator. Units are wei of ETH, times Unix seconds. */
export type Effect =
  | { readonly kind: "REGISTER" }
  | { readonly kind: "MANAGER" }
  | { readonly kind: "STAKE"; readonly units: bigint }
  | { readonly kind: "UNSTAKE"; readonly units: bigint }
  | { readonly kind: "SLASH"; readonly units: bigint; readonly until: number }
  | { readonly kind: "SCORE"; readonly score: number }
  | { readonly kind: "RATE"; readonly rateE18: bigint }
  | Step;

/** What a block is asked to hold: the operator is null for events of the registry itself. */
export interface Intent {
  readonly operator: `0x${string}` | null;
  readonly effect: Effect;
}

export interface ModelEvent extends Intent {
  readonly id: string;
  readonly blockHash: `0x${string}`;
  readonly blockNumber: number;
  readonly blockTime: number;
  readonly logIndex: number;
}

export interface ModelBlock {
  readonly number: number;
  readonly hash: `0x${string}`;
  readonly time: number;
  readonly events: readonly ModelEvent[];
}

export type SlashEvent =
  | "SlashProposed"
  | "SlashDisputed"
  | "SlashResolved"
  | "SlashExecuted"
  | "SlashCancelled"
  | "SlashExpired";
export type RequestEvent = "UnstakeRequested" | "UnstakeCancelled" | "UnstakeClaimed";

export type Step =
  /** `bps` counts for SlashProposed alone; SlashResolved overturns. */
  | { readonly kind: "SLASH_STEP"; readonly name: SlashEvent; readonly id: bigint; readonly bps?: number }
  /** `unlockAt` counts for UnstakeRequested alone. */
  | { readonly kind: "REQUEST_STEP"; readonly name: RequestEvent; readonly id: bigint; readonly unlockAt?: number }
  | { readonly kind: "PAUSE"; readonly mask: number; readonly expiresAt: number };
