/** Reports of one interval, made by hand. */
import type { Cell } from "../../../../api/domain/consensus.ts";
import type { Report } from "../../../../api/domain/measurement.ts";

type Given = Partial<Omit<Report, "latency">> & {
  /** Microseconds, in the scalar form; the p99 is twice that. */
  readonly p95?: number | null;
  readonly latency?: Report["latency"];
};

/** A whole minute up, 990 of 1,000 requests, p95 of 200 ms, but for what is given. */
export function report(reporter: string, { p95 = 200_000, ...given }: Given = {}): Report {
  return {
    reporter,
    weight: 1,
    requests: 1_000,
    successes: 990,
    timeouts: 5,
    upSeconds: 60,
    downSeconds: 0,
    latency: p95 === null ? null : { kind: "SCALAR", p95Micros: p95, p99Micros: 2 * p95 },
    ...given,
  };
}

/** Each of them in a region of its own, all of one service. */
export const cellsOf = (regions: Iterable<readonly Report[]>): Cell[] =>
  [...regions].map((reports) => ({ service: "rpc", reports }));
