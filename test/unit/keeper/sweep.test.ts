import { beforeEach, expect, test } from "vitest";
import type { ScoreSeen } from "../../../keeper/sight.ts";
import { createScoreSweep } from "../../../keeper/sweep.ts";
import { score } from "./sights.ts";

const SCORES = [score()];

let now: number;
/** What the API answers with, once it does. */
let answer: PromiseWithResolvers<ScoreSeen[]>;
let readings: number;
beforeEach(() => {
  [now, readings] = [0, 0];
});

function sweep(patienceMs: number | null) {
  const scores = () => {
    readings += 1;
    answer = withResolvers();
    return answer.promise;
  };
  return createScoreSweep({ api: { scores }, now: () => now, patienceMs });
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let [resolve, reject]: [(value: Value) => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<Value>((keep, refuse) => {
    [resolve, reject] = [keep, refuse];
  });
  return { promise, resolve, reject };
}

test("scores that take long to read hold nobody up, and come once they are there", async () => {
  const slow = sweep(1);
  expect(await slow.take(1_000)).toEqual([]);
  expect(await slow.take(1_000)).toEqual([]);
  expect(readings).toBe(1);
  answer.resolve(SCORES);
  expect(await slow.take(1_000)).toEqual(SCORES);
});

test("who looks only once waits for them", async () => {
  const patient = sweep(null);
  const taken = patient.take(1_000);
  answer.resolve(SCORES);
  expect(await taken).toEqual(SCORES);
});

test("they are read again after a while, from when they were read", async () => {
  const one = sweep(null);
  const first = one.take(1_000);
  now = 5_000;
  answer.resolve(SCORES);
  await first;
  now = 5_999;
  expect(await one.take(1_000)).toEqual([]);
  expect(readings).toBe(1);
  now = 6_000;
  const second = one.take(1_000);
  answer.resolve(SCORES);
  expect(await second).toEqual(SCORES);
});

test("that they cannot be read is told until they can", async () => {
  const one = sweep(null);
  const taken = one.take(1_000);
  answer.reject(new Error("a page failed"));
  expect(await taken).toEqual([]);
  expect(one.failure()).toMatchObject({ error: { message: "a page failed" } });
  expect(await one.take(1_000)).toEqual([]);
  now = 1_000;
  const again = one.take(1_000);
  expect(one.failure()).not.toBeNull();
  answer.resolve(SCORES);
  await again;
  expect(one.failure()).toBeNull();
});
