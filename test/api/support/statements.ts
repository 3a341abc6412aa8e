import pg from "pg";
import { vi } from "vitest";

export interface StatementCount {
  /** The SQL the API has sent since the last `reset`, one entry a statement. */
  readonly texts: readonly string[];
  reset(): void;
  restore(): void;
}

/** Watches every statement that the API's own connections send: all of them go through `pg.Client`. */
export function countStatements(): StatementCount {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  return {
    get texts() {
      return spy.mock.calls.flatMap((call, index) => {
        const client: unknown = spy.mock.contexts[index];
        return isOfTheApi(client) ? [textOf(call[0])] : [];
      });
    },
    reset: () => {
      spy.mockClear();
    },
    restore: () => {
      spy.mockRestore();
    },
  };
}

function isOfTheApi(client: unknown): boolean {
  return client instanceof pg.Client && "connectionParameters" in client && isNamed(client.connectionParameters);
}

function isNamed(parameters: unknown): boolean {
  return (
    typeof parameters === "object" &&
    parameters !== null &&
    "application_name" in parameters &&
    parameters.application_name === "din-api"
  );
}

function textOf(statement: unknown): string {
  if (typeof statement === "string") return statement;
  return typeof statement === "object" && statement !== null && "text" in statement ? String(statement.text) : "?";
}
