/** The registry a process was set up for. */
export interface ExpectedRegistry {
  readonly chainId: number;
  /** Lowercase. */
  readonly address: string;
}

/** `chainId:address`: what the follower's state is kept under. */
export function registryKey({ chainId, address }: ExpectedRegistry): string {
  return `${chainId}:${address}`;
}
