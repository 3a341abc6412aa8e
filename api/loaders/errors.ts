import type { SlashRefusal } from "../domain/slash-options.ts";

/** What a caller did wrong, in a form a program can act on. `code` is stable; `message` is for people. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: RequestErrorCode;
  /** Machine-readable particulars, such as the bound that was passed. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: RequestErrorCode, message: string, details: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export type RequestErrorCode =
  | SlashRefusal
  | "NOT_AUTHORIZED"
  | "RESOLVER_IS_PARTY"
  | "ZERO_AMOUNT"
  | "TOO_MANY_UNITS"
  | "INVALID_MANAGER"
  | "INVALID_RECIPIENT"
  | "REQUEST_CLOSED"
  | "ASSET_NOT_SUPPORTED"
  | "CHAIN_UNAVAILABLE"
  | "SENDER_MISSING"
  | "EVIDENCE_MISSING"
  | "INVALID_OUTCOME"
  | "INVALID_REDUCTION"
  | "PAGE_SIZE_OUT_OF_RANGE"
  | "PAGE_SIZE_AMBIGUOUS"
  | "INVALID_CURSOR"
  | "INVALID_FILTER"
  | "TOO_MANY_IDS"
  | "INVALID_RANGE"
  | "TOO_MANY_POINTS"
  | "TOO_MANY_VIOLATIONS"
  | "COUNT_OUT_OF_RANGE"
  | "OUT_OF_RANGE"
  | "DOSSIERS_TOO_LARGE"
  | "EVIDENCE_TOO_LARGE"
  | "RANGE_NOT_KEPT"
  | "SNAPSHOT_EXPIRED"
  | "UNKNOWN_SERVICE"
  | "INVALID_ID"
  | "BLOCK_NOT_INDEXED"
  | "INDEXER_UNAVAILABLE"
  | "REGISTRY_MISMATCH";
