import { describe, expect, it } from "vitest";
import { changeSignals, type OpenChange, type StandingChange } from "../../../api/domain/change-alerts.ts";

const OPERATOR = "0x00000000000000000000000000000000000000ab";

const change: StandingChange = {
  ...{ operator: OPERATOR, version: "42", open: [], isPending: false, isRetraction: false, isReturn: false },
  before: { tier: "TIER_1", status: "ACTIVE" },
  after: { tier: "TIER_1", status: "ACTIVE" },
};
const open = (from: string, to: string, finality: OpenChange["finality"] = "PENDING"): OpenChange => ({
  ...{ correlationId: `TIER_CHANGED/${OPERATOR}/41`, kind: "TIER_CHANGED", from, to, finality },
});
const at = (tier: "NONE" | "TIER_1" | "TIER_2" | "TIER_3") => ({ tier, status: "ACTIVE" as const });

/** What is said of tiers: "FIRING 42 TIER_1>TIER_2 INFO FINALIZED". */
function said(changes: Partial<StandingChange>): string[] {
  return changeSignals({ ...change, ...changes })
    .filter(({ kind }) => kind === "TIER_CHANGED")
    .map(({ is, correlationId, details, severity, finality }) => {
      const number = correlationId.split("/")[2];
      return is === "FIRING"
        ? `${is} ${number} ${details.from}>${details.to} ${severity} ${finality}`
        : `${is} ${number}`;
    });
}

describe("changeSignals", () => {
  it.each<[string, Partial<StandingChange>, string[]]>([
    ["no change", {}, []],
    ["an operator that appears", { before: null }, []],
    ["up", { after: at("TIER_2") }, ["FIRING 42 TIER_1>TIER_2 INFO FINALIZED"]],
    ["up, and not final", { after: at("TIER_2"), isPending: true }, ["FIRING 42 TIER_1>TIER_2 INFO PENDING"]],
    ["down", { after: at("NONE") }, ["FIRING 42 TIER_1>NONE WARNING FINALIZED"]],
    ["what came back with its events", { after: at("TIER_2"), isReturn: true }, []],
    [
      "on while open",
      { open: [open("NONE", "TIER_1")], after: at("TIER_2") },
      ["FIRING 41 NONE>TIER_2 INFO FINALIZED"],
    ],
    ["nothing while open", { open: [open("NONE", "TIER_1")] }, []],
    ["back while open", { open: [open("TIER_1", "TIER_2")] }, ["CLEAR 41"]],
    ["back by a reorg", { open: [open("TIER_1", "TIER_2")], isRetraction: true }, ["RETRACTED 41"]],
    [
      "back by a reorg, from what was final",
      { open: [open("TIER_1", "TIER_2", "FINALIZED")], isRetraction: true },
      ["CLEAR 41"],
    ],
    [
      "on, not final, from what was",
      { open: [open("NONE", "TIER_1", "FINALIZED")], after: at("TIER_2"), isPending: true },
      ["CLEAR 41", "FIRING 42 TIER_1>TIER_2 INFO PENDING"],
    ],
    [
      "back, not final, from what was",
      { open: [open("NONE", "TIER_1", "FINALIZED")], after: at("NONE"), isPending: true },
      ["CLEAR 41", "FIRING 42 TIER_1>NONE WARNING PENDING"],
    ],
    ["an operator that goes", { after: null }, []],
    ["an operator that goes while open", { open: [open("NONE", "TIER_1")], after: null }, ["RETRACTED 41"]],
  ])("a tier: %s", (_what, changes, expected) => {
    expect(said(changes)).toEqual(expected);
  });

  it.each([
    ["ACTIVE", "INFO"],
    ["PENDING", "INFO"],
    ["EXITED", "WARNING"],
    ["LEAVING", "WARNING"],
    ["INACTIVE", "CRITICAL"],
    ["SLASHED", "CRITICAL"],
  ] as const)("a status that becomes %s is %s, and has no finality", (status, severity) => {
    const before = { tier: "TIER_1", status: "DEGRADED" } as const;
    expect(changeSignals({ ...change, before, after: { tier: "TIER_1", status }, isPending: true })).toMatchObject([
      { is: "FIRING", correlationId: `STATUS_CHANGED/${OPERATOR}`, severity, finality: null },
    ]);
  });
});
