/** What is told of a slash beside what the rules say of it, worked out by hand. The API's clock stands at NOW. */
import { expect, test } from "vitest";
import type { Rows } from "../fold/tables.ts";
import { address, ETHER, hash, NOW, place, RATE, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const HURT = address(3);

/** Resolved and executed: each step has its own moment, and the rows are not in that order. */
const EXECUTED = slashRow({
  id: 1n,
  operator: HURT,
  state: "EXECUTED",
  bps: 800,
  proposedBps: 3_000,
  severity: "CRITICAL",
  ethUnits: (8n * ETHER) / 10n,
  proposedEthUnits: 3n * ETHER,
  proposedWstethUnits: 7n,
  wstethRateE18: 0n,
  largeSlashBps: 1_500,
  disputeBond: 5n,
  resolutionWindow: 11,
  executionWindow: 12,
  cooldown: 13,
  proposedAt: NOW - 90_000,
  approvedAt: NOW - 80_000,
  approver: address(9),
  approvedTransaction: hash("approval"),
  disputedAt: NOW - 85_000,
  disputer: address(8),
  disputedTransaction: hash("dispute"),
  disputeEvidenceHash: hash("objection"),
  disputeUri: "ipfs://objection",
  bond: ETHER / 10n,
  resolveBy: NOW - 85_000 + 172_800,
  resolver: address(7),
  resolvedAt: NOW - 70_000,
  resolvedTransaction: hash("resolution"),
  outcome: "REDUCED",
  resolution: "half of it was maintenance",
  executor: address(6),
  executedAt: NOW - 60_000,
  executedTransaction: hash("execution"),
  slashedEthUnits: (8n * ETHER) / 10n,
  slashedWstethUnits: 0n,
  slashedValue: (8n * ETHER) / 10n,
  slashedUntil: NOW - 60_000 + 43_200,
  bondRecipient: address(8),
  bondForfeited: false,
  bondSettledAt: NOW - 60_000,
  bondSettledTransaction: hash("execution"),
});

const CANCELLED = slashRow({ id: 2n, operator: HURT, state: "CANCELLED", cancelReason: "a false alarm" });

const suite = apiSuite({
  operator: [stakedRow({ address: HURT, ethActive: ETHER })],
  slash: [EXECUTED, CANCELLED],
});

test("every step of a slash, oldest first, and its dispute", async () => {
  const answer = await suite.api.ask(`{ slashes(last: 1) { nodes {
    slashId state fraction proposedFraction slashedValue approved disputeUntil executeBy
    timeline { kind at by transaction }
    dispute { disputer uri bond resolveBy outcome resolution bondRecipient bondForfeited resolvedAt }
    next { needsApproval disputable resolvable executable expirable }
  } } }`);
  const step = (kind: string, ago: number, by: string, transaction: string) => ({
    kind,
    at: iso(NOW - ago),
    by: expect.stringMatching(new RegExp(by, "i")),
    transaction: hash(transaction),
  });
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({
    slashes: {
      nodes: [
        {
          slashId: "1",
          state: "EXECUTED",
          fraction: 800,
          proposedFraction: 3_000,
          slashedValue: "800000000000000000",
          approved: true,
          disputeUntil: iso(NOW - 90_000 + 86_400),
          executeBy: iso(NOW - 90_000 + 345_600),
          timeline: [
            step("PROPOSED", 90_000, address(1, "0x5a"), "proposal 1"),
            step("DISPUTED", 85_000, address(8), "dispute"),
            step("APPROVED", 80_000, address(9), "approval"),
            step("RESOLVED", 70_000, address(7), "resolution"),
            step("EXECUTED", 60_000, address(6), "execution"),
            step("BOND_SETTLED", 60_000, address(8), "execution"),
          ],
          dispute: {
            disputer: expect.stringMatching(new RegExp(address(8), "i")),
            uri: "ipfs://objection",
            bond: "100000000000000000",
            resolveBy: iso(NOW - 85_000 + 172_800),
            outcome: "REDUCED",
            resolution: "half of it was maintenance",
            bondRecipient: expect.stringMatching(new RegExp(address(8), "i")),
            bondForfeited: false,
            resolvedAt: iso(NOW - 70_000),
          },
          next: { needsApproval: false, disputable: false, resolvable: false, executable: false, expirable: false },
        },
      ],
    },
  });
});

test("the terms it was proposed on stay beside what a dispute made of it, and what cancelled it is told", async () => {
  const terms = `largeSlash disputeBond resolutionWindow executionWindow cooldown ethRate wstethRate
    ethUnits wstethUnits proposedEthUnits proposedWstethUnits slashedUntil cancelReason`;
  const answer = await suite.api.ask(
    `{ executed: slashes(last: 1) { nodes { ${terms} } } cancelled: slashes(first: 1) { nodes { ${terms} } } }`,
  );
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({
    executed: {
      nodes: [
        {
          largeSlash: 1_500,
          disputeBond: "5",
          resolutionWindow: 11,
          executionWindow: 12,
          cooldown: 13,
          ethRate: "1000000000000000000",
          wstethRate: null,
          ethUnits: "800000000000000000",
          wstethUnits: "0",
          proposedEthUnits: "3000000000000000000",
          proposedWstethUnits: "7",
          slashedUntil: iso(NOW - 60_000 + 43_200),
          cancelReason: null,
        },
      ],
    },
    cancelled: {
      nodes: [expect.objectContaining({ wstethRate: String(RATE), slashedUntil: null, cancelReason: "a false alarm" })],
    },
  });
});

/** Deadlines as the API tells them, and as the row has them on the slash clock, in seconds from NOW. */
test("deadlines on the wall clock are put off by the pauses that came before them, and by no later one", async () => {
  const change = (n: number, blockTime: number, told: Partial<Rows["pauseChange"]>): Rows["pauseChange"] => ({
    ...place(n),
    blockTime,
    by: address(1),
    mask: 4,
    expiresAt: blockTime + 604_800,
    clockStoppedAt: blockTime,
    pausedSeconds: 0,
    ...told,
  });
  const lifted = { mask: 0, clockStoppedAt: 0 };
  await suite.database.fill({
    pauseChange: [
      // Before the dispute's end of 3,600 s after the proposal: 7 s. After it: 1,000 s, which belong to the others.
      change(40, NOW - 9_000, {}),
      change(41, NOW - 8_993, { ...lifted, expiresAt: NOW - 9_000 + 604_800, pausedSeconds: 7 }),
      change(42, NOW - 5_000, { pausedSeconds: 7 }),
      change(43, NOW - 4_000, { ...lifted, expiresAt: NOW - 5_000 + 604_800, pausedSeconds: 1_007 }),
      // In force: what is not over yet is put off by what it has lasted.
      change(44, NOW - 100, { pausedSeconds: 1_007 }),
    ],
    slash: [
      slashRow({
        id: 90n,
        operator: HURT,
        proposedAt: NOW - 10_000,
        disputeUntil: NOW - 10_000 + 3_600,
        resolveBy: NOW - 10_000 + 8_000,
        executeBy: NOW + 50_000,
        disputer: HURT,
        disputedAt: NOW - 9_500,
        disputedTransaction: hash("dispute 90"),
      }),
    ],
  });
  const statements = countStatements();
  try {
    const answer = await suite.api.ask(
      "{ slashes(first: 1) { nodes { slashId disputeUntil executeBy dispute { resolveBy } } } }",
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      slashes: {
        nodes: [
          {
            slashId: "90",
            disputeUntil: iso(NOW - 6_400 + 7),
            executeBy: iso(NOW + 50_000 + 1_107),
            dispute: { resolveBy: iso(NOW - 2_000 + 1_007) },
          },
        ],
      },
    });
    const pauses = () => statements.texts.filter((text) => text.includes("pause_change"));
    expect(pauses()).toHaveLength(1);
    statements.reset();
    await suite.api.ask("{ slashes(first: 5) { nodes { slashId state next { executable } } } }");
    expect(pauses()).toEqual([]);
  } finally {
    statements.restore();
    await suite.database.client.query("delete from din_indexer_one.pause_change");
    await suite.database.client.query("delete from din_indexer_one.slash where id = 90");
  }
});
