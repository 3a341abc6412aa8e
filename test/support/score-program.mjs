/**
 * Recomputes a score from the public API alone: `node score-program.mjs <URL of a score report>`. A program of its own, with
 * nothing of this project in it: it prints the hash of the report, printed canonically again from its parsed value, and the
 * score and its parts by the rules of docs/scores.md.
 */
import { keccak256 } from "viem";

/** RFC 8785 of a value whose numbers are integers. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // The default order is that of UTF-16 code units.
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

const response = await fetch(process.argv[2]);
if (!response.ok) throw new Error(`${response.status}`);
const report = await response.json();

// A fraction is a pair: what is counted, and of what.
const { latencyFullMs, latencyStepMs, throughputTarget, monthSeconds } = report.rules;
const atMost100 = ([n, d]) => (n > 100n * d ? [100n, 1n] : [n, d]);
const scoreOf = ({ component, numerator, denominator }) => {
  if (component === "LATENCY" && numerator === null) return [0n, 1n];
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (component === "LATENCY") {
    const step = BigInt(latencyStepMs) * 1000n;
    const left = 100n * step - (n - BigInt(latencyFullMs) * 1000n);
    return left < 0n ? [0n, 1n] : atMost100([left, step]);
  }
  if (component === "THROUGHPUT") return atMost100([100n * n * BigInt(monthSeconds), d * BigInt(throughputTarget)]);
  return [100n * n, d];
};
const rounded = ([n, d], scale) => {
  const [whole, rest] = [(n * scale) / d, (n * scale) % d];
  return Number(2n * rest >= d ? whole + 1n : whole);
};

const parts = report.components.map((component) => {
  const [n, d] = scoreOf(component);
  return { score: [n, d], points: [n * BigInt(component.weight), d * 100n] };
});
const total = parts.reduce(([n, d], { points }) => [n * points[1] + points[0] * d, d * points[1]], [0n, 1n]);
console.log(
  JSON.stringify({
    hash: keccak256(new TextEncoder().encode(canonical(report))),
    score: rounded(total, 100n),
    scoresE4: parts.map(({ score }) => rounded(score, 10000n)),
    pointsE4: parts.map(({ points }) => rounded(points, 10000n)),
  }),
);
