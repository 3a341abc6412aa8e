/** The envelope of GraphQL's answers. What is below `data` is the schema's promise, which the generated types state. */
import { DinProtocolError, DinRequestError, type GraphQLErrorEntry } from "./errors.ts";

export interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphQLErrorEntry[];
}

/**
 * What was asked for.
 *
 * @throws DinRequestError, DinProtocolError
 */
export async function readAnswer<Result>(response: Response): Promise<Result> {
  const text = await response.text();
  return dataOf(parseAnswer<Result>(text, response), response);
}

/** @throws DinProtocolError */
export function parseAnswer<Result>(text: string, response: Response): Answer<Result> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new DinProtocolError(response.status, cause, retryAfterIn(response));
  }
  if (!isAnswer<Result>(parsed)) throw new DinProtocolError(response.status, undefined, retryAfterIn(response));
  return parsed;
}

/** @throws DinRequestError if there are errors, DinProtocolError if there is nothing */
export function dataOf<Result>({ data, errors }: Answer<Result>, response: Response): Result {
  if (errors !== undefined && errors.length > 0) {
    throw new DinRequestError(errors, response.status, retryAfterIn(response));
  }
  if (data === undefined || data === null) throw new DinProtocolError(response.status);
  return data;
}

/** Seconds; a date, which the API never sends, is none. */
function retryAfterIn({ headers }: Response): number | null {
  const text = headers.get("retry-after");
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function isAnswer<Result>(value: unknown): value is Answer<Result> {
  if (!isObject(value)) return false;
  const { data, errors } = value;
  if (data !== undefined && data !== null && !isObject(data)) return false;
  return errors === undefined ? "data" in value : Array.isArray(errors) && errors.every(isErrorEntry);
}

/** What the errors thrown here rely on; the rest of an entry is the caller's to look at. */
function isErrorEntry(value: unknown): value is GraphQLErrorEntry {
  return isObject(value) && typeof value.message === "string";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
