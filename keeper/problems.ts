/** What keeps the keeper from its work, in words that hold no secret: they are told to everybody. */
import { DinProtocolError, DinRequestError } from "@dreamnet/din-infrastructure-core";
import { BaseError, ContractFunctionZeroDataError, HttpRequestError } from "viem";
import type { Problem, Role } from "./intent.ts";

/** The API takes messages of one line, no longer than this. */
const MAX_MESSAGE = 400;

/** URLs hold the keys of those who pay for them, and libraries quote URLs. */
const URL_LIKE = /\b[a-z][a-z0-9+.-]*:\/\/\S+/gi;

/** What the API takes for no part of a line: one such character would be the refusal of all that a keeper says. */
const NOT_OF_A_LINE = /[\p{Cc}\p{Cs}\s\u202a-\u202e\u2066-\u2069]+/gu;

/** A text as one line that may be shown. */
export function oneLine(text: string): string {
  const line = text.replace(URL_LIKE, "(a URL)").replace(NOT_OF_A_LINE, " ").trim();
  // A cut may leave half of a character behind.
  return line.length > MAX_MESSAGE
    ? `${line.slice(0, MAX_MESSAGE - 1).replace(NOT_OF_A_LINE, " ")}…`
    : line || "unknown";
}

/** What an error says, for people. */
export function whatFailed(error: unknown): string {
  if (error instanceof HttpRequestError) {
    return oneLine(error.status === undefined ? `no answer${causeOf(error)}` : `HTTP status ${error.status}`);
  }
  if (error instanceof BaseError) {
    const http = error.walk((cause) => cause instanceof HttpRequestError);
    if (http instanceof HttpRequestError) return whatFailed(http);
    return oneLine(
      error.details && error.details !== error.shortMessage
        ? `${error.shortMessage} ${error.details}`
        : error.shortMessage,
    );
  }
  if (error instanceof DinRequestError)
    return oneLine(`${error.code ?? `HTTP status ${error.status}`}: ${error.message}`);
  if (error instanceof DinProtocolError) return oneLine(error.message);
  if (error instanceof Error) return oneLine(`${error.message || error.name}${causeOf(error)}`);
  return oneLine(String(error));
}

/** The code of what the system refused: ECONNREFUSED. */
function causeOf(error: Error): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string" && cause.code !== "") return ` (${cause.code})`;
  }
  return "";
}

const withoutStop = (text: string) => text.replace(/\.$/, "");

export const apiFailing = (error: unknown): Problem => ({
  code: "API_FAILING",
  role: null,
  message: `The API cannot be asked: ${withoutStop(whatFailed(error))}. Nothing is planned until it answers.`,
});

/** @param what could not be read, while all else is */
export const partFailing = (what: string, role: Role, error: unknown): Problem => ({
  code: "API_FAILING",
  role,
  message: `${what} cannot be read: ${withoutStop(whatFailed(error))}. What needs them waits.`,
});

export const rpcFailing = (error: unknown): Problem => ({
  code: "RPC_FAILING",
  role: null,
  message: `The chain cannot be asked: ${withoutStop(whatFailed(error))}. Nothing is sent until it answers.`,
});

/** Whether a call was answered with nothing: there is no contract, or one without that function. */
export function isNoRegistry(error: unknown): boolean {
  return error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null;
}

/** Each kind of problem once for each role: the first that was told. */
export function distinct(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const key = `${problem.code}/${problem.role ?? ""}`;
    if (!first.has(key)) first.set(key, problem);
  }
  return [...first.values()];
}
