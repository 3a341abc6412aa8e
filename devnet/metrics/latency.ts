/** Pairs of a latency in microseconds and how many requests took it. */
export type Histogram = readonly (readonly [micros: number, count: number])[];

/** Standard deviation of the latency's logarithm: the 95th percentile is 1.51 times the median. */
export const SPREAD = 0.25;

/** What p95 is of the median: e^(1.6449 x SPREAD). */
export const P95_OF_MEDIAN = Math.exp(1.644_854 * SPREAD);

/** Width of a step in standard deviations: 2 % of the latency, as fine as the sketches that are made of it. */
const STEP = 0.02 / SPREAD;

/** The tails beyond are counted in the outermost steps, in standard deviations. */
const LOWEST = -2.6;
const HIGHEST = 2.8;

/** Share of a normal distribution in each step, from `LOWEST` to `HIGHEST`, as sums up to its end. */
const STEPS = Math.round((HIGHEST - LOWEST) / STEP);
const SUMS = Array.from({ length: STEPS }, (_, i) => (i === STEPS - 1 ? 1 : normal(LOWEST + (i + 1) * STEP)));

/**
 * Log-normal latencies, as a service has them: `count` of them in all, exactly.
 *
 * @param medianMicros microseconds
 */
export function logNormal(medianMicros: number, count: number): Histogram {
  const histogram: (readonly [number, number])[] = [];
  let told = 0;
  SUMS.forEach((share, step) => {
    const upTo = Math.round(share * count);
    if (upTo === told) return;
    histogram.push([medianMicros * Math.exp(SPREAD * (LOWEST + (step + 0.5) * STEP)), upTo - told]);
    told = upTo;
  });
  return histogram;
}

/** Cumulative normal distribution (Abramowitz and Stegun 26.2.17), to within 1e-7. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = terms.reduceRight((inner, term) => (inner + term) * t, 0);
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
  return z < 0 ? tail : 1 - tail;
}
