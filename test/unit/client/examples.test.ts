/** The examples that are run are those that are read, and the types of old are the package's. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import type * as client from "../../../client/src/index.ts";
import { blocksOf, MODULES, readmeBlocks } from "../../examples/modules.ts";
import type * as seed from "../../examples/seed-types.ts";

test.each(MODULES.map((module) => ({ ...module, name: basename(module.path) })))(
  "$name is what the text has: `npx tsx test/examples/print.ts` makes it so",
  ({ path, text }) => expect(readFileSync(path, "utf8")).toBe(text()),
);

test("code is found with what it prints", () => {
  expect(blocksOf("a\n```ts\nconst a = 1;\n```\n\n```text\n1\n```\nb\n```sh\nls\n```\n")).toEqual([
    { language: "ts", code: "const a = 1;\n" },
    { language: "text", code: "1\n" },
    { language: "sh", code: "ls\n" },
  ]);
});

test("everything the README shows prints something: what prints nothing proves nothing", () => {
  const blocks = readmeBlocks();
  expect(blocks.length).toBeGreaterThan(8);
  expect(blocks.filter(({ prints }) => prints.length === 0)).toEqual([]);
});

test("the types are those of old, to the last field", () => {
  expectTypeOf<client.NodeOperator>().toEqualTypeOf<seed.NodeOperator>();
  expectTypeOf<client.Violation>().toEqualTypeOf<seed.Violation>();
  expectTypeOf<client.PerformanceMetrics>().toEqualTypeOf<seed.PerformanceMetrics>();
  expectTypeOf<client.StakingEvent>().toEqualTypeOf<seed.StakingEvent>();
  expectTypeOf<client.DINInfrastructureStatus>().toEqualTypeOf<seed.DINInfrastructureStatus>();
});

test("the methods are those of old, reads as promises", () => {
  type Core = client.InfrastructureCore;
  expectTypeOf<Core["registerOperator"]>().toExtend<(id: string, wallet: string, stake?: bigint) => Promise<void>>();
  expectTypeOf<Core["stake"]>().toExtend<(id: string, amount: bigint) => Promise<void>>();
  expectTypeOf<Core["unstake"]>().toExtend<(id: string, amount: bigint) => Promise<void>>();
  expectTypeOf<Core["recordMetrics"]>().toExtend<(id: string, metrics: seed.PerformanceMetrics) => Promise<void>>();
  expectTypeOf<Core["getOperator"]>().toExtend<(id: string) => Promise<seed.NodeOperator | undefined>>();
  expectTypeOf<Core["getMetrics"]>().toExtend<(id: string, limit?: number) => Promise<seed.PerformanceMetrics[]>>();
  expectTypeOf<Core["status"]>().toExtend<() => Promise<seed.DINInfrastructureStatus>>();
});
