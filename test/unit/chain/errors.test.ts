import pg from "pg";
import { describe, expect, it } from "vitest";
import { codeOf, FollowerError, isSevere } from "../../../api/chain/errors.ts";

const database = (code: string, message = "") => {
  const error = new pg.DatabaseError(message, 0, "error");
  error.code = code;
  return error;
};

describe("codeOf", () => {
  it.each([
    ["a table of the indexer is missing", database("42P01", 'relation "event" does not exist'), "INDEXER_NOT_READY"],
    ["a view was dropped meanwhile", database("XX000", "could not open relation with OID 7"), "INDEXER_NOT_READY"],
    ["the API's tables are missing", database("42P01", 'relation "din_api.outbox" does not exist'), "NOT_MIGRATED"],
    ["a lock is held", database("55P03"), "INDEXER_BUSY"],
    ["a statement takes too long", database("57014"), "INDEXER_BUSY"],
    ["a deadlock", database("40P01"), "CONFLICT"],
    ["another transaction was first", database("40001"), "CONFLICT"],
    ["the server shuts down", database("57P01"), "DATABASE_UNREACHABLE"],
    ["there are too many clients", database("53300"), "DATABASE_UNREACHABLE"],
    ["an idle session was ended", database("57P05"), "DATABASE_UNREACHABLE"],
    ["the driver gave up", new Error("Query read timeout"), "DATABASE_UNREACHABLE"],
    ["the socket broke", new Error("Connection terminated unexpectedly"), "DATABASE_UNREACHABLE"],
    [
      "nobody listens",
      Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" }),
      "DATABASE_UNREACHABLE",
    ],
    ["the follower says so", new FollowerError("WRONG_REGISTRY", "another"), "WRONG_REGISTRY"],
    ["a column is of the wrong type", database("42804"), "INTERNAL"],
    ["a bug", new TypeError("undefined is not a function"), "INTERNAL"],
  ])("%s", (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});

describe("isSevere", () => {
  it("is what does not pass by itself", () => {
    expect(isSevere("WRONG_REGISTRY")).toBe(true);
    expect(isSevere("INDEXER_BUSY")).toBe(false);
  });
});
