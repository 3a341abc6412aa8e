import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { API_VARIABLES } from "../../api/env.ts";
import { DEPLOYMENT_VARIABLES } from "../../contracts/script/deployment/parameters.ts";
import { INDEXER_VARIABLES } from "../../indexer/env.ts";
import { KEEPER_VARIABLES } from "../../keeper/env.ts";

const lines = readFileSync(new URL("../../.env.example", import.meta.url), "utf8").split("\n");
const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

describe(".env.example", () => {
  test.each([
    ["API", API_VARIABLES],
    ["indexer", INDEXER_VARIABLES],
    ["deployment", DEPLOYMENT_VARIABLES],
    ["keeper", KEEPER_VARIABLES],
  ])("names every variable of the %s", (_part, variables) => {
    expect(variables.length).toBeGreaterThan(5);
    expect(variables.filter((name) => !named.includes(name))).toEqual([]);
  });

  test("names none that nothing reads", () => {
    const read = new Set([...API_VARIABLES, ...INDEXER_VARIABLES, ...DEPLOYMENT_VARIABLES, ...KEEPER_VARIABLES]);
    expect(named.filter((name) => !read.has(name) && !name.startsWith("DEVNET_"))).toEqual([]);
  });

  test("names no variable twice", () => {
    expect(named).toEqual([...new Set(named)]);
  });

  test("explains every variable: a comment stands above its block", () => {
    const unexplained = named.filter((name) => {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      const above = lines.slice(0, at).findLast((line) => !/^[A-Z_]+=/.test(line));
      return !above?.startsWith("#");
    });
    expect(unexplained).toEqual([]);
  });
});
