/** A failure that the reader of the terminal can act on: printed without a stack, with what to do about it. */
export class DevnetError extends Error {
  override readonly name = "DevnetError";

  constructor(
    message: string,
    /** What to do, in one or two sentences. */
    readonly advice?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The message of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The `code` of a Node system error, else undefined. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
