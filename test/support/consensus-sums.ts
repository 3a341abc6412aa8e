/**
 * What the sums of an operator have to be, from the samples that were sent: written down from the rules a second time, for
 * reporters of equal weight, and far from the code under test.
 */
import type { Sample } from "../../devnet/metrics/deliveries.ts";

export interface Sums {
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  readonly measuredSeconds: number;
}

/**
 * Sums over intervals from `from` to before `to`. Of each service and region the report with the lower success rate, or the
 * lower uptime, speaks; those by the operator itself only in intervals where there is no other.
 */
export function consensusSums(samples: readonly Sample[], operator: string, from: number, to: number): Sums {
  const latest = new Map<string, Sample>();
  for (const sample of samples) {
    if (sample.operator !== operator.toLowerCase() || sample.at < from || sample.at >= to) continue;
    const key = [sample.at, sample.service, sample.region, sample.reporter].join(" ");
    if ((latest.get(key)?.revision ?? -1) <= sample.revision) latest.set(key, sample);
  }
  const cells = new Map<string, Sample[]>();
  for (const sample of latest.values()) {
    const key = [sample.at, sample.service, sample.region].join(" ");
    cells.set(key, [...(cells.get(key) ?? []), sample]);
  }
  const isOwn = ({ reporter }: Sample) => reporter.startsWith("self-");
  const witnessed = new Set([...latest.values()].filter((sample) => !isOwn(sample)).map(({ at }) => at));
  const measured = new Set<number>();
  const sums = { requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 0 };
  for (const all of cells.values()) {
    const independent = all.filter((sample) => !isOwn(sample));
    if (independent.length === 0 && all.some(({ at }) => witnessed.has(at))) continue;
    const speaking = (independent.length > 0 ? independent : all).toSorted((a, b) =>
      a.reporter < b.reporter ? -1 : 1,
    );
    const [bySuccess] = speaking
      .filter(({ requests }) => requests > 0)
      .toSorted((a, b) => a.successes / a.requests - b.successes / b.requests);
    const [byUptime] = speaking.toSorted((a, b) => a.upSeconds - b.upSeconds);
    sums.requests += bySuccess?.requests ?? 0;
    sums.successes += bySuccess?.successes ?? 0;
    sums.timeouts += bySuccess?.timeouts ?? 0;
    sums.upSeconds += byUptime?.upSeconds ?? 0;
    sums.downSeconds += byUptime?.downSeconds ?? 0;
    if (byUptime !== undefined) measured.add(byUptime.at);
  }
  return { ...sums, measuredSeconds: measured.size };
}
