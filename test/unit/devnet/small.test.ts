import { describe, expect, it } from "vitest";
import { blockOf } from "../../../devnet/reconcile.ts";
import { ACCOUNTS, ACTORS, addressOf } from "../../../devnet/scenario/actors.ts";
import { random } from "../../../devnet/scenario/random.ts";
import * as time from "../../../devnet/scenario/time.ts";
import { waitFor } from "../../../devnet/wait.ts";

describe("random", () => {
  it("gives the same numbers for the same seed, all in [0, 1)", () => {
    expect(random(1)()).toBe(0.6270739405881613);
    const [a, b, c] = [random(7), random(7), random(8)];
    const first = Array.from({ length: 1_000 }, a);
    expect(Array.from({ length: 1_000 }, b)).toEqual(first);
    expect(Array.from({ length: 1_000 }, c)).not.toEqual(first);
    expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe("actors", () => {
  it("are anvil's accounts, one each", () => {
    expect(addressOf("governance")).toBe("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    expect(new Set(ACTORS.map(addressOf)).size).toBe(ACCOUNTS);
  });
});

describe("periods", () => {
  it("are the production ones divided by 60, with an unstake delay that outlasts a slash", () => {
    expect([time.UNSTAKE_DELAY, time.DISPUTE_WINDOW, time.RESOLUTION_WINDOW, time.EXECUTION_WINDOW]).toEqual([
      (7 * 86_400) / 60,
      (2 * 86_400) / 60,
      (3 * 86_400) / 60,
      86_400 / 60,
    ]);
    for (const { dispute, resolution, execution } of [time.FIRST_WINDOWS, time.LAST_WINDOWS]) {
      expect(time.UNSTAKE_DELAY).toBeGreaterThan(dispute + resolution + execution);
    }
    expect(time.before(1)).toBe(time.day(29, 23));
  });
});

describe("blockOf", () => {
  it("reads the block number of a Ponder checkpoint", () => {
    expect(blockOf(`1700000000${"31337".padStart(16, "0")}${"42".padStart(16, "0")}${"9".repeat(33)}`)).toBe(42n);
  });
});

describe("waitFor", () => {
  it("returns when the condition holds, and tells the last failure when it never does", async () => {
    let asked = 0;
    await waitFor(() => ++asked === 3, { what: "the third time", timeoutMs: 1_000, everyMs: 1 });
    expect(asked).toBe(3);
    const never = waitFor(() => Promise.reject(new Error("refused")), { what: "a miracle", timeoutMs: 20, everyMs: 5 });
    await expect(never).rejects.toThrow("Waited 0 s for a miracle in vain. Last: refused");
  });
});
