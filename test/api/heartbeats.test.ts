/** Signs of life of operators that have more services and regions than anybody shows. */
import { expect, test } from "vitest";
import { createDatabase } from "../../api/db/pool.ts";
import { createHeartbeatLoader } from "../../api/loaders/heartbeats.ts";
import { address, NOW } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { withPool } from "./support/writer.ts";

const [BUSY, CALM] = [address(1), address(2)];
const TIED = address(4);
const NODES = ["a", "b", "c"];
const beat = (operator: string, n: number) => ({ operator, service: "rpc", region: `r-${n}`, at: NOW - n });
const suite = apiSuite({
  heartbeat: [
    ...Array.from({ length: 130 }, (_, n) => beat(BUSY, n)),
    beat(CALM, 50),
    beat(CALM, 40),
    ...NODES.toReversed().map((node) => ({ ...beat(TIED, 1), node })),
  ],
});

test("the latest of each operator are read, and no more than a page", async () => {
  await withPool(suite.database.url, async (pool) => {
    const loader = createHeartbeatLoader(createDatabase(pool));
    const [busy, none, calm, tied] = await Promise.all(
      [BUSY, address(3), CALM, TIED].map((operator) => loader.load(operator)),
    );
    expect(busy).toEqual(
      Array.from({ length: 100 }, (_, n) => ({ ...beat(BUSY, n), node: "", version: null, since: 0 })),
    );
    expect(none).toEqual([]);
    expect(calm?.map(({ at }) => NOW - at)).toEqual([40, 50]);
    expect(tied?.map(({ node }) => node)).toEqual(NODES);
  });
});
