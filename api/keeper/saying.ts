/** Whether a keeper's report is one that can be kept. */
import { ValidationError } from "../domain/failure.ts";
import type { KeeperAccount, KeeperProblem, KeeperProblemCode, KeeperRole } from "../domain/keeper.ts";
import { ID, ID_RULE, lineOf } from "../domain/naming.ts";

/** A report as it comes. */
export interface KeeperSaying {
  readonly id: string;
  readonly active: boolean;
  readonly accounts: readonly AccountSaying[];
  readonly problems: readonly ProblemSaying[];
}

interface AccountSaying {
  readonly role: KeeperRole;
  /** Lowercase. */
  readonly address: string;
  /** Wei. */
  readonly balance?: bigint | null | undefined;
  readonly inFlight: number;
}

interface ProblemSaying {
  readonly code: KeeperProblemCode;
  readonly role?: KeeperRole | null | undefined;
  readonly message: string;
}

/** More than there are roles and codes, and little enough to be kept with every report. */
export const MAX_ACCOUNTS = 10;
export const MAX_PROBLEMS = 20;
const MAX_MESSAGE = 500;
/** More than a node takes of one account. */
const MAX_IN_FLIGHT = 100_000;

export interface CheckedReport {
  readonly id: string;
  readonly active: boolean;
  readonly accounts: readonly KeeperAccount[];
  readonly problems: readonly KeeperProblem[];
}

/** A report as it is kept. @throws ValidationError */
export function checkedReport({ id, active, accounts, problems }: KeeperSaying): CheckedReport {
  if (!ID.test(id)) throw invalid("INVALID_KEEPER", `A keeper's id is ${ID_RULE}.`, "id");
  if (accounts.length > MAX_ACCOUNTS) {
    throw invalid("TOO_MANY_ACCOUNTS", `A keeper has at most ${MAX_ACCOUNTS} accounts.`, "accounts");
  }
  if (problems.length > MAX_PROBLEMS) {
    throw invalid("TOO_MANY_PROBLEMS", `A report has at most ${MAX_PROBLEMS} problems.`, "problems");
  }
  return { id, active, accounts: accounts.map(checkedAccount), problems: problems.map(checkedProblem) };
}

function checkedAccount({ role, address, balance, inFlight }: AccountSaying, index: number): KeeperAccount {
  if (inFlight < 0 || inFlight > MAX_IN_FLIGHT) {
    const message = `Transactions in flight are 0 to ${MAX_IN_FLIGHT}.`;
    throw invalid("INVALID_IN_FLIGHT", message, "accounts", String(index), "inFlight");
  }
  return { role, address, balance: balance?.toString() ?? null, inFlight };
}

function checkedProblem({ code, role, message }: ProblemSaying, index: number): KeeperProblem {
  const line = lineOf(message, MAX_MESSAGE);
  if (line !== null) return { code, role: role ?? null, message: line };
  const rule = `A message is one line of 1 to ${MAX_MESSAGE} printable characters.`;
  throw invalid("INVALID_MESSAGE", rule, "problems", String(index), "message");
}

function invalid(code: string, message: string, ...path: readonly string[]): ValidationError {
  return new ValidationError({ code, message, path: ["input", ...path] });
}
