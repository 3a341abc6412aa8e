import { and, type SQL, sql } from "drizzle-orm";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { type Page, type PageArgs, parsePage } from "./page.ts";

export type Direction = "ASC" | "DESC";

/** One column of an order, and how its values travel in a cursor. */
export interface KeyColumn {
  readonly expression: SQL;
  readonly type: "numeric" | "bigint" | "integer" | "text";
}

/** What a value of each type looks like as text, so that a forged one never reaches the database. */
export const KEY_PATTERNS: Record<KeyColumn["type"], RegExp> = {
  numeric: /^-?\d{1,78}$/,
  bigint: /^-?\d{1,18}$/,
  integer: /^-?\d{1,9}$/,
  text: /^[0-9a-zA-Z._:-]{1,128}$/,
};

/**
 * A total order over the rows of one list. The last column must be unique; all columns run in the same direction, so
 * that one row comparison bounds a page and one index serves it.
 */
export interface Keyset<Row> {
  /** Names list and order; part of every cursor. */
  readonly name: string;
  readonly columns: readonly KeyColumn[];
  readonly direction: Direction;
  readonly key: (row: Row) => readonly string[];
}

/** What cursors are made of. */
type Places<Row> = Pick<Keyset<Row>, "name" | "key">;

/** The SQL of one page: `limit` is one more than asked for, to see whether there are more. */
export interface PageSql {
  readonly where: SQL | undefined;
  readonly orderBy: SQL[];
  readonly limit: number;
}

/** Bounds, order and limit of a page. @throws RequestError INVALID_CURSOR */
export function pageSql<Row>(keyset: Keyset<Row>, page: Page): PageSql {
  const ascending = keyset.direction === "ASC";
  const forwardsAscending = ascending !== page.backwards;
  const order = forwardsAscending ? sql`asc` : sql`desc`;
  return {
    where: and(
      page.after === null ? undefined : beyond(keyset, page.after, ascending),
      page.before === null ? undefined : beyond(keyset, page.before, !ascending),
    ),
    orderBy: keyset.columns.map((column) => sql`${column.expression} ${order}`),
    limit: page.limit + 1,
  };
}

function beyond<Row>(keyset: Keyset<Row>, cursor: string, greater: boolean): SQL {
  const key = decodeCursor(
    keyset.name,
    cursor,
    keyset.columns.map((column) => KEY_PATTERNS[column.type]),
  );
  const left = sql.join(
    keyset.columns.map((column) => column.expression),
    sql`, `,
  );
  const right = sql.join(
    keyset.columns.map((column, index) => sql`${key[index] ?? ""}::${sql.raw(column.type)}`),
    sql`, `,
  );
  return greater ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`;
}

/** An item and its place in the list. */
interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
  /** The same place with something else in it. */
  with<Other>(node: Other): Edge<Other>;
}

/** Makes its cursor when it is asked for: most ask for nodes alone. */
class KeysetEdge<Row, Node> implements Edge<Node> {
  constructor(
    private readonly keyset: Places<Row>,
    private readonly row: Row,
    readonly node: Node,
  ) {}

  get cursor(): string {
    return encodeCursor(this.keyset.name, this.keyset.key(this.row));
  }

  with<Other>(node: Other): Edge<Other> {
    return new KeysetEdge(this.keyset, this.row, node);
  }
}

export interface Connection<Row> {
  readonly edges: Edge<Row>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counted only when asked for. */
  readonly totalCount: () => Promise<number>;
}

/** A connection from the rows that `pageSql` selected, in the order they came. */
export function toConnection<Row>(
  keyset: Places<Row>,
  page: Page,
  rows: readonly Row[],
  totalCount: () => Promise<number>,
): Connection<Row> {
  const more = rows.length > page.limit;
  const shown = rows.slice(0, page.limit);
  if (page.backwards) shown.reverse();
  const edges = shown.map((row) => new KeysetEdge(keyset, row, row));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.backwards ? page.before !== null : more,
      hasPreviousPage: page.backwards ? more : page.after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** The same page with other nodes. */
export function mapNodes<Row, Node>(connection: Connection<Row>, map: (row: Row) => Node): Connection<Node> {
  return { ...connection, edges: connection.edges.map((edge) => edge.with(map(edge.node))) };
}

/**
 * A page of a list: checks the arguments, has the rows fetched, and makes the connection.
 *
 * @throws RequestError for bad paging arguments or a bad cursor
 */
export async function loadConnection<Row>(
  keyset: Keyset<Row>,
  args: PageArgs,
  fetch: (query: PageSql) => Promise<Row[]>,
  totalCount: () => Promise<number>,
): Promise<Connection<Row>> {
  const page = parsePage(args);
  return toConnection(keyset, page, await fetch(pageSql(keyset, page)), totalCount);
}
