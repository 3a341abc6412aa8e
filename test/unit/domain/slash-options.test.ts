import { describe, expect, test } from "vitest";
import {
  type SlashFacts,
  type SlashRefusal,
  type SlashStepName,
  slashOptions,
  slashRefusal,
} from "../../../api/domain/slash-options.ts";

const CLOCK = 1_000;

/** In its dispute window, and small. */
const SMALL: SlashFacts = {
  state: "PROPOSED",
  bps: 1_000,
  largeSlashBps: 1_000,
  approved: false,
  disputeUntil: CLOCK,
  resolveBy: null,
  executeBy: CLOCK + 100,
};
const undisputed = { disputeUntil: CLOCK - 1 };
const disputed = { ...undisputed, state: "DISPUTED", resolveBy: CLOCK } as const;
const silent = { ...disputed, resolveBy: CLOCK - 1 } as const;
const upheld = { ...disputed, state: "UPHELD" } as const;
const large = { bps: 1_001 };
const overdue = { ...undisputed, executeBy: CLOCK - 1 };
const over = { state: "EXECUTED" } as const;

const REFUSED: readonly [SlashStepName, string, Partial<SlashFacts>, SlashRefusal | null][] = [
  ["APPROVE", "a large one", large, null],
  ["APPROVE", "a large one that is disputed", { ...disputed, ...large }, null],
  ["APPROVE", "a large one that was upheld", { ...upheld, ...large }, null],
  ["APPROVE", "a large one in its last second", { ...large, ...undisputed, executeBy: CLOCK }, null],
  ["APPROVE", "a large one past its time", { ...large, ...overdue }, "WINDOW_CLOSED"],
  ["APPROVE", "one at the bound", {}, "APPROVAL_NOT_NEEDED"],
  ["APPROVE", "one that was approved", { ...large, approved: true }, "APPROVAL_NOT_NEEDED"],
  ["APPROVE", "one that is over", { ...large, ...over }, "WRONG_SLASH_STATE"],
  ["DISPUTE", "in the last second", {}, null],
  ["DISPUTE", "a second later", undisputed, "WINDOW_CLOSED"],
  ["DISPUTE", "again", { ...disputed, disputeUntil: CLOCK }, "WRONG_SLASH_STATE"],
  ["DISPUTE", "one that is over", over, "WRONG_SLASH_STATE"],
  ["RESOLVE", "in the last second", disputed, null],
  ["RESOLVE", "a second later", silent, "WINDOW_CLOSED"],
  ["RESOLVE", "what nobody disputes", {}, "WRONG_SLASH_STATE"],
  ["RESOLVE", "again", upheld, "WRONG_SLASH_STATE"],
  ["EXECUTE", "what nobody disputed", undisputed, null],
  ["EXECUTE", "while it can be disputed", {}, "WINDOW_OPEN"],
  ["EXECUTE", "while a dispute can be decided", disputed, "WINDOW_OPEN"],
  ["EXECUTE", "when nobody decided", silent, null],
  ["EXECUTE", "what was upheld", upheld, null],
  ["EXECUTE", "a large one without approval", { ...undisputed, ...large }, "APPROVAL_NEEDED"],
  ["EXECUTE", "a large one with approval", { ...undisputed, ...large, approved: true }, null],
  ["EXECUTE", "past its time", overdue, "WINDOW_CLOSED"],
  ["EXECUTE", "one that is over", over, "WRONG_SLASH_STATE"],
  ["CANCEL", "at once", {}, null],
  ["CANCEL", "a large one that waits for approval", { ...undisputed, ...large }, null],
  ["CANCEL", "a disputed one", disputed, null],
  ["CANCEL", "past its time", overdue, null],
  ["CANCEL", "what was upheld", upheld, "WRONG_SLASH_STATE"],
  ["CANCEL", "one that is over", over, "WRONG_SLASH_STATE"],
  ["EXPIRE", "past its time", overdue, null],
  ["EXPIRE", "in its last second", { ...undisputed, executeBy: CLOCK }, "WINDOW_OPEN"],
  ["EXPIRE", "one that is over", { ...overdue, ...over }, "WRONG_SLASH_STATE"],
];

test.each(REFUSED)("%s, %s", (step, _what, told, refusal) => {
  expect(slashRefusal(step, { ...SMALL, ...told }, CLOCK, 0)).toBe(refusal);
});

describe("a pause", () => {
  test.each<[SlashStepName, Partial<SlashFacts>, "SLASHING" | "DISPUTES" | null]>([
    ["APPROVE", large, "SLASHING"],
    ["EXECUTE", undisputed, "SLASHING"],
    ["DISPUTE", {}, "DISPUTES"],
    ["RESOLVE", disputed, "DISPUTES"],
    ["CANCEL", {}, null],
    ["EXPIRE", overdue, null],
  ])("keeps from %s what belongs to it alone", (step, told, by) => {
    const [slashing, disputes] = [4, 8].map((mask) => slashRefusal(step, { ...SMALL, ...told }, CLOCK, mask));
    expect({ slashing, disputes }).toEqual({
      slashing: by === "SLASHING" ? "PAUSED" : null,
      disputes: by === "DISPUTES" ? "PAUSED" : null,
    });
  });
});

test("what may happen next is what is not refused; needing approval outlasts a pause and its time", () => {
  const options = (told: Partial<SlashFacts>, mask = 0) => slashOptions({ ...SMALL, ...told }, CLOCK, mask);
  const none = {
    needsApproval: false,
    disputable: false,
    resolvable: false,
    executable: false,
    expirable: false,
  };
  expect(options({})).toEqual({ ...none, disputable: true });
  expect(options(disputed)).toEqual({ ...none, resolvable: true });
  expect(options(upheld)).toEqual({ ...none, executable: true });
  expect(options({ ...large, ...overdue }, 4)).toEqual({ ...none, needsApproval: true, expirable: true });
  expect(options({ ...large, ...over })).toEqual(none);
});
