/** A batch is judged as if its samples had come one by one: shown by a model that takes them one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Payload, Sample } from "../../../api/ingestion/sample.ts";
import { keyOf, revisionKey, settle } from "../../../api/ingestion/settle.ts";

const sample = (told: Partial<Sample> = {}): Sample => ({
  ...{ operator: `0x${"0a".repeat(20)}`, at: 1_780_000_020, service: "rpc", region: "eu", reporter: "r", revision: 0 },
  ...{ requests: 1, successes: 0, timeouts: 0, upSeconds: 60, downSeconds: 0 },
  ...{ sketch: null, p95Micros: null, p99Micros: null },
  ...told,
});
const judge = (samples: readonly Sample[], stored: ReadonlyMap<string, Payload> = new Map()) =>
  settle(samples, samples.map(keyOf), stored);

test.each<[string, Partial<Sample>]>([
  ["requests", { requests: 2 }],
  ["successes", { successes: 1 }],
  ["timeouts", { timeouts: 1 }],
  ["seconds up", { upSeconds: 59 }],
  ["seconds down", { downSeconds: 1 }],
  ["a p95", { p95Micros: 1 }],
  ["a p99", { p99Micros: 1 }],
  ["a sketch", { sketch: Uint8Array.of(1, 2) }],
])("other %s are another payload", (_what, told) => {
  expect(judge([sample(), sample(told), sample()])).toEqual(["ACCEPTED", "PAYLOAD_DIFFERS", "DUPLICATE"]);
});

test.each([
  ["the same bytes", Uint8Array.of(1, 2), "DUPLICATE"],
  ["another byte", Uint8Array.of(1, 3), "PAYLOAD_DIFFERS"],
  ["a byte more", Uint8Array.of(1, 2, 0), "PAYLOAD_DIFFERS"],
  ["none", null, "PAYLOAD_DIFFERS"],
])("a sketch and %s: %s", (_what, sketch, verdict) => {
  expect(judge([sample({ sketch: Uint8Array.of(1, 2) }), sample({ sketch })])).toEqual(["ACCEPTED", verdict]);
});

test.each<[string, Partial<Sample>]>([
  ["operator", { operator: `0x${"0b".repeat(20)}` }],
  ["interval", { at: 1_780_000_080 }],
  ["service", { service: "wallet" }],
  ["region", { region: "us" }],
  ["reporter", { reporter: "s" }],
])("another %s is another sample", (_what, told) => {
  expect(judge([sample(), sample({ ...told, requests: 5 })])).toEqual(["ACCEPTED", "ACCEPTED"]);
});

test("cut anywhere, with the first part stored, the rest is judged the same", () => {
  const one = fc.record({
    region: fc.constantFrom("eu", "us"),
    revision: fc.nat(3),
    requests: fc.nat(1),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.nat(30), (told, cut) => {
      const samples = told.map(sample);
      const whole = judge(samples);
      const stored = new Map<string, Payload>();
      samples.slice(0, cut).forEach((taken, index) => {
        if (whole[index] === "ACCEPTED") stored.set(revisionKey(keyOf(taken), taken.revision), taken);
      });
      expect(judge(samples.slice(cut), stored)).toEqual(whole.slice(cut));
    }),
  );
});
