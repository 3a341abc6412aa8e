/** What an operator says of itself, signed: where it serves, with what software, and what stands by. */

/** Kinds of client software of a node. */
export const SOFTWARE_ROLES = ["EXECUTION", "CONSENSUS", "SIGNER", "RELAY"] as const;
export type SoftwareRole = (typeof SOFTWARE_ROLES)[number];

export interface ProfileEndpoint {
  readonly service: string;
  readonly region: string;
  readonly url: string;
}

export interface ProfileSoftware {
  readonly role: SoftwareRole;
  readonly name: string;
  readonly version: string;
}

/** A node of a service in a region; the lowest priority number serves while it lives. */
export interface ProfileNode {
  readonly id: string;
  readonly service: string;
  readonly region: string;
  readonly priority: number;
}

export interface OperatorProfile {
  readonly name: string;
  readonly regions: readonly string[];
  readonly endpoints: readonly ProfileEndpoint[];
  readonly software: readonly ProfileSoftware[];
  readonly nodes: readonly ProfileNode[];
}
