/** Windows filled by hand, as rules that read windows are tested with. */
import type { WindowName } from "../../../../api/domain/policy.ts";
import type { LatencyFigure, StoredWindow, StoredWindows } from "../../../../api/domain/window.ts";

/** 15 January 2027, 08:00 UTC. */
export const END = 1_800_000_000;

/** A tenth of January: at this many measured seconds 13e9 requests a month are 1.3e9. */
export const TENTH_OF_MONTH = 267_840;

const LENGTH: Readonly<Record<WindowName, number>> = { HOUR: 3_600, DAY: 86_400, WEEK: 604_800, MONTH: 1_238_400 };

export const fromSketch = (micros: number): LatencyFigure => ({
  method: "SKETCH",
  lowerMicros: micros,
  upperMicros: micros,
});
export const bounded = (lowerMicros: number, upperMicros: number): LatencyFigure => ({
  method: "BOUNDED",
  lowerMicros,
  upperMicros,
});

/** A window that ends at `END`; nothing is measured but what is given. */
export function windowOf(name: WindowName, given: Partial<StoredWindow> = {}): StoredWindow {
  return {
    start: END - LENGTH[name],
    end: END,
    requests: 0,
    successes: 0,
    timeouts: 0,
    offered: 0,
    upSeconds: 0,
    downSeconds: 0,
    measuredSeconds: 0,
    corroboratedSeconds: 0,
    p50: null,
    p95: null,
    p99: null,
    ...given,
  };
}

export type Given = Readonly<Partial<Record<WindowName, Partial<StoredWindow>>>>;

/** All windows, of the calendar month; nothing is measured but what is given. */
export function windowsOf(given: Given = {}): StoredWindows {
  return {
    HOUR: windowOf("HOUR", given.HOUR),
    DAY: windowOf("DAY", given.DAY),
    WEEK: windowOf("WEEK", given.WEEK),
    MONTH: windowOf("MONTH", given.MONTH),
    monthBasis: "CALENDAR",
  };
}

/**
 * The windows of the score's four inputs, each in the window that it is measured over.
 *
 * @param success successes of 1,000,000 requests
 * @param p95 milliseconds
 * @param monthly requests a month, a multiple of 10
 * @param uptime seconds up of 100,000
 */
export function inputs(success: number, p95: number, monthly: number, uptime: number): StoredWindows {
  return windowsOf({
    DAY: { requests: 1_000_000, successes: success },
    HOUR: { requests: 1_000, successes: 1_000, p95: fromSketch(p95 * 1_000) },
    MONTH: { offered: monthly / 10, measuredSeconds: TENTH_OF_MONTH },
    WEEK: { upSeconds: uptime, downSeconds: 100_000 - uptime },
  });
}
