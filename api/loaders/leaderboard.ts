/** Operators by what they came to, page by page, all pages from one snapshot. */
import type { Database } from "../db/pool.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { RankingMetric } from "../domain/ranking.ts";
import type { Confidence } from "../domain/window.ts";
import {
  type BoardRequest,
  boardStatements,
  boardValues,
  type ChosenColumns,
  IS_SERVICE,
  JOIN_MEASURED,
  snapshotOf,
} from "./board.ts";
import { decodeCursor } from "./cursor.ts";
import { RequestError } from "./errors.ts";
import { type Connection, KEY_PATTERNS, toConnection } from "./keyset.ts";
import { type PageArgs, parsePage } from "./page.ts";
import type { SnapshotRow } from "./ranking-snapshot.ts";

export const BOARD_ORDERS = ["BEST_FIRST", "WORST_FIRST"] as const;
export type BoardOrder = (typeof BOARD_ORDERS)[number];

/** An operator's place on a board. What others measured is of the place and the range asked for, null where nothing was. */
export interface BoardRow {
  /** By the metric: 1 is the best. */
  readonly rank: number;
  /** Lowercase address. */
  readonly operator: string;
  readonly reputation: number;
  /** x 100. */
  readonly score: number | null;
  /** Wei. */
  readonly stakeValue: bigint;
  readonly requests: number | null;
  readonly successPpm: number | null;
  readonly p95Micros: number | null;
  readonly uptimePpm: number | null;
  readonly coverageBps: number | null;
  readonly confidence: Confidence | null;
}

export interface Leaderboard extends Connection<BoardRow> {
  /** Null if there is none yet. */
  readonly snapshot: SnapshotRow | null;
}

type PageRow = ChosenColumns & { readonly total: number } & { readonly [Key in keyof BoardRow]: BoardRow[Key] | null };

/** The best is the largest value (-1) or the smallest; the address breaks ties. */
const SIGNS: Readonly<Record<RankingMetric, 1 | -1>> = {
  REPUTATION: -1,
  SCORE: -1,
  STAKE: -1,
  SUCCESS_RATE: -1,
  LATENCY_P95: 1,
  UPTIME: -1,
  REQUESTS: -1,
};

/**
 * A snapshot never changes, so a place in it is the rank, and all of the page is between two of them. The rest of an entry
 * is read of the page alone.
 */
const pageOf = boardStatements(
  "din_leaderboard",
  `board as (
    select operator, row_number() over (order by alone, value * $6::integer, operator) as rank
    from entrant where value is not null
  ),
  page as (
    select * from board where rank > $7::bigint and rank < $8::bigint order by rank * $9::integer limit $10::integer
  ),
  entry as (
    select page.rank, s.operator, s.reputation, s.score, s.stake_value as "stakeValue", m.requests,
      m.success_ppm as "successPpm", m.p95_micros as "p95Micros", m.uptime_ppm as "uptimePpm",
      m.coverage_bps as "coverageBps", m.confidence
    from page join ${API_SCHEMA}.standing as s on s.snapshot = (select id from chosen) and s.operator = page.operator
    ${JOIN_MEASURED}
  )
  select chosen.*, ${IS_SERVICE}, (select count(*) from board) as total, entry.*
  from (select) as always left join chosen on true left join entry on true
  order by entry.rank * $9::integer`,
);

/** No rank is larger. */
const END = 2 ** 31 - 1;

/**
 * A page of a board: one statement, with its total, which sorting the board has counted. It is of the snapshot that its
 * cursors belong to, or else the newest. Whoever has no value is not on the board; whose value is its own word comes last.
 *
 * @throws RequestError SNAPSHOT_EXPIRED, UNKNOWN_SERVICE, INVALID_FILTER, and for bad paging arguments or cursors
 */
export async function loadLeaderboard(
  db: Database,
  args: PageArgs,
  request: BoardRequest,
  order: BoardOrder,
): Promise<Leaderboard> {
  const page = parsePage(args);
  const { metric, service, region, range } = request;
  const name = `leaderboard:${metric}:${service ?? ""}:${region ?? ""}:${range}:${order}`;
  const after = placeOf(name, page.after);
  const before = placeOf(name, page.before);
  if (after !== null && before !== null && after.snapshot !== before.snapshot) {
    throw new RequestError("INVALID_CURSOR", "`after` and `before` belong to different rankings. Start again.");
  }
  const asked = after?.snapshot ?? before?.snapshot ?? null;
  const isBestFirst = order === "BEST_FIRST";
  const [above, below] = isBestFirst ? [after, before] : [before, after];
  const { rows } = await db.$client.query<PageRow>({
    ...pageOf(request),
    values: [
      ...boardValues(asked, request),
      SIGNS[metric],
      above?.rank ?? 0,
      below?.rank ?? END,
      isBestFirst === page.backwards ? -1 : 1,
      page.limit + 1,
    ],
  });
  const [first] = rows;
  if (first === undefined) throw new Error("the statement always has a row");
  const snapshot = snapshotOf(first, service, asked);
  const entries = rows.flatMap((row) => entryOf(row) ?? []);
  const key = (row: BoardRow) => [String(snapshot?.id ?? 0), String(row.rank)];
  return { ...toConnection({ name, key }, page, entries, async () => first.total), snapshot };
}

interface Place {
  readonly snapshot: number;
  readonly rank: number;
}

function placeOf(name: string, cursor: string | null): Place | null {
  if (cursor === null) return null;
  const [snapshot, rank] = decodeCursor(name, cursor, [KEY_PATTERNS.bigint, KEY_PATTERNS.integer]);
  return { snapshot: Number(snapshot), rank: Number(rank) };
}

/** Null for the row that says that the page is empty. */
function entryOf(row: PageRow): BoardRow | null {
  const { rank, operator, reputation, stakeValue } = row;
  if (rank === null || operator === null || reputation === null || stakeValue === null) return null;
  const { score, requests, successPpm, p95Micros, uptimePpm, coverageBps, confidence } = row;
  return {
    ...{ rank, operator, reputation, score, stakeValue, requests, successPpm, p95Micros, uptimePpm },
    ...{ coverageBps, confidence },
  };
}
