/** What the keeper says of itself to the API: every few seconds, and at once when something is wrong or right again. */
import { type DinClient, ReportKeeperDocument, type ReportKeeperInput } from "@dreamnet/din-infrastructure-core";
import type { Log } from "./follow.ts";
import { whatFailed } from "./problems.ts";

export type KeeperReport = Omit<ReportKeeperInput, "id">;

export interface ReporterOptions {
  readonly din: DinClient;
  readonly id: string;
  /** Milliseconds of any clock that is never set back. */
  readonly now: () => number;
  readonly log: Log;
}

export interface Reporter {
  /** From now on this is what is said. */
  say(report: KeeperReport): void;
  /** Says a last thing, after what is being said, if the API takes it soon; what is said then is not passed on. */
  end(last: KeeperReport): Promise<void>;
}

/** Nobody hears of a keeper for a minute: it counts as silent. */
const EVERY_MS = 10_000;
/** After a report that failed. */
const AGAIN_MS = 3_000;
const TIMEOUT_MS = 5_000;
const LAST_TIMEOUT_MS = 800;
const MAX_PROBLEMS = 20;

export function createReporter({ din, id, now, log }: ReporterOptions): Reporter {
  let current: KeeperReport | null = null;
  let told = "";
  let nextAt = Number.NEGATIVE_INFINITY;
  let sending: Promise<void> | null = null;
  let ended = false;
  let failing = "";
  const timer = setInterval(beat, 1_000);
  timer.unref();

  return {
    say(report) {
      current = report;
      beat();
    },
    async end(last) {
      clearInterval(timer);
      ended = true;
      // The API believes what it hears last.
      if (sending !== null) await Promise.race([sending, after(LAST_TIMEOUT_MS)]);
      await send(last, LAST_TIMEOUT_MS);
    },
  };

  function beat(): void {
    if (current === null || sending !== null || ended) return;
    const isNews = gistOf(current) !== told && failing === "";
    if (!isNews && now() < nextAt) return;
    const report = current;
    sending = send(report, TIMEOUT_MS).then((taken) => {
      sending = null;
      if (taken) told = gistOf(report);
      nextAt = now() + (taken ? EVERY_MS : AGAIN_MS);
      // What was said meanwhile.
      if (taken && current !== null && gistOf(current) !== told) beat();
    });
  }

  /** Whether the API took it. Never throws. */
  async function send(report: KeeperReport, timeoutMs: number): Promise<boolean> {
    const why = await refusalOf(report, timeoutMs);
    if (why !== failing) {
      if (why !== "") log.warn({ why }, "the API does not take the keeper's report");
      else log.info({}, "the API takes the keeper's reports again");
    }
    failing = why;
    return why === "";
  }

  /** Empty if it was taken. */
  async function refusalOf(report: KeeperReport, timeoutMs: number): Promise<string> {
    const input = { ...report, id, problems: report.problems.slice(0, MAX_PROBLEMS) };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const { reportKeeper: answer } = await din.request(ReportKeeperDocument, { input }, { signal });
      return answer.__typename === "KeeperStatus" ? "" : `${answer.code}: ${answer.message}`;
    } catch (error) {
      return whatFailed(error);
    }
  }
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** What is news when it changes: not the figures in the messages. */
function gistOf({ active, problems }: KeeperReport): string {
  return JSON.stringify([active, problems.map(({ code, role }) => [code, role])]);
}
