/** The times and targets of the policy. It counts in intervals; here they are seconds. */
import { type Policy, type TargetPolicy, type TimePolicy, WINDOWS, type WindowName } from "../domain/policy.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";

export const WindowEnum = builder.enumType("WindowName", {
  description: "The windows that measurements are summed over.",
  values: {
    HOUR: { value: "HOUR", description: "Rolling." },
    DAY: { value: "DAY", description: "Rolling." },
    WEEK: { value: "WEEK", description: "Rolling." },
    MONTH: {
      value: "MONTH",
      description: "The calendar month so far, or trailing time until enough of it is measured.",
    },
  } satisfies EnumValues<WindowName>,
});

const WindowPolicyRef = builder.objectRef<{ window: WindowName; seconds: number | null }>("WindowPolicy").implement({
  description: "How long a window is.",
  fields: (t) => ({
    window: t.expose("window", { description: "Which window.", type: WindowEnum }),
    seconds: t.exposeInt("seconds", { nullable: true, description: "Its length; null for a calendar month." }),
  }),
});

/** A duration that is counted in intervals, in seconds. */
const inSeconds = (of: (time: TimePolicy) => number) => (time: TimePolicy) => of(time) * time.intervalSeconds;

export const TimePolicyRef = builder.objectRef<TimePolicy>("TimePolicy").implement({
  description: "How time is measured. All durations are in seconds.",
  fields: (t) => ({
    intervalSeconds: t.exposeInt("intervalSeconds", { description: "An interval: what one sample is of." }),
    hourSeconds: t.int({
      description: "What an hour is, in points of measurements and in the history of scores.",
      resolve: inSeconds((time) => time.hourIntervals),
    }),
    daySeconds: t.int({
      description: "What a day is, in points of measurements.",
      resolve: inSeconds((time) => time.dayIntervals),
    }),
    windows: t.field({
      type: [WindowPolicyRef],
      description: "The windows, shortest first.",
      complexity: { field: 1, multiplier: WINDOWS.length },
      resolve: (time) =>
        WINDOWS.map((window) => ({
          window,
          seconds: window === "MONTH" ? time.monthSeconds : time.windowIntervals[window] * time.intervalSeconds,
        })),
    }),
    trailingMonthSeconds: t.int({
      description: "The trailing time that stands for the month until enough of it is measured.",
      resolve: inSeconds((time) => time.trailingMonthIntervals),
    }),
    monthCoverage: t.expose("monthCoverageBps", {
      type: "BasisPoints",
      description: "How much of a month must be measured before it speaks for itself.",
    }),
    closeAfterSeconds: t.int({
      description: "How long after its end an interval closes: judgement waits for it.",
      resolve: inSeconds((time) => time.closeAfterIntervals),
    }),
    silentAfterSeconds: t.int({
      description: "How long without any measurement makes an operator inactive.",
      resolve: inSeconds((time) => time.silentAfterIntervals),
    }),
    initialCheckSeconds: t.int({
      description: "How long the initial check takes.",
      resolve: inSeconds((time) => time.initialCheckIntervals),
    }),
    maxFutureSeconds: t.int({
      description: "How far in the future a sample may be.",
      resolve: inSeconds((time) => time.maxFutureIntervals),
    }),
    maxPastSeconds: t.int({
      description: "How old a sample may be.",
      resolve: inSeconds((time) => time.maxPastIntervals),
    }),
  }),
});

export const TargetPolicyRef = builder.objectRef<Pick<Policy, "targets" | "time">>("TargetPolicy").implement({
  description: "What is promised of an operator that is measured, and when the promise counts as broken.",
  fields: (t) => {
    const seconds = (of: (targets: TargetPolicy) => number) => (policy: Pick<Policy, "targets" | "time">) =>
      of(policy.targets) * policy.time.intervalSeconds;
    return {
      successRate: t.float({
        description: "Percent of requests; a rate below it breaches.",
        resolve: ({ targets }) => targets.successBps / 100,
      }),
      throughput: t.field({
        type: "Long",
        description: "Requests a month: what scores in full.",
        resolve: ({ targets }) => targets.throughput,
      }),
      throughputBreach: t.field({
        type: "Long",
        description: "Requests a month; less breaches.",
        resolve: ({ targets }) => targets.throughputBreach,
      }),
      uptime: t.float({
        description: "Percent of time; less for `uptimeBreachSeconds` breaches.",
        resolve: ({ targets }) => targets.uptimeBps / 100,
      }),
      uptimeBreachSeconds: t.int({
        description: "How long uptime must be too low before the breach opens.",
        resolve: seconds((targets) => targets.uptimeBreachIntervals),
      }),
      successBreachSeconds: t.int({
        description: "How much bad time opens a breach of the success rate, before the tier's grace.",
        resolve: seconds((targets) => targets.successBreachIntervals),
      }),
      latencyBreachSeconds: t.int({
        description: "How much bad time opens a breach of latency, before the tier's grace.",
        resolve: seconds((targets) => targets.latencyBreachIntervals),
      }),
      breachCloseSeconds: t.int({
        description: "How much good time closes either.",
        resolve: seconds((targets) => targets.breachCloseIntervals),
      }),
      trailingSeconds: t.int({
        description: "The latest closed time, which must breach as well for an interval to be bad.",
        resolve: seconds((targets) => targets.trailingIntervals),
      }),
      initialLatencyMs: t.int({
        description: "p95 below which the initial check is passed, milliseconds.",
        resolve: ({ targets }) => targets.initialLatencyMs,
      }),
    };
  },
});
