import { expect, test } from "vitest";
import { LOG_KINDS, type LogDetails, type LogKind, titleOf } from "../../../api/domain/incident-log.ts";

const DETAILS: LogDetails = {
  ...{ type: "DOWNTIME", reporter: "r-1", confirmedBy: "r-2", summary: "it lied", reason: "new disks" },
  ...{ violationType: "DOWNTIME", outcome: "UPHELD", cancelReason: "a mistake", state: "OPEN" },
  ...{ service: "rpc", region: "eu-1", from: "a", to: "b" },
};

test.each<[LogKind, object, string]>([
  ["VIOLATION_OPENED", {}, "A violation began to count: DOWNTIME"],
  ["VIOLATION_CLOSED", {}, "A violation ended: DOWNTIME"],
  ["INCIDENT_REPORTED", { type: "BAD_DATA" }, "BAD_DATA was reported by r-1: it lied"],
  ["INCIDENT_CONFIRMED", { type: "BAD_DATA" }, "BAD_DATA was confirmed by r-2: it lied"],
  ["FAILOVER", {}, "rpc in eu-1: b took over from a"],
  ["FAILOVER", { from: null }, "rpc in eu-1: b serves"],
  ["FAILOVER", { to: null }, "rpc in eu-1: no node lives after a"],
  ["FAILOVER", { from: null, to: null }, "rpc in eu-1: no node lives"],
  ["MAINTENANCE_ANNOUNCED", {}, "Maintenance was announced: new disks"],
  ["MAINTENANCE_CANCELLED", {}, "Maintenance was called off: new disks"],
  ["SLASH_PROPOSED", {}, "A slash for DOWNTIME was proposed: new disks"],
  ["SLASH_DISPUTED", {}, "A slash for DOWNTIME was disputed"],
  ["SLASH_RESOLVED", {}, "The dispute of a slash for DOWNTIME was resolved: UPHELD"],
  ["SLASH_EXECUTED", {}, "A slash for DOWNTIME was executed: new disks"],
  ["SLASH_CANCELLED", {}, "A slash for DOWNTIME was cancelled: a mistake"],
  ["SLASH_EXPIRED", {}, "A slash for DOWNTIME expired"],
  ["KILL_SWITCH", {}, "No requests are routed to it: new disks"],
  ["KILL_SWITCH", { state: null }, "Requests are routed to it again: new disks"],
])("%s %j", (kind, told, title) => expect(titleOf(kind, { ...DETAILS, ...told })).toBe(title));

test("every kind has a line", () => {
  for (const kind of LOG_KINDS) expect(titleOf(kind, DETAILS)).not.toBe("");
});
