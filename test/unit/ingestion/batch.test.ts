import pg from "pg";
import { expect, test } from "vitest";
import { UnauthenticatedError } from "../../../api/access/caller.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { recordBatch } from "../../../api/ingestion/batch.ts";

test.each([undefined, null])("a batch of nobody's is not read: signature %j", async (signature) => {
  const recording = {
    pool: new pg.Pool({ host: "127.0.0.1", port: 1 }),
    retention: { rawDays: 35, hourDays: 400 },
    now: 1_780_000_000,
    policy: policyOf("production"),
    registry: { chainId: 31_337, address: `0x${"11".repeat(20)}` },
  };
  const samples = [{ reporter: "r-1" }];
  await expect(recordBatch(recording, null, { samples, signature })).rejects.toBeInstanceOf(UnauthenticatedError);
});
