/**
 * The score of an operator, 0 to 100: 40 % success rate (24 h), 30 % p95 latency (1 h), 20 % throughput (month), 10 % uptime
 * (7 d); the seed's formula with its latency part clamped. Exact to the last rounding: all of it is integer arithmetic.
 */
import { addFractions, type Fraction, roundHalfUp, ZERO } from "./fraction.ts";
import type { Policy, WindowName } from "./policy.ts";
import {
  type Confidence,
  confidenceOf,
  type Range,
  type StoredWindow,
  type StoredWindows,
  successRatio,
  uptimeRatio,
  utcMonthSeconds,
} from "./window.ts";

export const SCORE_COMPONENTS = ["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"] as const;
export type ScoreComponentName = (typeof SCORE_COMPONENTS)[number];

/** Which window each component is measured over. */
export const COMPONENT_WINDOW: Readonly<Record<ScoreComponentName, WindowName>> = {
  SUCCESS: "DAY",
  LATENCY: "HOUR",
  THROUGHPUT: "MONTH",
  UPTIME: "WEEK",
};

/** One of the four parts of a score. */
export interface ScoreComponent {
  readonly component: ScoreComponentName;
  /** The window it was measured over. */
  readonly window: Range;
  /**
   * What was measured: successes of requests, p95 in microseconds of 1, requests of measured seconds, seconds up of
   * seconds up or down. Null if unknown, and for a latency that scores 0 because nothing succeeded.
   */
  readonly input: { readonly numerator: number; readonly denominator: number } | null;
  /** Before weighing, 0 to 100, x 10,000, rounded half up; null if unknown. */
  readonly scoreE4: number | null;
  /** What it adds to the value, x 10,000, rounded half up; null if unknown. */
  readonly pointsE4: number | null;
  readonly confidence: Confidence;
}

export interface Score {
  /** x 100, rounded half up; null if a component is unknown. */
  readonly value: number | null;
  /** The components that are unknown. */
  readonly unknown: readonly ScoreComponentName[];
  /** In the order of `SCORE_COMPONENTS`. */
  readonly components: readonly ScoreComponent[];
  /** LOW if any component's is. */
  readonly confidence: Confidence;
}

interface Measured {
  readonly input: ScoreComponent["input"];
  /** 0 to 100. */
  readonly score: Fraction;
}

/** The score that the windows give. A component that is unknown makes the value unknown: unknown is never zero. */
export function scoreOf(windows: StoredWindows, policy: Policy): Score {
  const parts = SCORE_COMPONENTS.map((component) => {
    const window = windows[COMPONENT_WINDOW[component]];
    const measured = MEASURE[component](window, policy);
    const weighed = measured === null ? null : weigh(measured.score, weightOf(component, policy));
    const told: ScoreComponent = {
      component,
      window: { start: window.start, end: window.end },
      input: measured?.input ?? null,
      scoreE4: measured === null ? null : roundHalfUp(measured.score, 10_000n),
      pointsE4: weighed === null ? null : roundHalfUp(weighed, 10_000n),
      confidence: confidenceOf(window, policy),
    };
    return { told, weighed };
  });
  const unknown = parts.flatMap(({ told, weighed }) => (weighed === null ? [told.component] : []));
  const total = parts.reduce<Fraction>(
    (sum, { weighed }) => (weighed === null ? sum : addFractions(sum, weighed)),
    ZERO,
  );
  return {
    value: unknown.length === 0 ? roundHalfUp(total, 100n) : null,
    unknown,
    components: parts.map(({ told }) => told),
    confidence: parts.some(({ told }) => told.confidence === "LOW") ? "LOW" : "HIGH",
  };
}

/** A component's share of the score, percent. */
export function weightOf(component: ScoreComponentName, { score }: Policy): number {
  return {
    SUCCESS: score.successWeight,
    LATENCY: score.latencyWeight,
    THROUGHPUT: score.throughputWeight,
    UPTIME: score.uptimeWeight,
  }[component];
}

export interface ScoreDelta {
  /** The sum of what the components contribute, x 10,000; null if one of them is unknown at either end. */
  readonly valueE4: number | null;
  readonly components: readonly {
    readonly component: ScoreComponentName;
    /** Points at either end, and their difference, x 10,000; null where unknown. */
    readonly fromE4: number | null;
    readonly toE4: number | null;
    readonly deltaE4: number | null;
  }[];
}

/** What changed from one score to another, component by component; the contributions add up to the change. */
export function scoreDelta(from: Score, to: Score): ScoreDelta {
  const pointsOf = (score: Score, name: ScoreComponentName) =>
    score.components.find(({ component }) => component === name)?.pointsE4 ?? null;
  const components = SCORE_COMPONENTS.map((component) => {
    const [fromE4, toE4] = [pointsOf(from, component), pointsOf(to, component)];
    return { component, fromE4, toE4, deltaE4: fromE4 === null || toE4 === null ? null : toE4 - fromE4 };
  });
  const valueE4 = components.reduce<number | null>(
    (sum, { deltaE4 }) => (sum === null || deltaE4 === null ? null : sum + deltaE4),
    0,
  );
  return { valueE4, components };
}

const MEASURE: Readonly<Record<ScoreComponentName, (window: StoredWindow, policy: Policy) => Measured | null>> = {
  SUCCESS: (window) => percentage(successRatio(window)),
  LATENCY: (window, { score }) => {
    if (window.p95 === null) {
      // Failing is not unknown: requests or downtime without one success score 0.
      const failing = window.successes === 0 && (window.requests > 0 || window.downSeconds > 0);
      return failing ? { input: null, score: ZERO } : null;
    }
    const micros = window.p95.upperMicros;
    const step = BigInt(score.latencyStepMs) * 1_000n;
    const over = BigInt(micros) - BigInt(score.latencyFullMs) * 1_000n;
    return {
      input: { numerator: micros, denominator: 1 },
      score: { n: clamp(100n * step - over, 0n, 100n * step), d: step },
    };
  },
  THROUGHPUT: (window, { targets }) => {
    if (window.measuredSeconds === 0) return null;
    const d = BigInt(window.measuredSeconds) * BigInt(targets.throughput);
    const n = 100n * BigInt(window.offered) * BigInt(utcMonthSeconds(window.end - 1));
    return {
      input: { numerator: window.offered, denominator: window.measuredSeconds },
      score: { n: clamp(n, 0n, 100n * d), d },
    };
  },
  UPTIME: (window) => percentage(uptimeRatio(window)),
};

function percentage(ratio: { readonly numerator: number; readonly denominator: number } | null): Measured | null {
  return ratio === null
    ? null
    : { input: ratio, score: { n: 100n * BigInt(ratio.numerator), d: BigInt(ratio.denominator) } };
}

function weigh({ n, d }: Fraction, percent: number): Fraction {
  return { n: n * BigInt(percent), d: d * 100n };
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  return value < least ? least : value > most ? most : value;
}
