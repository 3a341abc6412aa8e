/**
 * The long list of scores, read beside the looks: of 10,000 operators it is a hundred pages, and neither a slash whose window
 * ends nor the kill-switch may wait for them, or be lost with them.
 */
import type { ApiReader } from "./api.ts";
import type { ScoreSeen } from "./sight.ts";

export interface ScoreSweep {
  /**
   * All scores, as they were read since the last time; none while they are being read, or before they are due. Never throws.
   *
   * @param everyMs milliseconds from one reading to the next
   */
  take(everyMs: number): Promise<readonly ScoreSeen[]>;
  /** Why they could not be read the last time; null if they could. */
  failure(): { readonly error: unknown } | null;
}

export interface ScoreSweepOptions {
  readonly api: Pick<ApiReader, "scores">;
  /** Milliseconds of any clock that is never set back. */
  readonly now: () => number;
  /** A look waits so long for scores, milliseconds; what takes longer comes with a later one. Null: to their end. */
  readonly patienceMs: number | null;
}

export function createScoreSweep({ api, now, patienceMs }: ScoreSweepOptions): ScoreSweep {
  let reading: Promise<readonly ScoreSeen[]> | null = null;
  let dueAt = Number.NEGATIVE_INFINITY;
  let failed: { readonly error: unknown } | null = null;

  async function read(): Promise<readonly ScoreSeen[]> {
    try {
      const scores = await api.scores();
      failed = null;
      return scores;
    } catch (error) {
      failed = { error };
      return [];
    }
  }

  return {
    async take(everyMs) {
      if (reading === null && now() < dueAt) return [];
      reading ??= read();
      const scores = patienceMs === null ? await reading : await atMost(patienceMs, reading);
      if (scores === null) return [];
      reading = null;
      dueAt = now() + everyMs;
      return scores;
    },
    failure: () => failed,
  };
}

/** Null if it takes longer, milliseconds. */
async function atMost<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
