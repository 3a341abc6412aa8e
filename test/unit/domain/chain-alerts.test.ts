import { describe, expect, it } from "vitest";
import {
  type ChainFacts,
  chainSignals,
  type Occurrence,
  type RequestFacts,
  type SlashFacts,
} from "../../../api/domain/chain-alerts.ts";

const OPERATOR = "0x00000000000000000000000000000000000000ab";
const NOW = 1_700_000_000;
const DAY = 86_400;

const slash: SlashFacts = {
  ...{
    state: "PROPOSED",
    violationType: "DOWNTIME",
    bps: 500,
    proposedBps: 500,
    proposedValue: 9n,
    slashedValue: null,
  },
  ...{ largeSlashBps: 1_000, disputeUntil: NOW + 10, resolveBy: null, bond: null, disputer: null, proposer: "0x01" },
  ...{ executor: null, cancelledBy: null, resolver: null, reason: "down", outcome: null, resolution: null },
  cancelReason: null,
};
const request: RequestFacts = { state: "OPEN", asset: "ETH", unitsRequested: 5n, unlockAt: NOW + 9, recipient: "0x02" };

function of(name: Occurrence["name"], changes: Partial<Occurrence> = {}): Occurrence {
  return {
    ...{ name, eventId: `${name}-1`, blockHash: "0xb1", blockTime: NOW - 5, transactionHash: "0xt1" },
    ...{ operator: OPERATOR, subject: "7", finality: "PENDING", news: "NEW" },
    ...changes,
  };
}

function facts(changes: Partial<ChainFacts> & { readonly slash?: Partial<SlashFacts> } = {}): ChainFacts {
  return {
    slashes: new Map([["7", { ...slash, ...changes.slash }]]),
    requests: new Map([["7", request]]),
    ...{ pause: null, now: NOW, noticeSeconds: DAY },
    ...changes,
  };
}

/** What is said, as "FIRING SLASH_PROPOSED". */
function said(occurrences: readonly Occurrence[], of: ChainFacts): string[] {
  return chainSignals(occurrences, of).map(({ is, kind }) => `${is} ${kind}`);
}

const stands = { news: "NOTHING" } as const;
const gone = { news: "RETRACTED" } as const;
const final = { finality: "FINALIZED" } as const;
const old = { ...final, blockTime: NOW - DAY };

