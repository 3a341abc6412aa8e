/** What keeps large dossiers, sealed or reviewed, from being felt by others. */
import { setImmediate as breathe } from "node:timers/promises";
import { keccak256, toBytes } from "viem";
import { describe, expect, test } from "vitest";
import { keccakAside } from "../../../api/monitoring/keccak-aside.ts";
import { type Recomputed, recomputedOnce } from "../../../api/monitoring/review-cache.ts";
import { sealJson, sealLongJson } from "../../../api/monitoring/seal.ts";

const recomputed = (hash: string): Recomputed => ({ hash, read: null, recomputed: null });

describe("what was recomputed", () => {
  test("is recomputed once, however many ask at the same time, and one after another", async () => {
    const begun: string[] = [];
    let running = 0;
    const ask = (digest: string) =>
      recomputedOnce(digest, async () => {
        begun.push(digest);
        running += 1;
        await breathe();
        expect(running).toBe(1);
        running -= 1;
        return recomputed(digest);
      });
    const answers = await Promise.all(["a", "b", "a", "c", "b", "a"].map(ask));
    expect(answers.map(({ hash }) => hash)).toEqual(["a", "b", "a", "c", "b", "a"]);
    expect(begun).toEqual(["a", "b", "c"]);
    await ask("c");
    expect(begun).toHaveLength(3);
  });

  test("one that fails is tried again, and holds up no other", async () => {
    const failed = recomputedOnce("bad", () => Promise.reject(new Error("gone")));
    const next = recomputedOnce("good", () => Promise.resolve(recomputed("good")));
    await expect(failed).rejects.toThrow("gone");
    expect((await next).hash).toBe("good");
    expect((await recomputedOnce("bad", () => Promise.resolve(recomputed("bad")))).hash).toBe("bad");
  });

  test("of many, those that were asked for last are remembered", async () => {
    let made = 0;
    const ask = (n: number) =>
      recomputedOnce(`many ${n}`, () => {
        made += 1;
        return Promise.resolve(recomputed(""));
      });
    for (let n = 0; n < 50; n += 1) await ask(n);
    await ask(0);
    await ask(50);
    expect(made).toBe(51);
    await ask(0);
    expect(made).toBe(51);
    await ask(1);
    expect(made).toBe(52);
  });
});

describe("a hash", () => {
  test("of a short text is its keccak256", async () => {
    for (const text of ["", "é".repeat(1_000)]) expect(await keccakAside(text)).toBe(keccak256(toBytes(text)));
  });

  test("of a long one too, and others have their turn meanwhile", async () => {
    const text = "é".repeat(1_000_000);
    let turns = 0;
    let done = false;
    const hash = keccakAside(text).finally(() => {
      done = true;
    });
    while (!done) {
      await breathe();
      turns += 1;
    }
    expect(await hash).toBe(keccak256(toBytes(text)));
    expect(turns).toBeGreaterThan(2);
  });

  test("of what is sealed is the same, however it is hashed", async () => {
    const value = { text: "é", more: [1, 2] };
    expect(await sealLongJson(value)).toEqual(sealJson(value));
    await expect(sealLongJson({ half: 0.5 })).rejects.toThrow(RangeError);
  });
});
