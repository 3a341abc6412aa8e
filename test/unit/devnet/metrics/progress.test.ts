/** What the generator sends next, and what it goes on from after a rest: nothing is left out, nothing is told otherwise. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { policyOf } from "../../../../api/domain/policy.ts";
import { readMemory, writeMemory } from "../../../../devnet/metrics/memory.ts";
import { persist } from "../../../../devnet/metrics/persist.ts";
import { BATCH, batchesOf, beginning, skipTooOld, takeUp } from "../../../../devnet/metrics/progress.ts";
import { addressOf } from "../../../../devnet/scenario/actors.ts";

const { time } = policyOf("devnet");
const NOW = 1_800_000_000;
const past = { time, history: 300 };

const AURORA = addressOf("aurora").toLowerCase();
const CASCADE = addressOf("cascade").toLowerCase();
const SIROCCO = addressOf("sirocco").toLowerCase();
const newMemory = () => beginning(NOW, { ...past, seed: 1 });
const registered = (address: string, registeredAt = NOW - 10_000) => ({ address, registeredAt });

describe("takeUp", () => {
  test("measures those who were there before from the beginning, newcomers from the interval after their registration", () => {
    const memory = newMemory();
    expect(takeUp(memory, [registered(AURORA), registered(CASCADE, NOW - 50)], time)).toBe(2);
    expect(memory.operators).toEqual({
      [AURORA]: { since: NOW - 300, until: NOW - 300 },
      [CASCADE]: { since: NOW - 49, until: NOW - 49 },
    });
  });

  test("begins with whoever must not be late", () => {
    const memory = newMemory();
    takeUp(memory, [registered(AURORA), registered(SIROCCO)], time);
    const [first] = batchesOf(memory, NOW, time);
    expect(new Set(first?.samples.map(({ operator }) => operator))).toEqual(new Set([SIROCCO]));
  });

  test("leaves those it knows as they are", () => {
    const memory = newMemory();
    takeUp(memory, [registered(AURORA)], time);
    memory.operators[AURORA] = { since: NOW - 300, until: NOW };
    expect(takeUp(memory, [registered(AURORA)], time)).toBe(0);
    expect(memory.operators[AURORA]).toEqual({ since: NOW - 300, until: NOW });
  });
});

describe("batchesOf", () => {
  const memoryOfTwo = () => {
    const memory = newMemory();
    takeUp(memory, [registered(AURORA), registered(CASCADE)], time);
    return memory;
  };

  test("has every interval that has ended, of one operator after another, at most a thousand samples each", () => {
    const memory = memoryOfTwo();
    const batches = [...batchesOf(memory, NOW, time)];
    expect(batches.length).toBeGreaterThan(2);
    for (const { samples } of batches) expect(samples.length).toBeLessThanOrEqual(BATCH);
    const all = batches.flatMap(({ samples }) => samples);
    expect([...new Set(all.map(({ operator }) => operator))]).toEqual([AURORA, CASCADE]);
    for (const operator of [AURORA, CASCADE]) {
      const moments = new Set(all.filter((sample) => sample.operator === operator).map(({ at }) => at));
      expect([...moments].sort()).toEqual(Array.from({ length: 300 }, (_, i) => NOW - 300 + i));
    }
  });

  test("who is nearly up to date does not wait for who is not", () => {
    const memory = memoryOfTwo();
    memory.operators[CASCADE] = { since: NOW - 300, until: NOW - 2 };
    const operators = [...batchesOf(memory, NOW, time)].flatMap(({ samples }) =>
      samples.map(({ operator }) => operator),
    );
    expect(operators.indexOf(CASCADE)).toBe(0);
    expect(operators.indexOf(AURORA)).toBeGreaterThan(0);
    expect(operators.lastIndexOf(CASCADE)).toBeLessThan(operators.indexOf(AURORA));
  });

  test("a past begins in a batch of its own, and with enough of it for the initial check", () => {
    const memory = memoryOfTwo();
    memory.operators[CASCADE] = { since: NOW - 300, until: NOW - 2 };
    const [present, past] = batchesOf(memory, NOW, time);
    expect(new Set(present?.samples.map(({ operator }) => operator))).toEqual(new Set([CASCADE]));
    expect(new Set(past?.samples.map(({ operator }) => operator))).toEqual(new Set([AURORA]));
    const moments = new Set(past?.samples.map(({ at }) => at));
    expect(moments.size).toBeGreaterThan(time.initialCheckIntervals);
  });

  test("what was done is not sent again, what was not done is sent again and the same", () => {
    const memory = memoryOfTwo();
    const whole = [...batchesOf(memory, NOW, time)].flatMap(({ samples }) => samples);
    const [first] = batchesOf(memory, NOW, time);
    first?.done();
    const rest = [...batchesOf(memory, NOW, time)];
    expect([...(first?.samples ?? []), ...rest.flatMap(({ samples }) => samples)]).toEqual(whole);
    for (const batch of rest) batch.done();
    expect([...batchesOf(memory, NOW, time)]).toEqual([]);
    expect(memory.operators).toEqual({
      [AURORA]: { since: NOW - 300, until: NOW },
      [CASCADE]: { since: NOW - 300, until: NOW },
    });
  });
});

describe("skipTooOld", () => {
  test("goes on where it stopped after a short rest, and with the recent past after a long one", () => {
    const memory = newMemory();
    memory.operators[AURORA] = { since: NOW - 300, until: NOW };
    skipTooOld(memory, NOW + 200, past);
    expect(memory.operators[AURORA]).toEqual({ since: NOW - 300, until: NOW });
    skipTooOld(memory, NOW + 1_000, past);
    expect(memory.operators[AURORA]).toEqual({ since: NOW + 700, until: NOW + 700 });
    expect(memory.start).toBe(NOW + 700);
    // What happens when is counted from the same moment ever after.
    expect(memory.epoch).toBe(NOW);
  });
});

describe("the memory", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "din-metrics-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("is read as it was written, by its owner alone", async () => {
    const file = join(folder, "metrics.json");
    expect(readMemory(file)).toBeNull();
    const memory = { ...newMemory(), keys: { admin: "din_a", metrics: null } };
    takeUp(memory, [registered(AURORA)], time);
    await writeMemory(file, memory);
    expect(readMemory(file)).toEqual(memory);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each(["", "{", "{}", JSON.stringify({ ...beginning(NOW, { ...past, seed: 1 }), version: 0 })])(
    "%j is none to go on with",
    async (text) => {
      const file = join(folder, "metrics.json");
      await writeFile(file, text);
      expect(readMemory(file)).toBeNull();
      expect(await readFile(file, "utf8")).toBe(text);
    },
  );
});

describe("persist", () => {
  const told: string[] = [];
  beforeEach(() => {
    told.length = 0;
  });
  const log = (line: string) => void told.push(line);

  test("tries until it works, and tells each failure once", async () => {
    let tries = 0;
    const act = async () => {
      tries += 1;
      if (tries < 4) throw new Error(tries < 3 ? "away" : "starting");
      return tries;
    };
    expect(await persist("the API", act, { signal: new AbortController().signal, log })).toBe(4);
    expect(told).toEqual(["the API: away", "the API: starting", "the API: works again"]);
  });

  test("does not try again what is hopeless, nor after an abort", async () => {
    const stopping = new AbortController();
    const fail = async () => {
      throw new Error("no");
    };
    await expect(persist("it", fail, { signal: stopping.signal, log }, () => true)).rejects.toThrow("no");
    const trying = persist("it", fail, { signal: stopping.signal, log });
    stopping.abort();
    await expect(trying).rejects.toThrow(/abort/i);
  });
});
