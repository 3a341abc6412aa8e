/** One question after another to a node that may be down, slow, of another chain, or talk rubbish. */
import { createClient, type Hex, http, RpcRequestError } from "viem";

/** Why the chain could not be asked. */
export type ChainProblem =
  | "NOT_CONFIGURED"
  | "BUSY"
  | "TIMEOUT"
  | "UNREACHABLE"
  | "REFUSED"
  | "BAD_ANSWER"
  | "WRONG_CHAIN"
  | "NO_REGISTRY";

/** For people. Nothing of it is from the node or its URL, which may hold a key. */
export const PROBLEM_TEXTS: Readonly<Record<ChainProblem, string>> = {
  NOT_CONFIGURED: "This API has no RPC to ask the chain by: RPC_URL is not set.",
  BUSY: "As much of the chain is being asked as this API allows: try again in a moment.",
  TIMEOUT: "The RPC did not answer in time: try again.",
  UNREACHABLE: "The RPC cannot be reached, or broke off: try again.",
  REFUSED: "The RPC refused to answer: try again.",
  BAD_ANSWER: "The RPC answered what is no answer.",
  WRONG_CHAIN: "The RPC is of another chain than the registry.",
  NO_REGISTRY: "There is no registry at its address on the RPC's chain.",
};

/** Thrown with one of the problems; nothing else of what went wrong is kept. */
export class ChainUnavailable extends Error {
  override readonly name = "ChainUnavailable";
  readonly problem: ChainProblem;

  constructor(problem: ChainProblem) {
    super(PROBLEM_TEXTS[problem]);
    this.problem = problem;
  }
}

/** What is asked of the node. Answers are as they came: anything. */
export type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** No answer that is looked at is longer, bytes. */
const MAX_ANSWER = 256 * 1_024;

/**
 * Asks one URL until the signal aborts, which ends answers that trickle, too.
 *
 * @returns a function that throws viem's errors
 */
export function askerOf(url: string, signal: AbortSignal): Ask {
  // viem's own timeout is over once an answer has begun.
  const options = { retryCount: 0, timeout: 0, maxResponseBodySize: MAX_ANSWER, fetchOptions: { signal } };
  const client = createClient({ transport: http(url, options) });
  // Its types know what each method answers; a node may not.
  return (method, params) =>
    client.request<{ Method: string; Parameters: readonly unknown[]; ReturnType: unknown }>({ method, params });
}

/** What it means that asking failed with this error. */
export function problemOf(error: unknown, signal: AbortSignal): ChainProblem {
  if (error instanceof ChainUnavailable) return error.problem;
  if (signal.aborted) return "TIMEOUT";
  const causes = [...causesOf(error)];
  if (causes.some((cause) => cause instanceof RpcRequestError)) return "REFUSED";
  const http = causes.find((cause) => cause.name === "HttpRequestError");
  const status = http !== undefined && "status" in http && typeof http.status === "number" ? http.status : null;
  if (status !== null) return status < 400 ? "BAD_ANSWER" : "REFUSED";
  if (causes.some(({ name }) => name === "SyntaxError" || name === "ResponseBodyTooLargeError")) return "BAD_ANSWER";
  if (causes.some(({ name }) => name === "TimeoutError")) return "TIMEOUT";
  return http === undefined ? "BAD_ANSWER" : "UNREACHABLE";
}

function* causesOf(error: unknown): Generator<Error> {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && at instanceof Error; depth += 1) {
    yield at;
    at = at.cause;
  }
}

/** @throws ChainUnavailable BAD_ANSWER unless it is a hexadecimal number of 32 bytes at most */
export function quantity(answer: unknown): bigint {
  if (typeof answer === "string" && /^0x[0-9a-f]{1,64}$/i.test(answer)) return BigInt(answer);
  throw new ChainUnavailable("BAD_ANSWER");
}

/** @throws ChainUnavailable BAD_ANSWER unless it is bytes in hexadecimal */
export function bytes(answer: unknown): Hex {
  if (typeof answer === "string" && /^0x([0-9a-f]{2})*$/i.test(answer)) return `0x${answer.slice(2)}`;
  throw new ChainUnavailable("BAD_ANSWER");
}

/** What a call that returns one address returned, lowercase. @throws ChainUnavailable BAD_ANSWER unless it is that */
export function addressIn(answer: unknown): Hex {
  const word = bytes(answer).toLowerCase();
  if (/^0x0{24}[0-9a-f]{40}$/.test(word)) return `0x${word.slice(26)}`;
  throw new ChainUnavailable("BAD_ANSWER");
}
