import { describe, expect, test } from "vitest";
import { countsOf, type ScalarMetrics, scalarFault } from "../../../api/ingestion/scalar.ts";

const METRICS: ScalarMetrics = { successRate: 99.5, p95Latency: 200, p99Latency: 300, throughput: 13e9, uptime: 99.95 };
/** Seconds of a month of 31, 30 and 28 days. */
const [M31, M30, M28] = [2_678_400, 2_592_000, 2_419_200];

describe("countsOf", () => {
  test.each([
    [{}, M31, 60, { requests: 291_219, successes: 289_763, upSeconds: 60, downSeconds: 0 }],
    [{}, M30, 60, { requests: 300_926, successes: 299_421, upSeconds: 60, downSeconds: 0 }],
    [{}, M28, 60, { requests: 322_421, successes: 320_809, upSeconds: 60, downSeconds: 0 }],
    [
      { successRate: 100, uptime: 100 },
      M30,
      60,
      { requests: 300_926, successes: 300_926, upSeconds: 60, downSeconds: 0 },
    ],
    [{ uptime: 0 }, M30, 60, { upSeconds: 0, downSeconds: 60 }],
    [{ uptime: 50 }, M30, 60, { upSeconds: 30, downSeconds: 30 }],
    [{ throughput: 43_200 }, M30, 60, { requests: 1, successes: 1 }],
    [{ throughput: 43_200, successRate: 49 }, M30, 60, { requests: 1, successes: 0, p95Micros: null, p99Micros: null }],
    [{ throughput: 0 }, M30, 60, { requests: 0, successes: 0, p95Micros: null, p99Micros: null }],
    [{ successRate: 0 }, M30, 60, { requests: 300_926, successes: 0, p95Micros: null, p99Micros: null }],
    // The devnet: an interval of a second, a month of half a day.
    [{}, 43_200, 1, { requests: 300_926, successes: 299_421, upSeconds: 1, downSeconds: 0 }],
    [{ p95Latency: 0, p99Latency: 0.0004 }, M30, 60, { p95Micros: 1, p99Micros: 1 }],
    [{ p95Latency: 12.3456, p99Latency: 99.9996 }, M30, 60, { p95Micros: 12_346, p99Micros: 100_000 }],
  ])("%j in a month of %i s, an interval of %i s", (told, month, interval, counts) => {
    const found = countsOf({ ...METRICS, ...told }, { at: 1_780_000_020, seconds: interval }, month);
    expect(found).toMatchObject({ timeouts: 0, sketch: null, ...counts });
    expect(found.upSeconds + found.downSeconds).toBe(interval);
  });
});

test.each([
  [99.2, 60, 86_400, 85_708],
  [99.95, 60, 86_400, 86_356],
  [99.95, 1, 10_000, 9_995],
  [0, 60, 86_400, 0],
  [100, 60, 86_400, 86_400],
])("seconds up at %d %% in intervals of %i s add up to the rate: %i s have %i", (uptime, seconds, total, expected) => {
  let up = 0;
  for (let at = 1_780_000_020; at < 1_780_000_020 + total; at += seconds) {
    up += countsOf({ ...METRICS, uptime }, { at, seconds }, M30).upSeconds;
  }
  expect(Math.abs(up - expected)).toBeLessThanOrEqual(1);
});

describe("scalarFault", () => {
  test.each([
    [{}, null],
    [{ successRate: 0, p95Latency: 0, p99Latency: 0, throughput: 0, uptime: 0 }, null],
    [{ successRate: 100, uptime: 100, p95Latency: 300 }, null],
    [{ p95Latency: 3_600_000, p99Latency: 3_600_000, throughput: 1e13 }, null],
    [{ throughput: 1.000001e13 }, "INVALID_THROUGHPUT"],
    [{ successRate: 100.000001 }, "INVALID_SUCCESS_RATE"],
    [{ successRate: -0.000001 }, "INVALID_SUCCESS_RATE"],
    [{ successRate: null }, "INVALID_SUCCESS_RATE"],
    [{ uptime: Number.NaN }, "INVALID_UPTIME"],
    [{ uptime: [99] }, "INVALID_UPTIME"],
    [{ throughput: Number.POSITIVE_INFINITY }, "INVALID_THROUGHPUT"],
    [{ p95Latency: "200" }, "INVALID_P95_LATENCY"],
    [{ p99Latency: 3_600_000.1 }, "INVALID_P99_LATENCY"],
    [{ p99Latency: 199.999 }, "P99_BELOW_P95"],
  ])("%j: %s", (told, code) => {
    expect(scalarFault({ ...METRICS, ...told })?.code ?? null).toBe(code);
  });
});
