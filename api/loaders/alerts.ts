/** Alerts and the log of what became of them. */
import { and, inArray, type SQL, sql } from "drizzle-orm";
import { alert, alertEvent, silence } from "../db/schema-alerts.ts";
import type { AlertFinality, AlertKind, AlertSeverity, AlertState, ToldAlert, ToldEvent } from "../domain/alert.ts";
import { type Connection, mapNodes } from "./keyset.ts";
import { ALERT_EVENT_LIST } from "./log-cursor.ts";
import type { NestedTableList, TableList } from "./table-list.ts";

/** As it is selected: ids are far below 2^53. */
export type AlertRow = Omit<typeof alert.$inferSelect, "id"> & { readonly id: number };
export type AlertEventRow = Omit<typeof alertEvent.$inferSelect, "id" | "alertId"> & {
  readonly id: number;
  readonly alertId: number;
};

export interface AlertFilter {
  /** Lowercase address. */
  readonly operator?: string | undefined;
  readonly kinds?: readonly AlertKind[] | undefined;
  readonly severities?: readonly AlertSeverity[] | undefined;
  readonly states?: readonly AlertState[] | undefined;
  readonly finality?: AlertFinality | undefined;
  readonly open?: boolean | undefined;
  /** Opened from `since` on and before `until`, Unix seconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Alerts by id, which is the order in which they were opened. */
export const alerts: NestedTableList<AlertRow, AlertFilter> = {
  name: "alerts",
  table: alert,
  id: alert.id,
  idType: "bigint",
  idOf: (row) => String(row.id),
  parent: alert.operator,
  parentOf: (row) => row.operator,
  filter: (filter) =>
    and(
      filter.operator === undefined ? undefined : sql`${alert.operator} = ${filter.operator}`,
      filter.kinds && inArray(alert.kind, [...filter.kinds]),
      filter.severities && inArray(alert.severity, [...filter.severities]),
      filter.states && inArray(alert.state, [...filter.states]),
      // There are indexes of the few that are open.
      filter.states?.every((state) => OPEN_STATES.has(state)) ? openness(true) : undefined,
      filter.finality === undefined ? undefined : sql`${alert.finality} = ${filter.finality}`,
      filter.open === undefined ? undefined : openness(filter.open),
      filter.since === undefined ? undefined : sql`${alert.openedAt} >= ${filter.since}`,
      filter.until === undefined ? undefined : sql`${alert.openedAt} < ${filter.until}`,
    ),
};

const OPEN_STATES: ReadonlySet<AlertState> = new Set(["PENDING", "FIRING", "ACKNOWLEDGED"]);
const openness = (open: boolean): SQL => sql`${alert.closedAt} is ${open ? sql`null` : sql`not null`}`;

export interface AlertEventFilter {
  /** Lowercase address. */
  readonly operator?: string | undefined;
  readonly kinds?: readonly AlertKind[] | undefined;
  readonly severities?: readonly AlertSeverity[] | undefined;
  readonly silenced?: boolean | undefined;
}

/** The log, oldest first, for all and for each alert: one order, and one kind of cursor. */
export const alertEvents: NestedTableList<AlertEventRow, AlertEventFilter> = {
  name: ALERT_EVENT_LIST,
  table: alertEvent,
  id: alertEvent.id,
  idType: "bigint",
  idOf: (row) => String(row.id),
  parent: alertEvent.alertId,
  parentType: "bigint",
  parentOf: (row) => String(row.alertId),
  direction: "ASC",
  filter: (filter) =>
    and(
      filter.operator === undefined ? undefined : ofOperator(filter.operator),
      filter.kinds && inArray(sql`${alertEvent.alert}->>'kind'`, [...filter.kinds]),
      filter.severities && inArray(sql`${alertEvent.alert}->>'severity'`, [...filter.severities]),
      filter.silenced === undefined ? undefined : sql`${alertEvent.silenced} = ${filter.silenced}`,
    ),
};

export type SilenceRow = typeof silence.$inferSelect;

export interface SilenceFilter {
  /** Only those that last at this moment (Unix seconds), or only those that do not. */
  readonly active?: { readonly at: number; readonly is: boolean } | undefined;
}

/** Silences by the time of their making. */
export const silences: TableList<SilenceRow, SilenceFilter> = {
  name: "silences",
  table: silence,
  sort: { column: silence.createdAt, type: "bigint", of: (row) => String(row.createdAt) },
  id: silence.id,
  idType: "text",
  idOf: (row) => row.id,
  filter: ({ active }) => {
    if (active === undefined) return undefined;
    const lasts = sql`(${silence.startAt} <= ${active.at} and ${silence.endAt} > ${active.at})`;
    return active.is ? lasts : sql`not ${lasts}`;
  },
};

/** By way of its alerts, of which there is an index. */
const ofOperator = (operator: string): SQL =>
  sql`${alertEvent.alertId} in (select ${alert.id} from ${alert} where ${alert.operator} = ${operator})`;

export const toldAlert = ({ id, ...rest }: AlertRow): ToldAlert => ({ ...rest, id: String(id) });

export const toldEvent = ({ id, type, at, silenced, alert: told }: AlertEventRow): ToldEvent => ({
  id: String(id),
  type,
  at,
  silenced,
  alert: told,
});

export function toldAlerts(page: Connection<AlertRow>): Connection<ToldAlert> {
  return mapNodes(page, toldAlert);
}

export function toldEvents(page: Connection<AlertEventRow>): Connection<ToldEvent> {
  return mapNodes(page, toldEvent);
}
