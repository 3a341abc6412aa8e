import { describe, expect, test } from "vitest";
import { backoffOf, REAL_TIME, sleep } from "../../../client/src/timing.ts";
import { manualTime } from "../../support/manual-time.ts";

describe("backoffOf", () => {
  test.each([
    [1, 0, null, 100],
    [1, 1, null, 200],
    [2, 1, null, 400],
    [5, 1, null, 3_200],
    [9, 1, null, 30_000],
    [9, 0, null, 15_000],
    [1_000_000, 1, null, 30_000],
    // What the server asks for is the least, also where it is longer than the longest.
    [1, 1, 7, 7_000],
    [9, 1, 7, 30_000],
    [1, 1, 3_600, 3_600_000],
  ])("after %i failures, by chance %d, asked for %j s: %i ms", (failures, random, retryAfter, expected) => {
    expect(backoffOf(failures, random, retryAfter)).toBe(expected);
  });
});

test("a time that is longer than timers know is waited for, not over at once", async () => {
  let isOver = false;
  const cancel = REAL_TIME.after(Number.POSITIVE_INFINITY, () => {
    isOver = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  cancel();
  expect(isOver).toBe(false);
});

describe("sleep", () => {
  test("ends when its time has come", async () => {
    const time = manualTime();
    let isOver = false;
    const slept = sleep(1_000, time).then(() => {
      isOver = true;
    });
    time.advance(999);
    await Promise.resolve();
    expect(isOver).toBe(false);
    time.advance(1);
    await slept;
  });

  test("ends with the reason of a signal, and leaves no timer", async () => {
    const [time, controller, reason] = [manualTime(), new AbortController(), new Error("enough")];
    const slept = sleep(1_000, time, controller.signal);
    expect(time.waits).toEqual([1_000]);
    controller.abort(reason);
    await expect(slept).rejects.toBe(reason);
    expect(time.waits).toEqual([]);
    await expect(sleep(1_000, time, controller.signal)).rejects.toBe(reason);
  });
});