describe("chainSignals", () => {
  it.each<[string, Occurrence[], Parameters<typeof facts>[0], string[]]>([
    ["a proposal", [of("SlashProposed")], {}, ["FIRING SLASH_PROPOSED"]],
    ["a proposal that has ended already", [of("SlashProposed")], { slash: { state: "EXPIRED" } }, []],
    [
      "an old proposal that lives",
      [of("SlashProposed", old)],
      { slash: { state: "UPHELD" } },
      ["FIRING SLASH_PROPOSED"],
    ],
    ["a proposal of which no row is known", [of("SlashProposed")], { slashes: new Map() }, []],
    ["nothing new of it", [of("SlashProposed", stands)], {}, []],
    ["it is final", [of("SlashProposed", { ...final, news: "FINALIZED" })], {}, ["KEEP SLASH_PROPOSED"]],
    ["it is gone", [of("SlashProposed", gone)], {}, ["RETRACTED SLASH_PROPOSED"]],
    [
      "a dispute",
      [of("SlashProposed", stands), of("SlashDisputed")],
      { slash: { state: "DISPUTED" } },
      ["FIRING SLASH_DISPUTED"],
    ],
    [
      "a dispute that was upheld: the slash lives on",
      [of("SlashProposed", stands), of("SlashDisputed", stands), of("SlashResolved")],
      { slash: { state: "UPHELD", outcome: "UPHELD" } },
      ["CLEAR SLASH_DISPUTED"],
    ],
    [
      "a dispute that was won",
      [of("SlashProposed", stands), of("SlashDisputed", stands), of("SlashResolved")],
      { slash: { state: "CANCELLED", outcome: "OVERTURNED" } },
      ["CLEAR SLASH_PROPOSED", "CLEAR SLASH_DISPUTED", "FIRING SLASH_CANCELLED"],
    ],
    [
      "a resolution that went away",
      [of("SlashProposed", stands), of("SlashDisputed", stands), of("SlashResolved", gone)],
      { slash: { state: "DISPUTED" } },
      ["FIRING SLASH_PROPOSED", "FIRING SLASH_DISPUTED", "RETRACTED SLASH_CANCELLED"],
    ],
    [
      "an execution",
      [of("SlashProposed", stands), of("SlashExecuted")],
      { slash: { state: "EXECUTED" } },
      ["CLEAR SLASH_PROPOSED", "FIRING SLASH_EXECUTED"],
    ],
    [
      "an execution, with the proposal final in the same pass",
      [of("SlashProposed", { ...final, news: "FINALIZED" }), of("SlashExecuted")],
      { slash: { state: "EXECUTED" } },
      ["KEEP SLASH_PROPOSED", "CLEAR SLASH_PROPOSED", "FIRING SLASH_EXECUTED"],
    ],
    [
      "an execution that moved to another block",
      [of("SlashProposed", stands), of("SlashExecuted", gone), of("SlashExecuted", { blockHash: "0xb2" })],
      { slash: { state: "EXECUTED" } },
      ["CLEAR SLASH_PROPOSED", "RETRACTED SLASH_EXECUTED", "FIRING SLASH_EXECUTED"],
    ],
    ["an old execution", [of("SlashExecuted", old)], { slash: { state: "EXECUTED" } }, []],
    [
      "an execution that is old and not final",
      [of("SlashExecuted", { ...old, finality: "PENDING" })],
      { slash: { state: "EXECUTED" } },
      ["FIRING SLASH_EXECUTED"],
    ],
    [
      "a proposal called off",
      [of("SlashProposed", stands), of("SlashCancelled")],
      { slash: { state: "CANCELLED" } },
      ["CLEAR SLASH_PROPOSED", "FIRING SLASH_CANCELLED"],
    ],
    [
      "an expiry",
      [of("SlashProposed", stands), of("SlashExpired")],
      { slash: { state: "EXPIRED" } },
      ["CLEAR SLASH_PROPOSED"],
    ],
    ["stake asked back", [of("UnstakeRequested")], {}, ["FIRING STAKE_DECREASED"]],
    [
      "stake asked back and kept",
      [of("UnstakeRequested", stands), of("UnstakeCancelled")],
      { requests: new Map([["7", { ...request, state: "CANCELLED" }]]) },
      ["CLEAR STAKE_DECREASED"],
    ],
    [
      "a slash and a request of one number",
      [of("SlashProposed", stands), of("UnstakeCancelled")],
      { slash: { state: "EXECUTED" } },
      [],
    ],
  ])("%s", (_what, occurrences, changes, expected) => {
    expect(said(occurrences, facts(changes))).toEqual(expected);
  });

  it.each([
    [1_000, "WARNING"],
    [1_001, "CRITICAL"],
  ])("a slash of %i basis points is a %s where 1,000 are large", (bps, severity) => {
    const [signal] = chainSignals([of("SlashProposed")], facts({ slash: { proposedBps: bps } }));
    expect(signal?.severity).toBe(severity);
  });

  it("names the block an event is on, and one alert for an execution in two assets", () => {
    const both = [of("SlashExecuted"), of("SlashExecuted", { eventId: "SlashExecuted-2" })];
    const ids = chainSignals(both, facts({ slash: { state: "EXECUTED" } })).map(({ correlationId }) => correlationId);
    expect(ids).toEqual(Array(2).fill(`SLASH_EXECUTED/${OPERATOR}/7@0xb1`));
  });

  it("has at most eight details of an alert", () => {
    for (const name of [
      "SlashProposed",
      "SlashDisputed",
      "SlashExecuted",
      "SlashCancelled",
      "UnstakeRequested",
    ] as const) {
      for (const state of ["PROPOSED", "DISPUTED", "EXECUTED", "CANCELLED"]) {
        for (const { details } of chainSignals([of(name)], facts({ slash: { state } }))) {
          expect(Object.keys(details).length).toBeLessThanOrEqual(8);
        }
      }
    }
  });
});

describe("pauses", () => {
  const pause = {
    eventId: "p-2",
    blockHash: "0xb2",
    pauseMask: 5,
    pauseExpiresAt: NOW + 1,
    clockStoppedAt: 0,
    pausedSeconds: 0,
  };
  const change = (eventId: string, changes: Partial<Occurrence> = {}) =>
    of("PauseMaskChanged", { eventId, blockHash: `0xb${eventId.slice(2)}`, operator: null, subject: null, ...changes });

  it.each<[string, Occurrence[], Partial<typeof pause>, string[]]>([
    ["one that is the last", [change("p-2")], {}, ["FIRING REGISTRY_PAUSED/p-2@0xb2"]],
    ["one that was replaced", [change("p-1")], {}, []],
    ["one that was lifted", [change("p-2")], { pauseMask: 0 }, []],
    ["one that has lapsed", [change("p-2")], { pauseExpiresAt: NOW }, []],
    [
      "a second one after the first",
      [change("p-1", stands), change("p-2")],
      {},
      ["CLEAR REGISTRY_PAUSED/p-1@0xb1", "FIRING REGISTRY_PAUSED/p-2@0xb2"],
    ],
    [
      "the end of it taken back",
      [change("p-1", stands), change("p-2", stands), change("p-3", gone)],
      {},
      ["FIRING REGISTRY_PAUSED/p-2@0xb2", "RETRACTED REGISTRY_PAUSED/p-3@0xb3"],
    ],
  ])("%s", (_what, occurrences, changes, expected) => {
    const signals = chainSignals(occurrences, facts({ pause: { ...pause, ...changes } }));
    expect(signals.map(({ is, correlationId }) => `${is} ${correlationId}`)).toEqual(expected);
  });
});
