/** Records one sample in the scalar form. */
import type { Caller } from "../access/caller.ts";
import { reporterOf } from "../access/reporter.ts";
import { ConflictError, type ExpectedFailure, NotFoundError, ValidationError } from "../domain/failure.ts";
import { ID, ID_RULE } from "../domain/naming.ts";
import { intervalStart, monthRange } from "../domain/window.ts";
import { type Recording, writeRead } from "./batch.ts";
import { momentOf, Refusal } from "./sample.ts";
import { countsOf, type ScalarMetrics, scalarFault } from "./scalar.ts";

/** Metrics as they came: any value may be anything. */
export type ScalarInput = { readonly [Field in keyof ScalarMetrics | "serviceId" | "timestamp"]?: unknown };

export interface Recorded {
  readonly operator: string;
  /** Start of the interval, Unix seconds. */
  readonly at: number;
  readonly duplicate: boolean;
}

/** Where metrics without one are said to be from. */
const REGION = "global";

/**
 * Records rates of one interval; they are on disk when this returns. The same again is a duplicate.
 *
 * @param operator lowercase
 * @param reporter as whom; null for the key's own
 * @throws ValidationError, NotFoundError, ConflictError, ForbiddenError
 */
export async function recordScalar(
  recording: Recording,
  caller: Caller,
  operator: string,
  metrics: ScalarInput,
  reporter: string | null,
): Promise<Recorded> {
  const { now, policy } = recording;
  const { serviceId } = metrics;
  if (typeof serviceId !== "string" || !ID.test(serviceId)) {
    throw invalid("INVALID_SERVICE", `A service's id is ${ID_RULE}.`, ["metrics", "serviceId"]);
  }
  const moment = momentOf(metrics.timestamp, { now, time: policy.time, reporter: null });
  if (moment instanceof Refusal) throw failureOf(moment);
  const rates = ratesOf(metrics);
  const at = intervalStart(moment, policy.time);
  const month = monthRange(at, policy.time);
  const sample = {
    operator,
    at,
    service: serviceId,
    region: REGION,
    reporter: reporterOf(caller, reporter, ["reporter"]),
    revision: 0,
    ...countsOf(rates, { at, seconds: policy.time.intervalSeconds }, month.end - month.start),
  };
  const [outcome] = await writeRead(recording, [sample]);
  if (outcome instanceof Refusal) throw failureOf(outcome);
  if (outcome === "ACCEPTED" || outcome === "DUPLICATE") return { operator, at, duplicate: outcome === "DUPLICATE" };
  throw new ConflictError({
    code: "PAYLOAD_DIFFERS",
    message: `Other metrics were recorded for the interval of ${new Date(at * 1_000).toISOString()}; a batch can revise them.`,
    path: ["metrics", "timestamp"],
  });
}

function ratesOf(metrics: ScalarInput): ScalarMetrics {
  const fault = scalarFault(metrics);
  if (fault !== null) throw invalid(fault.code, fault.message, ["metrics", fault.field]);
  const { successRate, p95Latency, p99Latency, throughput, uptime } = metrics;
  return {
    successRate: Number(successRate),
    p95Latency: Number(p95Latency),
    p99Latency: Number(p99Latency),
    throughput: Number(throughput),
    uptime: Number(uptime),
  };
}

function invalid(code: string, message: string, path: readonly string[]): ValidationError {
  return new ValidationError({ code, message, path });
}

/** Where the scalar form has what a sample of a batch calls otherwise. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  operator: ["operator"],
  reporter: ["reporter"],
  service: ["metrics", "serviceId"],
  timestamp: ["metrics", "timestamp"],
};

function failureOf({ code, field, message }: Refusal): ExpectedFailure {
  const told = { code, message, path: PATHS[field ?? ""] ?? [] };
  return code.startsWith("UNKNOWN_") ? new NotFoundError(told) : new ValidationError(told);
}
