/** What happened to an operator, told in one line each. Pure. */

/** What the incident log tells. */
export const LOG_KINDS = [
  "VIOLATION_OPENED",
  "VIOLATION_CLOSED",
  "INCIDENT_REPORTED",
  "INCIDENT_CONFIRMED",
  "FAILOVER",
  "MAINTENANCE_ANNOUNCED",
  "MAINTENANCE_CANCELLED",
  "SLASH_PROPOSED",
  "SLASH_DISPUTED",
  "SLASH_RESOLVED",
  "SLASH_EXECUTED",
  "SLASH_CANCELLED",
  "SLASH_EXPIRED",
  "KILL_SWITCH",
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** Names and figures behind an entry; times are Unix seconds. */
export type LogDetails = Readonly<Record<string, string | number | null>>;

/**
 * An entry as a line for people.
 *
 * @example titleOf("FAILOVER", { service: "rpc", region: "eu", from: "a", to: "b" }) // "rpc in eu: b took over from a"
 */
export function titleOf(kind: LogKind, details: LogDetails): string {
  const of = (key: string): string => String(details[key] ?? "");
  switch (kind) {
    case "VIOLATION_OPENED":
      return `A violation began to count: ${of("type")}`;
    case "VIOLATION_CLOSED":
      return `A violation ended: ${of("type")}`;
    case "INCIDENT_REPORTED":
      return `${of("type")} was reported by ${of("reporter")}: ${of("summary")}`;
    case "INCIDENT_CONFIRMED":
      return `${of("type")} was confirmed by ${of("confirmedBy")}: ${of("summary")}`;
    case "FAILOVER":
      return `${of("service")} in ${of("region")}: ${takeover(details)}`;
    case "MAINTENANCE_ANNOUNCED":
      return `Maintenance was announced: ${of("reason")}`;
    case "MAINTENANCE_CANCELLED":
      return `Maintenance was called off: ${of("reason")}`;
    case "SLASH_PROPOSED":
      return `A slash for ${of("violationType")} was proposed: ${of("reason")}`;
    case "SLASH_DISPUTED":
      return `A slash for ${of("violationType")} was disputed`;
    case "SLASH_RESOLVED":
      return `The dispute of a slash for ${of("violationType")} was resolved: ${of("outcome")}`;
    case "SLASH_EXECUTED":
      return `A slash for ${of("violationType")} was executed: ${of("reason")}`;
    case "SLASH_CANCELLED":
      return `A slash for ${of("violationType")} was cancelled: ${of("cancelReason")}`;
    case "SLASH_EXPIRED":
      return `A slash for ${of("violationType")} expired`;
    case "KILL_SWITCH":
      return `${details.state === null ? "Requests are routed to it again" : "No requests are routed to it"}: ${of("reason")}`;
  }
}

function takeover({ from = null, to = null }: LogDetails): string {
  if (to === null) return from === null ? "no node lives" : `no node lives after ${from}`;
  return from === null ? `${to} serves` : `${to} took over from ${from}`;
}
