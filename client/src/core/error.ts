/**
 * Something that `DINInfrastructureCore` was asked for and did not do. `code` is stable: the API's where the API refused,
 * the registry's (such as ALREADY_REGISTERED for its error AlreadyRegistered) where the chain did, or one of these:
 * NOT_CONFIGURED, INVALID_OPERATOR, INVALID_WALLET, INVALID_AMOUNT, INVALID_LIMIT, INVALID_TIMESTAMP, WALLET_MISSING,
 * WRONG_CHAIN, WRONG_REGISTRY, REVERTED, NOT_MINED, NOT_INDEXED.
 */
export class DinCoreError extends Error {
  override readonly name = "DinCoreError";
  readonly code: string;
  /** The transaction it is about; null if none was sent. With NOT_MINED and NOT_INDEXED it may yet count. */
  readonly transaction: `0x${string}` | null;

  constructor(code: string, message: string, transaction: `0x${string}` | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.transaction = transaction;
  }
}
