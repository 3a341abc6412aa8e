import { type ExecutionArgs, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";

/** How often a query is asked in all. A second deadlock in a row takes a second reorg within the second. */
const ATTEMPTS = 3;

/**
 * Asks a query again that Postgres ended to resolve a deadlock (SQLSTATE 40P01). A reorg and a new deployment lock the
 * indexer's tables one after another, exclusively, so that a reader of two of them can be in the way; having lost, it
 * has only to ask again, with nothing of the first attempt in its caches.
 */
export function useDeadlockRetry(freshContext: () => object): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args: ExecutionArgs) => {
        let result = await executeFn(args);
        const operation = getOperationAST(args.document, args.operationName)?.operation;
        for (let attempt = 1; attempt < ATTEMPTS && operation === "query" && wasDeadlocked(result); attempt += 1) {
          result = await executeFn({ ...args, contextValue: { ...contextOf(args), ...freshContext() } });
        }
        return result;
      });
    },
  };
}

function contextOf({ contextValue }: ExecutionArgs): object {
  return typeof contextValue === "object" && contextValue !== null ? contextValue : {};
}

function wasDeadlocked(result: unknown): boolean {
  if (typeof result !== "object" || result === null || !("errors" in result) || !Array.isArray(result.errors))
    return false;
  return result.errors.some((error: unknown) => codeOf(error) === "40P01" || codeOf(causeOf(error)) === "40P01");
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "originalError" in error ? error.originalError : undefined;
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
