import { expect, test } from "vitest";
import { planOf } from "../../../keeper/plan.ts";
import { tableOf } from "../../../keeper/table.ts";
import { address, hash, NOW, score, sight, slash, slice } from "./sights.ts";

test("a plan is a table, of what is to do and of what is held", () => {
  const plan = planOf(
    sight({
      slashes: [
        slash({ id: "7" }),
        slash({ id: "8", operator: address(2), executable: false, disputeUntil: NOW + 60 }),
        slash({ id: "9", operator: address(3), fraction: 2_000, executable: false, needsApproval: true }),
      ],
      slices: [
        slice({ operator: address(4), incidentKey: hash(4) }),
        slice({ operator: address(5), incidentKey: hash(5), type: "BAD_DATA", fraction: 500, review: null }),
      ],
      scores: [
        score({ operator: address(6) }),
        score({ operator: address(7), published: { value: 9_000, windowEnd: NOW - 60, updatedAt: NOW - 50 } }),
        score({ operator: address(8), published: { value: 9_980, windowEnd: NOW - 60, updatedAt: NOW - 30_000 } }),
        score({ operator: address(9), confidence: "LOW", value: 4_110 }),
      ],
    }),
  );
  expect(`\n${tableOf(plan)}`).toBe(`
KIND     ROLE      ABOUT                                                                                  WHY                            UNTIL
EXECUTE  PROPOSER  execute slash 7 of 0x0000000000000000000000000000000000000001, 720 bp                  to do                          -
PROPOSE  PROPOSER  propose to slash 0x0000000000000000000000000000000000000004 by 1200 bp for DOWNTIME    to do                          -
SCORES   MONITOR   submit the score of 0x0000000000000000000000000000000000000006: 99.80                  to be sealed: the first        -
SCORES   MONITOR   submit the score of 0x0000000000000000000000000000000000000007: 99.80, 90.00 on chain  to be sealed: it moved         -
SCORES   MONITOR   submit the score of 0x0000000000000000000000000000000000000008: 99.80, 99.80 on chain  to be sealed: the last is old  -
HOLD     PROPOSER  execute: slash 8 0x0000000000000000000000000000000000000002 DOWNTIME 720 bp            WINDOW                         2027-01-15T08:01:00Z
HOLD     PROPOSER  execute: slash 9 0x0000000000000000000000000000000000000003 DOWNTIME 2000 bp           APPROVAL                       2027-01-15T09:00:00Z
HOLD     PROPOSER  propose: 0x0000000000000000000000000000000000000005 BAD_DATA 500 bp                    UNSETTLED                      -
HOLD     MONITOR   scores: 0x0000000000000000000000000000000000000009 score 41.10                         LOW_CONFIDENCE                 -`);
});

test("a plan of nothing says so", () => {
  expect(tableOf(planOf(sight()))).toBe("There is nothing to do, and nothing is held.");
});
