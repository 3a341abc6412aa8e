import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** How many times as long the random tests of the soak suite are: two hundred kills of each kind. */
const SOAK = process.env.SOAK ?? "100";

/** Tests that run in `npm test` in short, and here for as long as `SOAK` says. */
const LONGER = [
  "test/workers/evaluator.test.ts",
  "test/workers/evaluator-crashes.test.ts",
  "test/workers/keeper-chaos.test.ts",
  "test/api/signed.test.ts",
  "test/api/subscription-ends.test.ts",
  "test/integration/ingestion-kills.test.ts",
  "test/integration/metrics.test.ts",
  "test/integration/npm-start.test.ts",
  "test/integration/start.test.ts",
];

const LOOP = "test/integration/loop.test.ts";

/** The files that take longest, in the order they begin in: none of them is left to run alone at the end. */
const LONGEST = ["npm-start.test.ts", "mirror.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.indexOf(basename(moduleId));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** The client as it stands here: what its package.json points at is built for others. */
const CLIENT = {
  find: "@dreamnet/din-infrastructure-core",
  replacement: fileURLToPath(new URL("client/src/index.ts", import.meta.url)),
};

const ONE_GRAPHQL = {
  alias: [CLIENT, { find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }],
};

/**
 * Five suites. `unit` is pure and runs in parallel. `api` is the API server on a real Postgres, with the indexer's tables
 * filled by hand. `workers` is what runs in its background (follower, evaluator, watcher), each file on a Postgres of its own
 * that it may kill. `integration` stands on a real Postgres, anvil and Ponder; two files at a time, because they mostly wait,
 * and no more, because stacks that fight for the same few cores turn waits into timeouts. `loop` is the one of those
 * that waits for minutes: `npm test` runs it beside the others (test/run.ts). And `soak`, for hours, by
 * `npm run test:soak` alone.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias: [CLIENT] },
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Vite would take its `module` field, Node and all packages take its `main`: two copies, with errors of their own.
        resolve: ONE_GRAPHQL,
        test: {
          name: "api",
          include: ["test/api/**/*.test.ts"],
          isolate: false,
          globalSetup: ["test/api/support/global-setup.ts"],
          pool: "forks",
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          hookTimeout: 30_000,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: [CLIENT] },
        test: {
          name: "workers",
          include: ["test/workers/**/*.test.ts"],
          pool: "forks",
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias: [CLIENT] },
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: [LOOP],
          pool: "forks",
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
          // Deploying the world and playing its scenario; Ponder alone may wait 25 s for the lock of a killed process.
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias: [CLIENT] },
        test: {
          name: "loop",
          include: [LOOP],
          pool: "forks",
          sequence: { groupOrder: 4 },
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
      {
        resolve: ONE_GRAPHQL,
        test: {
          name: "soak",
          include: ["test/soak/**/*.test.ts", ...LONGER],
          globalSetup: ["test/api/support/global-setup.ts"],
          env: { SOAK },
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 5 },
          hookTimeout: 600_000,
          testTimeout: 7_200_000,
        },
      },
    ],
  },
});
