/** Why the registry refuses a call of ours: its errors by the first four bytes of what it reverts with. */

interface Revert {
  /** The contract's name of it; the code is the same in capitals. */
  readonly name: string;
  readonly message: string;
}

/** Those that the calls sent from here can meet; a test compares them with the contract. */
export const REVERTS: Readonly<Record<string, Revert>> = {
  "0x25358778": {
    name: "AllLocked",
    message: "Live slashes reserve all of it: it can be claimed once they are settled.",
  },
  "0x45ed80e9": { name: "AlreadyRegistered", message: "The operator is registered already: stake for it." },
  "0xf4e865b0": { name: "InsufficientActive", message: "The operator has less ETH staked than that." },
  "0x3f1996b7": {
    name: "LeavingOrExited",
    message: "The operator is leaving or has left: only it or its manager can stake for it.",
  },
  "0x75329b77": { name: "MinStakeTooLow", message: "The registry's least stake is higher now: try again." },
  "0xea8e4eb5": { name: "NotAuthorized", message: "The wallet's account is neither the operator nor its manager." },
  "0x605ecdae": { name: "NotMatured", message: "The unstake delay has not passed yet." },
  "0xbfc6c337": { name: "NotRegistered", message: "No operator is registered at this address." },
  "0x8f121e43": { name: "Paused", message: "The registry is paused for this." },
  "0x36899e48": { name: "PaymentFailed", message: "The recipient did not take the ETH." },
  "0xc75787d4": { name: "RateMissing", message: "The registry knows no rate of the asset yet." },
  "0x4287938c": { name: "RequestClosed", message: "There is no such open request: it was claimed or cancelled." },
  "0x9de11a42": { name: "TooManyUnits", message: "It is more than the registry can hold." },
  "0x1f2a2005": { name: "ZeroAmount", message: "The amount is 0." },
};

export const codeOf = (name: string): string => name.replace(/(?<!^)(?=[A-Z])/g, "_").toUpperCase();

/**
 * What a node's error says of a revert; null if it is none. Nodes and libraries put what a call reverted with in `data`,
 * of the error itself or of what caused it.
 */
export function revertOf(error: unknown): { readonly code: string; readonly message: string } | null {
  const chain = [...causesOf(error)];
  const data = chain.map(dataOf).find((found) => found !== null);
  const known = data === undefined || data === null ? undefined : REVERTS[data.slice(0, 10)];
  if (known !== undefined) return { code: codeOf(known.name), message: known.message };
  const told = chain.map((cause) => messageOf(cause)).find((message) => /revert/i.test(message));
  if (data === undefined && told === undefined) return null;
  return { code: "REVERTED", message: `The registry would refuse it: ${told ?? data ?? "without a reason"}.` };
}

/** An error and what caused it, from the outside in; a library may wrap the node's several times. */
function* causesOf(error: unknown): Generator<object> {
  let next = error;
  for (let depth = 0; depth < 10 && typeof next === "object" && next !== null; depth += 1) {
    yield next;
    next = "cause" in next ? next.cause : undefined;
  }
}

function dataOf(error: object): string | null {
  if (!("data" in error)) return null;
  const { data } = error;
  if (typeof data === "string") return /^0x[0-9a-f]{8}/i.test(data) ? data.toLowerCase() : null;
  return typeof data === "object" && data !== null ? dataOf(data) : null;
}

function messageOf(error: object): string {
  if ("shortMessage" in error && typeof error.shortMessage === "string") return error.shortMessage;
  return "message" in error && typeof error.message === "string" ? error.message : "";
}
