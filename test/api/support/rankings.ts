/** Snapshots as a ranker would have stored them, filled by hand. */
import type pg from "pg";
import type { RankingMetric, RankingRange } from "../../../api/domain/ranking.ts";

/** What was measured somewhere; null is unknown. */
export interface ToldFigures {
  /** Default: everywhere. */
  readonly service?: string;
  readonly region?: string;
  /** Default: DAY. */
  readonly range?: RankingRange;
  readonly requests: number;
  readonly successPpm: number | null;
  readonly p95Micros: number | null;
  readonly uptimePpm: number | null;
}

export interface ToldStanding {
  readonly operator: string;
  readonly reputation: number;
  readonly score: number | null;
  readonly stakeValue: bigint;
  /** False if it has no rank. Default: it has. */
  readonly isRanked?: boolean;
  readonly measured?: readonly ToldFigures[];
}

/** Puts a snapshot as of a moment, and answers its id. */
export async function putSnapshot(client: pg.Client, at: number, standings: readonly ToldStanding[]): Promise<number> {
  const ranked = standings
    .filter(({ isRanked = true }) => isRanked)
    .sort((a, b) => b.reputation - a.reputation || (a.operator < b.operator ? -1 : 1))
    .map(({ operator }) => operator);
  const medians = {
    reputation: 500,
    score: null,
    stakeValue: "1",
    successPpm: null,
    p95Micros: 1_500,
    uptimePpm: 999_999,
  };
  const { rows } = await client.query<{ id: number }>(
    `insert into din_api.snapshot (at, policy_version, operators, ranked, medians) values ($1, 5, $2, $3, $4)
     returning id::integer`,
    [at, standings.length, ranked.length, medians],
  );
  const id = rows[0]?.id ?? 0;
  const standingRows = standings.map(({ operator, reputation, score, stakeValue }) => ({
    ...{ snapshot: id, operator, status: "ACTIVE", tier: "TIER_1", reputation, components: {}, score, level: 0 },
    rank: ranked.includes(operator) ? ranked.indexOf(operator) + 1 : null,
    stake_value: stakeValue.toString(),
  }));
  await insert(client, "standing", standingRows);
  const measuredRows = standings.flatMap(({ operator, measured = [] }) =>
    measured.map(({ service = "", region = "", range = "DAY", ...figures }) => ({
      ...{ snapshot: id, operator, service, region, range, requests: figures.requests, coverage_bps: 9_876 },
      ...{ success_ppm: figures.successPpm, p95_micros: figures.p95Micros, uptime_ppm: figures.uptimePpm },
      confidence: "HIGH",
    })),
  );
  await insert(client, "measured_standing", measuredRows);
  return id;
}

async function insert(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`insert into din_api.${table} select * from json_populate_recordset(null::din_api.${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}

/** Forgets a snapshot, as a ranker does with old ones. */
export async function dropSnapshot(client: pg.Client, id: number): Promise<void> {
  await client.query("delete from din_api.snapshot where id = $1", [id]);
  await client.query("delete from din_api.standing where snapshot = $1", [id]);
  await client.query("delete from din_api.measured_standing where snapshot = $1", [id]);
}

/** What a metric says of a standing, in the unit of its column; null if that is unknown. */
export function metricOf(
  metric: RankingMetric,
  standing: ToldStanding,
  figures: ToldFigures | undefined,
): bigint | null {
  const known = {
    REPUTATION: standing.reputation,
    SCORE: standing.score,
    STAKE: standing.stakeValue,
    SUCCESS_RATE: figures?.successPpm ?? null,
    LATENCY_P95: figures?.p95Micros ?? null,
    UPTIME: figures?.uptimePpm ?? null,
    REQUESTS: figures?.requests ?? null,
  }[metric];
  return known === null ? null : BigInt(known);
}

/** Those that a metric can be asked of, with what was measured of them in a place. */
export function entrants(
  standings: readonly ToldStanding[],
  { service = "", region = "", range = "DAY" }: Partial<Pick<ToldFigures, "service" | "region" | "range">>,
): { readonly standing: ToldStanding; readonly figures: ToldFigures | undefined }[] {
  return standings
    .filter(({ isRanked = true }) => isRanked)
    .map((standing) => ({
      standing,
      figures: standing.measured?.find(
        (one) => (one.service ?? "") === service && (one.region ?? "") === region && (one.range ?? "DAY") === range,
      ),
    }))
    .filter(({ figures }) => (service === "" && region === "") || figures !== undefined);
}

/** Addresses from the best to the worst, by the rules written down a second time. */
export function boardOf(
  standings: readonly ToldStanding[],
  metric: RankingMetric,
  place: Parameters<typeof entrants>[1] = {},
): string[] {
  const sign = metric === "LATENCY_P95" ? 1n : -1n;
  return entrants(standings, place)
    .flatMap(({ standing, figures }) => {
      const value = metricOf(metric, standing, figures);
      // Whose score is but its own word comes after all others.
      const alone = metric === "SCORE" && figures === undefined ? 1 : 0;
      return value === null ? [] : [{ operator: standing.operator, value: value * sign, alone }];
    })
    .sort(
      (a, b) =>
        a.alone - b.alone || (a.value === b.value ? (a.operator < b.operator ? -1 : 1) : a.value < b.value ? -1 : 1),
    )
    .map(({ operator }) => operator);
}
